// Decides what the returned text of an owner's form means: nothing new, a value to write, or a
// fault. The form returns the text that it showed at first as well, so that an old text in a form
// does not undo what was changed meanwhile.
import type { Location } from '../paths/paths.ts';
import { momentOfDay } from '../paths/writes.ts';
import { type JsonValue, readNumber } from '../values/values.ts';
import { type InputKind, inputKind, readReturned, returnedText, shownText } from './edited-values.ts';

/** Why a text was refused: a change made meanwhile, or text that is no number or no JSON. */
export type ValueFault = 'changed' | 'number' | 'json';

export type ReturnedValue =
  | { readonly kind: 'same' }
  | { readonly kind: 'value'; readonly value: JsonValue }
  /** `present`: the text that a form would show now. */
  | { readonly kind: 'fault'; readonly fault: ValueFault; readonly present: string };

/** A value as a form shows it. */
export interface PresentValue {
  readonly value: JsonValue;
  readonly kind: InputKind;
  readonly text: string;
}

/** How a form shows a value at a place. */
export function presentValue(location: Location, value: JsonValue): PresentValue {
  const kind = inputKind(location, value);
  return { value, kind, text: shownText(kind, value, location.attribute?.options) };
}

/**
 * `present`: the value at the place now. `before`: the text that the form showed at first; absent:
 * the person has confirmed the text. `zone`: for a day where Wallet wants a moment.
 */
export function changedValue(
  location: Location,
  { value: present, kind, text: now }: PresentValue,
  given: JsonValue,
  before: string | undefined,
  zone: string,
): ReturnedValue {
  const options = location.attribute?.options;
  const text = returnedText(kind, given, options);
  const shown = before?.replace(/\r\n?/g, '\n');
  if (text === now || text === shown) return { kind: 'same' };
  if (shown !== undefined && shown !== now) return { kind: 'fault', fault: 'changed', present: now };
  const value = readReturned(kind, text, present, options);
  const isWord = location.holds === 'number' && typeof value === 'string' && !/[{]|^$/.test(value);
  if (value === undefined || (isWord && readNumber(value) === null)) {
    return { kind: 'fault', fault: kind === 'json' ? 'json' : 'number', present: now };
  }
  return { kind: 'value', value: typeof value === 'string' ? momentOfDay(location, value, zone) : value };
}
