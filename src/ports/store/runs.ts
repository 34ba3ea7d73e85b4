// What Passwright asks of a database about runs of triggers that wait for a request. A run is
// several commits, and the server may end between two of them.
import type { NewEvent } from './events.ts';

/** A part of a change: what to log if the server ends before the run goes on. */
export interface RunMark {
  /** Names the run; random, from its first commit on. */
  readonly key: string;
  /** The event of a run that was cut off; null: the run is done, so that nothing is to be logged. */
  readonly cutOff: NewEvent | null;
  /**
   * Whether an earlier part has marked the run. The change is then refused with `run_ended` when
   * somebody has ended the run meanwhile; absent: no earlier part is needed.
   */
  readonly isOpen?: boolean;
}

/** A run that neither went on nor ended. */
export interface OpenRun {
  readonly key: string;
  /** The hash of its pass. */
  readonly hash: string;
  readonly cutOff: NewEvent;
}

/**
 * How long a run may go without a new mark until its server counts as dead, in ms: much longer than
 * any request of a trigger, and as long as the key of a retry is reserved (idempotency.ts).
 */
export const RUN_LEASE = 2 * 60 * 1000;

export interface RunStore {
  /**
   * The runs that wait for a request and whose last mark, the time of its event, is from before
   * `before`, at most `limit`, oldest first.
   */
  openRuns(before: number, limit: number): Promise<readonly OpenRun[]>;
}
