// The validators of PSValidation (the guide, "Registration pages"), and the check of what a holder
// submits for a path. Only VRequired applies to an empty value.
import colorString from 'color-string';
import strtotime from 'locutus/php/datetime/strtotime.js';
import validator from 'validator';
import type { Location } from '../paths/paths.ts';
import { completeDate, isImpossibleDate } from '../values/pass-date.ts';
import { isArray, isObject, isTrue, type JsonValue, readNumber, toText } from '../values/values.ts';
import { readChoices } from './choices.ts';

interface Validator {
  accepts(text: string): boolean;
  /** Says what would be right; follows the field's label in a sentence. */
  readonly wants: string;
}

const STATES =
  'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI UM FM MH PW AA AE AP';
const STATE_CODES = new Set(STATES.split(' '));

/** A fixed base for relative dates, so that today does not decide whether "tomorrow" is a date. */
const BASE_SECONDS = 1_700_000_000;

const RULES = {
  VRequired: { accepts: (text: string) => text.trim() !== '', wants: 'is required' },
  VEmail: {
    accepts: (text: string) => validator.isEmail(text),
    wants: 'must be an e-mail address, such as name@example.com',
  },
  VDate: {
    // PHP reads 30 February as 2 March.
    accepts: (text: string) => text.length <= 100 && !isImpossibleDate(text) && strtotime(text, BASE_SECONDS) !== false,
    wants: 'must be a date, such as 2025-12-31 or 31 December 2025',
  },
  VPhone: {
    accepts: (text: string) => /^[0-9+,x() .-]+$/i.test(text) && (text.match(/\d/g)?.length ?? 0) >= 3,
    wants: 'must be a phone number of digits and + , x ( )',
  },
  VNumeric: { accepts: isNumeric, wants: 'must be a number' },
  VAlpha: { accepts: (text: string) => /^[A-Za-z]+$/.test(text), wants: 'must be letters a to z only' },
  VAlphaNumeric: {
    accepts: (text: string) => /^[A-Za-z0-9]+$/.test(text),
    wants: 'must be letters a to z and digits only',
  },
  VDecimal: { accepts: (text: string) => readNumber(text) !== null, wants: 'must be a decimal number, such as 2.5' },
  VInteger: { accepts: (text: string) => /^\s*[+-]?\d+\s*$/.test(text), wants: 'must be a whole number' },
  VStateCode: {
    accepts: (text: string) => STATE_CODES.has(text.toUpperCase()),
    wants: 'must be a US state code, such as CA',
  },
  VZip: {
    accepts: (text: string) => /^[0-9-]+$/.test(text) && /^\d{5,10}$/.test(text.replaceAll('-', '')),
    wants: 'must be a ZIP code of 5 to 10 digits, such as 90210 or 90210-1234',
  },
  VTrue: { accepts: (text: string) => isTrue(text), wants: 'must be ticked' },
  VFalse: { accepts: (text: string) => !isTrue(text), wants: 'must not be ticked' },
} satisfies Readonly<Record<string, Validator>>;

export const VALIDATORS: Readonly<Record<string, Validator>> = RULES;

/** PHP's is_numeric: decimal digits with an optional exponent. */
function isNumeric(text: string): boolean {
  return /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(text);
}

/** The most a holder may put into one place, in UTF-16 units; far beyond what a pass can show. */
export const LONGEST = 10_000;

/** Why a holder may not set a value: the name of a validator, or another fault. */
export type HolderFault = keyof typeof RULES | 'shape' | 'long' | 'option' | 'number' | 'colour' | 'date';

/**
 * Finds what is wrong with a holder's value for this place; null when the holder may set it.
 * PSOptions must offer the value, every validator of PSValidation must accept it, and the place's
 * form field must be able to give it.
 */
export function holderFault(location: Location, value: JsonValue): HolderFault | null {
  const { attribute } = location;
  const items = isArray(value) ? value : [value];
  if (items.some((item) => isObject(item) || isArray(item))) return 'shape';
  if (items.some((item) => toText(item).length > LONGEST)) return 'long';
  const text = isArray(value) ? value.map((item) => toText(item)).join(',') : toText(value);
  for (const validation of attribute?.validation ?? []) {
    const rule = VALIDATORS[validation];
    if (rule === undefined || (text === '' && validation !== 'VRequired')) continue;
    if (!rule.accepts(text)) return validation as keyof typeof RULES;
  }
  if (text === '') return null;
  const options = attribute?.options ?? null;
  if (options !== null) {
    const chosen =
      isArray(value) || attribute?.type !== 'PSAttributeTypeMultiselect' ? items : readChoices(options, text);
    const offered = options.map(([, option]) => toText(option));
    return chosen.every((item) => offered.includes(toText(item))) ? null : 'option';
  }
  if (attribute?.type === 'PSAttributeTypeStepper' && readNumber(text) === null) return 'number';
  if (attribute?.type === 'PSAttributeTypeColor' && colorString.get(text) === null) return 'colour';
  if (attribute?.type === 'PSAttributeTypeDate' && completeDate(text, 'Z') === null) return 'date';
  return null;
}

/** Says the same as a sentence that names the field. */
export function holderValueProblem(location: Location, value: JsonValue): string | null {
  const fault = holderFault(location, value);
  if (fault === null) return null;
  const name = location.attribute?.label ?? location.path;
  if (Object.hasOwn(VALIDATORS, fault)) return `${name} ${VALIDATORS[fault]!.wants}.`;
  const offered = location.attribute?.options?.map(([label]) => label).join(', ');
  const wants: Readonly<Record<Exclude<HolderFault, keyof typeof RULES>, string>> = {
    shape: 'must be a text, a number or a list of them',
    long: `must be at most ${LONGEST} characters long`,
    option: `must be one of: ${offered}`,
    number: 'must be a number',
    colour: 'must be a colour, such as #0b57d0',
    date: 'must be a date, such as 2025-12-31',
  };
  return `${name} ${wants[fault as keyof typeof wants]}.`;
}
