// Makes the picture that is kept of an upload: decoded once, so that everything afterwards reads a
// PNG of ours. Runs in a process of its own (pictures/child.ts), because an upload may be hostile.
import type { ImageSlot } from '../rules/vocabulary.ts';
import { decode, type ImageFacts, inspectImage, openImage, readFacts } from './image-input.ts';
import { MAX_IMAGE_BYTES } from './image-type.ts';
import { isPlainPng } from './png.ts';
import { largestScale, slotOf } from './slots.ts';

/** A kept picture is scaled in the server's own process, so its pixels are few. */
export const MAX_KEPT_PIXELS = 4_000_000;
/** So many pixels fit into MAX_IMAGE_BYTES, whatever they show. */
const PIXELS_THAT_FIT = 1_000_000;
/** Wallet draws with up to three pixels a point. */
const DENSITY = 3;

/** A PNG, and its size in pixels. */
export interface KeptPicture {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * Answers a plain PNG as it is, so that its hash stays its own. Draws any other upload anew, as
 * large as its place can show it; without a place, as large as any place can. Fails with
 * `image_invalid` and `image_too_large`.
 */
export async function cleanPicture(bytes: Uint8Array, slot: ImageSlot | null): Promise<KeptPicture> {
  if (isPlainPng(bytes)) {
    const { width, height } = await inspectImage(bytes);
    if (width * height <= MAX_KEPT_PIXELS) return { bytes, width, height };
  }
  const facts = await readFacts(bytes);
  const drawn = await draw(bytes, scaled(facts, slot, MAX_KEPT_PIXELS));
  if (drawn.bytes.length <= MAX_IMAGE_BYTES) return drawn;
  return draw(bytes, scaled(facts, slot, PIXELS_THAT_FIT));
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function scaled(image: ImageFacts, slot: ImageSlot | null, mostPixels: number): Size {
  const ratios = boxesOf(slot).map(({ width, height, fit }) => {
    const [wide, high] = [(width * DENSITY) / image.width, (height * DENSITY) / image.height];
    return fit === 'cover' ? Math.max(wide, high) : Math.min(wide, high);
  });
  const mostScale = Math.sqrt(mostPixels / (image.width * image.height));
  const scale = Math.min(Math.max(...ratios), largestScale(image, mostPixels), mostScale);
  return {
    width: Math.max(1, Math.round(image.width * scale)),
    height: Math.max(1, Math.round(image.height * scale)),
  };
}

/** A strip is higher on a store card than on an event ticket, and a kept picture serves both. */
function boxesOf(slot: ImageSlot | null) {
  const slots: readonly ImageSlot[] = slot === null ? ['strip', 'background'] : [slot];
  return slots.map((name) => slotOf(name, 'storeCard'));
}

async function draw(bytes: Uint8Array, { width, height }: Size): Promise<KeptPicture> {
  const pipeline = openImage(bytes).resize({ width, height, fit: 'fill' }).toColourspace('srgb').png();
  return { bytes: await decode(pipeline), width, height };
}
