// Reads JSON so that nothing is altered: a number that a double would round becomes its digits as
// text, keys whose order is shown keep it (key-order.ts), and half of a surrogate pair, which no
// reader of a pass accepts, is dropped.
import Big from 'big.js';
import { endOfText } from './json-marks.ts';
import { markSteps } from './key-order.ts';
import { atOnce, type Steps } from './steps.ts';
import { isArray, isObject, isTooDeep, type JsonObject, type JsonValue, mapTexts, readNumber } from './values.ts';

/**
 * More levels than any request needs. Functions that walk a value overflow the stack at some
 * thousands.
 */
export const DEEPEST_JSON = 100;
/**
 * More values than any request needs: a program with a thousand texts in each of ten languages has
 * far fewer.
 */
export const MOST_JSON_VALUES = 50_000;

/** A double prints 15 digits as they were written, so a shorter number is never rounded. */
const MAY_BE_ROUNDED = /[\d.]{16}|\d[eE][+-]?\d{3}/;
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

/** Thrown for JSON with more levels or values than a request may have; its message says which. */
export class JsonTooLarge extends Error {}

/**
 * Parses a JSON text. Throws JsonTooLarge before it builds anything, and SyntaxError for a text
 * that is no JSON.
 */
export function parseJsonText(text: string): JsonValue {
  return atOnce(jsonSteps(text));
}

/** The same in steps, each of which takes some ten milliseconds of a text of 8 MB. */
export function* jsonSteps(text: string): Steps<JsonValue> {
  requireBounded(text);
  yield;
  const value = JSON.parse(text) as JsonValue;
  yield;
  const quoted = yield* roundedSteps(yield* markSteps(text));
  yield;
  const exact = quoted === text ? value : (JSON.parse(quoted) as JsonValue);
  yield;
  return SURROGATE_ESCAPE.test(text) ? mapWellFormed(exact) : exact;
}

/**
 * The array or object of a JSON text; undefined for any other text, and for one nested too deep.
 */
export function parseContainer(text: string): readonly JsonValue[] | JsonObject | undefined {
  try {
    const value = parseJsonText(text);
    return (isArray(value) || isObject(value)) && !isTooDeep(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The same JSON, in which each number that a double would round stands in quotes. */
export function quoteRounded(text: string): string {
  return atOnce(roundedSteps(text));
}

function* roundedSteps(text: string): Steps<string> {
  const parts: string[] = [];
  let end = 0;
  let compared = 0;
  // A step may stand between two searches, so each of them says where it begins.
  for (let from = 0; ; ) {
    TEXT_OR_NUMBER.lastIndex = from;
    const found = TEXT_OR_NUMBER.exec(text);
    if (found === null) break;
    const [source] = found;
    from = TEXT_OR_NUMBER.lastIndex;
    if (source === '"') from = endOfText(text, found.index) + 1;
    else if (MAY_BE_ROUNDED.test(source)) {
      if (++compared % COMPARED_A_STEP === 0) yield;
      if (isExact(source, Number(source))) continue;
      parts.push(text.slice(end, found.index), `"${source}"`);
      end = from;
    }
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(end);
}

/** How many numbers are compared with their digits in one step. */
const COMPARED_A_STEP = 5000;

/** The beginning of a text, or a whole number. */
const TEXT_OR_NUMBER = /"|-?\d[\d.eE+-]*/g;

/**
 * Leaves a number beyond a double's range a number: it becomes infinite, which every reader
 * refuses.
 */
function isExact(source: string, value: number): boolean {
  if (!Number.isFinite(value)) return true;
  const [given, printed] = [plainDigits(source), plainDigits(String(value))];
  if (given !== null && printed !== null) return given === printed;
  try {
    return new Big(source).eq(new Big(value));
  } catch {
    return true;
  }
}

/** The digits of a number without zeros that say nothing; null for one with an exponent. */
function plainDigits(source: string): string | null {
  if (/[eE]/.test(source)) return null;
  const point = source.indexOf('.');
  let start = source.startsWith('-') ? 1 : 0;
  let end = source.length;
  while (point !== -1 && end > point && source.charCodeAt(end - 1) === ZERO) end--;
  if (end - 1 === point) end--;
  while (start < end && source.charCodeAt(start) === ZERO) start++;
  const digits = source.slice(start, end);
  return digits !== '' && source.startsWith('-') ? `-${digits}` : digits;
}

const ZERO = 48;

/** The digits of a number as JSON writes it, without an exponent; null for any other text. */
export function decimalText(text: string): string | null {
  if (readNumber(text) !== null) return text;
  return /^-?\d+(?:\.\d+)?[eE][+-]?\d{1,3}$/.test(text) ? new Big(text).toFixed() : null;
}

/**
 * The double nearest to a number that arrived as digits because a double rounds it; null for other
 * text.
 */
export function nearestDouble(text: string): number | null {
  const number = MAY_BE_ROUNDED.test(text) && text === text.trim() ? readNumber(text) : null;
  return number === null || isExact(text, number) ? null : number;
}

/** Drops each half of a surrogate pair that stands alone. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}+/gu, '');
}

/** Drops halves of surrogate pairs from keys and texts. */
export function mapWellFormed(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return Array.isArray(value) ? value.map(mapWellFormed) : mapTexts(value, wellFormed);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [wellFormed(key), mapWellFormed(item)]));
}

/**
 * Throws JsonTooLarge at the first level or value that is too much. Counts brackets and commas
 * outside texts. An expression finds them, because a loop over each character of a large text holds
 * up everybody else.
 */
function requireBounded(text: string): void {
  let depth = 0;
  let values = 0;
  let marks = 0;
  STRUCTURE.lastIndex = 0;
  while (STRUCTURE.test(text)) {
    const at = STRUCTURE.lastIndex - 1;
    const mark = text[at];
    marks++;
    if (mark === '"') STRUCTURE.lastIndex = endOfText(text, at) + 1;
    else if (mark === ',') values++;
    else if (mark === '{' || mark === '[') {
      depth++;
      if (depth > DEEPEST_JSON) throw new JsonTooLarge(`is nested too deep: at most ${DEEPEST_JSON} levels`);
    } else depth--;
    if (values >= MOST_JSON_VALUES || marks > MARKS_A_VALUE * MOST_JSON_VALUES) {
      throw new JsonTooLarge(`has too many values: at most ${MOST_JSON_VALUES}`);
    }
  }
}

const STRUCTURE = /["{}[\],]/g;
/** A key, a text or two brackets, and a comma: a text with more is no JSON. */
const MARKS_A_VALUE = 5;
