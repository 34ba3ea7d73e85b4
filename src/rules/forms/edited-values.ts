// Turns a value of a pass into an input of an owner's form and back: which input, which text, and
// what a returned text means. A form knows texts only, so a changed number must stay a number, and
// a list a list.
import type { Attribute, Location } from '../paths/paths.ts';
import { isMoment } from '../paths/writes.ts';
import { parseContainer } from '../values/json-text.ts';
import { typedValue } from '../values/literal.ts';
import { addDecimal, isArray, isTrue, type JsonValue, numberText, readNumber, toText } from '../values/values.ts';
import { COLOUR_KEYS } from '../vocabulary.ts';
import { readChoices, writeChoices } from './choices.ts';
import { type FieldKind, hexColour } from './form-fields.ts';

/** Owners edit more than holders: also whole containers. */
export type InputKind = FieldKind | 'json';

/** The most characters that a one-line input shows. */
const LONGEST_LINE = 60;
const LONG_GROUPS = ['backFields', 'additionalInfoFields'];
const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * The input that fits a place that holds `value` now. Falls back to text when that input could not
 * show the value.
 */
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
  return isLong(text, steps[1]) ? 'lines' : 'text';
}

/** Whether a text needs more than an input of one line. `group`: the group of the field that has it. */
export function isLong(text: string, group = ''): boolean {
  return text.length > LONGEST_LINE || text.includes('\n') || LONG_GROUPS.includes(group);
}

/** Whether a stepper can show the text: it cannot show a magic string or a word. */
function isSteppable(text: string): boolean {
  return text === '' || readNumber(text) !== null;
}

/**
 * The text with which a form shows a value: brackets as their author typed them, line ends as forms
 * return them.
 */
export function shownText(kind: InputKind, value: JsonValue, options: Attribute['options'] = null): string {
  const typed = typedValue(value);
  if (kind === 'checkbox') return String(isTicked(typed, options));
  if (kind === 'multiselect') return JSON.stringify(chosen(typed, options ?? []));
  const text = toText(typed).replace(/\r\n?/g, '\n');
  return kind === 'colour' ? (hexColour(text) ?? text) : text;
}

/**
 * Whether a value ticks its box. A box stands for true and false, or for the first two of its
 * options.
 */
function isTicked(value: JsonValue, options: Attribute['options']): boolean {
  const on = options?.[0]?.[1] ?? true;
  return on === true ? isTrue(value) : toText(value) === toText(on);
}

/** The texts of the options that a value chooses: a list's items, or those in a text. */
function chosen(value: JsonValue, options: NonNullable<Attribute['options']>): readonly string[] {
  const items = isArray(value) ? value.map(toText) : readChoices(options, toText(value));
  return options.map(([, option]) => toText(option)).filter((option) => items.includes(option));
}

/** A form's value in the format of `shownText`, for comparing and then for reading. */
export function returnedText(kind: InputKind, given: JsonValue, options: Attribute['options'] = null): string {
  if (kind === 'multiselect') return JSON.stringify(chosen(given, options ?? []));
  if (kind === 'checkbox') return String(isTrue(given));
  return toText(given).replace(/\r\n?/g, '\n');
}

/**
 * The value of a changed text, in the likeness of `before`; undefined for a text that cannot stand
 * there.
 */
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

/** Returns a list for a list, and otherwise a text that Wallet can show. */
function readChosen(
  texts: readonly string[],
  before: JsonValue,
  options: NonNullable<Attribute['options']>,
): JsonValue {
  const values = texts.map((text) => options.find(([, option]) => toText(option) === text)![1]);
  return isArray(before) ? values : writeChoices(options, texts);
}

/**
 * Returns a number, unless its digits would lose something that was typed, such as leading zeros.
 */
function likeNumber(text: string): JsonValue {
  const number = readNumber(text);
  return number !== null && numberText(number) === text.trim() ? number : text;
}

/** The text of a stepper after one step. A text that is no number counts as 0. */
export function stepped(text: string, step: number): string {
  return numberText(addDecimal(readNumber(text) ?? 0, step));
}
