// A pass as a page shows it: the front in the pass's own colours, the back below.
import type { PassView } from '../operations/view-pass.ts';
import { isArray, isObject, type JsonValue, toText } from '../rules/values.ts';

interface ShownField {
  readonly key: string;
  readonly label: string;
  readonly value: string;
}

export function PassCard({ view }: { view: PassView }) {
  const { passJson, images } = view;
  const front = passJson[view.style];
  const group = (name: string) => fieldsOf(isObject(front) ? front[name] : undefined);
  const barcode = isObject(passJson.barcode)
    ? passJson.barcode
    : isArray(passJson.barcodes)
      ? passJson.barcodes[0]
      : null;
  const back = group('backFields');
  return (
    <article class={`pass ${view.style}`} style={coloursOf(view)} aria-label={view.description}>
      <header>
        {images.logo !== undefined && <img src={images.logo} alt="" class="logo" />}
        <span class="logoText">{toText(passJson.logoText)}</span>
        <Fields fields={group('headerFields')} name="headerFields" />
      </header>
      {images.strip !== undefined && <img src={images.strip} alt="" class="strip" />}
      <Fields fields={group('primaryFields')} name="primaryFields" />
      <Fields fields={group('secondaryFields')} name="secondaryFields" />
      <Fields fields={group('auxiliaryFields')} name="auxiliaryFields" />
      {isObject(barcode) && (
        <p class="barcode">
          <span class="message">{toText(barcode.message)}</span>
          {toText(barcode.altText) !== '' && <span class="altText">{toText(barcode.altText)}</span>}
        </p>
      )}
      {back.length > 0 && <Fields fields={back} name="backFields" />}
    </article>
  );
}

function Fields({ fields, name }: { fields: readonly ShownField[]; name: string }) {
  if (fields.length === 0) return null;
  return (
    <dl class={name}>
      {fields.map((field) => (
        <div key={field.key}>
          {field.label !== '' && <dt>{field.label}</dt>}
          <dd>{field.value}</dd>
        </div>
      ))}
    </dl>
  );
}

function fieldsOf(node: JsonValue | undefined): ShownField[] {
  if (!isArray(node)) return [];
  return node.filter(isObject).map((field) => ({
    key: toText(field.key),
    label: toText(field.label),
    value: shownValue(toText(field.value), toText(field.currencyCode)),
  }));
}

/** Wallet writes amounts in the reader's way; a page that has no reader's settings uses English. */
function shownValue(value: string, currency: string): string {
  if (!/^[A-Z]{3}$/.test(currency)) return value;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(Number(value));
}

/** Rendering made every colour `rgb(...)`, so nothing else can get into the attribute. */
function coloursOf({ passJson }: PassView): string {
  const colour = (key: string, fallback: string) => toText(passJson[key]) || fallback;
  const foreground = colour('foregroundColor', 'rgb(20, 20, 20)');
  return [
    `--background: ${colour('backgroundColor', 'rgb(245, 245, 245)')}`,
    `--foreground: ${foreground}`,
    `--label: ${colour('labelColor', foreground)}`,
  ].join('; ');
}
