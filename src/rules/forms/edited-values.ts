// A value of a pass in an owner's form and back: as which input it is shown, as which text, and what a text that comes back
// means. A form knows texts only, so a number that was changed stays a number and a list stays a list.
import type { Attribute, Location } from '../paths/paths.ts';
import { isMoment } from '../paths/writes.ts';
import { parseContainer } from '../values/json-text.ts';
import { typedValue } from '../values/literal.ts';
import { addDecimal, isArray, isTrue, type JsonValue, numberText, readNumber, toText } from '../values/values.ts';
import { COLOUR_KEYS } from '../vocabulary.ts';
import { readChoices, writeChoices } from './choices.ts';
import { type FieldKind, hexColour } from './form-fields.ts';

/** An owner edits also what no holder's form has: whole containers. */
export type InputKind = FieldKind | 'json';

/** One line of input holds about so many characters before its end is out of sight. */
const LONGEST_LINE = 60;
const LONG_GROUPS = ['backFields', 'additionalInfoFields'];
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Which input fits a place that holds `value` now. An input that could not show the value as it is gives way to text. */
export function inputKind(location: Location, value: JsonValue): InputKind {
  const { attribute, steps, holds } = location;
  if (steps[0] === 'images') return 'image';
  const type = attribute?.type ?? null;
  const text = toText(value);
  if (type === 'PSAttributeTypeCheckbox') return 'checkbox';
  if (type === 'PSAttributeTypeStepper' && isSteppable(text)) return 'stepper';
  if (attribute?.options != null) return type === 'PSAttributeTypeMultiselect' ? 'multiselect' : 'dropdown';
  if (typeof value === 'object' && value !== null) return 'json';
  const isColour = type === 'PSAttributeTypeColor' || COLOUR_KEYS.includes(steps.at(-1)!);
  if (isColour && hexColour(text) !== null) return 'colour';
  const isDate =
    type === 'PSAttributeTypeDate' || attribute?.validation.includes('VDate') === true || isMoment(location);
  if (isDate && (text === '' || DAY.test(text))) return 'date';
  if (typeof value === 'number' || (holds === 'number' && isSteppable(text))) return 'number';
  const isLong = text.length > LONGEST_LINE || text.includes('\n') || LONG_GROUPS.includes(steps[1] ?? '');
  return isLong ? 'lines' : 'text';
}

/** A magic string or a word in a stepper's place is edited as text. */
function isSteppable(text: string): boolean {
  return text === '' || readNumber(text) !== null;
}

/** The text with which a form shows a value: brackets as they were typed, line ends as forms send them back. */
export function shownText(kind: InputKind, value: JsonValue, options: Attribute['options'] = null): string {
  const typed = typedValue(value);
  if (kind === 'checkbox') return String(isTicked(typed, options));
  if (kind === 'multiselect') return JSON.stringify(chosen(typed, options ?? []));
  const text = toText(typed).replace(/\r\n?/g, '\n');
  return kind === 'colour' ? (hexColour(text) ?? text) : text;
}

/** A box stands for true and false, or for the first two of its options. */
function isTicked(value: JsonValue, options: Attribute['options']): boolean {
  const on = options?.[0]?.[1] ?? true;
  return on === true ? isTrue(value) : toText(value) === toText(on);
}

/** The texts of the options that a value chooses: a list's items, or those in a text. */
function chosen(value: JsonValue, options: NonNullable<Attribute['options']>): readonly string[] {
  const items = isArray(value) ? value.map(toText) : readChoices(options, toText(value));
  return options.map(([, option]) => toText(option)).filter((option) => items.includes(option));
}

/** What came back from a form, as `shownText` would have written it: to be compared, and then read. */
export function returnedText(kind: InputKind, given: JsonValue, options: Attribute['options'] = null): string {
  if (kind === 'multiselect') return JSON.stringify(chosen(given, options ?? []));
  if (kind === 'checkbox') return String(isTrue(given));
  return toText(given).replace(/\r\n?/g, '\n');
}

/** The value that a changed text stands for, in the likeness of `before`; undefined for one that cannot stand there. */
export function readReturned(
  kind: InputKind,
  text: string,
  before: JsonValue,
  options: Attribute['options'] = null,
): JsonValue | undefined {
  switch (kind) {
    case 'checkbox':
      return readTicked(text === 'true', before, options);
    case 'multiselect':
      return readChosen(JSON.parse(text) as string[], before, options ?? []);
    case 'dropdown':
      return options?.find(([, option]) => toText(option) === text)?.[1] ?? text;
    case 'stepper':
      return text.trim() === '' ? '' : (readNumber(text) ?? undefined);
    case 'json':
      return text.trim() === '' ? null : parseContainer(text);
    default:
      return kind === 'number' || typeof before === 'number' ? likeNumber(text) : text;
  }
}

function readTicked(ticked: boolean, before: JsonValue, options: Attribute['options']): JsonValue {
  const [on, off] = options ?? [];
  if (on !== undefined) return ticked ? on[1] : (off?.[1] ?? '');
  return typeof before === 'string' && before !== ''
    ? String(ticked)
    : typeof before === 'number'
      ? Number(ticked)
      : ticked;
}

/** A list stays a list; anything else is a text that Wallet can show. */
function readChosen(
  texts: readonly string[],
  before: JsonValue,
  options: NonNullable<Attribute['options']>,
): JsonValue {
  const values = texts.map((text) => options.find(([, option]) => toText(option) === text)![1]);
  return isArray(before) ? values : writeChoices(options, texts);
}

/** A number, unless writing it down again would lose something that was typed, such as zeros at the beginning. */
function likeNumber(text: string): JsonValue {
  const number = readNumber(text);
  return number !== null && numberText(number) === text.trim() ? number : text;
}

/** The text of a stepper after one step; what is no number counts as 0. */
export function stepped(text: string, step: number): string {
  return numberText(addDecimal(readNumber(text) ?? 0, step));
}
