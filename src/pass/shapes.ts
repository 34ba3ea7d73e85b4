// Converts values to the types that Wallet reads: true instead of "true", colours as rgb(), a
// number beside a number style. Values from links, forms and triggers are often texts. A value that
// cannot be converted is left out, because it would break the pass.
import colorString from 'color-string';
import { parseContainer } from '../rules/values/json-text.ts';
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
import { type BARCODE_ENCODINGS, PART_KEYS } from '../rules/vocabulary.ts';

/** How the values of a key are converted; the others are copied unchanged. */
type Kind = 'number' | 'truth' | 'date' | 'dated' | 'text' | 'list';

const NUMBERS = ['latitude', 'longitude', 'altitude', 'maxDistance', 'major', 'minor', 'row'];
const TRUTHS = [
  'voided',
  'isRelative',
  'ignoresTimeZone',
  'suppressStripShine',
  'sharingProhibited',
  'suppressHeaderDarkening',
  'useAutomaticColors',
  'requiresAuthentication',
];
const DATES = ['expirationDate', 'relevantDate'];
/** Containers that are copied, apart from their dates. */
const DATED = ['semantics', 'relevantDates', 'upcomingPassInformation'];
const TEXTS = [
  'logoText',
  'groupingIdentifier',
  'appLaunchURL',
  'label',
  'changeMessage',
  'textAlignment',
  'currencyCode',
  'dateStyle',
  'timeStyle',
  'numberStyle',
  'message',
  'altText',
  'relevantText',
  'proximityUUID',
  'encryptionPublicKey',
];
const LISTS = ['dataDetectorTypes', 'associatedStoreIdentifiers', 'preferredStyleSchemes'];

const KINDS = new Map<string, Kind>(
  Object.entries({ number: NUMBERS, truth: TRUTHS, date: DATES, dated: DATED, text: TEXTS, list: LISTS }).flatMap(
    ([kind, keys]) => keys.map((key): [string, Kind] => [key, kind as Kind]),
  ),
);

/** Containers whose entries are converted. Apple's other containers are copied unchanged. */
export const SHAPED_CONTAINERS: ReadonlySet<string> = new Set(['barcode', 'locations', 'beacons', 'nfc']);

/** A CSS colour as `rgb(r, g, b)`; null for a text that is not a colour. */
export function colour(text: string): string | null {
  if (text === '') return null;
  const rgb = colorString.get.rgb(text.trim().toLowerCase());
  return rgb === null ? null : `rgb(${rgb.slice(0, 3).map(Math.round).join(', ')})`;
}

/**
 * Converts the value of a key of pass.json, also inside the containers; undefined: leave the key
 * out. `zone` is the time zone of dates without one.
 */
export function shaped(key: string, value: JsonValue, zone: string): JsonValue | undefined {
  if (value === null) return undefined;
  switch (KINDS.get(key)) {
    case 'text':
      return toText(value);
    case 'number':
      return readAsNumber(value) ?? undefined;
    case 'truth':
      return isTrue(value);
    case 'date':
      return moment(value, zone);
    case 'list':
      return list(key, value);
    case 'dated': {
      const shape = dated(value, zone);
      return key === 'relevantDates' && isArray(shape) ? shape.filter(hasDate) : shape;
    }
  }
  if (!SHAPED_CONTAINERS.has(key)) return value;
  const part = key as Part;
  if (isObject(value)) return shapedEntries(onlyKeys(part, value), zone);
  if (!isArray(value)) return value;
  const items = value.filter(isObject).map((item) => shapedEntries(onlyKeys(part, item), zone));
  if (key !== 'locations') return items;
  return items.filter((item) => typeof item.latitude === 'number' && typeof item.longitude === 'number');
}

type Part = keyof typeof PART_KEYS;

const KEYS_OF = Object.fromEntries(
  Object.entries(PART_KEYS).map(([part, keys]) => [part, new Set<string>(keys)]),
) as unknown as Readonly<Record<Part, ReadonlySet<string>>>;

/** A part of pass.json without the keys that Apple does not have there. */
export function onlyKeys(part: Part, value: JsonObject): JsonObject {
  const known = KEYS_OF[part];
  if (Object.keys(value).every((key) => known.has(key))) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => known.has(key)));
}

/**
 * A date with a time. Undefined for a day alone, because it leaves open whether a pass expires at
 * its beginning or its end.
 */
function moment(value: JsonValue, zone: string): string | undefined {
  const date = typeof value === 'string' ? completeDate(value, zone) : null;
  return date === null || date.isDay ? undefined : date.date;
}

/**
 * The same value with its dates as Wallet reads them. A date that Wallet could not read is left
 * out; magic strings and old rows may come to one.
 */
function dated(value: JsonValue, zone: string): JsonValue {
  if (isArray(value)) return value.map((item) => dated(item, zone));
  if (!isObject(value)) return value;
  const entries: Record<string, JsonValue> = {};
  const { dateStyle, timeStyle } = value;
  for (const [name, item] of Object.entries(value)) {
    const shape = isDateKey(name) && item !== null ? moment(item, zone) : dated(item, zone);
    const isShown = name === 'value' && (hasText(dateStyle) || hasText(timeStyle));
    if (shape !== undefined) define(entries, name, isShown ? (moment(shape, zone) ?? shape) : shape);
  }
  return entries;
}

/** An entry of relevantDates that lost its date says nothing. */
function hasDate(entry: JsonValue): boolean {
  return isObject(entry) && Object.keys(entry).some(isDateKey);
}

function shapedEntries(value: JsonObject, zone: string): Record<string, JsonValue> {
  const entries: Record<string, JsonValue> = {};
  for (const name of Object.keys(value)) {
    const shape = shaped(name, value[name]!, zone);
    if (shape !== undefined) define(entries, name, shape);
  }
  return entries;
}

/**
 * Converts a field. It always has a value; number and date styles stay only beside a value that
 * they can format, and a date gets the zone that Wallet needs. A day alone is the same day wherever
 * the phone is, unless the field sets ignoresTimeZone, and shows no time.
 */
export function fieldShape(field: JsonObject, zone: string): JsonObject {
  const shape = shapedEntries(field, zone);
  const value = shape.value ?? '';
  shape.value = typeof value === 'boolean' || typeof value === 'object' ? toText(value) : value;
  if (hasText(shape.numberStyle) || hasText(shape.currencyCode)) {
    const number = readAsNumber(shape.value);
    if (number === null) drop(shape, 'numberStyle', 'currencyCode');
    else shape.value = number;
  }
  if (hasText(shape.dateStyle) || hasText(shape.timeStyle)) {
    const date = typeof shape.value === 'string' ? completeDate(shape.value, zone) : null;
    if (date === null) drop(shape, 'dateStyle', 'timeStyle', 'isRelative', 'ignoresTimeZone');
    else {
      shape.value = date.date;
      if (date.isDay) {
        shape.ignoresTimeZone ??= true;
        if (hasText(shape.dateStyle)) shape.timeStyle = 'PKDateStyleNone';
      }
    }
  }
  for (const key of LEFT_OUT_WHEN_EMPTY) if (shape[key] === '') delete shape[key];
  return shape;
}

const LEFT_OUT_WHEN_EMPTY = [
  'label',
  'changeMessage',
  'attributedValue',
  'textAlignment',
  'numberStyle',
  'currencyCode',
  'dateStyle',
  'timeStyle',
] as const;

function hasText(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value !== '';
}

function drop(shape: Record<string, JsonValue>, ...keys: string[]): void {
  for (const key of keys) delete shape[key];
}

function readAsNumber(value: JsonValue): number | null {
  return typeof value === 'number' ? value : typeof value === 'string' ? readNumber(value) : null;
}

function list(key: string, value: JsonValue): JsonValue {
  const items = isArray(value) ? value : splitList(toText(value));
  if (key !== 'associatedStoreIdentifiers') return items;
  return items.map(readAsNumber).filter((item) => item !== null);
}

/** Reads a list from text: JSON, or words between commas. */
function splitList(text: string): readonly JsonValue[] {
  if (text.trim() === '') return [];
  const value = parseContainer(text);
  if (isArray(value)) return value;
  return text.split(',').map((item) => item.trim());
}

/** The largest character code of the encodings that have one byte a character. */
const LARGEST_CODE = new Map<string, number>([
  ['iso-8859-1', 0xff],
  ['latin1', 0xff],
  ['ascii', 0x7f],
  ['us-ascii', 0x7f],
] satisfies [(typeof BARCODE_ENCODINGS)[number], number][]);

/** Whether a barcode message can be written in an encoding that scanners read byte by byte. */
export function isEncodable(message: string, encoding: string): boolean {
  const largest = LARGEST_CODE.get(encoding.toLowerCase());
  if (largest === undefined) return true;
  // Read code units: both halves of a pair are larger than any of these codes.
  for (let index = 0; index < message.length; index++) if (message.charCodeAt(index) > largest) return false;
  return true;
}
