// Shows a place in a text to a person: line, column, and the line itself with carets below.

export interface Excerpt {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 code units. */
  readonly column: number;
  readonly excerpt: string;
}

/** A longer line is cut to the surroundings of the place. */
const WIDEST = 100;
const LEAD = 60;

/**
 * The excerpt for a range, both ends in UTF-16 code units; carets mark the part of the range on its
 * first line.
 */
export function excerptAt(source: string, start: number, end: number): Excerpt {
  let line = 1;
  let lineStart = 0;
  for (const found of source.matchAll(/\r\n|[\r\n]/g)) {
    const next = found.index + found[0].length;
    if (next > start) break;
    line += 1;
    lineStart = next;
  }
  const rest = source.slice(lineStart);
  const text = rest.slice(0, rest.search(/[\r\n]|$/));
  const column = start - lineStart;
  let from = 0;
  let to = text.length;
  if (text.length > WIDEST) {
    from = wholeCharacter(text, Math.max(0, Math.min(column - LEAD, text.length - WIDEST)));
    to = wholeCharacter(text, Math.min(text.length, from + WIDEST));
  }
  const before = from > 0 ? '…' : '';
  const after = to < text.length ? '…' : '';
  // A tab stays a tab, so that the caret lands below its character however wide tabs are shown.
  const padding = before.replace('…', ' ') + text.slice(from, column).replace(/[^\t]/g, ' ');
  const carets = '^'.repeat(Math.max(1, Math.min(end - lineStart, to) - column));
  return { line, column: column + 1, excerpt: `${before}${text.slice(from, to)}${after}\n${padding}${carets}` };
}

/** Steps back from the middle of a surrogate pair. */
function wholeCharacter(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return index > 0 && code >= 0xdc00 && code <= 0xdfff ? index - 1 : index;
}
