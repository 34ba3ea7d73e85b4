// Pass2U's "Upload image": a PNG, kept under its content hash like every image.
import { AppError } from '../../errors.ts';
import { readFacts } from '../../pass/image-input.ts';
import type { Context } from '../context.ts';
import { keepImage, named } from '../images.ts';
import { hexOf } from './model-pass.ts';

/** The most pixels each way. */
const LARGEST_SIDE = 1024;

/**
 * The guide's hex of the image. Fails with `media_type_unsupported` for what is no PNG, `image_too_large` for more than 4 MB or
 * 1024 x 1024 pixels, and `image_invalid`.
 */
export async function uploadImage(context: Context, bytes: Uint8Array): Promise<string> {
  if (!isPng(bytes)) {
    throw new AppError('media_type_unsupported', { field: 'image', message: 'image: Only PNG images are taken.' });
  }
  const facts = await named('image', () => readFacts(bytes));
  if (facts.width > LARGEST_SIDE || facts.height > LARGEST_SIDE) {
    const message = `image: it has ${facts.width} x ${facts.height} pixels; at most ${LARGEST_SIDE} x ${LARGEST_SIDE} are taken.`;
    throw new AppError('image_too_large', { field: 'image', message });
  }
  return hexOf(await keepImage(context, bytes, 'image'));
}

function isPng(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 8)).toString('latin1') === '\x89PNG\r\n\x1a\n';
}
