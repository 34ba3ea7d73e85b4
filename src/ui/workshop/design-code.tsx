// The barcode of a card in the designer's form: its kind, what it holds, and other barcodes for
// phones that cannot show the first one.
import { FILLED_TEXTS, fallbacksOf } from '../../rules/design/barcode-inputs.ts';
import { textOf } from '../../rules/design/leaf.ts';
import { isObject } from '../../rules/values/values.ts';
import {
  BARCODE_ATTRIBUTES,
  BARCODE_FORMATS,
  BARCODE_KIND,
  BARCODE_KINDS,
  PASS_SCAN_FORMAT,
} from '../../rules/vocabulary.ts';
import { Condition } from './design-condition.tsx';
import { AskedInputs, isAsked } from './design-form-inputs.tsx';
import { ActButton, Notes, Select, type Sheet, TextInput } from './design-input.tsx';

export function Code({ sheet }: { sheet: Sheet }) {
  const { design, texts } = sheet;
  const { code: words } = texts.design;
  const { barcode, barcodes } = design.passConstructor;
  if (!isObject(barcode)) {
    return (
      <section class="designGroup" id="code" aria-labelledby="title-code">
        <h2 id="title-code">{words.title}</h2>
        <p>{words.none}</p>
        <p>
          <ActButton act="addBarcode" words={words.add} kind="plain" />
        </p>
      </section>
    );
  }
  const format = (value: string) => [value, words.formats[value] ?? value] as const;
  return (
    <section class="designGroup" id="code" aria-labelledby="title-code">
      <h2 id="title-code">{words.title}</h2>
      <Select
        sheet={sheet}
        name="barcode.format"
        label={words.format}
        hint={words.formatHint}
        options={[...(textOf(barcode.format) === '' ? [''] : []), PASS_SCAN_FORMAT, ...BARCODE_FORMATS].map(format)}
        notes={['barcode', 'barcode_format']}
      />
      <TextInput
        sheet={sheet}
        name="barcode.message"
        label={words.message}
        hint={words.messageHint}
        notes={['barcode_message']}
        holdsValues
      />
      <TextInput sheet={sheet} name="barcode.altText" label={words.altText} notes={['barcode_altText']} holdsValues />
      <details open={fallbacksOf(barcodes).length > 0 || FILLED_TEXTS.some((key) => isAsked(barcode[key]))}>
        <summary>{words.advanced}</summary>
        {FILLED_TEXTS.map((key) => (
          <fieldset key={key}>
            <legend>{words[key]}</legend>
            <AskedInputs sheet={sheet} prefix={`barcode.${key}.`} node={barcode[key]} />
          </fieldset>
        ))}
        <TextInput
          sheet={sheet}
          name="barcode.messageEncoding"
          label={words.encoding}
          hint={words.encodingHint}
          notes={['barcode_messageEncoding']}
        />
        <Condition sheet={sheet} name="barcode.PSConditions" label={words.conditions} path="barcode_PSConditions" />
        <Select
          sheet={sheet}
          name={`barcode.${BARCODE_KIND}`}
          label={words.kind}
          hint={words.kindHint}
          options={(['', ...BARCODE_KINDS] as const).map((kind) => [kind, words.kinds[kind]] as const)}
          notes={[`barcode_${BARCODE_KIND}`]}
        />
        <fieldset class="fallbacks">
          <legend>{words.fallbacks}</legend>
          {fallbacksOf(barcodes).map(([at, fallback]) => (
            <div class="fallback" key={at}>
              <h3>{words.fallback(at + 1)}</h3>
              <Select
                sheet={sheet}
                name={`barcodes.${at}.format`}
                label={words.format}
                options={[...(textOf(fallback.format) === '' ? [''] : []), ...BARCODE_FORMATS].map(format)}
              />
              <TextInput sheet={sheet} name={`barcodes.${at}.message`} label={words.message} />
              <TextInput sheet={sheet} name={`barcodes.${at}.altText`} label={words.altText} />
              <TextInput sheet={sheet} name={`barcodes.${at}.messageEncoding`} label={words.encoding} />
              <Notes sheet={sheet} id={`notes-barcodes-${at}`} paths={fallbackPaths(at)} />
              <ActButton act={`removeFallback.${at}`} words={words.removeFallback(at + 1)} kind="text" />
            </div>
          ))}
          <ActButton act="addFallback" words={words.addFallback} kind="plain" />
        </fieldset>
        <ActButton act="removeBarcode" words={words.remove} kind="danger" />
      </details>
    </section>
  );
}

function fallbackPaths(at: number): readonly string[] {
  const path = `barcodes_${at}`;
  return [path, ...BARCODE_ATTRIBUTES.map((attribute) => `${path}_${attribute}`)];
}

/** The API paths whose notes stand in this section. */
export function codePaths({ design }: Sheet): readonly string[] {
  const { barcode, barcodes } = design.passConstructor;
  if (!isObject(barcode)) return [];
  const own = ['barcode', ...BARCODE_ATTRIBUTES.map((attribute) => `barcode_${attribute}`), `barcode_${BARCODE_KIND}`];
  return [...own, ...fallbacksOf(barcodes).flatMap(([at]) => fallbackPaths(at))];
}
