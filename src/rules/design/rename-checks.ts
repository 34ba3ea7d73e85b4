// Renames a key in the checks of a card: they name places by API path, in the state that they set and
// in what they expect.
import type { Check } from '../checks/check.ts';
import type { Program } from '../templates/program.ts';
import { define } from '../values/tree.ts';
import type { JsonValue } from '../values/values.ts';
import { isNameOf, type KeyedPlace, withKey } from './references.ts';

/** The check with the new key; the same object where it does not name the place. */
export function renamedCheck(program: Program, place: KeyedPlace, newKey: string, check: Check): Check {
  const rename = (values: Readonly<Record<string, JsonValue>>) => {
    const names = Object.keys(values).map((path) =>
      isNameOf(program, place, path, false) ? withKey(place, path, newKey) : path,
    );
    if (names.every((name) => Object.hasOwn(values, name))) return values;
    const renamed: Record<string, JsonValue> = {};
    for (const [position, value] of Object.values(values).entries()) define(renamed, names[position]!, value);
    return renamed;
  };
  const [overrides, values] = [rename(check.overrides), rename(check.expect.values)];
  if (overrides === check.overrides && values === check.expect.values) return check;
  return { ...check, overrides, expect: { ...check.expect, values } };
}
