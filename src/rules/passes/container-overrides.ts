// The guide, "Registration pages": a container that was set whole (barcode, structure_headerFields) hides the values that
// holders may edit inside it. Opening a pass for its holder gives each of those an override of its own again.
import { effectiveValue } from '../paths/paths.ts';
import { withDrawnNumber } from '../templates/marks.ts';
import type { Program } from '../templates/program.ts';
import { define } from '../values/tree.ts';
import type { JsonValue } from '../values/values.ts';
import type { Overrides } from './facts.ts';
import { clashOf } from './key-clash.ts';

/** The overrides with no container around an editable value; the same object when there is none. */
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
  // A group that was set whole may have taken the key of one of its fields elsewhere.
  if (clashOf(program, opened) !== null && clashOf(program, overrides) === null) return overrides;
  return withDrawnNumber(program, overrides, opened);
}
