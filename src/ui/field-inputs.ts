// Chooses the keyboard that a phone shows for a field and what a browser may fill in, by the
// field's validators and key.
import type { InputKind } from '../rules/forms/edited-values.ts';

export interface InputHints {
  readonly type: 'text' | 'email' | 'tel' | 'date' | 'color';
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

interface Filled {
  readonly kind: InputKind;
  /** The last part of the field's path: its name in its container. */
  readonly key: string;
  readonly validation: readonly string[];
  readonly text: string;
}

/** Attributes of the `input` element of a field of one line. */
export function inputHints({ kind, key, validation, text }: Filled): InputHints {
  const known = BY_KEY.find(([pattern]) => pattern.test(key))?.[1];
  const autocomplete = known === undefined ? {} : { autocomplete: known };
  if (kind === 'stepper' || kind === 'number') return { type: 'text', inputmode: 'decimal', autocomplete: 'off' };
  // Use a text input for values that the browser's own input would silently drop.
  if (kind === 'colour') return { type: /^#[0-9a-f]{6}$/.test(text) ? 'color' : 'text' };
  if (kind === 'date')
    return { type: text === '' || /^\d{4}-\d\d-\d\d$/.test(text) ? 'date' : 'text', ...autocomplete };
  const validator = validation.find((name) => Object.hasOwn(BY_VALIDATOR, name));
  if (validator !== undefined) return BY_VALIDATOR[validator]!;
  return { type: 'text', ...autocomplete, ...(known?.endsWith('name') ? { autocapitalize: 'words' } : {}) };
}

/** Attributes for an owner, whose own name and address must not be filled into a pass. */
export function ownersInput({ kind, text }: Pick<Filled, 'kind' | 'text'>): InputHints {
  return { ...inputHints({ kind, text, key: '', validation: [] }), autocomplete: 'off' };
}
