// The inputs of what the card says and shows as a whole: its kind, its colours, its names.
import { hexColour } from '../forms/form-fields.ts';
import type { JsonObject, JsonValue } from '../values/values.ts';
import { COLOUR_KEYS, isStyle, type Style } from '../vocabulary.ts';
import type { Input } from './inputs.ts';
import { plainOf, textOf, withEntry, withPlain, withText } from './leaf.ts';

export const LOOK_COLOURS = ['backgroundColor', 'foregroundColor', 'labelColor'] as const;
export type LookColour = (typeof LOOK_COLOURS)[number];
export const LOOK_TEXTS = ['logoText', 'organizationName', 'description'] as const;

/** The name of the colour picker beside a colour's text. */
export function pickerName(key: LookColour): string {
  return `${key}.pick`;
}

export function lookInputs(passConstructor: JsonObject): readonly Input[] {
  return [
    styleInput(passConstructor),
    top(passConstructor, 'transitType'),
    ...LOOK_TEXTS.map((key) => top(passConstructor, key)),
    // A text that was typed goes before a picked colour, so it is written last.
    ...LOOK_COLOURS.flatMap((key) => [pickerInput(passConstructor, key), top(passConstructor, key)]),
  ];
}

function top(passConstructor: JsonObject, name: string): Input {
  return { name, text: textOf(passConstructor[name]), write: (now, text) => withText(now, name, text) };
}

/** Browsers' pickers hold nothing but `#rrggbb`; a missing colour shows as black. */
function pickerInput(passConstructor: JsonObject, key: LookColour): Input {
  const shown = hexColour(textOf(passConstructor[key])) ?? '#000000';
  return {
    name: pickerName(key),
    text: shown,
    write: (now, picked) => (/^#[0-9a-f]{6}$/i.test(picked) ? withEntry(now, key, withPlain(now[key], picked)) : now),
  };
}

function styleInput(passConstructor: JsonObject): Input {
  return {
    name: 'type',
    text: textOf(passConstructor.type),
    write: (now, text) => (isStyle(text) ? ofStyle(now, text) : now),
  };
}

/** The card in another style. What Wallet does not show in that style stays in the template. */
function ofStyle(passConstructor: JsonObject, style: Style): JsonObject {
  const styled = withEntry(passConstructor, 'type', withPlain(passConstructor.type, style));
  const needsTransit = style === 'boardingPass' && plainOf(styled.transitType) === null;
  return needsTransit ? withEntry(styled, 'transitType', 'PKTransitTypeGeneric') : styled;
}

/** The constructor with other colours. */
export function withColours(
  passConstructor: JsonObject,
  colours: Readonly<Partial<Record<LookColour, string>>>,
): JsonObject {
  return Object.entries(colours).reduce<JsonObject>((now, [key, colour]) => {
    const node: JsonValue = withPlain(now[key], colour);
    return COLOUR_KEYS.includes(key) ? withEntry(now, key, node) : now;
  }, passConstructor);
}
