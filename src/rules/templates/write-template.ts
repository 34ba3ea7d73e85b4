// Writes values into the constructor of a template, as an owner's editor would: what a PSAttribute
// says besides its value stays.
import type { Location, PathIndex } from '../paths/paths.ts';
import { dig, plantAll } from '../values/tree.ts';
import type { JsonObject, JsonValue } from '../values/values.ts';
import { isFieldTree } from '../vocabulary.ts';
import { isAttribute } from './attributes.ts';

export interface TemplateValue {
  readonly location: Location;
  readonly value: JsonValue;
}

/** A copy of a constructor in its stored shape with other values. */
export function withTemplateValues(passConstructor: JsonObject, values: readonly TemplateValue[]): JsonObject {
  const plantings = values.map(({ location: { steps }, value }) => {
    const node = dig(passConstructor, steps);
    return { steps, value: isAttribute(node) ? { ...node, PSValue: value } : value };
  });
  return plantAll(passConstructor, plantings) as JsonObject;
}

/**
 * Whether a template may get a value at a place: the template has it, or it is no part of a field
 * that the template lacks.
 */
export function isPlaceOf({ locations }: PathIndex, { path, steps }: Location): boolean {
  if (locations.has(path) || !isFieldTree(steps[0])) return true;
  return steps.length > 3 && locations.has(steps.slice(0, 3).join('_'));
}
