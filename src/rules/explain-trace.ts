// The trace of a run in words: each action with its condition, what it saw, and what became of it.
import type { RunTrace, TraceEntry } from './trace.ts';
import { isObject, type JsonValue, toText } from './values.ts';

/** Lines for people. `trace` is one as events keep it and simulate answers it (rules/trace.ts). */
export function explainTrace(trace: JsonValue): readonly string[] {
  if (!isObject(trace)) return ['There is no trace of this run any more: newer ones took its place.'];
  const { actions, omitted, note } = trace as unknown as RunTrace;
  const lines = actions.flatMap((entry, position) => explainAction(entry, position + 1));
  if (omitted !== undefined) lines.push(`${omitted} actions in the middle are not shown.`);
  if (note !== undefined) lines.push(note);
  return lines.length === 0 ? ['No action is defined for this event.'] : lines;
}

function explainAction(entry: TraceEntry, number: number): string[] {
  const { where, action, condition, targetPath, before, after, request, error, problems = [] } = entry;
  const lines = [`${number}. ${action}${targetPath === undefined ? '' : ` ${targetPath}`}   (${where})`];
  if (condition !== undefined) {
    const { source, verdict, seen } = condition;
    const values = Object.entries(seen).map(([name, value]) => `${name} = ${shown(value)}`);
    lines.push(`   if ${source}`);
    lines.push(
      `   ${verdict ? 'true' : 'false, so nothing is done'}${values.length === 0 ? '' : `: ${values.join(', ')}`}`,
    );
    if (condition.error !== undefined) lines.push(`   the condition cannot be read: ${condition.error}`);
  }
  if (after !== undefined) lines.push(`   ${shown(before)} -> ${shown(after)}`);
  if (request !== undefined) {
    const { method, url, status, durationMs } = request;
    lines.push(`   ${method} ${url}${status === undefined ? '' : `: ${status} after ${durationMs} ms`}`);
  }
  if (error !== undefined) lines.push(`   error: ${error}`);
  for (const problem of problems) lines.push(`   ${problem}`);
  return lines.flatMap((line) => line.split('\n').map((part, index) => (index === 0 ? part : `   ${part}`)));
}

/** A value as JSON, so that "" and "7" can be told from nothing and 7. */
export function shown(value: JsonValue | undefined): string {
  return value === undefined ? 'nothing' : typeof value === 'string' ? JSON.stringify(value) : toText(value) || 'null';
}
