// Chooses the form field for a place of a template, and turns the texts that a form sends into
// values again.
import colorString from 'color-string';
import type { Location } from '../paths/paths.ts';
import { isMoment } from '../paths/writes.ts';
import { typed, typedValue } from '../values/literal.ts';
import { isArray, isTrue, type JsonValue, readNumber, toText } from '../values/values.ts';
import { readChoices, writeChoices } from './choices.ts';

export type FieldKind =
  | 'text'
  | 'lines'
  | 'dropdown'
  | 'multiselect'
  | 'checkbox'
  | 'colour'
  | 'stepper'
  | 'number'
  | 'date'
  | 'image';

const KIND_OF_TYPE: Readonly<Record<string, FieldKind>> = {
  PSAttributeTypeCheckbox: 'checkbox',
  PSAttributeTypeColor: 'colour',
  PSAttributeTypeStepper: 'stepper',
  PSAttributeTypeDate: 'date',
};

/**
 * The guide: PSOptions make a dropdown, whatever the type says, unless the type allows several
 * choices.
 */
export function fieldKind(location: Location): FieldKind {
  const { attribute, steps, holds } = location;
  if (steps[0] === 'images') return 'image';
  const kind = KIND_OF_TYPE[attribute?.type ?? ''];
  if (kind === 'checkbox') return kind;
  if (attribute?.options) return attribute.type === 'PSAttributeTypeMultiselect' ? 'multiselect' : 'dropdown';
  if (kind !== undefined) return kind;
  if (isMoment(location)) return 'date';
  if (holds === 'number') return 'number';
  return steps[1] === 'backFields' && steps[3] === 'value' ? 'lines' : 'text';
}

/** The step of a stepper's buttons; above 0. */
export function stepOf({ attribute }: Location): number {
  return Math.abs(attribute?.stepAmount ?? 0) || 1;
}

/** The values that a checkbox sets: true and false, or the first two of its PSOptions. */
function boxValues({ attribute }: Location): readonly [on: JsonValue, off: JsonValue] {
  const [on, off] = attribute?.options ?? [];
  return on === undefined ? [true, false] : [on[1], off?.[1] ?? ''];
}

/** Whether a value ticks the box. The value comes from a pass or from a form. */
export function isTicked(location: Location, value: JsonValue | undefined): boolean {
  const [on] = boxValues(location);
  const text = toText(value);
  return on === true ? isTrue(text) : text !== '' && (text === toText(on) || text === 'true');
}

/** The text in the form's field for a value, with curly brackets as their author typed them. */
export function fieldText(location: Location, value: JsonValue | undefined): string {
  const text = typed(toText(value));
  switch (fieldKind(location)) {
    case 'colour':
      return hexColour(text) ?? text;
    case 'date':
      return /^\d{4}-\d\d-\d\d(?=T|$)/.exec(text)?.[0] ?? text;
    case 'multiselect':
      return choicesIn(location, value).join(', ');
    case 'checkbox':
      return isTicked(location, value) ? 'true' : '';
    default:
      return text;
  }
}

/**
 * `#rrggbb`, the only notation that a browser's colour field accepts; null when the text is no
 * colour.
 */
export function hexColour(text: string): string | null {
  const colour = colorString.get(text);
  if (colour === null) return null;
  const [red = 0, green = 0, blue = 0] = colour.value;
  return colorString.to.hex(red, green, blue)?.toLowerCase() ?? null;
}

/** The choices in a multi-select's value: a list, or the text that `writeChoices` made. */
export function choicesIn({ attribute }: Location, value: JsonValue | undefined): readonly string[] {
  if (isArray(value)) return value.map((item) => typed(toText(item))).filter((text) => text !== '');
  return readChoices(attribute?.options ?? [], typed(toText(value)));
}

/**
 * The value of a form's text, which the caller then checks with holderFault. An unchanged value
 * does not change its type: a number stays a number.
 */
export function fieldValue(location: Location, given: JsonValue, current: JsonValue | undefined): JsonValue {
  const kind = fieldKind(location);
  if (kind === 'checkbox') return boxValues(location)[isTicked(location, given) ? 0 : 1];
  const options = location.attribute?.options ?? [];
  if (kind === 'multiselect') {
    const chosen = choicesIn(location, given);
    const isOffered = chosen.every((choice) => options.some(([, value]) => toText(value) === choice));
    return isOffered ? writeChoices(options, chosen) : chosen;
  }
  const sent = toText(isArray(given) ? given.at(-1) : given).replace(/\r\n?/g, '\n');
  if (current !== undefined && current !== null && sent === fieldText(location, current)) return typedValue(current);
  const text = kind === 'lines' ? sent : sent.trim();
  if (kind === 'dropdown') return options.find(([, value]) => toText(value) === text)?.[1] ?? text;
  return kind === 'stepper' ? (readNumber(text) ?? text) : text;
}
