// Reads a hashedSerialNumber from what scanners and links send: the hash alone, or a whole creation
// URL that contains it.

/** The longest hash to look for, in characters: every hash is shorter. */
export const LONGEST_HASH = 256;
/** The most characters of a creation URL that are read: a request's address cannot be longer. */
export const LONGEST_URL = 16 * 1024;

/**
 * The hash in a text, without a trailing `,` or `&`. A text that is no URL counts as the hash
 * itself. A hash that is too long is cut, and no pass has the cut one either.
 */
export function hashedSerialNumberIn(text: string): string {
  const trimmed = text.slice(0, LONGEST_URL).trim();
  const inUrl = /[?&]hashedSerialNumber=([^&#\s]*)/.exec(trimmed)?.[1];
  return withoutEnd(inUrl === undefined ? trimmed : decode(inUrl), /[,&\s]/).slice(0, LONGEST_HASH);
}

/**
 * Removes the characters at a text's end that `ending` matches. An expression with `$` would try at
 * each of them.
 */
export function withoutEnd(text: string, ending: RegExp): string {
  let end = text.length;
  while (end > 0 && ending.test(text[end - 1]!)) end -= 1;
  return text.slice(0, end);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
