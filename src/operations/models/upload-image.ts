// Pass2U's "Upload image": stores a PNG under its content hash, as every image.
import { AppError } from '../../errors.ts';
import { MAX_IMAGE_BYTES } from '../../pass/image-type.ts';
import { pngSize } from '../../pass/png.ts';
import type { Context } from '../context.ts';
import { keepImage } from '../images.ts';
import { hexOf } from './model-pass.ts';

/** The most pixels each way. */
const LARGEST_SIDE = 1024;

/**
 * The guide's hex of the image. Fails with `media_type_unsupported` for other formats than PNG,
 * `image_too_large` above 4 MB or 1024 x 1024 pixels, and `image_invalid`.
 */
export async function uploadImage(context: Context, bytes: Uint8Array): Promise<string> {
  if (!isPng(bytes)) {
    throw new AppError('media_type_unsupported', { field: 'image', message: 'image: Only PNG images are taken.' });
  }
  // Read only the header, so that a larger picture is not decoded. The pool finds all other faults.
  const facts = bytes.length > MAX_IMAGE_BYTES ? null : pngSize(bytes);
  if (facts !== null && (facts.width > LARGEST_SIDE || facts.height > LARGEST_SIDE)) {
    const message = `image: it has ${facts.width} x ${facts.height} pixels; at most ${LARGEST_SIDE} x ${LARGEST_SIDE} are taken.`;
    throw new AppError('image_too_large', { field: 'image', message });
  }
  return hexOf(await keepImage(context, bytes, 'image', null));
}

function isPng(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 8)).toString('latin1') === '\x89PNG\r\n\x1a\n';
}
