// What scanners and links hand over as a hashedSerialNumber: the hash alone, or a whole creation URL that contains it.

/** The longest hash that is looked for, in characters: no hash has as many. */
export const LONGEST_HASH = 256;
/** The most that is read of a creation URL, in characters: no longer one arrives in a request's address. */
const LONGEST_URL = 16 * 1024;

/**
 * The hash in a text, without a trailing `,` or `&`. A text that is no URL is taken as the hash itself. Of a hash that is too
 * long it is the beginning, which no pass has either.
 */
export function hashedSerialNumberIn(text: string): string {
  const trimmed = text.slice(0, LONGEST_URL).trim();
  const inUrl = /[?&]hashedSerialNumber=([^&#\s]*)/.exec(trimmed)?.[1];
  return withoutEnd(inUrl === undefined ? trimmed : decode(inUrl), /[,&\s]/).slice(0, LONGEST_HASH);
}

/** A text without the characters at its end that `ending` matches. An expression with `$` would try at each of them. */
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
