// Prepares a body for its schema: removes the keys of answers that no call can set, so that a
// client may read an object, change it and send it back.
import type { z } from 'zod';
import { AppError } from '../../errors.ts';
import { suggestion } from '../../rules/diagnostics.ts';
import { isObject, type JsonObject } from '../../rules/values/values.ts';
import { withKnownKeys } from '../known-keys.ts';
import type { Call } from './endpoint.ts';
import { FILE_KEYS } from './passbook-schema.ts';

/** Reduces a body to the keys that its schema knows. A warning names the other keys. */
export function known({ warn }: Pick<Call, 'warn'>, schema: z.ZodType, body: JsonObject): JsonObject {
  return withKnownKeys(schema, body, { warn }) as JsonObject;
}

/** The object without some of its keys. */
export function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** The key with its value; empty when the value is absent or null. */
export function present(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return value === undefined || value === null ? {} : { [key]: value };
}

/** A template without the names of its files, wherever answers have them. */
export function withoutFileNames(body: JsonObject): JsonObject {
  const bare = (value: unknown) => (isObject(value as JsonObject) ? without(value as JsonObject, FILE_KEYS) : value);
  const parts = Object.entries(body).map(([key, value]) => {
    if (key === 'passbook' || key === 'passbookRedeem') return [key, bare(value)];
    const isLanguages = (key === 'passbookLang' || key === 'passbookLangRedeem') && isObject(value);
    return [
      key,
      isLanguages ? Object.fromEntries(Object.entries(value).map(([code, own]) => [code, bare(own)])) : value,
    ];
  });
  return Object.fromEntries(parts) as JsonObject;
}

/** Refuses another value: "Note that this cannot be changed." Fails with `parameter_invalid`. */
export function requireSame(body: JsonObject, key: string, present: string): void {
  const given = body[key];
  if (given === undefined || given === null || given === present) return;
  const message = `${key} is "${present}" and cannot be changed; leave it out.`;
  throw new AppError('parameter_invalid', { field: key, message });
}

/** A parameter of the query. Fails with `parameter_missing`. */
export function requireQuery({ query }: Pick<Call, 'query'>, key: string): string {
  const value = query[key];
  if (value) return value;
  throw new AppError('parameter_missing', { field: key, message: `${key} is missing from the query.` });
}

/** Refuses a part of a form that is none of the known. Fails with `parameter_invalid`. */
export function refusePart(name: string, known: readonly string[]): never {
  const message = `The form has a part "${name}", which is none of ${known.join(', ')}.${suggestion(name, known)}`;
  throw new AppError('parameter_invalid', { field: name, message });
}

/** Formats a time in ISO 8601, UTC, to the millisecond. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
