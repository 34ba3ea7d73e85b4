// Compares two versions of a pass: whether a viewer of the pass, or a client of the API, sees a
// difference.
import { effectiveValue, locate } from '../paths/paths.ts';
import type { Program } from '../templates/program.ts';
import { sameValue } from '../values/values.ts';
import type { Overrides } from './facts.ts';

/** Whether two sets of overrides give a different effective value anywhere but psTriggerError. */
export function differs(program: Program, before: Overrides, after: Overrides): boolean {
  if (before === after) return false;
  for (const path of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (path === 'psTriggerError' || before[path] === after[path]) continue;
    const location = locate(program, path);
    if (location === null) continue;
    const old = effectiveValue(program, before, location) ?? null;
    if (!sameValue(old, effectiveValue(program, after, location) ?? null)) return true;
  }
  return false;
}
