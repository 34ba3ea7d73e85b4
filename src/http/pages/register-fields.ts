// Finds the fields of a registration among a request's parameters: API paths prefill a form, and
// `psForm_0_<API path>` comes from a submitted form.
import type { RawFields } from '../../operations/change/take-fields.ts';
import { editableLocation } from '../../operations/change/write-fields.ts';
import type { Registration } from '../../operations/registration/find-registration.ts';
import { fieldKind } from '../../rules/forms/form-fields.ts';
import { KEPT_PREFIX } from '../../ui/register.tsx';
import type { Parameters } from '../parameters.ts';

/** Whether a form was submitted; a link may send its parameters by POST too. */
export function isSubmitted(method: string, parameters: Parameters): boolean {
  return (
    method === 'POST' && (parameters.psForm !== undefined || parameters[`${prefixOf(parameters)}submit`] !== undefined)
  );
}

/** The prefix of a form's parameters. Its number distinguishes several forms on one page. */
function prefixOf({ psForm }: Parameters): string {
  return `psForm_${/^\d{1,3}$/.test(String(psForm)) ? psForm : 0}_`;
}

/** The editable API paths that a link, a form or JSON names, with their values. */
export function prefilledFields({ program, places }: Registration, parameters: Parameters): RawFields {
  const fields: Record<string, RawFields[string]> = {};
  for (const [name, value] of Object.entries(parameters)) {
    const location = editableLocation(program, name);
    if (location !== null && places.includes(location)) fields[location.path] = value;
  }
  return fields;
}

/**
 * The fields that a form submitted, which override those that its address prefilled. An image may
 * also come under its API path, its bare name or KEPT_PREFIX.
 */
export function sentFields(registration: Registration, parameters: Parameters): RawFields {
  const prefix = prefixOf(parameters);
  const named = Object.entries(parameters)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value] as const);
  const sent: Record<string, RawFields[string]> = {
    ...prefilledFields(registration, parameters),
    ...prefilledFields(registration, Object.fromEntries(named)),
  };
  for (const location of registration.places.filter((place) => fieldKind(place) === 'image')) {
    const { path, steps } = location;
    const candidates = [sent[path], parameters[path], parameters[steps[1]!], parameters[KEPT_PREFIX + path]];
    const image = candidates.find((value) => value !== undefined && !isEmptyFile(value));
    if (image !== undefined) sent[path] = image;
    else delete sent[path];
  }
  return sent;
}

/** Browsers send an empty file for a file input without a choice. */
function isEmptyFile(value: RawFields[string]): boolean {
  return value === '' || (value instanceof Uint8Array && value.length === 0);
}
