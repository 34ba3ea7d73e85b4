// Shows the fields of a pass in Wallet's groups.
import { raw } from 'hono/html';
import sanitizeHtml from 'sanitize-html';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../rules/values/values.ts';
import { shownValue } from './shown-value.ts';

export interface ShownField {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  /** The attributedValue, which Wallet shows in place of the value; empty for none. */
  readonly attributed: string;
  /** `left`, `center`, `right`, or empty for the start side of the writing direction. */
  readonly side: string;
  /**
   * How large the value is written: Wallet shrinks a long value until it fits, a page has three
   * sizes.
   */
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
          {/* A value without a label still needs a term. An empty one is silent and invisible. */}
          <dt dir="auto">{field.label}</dt>
          <dd dir="auto">{field.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The back of the pass, below the card. Web addresses become links, as in Wallet. */
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
