// The two texts of a template that pages show as HTML, made harmless: magic strings become text, and of the markup only what
// a message needs is left.
import sanitizeHtml from 'sanitize-html';
import { expand } from '../../rules/paths/magic.ts';
import { asHtmlText } from '../../rules/values/html-text.ts';
import { typed } from '../../rules/values/literal.ts';
import { withoutSecret } from '../change/pass-facts.ts';
import type { Registration } from './find-registration.ts';

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [
    ...[
      'p',
      'br',
      'hr',
      'b',
      'strong',
      'i',
      'em',
      'u',
      's',
      'small',
      'sub',
      'sup',
      'mark',
      'span',
      'div',
      'blockquote',
    ],
    ...['h2', 'h3', 'h4', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'code', 'pre', 'a', 'img'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'caption'],
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'width', 'height'],
    '*': ['dir', 'lang'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['https'] },
  allowProtocolRelative: false,
  // The page has the one first heading; a message's is a part of it.
  transformTags: {
    h1: 'h2',
    a: sanitizeHtml.simpleTransform('a', { rel: 'noopener nofollow' }),
    // Without an alt text a screen reader would read the address.
    img: (tagName, attribs) => ({ tagName, attribs: { alt: '', ...attribs } }),
  },
};

/** HTML that may stand in a page as it is; empty for none. A template's message is written for holders: no clientHash. */
export function messageHtml(
  { program, facts }: Registration,
  property: 'psRegistrationMessage' | 'psRegisteredMessage',
): string {
  const source = program.locations.get(property)?.value ?? '';
  const text = messageText(facts.overrides[property] ?? source);
  const expanded = expand(program, facts, text, { audience: 'holder', encode: asHtmlText });
  return sanitizeHtml(withoutSecret(facts, typed(expanded)), ALLOWED).trim();
}

function messageText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
