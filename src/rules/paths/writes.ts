// What may be written to a place of a pass, whoever writes it: the shape it must have, and how a text that came through
// a form or a link becomes it.
import { parseContainer } from '../values/json-text.ts';
import { DEEPEST_VALUE, isTooDeep, type JsonValue } from '../values/values.ts';
import { type Location, shapeProblem } from './paths.ts';

/** The longest text of one value, and the largest set of overrides of one pass, both in UTF-16 units of JSON. */
const LONGEST_VALUE = 64 * 1024;
export const LARGEST_PASS = 512 * 1024;

export type Accepted =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly problem: string };

/** The value as it is stored: a container's JSON text is read. Null, which removes the override, is always fine. */
export function acceptValue(location: Location, value: JsonValue): Accepted {
  if (value === null) return { ok: true, value };
  if (isTooDeep(value)) return { ok: false, problem: `A value is nested at most ${DEEPEST_VALUE} levels deep.` };
  if (JSON.stringify(value).length > LONGEST_VALUE) {
    return { ok: false, problem: `A value is at most ${LONGEST_VALUE / 1024} KiB long.` };
  }
  const problem = shapeProblem(location, value);
  if (problem === null) return { ok: true, value };
  const parsed = typeof value === 'string' ? parseContainer(value) : undefined;
  return parsed === undefined || shapeProblem(location, parsed) !== null
    ? { ok: false, problem }
    : { ok: true, value: parsed };
}
