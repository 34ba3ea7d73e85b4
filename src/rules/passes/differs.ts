// Compares two versions of a pass: whether a viewer of the pass, or a client of the API, sees a
// difference.
import { effectiveValue, locate } from '../paths/paths.ts';
import type { Program } from '../templates/program.ts';
import { sameValue } from '../values/values.ts';
import type { Overrides } from './facts.ts';

/** Whether two sets of overrides give a different effective value anywhere but psTriggerError. */
export function differs(program: Program, before: Overrides, after: Overrides): boolean {
  if (before === after) return false;
  // Loops with `in`, because every event comes here, and most paths have the same value.
  for (const path in after) if (before[path] !== after[path] && differsAt(program, before, after, path)) return true;
  for (const path in before) if (before[path] !== after[path] && differsAt(program, before, after, path)) return true;
  return false;
}

function differsAt(program: Program, before: Overrides, after: Overrides, path: string): boolean {
  const location = path === 'psTriggerError' ? null : locate(program, path);
  if (location === null) return false;
  const old = effectiveValue(program, before, location) ?? null;
  return !sameValue(old, effectiveValue(program, after, location) ?? null);
}
