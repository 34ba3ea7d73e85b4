// Makes the entries of a trace while actions run. The usual entries are literals of their keys:
// every scan makes some, and engines take a microsecond to spread an object that got more keys than
// it was made with.
import type { PassFacts } from '../passes/facts.ts';
import type { Seen } from '../paths/conditions.ts';
import type { JsonValue } from '../values/values.ts';
import type { CompiledAction } from './actions.ts';
import type { TraceEntry } from './trace.ts';

/** The beginning of an action's trace. */
export function begun(action: CompiledAction): TraceEntry {
  const { where, name, paused } = action;
  const hasTarget = action.kind !== 'url' && action.kind !== 'later';
  if (hasTarget && !paused) return { where, action: name, targetPath: action.target.path };
  const targetPath = hasTarget ? { targetPath: action.target.path } : {};
  return { where, action: name, ...(paused ? { paused } : {}), ...targetPath };
}

/** Begins the action's trace, with its condition's verdict on the present state. */
export function judged(facts: PassFacts, action: CompiledAction): TraceEntry {
  if (action.condition === null) return begun(action);
  const { source, test, error } = action.condition;
  const seen: Seen = {};
  const verdict = test?.(facts, seen) ?? false;
  const condition = error === null ? { source, verdict, seen } : { source, verdict, seen, error };
  const { where, action: name, targetPath, paused } = begun(action);
  const isUsual = targetPath !== undefined && paused === undefined;
  return isUsual ? { where, action: name, targetPath, condition } : { ...begun(action), condition };
}

/** The trace of an action that wrote a value. */
export function withChange(entry: TraceEntry, before: JsonValue, after: JsonValue): TraceEntry {
  const { where, action, targetPath, condition, request, problems } = entry;
  const isUsual =
    targetPath !== undefined && condition !== undefined && request === undefined && problems === undefined;
  return isUsual ? { where, action, targetPath, condition, before, after } : { ...entry, before, after };
}

export function withProblems(entry: TraceEntry, problems: ReadonlySet<string>): TraceEntry {
  return problems.size === 0 ? entry : { ...entry, problems: [...problems] };
}
