// Checks a holder's form against the template: every place, sent or not, so that the holder sees
// all problems at once.
import { AppError, type ErrorCode } from '../../errors.ts';
import { fieldKind, fieldValue } from '../../rules/forms/form-fields.ts';
import { type HolderFault, holderFault } from '../../rules/forms/validators.ts';
import type { Overrides } from '../../rules/passes/facts.ts';
import { effectiveValue, type Location } from '../../rules/paths/paths.ts';
import type { Wanted } from '../../rules/paths/wallet-values.ts';
import { acceptWrite, momentOfDay } from '../../rules/paths/writes.ts';
import type { Program } from '../../rules/templates/program.ts';
import { literal, typedValue } from '../../rules/values/literal.ts';
import { type JsonValue, sameValue, toText } from '../../rules/values/values.ts';
import { takeHoldersImage } from '../change/count-additions.ts';
import type { RawFields } from '../change/take-fields.ts';
import type { Fields } from '../change/write-fields.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';

export const IMAGE_FAULTS = ['image_invalid', 'image_too_large', 'image_unreachable', 'image_not_found'] as const;
type ImageFault = Extract<ErrorCode, (typeof IMAGE_FAULTS)[number]>;

/** The problem of one place in the form. `unusable`: the place cannot hold such a value. */
export type RegistrationFault = HolderFault | ImageFault | 'unusable';
/** API path -> problem. */
export type Faults = Readonly<Record<string, RegistrationFault>>;

export interface TakenImages {
  /** The form, with content hashes in place of its images. */
  readonly given: Fields;
  readonly faults: Faults;
}

/**
 * Stores the images of a form first, because a decision of the store cannot wait for them. A file
 * field without a file has no value.
 */
export async function takeFormImages(
  context: Context,
  places: readonly Location[],
  sent: RawFields,
  { templateHash, depth }: { readonly templateHash: string; readonly depth: Depth },
): Promise<TakenImages> {
  const given: Record<string, JsonValue> = {};
  const faults: Record<string, RegistrationFault> = {};
  for (const location of places) {
    const { path } = location;
    const value = sent[path];
    if (value === undefined) continue;
    if (fieldKind(location) !== 'image') {
      if (value instanceof Uint8Array) faults[path] = 'shape';
      else given[path] = value;
      continue;
    }
    const image = value instanceof Uint8Array ? value : toText(value);
    if (image.length === 0) continue;
    try {
      given[path] = await takeHoldersImage(context, templateHash, image, path, { depth });
    } catch (error) {
      const fault = error instanceof AppError ? IMAGE_FAULTS.find((code) => code === error.code) : undefined;
      if (fault === undefined) throw error;
      faults[path] = fault;
    }
  }
  return { given, faults };
}

/**
 * The values to write, or the problems. Skips a place whose value is still the owner's text with
 * magic strings: sent by a holder, its brackets would become literal.
 */
export function checkRegistration(
  program: Program,
  places: readonly Location[],
  overrides: Overrides,
  given: Fields,
): { readonly fields: Fields; readonly faults: Faults } {
  const fields: Record<string, JsonValue> = {};
  const faults: Record<string, RegistrationFault> = {};
  for (const location of places) {
    const { path } = location;
    const current = effectiveValue(program, overrides, location);
    const isSent = Object.hasOwn(given, path);
    const value = isSent ? fieldValueOf(program, location, given[path]!, current) : unsent(location, current);
    const fault = faultOf(program, location, value);
    if (fault !== null) faults[path] = fault;
    else if (isSent && !isOwnersMagic(value, current)) fields[path] = value;
  }
  return { fields, faults };
}

function fieldValueOf(
  program: Program,
  location: Location,
  given: JsonValue,
  current: JsonValue | undefined,
): JsonValue {
  if (fieldKind(location) === 'image') return given;
  const value = fieldValue(location, given, current);
  return typeof value === 'string' ? momentOfDay(location, value, program.zone) : value;
}

/**
 * An unticked box is false, because a browser sends nothing for it; other missing fields stay
 * unchanged.
 */
function unsent(location: Location, current: JsonValue | undefined): JsonValue {
  if (fieldKind(location) === 'checkbox') return fieldValue(location, toText(current), current);
  return typedValue(current ?? '');
}

function faultOf(program: Program, location: Location, value: JsonValue): RegistrationFault | null {
  const { attribute } = location;
  const isRequired = attribute?.validation.includes('VRequired') === true;
  if (fieldKind(location) === 'image') return isRequired && value === '' ? 'VRequired' : null;
  // A required box must be ticked, because a holder cannot leave a box "empty" otherwise.
  if (fieldKind(location) === 'checkbox' && isRequired && (value === false || value === '')) return 'VRequired';
  const fault = typeof value === 'object' && !Array.isArray(value) ? null : holderFault(location, value);
  if (fault !== null) return fault;
  const accepted = acceptWrite(program, location, literal(value));
  return accepted.ok ? null : WANTED[accepted.wants];
}

const WANTED: Readonly<Record<Wanted, RegistrationFault>> = {
  number: 'number',
  colour: 'colour',
  date: 'date',
  truth: 'option',
  word: 'option',
  other: 'unusable',
};

function isOwnersMagic(value: JsonValue, current: JsonValue | undefined): boolean {
  return current !== undefined && /[{}]/.test(toText(current)) && sameValue(value, typedValue(current));
}
