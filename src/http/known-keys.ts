// Brings the keys of a JSON body to those that a schema knows, as programs in Go and Java read
// them: a key in another case counts, and an unknown one is ignored and named in a warning.
import { z } from 'zod';
import { suggestion } from '../rules/diagnostics.ts';
import { nearestDouble } from '../rules/values/json-text.ts';
import { define } from '../rules/values/tree.ts';
import { isArray, isObject, type JsonValue, numberText } from '../rules/values/values.ts';
import type { Warn } from './answer-warnings.ts';

/** Schemas that choose another one by the value, which zod shows nothing of. */
const CHOICES = new WeakMap<z.ZodType, (value: unknown) => z.ZodType>();
const NUMBERS_TOO = new WeakSet<z.ZodType>();

/** Registers the function that chooses the schema of a value, for `withKnownKeys`. */
export function choosing<T extends z.ZodType>(schema: T, choose: (value: unknown) => z.ZodType): T {
  CHOICES.set(schema, choose);
  return schema;
}

/** Marks a schema of a text that also accepts a number, as its digits. */
export function orNumber<T extends z.ZodType>(schema: T): T {
  NUMBERS_TOO.add(schema);
  return schema;
}

export interface Reading {
  readonly warn: Warn;
}

/**
 * The value with the keys that the schema knows. `at` begins the names in warnings: `passes[1]`.
 */
export function withKnownKeys(schema: z.ZodType, value: JsonValue, reading: Reading, at = ''): JsonValue {
  const inner = unwrapped(schema, value);
  if (inner instanceof z.ZodObject && isObject(value)) return knownKeys(inner, value, reading, at);
  if (isArray(value) && (inner instanceof z.ZodArray || inner instanceof z.ZodObject)) {
    // Some guides show an object in an array of its own.
    const item = inner instanceof z.ZodArray ? (inner.element as z.ZodType) : inner;
    return value.map((each, index) => withKnownKeys(item, each, reading, `${at}[${index}]`));
  }
  if (inner instanceof z.ZodRecord && isObject(value)) {
    const entries = Object.entries(value).map(([key, item]): [string, JsonValue] => [
      key,
      withKnownKeys(inner.valueType as z.ZodType, item, reading, nameOf(at, key)),
    ]);
    return Object.fromEntries(entries);
  }
  if (typeof value === 'number' && NUMBERS_TOO.has(inner) && Number.isFinite(value)) return numberText(value);
  // A number in Wallet is a double too, such as a latitude.
  return inner instanceof z.ZodNumber && typeof value === 'string' ? (nearestDouble(value) ?? value) : value;
}

function unwrapped(schema: z.ZodType, value: JsonValue): z.ZodType {
  const choose = CHOICES.get(schema);
  if (choose !== undefined) return unwrapped(choose(value), value);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return unwrapped(schema.unwrap() as z.ZodType, value);
  }
  if (!(schema instanceof z.ZodPipe)) return schema;
  return unwrapped((schema.in instanceof z.ZodTransform ? schema.out : schema.in) as z.ZodType, value);
}

/** A key in the guide's spelling has precedence over one in another case. */
function knownKeys(
  { shape }: z.ZodObject,
  value: Readonly<Record<string, JsonValue>>,
  reading: Reading,
  at: string,
): JsonValue {
  const names = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]));
  const known: Record<string, JsonValue> = {};
  for (const [key, item] of Object.entries(value)) {
    const name = Object.hasOwn(shape, key) ? key : names.get(key.toLowerCase());
    if (name === undefined) {
      const near = suggestion(key, names.values());
      reading.warn(`There is no parameter ${nameOf(at, key.slice(0, 100))}, so it was ignored.${near}`);
      continue;
    }
    if (name !== key && Object.hasOwn(value, name)) continue;
    define(known, name, withKnownKeys(shape[name] as z.ZodType, item, reading, nameOf(at, name)));
  }
  return known;
}

function nameOf(at: string, key: string): string {
  return at === '' ? key : `${at}.${key}`;
}
