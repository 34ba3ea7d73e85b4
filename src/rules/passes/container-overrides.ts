// Opens the containers of a pass for its holder (the guide, "Registration pages"). An override of a
// whole container (barcode, structure_headerFields) hides the values that holders may edit inside
// it, so each of those values gets an override of its own.
import { effectiveValue } from '../paths/paths.ts';
import { withDrawnNumber } from '../templates/marks.ts';
import type { Program } from '../templates/program.ts';
import { define } from '../values/tree.ts';
import type { JsonValue } from '../values/values.ts';
import type { Overrides } from './facts.ts';
import { clashOf } from './key-clash.ts';

/**
 * The overrides with no container around an editable value. Returns the same object when there is
 * none.
 */
export function openContainers(program: Program, overrides: Overrides): Overrides {
  const editable = [...program.locations.values()].filter(({ attribute }) => attribute?.editable === true);
  const closed = new Set(
    editable.flatMap(({ ancestors }) => ancestors).filter((path) => Object.hasOwn(overrides, path)),
  );
  if (closed.size === 0) return overrides;
  const opened: Record<string, JsonValue> = {};
  for (const [path, value] of Object.entries(overrides)) if (!closed.has(path)) define(opened, path, value);
  for (const location of editable) {
    if (!location.ancestors.some((path) => closed.has(path))) continue;
    const value = effectiveValue(program, overrides, location);
    if (value !== undefined && value !== null) define(opened, location.path, value);
  }
  // Leave the containers when opening them would cause a key clash: a whole group may lack a field
  // whose key another group of the pass uses.
  if (clashOf(program, opened) !== null && clashOf(program, overrides) === null) return overrides;
  return withDrawnNumber(program, overrides, opened);
}
