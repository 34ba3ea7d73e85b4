// Checks the parameters of this surface with zod. An issue's message says what would be right, to
// follow "must be"; `read` makes the sentence with the parameter's path.
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { suggestion } from '../../rules/diagnostics.ts';
import { isPassDate, normalDate } from '../../rules/values/pass-date.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../rules/values/values.ts';
import { choosing } from '../known-keys.ts';

/** In UTF-16 units: for names and ids, for one line on a pass, and for any longer text. */
export const LONGEST_NAME = 100;
export const LONGEST_LINE = 1000;
export const LONGEST_TEXT = 10_000;

/** A magic string of this surface, which has no value before the server renders a pass. */
const MAGIC = /[#$]?\{[^{}]+\}/;

export function hasMagic(value: string): boolean {
  return MAGIC.test(value);
}

export function text(longest: number) {
  const error = `a text of at most ${longest} characters`;
  return z.string({ error }).max(longest, { error });
}

/** A text that is not empty. */
export function filled(longest: number) {
  const error = `a text of 1 to ${longest} characters`;
  return z.string({ error }).min(1, { error }).max(longest, { error });
}

const REFERENCE = `letters and digits without spaces, at most ${LONGEST_NAME}`;
const MOMENT = 'a date and time with its zone, such as 2026-01-01T00:00:00Z';

/**
 * "The name must be alpha-numeric and cannot contain spaces"; later guides allow the underscore.
 */
export const reference = z
  .string({ error: REFERENCE })
  .regex(new RegExp(`^[A-Za-z0-9_]{1,${LONGEST_NAME}}$`), { error: REFERENCE });

export function whole(least: number, most: number) {
  const error = `a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

export function number(least: number, most: number) {
  const error = `a number from ${least} to ${most}`;
  return z.number({ error }).min(least, { error }).max(most, { error });
}

export const flag = z.boolean({ error: 'true or false' });

export function choice<const T extends readonly string[]>(words: T) {
  return z.enum(words, {
    error: ({ input }) =>
      `one of ${words.join(', ')}.${typeof input === 'string' ? suggestion(input, words) : ''}`.replace(/\.$/, ''),
  });
}

/** "ISO8601 datetime", with its zone. */
export const dateTime = z.string({ error: MOMENT }).refine((value) => isPassDate(value), { error: MOMENT });

/** A date of a pass. Answers have the pass's form of it, which is the one that Wallet reads. */
export const passDate = dateTime.overwrite(normalDate);

/** A date inside a design, where a magic string may replace it. */
export const magicDateTime = z
  .string({ error: MOMENT })
  .refine((value) => hasMagic(value) || isPassDate(value), { error: MOMENT })
  .overwrite(normalDate);

export const email = z.string({ error: 'an e-mail address' }).max(254, { error: 'an e-mail address' });

export function list<T extends z.ZodType>(item: T, what: string, most = 1000) {
  const error = `a JSON array of ${what}, at most ${most}`;
  return z.array(item, { error }).max(most, { error });
}

/** An object of known keys. The error for another key suggests the nearest known one. */
export function object<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape, {
    error: (zodIssue) =>
      zodIssue.code === 'unrecognized_keys' ? suggestion(zodIssue.keys[0]!, Object.keys(shape)) : 'a JSON object',
  });
}

/** An object whose keys the client chooses, at most `most` of them. */
export function record<T extends z.ZodType>(value: T, most = 1000) {
  const error = `a JSON object of at most ${most} keys`;
  return z
    .record(z.string(), value, { error: 'a JSON object' })
    .refine((given) => Object.keys(given).length <= most, { error });
}

/**
 * In characters of JSON. An object of any keys must be small, because every read of a template
 * loads it.
 */
const LONGEST_ANYTHING = 64 * 1024;
const ANYTHING = `a JSON object of at most ${LONGEST_ANYTHING / 1024} KiB`;

/** JSON.parse reads 1e999 as Infinity, which JSON cannot express. */
const jsonValue = z.unknown().refine((value) => z.json().safeParse(value).success, {
  error: 'JSON whose numbers are less than 1.8e308',
});

/** Any JSON object. Answers repeat the object as posted. */
export const anything = z
  .record(z.string(), jsonValue, { error: ANYTHING })
  .refine((value) => JSON.stringify(value).length <= LONGEST_ANYTHING, {
    error: ANYTHING,
  }) as unknown as z.ZodType<JsonObject>;

/**
 * Chooses one of several shapes by the value, so that an issue names a fault of the shape that the
 * client meant.
 */
export function either<T>(choose: (value: unknown) => z.ZodType<T>): z.ZodType<T> {
  const checked = z.unknown().superRefine((value, context) => {
    const result = choose(value).safeParse(value);
    for (const zodIssue of result.success ? [] : result.error.issues)
      context.issues.push({ ...zodIssue, input: value } as never);
  });
  return choosing(checked as unknown as z.ZodType<T>, choose);
}

/** An optional parameter. Null means the same as absent. */
export function optional<T extends z.ZodType>(schema: T) {
  return schema.nullish();
}

/** An optional choice. The guide's examples write "" for none. */
export function blank<T extends string>(schema: z.ZodType<T>) {
  return optional(either<T | ''>((value) => (value === '' ? z.literal('') : schema) as z.ZodType<T | ''>));
}

/**
 * Checks a body. Fails with `parameter_missing` and `parameter_invalid`; `field` is the path, such
 * as `passbook.header[0].format.type`.
 */
export function read<T>(schema: z.ZodType<T>, body: JsonValue, at = ''): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const { issues } = result.error;
  const zodIssue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]!;
  const path = zodIssue.path.map(String);
  if (zodIssue.code === 'unrecognized_keys') {
    const field = pathText(at, [...path, zodIssue.keys[0]!]);
    throw new AppError('parameter_invalid', { field, message: `There is no parameter ${field}.${zodIssue.message}` });
  }
  const field = pathText(at, path);
  const given = path.reduce<JsonValue | undefined>(itemAt, body);
  const isMissing = given === undefined || given === null;
  const name = field === '' ? 'The body' : field;
  throw new AppError(isMissing ? 'parameter_missing' : 'parameter_invalid', {
    ...(field === '' ? {} : { field }),
    message: sentence(
      isMissing ? `${name} is missing: give ${zodIssue.message}` : `${name} must be ${zodIssue.message}`,
    ),
  });
}

/** Finds an item by position or own key, but unlike a template's API path not by its `key`. */
function itemAt(value: JsonValue | undefined, step: string): JsonValue | undefined {
  if (isArray(value)) return value[Number(step)];
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** A text that ends in a question, as a suggestion does, needs no full stop. */
function sentence(text: string): string {
  return text.endsWith('?') ? text : `${text}.`;
}

function pathText(at: string, steps: readonly string[]): string {
  return steps.reduce((path, step) => {
    if (/^\d+$/.test(step)) return `${path}[${step}]`;
    return path === '' ? step : `${path}.${step}`;
  }, at);
}
