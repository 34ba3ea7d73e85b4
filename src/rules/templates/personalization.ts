// Reads a template's `personalization`, Apple's personalization.json: Wallet asks new holders of a
// reward card for details, which become values of the pass
// (developer.apple.com/documentation/walletpasses, "Personalize").
import type { Report } from '../diagnostics.ts';
import { suggestion } from '../diagnostics.ts';
import { type Location, locate, type PathIndex } from '../paths/paths.ts';
import { acceptValue } from '../paths/writes.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { type ImageSlot, isFieldTree, PERSONALIZATION } from '../vocabulary.ts';
import { unwrap } from './attributes.ts';

/** The details that Wallet sends; `fullName` may be given in parts alone. */
export const PERSONAL_INFO = [
  'emailAddress',
  'familyName',
  'fullName',
  'givenName',
  'ISOCountryCode',
  'phoneNumber',
  'postalCode',
] as const;
export type PersonalInfo = (typeof PERSONAL_INFO)[number];

/** What a card may ask for, and the details that each question brings. */
const INFO_OF = {
  PKPassPersonalizationFieldName: ['fullName', 'givenName', 'familyName'],
  PKPassPersonalizationFieldPostalCode: ['postalCode', 'ISOCountryCode'],
  PKPassPersonalizationFieldEmailAddress: ['emailAddress'],
  PKPassPersonalizationFieldPhoneNumber: ['phoneNumber', 'ISOCountryCode'],
} as const satisfies Readonly<Record<string, readonly PersonalInfo[]>>;
export type PersonalizationField = keyof typeof INFO_OF;
export const PERSONALIZATION_FIELDS = Object.keys(INFO_OF) as readonly PersonalizationField[];

/** The details of which one answers the question. Wallet adds the country where it knows it. */
export const ANSWER_OF: Readonly<Record<PersonalizationField, readonly PersonalInfo[]>> = {
  ...INFO_OF,
  PKPassPersonalizationFieldPostalCode: ['postalCode'],
  PKPassPersonalizationFieldPhoneNumber: ['phoneNumber'],
};

/** An answer of each kind, to see whether its path can hold one. */
const SAMPLES: Readonly<Record<PersonalInfo, string>> = {
  emailAddress: 'ada@example.com',
  familyName: 'Lovelace',
  fullName: 'Ada Lovelace',
  givenName: 'Ada',
  ISOCountryCode: 'GB',
  phoneNumber: '+44 20 7946 0000',
  postalCode: 'SW1Y 4LE',
};

/** The image above the form ("Creating a Personalizable Pass" of the Wallet Developer Guide). */
const LOGO: ImageSlot = 'personalizationLogo';

/** Our key: which API path gets which detail. */
export const PERSONAL_PATHS = 'PSPaths';
export const PERSONALIZATION_KEYS = [
  'description',
  'requiredPersonalizationFields',
  'termsAndConditions',
  PERSONAL_PATHS,
] as const;

export interface Personalization {
  /** With magic strings, as the template has them. */
  readonly description: string;
  readonly fields: readonly PersonalizationField[];
  /** HTML; null: none. */
  readonly terms: string | null;
  /** The API path of each detail that the card stores. */
  readonly paths: ReadonlyMap<PersonalInfo, string>;
}

/** Null for a template that asks for nothing, or whose personalization has a fault. */
export function readPersonalization(index: PathIndex, design: JsonObject, report: Report): Personalization | null {
  const node = design[PERSONALIZATION];
  if (node === undefined || node === null) return null;
  const fail = (part: string, message: string) => {
    report.error('personalization_invalid', part === '' ? PERSONALIZATION : `${PERSONALIZATION}_${part}`, message);
    return null;
  };
  if (!isObject(node)) {
    const keys = PERSONALIZATION_KEYS.join(', ');
    return fail('', `personalization is a JSON object with ${keys}.`);
  }
  for (const key of Object.keys(node)) {
    if ((PERSONALIZATION_KEYS as readonly string[]).includes(key)) continue;
    const message = `personalization has no ${key}, so no pass carries it.${suggestion(key, PERSONALIZATION_KEYS)}`;
    report.warning('part_key_unknown', `${PERSONALIZATION}_${key}`, message);
  }
  const { description, requiredPersonalizationFields: asked, termsAndConditions = null } = node;
  if (typeof description !== 'string' || description.trim() === '') {
    return fail('description', 'description is the text above the form of Wallet, such as "Collect points with us".');
  }
  if (termsAndConditions !== null && typeof termsAndConditions !== 'string') {
    return fail('termsAndConditions', 'termsAndConditions is a text; it may have HTML.');
  }
  const fields = readFields(asked);
  if (typeof fields === 'string') return fail('requiredPersonalizationFields', fields);
  const paths = readPaths(index, node[PERSONAL_PATHS], fail);
  if (paths === null) return null;
  checkUse(design, fields, paths, report);
  return { description, fields, terms: termsAndConditions === '' ? null : termsAndConditions, paths };
}

/** The asked fields, each once; a text says what is wrong. */
function readFields(asked: JsonValue | undefined): readonly PersonalizationField[] | string {
  const words = PERSONALIZATION_FIELDS.join(', ');
  if (!isArray(asked) || asked.length === 0)
    return `requiredPersonalizationFields is a list of one or more of ${words}.`;
  const unknown = asked.find((field) => !(PERSONALIZATION_FIELDS as readonly JsonValue[]).includes(field));
  if (unknown !== undefined) {
    const text = toText(unknown);
    return `Wallet cannot ask for "${text.slice(0, 100)}"; it knows ${words}.${suggestion(text, PERSONALIZATION_FIELDS)}`;
  }
  return [...new Set(asked as PersonalizationField[])];
}

/** Each detail goes to the path of PSPaths, else to the path of its own name if the template has it. */
function readPaths(
  index: PathIndex,
  given: JsonValue | undefined,
  fail: (part: string, message: string) => null,
): ReadonlyMap<PersonalInfo, string> | null {
  const named = given ?? {};
  if (!isObject(named)) {
    return fail(
      PERSONAL_PATHS,
      `${PERSONAL_PATHS} is a JSON object from a detail to an API path: {"emailAddress": "email"}.`,
    );
  }
  const paths = new Map<PersonalInfo, string>();
  for (const [info, path] of Object.entries(named)) {
    const where = `${PERSONAL_PATHS}_${info}`;
    if (!(PERSONAL_INFO as readonly string[]).includes(info)) {
      const known = PERSONAL_INFO.join(', ');
      return fail(where, `Wallet sends no "${info}"; it sends ${known}.${suggestion(info, PERSONAL_INFO)}`);
    }
    const location = typeof path === 'string' ? locate(index, path) : null;
    if (location === null || !isPlaceFor(index, location, info as PersonalInfo)) {
      const near = suggestion(toText(path), index.locations.keys());
      return fail(
        where,
        `"${toText(path).slice(0, 100)}" is no API path of this template that can hold a text.${near}`,
      );
    }
    paths.set(info as PersonalInfo, location.path);
  }
  for (const info of PERSONAL_INFO) {
    const own = paths.has(info) ? undefined : index.locations.get(info);
    if (own !== undefined && isPlaceFor(index, own, info)) paths.set(info, own.path);
  }
  return paths;
}

/** Whether the template has the place, and an answer fits into it. */
function isPlaceFor({ locations }: PathIndex, location: Location, info: PersonalInfo): boolean {
  const [area, group, key] = location.steps;
  const isThere = locations.has(location.path) || (isFieldTree(area) && locations.has(`${area}_${group}_${key}`));
  return isThere && area !== 'images' && acceptValue(location, SAMPLES[info]).ok;
}

function checkUse(
  design: JsonObject,
  fields: readonly PersonalizationField[],
  paths: ReadonlyMap<PersonalInfo, string>,
  report: Report,
): void {
  for (const field of fields) {
    if (INFO_OF[field].some((info) => paths.has(info))) continue;
    const names = INFO_OF[field].join(' or ');
    const message = `Nothing stores what holders answer for ${field}: add an additional property ${names}, or name a path in ${PERSONAL_PATHS}.`;
    report.warning('personalization_unstored', `${PERSONALIZATION}_requiredPersonalizationFields`, message);
  }
  const { images } = design;
  if (!Object.keys(isObject(images) ? images : {}).some((name) => name.startsWith(LOGO))) {
    const message = `The form of Wallet has no logo: add the image ${LOGO}, which Apple counts among the files of such a pass.`;
    report.warning('personalization_logo_missing', `images_${LOGO}`, message);
  }
  const nfc = unwrap(design.nfc ?? null);
  const style = unwrap(design.type ?? null);
  const hasReader = isObject(nfc) && toText(unwrap(nfc.message ?? null)) !== '';
  if (hasReader && (style === 'storeCard' || style === 'generic')) return;
  const message =
    'Wallet asks holders only on a storeCard or generic with nfc. Give it an nfc with message and encryptionPublicKey.';
  report.warning('personalization_unused', PERSONALIZATION, message);
}
