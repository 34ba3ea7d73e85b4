// The inputs of one field: its label and value, what kind of value it is and how Wallet writes it,
// its notification, its place in the row, and when it is shown.

import { DATA_DETECTOR_TYPES } from '../apple-keys.ts';
import { isLong } from '../forms/edited-values.ts';
import { isAttribute } from '../templates/attributes.ts';
import { parseContainer } from '../values/json-text.ts';
import { completeDate } from '../values/pass-date.ts';
import { isArray, isTrue, type JsonObject, type JsonValue, numberText, readNumber, toText } from '../values/values.ts';
import { DYNAMIC_MARK } from '../vocabulary.ts';
import { type FieldPlace, fieldAt, withField } from './fields.ts';
import { plainGroup } from './groups.ts';
import type { Input, InputFault } from './inputs.ts';
import { isContainer, plainOf, textOf, withEntry, withPlain, withPoint, withText } from './leaf.ts';

export const VALUE_KINDS = ['text', 'number', 'amount', 'date'] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

/** What kind of value a field shows, by its styles as Wallet reads them. */
function valueKind(field: JsonObject): ValueKind {
  const has = (key: string) => textOf(field[key]) !== '';
  if (has('currencyCode')) return 'amount';
  if (has('dateStyle') || has('timeStyle')) return 'date';
  return has('numberStyle') || typeof plainOf(field.value) === 'number' ? 'number' : 'text';
}

/** The prefix of the names of a field's inputs. */
export function inputPrefix({ group, at }: FieldPlace): string {
  return `field.${group}.${at}.`;
}

/** An input that writes a field. `write` answers the field, or why it cannot. */
export function ofField(
  place: FieldPlace,
  name: string,
  text: string,
  write: (field: JsonObject, text: string) => JsonObject | InputFault,
): Input {
  return {
    name: inputPrefix(place) + name,
    text,
    write: (passConstructor, given) => {
      const field = fieldAt(passConstructor, place);
      if (field === undefined) return passConstructor;
      const written = write(field, given);
      return typeof written === 'string' ? written : withField(passConstructor, place, written);
    },
  };
}

/** Label and value, which the designer shows of every field. */
export function rowInputs(field: JsonObject, place: FieldPlace): readonly Input[] {
  return [textInput(field, place, 'label'), valueInput(field, place)];
}

/** What the field's own page adds to them. The kind goes first, because the value is read by it. */
export function detailInputs(field: JsonObject, place: FieldPlace): readonly Input[] {
  return [
    ofField(place, 'kind', valueKind(field), (now, kind) => ofKind(now, kind as ValueKind)),
    ...['currencyCode', 'numberStyle', 'dateStyle', 'timeStyle'].map((key) => textInput(field, place, key)),
    ...['isRelative', 'ignoresTimeZone'].map((key) => tickInput(field, place, key)),
    ...rowInputs(field, place),
    ...['changeMessage', 'textAlignment', 'attributedValue', 'PSConditions'].map((key) => textInput(field, place, key)),
    ofField(place, 'row', textOf(field.row), (now, text) => {
      const row = readNumber(text);
      return withEntry(now, 'row', text === '' ? undefined : withPlain(now.row, row ?? text));
    }),
    ofField(place, 'dataDetectorTypes', detectorsOf(field).join(','), withDetectors),
    ofField(place, DYNAMIC_MARK, isDynamic(field) ? 'true' : '', withDynamic),
  ];
}

/** Whether Pass2U's API may set the field: its mark may also stand in the value's PSAttribute. */
function isDynamic({ [DYNAMIC_MARK]: mark, value }: JsonObject): boolean {
  return (mark ?? (isAttribute(value) ? value[DYNAMIC_MARK] : undefined)) === true;
}

function withDynamic(field: JsonObject, text: string): JsonObject {
  const { value } = field;
  const plain = isAttribute(value) ? withEntry(field, 'value', withEntry(value, DYNAMIC_MARK, undefined)) : field;
  return withEntry(plain, DYNAMIC_MARK, text === 'true' ? true : undefined);
}

function textInput(field: JsonObject, place: FieldPlace, key: string): Input {
  return ofField(place, key, textOf(field[key]), (now, text) => withText(now, key, text));
}

/** A box: `true`, or empty for one without a tick. */
function tickInput(field: JsonObject, place: FieldPlace, key: string): Input {
  const text = isTrue(plainOf(field[key])) ? 'true' : '';
  return ofField(place, key, text, (now, given) => {
    return withEntry(now, key, given === 'true' ? withPlain(now[key], true) : undefined);
  });
}

function valueInput(field: JsonObject, place: FieldPlace): Input {
  return ofField(place, 'value', shownValue(field), (now, text) => {
    const value = readValue(text, plainOf(now.value), valueKind(now));
    return value === undefined
      ? isContainer(plainOf(now.value))
        ? 'json'
        : 'number'
      : withEntry(now, 'value', withPlain(now.value, value));
  });
}

/** A moment as inputs of the type datetime-local show it, and the zone that stays behind. */
const MOMENT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(Z|[+-]\d\d:\d\d)?$/;

/** The text of a value in its input: a date without its zone, which the input cannot hold. */
function shownValue(field: JsonObject): string {
  const text = textOf(field.value);
  const moment = valueKind(field) === 'date' && isDate(text) ? MOMENT.exec(text) : null;
  return moment === null ? text : moment[1]! + (moment[2] === ':00' ? '' : (moment[2] ?? ''));
}

/** Browsers empty an input with a date that no calendar has. */
function isDate(text: string): boolean {
  return completeDate(text, 'Z') !== null;
}

/** How a value is edited. */
export type ValueEditor = 'line' | 'lines' | 'json' | 'number' | 'day' | 'moment';

/** The input that can show the field's value without a loss. */
export function valueEditor(field: JsonObject, { group }: FieldPlace): ValueEditor {
  const value = plainOf(field.value);
  if (isContainer(value)) return 'json';
  const text = textOf(field.value);
  const kind = valueKind(field);
  if (kind === 'date') {
    const hasTime = !['', 'PKDateStyleNone'].includes(textOf(field.timeStyle));
    if (text === '') return hasTime ? 'moment' : 'day';
    if (!isDate(text)) return 'line';
    return MOMENT.test(text) ? 'moment' : /^\d{4}-\d\d-\d\d$/.test(text) && !hasTime ? 'day' : 'line';
  }
  if (isLong(text, kind === 'text' ? plainGroup(group) : '')) return 'lines';
  return kind === 'text' || text.includes('{') ? 'line' : 'number';
}

/** The value of a typed text, in the likeness of `before`; undefined: it cannot stand there. */
function readValue(text: string, before: JsonValue, kind: ValueKind): JsonValue | undefined {
  if (isContainer(before)) return text.trim() === '' ? '' : parseContainer(text);
  if (kind === 'date') return withZone(text, before);
  if (typeof before === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (kind === 'text' || text === '' || text.includes('{')) return text;
  const typed = withPoint(text);
  const number = readNumber(typed);
  if (number === null) return undefined;
  return numberText(number) === typed ? number : typed;
}

/** A date with the seconds and the zone of the date before, which the input did not show. */
function withZone(text: string, before: JsonValue): string {
  const given = MOMENT.exec(text);
  const moment = MOMENT.exec(toText(before));
  if (given === null || given[3] !== undefined || moment === null) return text;
  return `${given[1]}${given[2] ?? ':00'}${moment[3] ?? ''}`;
}

/** The styles that belong to each kind. */
const STYLES: Readonly<Record<ValueKind, readonly string[]>> = {
  text: [],
  number: ['numberStyle'],
  amount: ['currencyCode'],
  date: ['dateStyle', 'timeStyle', 'isRelative', 'ignoresTimeZone'],
};
const ALL_STYLES = Object.values(STYLES).flat();

/** The field with another kind of value: without the styles of others, and with one that says the kind. */
function ofKind(field: JsonObject, kind: ValueKind): JsonObject {
  if (!VALUE_KINDS.includes(kind)) return field;
  const rest = ALL_STYLES.filter((key) => !STYLES[kind].includes(key)).reduce(
    (now, key) => withEntry(now, key, undefined),
    field,
  );
  const value = plainOf(rest.value);
  const typedAs = (next: JsonValue) => withEntry(rest, 'value', withPlain(rest.value, next));
  switch (kind) {
    case 'text':
      return typeof value === 'number' ? typedAs(numberText(value)) : rest;
    case 'number': {
      const number = readNumber(toText(value));
      const isPlain = number !== null && numberText(number) === toText(value);
      return withEntry(isPlain ? typedAs(number) : rest, 'numberStyle', rest.numberStyle ?? 'PKNumberStyleDecimal');
    }
    case 'amount':
      return withEntry(rest, 'currencyCode', rest.currencyCode ?? 'EUR');
    case 'date':
      return withEntry(rest, 'dateStyle', rest.dateStyle ?? 'PKDateStyleMedium');
  }
}

/** The detectors that find links in a value: all of them unless the field names some. */
function detectorsOf(field: JsonObject): readonly string[] {
  const named = namedDetectors(field);
  return named === null ? DATA_DETECTOR_TYPES : DATA_DETECTOR_TYPES.filter((type) => named.includes(type));
}

function namedDetectors(field: JsonObject): readonly string[] | null {
  const value = plainOf(field.dataDetectorTypes);
  if (value === null) return null;
  const items = isArray(value) ? value.map(toText) : toText(value).split(',');
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

function withDetectors(field: JsonObject, text: string): JsonObject {
  const chosen = text.split(',').filter((type) => (DATA_DETECTOR_TYPES as readonly string[]).includes(type));
  const all = chosen.length === DATA_DETECTOR_TYPES.length;
  return withEntry(field, 'dataDetectorTypes', all ? undefined : withPlain(field.dataDetectorTypes, chosen));
}
