// Makes the PNGs of a pass's image slots from uploads: one for each density that an upload can
// fill, in the slot's size.
import { AppError } from '../errors.ts';
import { IMAGE_SLOTS, type ImageSlot, LOOK_IMAGES, type Look } from '../rules/vocabulary.ts';
import type { ImageFacts } from './image-input.ts';
import { decode, openImage, readFacts } from './image-input.ts';
import type { NamedFile } from './localize.ts';
import { type Fit, largestScale, type Slot, slotOf } from './slots.ts';

export type Density = 1 | 2 | 3;
const DENSITIES = [1, 2, 3] as const;

/**
 * The images of `given` that this look shows, in a fixed order. On an event ticket a strip
 * excludes background and thumbnail.
 */
export function shownImages(look: Look, given: Iterable<ImageSlot>): readonly ImageSlot[] {
  const names = new Set(given);
  const withStrip = look === 'eventTicket' && names.has('strip');
  return LOOK_IMAGES[look].filter(
    (name) => names.has(name) && !(withStrip && (name === 'background' || name === 'thumbnail')),
  );
}

/**
 * Splits `logo@2x` into slot and density; density is null without `@2x` or `@3x`. Null for a text
 * that names no image of a pass.
 */
export function parseImageName(text: string): { readonly name: ImageSlot; readonly density: Density | null } | null {
  const [, base, digit] = /^([A-Za-z]+)(?:@([23])x)?$/.exec(text) ?? [];
  const name = IMAGE_SLOTS.find((known) => known === base);
  if (!name) return null;
  return { name, density: digit === undefined ? null : (Number(digit) as Density) };
}

/**
 * Makes the image files of a pass from its uploads, keyed as `logo` or `logo@2x`. Leaves out images
 * that the look does not show. An upload with a density fills that density; without a plain
 * upload, lower densities are made from the largest one. A density is made only when it shows more
 * than the density below, and bitmaps are never enlarged. Fails with `image_invalid`,
 * `image_too_large`, and `value_invalid` for an unknown name; `field` names the upload.
 */
export async function scaleImages(
  uploads: Readonly<Record<string, Uint8Array>>,
  look: Look,
): Promise<readonly NamedFile[]> {
  const slots = new Map<ImageSlot, Map<Density | null, Source>>();
  for (const [key, bytes] of Object.entries(uploads)) {
    const { name, density } = parseOrRefuse(key);
    if (!LOOK_IMAGES[look].includes(name)) continue;
    const sources = slots.get(name) ?? new Map<Density | null, Source>();
    slots.set(name, sources.set(density, { bytes, facts: await readFactsOf(key, bytes) }));
  }
  const files: NamedFile[] = [];
  for (const name of shownImages(look, slots.keys())) {
    const sources = slots.get(name)!;
    const largest = sources.has(3) ? 3 : 2;
    const choose = (density: Density): Source | undefined =>
      sources.get(density) ?? sources.get(null) ?? (density < largest ? sources.get(largest) : undefined);
    files.push(...(await scaleSlot(name, look, DENSITIES, choose)));
  }
  return files;
}

interface Source {
  readonly bytes: Uint8Array;
  readonly facts: ImageFacts;
}

async function scaleSlot(
  name: ImageSlot,
  look: Look,
  densities: readonly Density[],
  choose: (density: Density) => Source | undefined,
): Promise<readonly NamedFile[]> {
  const slot = slotOf(name, look);
  const files: NamedFile[] = [];
  let widest = 0;
  let highest = 0;
  for (const density of densities) {
    const source = choose(density);
    if (!source) continue;
    const size = fitSlot(slot, density, source.facts);
    // Skip a density without more pixels: equal pixels only make the pass heavier, and phones would
    // show fewer pixels instead of the better ones.
    if (size.width <= widest && size.height <= highest) continue;
    widest = Math.max(widest, size.width);
    highest = Math.max(highest, size.height);
    const suffix = density === 1 ? '' : `@${density}x`;
    files.push({ name: `${name}${suffix}.png`, bytes: await draw(source, size, slot.fit) });
  }
  return files;
}

/**
 * The limit for drawing a vector image, which is always drawn whole: an image of 10 by 10,000 must
 * not be drawn as wide as a strip.
 */
const MAX_DRAWN_PIXELS = 16_000_000;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size of `image` in this slot, in pixels: the box's, or less for a smaller bitmap. */
function fitSlot(slot: Slot, density: Density, image: ImageFacts): Size {
  const boxWidth = slot.width * density;
  const boxHeight = slot.height * density;
  const ratios = [boxWidth / image.width, boxHeight / image.height];
  const wanted = slot.fit === 'cover' ? Math.max(...ratios) : Math.min(...ratios);
  const scale = Math.min(wanted, largestScale(image, MAX_DRAWN_PIXELS));
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  if (slot.fit === 'inside') return { width, height };
  if (slot.fit === 'square') {
    const side = Math.max(width, height);
    return { width: side, height: side };
  }
  const shape = boxWidth / boxHeight;
  return {
    width: Math.min(width, Math.max(1, Math.round(height * shape))),
    height: Math.min(height, Math.max(1, Math.round(width / shape))),
  };
}

const CLEAR = { r: 0, g: 0, b: 0, alpha: 0 };
const HOW = { square: 'contain', inside: 'fill', cover: 'cover' } as const;

/**
 * Draws the PNG. sharp draws a vector image in the requested size, and does not enlarge a small
 * drawing.
 */
function draw({ bytes }: Source, { width, height }: Size, fit: Fit): Promise<Uint8Array> {
  return decode(
    openImage(bytes)
      .resize({ width, height, fit: HOW[fit], background: CLEAR })
      .toColourspace('srgb')
      .png({ compressionLevel: 9 }),
  );
}

function parseOrRefuse(key: string) {
  const parsed = parseImageName(key);
  if (parsed) return parsed;
  throw new AppError('value_invalid', {
    field: `images_${key}`,
    message: `A pass has no image "${key}". There are ${IMAGE_SLOTS.join(', ')}, each also with @2x and @3x.`,
  });
}

async function readFactsOf(key: string, bytes: Uint8Array): Promise<ImageFacts> {
  try {
    return await readFacts(bytes);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, { field: `images_${key}`, message: error.message });
  }
}
