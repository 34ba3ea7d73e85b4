// Inspects an uploaded image before other code uses it: its type, its size, and whether it can be
// decoded.
import type { Metadata, Sharp } from 'sharp';
import sharp from 'sharp';
import { AppError } from '../errors.ts';
import { type ImageMediaType, requireImageType } from './image-type.ts';
import { checkSvg } from './svg.ts';

export const MAX_IMAGE_PIXELS = 25_000_000;

export interface ImageFacts {
  readonly mediaType: ImageMediaType;
  /**
   * Pixels as displayed: after the camera's rotation, and for an animation those of its first
   * frame.
   */
  readonly width: number;
  readonly height: number;
}

/** The accepted formats by sharp's names. */
const MEDIA_TYPES: Readonly<Record<string, ImageMediaType>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  svg: 'image/svg+xml',
};

/**
 * Checks an upload. Fails with `image_too_large` (more than 4 MiB or 25 megapixels, read from the
 * header before a pixel is decoded) or `image_invalid`. Decodes the whole image, so that a
 * truncated one fails here and not when a pass is made.
 */
export async function inspectImage(bytes: Uint8Array): Promise<ImageFacts> {
  const facts = await readFacts(bytes);
  await decode(openImage(bytes).resize({ width: 32, height: 32, fit: 'inside' }).raw());
  return facts;
}

/** Does the same as inspectImage, but reads only the header. */
export async function readFacts(bytes: Uint8Array): Promise<ImageFacts> {
  const mediaType = requireImageType(bytes, true);
  if (mediaType === 'image/svg+xml') checkSvg(decodeText(bytes));
  let metadata: Metadata;
  try {
    metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch {
    throw new AppError('image_invalid');
  }
  if (MEDIA_TYPES[metadata.format ?? ''] !== mediaType) throw new AppError('image_invalid');
  const { width, height } = metadata.autoOrient;
  if (!(width > 0 && height > 0)) throw new AppError('image_invalid');
  if (width * height > MAX_IMAGE_PIXELS) {
    const message = `The image has ${width} x ${height} pixels; at most 25 megapixels are accepted.`;
    throw new AppError('image_too_large', { message });
  }
  return { mediaType, width, height };
}

/** Opens the image, turned upright. Refuses to decode more than MAX_IMAGE_PIXELS. */
export function openImage(bytes: Uint8Array): Sharp {
  return sharp(bytes, { limitInputPixels: MAX_IMAGE_PIXELS, failOn: 'error' }).timeout({ seconds: 10 }).autoOrient();
}

/** Runs a pipeline. Fails with `image_invalid`. */
export async function decode(pipeline: Sharp): Promise<Uint8Array> {
  try {
    return await pipeline.toBuffer();
  } catch {
    throw new AppError('image_invalid', { message: 'The image is damaged, or takes too long to decode.' });
  }
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('image_invalid', { message: 'The SVG cannot be used. Save it as UTF-8.' });
  }
}
