// The markup that a template's messages may have on pages: enough for text, pictures, tables and
// their look; nothing that runs, loads or covers the page. Saving a template lists all other
// markup.
import sanitizeHtml from 'sanitize-html';

const COLOUR = [/^#[0-9a-f]{3,8}$/i, /^[a-z]{3,20}$/i, /^(?:rgb|hsl)a?\([\d\s.,%/]{1,40}\)$/i];
const LENGTHS = [/^(?:(?:auto|0|\d{1,4}(?:\.\d{1,3})?(?:px|em|rem|%|pt))\s?){1,4}$/i];
const WORDS = [/^[a-z-]{1,20}$/i];
const BORDER = [/^(?:none|0|\d{1,2}px (?:solid|dashed|dotted|double)(?: [a-z#0-9]{1,20})?)$/i];

const STYLES: Readonly<Record<string, RegExp[]>> = {
  color: COLOUR,
  background: COLOUR,
  'background-color': COLOUR,
  'text-align': WORDS,
  'text-decoration': WORDS,
  'text-transform': WORDS,
  'vertical-align': WORDS,
  'font-style': WORDS,
  'font-weight': [/^(?:[a-z]{4,7}|[1-9]00)$/i],
  'font-size': [...LENGTHS, ...WORDS],
  'font-family': [/^[\w\s,'"-]{1,200}$/],
  'line-height': [...LENGTHS, /^\d(?:\.\d{1,3})?$/],
  width: LENGTHS,
  'max-width': LENGTHS,
  height: LENGTHS,
  border: BORDER,
  'border-radius': LENGTHS,
  ...Object.fromEntries(
    ['margin', 'padding'].flatMap((box) =>
      ['', '-top', '-right', '-bottom', '-left'].map((side) => [box + side, LENGTHS] as const),
    ),
  ),
};

const TAGS = [
  ...['p', 'br', 'hr', 'b', 'strong', 'i', 'em', 'u', 's', 'small', 'sub', 'sup', 'mark', 'span', 'div', 'blockquote'],
  ...['h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'code', 'pre', 'a', 'img', 'font', 'center'],
  ...['table', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'caption'],
];

const ATTRIBUTES: Readonly<Record<string, (string | { name: string; values: string[] })[]>> = {
  a: ['href', 'title', 'rel', { name: 'target', values: ['_blank', '_self', '_top', '_parent'] }],
  img: ['src', 'alt', 'width', 'height'],
  font: ['color', 'face', 'size'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan', 'scope'],
  '*': ['dir', 'lang', 'style', 'align'],
};

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: TAGS,
  allowedAttributes: ATTRIBUTES,
  allowedStyles: { '*': STYLES },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['https'] },
  allowProtocolRelative: false,
  // The page itself has the only first-level heading; a message is a part of the page.
  transformTags: {
    h1: 'h2',
    a: sanitizeHtml.simpleTransform('a', { rel: 'noopener nofollow' }),
    // Without an alt text a screen reader would read the address.
    img: (tagName, attribs) => ({ tagName, attribs: { alt: '', ...attribs } }),
  },
};

/** Removes the markup that pages do not show. */
export function harmless(html: string): string {
  return sanitizeHtml(html, OPTIONS).trim();
}

/**
 * Names the markup that `harmless` removes: `<script>`, `onclick`, `position` in style; each once.
 */
export function lostMarkup(html: string): readonly string[] {
  const lost = new Set<string>();
  sanitizeHtml(html, {
    ...OPTIONS,
    onOpenTag(tag, attributes) {
      if (!TAGS.includes(tag) && tag !== 'h1') lost.add(`<${tag}>`);
      else for (const [name, value] of Object.entries(attributes)) addLost(lost, tag, name, value);
    },
  });
  return [...lost];
}

function addLost(lost: Set<string>, tag: string, name: string, value: string): void {
  const known = [...(ATTRIBUTES[tag] ?? []), ...ATTRIBUTES['*']!];
  const rule = known.find((each) => (typeof each === 'string' ? each : each.name) === name);
  if (rule === undefined || (typeof rule !== 'string' && !rule.values.includes(value))) lost.add(name);
  if (name !== 'style') return;
  for (const declaration of value.split(';')) {
    const [property = '', ...rest] = declaration.split(':');
    const key = property.trim().toLowerCase();
    const text = rest.join(':').trim();
    const patterns = Object.hasOwn(STYLES, key) ? STYLES[key]! : [];
    if (key !== '' && !patterns.some((pattern) => pattern.test(text))) lost.add(`${key} in style`);
  }
}
