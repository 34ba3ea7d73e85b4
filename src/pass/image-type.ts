// What the first bytes of an upload tell, without decoding: its type, and the limit of its length.
import { AppError } from '../errors.ts';

export const MAX_IMAGE_BYTES = 4 * 1024 * 1024;

export type ImageMediaType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif' | 'image/svg+xml';

const VECTOR_REFUSED = 'A vector image (SVG) is not accepted here. Use PNG, JPEG, WebP or GIF.';
const NOT_READ = 'The image could not be read. Use PNG, JPEG, WebP or GIF.';

/**
 * The type that the bytes claim. Fails with `image_too_large` (more than 4 MiB), and
 * `image_invalid` for a format that is not accepted; `vector`: whether SVG is.
 */
export function requireImageType(bytes: Uint8Array, vector: boolean): ImageMediaType {
  if (bytes.length > MAX_IMAGE_BYTES) {
    const size = (bytes.length / 1024 / 1024).toFixed(1);
    throw new AppError('image_too_large', { message: `The image has ${size} MiB; at most 4 MiB are accepted.` });
  }
  const mediaType = imageTypeOf(bytes);
  if (mediaType === null) throw new AppError('image_invalid', vector ? {} : { message: NOT_READ });
  if (mediaType === 'image/svg+xml' && !vector) throw new AppError('image_invalid', { message: VECTOR_REFUSED });
  return mediaType;
}

/** The type that the first bytes claim; null: none that is accepted. */
export function imageTypeOf(bytes: Uint8Array): ImageMediaType | null {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'image/gif';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp';
  // Declarations and comments may precede `<svg`: search the first thousand bytes, as libvips does.
  const start = Buffer.from(bytes.subarray(0, 1000)).toString('utf8').trimStart();
  return start.startsWith('<') && /<(?:[\w.-]+:)?svg[\s>]/.test(start) ? 'image/svg+xml' : null;
}
