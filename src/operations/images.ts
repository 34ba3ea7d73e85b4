// Reads images on their way in: raw bytes, a data URI, one of our own URLs, or a URL to fetch. It
// stores the original under its content hash; making a pass file scales it.
import { createHash } from 'node:crypto';
import { AppError } from '../errors.ts';
import { inspectImage, MAX_IMAGE_BYTES } from '../pass/image-input.ts';
import { imageUrl } from '../rules/paths/magic.ts';
import { imageHashOf } from '../rules/triggers/requests.ts';
import { LONGEST_REQUEST } from '../rules/triggers/triggers.ts';
import type { Context } from './context.ts';
import { type Depth, ownCall } from './depth.ts';

/**
 * Stores the bytes and returns their content hash. Fails with `image_invalid`, `image_too_large`,
 * naming `field`.
 */
export async function keepImage(context: Context, bytes: Uint8Array, field: string): Promise<string> {
  const { mediaType } = await named(field, () => inspectImage(bytes));
  const hash = createHash('sha256').update(bytes).digest('hex');
  await context.store.giveImage(hash, context.clock.now());
  await context.store.putImage({ hash, mediaType, bytes });
  return hash;
}

/** How deep the causing request is (see depth.ts), and how long fetching may take in ms. */
export interface ImageRequest {
  readonly depth: Depth;
  readonly timeoutMs?: number;
}

/**
 * Stores an image and returns its content hash. `given`: bytes, a data URI, a content hash, our own
 * image URL or a URL to fetch. Fails with `image_invalid`, `image_too_large`, `image_unreachable`,
 * `image_not_found`, naming `field`.
 */
export async function takeImage(
  context: Context,
  given: string | Uint8Array,
  field: string,
  request: ImageRequest,
): Promise<string> {
  if (typeof given !== 'string') return keepImage(context, given, field);
  const text = given.trim();
  const own = imageHashOf(text, context.settings.rootUrl) ?? (/^[0-9a-f]{64}$/.test(text) ? text : null);
  if (own !== null) {
    await context.store.giveImage(own, context.clock.now());
    if ((await context.store.image(own)) === null) throw new AppError('image_not_found', { field });
    return own;
  }
  const data = /^data:[a-z0-9.+/-]*;base64,(.*)$/is.exec(text)?.[1];
  if (data !== undefined) return keepImage(context, Buffer.from(data, 'base64'), field);
  if (!/^https?:\/\//i.test(text)) {
    const message = `${field}: give an image as a URL that begins with http:// or https://, or upload the file.`;
    throw new AppError('image_invalid', { field, message });
  }
  return keepImage(context, await fetchImage(context, text, field, request), field);
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
    throw new AppError(error.code, { field, message: `${field}: ${error.message}` });
  }
}

/** Reads an original image by its content hash. Fails with `image_not_found`. */
export async function readImage(context: Context, hash: string) {
  const image = await context.store.image(hash);
  if (image === null) throw new AppError('image_not_found');
  return image;
}

/** The URL of an image by its content hash. */
export function urlOfImage(context: Pick<Context, 'settings'>, hash: string): string {
  return imageUrl(context.settings.rootUrl, hash);
}
