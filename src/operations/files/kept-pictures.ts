// Loads the stored images for pass files. Older versions stored uploads unchanged, SVG among them;
// such an image is decoded once, in another process, and its clean picture replaces it.
import { AppError, type ErrorCode } from '../../errors.ts';
import { MAX_KEPT_PIXELS } from '../../pass/clean-picture.ts';
import { pngSize } from '../../pass/png.ts';
import type { StoredImage } from '../../ports/store/images.ts';
import type { Context } from '../context.ts';

const BROKEN: readonly ErrorCode[] = ['image_invalid', 'image_too_large'];

/**
 * The PNG of a stored image, small enough to be scaled here. Null when the image is missing or
 * broken, which is logged. Fails with `rate_limited`.
 */
export async function keptPicture(context: Context, hash: string): Promise<Uint8Array | null> {
  const image = await context.store.image(hash);
  if (image === null) {
    context.log.error({ image: hash }, 'an image of a pass is missing in the database');
    return null;
  }
  const png = pngSize(image.bytes);
  if (png !== null && png.width * png.height <= MAX_KEPT_PIXELS) return image.bytes;
  return unlessBroken(context, hash, () => cleanOnce(context, image));
}

/** The result of `work` on a stored image; null when the image is broken, which is logged. */
export async function unlessBroken<T>(context: Context, hash: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError && BROKEN.includes(error.code))) throw error;
    context.log.error({ err: error, image: hash }, 'a stored image is broken; passes are made without it');
    return null;
  }
}

/**
 * Decodes an image once, although many phones may ask for passes of one template at the same time.
 */
function cleanOnce(context: Context, { hash, bytes }: StoredImage): Promise<Uint8Array> {
  const { cleaning } = context.files;
  const running = cleaning.get(hash);
  if (running !== undefined) return running;
  const clean = async () => {
    try {
      // Make the clean picture as large as the largest place that shows the image needs.
      const picture = await context.pictures.clean(bytes, { slot: null, vector: true });
      await context.store.replaceImage({ hash, mediaType: 'image/png', bytes: picture.bytes });
      return picture.bytes;
    } finally {
      cleaning.delete(hash);
    }
  };
  const started = clean();
  cleaning.set(hash, started);
  return started;
}
