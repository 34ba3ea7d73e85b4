// The inputs of a card's personalization: what Wallet asks new holders for, and where the answers go.
import { propertyPath } from '../paths/paths.ts';
import { PERSONAL_PATHS, PERSONALIZATION_FIELDS, type PersonalInfo } from '../templates/personalization.ts';
import { isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import { FIELD_GROUPS, PERSONALIZATION } from '../vocabulary.ts';
import { fieldsIn } from './fields.ts';
import { plainOf, textOf } from './leaf.ts';
import type { PlaceOfInput } from './part-inputs.ts';

/** The answers as people give them: the name first. */
const IN_ORDER = [
  'fullName',
  'givenName',
  'familyName',
  'emailAddress',
  'phoneNumber',
  'postalCode',
  'ISOCountryCode',
] as const satisfies readonly PersonalInfo[];

/** The most places that an answer's menu offers; others are written in the card's JSON. */
export const MOST_PLACES = 200;

export function personalInputs(passConstructor: JsonObject): readonly PlaceOfInput[] {
  const choices = placesFor(passConstructor);
  const of = (key: string, control: PlaceOfInput['control'], word: string): PlaceOfInput => ({
    ...{ steps: [PERSONALIZATION, key], control, word },
  });
  return [
    of('description', 'text', 'personalDescription'),
    ...PERSONALIZATION_FIELDS.map((member) => ({
      ...of('requiredPersonalizationFields', 'member', member),
      member,
    })),
    of('termsAndConditions', 'text', 'termsAndConditions'),
    ...IN_ORDER.map((info): PlaceOfInput => {
      return { steps: [PERSONALIZATION, PERSONAL_PATHS, info], control: 'choice', word: info, choices };
    }),
  ];
}

/** The API paths of hidden values and of the values of fields that can hold a text. */
function placesFor(passConstructor: JsonObject): readonly string[] {
  const additional = plainOf(passConstructor.additional);
  const hidden = Object.entries(isObject(additional) ? additional : {}).flatMap(([key, value]) =>
    holdsText(value) ? [propertyPath(key)] : [],
  );
  const shown = FIELD_GROUPS.flatMap((group) =>
    fieldsIn(passConstructor, group).flatMap(({ key, value }) =>
      holdsText(value) ? [`structure_${group}_${textOf(key)}_value`] : [],
    ),
  );
  return [...hidden, ...shown].slice(0, MOST_PLACES);
}

/** A number or a truth stays one: no answer fits into its place. */
function holdsText(value: JsonValue | undefined): boolean {
  return !['number', 'boolean', 'object'].includes(typeof (plainOf(value) ?? ''));
}
