// Finds the reason why an event changed nothing on a pass in its run's trace, for the history, the
// scanner and the API.
import { isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import type { RunTrace, TraceEntry } from './trace.ts';

/** The reasons why no trigger ran, as a trace states them; a page translates them. */
export const IDLE_NOTES = {
  paused: 'The triggers of this template are paused.',
  invalidated: 'The pass was invalidated for good, so no trigger runs.',
  fresh: 'The pass was updated in the last 10 minutes, so onDeviceUpdate does not run.',
} as const;

export type IdleReason = keyof typeof IDLE_NOTES;

/** The sentences of the API, which speaks English; those of pages are in ui/texts. */
export const UNCHANGED_SENTENCES = {
  ...IDLE_NOTES,
  no_action: 'No action is defined for this event.',
  condition_false: 'The condition was false, so no action ran.',
  conditions_false: 'All conditions were false, so no action ran.',
  action_failed: 'An action failed.',
  same_values: 'The actions ran, and every value is what it was before.',
} as const satisfies Record<string, string>;

export type UnchangedReason = keyof typeof UNCHANGED_SENTENCES;

export const UNCHANGED_REASONS = Object.keys(UNCHANGED_SENTENCES) as [UnchangedReason, ...UnchangedReason[]];

/** A condition that was false, with the values that it asked for. */
export interface FalseCondition {
  readonly condition: string;
  readonly seen: JsonObject;
}

export interface Unchanged {
  readonly reason: UnchangedReason;
  /** Of `condition_false` and `conditions_false`: the first ones. */
  readonly conditions: readonly FalseCondition[];
  /** Of `action_failed`: what failed, in English; else null. */
  readonly error: string | null;
}

/** Of many conditions the first ones say enough; the trace has all of them. */
const MOST_CONDITIONS = 3;

/** The reason behind a note of a trace; null: the note is about something else. */
export function idleReasonOf(note: string | undefined): IdleReason | null {
  const found = Object.entries(IDLE_NOTES).find(([, sentence]) => sentence === note);
  return found === undefined ? null : (found[0] as IdleReason);
}

/** Reads the trace of a run that changed nothing; null when the trace is no longer stored. */
export function whyUnchanged(trace: JsonValue | null): Unchanged | null {
  if (!isObject(trace)) return null;
  const { actions, note } = trace as unknown as RunTrace;
  const reason = idleReasonOf(note);
  if (reason !== null) return because(reason);
  const error = actions.map(errorOf).find((each) => each !== undefined);
  if (error !== undefined) return { ...because('action_failed'), error };
  if (note !== undefined) return { ...because('action_failed'), error: note };
  if (actions.length === 0) return because('no_action');
  const refused = actions.flatMap(({ condition }) =>
    condition?.verdict === false ? [{ condition: condition.source, seen: condition.seen }] : [],
  );
  if (refused.length < actions.length) return because('same_values');
  const conditions = refused.slice(0, MOST_CONDITIONS);
  return { ...because(refused.length === 1 ? 'condition_false' : 'conditions_false'), conditions };
}

function because(reason: UnchangedReason): Unchanged {
  return { reason, conditions: [], error: null };
}

function errorOf({ error, condition }: TraceEntry): string | undefined {
  return error ?? condition?.error;
}
