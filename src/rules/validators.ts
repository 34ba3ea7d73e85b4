// The validators of PSValidation (the guide, "Registration pages"), and the check of what a holder submits for a path.
// With the exception of VRequired none is applied to an empty value.
import strtotime from 'locutus/php/datetime/strtotime.js';
import validator from 'validator';
import type { Location } from './paths.ts';
import { isArray, isObject, isTrue, type JsonValue, readNumber, toText } from './values.ts';

interface Validator {
  accepts(text: string): boolean;
  /** What would be right, to follow the field's label. */
  readonly wants: string;
}

const STATES =
  'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI UM FM MH PW AA AE AP';
const STATE_CODES = new Set(STATES.split(' '));

/** A fixed base for relative dates: whether "tomorrow" is a date does not depend on today. */
const BASE_SECONDS = 1_700_000_000;

export const VALIDATORS: Readonly<Record<string, Validator>> = {
  VRequired: { accepts: (text) => text.trim() !== '', wants: 'is required' },
  VEmail: { accepts: (text) => validator.isEmail(text), wants: 'must be an e-mail address, such as name@example.com' },
  VDate: {
    accepts: (text) => text.length <= 100 && strtotime(text, BASE_SECONDS) !== false,
    wants: 'must be a date, such as 2025-12-31 or 31 December 2025',
  },
  VPhone: {
    accepts: (text) => /^[0-9+,x() .-]+$/i.test(text) && (text.match(/\d/g)?.length ?? 0) >= 3,
    wants: 'must be a phone number of digits and + , x ( )',
  },
  VNumeric: { accepts: isNumeric, wants: 'must be a number' },
  VAlpha: { accepts: (text) => /^[A-Za-z]+$/.test(text), wants: 'must be letters a to z only' },
  VAlphaNumeric: { accepts: (text) => /^[A-Za-z0-9]+$/.test(text), wants: 'must be letters a to z and digits only' },
  VDecimal: { accepts: (text) => readNumber(text) !== null, wants: 'must be a decimal number, such as 2.5' },
  VInteger: { accepts: (text) => /^\s*[+-]?\d+\s*$/.test(text), wants: 'must be a whole number' },
  VStateCode: { accepts: (text) => STATE_CODES.has(text.toUpperCase()), wants: 'must be a US state code, such as CA' },
  VZip: {
    accepts: (text) => /^[0-9-]+$/.test(text) && /^\d{5,10}$/.test(text.replaceAll('-', '')),
    wants: 'must be a ZIP code of 5 to 10 digits, such as 90210 or 90210-1234',
  },
  VTrue: { accepts: (text) => isTrue(text), wants: 'must be ticked' },
  VFalse: { accepts: (text) => !isTrue(text), wants: 'must not be ticked' },
};

/** PHP's is_numeric: decimal digits with an optional exponent. */
function isNumeric(text: string): boolean {
  return /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(text);
}

/** The most a holder may put into one place, in UTF-16 units; far beyond what a pass can show. */
const LONGEST = 10_000;

/**
 * Why a holder may not set this value, as a sentence that names the field; null when he may. PSOptions must offer the
 * value, every validator of PSValidation must accept it.
 */
export function holderValueProblem(location: Location, value: JsonValue): string | null {
  const name = location.attribute?.label ?? location.path;
  const items = isArray(value) ? value : [value];
  if (items.some((item) => isObject(item) || isArray(item))) {
    return `${name} must be a text, a number or a list of them.`;
  }
  if (items.some((item) => toText(item).length > LONGEST)) return `${name} must be at most ${LONGEST} characters long.`;
  const text = isArray(value) ? value.map((item) => toText(item)).join(',') : toText(value);
  for (const validation of location.attribute?.validation ?? []) {
    const rule = VALIDATORS[validation];
    if (rule === undefined || (text === '' && validation !== 'VRequired')) continue;
    if (!rule.accepts(text)) return `${name} ${rule.wants}.`;
  }
  const options = location.attribute?.options;
  if (options === null || options === undefined || text === '') return null;
  const offered = options.map(([, option]) => toText(option));
  const missing = items.find((item) => !offered.includes(toText(item)));
  return missing === undefined ? null : `${name} must be one of: ${options.map(([label]) => label).join(', ')}.`;
}
