// Makes an example an owner's own card: her shop's name and her main colour take the place of the
// example's, in texts, triggers, translations and drawings.
import { readableOn } from '../passes/front-colours.ts';
import { contrast, READABLE } from '../values/contrast.ts';
import { hexOfRgb, tinted } from '../values/tint.ts';
import { isArray, isObject, type JsonObject, type JsonValue, mapTexts } from '../values/values.ts';

export interface OwnLook {
  /** Without curly brackets, which would be magic strings. */
  readonly shop: string;
  /** `rgb(r, g, b)`. */
  readonly colour: string;
  /** Reads a colour as a template writes it; null: the text is no colour. */
  readonly read: (text: string) => string | null;
}

/** The images stay; see fitDrawing. */
export function fitExample(example: JsonObject, look: OwnLook): JsonObject {
  const { images, localizedImages, localizations, ...rest } = example;
  const name = typeof example.organizationName === 'string' ? example.organizationName : '';
  const before = look.read(textOf(example.backgroundColor));
  const change = (text: string): string => {
    if (before !== null && look.read(text) === before) return look.colour;
    return name === '' ? text : text.replaceAll(name, look.shop);
  };
  const foreground = readableOn(look.colour);
  const fitted = withReadableSteps(mapTexts(rest, change), { ...look, foreground }) as JsonObject;
  return {
    ...fitted,
    ...coloursOn(look.colour),
    ...(localizations === undefined ? {} : { localizations: withoutName(localizations, name) }),
    ...(images === undefined ? {} : { images }),
    ...(localizedImages === undefined ? {} : { localizedImages }),
  };
}

/** A card's three colours for its main colour, an `rgb(r, g, b)`: texts and labels read well on it. */
export function coloursOn(background: string) {
  const foreground = readableOn(background);
  return { backgroundColor: background, foregroundColor: foreground, labelColor: softer(foreground, background) };
}

/** An SVG's gradients in the palette of the new main colour; both colours are `rgb(r, g, b)`. */
export function fitDrawing(svg: string, before: string, after: string): string {
  const [from, to] = [hexOfRgb(before), hexOfRgb(after)];
  return svg.replace(/(stop-color=")(#[0-9a-f]{6})(")/gi, (whole, start, colour, end) => {
    const own = from === null || to === null ? null : tinted(colour, from, to);
    return own === null ? whole : `${start}${own}${end}`;
  });
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/**
 * Actions that set a background on which the new text could not be read set the main colour
 * instead: an example's own dark blue does not suit a card with black text.
 */
function withReadableSteps(value: JsonValue, look: OwnLook & { readonly foreground: string }): JsonValue {
  if (isArray(value)) return value.map((item) => withReadableSteps(item, look));
  if (!isObject(value)) return value;
  const mapped = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withReadableSteps(item, look)]));
  if (value.targetPath !== 'backgroundColor') return mapped;
  const colour = look.read(textOf(value.value));
  if (colour === null || contrast(colour, look.foreground) >= READABLE) return mapped;
  return { ...mapped, value: look.colour };
}

/**
 * Leaves out translations of texts that named the example's shop: nobody translated them with the
 * new name, and a phone without a translation shows the text itself.
 */
function withoutName(localizations: JsonValue, name: string): JsonValue {
  if (!isObject(localizations) || name === '') return localizations;
  const languages = Object.entries(localizations).map(([language, texts]) => {
    if (!isObject(texts)) return [language, texts] as const;
    return [language, Object.fromEntries(Object.entries(texts).filter(([text]) => !text.includes(name)))] as const;
  });
  return Object.fromEntries(languages);
}

/** The colour of labels: a little of the background in that of the text, as long as it is readable. */
function softer(foreground: string, background: string): string {
  const mixed = partsOf(foreground).map((part, index) => Math.round(part * 0.8 + partsOf(background)[index]! * 0.2));
  const label = `rgb(${mixed.join(', ')})`;
  return contrast(label, background) >= READABLE ? label : foreground;
}

function partsOf(rgb: string): number[] {
  return (rgb.match(/\d+/g) ?? []).slice(0, 3).map(Number);
}
