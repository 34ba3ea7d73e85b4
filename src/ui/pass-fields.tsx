// Shows the fields of a pass in Wallet's groups.
import { raw } from 'hono/html';
import sanitizeHtml from 'sanitize-html';
import { type FittedField, type FittedText, fieldsOf } from '../rules/passes/fit.ts';
import { shownValue } from '../rules/passes/shown-value.ts';
import { type JsonObject, toText } from '../rules/values/values.ts';

export interface BackField {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  /** The attributedValue, which Wallet shows in place of the value; empty for none. */
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

interface FrontFieldsProps {
  readonly fields: readonly FittedField[];
  readonly name: string;
  /** The address that a field leads to; absent or null: none. */
  readonly linkOf?: ((field: FittedField) => string | null) | undefined;
}

/** Fields of the front in one row. */
export function FrontFields({ fields, name, linkOf }: FrontFieldsProps) {
  if (fields.length === 0) return null;
  return (
    <dl class={`fields ${name}`}>
      {fields.map((field) => {
        const { key, label, value, side, width } = field;
        const link = linkOf?.(field) ?? null;
        return (
          <div
            key={key}
            class={`field ${side}`.trim()}
            style={width === null ? undefined : `--width: ${width.toFixed(2)}`}
          >
            {/* A value without a label still needs a term. An empty one is silent and invisible. */}
            <dt dir="auto">
              <FrontText fitted={label} />
            </dt>
            <dd dir="auto">
              {link === null ? (
                <FrontText fitted={value} />
              ) : (
                <a href={link} class="toField" aria-label={label.text || value.text || key}>
                  <FrontText fitted={value} />
                </a>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/**
 * One line of the front, scaled to fit. The whole text is there for screen readers and the mouse.
 */
export function FrontText({ fitted: { text, size, isCut } }: { fitted: FittedText }) {
  if (text === '') return null;
  return (
    <span class={isCut ? 'line cut' : 'line'} style={`--size: ${size}`} title={isCut ? text : undefined}>
      {text}
    </span>
  );
}

/** The back of the pass, below the card. Web addresses become links, as in Wallet. */
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

/**
 * Makes links of web addresses. A holder may have written them, so they pass on no credit
 * (nofollow) and no access to this page (noopener).
 */
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

/** Apple allows only `<a href>` in an attributedValue; all other HTML shows as text. */
const ATTRIBUTED: sanitizeHtml.IOptions = {
  allowedTags: ['a'],
  allowedAttributes: { a: ['href', 'rel'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'escape',
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'nofollow noopener ugc' }) },
  // Drop the tag of a link without an address or with a relative one, which a phone cannot open.
  exclusiveFilter: ({ tag, attribs }) => (tag === 'a' && !/^\w+:/.test(attribs.href ?? '') ? 'excludeTag' : false),
};
