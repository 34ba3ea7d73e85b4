// Pictures that do not compress, so that their size is known.
import sharp from 'sharp';

/** A PNG of `side` x `side` pixels, about four bytes each; the same for the same seed. */
export async function noise(seed: number, side: number): Promise<Uint8Array> {
  const pixels = Buffer.alloc(side * side * 4);
  let state = seed;
  for (let at = 0; at < pixels.length; at++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    pixels[at] = state >>> 16;
  }
  return sharp(pixels, { raw: { width: side, height: side, channels: 4 } })
    .png()
    .toBuffer();
}
