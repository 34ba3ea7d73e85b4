// What scanners and links hand over as a hashedSerialNumber: the hash alone, or a whole creation URL that contains it.

/** The hash in a text, without a trailing `,` or `&`. A text that is no URL is taken as the hash itself. */
export function hashedSerialNumberIn(text: string): string {
  const trimmed = text.trim();
  const inUrl = /[?&]hashedSerialNumber=([^&#\s]*)/.exec(trimmed)?.[1];
  return (inUrl === undefined ? trimmed : decode(inUrl)).replace(/[,&\s]+$/, '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
