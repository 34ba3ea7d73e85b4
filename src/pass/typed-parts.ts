// Converts the parts of nested keys, such as the tags of `semantics`, to the types that Wallet reads
// (rules/apple-keys.ts). A part whose type is not known is copied, apart from its dates.
import { isList, MOST_ACTIONS, type PartType, type PartTypes, TYPED_KEYS } from '../rules/apple-keys.ts';
import { completeDate, isDateKey } from '../rules/values/pass-date.ts';
import { define } from '../rules/values/tree.ts';
import {
  isArray,
  isObject,
  isTrue,
  type JsonObject,
  type JsonValue,
  readNumber,
  toText,
} from '../rules/values/values.ts';
import { colour } from './colour.ts';

type TypedKey = keyof typeof TYPED_KEYS;

export function isTypedKey(key: string): key is TypedKey {
  return Object.hasOwn(TYPED_KEYS, key);
}

/** The value of such a key, also in a field. `zone`: of dates without one. */
export function typedParts(key: TypedKey, value: JsonValue, zone: string): JsonValue {
  const shape = partOf(TYPED_KEYS[key], value, zone) ?? null;
  if (!isArray(shape)) return shape;
  if (key === 'relevantDates') return shape.flatMap(relevantDate);
  return key === 'featuredActions' ? shape.filter(isAction).slice(0, MOST_ACTIONS) : shape;
}

/**
 * A date with a time. Undefined for a day alone, because it leaves open whether a pass expires at
 * its beginning or its end.
 */
export function moment(value: JsonValue, zone: string): string | undefined {
  const date = typeof value === 'string' ? completeDate(value, zone) : null;
  return date === null || date.isDay ? undefined : date.date;
}

/** The part of this type; undefined: Wallet could not read it, so leave it out. */
function partOf(type: PartType, value: JsonValue, zone: string): JsonValue | undefined {
  switch (type) {
    case 'any':
      return dated({}, value, zone);
    case 'date':
      return value === null ? value : moment(value, zone);
    case 'number':
      return typeof value === 'string' ? (readNumber(value) ?? undefined) : value;
    case 'truth':
      return typeof value === 'string' && value !== '' ? isTrue(value) : value;
    case 'colour':
      return typeof value === 'string' ? (colour(value) ?? undefined) : value;
    case 'text':
    case 'eventType':
    case 'actionType':
      return typeof value === 'number' || typeof value === 'boolean' ? toText(value) : value;
    case 'texts':
      return listOf(value).map((item) => (typeof item === 'number' ? toText(item) : item));
    case 'numbers':
      return listOf(value).flatMap((item) => {
        const number = typeof item === 'string' ? readNumber(item) : item;
        return typeof number === 'number' ? [number] : [];
      });
  }
  if (isList(type)) return isArray(value) ? value.map((item) => dated(type[0], item, zone)) : dated({}, value, zone);
  return dated(type, value, zone);
}

/** The items of a list; a text has commas between them. */
function listOf(value: JsonValue): readonly JsonValue[] {
  if (isArray(value)) return value;
  return toText(value)
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/**
 * The same value with its dates as Wallet reads them. A date that Wallet could not read is left
 * out; magic strings and old rows may come to one.
 */
function dated(types: PartTypes, value: JsonValue, zone: string): JsonValue {
  if (isArray(value)) return value.map((item) => dated({}, item, zone));
  if (!isObject(value)) return value;
  const entries: Record<string, JsonValue> = {};
  const { dateStyle, timeStyle } = value;
  for (const [name, item] of Object.entries(value)) {
    const type = Object.hasOwn(types, name) ? types[name]! : isDateKey(name) ? 'date' : 'any';
    const shape = partOf(type, item, zone);
    const isShown = name === 'value' && (isStyled(dateStyle) || isStyled(timeStyle));
    if (shape !== undefined) define(entries, name, isShown ? (moment(shape, zone) ?? shape) : shape);
  }
  return entries;
}

function isStyled(style: JsonValue | undefined): boolean {
  return typeof style === 'string' && style !== '';
}

/**
 * The entry with its moment under both names: iOS 18 called it relevantDate, newer phones read date.
 * An entry that lost its date says nothing.
 */
function relevantDate(entry: JsonValue): readonly JsonObject[] {
  if (!isObject(entry) || !Object.keys(entry).some(isDateKey)) return [];
  const one = entry.date ?? entry.relevantDate;
  return [one === undefined ? entry : { ...entry, date: one, relevantDate: one }];
}

/** Wallet needs to know an action's name and type, and where it leads. */
function isAction(action: JsonValue): action is JsonObject {
  if (!isObject(action)) return false;
  const has = (key: string) => toText(action[key]) !== '';
  return has('identifier') && has('type') && (has('url') || has('placeIdentifier'));
}
