// The fields of a pass, as Wallet's groups hold them.
import { raw } from 'hono/html';
import sanitizeHtml from 'sanitize-html';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../rules/values/values.ts';
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
