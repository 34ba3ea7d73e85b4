// A text with magic strings as the content of an editable box, and back: `{name}` of a known value is
// a chip with the value's label.

export interface KnownValue {
  readonly name: string;
  readonly label: string;
  readonly sample: string;
  /** The heading of the menu that it stands under. */
  readonly group: string;
}

/**
 * Stands behind each chip, because browsers set no caret behind an element that cannot be edited. No
 * text is sent with it.
 */
export const REST = '\u200b';

const IN_BRACKETS = /\{([^{}]+)\}/g;

/** The value of a magic string or of a typed label; null for a text that is neither. */
function meant(values: readonly KnownValue[], text: string): KnownValue | null {
  const named = values.find(({ name }) => name === text);
  if (named !== undefined) return named;
  const wanted = text.trim().toLowerCase();
  const labelled = values.filter(({ label }) => label.toLowerCase() === wanted);
  return labelled.length === 1 ? labelled[0]! : null;
}

/** The chip of a value, with what must stand behind it. */
export function chipOf({ name, label }: KnownValue): readonly Node[] {
  const chip = document.createElement('span');
  chip.className = 'chip';
  chip.contentEditable = 'false';
  chip.dataset.name = name;
  chip.dir = 'auto';
  chip.title = `{${name}}`;
  chip.textContent = label;
  return [chip, document.createTextNode(REST)];
}

/** The content of a box that shows a text. */
export function contentOf(text: string, values: readonly KnownValue[]): readonly Node[] {
  const nodes: Node[] = [];
  let end = 0;
  for (const match of text.matchAll(IN_BRACKETS)) {
    const value = meant(values, match[1]!);
    if (value === null) continue;
    if (match.index > end) nodes.push(document.createTextNode(text.slice(end, match.index)));
    nodes.push(...chipOf(value));
    end = match.index + match[0].length;
  }
  if (end < text.length) nodes.push(document.createTextNode(text.slice(end)));
  return nodes;
}

/** The text that a box or a part of it shows, with magic strings. */
export function textOf(node: Node): string {
  if (node instanceof Text) return node.data.replaceAll(REST, '').replaceAll('\u00a0', ' ');
  if (node instanceof HTMLBRElement) return '\n';
  if (node instanceof HTMLElement && node.dataset.name !== undefined) return `{${node.dataset.name}}`;
  let text = '';
  for (const child of node.childNodes) {
    // Browsers that know no plain text put each line into an element of its own.
    const isLine = child instanceof HTMLDivElement || child instanceof HTMLParagraphElement;
    if (isLine && text !== '' && !text.endsWith('\n')) text += '\n';
    text += textOf(child);
  }
  return text;
}

/** A text as it reads on the customer's card; null where no value is in it. */
export function sampled(text: string, values: readonly KnownValue[]): string | null {
  let isSampled = false;
  const read = text.replace(IN_BRACKETS, (whole, name: string) => {
    const value = values.find((each) => each.name === name);
    if (value === undefined) return whole;
    isSampled = true;
    return value.sample;
  });
  return isSampled ? read : null;
}
