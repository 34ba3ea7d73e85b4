// Makes the trace of an unfinished run in advance, because a killed server writes nothing more.
import { TRIGGER_OF } from '../passes/facts.ts';
import type { RunTrace } from './trace.ts';
import type { Cursor } from './triggers.ts';

/** The trace of a run that ends while the request of this cursor is under way. */
export function traceOfCutOff({ accessType, schedule, entries, pending }: Cursor): RunTrace {
  const error = 'The server ended before this request was answered.';
  const cut = pending === null ? [] : [{ ...pending.entry, error }];
  const note = 'The run was cut off: the server ended, and no action after this one ran.';
  const named = schedule === undefined ? {} : { schedule };
  return { event: TRIGGER_OF[accessType], outcome: 'error', ...named, actions: [...entries, ...cut], note };
}
