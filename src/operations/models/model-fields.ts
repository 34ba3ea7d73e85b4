// Maps the attributes and fields of Pass2U's API to API paths of the model, which is a template.
// Checks the guide's rules on styles, on fields that are not "Dynamic" and on generated barcodes
// against the model.
import { AppError } from '../../errors.ts';
import { suggestion } from '../../rules/diagnostics.ts';
import { barcodeKind, dynamicFields } from '../../rules/templates/marks.ts';
import type { Program } from '../../rules/templates/program.ts';
import { literal } from '../../rules/values/literal.ts';
import type { JsonObject, JsonValue } from '../../rules/values/values.ts';
import {
  type BarcodeFormat,
  type ImageSlot,
  LOOK_IMAGES,
  OLD_IMAGE_SLOTS,
  STYLES,
  type Style,
} from '../../rules/vocabulary.ts';
import type { Fields } from '../change/write-fields.ts';

/** The keys that are API paths by the same name. */
const SAME_NAMED = [
  'description',
  'organizationName',
  'associatedStoreIdentifiers',
  'appLaunchURL',
  'associatedPlayIdentifiers',
  'androidAppLaunchURL',
  'expirationDate',
  'voided',
  'maxDistance',
  'relevantDate',
  'backgroundColor',
  'foregroundColor',
  'groupingIdentifier',
  'labelColor',
  'logoText',
  'sharingProhibited',
  'beacons',
  'locations',
] as const;

/**
 * The body of "Create pass" and "Update pass", with its types and lengths checked. Absent keys keep
 * the model's values.
 */
export type PassRequest = Readonly<Partial<Record<(typeof SAME_NAMED)[number], JsonValue | undefined>>> & {
  readonly passcode?: string | undefined;
  readonly recoveryEmail?: string | undefined;
  readonly images?: readonly GivenImage[] | undefined;
  readonly barcode?: GivenBarcode | undefined;
  readonly fields?: readonly GivenField[] | undefined;
};

export interface GivenBarcode {
  readonly message?: string | undefined;
  readonly altText?: string | undefined;
  /** Not in the guide; programs send both. */
  readonly format?: BarcodeFormat | undefined;
  readonly messageEncoding?: string | undefined;
}

export interface GivenImage {
  readonly type: ImageSlot;
  /** The hex from "Upload image". */
  readonly hex: string;
}

export interface GivenField {
  readonly key: string;
  readonly label?: string | undefined;
  readonly value?: string | number | undefined;
  readonly changeMessage?: string | undefined;
}

export const FIELD_ATTRIBUTES = ['label', 'value', 'changeMessage'] as const;

const GENERATED = 'Generated message can not be changed.';
const DIFFERENT = 'The barcodes of this model must differ: each pass needs a message of its own.';

/**
 * `hashes`: the content hash of each image by its hex. Fails with `value_invalid`, naming the key
 * as the body has it.
 */
export function modelFields(
  program: Program,
  { passcode: _, recoveryEmail: __, images, barcode, fields = [], ...same }: PassRequest,
  hashes: ReadonlyMap<string, string>,
): Fields {
  const style = styleOf(program);
  if (same.groupingIdentifier !== undefined && style !== 'eventTicket' && style !== 'boardingPass') {
    throw refuse('groupingIdentifier', `It is for event tickets and boarding passes; this model is a ${style}.`);
  }
  return defined({
    ...same,
    ...(images === undefined ? {} : imageFields(style, images, hashes)),
    ...(barcode === undefined ? {} : barcodeFields(program, barcode)),
    ...Object.assign({}, ...fields.map((field, position) => fieldFields(program, field, `fields[${position}].key`))),
  });
}

/** The fields in the body. Curly brackets in them are data, so they never expand. */
function defined(fields: Readonly<Record<string, JsonValue | undefined>>): Fields {
  const given = Object.entries(fields).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined);
  return Object.fromEntries(given.map(([path, value]) => [path, literal(value)]));
}

function styleOf({ tree }: Program): Style {
  return STYLES.find((style) => style === tree.type) ?? 'generic';
}

/** The guide: images that are missing in the array are not shown, even if the model has them. */
function imageFields(style: Style, images: readonly GivenImage[], hashes: ReadonlyMap<string, string>): JsonObject {
  for (const [position, { type }] of images.entries()) {
    if (LOOK_IMAGES[style].includes(type)) continue;
    const shown = LOOK_IMAGES[style].join(', ');
    throw refuse(`images[${position}].type`, `A ${style} has no ${type}; there are ${shown}.`);
  }
  const given = new Map(images.map(({ type, hex }) => [type, hashes.get(hex)!]));
  // Clear the other densities: a device would show one of them instead of the new image.
  const densities = OLD_IMAGE_SLOTS.flatMap((slot) =>
    [`${slot}@2x`, `${slot}@3x`].map((name) => [name, null] as const),
  );
  const slots = OLD_IMAGE_SLOTS.map((slot) => [slot, given.get(slot) ?? ''] as const);
  return Object.fromEntries([...densities, ...slots].map(([name, value]) => [`images_${name}`, value]));
}

function barcodeFields(program: Program, barcode: GivenBarcode): Record<string, JsonValue | undefined> {
  if (barcode.message !== undefined) requireDynamicBarcode(program, barcode.message);
  return Object.fromEntries(Object.entries(barcode).map(([attribute, value]) => [`barcode_${attribute}`, value]));
}

function requireDynamicBarcode(program: Program, message: string): void {
  const kind = barcodeKind(program);
  if (kind === 'random') throw refuse('barcode.message', GENERATED);
  if (kind === null) {
    const problem =
      program.tree.barcode === undefined ? 'has no barcode' : "has a barcode that is not defined as 'Dynamic'";
    throw refuse('barcode.message', `The model ${problem}: give it a barcode with PSBarcodeKind.`);
  }
  if (kind === 'nonReplicable' && message === '') throw refuse('barcode.message', DIFFERENT);
}

function fieldFields(program: Program, { key, ...attributes }: GivenField, name: string) {
  const path = dynamicField(program, key, name);
  return Object.fromEntries(Object.entries(attributes).map(([attribute, value]) => [`${path}_${attribute}`, value]));
}

/** For a new pass. Fails with `value_invalid` when a required barcode of its own is missing. */
export function requireBarcode(program: Program, { barcode }: PassRequest): void {
  if (barcodeKind(program) === 'nonReplicable' && barcode?.message === undefined) {
    throw refuse('barcode.message', DIFFERENT);
  }
}

/**
 * The API path of a field that the body may set. Fails with `value_invalid`; `name` is the place of
 * the field's key in the body.
 */
function dynamicField(program: Program, key: string, name: string): string {
  const dynamic = dynamicFields(program);
  const field = [...program.locations.values()].find(
    ({ steps }) => steps.length === 3 && steps[0] === 'structure' && steps[2] === key,
  );
  if (field !== undefined && dynamic.includes(key)) return field.path;
  if (field !== undefined) throw refuse(name, `"${key}" is not defined as 'Dynamic' in the model.`);
  throw refuse(name, `The model has no field "${key}".${suggestion(key, dynamic)}`);
}

/**
 * The paths that "Delete pass attribute" clears. Fails with `value_invalid` naming the attribute.
 */
export function resetAttribute(program: Program, name: string): Fields {
  if (name === 'images') {
    const names = OLD_IMAGE_SLOTS.flatMap((slot) => [slot, `${slot}@2x`, `${slot}@3x`]);
    return Object.fromEntries(names.map((image) => [`images_${image}`, null]));
  }
  if (name === 'fields') {
    return Object.assign({}, ...dynamicFields(program).map((key) => resetField(program, key)));
  }
  if (name === 'barcode') {
    const kind = barcodeKind(program);
    if (kind === 'random') throw refuse('barcode', GENERATED);
    if (kind === 'nonReplicable') throw refuse('barcode', DIFFERENT);
    return { barcode: null };
  }
  if ((SAME_NAMED as readonly string[]).includes(name)) return { [name]: null };
  // The passcode has no path: the caller removes it.
  if (name === 'passcode') return {};
  const known = [...SAME_NAMED, 'passcode', 'images', 'barcode', 'fields'];
  throw refuse('attributeName', `"${name}" is no attribute of a pass.${suggestion(name, known)}`);
}

/** The paths that "Delete custom field" clears. Fails with `value_invalid`. */
export function resetField(program: Program, key: string): Fields {
  return { [dynamicField(program, key, 'fieldKey')]: null };
}

/** The paths that "Delete field attribute" clears. Fails with `value_invalid`. */
export function resetFieldAttribute(program: Program, key: string, attribute: string): Fields {
  const path = dynamicField(program, key, 'fieldKey');
  if ((FIELD_ATTRIBUTES as readonly string[]).includes(attribute)) return { [`${path}_${attribute}`]: null };
  const near = suggestion(attribute, FIELD_ATTRIBUTES);
  throw refuse('attributeName', `"${attribute}" is no attribute of a field.${near}`);
}

function refuse(field: string, sentence: string): AppError {
  return new AppError('value_invalid', { field, message: `${field}: ${sentence}` });
}
