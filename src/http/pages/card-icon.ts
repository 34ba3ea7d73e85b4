// Draws the icon of a card on a home screen: the icon of its pass on the colour of the card, all of
// it inside the middle of the square, so that systems may cut the square to a shape.
import { LRUCache } from 'lru-cache';
import sharp, { type Sharp } from 'sharp';
import type { Context } from '../../operations/context.ts';
import { readImage } from '../../operations/images.ts';
import { ICON } from '../../ui/icon.ts';

/** Edge lengths in pixels: iOS needs 180 for its home screen, Android needs 192 and 512. */
export const ICON_SIZES = [180, 192, 512] as const;
export type CardIconSize = (typeof ICON_SIZES)[number];

/** The part of the edge that systems show in every shape. */
const SHOWN = 0.62;
/** Icons in memory, of some tens of kB each at most. */
const KNOWN_ICONS = 100;

const drawn = new LRUCache<string, Promise<Uint8Array<ArrayBuffer>>>({ max: KNOWN_ICONS });

interface CardIcon {
  /** The content hash of the picture; null: the server's own icon stands for it. */
  readonly hash: string | null;
  /** `rgb(...)` */
  readonly background: string;
  readonly size: CardIconSize;
}

/** A PNG, because iOS accepts no SVG. Fails with the codes of `Pictures.clean`. */
export function drawIcon(context: Context, icon: CardIcon): Promise<Uint8Array<ArrayBuffer>> {
  const key = `${icon.hash} ${icon.background} ${icon.size}`;
  const known = drawn.get(key);
  if (known !== undefined) return known;
  const making = make(context, icon);
  drawn.set(key, making);
  making.catch(() => drawn.delete(key));
  return making;
}

async function make(context: Context, { hash, background, size }: CardIcon): Promise<Uint8Array<ArrayBuffer>> {
  const edge = Math.round(size * SHOWN);
  const picture =
    hash === null ? sharp(Buffer.from(ICON), { density: (72 * edge) / 32 }) : await pictureOf(context, hash);
  const inside = await picture.resize(edge, edge, { fit: 'contain', background: '#0000' }).png().toBuffer();
  const square = sharp({ create: { width: size, height: size, channels: 3, background } });
  return new Uint8Array(
    await square
      .composite([{ input: inside }])
      .png()
      .toBuffer(),
  );
}

/** Old versions of the server stored uploads undecoded, and this process decodes none of those. */
async function pictureOf(context: Context, hash: string): Promise<Sharp> {
  const { bytes } = await readImage(context, hash);
  const { bytes: clean } = await context.pictures.clean(bytes, { slot: 'icon', vector: true });
  return sharp(clean);
}
