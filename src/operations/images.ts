// Reads images on their way in: raw bytes, a data URI, one of our own URLs, or a URL to fetch. It
// stores the clean PNG of an upload under the PNG's content hash; making a pass file scales it.
import { createHash } from 'node:crypto';
import { AppError } from '../errors.ts';
import { MAX_IMAGE_BYTES } from '../pass/image-type.ts';
import { parseImageName } from '../pass/images.ts';
import type { PictureWish } from '../ports/pictures.ts';
import { imageUrl } from '../rules/paths/magic.ts';
import { imageHashOf } from '../rules/triggers/requests.ts';
import { LONGEST_REQUEST } from '../rules/triggers/triggers.ts';
import type { ImageSlot } from '../rules/vocabulary.ts';
import type { Context } from './context.ts';
import { type Depth, ownCall } from './depth.ts';

/**
 * Decodes an upload and stores the clean picture of it. Fails with `image_invalid`,
 * `image_too_large` and `rate_limited`, naming `field`.
 */
export async function keepPicture(context: Context, bytes: Uint8Array, field: string, wish: PictureWish) {
  const picture = await named(field, () => context.pictures.clean(bytes, wish));
  const hash = createHash('sha256').update(picture.bytes).digest('hex');
  await context.store.giveImage(hash, context.clock.now());
  await context.store.putImage({ hash, mediaType: 'image/png', bytes: picture.bytes });
  return { hash, width: picture.width, height: picture.height };
}

/** An owner's upload: does the same, and answers the content hash. */
export async function keepImage(
  context: Context,
  bytes: Uint8Array,
  field: string,
  slot: ImageSlot | null,
): Promise<string> {
  return (await keepPicture(context, bytes, field, { slot, vector: true })).hash;
}

/** How deep the causing request is (see depth.ts), and how long fetching may take in ms. */
export interface ImageRequest {
  readonly depth: Depth;
  readonly timeoutMs?: number;
  /** Whether a holder or a stranger gives the image: no vector image then. */
  readonly isHolders: boolean;
}

/**
 * Stores an image and returns its content hash. `given`: bytes, a data URI, a content hash, our own
 * image URL or a URL to fetch. Fails with `image_invalid`, `image_too_large`, `image_unreachable`,
 * `image_not_found` and `rate_limited`, naming `field`.
 */
export async function takeImage(
  context: Context,
  given: string | Uint8Array,
  field: string,
  request: ImageRequest,
): Promise<string> {
  const keep = async (bytes: Uint8Array) => {
    const wish = { slot: slotNamed(field), vector: !request.isHolders };
    return (await keepPicture(context, bytes, field, wish)).hash;
  };
  if (typeof given !== 'string') return keep(given);
  const text = given.trim();
  const own = imageHashOf(text, context.settings.rootUrl) ?? (/^[0-9a-f]{64}$/.test(text) ? text : null);
  if (own !== null) {
    const isStored = async () => (await context.store.image(own)) !== null;
    // A purge may delete the image until its time is renewed, and a refused hash leaves no time behind.
    if (await isStored()) await context.store.giveImage(own, context.clock.now());
    if (!(await isStored())) throw new AppError('image_not_found', { field });
    return own;
  }
  const data = /^data:[a-z0-9.+/-]*;base64,(.*)$/is.exec(text)?.[1];
  if (data !== undefined) return keep(Buffer.from(data, 'base64'));
  if (!/^https?:\/\//i.test(text)) {
    const message = `${field}: give an image as a URL that begins with http:// or https://, or upload the file.`;
    throw new AppError('image_invalid', { field, message });
  }
  return keep(await fetchImage(context, text, field, request));
}

/** The place that an API path or a parameter names at its end, such as `images_logo@2x`; null: none. */
export function slotNamed(field: string): ImageSlot | null {
  return parseImageName(field.slice(field.lastIndexOf('_') + 1))?.name ?? null;
}

async function fetchImage(
  context: Context,
  url: string,
  field: string,
  { depth, timeoutMs = LONGEST_REQUEST }: ImageRequest,
): Promise<Uint8Array> {
  const result = await context.outbound.request({
    url,
    method: 'GET',
    headers: { accept: 'image/*' },
    ownCall: ownCall(context, depth),
    timeoutMs,
    maxBytes: MAX_IMAGE_BYTES,
    onTooLarge: 'fail',
  });
  if (!result.ok && result.reason === 'too_large') {
    throw new AppError('image_too_large', {
      field,
      message: `${field}: an image is at most ${MAX_IMAGE_BYTES / 1024 / 1024} MiB large.`,
    });
  }
  if (!result.ok) throw new AppError('image_unreachable', { field, message: `${field}: ${result.message}` });
  if (result.status !== 200) {
    throw new AppError('image_unreachable', {
      field,
      message: `${field}: the image's server answered ${result.status}.`,
    });
  }
  return result.body;
}

/** Adds to the errors of a check which field they are about. */
export async function named<T>(field: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, { field, message: `${field}: ${error.message}`, beside: error.beside });
  }
}

/** Reads a stored image by its content hash. Fails with `image_not_found`. */
export async function readImage(context: Context, hash: string) {
  const image = await context.store.image(hash);
  if (image === null) throw new AppError('image_not_found');
  return image;
}

/** The URL of an image by its content hash. */
export function urlOfImage(context: Pick<Context, 'settings'>, hash: string): string {
  return imageUrl(context.settings.rootUrl, hash);
}
