// How lists of customers call a pass whose template gives no psPassDescription: by the first text
// that its holder or owner has entered where a form asks for one.
import type { Program } from '../templates/program.ts';
import { typed } from '../values/literal.ts';
import type { Overrides } from './facts.ts';

const DESCRIPTION = 'psPassDescription';

/** Null: the template has a psPassDescription, or nothing was entered. */
export function enteredName(program: Program, overrides: Overrides): string | null {
  if (program.locations.has(DESCRIPTION) || Object.hasOwn(overrides, DESCRIPTION)) return null;
  for (const { path, steps, attribute } of program.locations.values()) {
    if (attribute?.editable !== true || steps[0] !== 'structure' || !Object.hasOwn(overrides, path)) continue;
    const value = overrides[path];
    if (typeof value === 'string' && value.trim() !== '') return typed(value).trim();
  }
  return null;
}
