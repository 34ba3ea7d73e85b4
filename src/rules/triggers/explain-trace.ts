// Explains the trace of a run in words: each action with its condition, what the condition saw, and
// what became of the action.
import { isObject, type JsonValue, toText } from '../values/values.ts';
import type { RunTrace, TraceEntry } from './trace.ts';
import { type FalseCondition, idleReasonOf, type Unchanged, type UnchangedReason } from './unchanged.ts';

/** The words of one language. What the engine itself noted in a trace stays as it was written. */
export interface TraceWords {
  readonly gone: string;
  readonly unchanged: Readonly<Record<UnchangedReason, string>>;
  readonly omitted: (count: number) => string;
  readonly if: string;
  readonly isTrue: string;
  readonly isFalse: string;
  readonly unreadable: string;
  readonly after: (milliseconds: number) => string;
  readonly error: string;
  readonly nothing: string;
}

/** Lines for people. `trace` comes from an event or from simulate (rules/triggers/trace.ts). */
export function explainTrace(trace: JsonValue, words: TraceWords): readonly string[] {
  if (!isObject(trace)) return [words.gone];
  const { actions, omitted, note } = trace as unknown as RunTrace;
  const lines = actions.flatMap((entry, position) => explainAction(entry, position + 1, words));
  if (omitted !== undefined) lines.push(words.omitted(omitted));
  const idle = idleReasonOf(note);
  if (note !== undefined) lines.push(idle === null ? note : words.unchanged[idle]);
  return lines.length === 0 ? [words.unchanged.no_action] : lines;
}

/** Why a run changed nothing: a sentence, then a line for each false condition, or what failed. */
export function explainUnchanged({ reason, conditions, error }: Unchanged, words: TraceWords): readonly string[] {
  return [words.unchanged[reason], ...conditions.map(conditionLine), ...(error === null ? [] : [error])];
}

/** A false condition with the values that it saw, such as `{points} > 20: points = 1`. */
export function conditionLine({ condition, seen }: FalseCondition): string {
  const values = Object.entries(seen).map(([name, value]) => `${name} = ${shown(value)}`);
  return values.length === 0 ? condition : `${condition}: ${values.join(', ')}`;
}

function explainAction(entry: TraceEntry, number: number, words: TraceWords): string[] {
  const { where, action, condition, targetPath, before, after, request, error, problems = [] } = entry;
  const lines = [`${number}. ${action}${targetPath === undefined ? '' : ` ${targetPath}`}   (${where})`];
  if (condition !== undefined) {
    const { source, verdict, seen } = condition;
    const values = Object.entries(seen).map(([name, value]) => `${name} = ${shown(value)}`);
    lines.push(`   ${words.if} ${source}`);
    lines.push(`   ${verdict ? words.isTrue : words.isFalse}${values.length === 0 ? '' : `: ${values.join(', ')}`}`);
    if (condition.error !== undefined) lines.push(`   ${words.unreadable} ${condition.error}`);
  }
  if (after !== undefined) lines.push(`   ${before === undefined ? words.nothing : shown(before)} -> ${shown(after)}`);
  if (request !== undefined) {
    const { method, url, status, durationMs } = request;
    lines.push(`   ${method} ${url}${status === undefined ? '' : `: ${status} ${words.after(durationMs)}`}`);
  }
  if (error !== undefined) lines.push(`   ${words.error} ${error}`);
  for (const problem of problems) lines.push(`   ${problem}`);
  return lines.flatMap((line) => line.split('\n').map((part, index) => (index === 0 ? part : `   ${part}`)));
}

/** Writes a value as JSON, which distinguishes "" and "7" from nothing and 7. */
export function shown(value: JsonValue): string {
  return typeof value === 'string' ? JSON.stringify(value) : toText(value) || 'null';
}
