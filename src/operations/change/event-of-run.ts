// Makes the event of a run from its end: what is logged, with its trace.
import type { NewEvent } from '../../ports/store/events.ts';
import { type AccessType, CREATE, type PassFacts } from '../../rules/passes/facts.ts';
import { appliedRules } from '../../rules/triggers/rule-places.ts';
import type { Next } from '../../rules/triggers/segment.ts';
import { traceJson } from '../../rules/triggers/trace.ts';
import type { JsonObject } from '../../rules/values/values.ts';

type DoneNext = Extract<Next, { readonly kind: 'done' }>;
type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** The end of a run as its event tells it: why the run has no better answer, too. */
export function withProblem(next: DoneNext, { problem }: JsonObject): Pick<DoneNext, 'outcome' | 'trace' | 'updated'> {
  if (typeof problem !== 'string') return next;
  const { trace } = next;
  const outcome = next.outcome === 'stopped' ? 'stopped' : 'error';
  return { ...next, outcome, trace: { ...trace, outcome, note: trace.note ?? problem } };
}

export function eventOf(
  facts: PassFacts,
  { accessType, tillId }: { readonly accessType: AccessType; readonly tillId?: number | undefined },
  { outcome, trace, updated }: Pick<DoneNext, 'outcome' | 'trace' | 'updated'>,
  usual?: string,
): NewEvent {
  const event: Writable<NewEvent> = {
    accessType,
    time: facts.now,
    outcome,
    logged: outcome !== 'stopped',
    trace: traceJson(trace, facts.specials.clientHash),
    // A new pass looks like nothing before it.
    changed: updated || accessType === CREATE,
    applied: appliedRules(trace),
  };
  if (tillId !== undefined) event.tillId = tillId;
  if (usual !== undefined) event.usualTrace = usual;
  return event;
}
