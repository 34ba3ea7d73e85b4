// Converts values to the types that Wallet reads: true instead of "true", colours as rgb(), a
// number beside a number style. Values from links, forms and triggers are often texts. A value that
// cannot be converted is left out, because it would break the pass.
import { EVENT_LINKS, FLIGHT_LINKS } from '../rules/apple-keys.ts';
import { parseContainer } from '../rules/values/json-text.ts';
import { completeDate } from '../rules/values/pass-date.ts';
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
import { isTypedKey, moment, typedParts } from './typed-parts.ts';

/** How the values of a key are converted; the others are copied unchanged. */
type Kind = 'number' | 'truth' | 'date' | 'text' | 'list';

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
const TEXTS = [
  'logoText',
  'eventLogoText',
  'logoSymbolName',
  ...EVENT_LINKS,
  ...FLIGHT_LINKS,
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
const APPS = ['associatedStoreIdentifiers', 'auxiliaryStoreIdentifiers'];
const LISTS = ['dataDetectorTypes', ...APPS, 'preferredStyleSchemes'];

const KINDS = new Map<string, Kind>(
  Object.entries({ number: NUMBERS, truth: TRUTHS, date: DATES, text: TEXTS, list: LISTS }).flatMap(([kind, keys]) =>
    keys.map((key): [string, Kind] => [key, kind as Kind]),
  ),
);

/** Containers whose entries are converted. Apple's other containers are copied unchanged. */
export const SHAPED_CONTAINERS: ReadonlySet<string> = new Set(['barcode', 'locations', 'beacons', 'nfc']);

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
  }
  if (isTypedKey(key)) return typedParts(key, value, zone);
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
  if (!APPS.includes(key)) return items;
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
