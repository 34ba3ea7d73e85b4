// Reads the inputs of an owner's form: their texts, and the files that were chosen.
import { AppError } from '../../errors.ts';
import { isArray, toText } from '../../rules/values/values.ts';
import { LARGEST_TEXT_BODY, type Parameters, readParameters } from '../parameters.ts';

/** The text of an input; empty when the form lacks it, and for a list or a file. Fails as textsIn. */
export function textIn(form: Parameters, name: string): string {
  const value = form[name];
  return typeof value === 'string' || typeof value === 'number' ? short(name, String(value)) : '';
}

/**
 * A text that a form without a file could send: a form with one may be larger, and a page that shows
 * megabytes of a mistyped text again would stop everybody else.
 */
function short(name: string, text: string): string {
  if (text.length <= LARGEST_TEXT_BODY) return text;
  const message = `${name} is at most ${LARGEST_TEXT_BODY.toLocaleString('en')} characters long.`;
  throw new AppError('parameter_invalid', { field: name, message });
}

/** Every input as a text, without files; the ticked values of a list with commas between. Fails with `parameter_invalid`. */
export function textsIn(form: Parameters): Readonly<Record<string, string>> {
  const entries = Object.entries(form).flatMap(([name, value]): [string, string][] => {
    if (value instanceof Uint8Array) return [];
    return [[name, short(name, isArray(value) ? value.map(toText).join(',') : toText(value))]];
  });
  return Object.fromEntries(entries);
}

/**
 * Reads a form whose page shows its texts again. Fails with `parameter_invalid`, and with the codes of
 * readParameters.
 */
export async function readShownForm(request: Request): Promise<Parameters> {
  const form = await readParameters(request);
  for (const [name, value] of Object.entries(form)) {
    // A picture as an address is not shown again.
    if (typeof value === 'string' && !value.startsWith('data:')) short(name, value);
  }
  return form;
}

/** The bytes of a file; undefined when none was chosen. */
export function fileIn(form: Parameters, name: string): Uint8Array | undefined {
  const value = form[name];
  if (value instanceof Uint8Array) return value.length === 0 ? undefined : value;
  // A file that is text arrives as bytes too; a text here comes from a program.
  return typeof value === 'string' && value !== '' ? Buffer.from(value) : undefined;
}
