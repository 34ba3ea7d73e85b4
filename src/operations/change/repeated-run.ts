// Runs the triggers of one event several times, as so many events one after the other would: a till
// scans "three coffees" once. The runs share one event, one push and, without requests, one commit.
import { type AccessType, type PassFacts, recordAccess } from '../../rules/passes/facts.ts';
import type { Program } from '../../rules/templates/program.ts';
import { begin, type Next, type RunOutcome, type Segment } from '../../rules/triggers/triggers.ts';

type DoneNext = Extract<Next, { readonly kind: 'done' }>;

/** Where an event is that runs several times. */
export interface Repetition {
  /** How many runs are to begin after the present one. */
  readonly left: number;
  /** The runs that are done. */
  readonly done: readonly DoneNext[];
}

/** An event that runs once, at its beginning. */
export const ONCE: Repetition = { left: 0, done: [] };

export interface RepeatedSegment {
  readonly segment: Segment;
  /** Where the event is after the segment. */
  readonly repetition: Repetition;
}

/** The facts with which the present run sees the pass: the runs before it count as logged. */
export function factsIn({ done }: Repetition, facts: PassFacts, accessType: AccessType): PassFacts {
  if (done.length === 0) return facts;
  const access = done.reduce((known) => recordAccess(known, accessType, facts.now), facts.access);
  return { ...facts, access };
}

/**
 * Goes on after the first segment of a run until all runs are done, one waits for a request, or
 * psTriggerError stops one, which ends the event. `note`: see `begin`.
 */
export function repeated(
  program: Program,
  facts: PassFacts,
  run: { readonly accessType: AccessType; readonly note: string | null },
  first: Segment,
  { left, done }: Repetition,
): RepeatedSegment {
  // Almost every event runs once, in one segment.
  if (first.next.kind === 'done' && left === 0 && done.length === 0) return { segment: first, repetition: ONCE };
  let segment = first;
  let { changed, later } = first;
  let repetition: Repetition = { left, done };
  while (segment.next.kind === 'done') {
    const finished = [...repetition.done, segment.next];
    if (repetition.left === 0 || segment.next.outcome === 'stopped') {
      return { segment: { ...segment, changed, later, next: together(finished) }, repetition };
    }
    repetition = { left: repetition.left - 1, done: finished };
    const seen = factsIn(repetition, { ...facts, overrides: segment.overrides }, run.accessType);
    segment = begin(program, seen, run.accessType, run.note);
    changed ||= segment.changed;
    later = [...later, ...segment.later];
  }
  return { segment: { ...segment, changed, later }, repetition };
}

/** The runs as one: it counts as stopped only when its first run was. */
function together(runs: readonly DoneNext[]): DoneNext {
  const last = runs.at(-1)!;
  if (runs.length === 1) return last;
  const counted = runs.filter(({ outcome }) => outcome !== 'stopped');
  const order: readonly RunOutcome[] = ['error', 'fired', 'skipped'];
  const outcome = order.find((each) => counted.some((run) => run.outcome === each)) ?? 'skipped';
  const note = runs.map(({ trace }) => trace.note).find((each) => each !== undefined);
  const actions = runs.flatMap(({ trace }) => trace.actions);
  return {
    kind: 'done',
    outcome,
    message: last.message,
    trace: {
      event: last.trace.event,
      outcome,
      actions,
      times: counted.length,
      ...(note === undefined ? {} : { note }),
    },
    updated: runs.some(({ updated }) => updated),
  };
}
