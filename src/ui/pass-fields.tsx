// The fields of a pass, as Wallet's groups hold them.
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../rules/values.ts';
import { shownValue } from './shown-value.ts';

export interface ShownField {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  /** Its attributedValue, which Wallet shows in place of the value; empty for none. */
  readonly attributed: string;
  /** `left`, `center`, `right`, or empty for the writing direction's own side. */
  readonly side: string;
  /** Wallet makes a long value smaller until it fits; a page has three sizes. */
  readonly size: 'short' | 'medium' | 'long';
}

/** The fields of one group of a rendered pass.json. */
export function shownFields(
  passJson: JsonObject,
  style: string,
  group: string,
  language = 'en',
): readonly ShownField[] {
  const front = passJson[style];
  const fields: JsonValue | undefined = isObject(front) ? front[group] : undefined;
  if (!isArray(fields)) return [];
  return fields.filter(isObject).map((field) => {
    const value = shownValue(field, language);
    return {
      key: toText(field.key),
      label: toText(field.label),
      value,
      attributed: toText(field.attributedValue),
      side: /^PKTextAlignment(Left|Center|Right)$/.exec(toText(field.textAlignment))?.[1]?.toLowerCase() ?? '',
      size: value.length <= 12 ? 'short' : value.length <= 26 ? 'medium' : 'long',
    };
  });
}

export function Fields({ fields, name }: { fields: readonly ShownField[]; name: string }) {
  if (fields.length === 0) return null;
  return (
    <dl class={`fields ${name}`}>
      {fields.map((field) => (
        <div key={field.key} class={`field ${field.size} ${field.side}`.trim()}>
          {/* A value without a label still needs a term: a screen reader says nothing, a page shows nothing. */}
          <dt dir="auto">{field.label}</dt>
          <dd dir="auto">{field.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The back, below the card: in Wallet it is turned over to. Addresses of pages are links there. */
export function PassBack({ fields, title }: { fields: readonly ShownField[]; title: string }) {
  if (fields.length === 0) return null;
  return (
    <section class="panel back" aria-labelledby="back">
      <h2 id="back">{title}</h2>
      <dl>
        {fields.map((field) => (
          <div key={field.key}>
            {field.label !== '' && <dt dir="auto">{field.label}</dt>}
            <dd dir="auto">{field.attributed === '' ? withLinks(field.value) : attributed(field.attributed)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** A holder may have written the value, so a link gives the linked page no credit and no hold on this one. */
function withLinks(text: string) {
  return text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]'])/).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <a key={index} href={part} rel="nofollow noopener ugc">
        {part}
      </a>
    ),
  );
}

const ANCHOR = /<a\s+href=(?:"([^"<>]*)"|'([^'<>]*)')\s*>([^<]*)<\/a>/gi;

/** Apple: of HTML, an attributedValue may have `<a href>` alone; whatever else is written there is text. */
function attributed(html: string) {
  const parts = [];
  let end = 0;
  for (const { 0: whole, 1: double, 2: single, 3: text, index } of html.matchAll(ANCHOR)) {
    const href = unescaped(double ?? single ?? '');
    parts.push(unescaped(html.slice(end, index)));
    end = index + whole.length;
    const label = unescaped(text ?? '');
    parts.push(
      /^(?:https?:\/\/|mailto:|tel:)/i.test(href) ? (
        <a key={index} href={href} rel="nofollow noopener ugc">
          {label}
        </a>
      ) : (
        label
      ),
    );
  }
  return [...parts, unescaped(html.slice(end))];
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: '\u00a0',
};

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name]!);
}
