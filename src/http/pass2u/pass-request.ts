// Checks the body of "Create pass" and "Update pass": every key of the guide with its type, its
// length and how many there may be.
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { PassRequest } from '../../operations/models/model-fields.ts';
import { isPassDate } from '../../rules/values/pass-date.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { BARCODE_ENCODINGS, OLD_BARCODE_FORMATS, OLD_IMAGE_SLOTS } from '../../rules/vocabulary.ts';
import type { Warn } from '../answer-warnings.ts';
import { orNumber, withKnownKeys } from '../known-keys.ts';

const MISSING = 'is missing';
/** The message for an absent value or one of another type. */
const must = (sentence: string) => ({
  error: ({ input }: { readonly input?: unknown }) => (input === undefined ? MISSING : sentence),
});

const text = (most: number) => z.string(must('must be a text')).max(most, `may have at most ${most} characters`);
const number = z.number(must('must be a number'));
const truth = z.boolean('must be true or false');
/** The default limit is as many items as a pass can have anyway. */
const list = <T extends z.ZodType>(item: T, most = 1000) =>
  z.array(item, 'must be an array').max(most, `may have at most ${most} ${most === 1 ? 'item' : 'items'}`);

/** Accepts an empty text, which the guide allows on purpose in place of a date or a colour. */
const orEmpty = (accepts: (value: string) => boolean) => (value: string) => value === '' || accepts(value);

const date = text(30).refine(
  orEmpty((value) => isPassDate(value) && /T\d\d:\d\d:\d\d/.test(value)),
  'must be a date and time with seconds and zone, such as 2018-10-18T16:53:00+08:00',
);

const colour = (most: number) =>
  text(most).refine(orEmpty(isTriple), 'must be an RGB triple with parts from 0 to 255, such as rgb(23, 187, 82)');

function isTriple(value: string): boolean {
  const parts = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/i.exec(value)?.slice(1);
  return parts?.every((part) => Number(part) <= 255) ?? false;
}

const whole = (largest: number) =>
  z
    .number('must be a number')
    .int('must be a whole number')
    .min(0, 'must not be negative')
    .max(largest, `must be at most ${largest}`);

const LARGEST_16_BITS = 65_535;
const ELEVEN_DIGITS = 99_999_999_999;
const MOST_PLACES = 10;

const IMAGE = z.strictObject(
  {
    type: text(35).pipe(z.enum(OLD_IMAGE_SLOTS, `must be one of ${OLD_IMAGE_SLOTS.join(', ')}`)),
    hex: text(50).regex(/^[0-9a-f]{40}$/i, 'must be the 40 hexadecimal digits that "Upload image" answered'),
  },
  must('must be an object'),
);

const BEACON = z.strictObject(
  {
    major: whole(LARGEST_16_BITS).optional(),
    minor: whole(LARGEST_16_BITS).optional(),
    /** The guide misspells `minor`, and programs repeat the misspelling. */
    minjor: whole(LARGEST_16_BITS).optional(),
    proximityUUID: text(36).regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'must be a UUID'),
    relevantText: text(255).optional(),
  },
  must('must be an object'),
);

const degrees = (most: number) => number.min(-most, `must be at least -${most}`).max(most, `must be at most ${most}`);

const LOCATION = z.strictObject(
  {
    altitude: number.optional(),
    latitude: degrees(90),
    longitude: degrees(180),
    relevantText: text(255).optional(),
  },
  must('must be an object'),
);

const BARCODE = z.strictObject(
  {
    message: orNumber(text(7089)).optional(),
    altText: orNumber(text(35)).optional(),
    // Programs send this key and messageEncoding, although the guide lacks them.
    format: text(35)
      .pipe(z.enum(OLD_BARCODE_FORMATS, `must be one of ${OLD_BARCODE_FORMATS.join(', ')}`))
      .optional(),
    messageEncoding: text(35)
      .refine(isEncoding, `must be one of ${BARCODE_ENCODINGS.join(', ')}`)
      .optional(),
  },
  must('must be an object'),
);

function isEncoding(name: string): boolean {
  return BARCODE_ENCODINGS.some((known) => known === name.toLowerCase());
}

const FIELD = z.strictObject(
  {
    key: text(100).min(1, 'must not be empty'),
    label: orNumber(text(150)).optional(),
    value: z
      .union([z.string(), z.number()], 'must be a text or a number')
      .refine((value) => String(value).length <= 5000, 'may have at most 5000 characters')
      .optional(),
    changeMessage: text(80)
      .refine(
        orEmpty((value) => value.includes('%@')),
        'must contain %@, in whose place the new value is shown',
      )
      .optional(),
  },
  must('must be an object'),
);

export const REQUEST = z.strictObject({
  description: text(255).optional(),
  organizationName: text(100).optional(),
  passcode: text(100).optional(),
  /** The guide lacks this address, to which every surface that creates passes mails the link. */
  recoveryEmail: text(254).optional(),
  associatedStoreIdentifiers: list(whole(ELEVEN_DIGITS), 1).optional(),
  appLaunchURL: text(255).optional(),
  associatedPlayIdentifiers: list(text(255), 1).optional(),
  androidAppLaunchURL: text(255).optional(),
  expirationDate: date.optional(),
  voided: truth.optional(),
  maxDistance: number.min(0, 'must not be negative').optional(),
  relevantDate: date.optional(),
  backgroundColor: colour(18).optional(),
  foregroundColor: colour(30).optional(),
  groupingIdentifier: text(50).optional(),
  labelColor: colour(18).optional(),
  logoText: text(35).optional(),
  sharingProhibited: truth.optional(),
  images: list(IMAGE)
    .refine((images) => areDifferent(images.map(({ type }) => type)), 'must have each type once')
    .optional(),
  beacons: list(BEACON, MOST_PLACES).optional(),
  locations: list(LOCATION, MOST_PLACES).optional(),
  // The guide's table says an array, its example has an object.
  barcode: z.preprocess((value) => (Array.isArray(value) && value.length === 1 ? value[0] : value), BARCODE).optional(),
  fields: list(FIELD)
    .refine((fields) => areDifferent(fields.map(({ key }) => key)), 'must have each key once')
    .optional(),
});

function areDifferent(words: readonly string[]): boolean {
  return new Set(words).size === words.length;
}

/**
 * Checks a body and names unknown keys in a warning. Fails with `parameter_missing`,
 * `parameter_invalid`, naming the key.
 */
export function readPassRequest(body: JsonObject, warn: Warn): PassRequest {
  const result = REQUEST.safeParse(withKnownKeys(REQUEST, body, { warn }));
  if (!result.success) throw errorOf(result.error.issues[0]!);
  const { beacons, ...request } = result.data;
  // The schema has checked every key, so the request contains only JSON.
  return (beacons === undefined ? request : { ...request, beacons: beacons.map(withMinor) }) as PassRequest;
}

function withMinor({ minjor, ...beacon }: z.infer<typeof BEACON>) {
  return minjor === undefined || beacon.minor !== undefined ? beacon : { ...beacon, minor: minjor };
}

function errorOf(zodIssue: z.core.$ZodIssue): AppError {
  const field = nameOf(zodIssue.path);
  const code = zodIssue.message === MISSING ? 'parameter_missing' : 'parameter_invalid';
  return new AppError(code, { field, message: `${field} ${zodIssue.message}.` });
}

/** Writes a path as `fields[0].value`. */
function nameOf(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}
