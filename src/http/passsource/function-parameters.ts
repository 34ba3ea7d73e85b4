// Checks the parameters of API functions with zod; errors name the parameter. The schemas accept
// more than the documents (meta) say: numbers as text, booleans as PHP writes them.
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { ACCESS_TYPES, type AccessType, accessTypeNamed, SCAN, TRIGGER_EVENTS } from '../../rules/passes/facts.ts';
import { parseJsonText } from '../../rules/values/json-text.ts';
import { isObject, isTrue, type JsonObject, type JsonValue } from '../../rules/values/values.ts';
import type { Parameters } from '../parameters.ts';

const NO_TEXT = {
  error: ({ input }: { readonly input?: unknown }) =>
    input instanceof Uint8Array ? 'must be text in UTF-8, not other bytes' : 'must be a text',
};

/** Text; a number becomes its digits. An empty text counts as absent. */
const text = z
  .union([z.string(), z.number()], NO_TEXT)
  .transform((value) => String(value).trim())
  .refine((value) => value !== '', 'must not be empty')
  .meta({ type: 'string' });

const flag = z
  .union([z.boolean(), z.number(), z.string()], 'must be true or false')
  .transform((value) => isTrue(value))
  .meta({ type: 'boolean' });

const whole = z
  .union([z.number(), z.string()], 'must be a whole number')
  .transform((value) => (typeof value === 'string' && /^\s*-?\d{1,9}\s*$/.test(value) ? Number(value) : value))
  .pipe(z.number('must be a whole number').int('must be a whole number'))
  .meta({ type: 'integer' });

// Not every number up to the highest is one.
const accessNumber = `must be one of ${ACCESS_TYPES.join(', ')}`;
const accessType = z
  .union([z.number(), z.string()], accessNumber)
  // Accept the guide's numbers, and the names of their triggers.
  .transform((value) => accessTypeNamed(String(value)))
  .refine((value): value is AccessType => value !== null, `${accessNumber}, such as ${SCAN} for a scan`)
  .meta({ type: ['integer', 'string'], enum: [...ACCESS_TYPES, ...TRIGGER_EVENTS] });

/** A JSON object, or its text as a form field carries it. */
const object = z
  .unknown()
  .transform((value) => (typeof value === 'string' ? parseObject(value) : value))
  .refine((value): value is JsonObject => isObject(value as JsonValue), 'must be a JSON object')
  .meta({ type: 'object', additionalProperties: true });

function parseObject(source: string): unknown {
  try {
    return parseJsonText(source);
  } catch {
    return source;
  }
}

/** A text that is not trimmed. */
const secret = z.union([z.string(), z.number()], NO_TEXT).transform(String).meta({ type: 'string' });

export const shapes = { text, secret, flag, whole, accessType, object };

/**
 * Reads a function's parameters. Fails with `parameter_missing` and `parameter_invalid`, naming the
 * parameter.
 */
export function read<T extends z.ZodRawShape>(schema: z.ZodObject<T>, parameters: Parameters): z.infer<z.ZodObject<T>> {
  const present = Object.values(parameters).some(isAbsent)
    ? Object.fromEntries(Object.entries(parameters).filter(([, value]) => !isAbsent(value)))
    : parameters;
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const zodIssue = result.error.issues[0]!;
  const field = String(zodIssue.path[0] ?? '');
  if (!Object.hasOwn(present, field)) {
    throw new AppError('parameter_missing', { field, message: `The parameter ${field} is missing.` });
  }
  throw new AppError('parameter_invalid', { field, message: `${field} ${zodIssue.message}.` });
}

function isAbsent(value: Parameters[string]): boolean {
  return value === '' || value === null;
}

/** The API paths among the parameters: whatever is none of the function's or page's own. */
export function pathParameters(parameters: Parameters, own: readonly string[]): Parameters {
  const entries = Object.entries(parameters).filter(([name]) => !own.includes(name));
  return Object.fromEntries(entries);
}
