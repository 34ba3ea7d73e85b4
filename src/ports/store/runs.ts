// What Passwright asks of a database about runs of triggers that wait for a request. A run is
// several commits, and the server may end between two of them.
import type { NewEvent } from './events.ts';

/** A part of a change: what to log if the server ends before the run goes on. */
export interface RunMark {
  /** Names the run; random, from its first commit on. */
  readonly key: string;
  /** The event of a run that was cut off; null: the run is done, so that nothing is to be logged. */
  readonly cutOff: NewEvent | null;
}

/** A run that neither went on nor ended. */
export interface OpenRun {
  readonly key: string;
  /** The hash of its pass. */
  readonly hash: string;
  readonly cutOff: NewEvent;
}

export interface RunStore {
  /** The runs that wait for a request. No run does when a server has just started. */
  openRuns(): Promise<readonly OpenRun[]>;
}
