// Reads the inputs of an owner's form: their texts, and the files that were chosen.
import type { Parameters } from '../parameters.ts';

/** The text of an input; empty when the form lacks it, and for a list or a file. */
export function textIn(form: Parameters, name: string): string {
  const value = form[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The texts of all inputs; files are none. */
export function textsIn(form: Parameters): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(form).map((name) => [name, textIn(form, name)]));
}

/** The bytes of a file; undefined when none was chosen. */
export function fileIn(form: Parameters, name: string): Uint8Array | undefined {
  const value = form[name];
  if (value instanceof Uint8Array) return value.length === 0 ? undefined : value;
  // A file that is text arrives as bytes too; a text here comes from a program.
  return typeof value === 'string' && value !== '' ? Buffer.from(value) : undefined;
}
