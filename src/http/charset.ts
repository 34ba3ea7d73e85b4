// Text out of a request's bytes: in the charset that the request declares, else in the one of its
// byte order mark, else in UTF-8. Other bytes are refused, because a guess would alter them.
import { AppError } from '../errors.ts';

/** Reads bytes as text. Throws TypeError for bytes that are none in its charset. */
export type Decode = (bytes: Uint8Array) => string;

/** The charset that a Content-Type declares, UTF-8 without one. Fails with `body_invalid` for an unknown one. */
export function decoderOf(contentType: string): Decode {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]{1,40})/i.exec(contentType.slice(0, 1000))?.[1] ?? 'utf-8';
  try {
    const decoder = new TextDecoder(charset, { fatal: true });
    return (bytes) => decoder.decode(bytes);
  } catch {
    throw new AppError('body_invalid', { message: `The charset "${charset}" is unknown; send UTF-8.` });
  }
}

/** `what` begins the message: "The body". Fails with `body_invalid`. */
export function decodeText(bytes: Uint8Array, contentType: string, what: string): string {
  const decode = decoderOf(charsetOfMark(bytes) ?? contentType);
  try {
    return decode(bytes);
  } catch {
    throw new AppError('body_invalid', {
      message: `${what} is not text in ${/charset/i.test(contentType) ? 'the charset that it declares' : 'UTF-8'}. Send UTF-8.`,
    });
  }
}

/** As part of a Content-Type; null without a byte order mark of UTF-16. UTF-8's own is dropped by the decoder. */
function charsetOfMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return ';charset=utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return ';charset=utf-16be';
  return null;
}
