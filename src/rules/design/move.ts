// Moves a field to another place of the card. In another group its API path is another one, so that
// everything that names the field follows.
import type { Program } from '../templates/program.ts';
import type { JsonObject } from '../values/values.ts';
import { type FieldPlace, fieldAt, keyOf, moveField } from './fields.ts';
import { plainGroup } from './groups.ts';
import { mapNames } from './mentions.ts';
import { isNameOf, type KeyedPlace } from './references.ts';

/**
 * The constructor with the field at its new place, before the field that is there. `program` is the
 * constructor's, for the names in it.
 */
export function movedField(
  program: Program,
  passConstructor: JsonObject,
  from: FieldPlace,
  to: FieldPlace,
): JsonObject {
  const field = fieldAt(passConstructor, from);
  if (field === undefined) return passConstructor;
  if (from.group === to.group) return moveField(passConstructor, from, to);
  const place: KeyedPlace = { kind: 'field', group: from.group, key: keyOf(field) };
  const followed = mapNames(passConstructor, {
    // The second design has fields of its own at the same paths.
    path: (name, { isSecond }) =>
      isNameOf(program, place, name, isSecond) ? inGroup(name, plainGroup(from.group), plainGroup(to.group)) : name,
    prefixed: (key) => key,
    fieldKey: (_, key) => key,
    propertyKey: (key) => key,
  });
  return moveField(followed, from, to);
}

/** The name with another group, which follows `structure`, or a style's name in the older form. */
function inGroup(name: string, before: string, after: string): string {
  const at = name.indexOf('_') + 1;
  return name.slice(0, at) + after + name.slice(at + before.length);
}
