// What Passwright asks of a database about the work that follows from changes. Times are
// milliseconds since 1970.

/**
 * The kinds of jobs, and what each is about. `push_pass` tells the devices of a pass,
 * `push_template` those of all its passes, `push_device` one device that was busy. `expire_pass`
 * and `expire_template`: the pass or template is over at `runAt`, and its devices have to learn of
 * it. `schedule_expiries`: the passes of a template that was saved may be over at other times.
 */
export const JOB_SUBJECTS = {
  push_pass: 'pass',
  push_template: 'template',
  push_device: 'device',
  expire_pass: 'pass',
  expire_template: 'template',
  schedule_expiries: 'template',
} as const;
export type JobKind = keyof typeof JOB_SUBJECTS;

/**
 * A job that waits. At most one waits for a kind, subject and key: a second push joins the first,
 * and other work takes the time that was given last.
 */
export interface Job {
  readonly id: number;
  readonly kind: JobKind;
  /** The pass's, template's or device's id. */
  readonly subjectId: number;
  /** Tells several jobs of one kind and subject apart; empty where there is one alone. */
  readonly key: string;
  /**
   * The newest update tag it has to tell devices of: those that were told of it, or a newer one,
   * are left out.
   */
  readonly updateTag: number;
  readonly runAt: number;
  /** How often in a row it could not be done. */
  readonly attempts: number;
  /** How far it has come: the id of the last pass that it is done with. */
  readonly cursor: number;
  /** How many devices it has told so far. */
  readonly told: number;
}

/** Work about a pass for a time, in ms since 1970, which needs no other cause by then. */
export interface DueWork {
  readonly kind: 'expire_pass';
  /**
   * Takes the place of the work of this kind and key that waits for the pass. Absent: the empty
   * one.
   */
  readonly key?: string;
  /** Null: none of this kind and key waits any more. */
  readonly at: number | null;
}

/** What is done after the commit that wrote it. */
export type WaitingKind = JobKind | 'mail';

export interface PushTarget {
  readonly deviceId: number;
  readonly pushToken: string;
  readonly passTypeIdentifier: string;
  /** Whose certificate signs the push. */
  readonly accountId: number;
}

/** What became of a push to one device. */
export interface PushOutcome {
  readonly deviceId: number;
  /** Where it went: a device that has given another token since stays as it is. */
  readonly pushToken: string;
  readonly time: number;
  readonly status: number | null;
  readonly reason: string | null;
  /**
   * `told`: not pushed to again for this update tag. `gone`: its registrations go, unless it gave
   * its token after `since`. `later`: a job of its own tries again at `retryAt`, and this one
   * counts it as told. `waiting`: still to be told by this job.
   */
  readonly fate:
    | { readonly kind: 'told' }
    | { readonly kind: 'gone'; readonly since: number | null }
    | { readonly kind: 'later'; readonly retryAt: number }
    | { readonly kind: 'waiting' };
}

/**
 * What is next for a job: it is done, goes on behind `cursor`, or is tried again from where it is
 * at `runAt`.
 */
export type JobStep =
  | { readonly kind: 'done' }
  | { readonly kind: 'next'; readonly cursor: number }
  | { readonly kind: 'retry'; readonly runAt: number };

export interface JobStore {
  /**
   * Does a job of the kinds `expire_pass` and `expire_template` that is due: in one commit the pass
   * or template gets a new update tag, its devices a push, and the job goes or waits for the next
   * end. One that was put off meanwhile stays.
   */
  expire(job: { readonly id: number }, now: number): Promise<void>;
  /** Jobs that wait, in the order they are due. `dueBy`: only those due then. */
  waitingJobs(limit: number, dueBy?: number): Promise<readonly Job[]>;
  /** The job of a kind that waits for a subject. `key`: the empty one unless given. */
  waitingJob(kind: JobKind, subjectId: number, key?: string): Promise<Job | null>;
  /** How many wait of each kind, and mails. */
  countJobs(): Promise<Readonly<Record<WaitingKind, number>>>;
  /** `notify` is called after each commit of this process that may have written jobs or mails. */
  watchJobs(notify: () => void): void;
  /**
   * Up to `limit` devices that the job has to tell, from its cursor on, looking at up to `limit` of
   * its passes; `step` is what is next once they are told.
   */
  pushTargets(
    job: Job,
    limit: number,
  ): Promise<{ readonly targets: readonly PushTarget[]; readonly step: Exclude<JobStep, { readonly kind: 'retry' }> }>;
  /**
   * Writes what became of a job's pushes and what is next for it, in one commit. A job that was
   * joined by a newer one meanwhile begins anew with that one's tag, whatever `step` says.
   */
  recordPushes(job: Job, outcomes: readonly PushOutcome[], step: JobStep): Promise<void>;
  /** The same for a job that pushes nothing. */
  recordStep(job: Job, step: JobStep): Promise<void>;
}
