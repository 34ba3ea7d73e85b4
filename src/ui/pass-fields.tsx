// The fields of a pass, as Wallet's groups hold them.
import { raw } from 'hono/html';
import sanitizeHtml from 'sanitize-html';
import { type FittedField, type FittedText, fieldsOf } from '../rules/passes/fit.ts';
import { shownValue } from '../rules/passes/shown-value.ts';
import { type JsonObject, toText } from '../rules/values/values.ts';

export interface BackField {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  /** Its attributedValue, which Wallet shows in place of the value; empty for none. */
  readonly attributed: string;
}

/** The fields of the back of a rendered pass.json. */
export function backFields(passJson: JsonObject, language: string): readonly BackField[] {
  return fieldsOf(passJson, 'backFields').map((field) => ({
    key: toText(field.key),
    label: toText(field.label),
    value: shownValue(field, language),
    attributed: toText(field.attributedValue),
  }));
}

/** Fields of the front in one row. */
export function FrontFields({ fields, name }: { fields: readonly FittedField[]; name: string }) {
  if (fields.length === 0) return null;
  return (
    <dl class={`fields ${name}`}>
      {fields.map(({ key, label, value, side, width }) => (
        <div
          key={key}
          class={`field ${side}`.trim()}
          style={width === null ? undefined : `--width: ${width.toFixed(2)}`}
        >
          {/* A value without a label still needs a term: a screen reader says nothing, a page shows nothing. */}
          <dt dir="auto">
            <FrontText fitted={label} />
          </dt>
          <dd dir="auto">
            <FrontText fitted={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** One line of the front, as small as it must be. What is cut for the eye is whole for a screen reader and a mouse. */
export function FrontText({ fitted: { text, size, isCut } }: { fitted: FittedText }) {
  if (text === '') return null;
  return (
    <span class={isCut ? 'line cut' : 'line'} style={`--size: ${size}`} title={isCut ? text : undefined}>
      {text}
    </span>
  );
}

/** The back, below the card: in Wallet it is turned over to. Addresses of pages are links there. */
export function PassBack({ fields, title }: { fields: readonly BackField[]; title: string }) {
  if (fields.length === 0) return null;
  return (
    <section class="panel back" aria-labelledby="back">
      <h2 id="back">{title}</h2>
      <dl>
        {fields.map((field) => (
          <div key={field.key}>
            {field.label !== '' && <dt dir="auto">{field.label}</dt>}
            <dd dir="auto">
              {field.attributed === '' ? withLinks(field.value) : raw(sanitizeHtml(field.attributed, ATTRIBUTED))}
            </dd>
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

/** Apple: of HTML, an attributedValue may have `<a href>` alone; whatever else is written there is shown as text. */
const ATTRIBUTED: sanitizeHtml.IOptions = {
  allowedTags: ['a'],
  allowedAttributes: { a: ['href', 'rel'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'escape',
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'nofollow noopener ugc' }) },
  // A link to nowhere, or to a page of this server that a phone does not know, is its text.
  exclusiveFilter: ({ tag, attribs }) => (tag === 'a' && !/^\w+:/.test(attribs.href ?? '') ? 'excludeTag' : false),
};
