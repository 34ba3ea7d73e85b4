// JSON values and how they read as text, number and emptiness (semantics.md, "Magic strings" and
// "Conditions").
import Big from 'big.js';
import { jsonOf, orderedEntries } from './key-order.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

const DECIMAL = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)\s*$/;

/**
 * The number a text reads as, or null. Decimal notation only: `1e5`, `0x10` and `Infinity` are
 * texts.
 */
export function readNumber(text: string): number | null {
  // Use no regular expression for the most frequent texts: a few digits, with a point among them,
  // and words, which begin with a letter.
  const { length } = text;
  if (length > MOST_DIGITS) return length > 400 ? null : readDecimal(text);
  let value = 0;
  let point = 0;
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x30 && unit <= 0x39) value = value * 10 + unit - 0x30;
    else if (unit === 0x2e && point === 0 && index > 0) point = index + 1;
    else return index === 0 && unit > 0x39 && unit < 0x80 ? null : readDecimal(text);
  }
  // Two whole numbers that are exact give the double next to the decimal.
  if (point > 0) return value / POWERS[length - point]!;
  return length === 0 ? null : value;
}

/**
 * Whole numbers of this many digits are exact in a double, also while their digits are added up.
 */
const MOST_DIGITS = 15;
const POWERS = Array.from({ length: MOST_DIGITS }, (_, power) => Number(`1e${power}`));

function readDecimal(text: string): number | null {
  if (!DECIMAL.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** Shortest decimal form, never with an exponent. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return '';
  const text = String(value === 0 ? 0 : value);
  return text.includes('e') ? new Big(value).toFixed() : text;
}

/** A value as a magic string shows it: null is "", objects and arrays are JSON. */
export function toText(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return jsonOf(value);
}

/**
 * Converts a value to a number: a text that reads as a number is that number, true is 1, anything
 * else 0.
 */
export function toNumber(value: JsonValue | undefined): number {
  if (typeof value === 'number') return Number.isFinite(value) ? value : 0;
  if (typeof value === 'string') return readNumber(value) ?? 0;
  return value === true ? 1 : 0;
}

/** The guide's isEmpty: 0, false, "" and null; also text that reads as the number 0. */
export function isEmpty(value: JsonValue | undefined): boolean {
  if (value === null || value === undefined || value === false || value === 0 || value === '') return true;
  return typeof value === 'string' && readNumber(value) === 0;
}

/**
 * The sum in decimals, so that 0.1 + 0.2 is 0.3. A sum that leaves a double's range stays at its
 * end.
 */
export function addDecimal(left: number, right: number): number {
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) {
    const sum = left + right;
    if (Number.isSafeInteger(sum)) return sum;
  }
  const sum = new Big(left).plus(new Big(right)).toNumber();
  return Number.isFinite(sum) ? sum : Math.sign(sum) * Number.MAX_VALUE;
}

/** Deep equality of JSON values, whatever the order of keys. */
export function sameValue(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === right) return true;
  if (isArray(left)) {
    return isArray(right) && left.length === right.length && left.every((item, index) => sameValue(item, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameValue(left[key], right[key]))
  );
}

/** Whether two values are written alike, keys in the same order too. Parts that both have cost nothing. */
export function isWrittenAlike(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  if (one === other) return true;
  if (isArray(one)) {
    return isArray(other) && one.length === other.length && one.every((item, at) => isWrittenAlike(item, other[at]));
  }
  if (!isObject(one) || !isObject(other)) return false;
  const [entries, others] = [orderedEntries(one), orderedEntries(other)];
  return (
    entries.length === others.length &&
    entries.every(([key, value], at) => key === others[at]![0] && isWrittenAlike(value, others[at]![1]))
  );
}

/**
 * Negative, zero or positive as `left` sorts before, with or after `right`, by Unicode code point.
 */
export function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return weight(a) - weight(b);
  }
  return left.length - right.length;
}

/**
 * Surrogates stand for code points above every other UTF-16 unit, though their own numbers are
 * lower.
 */
function weight(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Maps every text in a value; keys stay. Copies only what changes. */
export function mapTexts(value: JsonValue, map: (text: string) => string): JsonValue {
  if (typeof value === 'string') return map(value);
  if (typeof value !== 'object' || value === null) return value;
  let changed = false;
  if (isArray(value)) {
    const items = value.map((item) => {
      const mapped = mapTexts(item, map);
      changed ||= mapped !== item;
      return mapped;
    });
    return changed ? items : value;
  }
  const object = value as JsonObject;
  const entries: [string, JsonValue][] = [];
  for (const key of Object.keys(object)) {
    const mapped = mapTexts(object[key]!, map);
    changed ||= mapped !== object[key];
    entries.push([key, mapped]);
  }
  return changed ? Object.fromEntries(entries) : value;
}

/** Far beyond what a template or pass needs, far below what would overflow the stack. */
export const DEEPEST_VALUE = 32;

/**
 * Whether a value is nested deeper than values may be: walking or printing it would overflow the
 * stack.
 */
export function isTooDeep(value: JsonValue, left = DEEPEST_VALUE): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return left === 0 || Object.values(value).some((item: JsonValue) => isTooDeep(item, left - 1));
}

/** Forms and old templates write truth as true, 1, "1" or "true". */
export function isTrue(value: JsonValue | undefined): boolean {
  return value === true || value === 1 || (typeof value === 'string' && /^(?:1|true|yes|on)$/i.test(value));
}

/** The boolean that links, forms and programs mean by a value; null for a value that means none. */
export function readTruth(value: JsonValue | undefined): boolean | null {
  if (isTrue(value)) return true;
  const isFalse = value === false || value === 0 || (typeof value === 'string' && /^(?:0|false|no|off)$/i.test(value));
  return isFalse ? false : null;
}
