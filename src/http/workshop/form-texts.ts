// Reads the inputs of an owner's form: their texts, and the files that were chosen.
import { isArray, toText } from '../../rules/values/values.ts';
import type { Parameters } from '../parameters.ts';

/** The text of an input; empty when the form lacks it, and for a list or a file. */
export function textIn(form: Parameters, name: string): string {
  const value = form[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Every input as a text, without files; the ticked values of a list with commas between. */
export function textsIn(form: Parameters): Readonly<Record<string, string>> {
  const entries = Object.entries(form).flatMap(([name, value]): [string, string][] => {
    if (value instanceof Uint8Array) return [];
    return [[name, isArray(value) ? value.map(toText).join(',') : toText(value)]];
  });
  return Object.fromEntries(entries);
}

/** The bytes of a file; undefined when none was chosen. */
export function fileIn(form: Parameters, name: string): Uint8Array | undefined {
  const value = form[name];
  if (value instanceof Uint8Array) return value.length === 0 ? undefined : value;
  // A file that is text arrives as bytes too; a text here comes from a program.
  return typeof value === 'string' && value !== '' ? Buffer.from(value) : undefined;
}
