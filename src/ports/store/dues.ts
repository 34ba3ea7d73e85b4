// What Passwright asks of a database about schedules: rows that wait for the times of single passes, and
// steps of schedules for all passes of a template. Times are milliseconds since 1970.
import type { Fired } from '../../rules/schedules/schedule.ts';
import type { Job } from './jobs.ts';
import type { PassChange, PassSnapshot } from './passes.ts';

/** A row that waits for a pass. A pass has one of each key (rules/schedules/due.ts). */
export interface Due {
  readonly id: number;
  readonly passId: number;
  /** The pass's hash. */
  readonly hash: string;
  readonly key: string;
  readonly dueAt: number;
  /** What the schedule has done to the pass; null: nothing yet. */
  readonly fired: Fired | null;
}

/** A pass that a schedule for all passes has come to. */
export interface ScheduledSnapshot extends PassSnapshot {
  /** See Due. */
  readonly fired: Fired | null;
}

export interface PassToWalk<T> {
  readonly hash: string;
  readonly decide: (snapshot: ScheduledSnapshot) => PassChange<T>;
}

/** What is next for a schedule for all passes: those behind `cursor`, or its next time; null: none. */
export type WalkStep = { readonly cursor: number } | { readonly runAt: number | null };

/** A schedule of a template as the store knows it. */
export interface ScheduleStanding {
  readonly key: string;
  /** The next time of a schedule for all passes, or of the first pass of another one; null: none waits. */
  readonly nextAt: number | null;
  /** Its last time: how many passes it reached, and how many it left out. Null: there was none. */
  readonly last: { readonly at: number; readonly reached: number; readonly leftOut: number } | null;
}

export interface DueStore {
  /** Claims rows that are due, as `claimJobs` claims jobs. */
  claimDues(limit: number, dueBy: number, underWay?: readonly number[]): Promise<readonly Due[]>;
  /**
   * Changes the pass of a claimed row. Writes nothing and answers null when the row waits for another
   * time by now or is gone. Fails as changePass does.
   */
  changeDue<T>(due: Due, decide: (snapshot: PassSnapshot) => PassChange<T>): Promise<{ readonly result: T } | null>;
  /**
   * Changes passes in the order given and records the step of a claimed job `run_schedule`, in one
   * commit. Leaves out passes that are gone; the answer has null for them. Writes nothing and answers
   * null when the job has gone on by now. Fails as changePass does, with the index of the pass.
   */
  walkPasses<T>(job: Job, passes: readonly PassToWalk<T>[], step: WalkStep): Promise<readonly (T | null)[] | null>;
  /**
   * Sets the next times of a template's schedules for all passes. One that is due or under way at `now`
   * stays as it is.
   */
  scheduleRuns(
    templateId: number,
    times: readonly { readonly key: string; readonly at: number }[],
    now: number,
  ): Promise<void>;
  /** The states of these schedules, in the order given. */
  scheduleStates(templateId: number, keys: readonly string[]): Promise<readonly ScheduleStanding[]>;
  /** What the schedules have done to passes, by the pass's id; passes without a row are missing. */
  firedOf(key: string, passIds: readonly number[]): Promise<ReadonlyMap<number, Fired>>;
}
