// The boxes of a pass's images, and how much of an upload a box can show.
import type { ImageSlot, Look } from '../rules/vocabulary.ts';
import type { ImageFacts } from './image-input.ts';

/**
 * How an upload of another shape fits into its box. `square`: in a square with a transparent
 * border.
 */
export type Fit = 'square' | 'inside' | 'cover';

export interface Slot {
  /** Points. */
  readonly width: number;
  readonly height: number;
  readonly fit: Fit;
}

/** The box of an image in a pass of this look. */
export function slotOf(name: ImageSlot, look: Look): Slot {
  switch (name) {
    case 'icon':
      return { width: 38, height: 38, fit: 'square' };
    case 'logo':
      return { width: 160, height: 50, fit: 'inside' };
    case 'thumbnail':
      return { width: 90, height: 90, fit: 'inside' };
    case 'footer':
      return { width: 286, height: 15, fit: 'inside' };
    // Background and strip reach to the edges of the pass: Wallet crops what is too high or too
    // wide, so crop it here.
    case 'background':
      return { ...(POSTERS.includes(look) ? { width: 345, height: 505 } : { width: 180, height: 220 }), fit: 'cover' };
    case 'strip':
      return { width: 375, height: stripHeight(look), fit: 'cover' };
    case 'artwork':
      return { width: 358, height: 448, fit: 'cover' };
    case 'primaryLogo':
      return { width: 126, height: 30, fit: 'inside' };
    case 'secondaryLogo':
      return { width: 135, height: 12, fit: 'inside' };
    case 'personalizationLogo':
      return { width: 150, height: 40, fit: 'inside' };
  }
}

/** Posters show the background whole; other event tickets blur a smaller one. */
const POSTERS: readonly Look[] = ['posterGeneric', 'posterEventTicket', 'genericWithPoster'];

/** In points. Looks without a strip never ask for it. */
function stripHeight(look: Look): number {
  return look === 'eventTicket' || look === 'posterEventTicket' ? 98 : 144;
}

const MAX_DRAWN_SIDE = 16_000;

/**
 * How many times its size an image may be drawn at most: a bitmap is never enlarged, and a vector
 * image has at most so many pixels.
 */
export function largestScale({ mediaType, width, height }: ImageFacts, mostPixels: number): number {
  if (mediaType !== 'image/svg+xml') return 1;
  return Math.min(Math.sqrt(mostPixels / (width * height)), MAX_DRAWN_SIDE / Math.max(width, height));
}
