// Changes real inputs a little: a mutated template reaches code that a random text never reaches.
import { isArray, isObject, type JsonValue } from '../../src/rules/values/values.ts';
import type { Random } from './random.ts';

/** Texts that programs have stumbled over. */
export const HOSTILE: readonly string[] = [
  ...['', ' ', '0', '-0', '-1', '1e999', '1e-999', '0x10', 'NaN', 'Infinity', '9007199254740993', '1.', '.5', ',5'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then', 'length', 'null', 'undefined', 'true'],
  ...['\u0000', '\ud800', '\udc00', '\ufeff', '\u200b', '\u202e', '\u2028', 'e\u0301', '🎟', '👩‍👩‍👧', 'İ', 'ß', 'ﷺ'],
  ...[
    '\r\n',
    '\n',
    '\t',
    '\\',
    '\\u0000',
    '"',
    "'",
    '`',
    '<',
    '>',
    '&',
    '&amp;',
    '<script>',
    '<a href="',
    ']]>',
    '-->',
  ],
  ...['%', '%00', '%ZZ', '%C3%28', '%ud800', '+', '..', '../../', '/', '//', '?', '#', ';', ',', ':', '|', '*', '()'],
  ...['{', '}', '{{', '{}', '{clientHash}', '{hashedSerialNumber}', '{timestamp}', '{a}', '#{points}', '#{', '$'],
  ...[
    '[',
    ']',
    '[]',
    '[[[[',
    '{"a":',
    '{"a":"{a}"}',
    '=',
    '!',
    '(',
    ')',
    'AND',
    'OR',
    'isEmpty',
    'isSet',
    'registered',
  ],
  ...[
    'http://127.0.0.1/',
    'http://[::1]:80/',
    '//x',
    'javascript:alert(1)',
    'data:image/png;base64,AAAA',
    'a@b.example',
  ],
  ...[
    '2026-01-01T00:00:00Z',
    '9999-12-31T23:59:59+14:00',
    '+275760-09-13',
    'now',
    'rgb(1,2,3)',
    '#fff',
    '%@',
    'DELETE',
  ],
];

const SCALARS: readonly JsonValue[] = [
  ...[null, true, false, 0, -0, -1, 1.5, 1e21, 1e-7, 2 ** 31, 2 ** 53 + 2, 1e308, -1e308, 65_536],
  ...[[], {}, [[]], [null], { '': '' }, [{}], { a: { b: 'c' } }],
];

export function anyText(random: Random): string {
  if (random.chance(0.6)) return random.pick(HOSTILE);
  const length = random.chance(0.05) ? random.below(3000) : random.below(12);
  const end = random.pick([128, 256, 0xffff]);
  let text = '';
  for (let at = 0; at < length; at++) text += String.fromCharCode(random.below(end));
  return text;
}

export function anyValue(random: Random): JsonValue {
  return random.chance(0.5) ? anyText(random) : random.pick(SCALARS);
}

/** `others`: texts of the same kind, of which parts are put in. */
export function mutateText(random: Random, text: string, others: readonly string[] = []): string {
  let result = text;
  for (let left = 1 + random.below(3); left > 0; left--) result = mutateOnce(random, result, others);
  return result;
}

/** The longest text that a repetition makes, in characters; stops.ts measures the longer ones. */
const LONGEST = 6000;

function mutateOnce(random: Random, text: string, others: readonly string[]): string {
  const from = random.below(text.length + 1);
  const to = Math.min(text.length, from + 1 + random.below(random.chance(0.3) ? text.length + 1 : 8));
  const put = (middle: string, end = to) => text.slice(0, from) + middle + text.slice(end);
  switch (random.below(9)) {
    case 0:
      return put('');
    case 1:
      return put(anyText(random), from);
    case 2:
      return put(anyText(random));
    case 3:
      return put(text.slice(from, to).repeat(2 + random.below(3)));
    case 4: {
      const part = text.slice(from, to) || ' ';
      const most = random.chance(0.1) ? LONGEST : 100;
      return put(part.repeat(1 + random.below(Math.max(1, Math.floor(most / part.length)))));
    }
    case 5:
      return text.slice(0, from);
    case 6:
      return put(String.fromCharCode(random.below(random.pick([128, 0xffff]))), from + 1);
    case 7: {
      const other = others.length > 0 ? random.pick(others) : text;
      const start = random.below(other.length + 1);
      return put(other.slice(start, start + 1 + random.below(40)));
    }
    default:
      return random.chance(0.5) ? put(text.slice(from, to).toUpperCase()) : text.slice(from) + text.slice(0, from);
  }
}

const LENGTHS = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff];

export function mutateBytes(random: Random, bytes: Uint8Array, others: readonly Uint8Array[] = []): Buffer {
  let result = Buffer.from(bytes);
  for (let left = 1 + random.below(random.chance(0.2) ? 12 : 3); left > 0; left--) {
    const at = random.below(result.length + 1);
    const to = Math.min(result.length, at + 1 + random.below(16));
    switch (random.below(7)) {
      case 0:
        if (at < result.length) result[at] = result[at]! ^ (1 << random.below(8));
        break;
      case 1:
        if (at < result.length) result[at] = random.pick([0, 1, 10, 13, 32, 34, 45, 127, 128, 254, 255]);
        break;
      case 2:
        result = Buffer.concat([result.subarray(0, at), result.subarray(to)]);
        break;
      case 3:
        result = Buffer.concat([result.subarray(0, to), result.subarray(at)]);
        break;
      case 4:
        if (at + 4 <= result.length) {
          const length = random.pick(LENGTHS);
          if (random.chance(0.5)) result.writeUInt32LE(length, at);
          else result.writeUInt32BE(length, at);
        }
        break;
      case 5:
        if (random.chance(0.3)) result = result.subarray(0, at);
        break;
      default: {
        const other = others.length > 0 ? random.pick(others) : bytes;
        const start = random.below(other.length + 1);
        result = Buffer.concat([
          result.subarray(0, at),
          other.subarray(start, start + random.below(64)),
          result.subarray(to),
        ]);
      }
    }
  }
  return result;
}

/** `others`: values of the same kind, of which parts are put in. */
export function mutateJson(random: Random, value: JsonValue, others: readonly JsonValue[] = []): JsonValue {
  let result = value;
  for (let left = 1 + random.below(4); left > 0; left--) {
    const place = randomPlace(random, result);
    result = changeAt(result, place, (inner) => mutateNode(random, inner, others));
  }
  return result;
}

function mutateNode(random: Random, inner: JsonValue, others: readonly JsonValue[]): JsonValue | undefined {
  switch (random.below(10)) {
    case 0:
      return undefined;
    case 1:
      return anyValue(random);
    case 2:
      return [inner, inner];
    case 3:
      return wrapped(inner, random.chance(0.1) ? 120 : 1 + random.below(3), random);
    case 4: {
      const other = others.length > 0 ? random.pick(others) : inner;
      return valueAt(other, randomPlace(random, other));
    }
    case 5:
      if (isObject(inner)) return Object.fromEntries([...Object.entries(inner), [anyText(random), anyValue(random)]]);
      if (isArray(inner)) return [...inner, ...inner, anyValue(random)];
      return JSON.stringify(inner);
    case 6:
      if (!isObject(inner)) return JSON.stringify(inner);
      return Object.fromEntries(
        Object.entries(inner).map(([key, item]) => [random.chance(0.2) ? mutateText(random, key) : key, item]),
      );
    default:
      if (typeof inner === 'string') return mutateText(random, inner);
      if (typeof inner === 'number') return inner * random.pick([-1, 0, 1e9, 0.1, 1e300]);
      return typeof inner === 'object' && inner !== null ? inner : anyValue(random);
  }
}

function wrapped(value: JsonValue, levels: number, random: Random): JsonValue {
  let result = value;
  for (let level = 0; level < levels; level++) result = random.chance(0.5) ? [result] : { PSValue: result };
  return result;
}

/** A path from the root to some node. */
function randomPlace(random: Random, root: JsonValue): readonly string[] {
  const places: string[][] = [];
  const visit = (value: JsonValue, place: string[]) => {
    places.push(place);
    if (typeof value !== 'object' || value === null || place.length > 20) return;
    for (const [key, item] of Object.entries(value)) visit(item, [...place, key]);
  };
  visit(root, []);
  return random.pick(places);
}

function valueAt(root: JsonValue, place: readonly string[]): JsonValue {
  return place.reduce<any>((value, key) => value[key], root);
}

/** A copy in which the node at `place` is another one, or is left out. */
function changeAt(
  root: JsonValue,
  place: readonly string[],
  change: (inner: JsonValue) => JsonValue | undefined,
): JsonValue {
  const [key, ...rest] = place;
  if (key === undefined) return change(root) ?? null;
  const entries = Object.entries(root as object).flatMap(([name, item]): [string, JsonValue][] => {
    if (name !== key) return [[name, item]];
    if (rest.length > 0) return [[name, changeAt(item, rest, change)]];
    const changed = change(item);
    return changed === undefined ? [] : [[name, changed]];
  });
  return isArray(root) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}
