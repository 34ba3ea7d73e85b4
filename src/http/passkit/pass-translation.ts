// Translates a posted pass into API paths of its template: dynamic keys are additional properties,
// the rest are places of pass.json. Curly brackets in posted values are data, so they never expand.
import { AppError } from '../../errors.ts';
import { suggestion } from '../../rules/diagnostics.ts';
import { propertyPath } from '../../rules/paths/paths.ts';
import { LARGEST_PASS } from '../../rules/paths/writes.ts';
import { literal } from '../../rules/values/literal.ts';
import { normalDate } from '../../rules/values/pass-date.ts';
import { define } from '../../rules/values/tree.ts';
import type { JsonObject, JsonValue } from '../../rules/values/values.ts';
import { type ImageSlot, OLD_IMAGE_SLOTS } from '../../rules/vocabulary.ts';
import type { Warn } from '../answer-warnings.ts';
import { isGroup } from './field-schema.ts';
import { type OwnBackFields, structureOf } from './field-translation.ts';
import type { PassBody } from './pass-schema.ts';
import { sharedOf } from './passbook-translation.ts';
import { LONGEST_TEXT } from './shapes.ts';
import { IS_REDEEMED, keyProblem, keyValue, type Template } from './template-schema.ts';

export interface PassReading {
  /** The pass's place in a batch, for messages. */
  readonly at: string;
  readonly warn: Warn;
  /** The undeclared keys for which the template accepts data. */
  readonly open: readonly string[];
}

/**
 * The API paths that a body sets; an image is its content hash. Fails with `parameter_invalid`,
 * naming the parameter.
 */
export function pathsOf(body: PassBody, template: Template, { at, warn, open }: PassReading): JsonObject {
  const { dynamicData, dynamicImages, dynamicBackfields, passbook, expiryDate, isVoided, isRedeemed } = body;
  return {
    ...dataOf(dynamicData ?? {}, template, { at: `${at}dynamicData`, warn, open }),
    ...imagesOf(dynamicImages?.passbook ?? {}, template, `${at}dynamicImages.passbook`),
    ...(dynamicBackfields ? backOf(dynamicBackfields, template, `${at}dynamicBackfields`) : {}),
    ...(passbook ? (literal(sharedOf(passbook)) as JsonObject) : {}),
    ...(expiryDate === undefined ? {} : { expirationDate: expiryDate }),
    ...(isVoided === undefined || isVoided === null ? {} : { voided: isVoided }),
    ...(isRedeemed === undefined || isRedeemed === null ? {} : { [IS_REDEEMED]: isRedeemed }),
  };
}

/**
 * Checks data by the template: "You need to cross check the template and see if the data type is
 * valid." Null removes a value. A warning names an unknown key that may be a slip.
 */
function dataOf(
  data: Readonly<Record<string, unknown>>,
  { name, dynamicKeys }: Template,
  { at, warn, open }: PassReading,
): JsonObject {
  const keys = new Map((dynamicKeys ?? []).map((key) => [key.key, key]));
  const own: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(data)) {
    const known = keys.get(key);
    if (known === undefined && open.includes(key)) {
      define(own, propertyPath(key), literal(value as JsonValue));
      continue;
    }
    if (known === undefined) {
      const meant = suggestion(key, keys.keys());
      const unknown = `The template ${name} has no dynamic key ${at}.${key.slice(0, 100)}; the value is stored all the same.`;
      if (meant !== '') warn(unknown + meant);
      continue;
    }
    const problem = value === null ? null : keyProblem(known.type, value);
    if (problem !== null)
      throw refuse(`${at}.${key}`, `${at}.${key} must be ${problem}, because its type is ${known.type}.`);
    if (typeof value === 'string' && value.length > LONGEST_TEXT) {
      throw refuse(`${at}.${key}`, `${at}.${key} must be a text of at most ${LONGEST_TEXT} characters.`);
    }
    const read = keyValue(known.type, value as JsonValue);
    const isDate = known.type === 'dateTime' && typeof read === 'string';
    define(own, propertyPath(key), literal(isDate ? normalDate(read) : read));
  }
  const others = Object.entries(data).filter(([key]) => !keys.has(key) && !open.includes(key));
  if (JSON.stringify(others).length > LARGEST_PASS) {
    throw refuse(at, `${at} holds more than ${LARGEST_PASS / 1024} KiB under keys that the template ${name} has not.`);
  }
  return own;
}

/** Data under keys that the template lacks. No pass shows the data; answers repeat it as posted. */
export function extraDataOf({ dynamicData }: PassBody, { dynamicKeys }: Template, open: readonly string[]): JsonObject {
  const known = new Set([...open, ...(dynamicKeys ?? []).map(({ key }) => key)]);
  return Object.fromEntries(Object.entries(dynamicData ?? {}).filter(([key]) => !known.has(key))) as JsonObject;
}

/** Paths that `POST /v2/images` answered. Empty or null restores the template's image. */
function imagesOf(
  given: Readonly<Partial<Record<ImageSlot, string | null | undefined>>>,
  { dynamicImageKeys }: Template,
  at: string,
): JsonObject {
  const entries = OLD_IMAGE_SLOTS.flatMap((slot): [string, JsonValue][] => {
    const path = given[slot];
    if (path === undefined) return [];
    if (dynamicImageKeys?.passbook?.[slot]?.isDynamic === false && path) {
      const wants = `set dynamicImageKeys.passbook.${slot}.isDynamic of the template to true first`;
      throw refuse(`${at}.${slot}`, `The ${slot} of this template is the same on every pass; ${wants}.`);
    }
    return [[`images_${slot}`, imageHash(path, `${at}.${slot}`)]];
  });
  return Object.fromEntries(entries);
}

function imageHash(path: string | null, at: string): string | null {
  if (path === null || path === '') return null;
  const hash = /(?:^|\/)([0-9a-f]{64})(?:\.[a-z]+)?$/.exec(path)?.[1];
  if (hash !== undefined) return hash;
  throw refuse(at, `${at} must be the path that an upload to /v2/images answered.`);
}

/** The path that answers give for an image's hash, under the root of the server. */
export function imagePath(hash: string): string {
  return `images/${hash}`;
}

function backOf(given: OwnBackFields, { passbook }: Template, at: string): JsonObject {
  const keys = (passbook.back ?? []).flatMap((item) => (isGroup(item) ? (item.dynamicBackfieldKey ?? []) : []));
  const unknown = Object.keys(given).find((key) => !keys.includes(key));
  if (unknown !== undefined) {
    const message = `The back of this template has no dynamicBackfieldKey "${unknown}".${suggestion(unknown, keys)}`;
    throw refuse(`${at}.${unknown}`, message);
  }
  // Clients without back fields to set send an empty object.
  if (Object.keys(given).length === 0) return {};
  return { structure_backFields: structureOf(passbook, given).backFields ?? null };
}

function refuse(field: string, message: string): AppError {
  return new AppError('parameter_invalid', {
    field,
    message: message.startsWith(field) ? message : `${field}: ${message}`,
  });
}
