// How well a card's texts can be read on its colour, and the colours that mend it.
import colorString from 'color-string';
import { frontColours, readableOn } from '../passes/front-colours.ts';
import { contrast, READABLE } from '../values/contrast.ts';
import type { JsonObject } from '../values/values.ts';
import { textOf } from './leaf.ts';
import { LOOK_COLOURS, type LookColour, withColours } from './look-inputs.ts';

export interface Readability {
  readonly key: 'foregroundColor' | 'labelColor';
  /** From 1 to 21; small texts need READABLE. */
  readonly ratio: number;
  readonly isReadable: boolean;
}

/** The contrast of both text colours; null for a colour that depends on the pass or is none. */
export function readability(passConstructor: JsonObject): readonly Readability[] | null {
  const colours = Object.fromEntries(LOOK_COLOURS.map((key) => [key, rgbOf(textOf(passConstructor[key]))]));
  if (Object.values(colours).includes(null)) return null;
  const { background, foreground, label } = frontColours(colours as JsonObject);
  return (
    [
      ['foregroundColor', foreground],
      ['labelColor', label],
    ] as const
  ).map(([key, colour]) => {
    const ratio = contrast(colour, background);
    return { key, ratio, isReadable: ratio >= READABLE };
  });
}

/** `rgb(r, g, b)`; empty for an empty text, null for one that is no colour. */
function rgbOf(text: string): string | null {
  if (text === '') return '';
  const parts = colorString.get.rgb(text.trim().toLowerCase());
  return parts === null ? null : `rgb(${parts.slice(0, 3).map(Math.round).join(', ')})`;
}

/**
 * The constructor with readable texts: a text colour with too little contrast becomes nearly black
 * or white, whichever reads better on the background. The background stays.
 */
export function madeReadable(passConstructor: JsonObject): JsonObject {
  const background = rgbOf(textOf(passConstructor.backgroundColor));
  const faint = readability(passConstructor)?.filter(({ isReadable }) => !isReadable) ?? [];
  if (background === null || faint.length === 0) return passConstructor;
  const colour = readableOn(background === '' ? frontColours({}).background : background);
  const colours: Partial<Record<LookColour, string>> = {};
  for (const { key } of faint) colours[key] = colour;
  return withColours(passConstructor, colours);
}
