// Which keyboard a phone shows for a field and what a browser may fill in, by what the field validates and how it is called.
import type { FormField } from '../operations/registration-form.ts';

export interface InputHints {
  readonly type: 'text' | 'email' | 'tel' | 'number' | 'date' | 'color';
  readonly inputmode?: 'email' | 'tel' | 'numeric' | 'decimal';
  /** Values of the HTML standard's autofill. */
  readonly autocomplete?: string;
  readonly autocapitalize?: 'none' | 'characters' | 'words';
}

const BY_VALIDATOR: Readonly<Record<string, InputHints>> = {
  VEmail: { type: 'email', inputmode: 'email', autocomplete: 'email', autocapitalize: 'none' },
  VPhone: { type: 'tel', inputmode: 'tel', autocomplete: 'tel' },
  VZip: { type: 'text', autocomplete: 'postal-code' },
  VStateCode: { type: 'text', autocomplete: 'address-level1', autocapitalize: 'characters' },
  VInteger: { type: 'text', inputmode: 'numeric' },
  VNumeric: { type: 'text', inputmode: 'decimal' },
  VDecimal: { type: 'text', inputmode: 'decimal' },
};

const BY_KEY: readonly (readonly [RegExp, string])[] = [
  [/^(?:first|given)_?name$/i, 'given-name'],
  [/^(?:last|family|sur)_?name$/i, 'family-name'],
  [/^(?:full_?|holder_?|member_?)?name$/i, 'name'],
  [/^(?:company|organi[sz]ation)$/i, 'organization'],
  [/^(?:street|address)$/i, 'street-address'],
  [/^(?:city|town)$/i, 'address-level2'],
  [/^country$/i, 'country-name'],
  [/^(?:birthday|birth_?date|date_?of_?birth)$/i, 'bday'],
];

/** What stands in an `input` element for a field of one line. */
export function inputHints({ kind, key, validation, text }: FormField): InputHints {
  const known = BY_KEY.find(([pattern]) => pattern.test(key))?.[1];
  const autocomplete = known === undefined ? {} : { autocomplete: known };
  // What a browser's own fields cannot show they would drop without a word.
  if (kind === 'stepper') return { type: text === '' || isNumber(text) ? 'number' : 'text', inputmode: 'decimal' };
  if (kind === 'color') return { type: /^#[0-9a-f]{6}$/.test(text) ? 'color' : 'text' };
  if (kind === 'date')
    return { type: text === '' || /^\d{4}-\d\d-\d\d$/.test(text) ? 'date' : 'text', ...autocomplete };
  const validator = validation.find((name) => Object.hasOwn(BY_VALIDATOR, name));
  if (validator !== undefined) return BY_VALIDATOR[validator]!;
  return { type: 'text', ...autocomplete, ...(known?.endsWith('name') ? { autocapitalize: 'words' } : {}) };
}

function isNumber(text: string): boolean {
  return /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)$/.test(text);
}
