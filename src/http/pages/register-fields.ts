// The fields of a registration among a request's parameters: API paths that prefill, and `psForm_0_<API path>` of a form that
// was sent.
import type { RawFields } from '../../operations/change/take-fields.ts';
import { editableLocation } from '../../operations/change/write-fields.ts';
import type { Registration } from '../../operations/registration/find-registration.ts';
import { fieldKind } from '../../rules/forms/form-fields.ts';
import { KEPT_PREFIX } from '../../ui/register.tsx';
import type { Parameters } from '../parameters.ts';

/** Whether a form was sent, and not a link followed whose parameters came by POST. */
export function isSubmitted(method: string, parameters: Parameters): boolean {
  return (
    method === 'POST' && (parameters.psForm !== undefined || parameters[`${prefixOf(parameters)}submit`] !== undefined)
  );
}

/** Several forms on one page of a client's are told apart by a number. */
function prefixOf({ psForm }: Parameters): string {
  return `psForm_${/^\d{1,3}$/.test(String(psForm)) ? psForm : 0}_`;
}

/** Editable API paths that a link, a form or JSON names. */
export function prefilledFields({ program, places }: Registration, parameters: Parameters): RawFields {
  const fields: Record<string, RawFields[string]> = {};
  for (const [name, value] of Object.entries(parameters)) {
    const location = editableLocation(program, name);
    if (location !== null && places.includes(location)) fields[location.path] = value;
  }
  return fields;
}

/** What a form sent, before it what its address prefilled. Images come under their path or their bare name too. */
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

/** A browser sends an empty file for one that was not chosen. */
function isEmptyFile(value: RawFields[string]): boolean {
  return value === '' || (value instanceof Uint8Array && value.length === 0);
}
