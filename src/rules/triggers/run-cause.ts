// Finds in a run's trace the one cause of what came of an event, for the pages, the scanner, the
// command line and the API. sentences/ has the words.
import { isObject, type JsonValue, sameValue } from '../values/values.ts';
import { type FalsePart, isNearer, type Miss, missOf } from './false-parts.ts';
import { IDLE_REASONS, type IdleReason, idleReasonOf } from './idle.ts';
import { parsedCondition } from './parsed-conditions.ts';
import { hasFailed, hasRun, type RunTrace, type TraceEntry } from './trace.ts';

export type RunCause =
  /** The trace is no longer stored. */
  | { readonly kind: 'gone' }
  | { readonly kind: IdleReason }
  | { readonly kind: 'stopped'; readonly message: string }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** The event has no actions. */
  | { readonly kind: 'no_action' }
  /** No rule applied, and one would have, had it not been paused. Its number; null: a step of a sub-routine. */
  | { readonly kind: 'rule_paused'; readonly rule: number | null; readonly where: string }
  | { readonly kind: 'no_rule_applied'; readonly nearest: NearMiss; readonly refused: number }
  | { readonly kind: 'same_values' }
  | { readonly kind: 'changed' };

/** `detail`: what the engine noted, in English. */
export type Failure =
  | { readonly kind: 'request'; readonly url: string; readonly detail: string }
  | { readonly kind: 'action'; readonly entry: TraceEntry; readonly detail: string }
  /** The run reached a limit, or was cut off. */
  | { readonly kind: 'limit'; readonly detail: string };

/** The rule whose condition was nearest to being true. */
export interface NearMiss {
  /** The rule's number in its event, from 1 on; null: the action stands in a sub-routine. */
  readonly rule: number | null;
  readonly where: string;
  readonly condition: string;
  /** The part to blame; null: the condition cannot be read any more. */
  readonly blamed: FalsePart | null;
}

/** A trace as the store has it; null: there is none. */
export function readTrace(trace: JsonValue | null): RunTrace | null {
  return isObject(trace) && Array.isArray(trace.actions) ? (trace as unknown as RunTrace) : null;
}

/**
 * The first that fits of: stopped by a message, paused, an error, no rule for the event, a rule
 * that is paused, no rule applied, each value what it was. `changed`: what the event says; null: what the trace shows.
 */
export function causeOf(trace: RunTrace | null, changed: boolean | null): RunCause {
  if (trace === null) return { kind: 'gone' };
  const { actions, note, outcome } = trace;
  if (outcome === 'stopped') return { kind: 'stopped', message: note ?? '' };
  const idle = idleReasonOf(note);
  if (idle !== null) return { kind: idle };
  const failure = failureOf(trace);
  if (failure !== null) return { kind: 'failed', failure };
  if (changed ?? actions.some(hasChanged)) return { kind: 'changed' };
  if (actions.length === 0) return { kind: 'no_action' };
  if (actions.some(hasRun)) return { kind: 'same_values' };
  const refused = actions.filter(({ paused }) => paused !== true);
  const waits = ({ paused, condition }: TraceEntry) =>
    paused === true && (condition?.verdict !== false || refused.length === 0);
  const waiting = actions.find(waits);
  if (waiting !== undefined) {
    return { kind: 'rule_paused', rule: ruleNumbers(trace).get(waiting) ?? null, where: waiting.where };
  }
  return { kind: 'no_rule_applied', nearest: nearestOf(trace, refused), refused: refused.length };
}

/** Why an event changed nothing, as the API names it. */
export const UNCHANGED_REASONS = [
  ...IDLE_REASONS,
  'no_action',
  'rule_paused',
  'condition_false',
  'conditions_false',
  'action_failed',
  'same_values',
] as const;

/** The API's name for the cause of a run that changed nothing. */
export function unchangedReason(cause: RunCause): (typeof UNCHANGED_REASONS)[number] {
  switch (cause.kind) {
    case 'failed':
      return 'action_failed';
    case 'no_rule_applied':
      return cause.refused === 1 ? 'condition_false' : 'conditions_false';
    case 'gone':
    case 'stopped':
    case 'changed':
      return 'same_values';
    default:
      return cause.kind;
  }
}

/** Whether an action gave its place another value. */
export function hasChanged({ before, after }: TraceEntry): boolean {
  return after !== undefined && !sameValue(before ?? null, after);
}

function failureOf({ actions, note, outcome }: RunTrace): Failure | null {
  // The action that a cut-off run was at says more than that the run was cut off.
  const entry = actions.find(hasFailed);
  if (entry === undefined) return outcome === 'error' ? { kind: 'limit', detail: note ?? '' } : null;
  const detail = entry.error ?? entry.condition?.error ?? '';
  if (detail === note) return { kind: 'limit', detail };
  if (entry.request === undefined) return { kind: 'action', entry, detail };
  return { kind: 'request', url: entry.request.url, detail };
}

function nearestOf(trace: RunTrace, refused: readonly TraceEntry[]): NearMiss {
  const numbers = ruleNumbers(trace);
  let nearest: { readonly entry: TraceEntry; readonly miss: Miss } | null = null;
  for (const entry of refused) {
    const miss = missIn(entry);
    if (nearest === null || isNearer(miss, nearest.miss)) nearest = { entry, miss };
  }
  const { entry, miss } = nearest!;
  return {
    rule: numbers.get(entry) ?? null,
    where: entry.where,
    condition: entry.condition?.source ?? '',
    blamed: miss.blamed[0] ?? null,
  };
}

const UNREADABLE: Miss = { met: 0, unmet: Number.POSITIVE_INFINITY, blamed: [] };

function missIn({ condition }: TraceEntry): Miss {
  const parsed = condition === undefined ? null : parsedCondition(condition.source);
  if (!parsed?.ok || parsed.condition === null) return UNREADABLE;
  return missOf(parsed.condition, condition!.seen);
}

/**
 * The number of each entry's rule, from 1 on: neighbouring actions of the event with the same
 * condition, all of them paused or none, are one rule (sentences/rules.ts). Actions of sub-routines have none.
 */
export function ruleNumbers({ event, actions }: RunTrace): ReadonlyMap<TraceEntry, number> {
  const numbers = new Map<TraceEntry, number>();
  const prefix = `triggers_${event}_`;
  let number = 0;
  let lastPosition = -1;
  let last: TraceEntry | null = null;
  for (const entry of actions) {
    if (!entry.where.startsWith(prefix)) continue;
    const position = Number(entry.where.slice(prefix.length));
    // One event may run its triggers several times, each time from the first rule on.
    if (position <= lastPosition) number = 1;
    else if (last === null || !isSameRule(entry, last)) number += 1;
    lastPosition = position;
    last = entry;
    numbers.set(entry, number);
  }
  return numbers;
}

function isSameRule(entry: TraceEntry, other: TraceEntry): boolean {
  return entry.condition?.source === other.condition?.source && entry.paused === other.paused;
}
