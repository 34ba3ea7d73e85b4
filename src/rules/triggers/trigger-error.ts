// psTriggerError, with which triggers and called services stop a run.
import type { Overrides, PassFacts } from '../passes/facts.ts';
import { expand } from '../paths/magic.ts';
import { effectiveValue, type Location, locate } from '../paths/paths.ts';
import type { Program } from '../templates/program.ts';
import { typed } from '../values/literal.ts';

const PATH = 'psTriggerError';
/** Its place in a template that does not have it. */
const UNSET = locate({ locations: new Map() }, PATH)!;

export function triggerError({ locations }: Program): Location {
  return locations.get(PATH) ?? UNSET;
}

/** The message that stops a run, or "". */
export function readTriggerError(program: Program, facts: PassFacts, overrides: Overrides = facts.overrides): string {
  const value = effectiveValue(program, overrides, triggerError(program));
  if (typeof value !== 'string' || value === '') return '';
  const seen = overrides === facts.overrides ? facts : { ...facts, overrides };
  return typed(expand(program, seen, value, { audience: 'holder' }));
}
