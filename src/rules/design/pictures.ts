// The pictures of a design: which places its style shows, in which densities and languages they are
// there, and the constructor with another picture in one of them.
import { isAttribute } from '../templates/attributes.ts';
import type { JsonObject } from '../values/values.ts';
import { IMAGE_SLOTS, type ImageSlot, isImageName, LOOK_IMAGES } from '../vocabulary.ts';
import { lookOfDesign } from './designs.ts';
import { objectAt, textOf, withEntry, withPart, withPlain } from './leaf.ts';
import { languagesOf } from './translations.ts';

export const DENSITIES = ['', '@2x', '@3x'] as const;

export interface Picture {
  /** `logo`, `logo@2x`. */
  readonly name: string;
  /** The content hash; null: there is none. */
  readonly image: string | null;
}

export interface PictureSlot {
  readonly slot: ImageSlot;
  /** Whether cards of this style show it. */
  readonly isShown: boolean;
  /** One for each density. */
  readonly pictures: readonly Picture[];
}

/** Where a picture stands: in one language, or in all that have none of their own. */
export interface PicturePlace {
  /** `logo`, `logo@2x`. */
  readonly name: string;
  readonly language: string | null;
}

/** The places that the style shows, and those that have a picture nevertheless. */
export function pictureSlots(design: JsonObject, language: string | null): readonly PictureSlot[] {
  const shown: readonly ImageSlot[] = LOOK_IMAGES[lookOfDesign(design)];
  const images = imagesIn(design, language);
  return IMAGE_SLOTS.map((slot) => ({
    slot,
    isShown: shown.includes(slot),
    pictures: DENSITIES.map((density) => ({ name: slot + density, image: imageAt(images, slot + density) })),
  })).filter(({ isShown, pictures }) => isShown || pictures.some(({ image }) => image !== null));
}

function imagesIn(design: JsonObject, language: string | null): JsonObject {
  return language === null ? objectAt(design, 'images') : objectAt(objectAt(design, 'localizedImages'), language);
}

function imageAt(images: JsonObject, name: string): string | null {
  const image = Object.hasOwn(images, name) ? textOf(images[name]) : '';
  return image === '' ? null : image;
}

/** The content hash at a place; null: there is no picture. */
export function pictureAt(design: JsonObject, { name, language }: PicturePlace): string | null {
  return imageAt(imagesIn(design, language), name);
}

/** The languages that pictures can be of: those of the texts, and those that have pictures. */
export function pictureLanguages(design: JsonObject): readonly string[] {
  return [...new Set([...languagesOf(design), ...Object.keys(objectAt(design, 'localizedImages'))])];
}

/** The design with another picture; null removes it. A PSAttribute stays, also without its picture. */
export function withPicture(design: JsonObject, { name, language }: PicturePlace, image: string | null): JsonObject {
  if (!isImageName(name)) return design;
  const images = imagesIn(design, language);
  const node = images[name];
  const next = image === null ? (isAttribute(node) ? withPlain(node, '') : undefined) : withPlain(node, image);
  const changed = withEntry(images, name, next);
  if (changed === images) return design;
  if (language === null) return withPart(design, 'images', changed);
  return withPart(design, 'localizedImages', withPart(objectAt(design, 'localizedImages'), language, changed));
}
