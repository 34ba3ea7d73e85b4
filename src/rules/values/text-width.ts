// Estimates how wide a text is, without its font. Wallet sets texts in San Francisco, which no
// server may ship, and whose letters are about as wide as Helvetica's. The widths here are
// Helvetica's published ones (Adobe's metrics).

/** Thousandths of the font's size, from the space to the tilde. */
const PRINTABLE = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
];

/** The widths of other characters by kind; the first kind that matches counts. */
const KINDS: readonly (readonly [kind: RegExp, width: number])[] = [
  [/^[\p{M}\p{Cf}]$/u, 0],
  [/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]$/u, 1000],
  [/^[‘’‚·•]$/u, 300],
  [/^[“”„]$/u, 340],
  [/^[—…ÆŒ‰™]$/u, 1000],
  [/^[\p{Script=Arabic}\p{Script=Hebrew}]$/u, 560],
  [/^\p{Lu}$/u, 720],
  [/^\p{Ll}$/u, 560],
];
const OTHER = 620;

/** A picture character has one width, whatever parts it is joined from. */
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;
const EMOJI_WIDTH = 1300;

/** Semi-bold letters are wider by this factor. */
const BOLD = 1.07;
/** A margin, because fonts differ and a text must fit when this file says so. */
const ALLOWANCE = 1.03;
/** The number of letters that are measured: no card is as wide as this many. */
const MOST_LETTERS = 500;

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * The width in the unit of `size`. Every run of white space counts as one space, as on a single
 * line.
 */
export function textWidth(text: string, size: number, isBold = false): number {
  let thousandths = 0;
  for (const { segment } of letters.segment(singleLine(text).slice(0, MOST_LETTERS)))
    thousandths += letterWidth(segment);
  return (thousandths / 1000) * size * (isBold ? BOLD : 1) * ALLOWANCE;
}

/** The text as a single line shows it. */
export function singleLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function letterWidth(letter: string): number {
  if (EMOJI.test(letter)) return EMOJI_WIDTH;
  let width = 0;
  // Add up the parts: an accent has no width above its letter, and a ligature is as wide as its
  // letters.
  for (const character of letter.normalize('NFKD')) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  const printable = PRINTABLE[character.codePointAt(0)! - 0x20];
  return printable ?? KINDS.find(([kind]) => kind.test(character))?.[1] ?? OTHER;
}
