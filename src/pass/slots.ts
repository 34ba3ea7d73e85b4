// The boxes of a pass's images, and how much of an upload a box can show.
import type { ImageSlot, Style } from '../rules/vocabulary.ts';
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

/** The box of an image in a pass of this style. */
export function slotOf(name: ImageSlot, style: Style): Slot {
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
      return { width: 180, height: 220, fit: 'cover' };
    case 'strip':
      return { width: 375, height: stripHeight(style), fit: 'cover' };
  }
}

/** In points. Styles without a strip never ask for it. */
function stripHeight(style: Style): number {
  return style === 'eventTicket' ? 98 : 144;
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
