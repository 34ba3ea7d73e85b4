// Finds the ends of texts in JSON without looking at each character: a text may be a whole image.

const BACKSLASH = 92;
const QUOTE = 34;

/** The place of the quote that closes the text that opens at `start`, or the end. */
export function endOfText(text: string, start: number): number {
  const first = text.indexOf('"', start + 1);
  if (first === -1) return text.length;
  if (text.charCodeAt(first - 1) !== BACKSLASH) return first;
  // Searching for one quote after the other would take long in a text of nothing but escapes.
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return text.length;
}
