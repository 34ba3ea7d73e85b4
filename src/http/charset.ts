// Decodes the bytes of a request: by a byte order mark of UTF-16, else by the declared charset,
// else as UTF-8. Bytes that are invalid in the charset are refused, because a guess would alter
// them.
import { AppError } from '../errors.ts';

/** Decodes bytes. Throws TypeError for bytes that are invalid in the charset. */
export type Decode = (bytes: Uint8Array) => string;

const decoderOfUtf8 = new TextDecoder('utf-8', { fatal: true });
const decodeUtf8: Decode = (bytes) => decoderOfUtf8.decode(bytes);

/**
 * A decoder for the charset that a Content-Type declares, else for UTF-8. Fails with `body_invalid`
 * for an unknown charset.
 */
export function decoderOf(contentType: string): Decode {
  if (!contentType.includes(';')) return decodeUtf8;
  const charset = /;\s*charset\s*=\s*"?([^\s;"]{1,40})/i.exec(contentType.slice(0, 1000))?.[1] ?? 'utf-8';
  try {
    const decoder = new TextDecoder(charset, { fatal: true });
    return (bytes) => decoder.decode(bytes);
  } catch {
    throw new AppError('body_invalid', { message: `The charset "${charset}" is unknown; send UTF-8.` });
  }
}

/**
 * Decodes bytes. `what` is the subject of the message, such as "The body". Fails with
 * `body_invalid`.
 */
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

/**
 * The charset parameter for a byte order mark of UTF-16, else null. TextDecoder drops that of
 * UTF-8.
 */
function charsetOfMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return ';charset=utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return ';charset=utf-16be';
  return null;
}
