// psTriggerError, with which triggers and called services stop a run.
import type { PassFacts } from '../passes/facts.ts';
import { expand } from '../paths/magic.ts';
import { effectiveValue, type Location, locate } from '../paths/paths.ts';
import type { Program } from '../templates/program.ts';
import { typed } from '../values/literal.ts';

export function triggerError(program: Program): Location {
  return locate(program, 'psTriggerError')!;
}

/** The message that stops a run, or "". */
export function readTriggerError(program: Program, facts: PassFacts): string {
  const value = effectiveValue(program, facts.overrides, triggerError(program));
  return typeof value === 'string' ? typed(expand(program, facts, value, { audience: 'holder' })) : '';
}
