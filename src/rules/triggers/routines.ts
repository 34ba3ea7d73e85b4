// Sub-routines: the JSON arrays of triggers that PSActionTriggers runs. A template's own
// sub-routine is checked when the template is saved, like the triggers that call it. One that a
// trigger or the API wrote is read when it runs.
import type { Report } from '../diagnostics.ts';
import type { PathIndex } from '../paths/paths.ts';
import { parseContainer } from '../values/json-text.ts';
import { isArray, isObject, type JsonValue } from '../values/values.ts';
import { type CompiledAction, compileActions } from './actions.ts';

/** The triggers that a value holds, as JSON or as its text; null when it holds none. */
export function readRoutine(value: JsonValue | undefined): JsonValue | null {
  if (typeof value === 'string') return parseContainer(value) ?? null;
  return isArray(value) || isObject(value) ? value : null;
}

/**
 * Compiles every sub-routine that the template holds and an action calls, each once. Faults go into
 * the report.
 */
export function compileRoutines(
  index: PathIndex,
  actions: readonly CompiledAction[],
  report: Report,
): CompiledAction[] {
  const compiled: CompiledAction[] = [];
  const seen = new Set<string>();
  const waiting = [...actions];
  for (let action = waiting.shift(); action !== undefined; action = waiting.shift()) {
    if (action.kind === 'later') waiting.push(...action.actions);
    if (action.kind !== 'run' || seen.has(action.target.path)) continue;
    seen.add(action.target.path);
    const { path, value } = action.target;
    const routine = readRoutine(value);
    if (routine !== null) {
      const inner = compileActions(index, routine, path, report);
      compiled.push(...inner);
      waiting.push(...inner);
    } else if (value !== undefined && value !== null && value !== '') {
      report.error('routine_invalid', path, `${path} holds no JSON array of triggers, but ${action.where} runs it.`);
    }
  }
  return compiled;
}
