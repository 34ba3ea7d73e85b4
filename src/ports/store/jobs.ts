// What Passwright asks of a database about the work that follows from changes. Times are
// milliseconds since 1970.
import type { TemplateSnapshot } from './templates.ts';
import type { NewMessage, QueuedMessage, ToldPass } from './webhooks.ts';

/**
 * The kinds of jobs, and what each is about. `push_pass` tells the devices of a pass,
 * `push_template` those of all its passes, `push_device` one device that was busy. `expire_pass`
 * and `expire_template`: the pass or template is over at `runAt`, and its devices have to learn of
 * it. `schedule_expiries`: the passes of a template that was saved may be over at other times.
 * `make_batch` makes the passes of a batch, `mail_batch` queues the mails of one.
 * `index_passes`: searches may find the passes of a template by other words. `run_schedule`: a
 * schedule for all passes of a template is due; its key names it. `schedule_dues`: the schedules of a
 * template that was saved may be due at other times. `count_segment` counts the passes of a segment,
 * `bulk_update` does a bulk change. `google_pass` tells Google Wallet of a pass, `google_template` of a
 * template and all its passes.
 */
export const JOB_SUBJECTS = {
  push_pass: 'pass',
  push_template: 'template',
  push_device: 'device',
  expire_pass: 'pass',
  expire_template: 'template',
  schedule_expiries: 'template',
  make_batch: 'batch',
  mail_batch: 'batch',
  index_passes: 'template',
  run_schedule: 'template',
  schedule_dues: 'template',
  count_segment: 'segment',
  bulk_update: 'bulk',
  google_pass: 'pass',
  google_template: 'template',
} as const;
export type JobKind = keyof typeof JOB_SUBJECTS;

/**
 * A job that waits. At most one job of a kind waits for a subject: a second one joins it.
 * `push_pass`: pushes to the devices of a pass. `push_template`: to those of all its passes.
 * `push_device`: to one that was busy. `expire_pass`, `expire_template`: the subject ends at
 * `runAt`, and its devices have to learn that.
 */
export interface Job {
  /** No other job has it, also when this one is done. */
  readonly id: number;
  readonly kind: JobKind;
  /** The pass's, template's, device's, batch's, segment's or bulk change's id. */
  readonly subjectId: number;
  /** Tells several jobs of one kind and subject apart; empty where there is one alone. */
  readonly key: string;
  /**
   * The update tag of the push: devices that were already pushed to for this tag or a newer one are
   * left out.
   */
  readonly updateTag: number;
  readonly runAt: number;
  /** How often in a row the job failed. */
  readonly attempts: number;
  /** The id of the last pass that the job is done with. */
  readonly cursor: number;
  /** How many devices the job has pushed to so far. */
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

/** Work that runs after the commit that wrote it. */
export type WaitingKind = JobKind | 'mail';

export interface PushTarget {
  readonly deviceId: number;
  readonly pushToken: string;
  readonly passTypeIdentifier: string;
  /** The account whose certificate signs the push. */
  readonly accountId: number;
}

/** The result of a push to one device. */
export interface PushOutcome {
  readonly deviceId: number;
  /** The token of the push: a device that has given another token since stays as it is. */
  readonly pushToken: string;
  readonly time: number;
  readonly status: number | null;
  readonly reason: string | null;
  /**
   * `told`: no more pushes for this update tag. `gone`: delete the device's registrations, unless
   * it gave its token after `since`. `later`: a job of its own tries again at `retryAt`, and this
   * job counts the device as told. `waiting`: this job still has to push to the device.
   */
  readonly fate:
    | { readonly kind: 'told' }
    | { readonly kind: 'gone'; readonly since: number | null }
    | { readonly kind: 'later'; readonly retryAt: number }
    | { readonly kind: 'waiting' };
}

/** What a job gives up after its last try. */
export interface GivenUp {
  /** The account whose phones were not reached. */
  readonly accountId: number;
  readonly devices: number;
  /** The answer to the last try. */
  readonly status: number | null;
  readonly reason: string | null;
  readonly time: number;
}

/** With the messages about it. */
export interface ToldGivenUp extends GivenUp {
  readonly messages?: readonly QueuedMessage[];
}

/** What is next for a job: nothing, the passes after `cursor`, or another try at `runAt`. */
export type JobStep =
  | { readonly kind: 'done' }
  | { readonly kind: 'next'; readonly cursor: number }
  | { readonly kind: 'retry'; readonly runAt: number };

/** The messages to the owner's webhooks about an end. */
export interface TellEnd {
  pass(snapshot: TemplateSnapshot & { readonly pass: ToldPass }): readonly NewMessage[];
  template(snapshot: TemplateSnapshot): readonly NewMessage[];
}

export interface JobStore {
  /**
   * Does a due job of the kinds `expire_pass` and `expire_template`: in one commit the pass or
   * template gets a new update tag, its devices a push, and the job is deleted or waits for the
   * next end. A job that was put off in the meantime stays. `tell`: the messages about it, which the
   * same commit writes.
   */
  expire(job: Pick<Job, 'id' | 'kind' | 'subjectId' | 'key'>, now: number, tell?: TellEnd): Promise<void>;
  /**
   * Claims up to `limit` jobs that are due by `dueBy`, in the order they are due: until their next
   * step is recorded, no other server gets them while this one lives. `underWay`: the ids of the
   * jobs that this server is doing; one that it claimed before and is not doing is claimed again.
   */
  claimJobs(limit: number, dueBy: number, underWay?: readonly number[]): Promise<readonly Job[]>;
  /** Jobs that wait, in the order they are due. `dueBy`: only jobs that are due by then. */
  waitingJobs(limit: number, dueBy?: number): Promise<readonly Job[]>;
  /** The job of a kind that waits for a subject, or null. */
  waitingJob(kind: JobKind, subjectId: number, key?: string): Promise<Job | null>;
  /** How many jobs of each kind wait, and how many mails. */
  countJobs(): Promise<Readonly<Record<WaitingKind, number>>>;
  /** `notify` is called after each commit of this process that may have written jobs or mails. */
  watchJobs(notify: () => void): void;
  /**
   * Up to `limit` devices that the job has to push to, from its cursor on, looking at up to `limit`
   * of its passes that are on a phone; `step` is what is next after these pushes.
   */
  pushTargets(
    job: Job,
    limit: number,
  ): Promise<{ readonly targets: readonly PushTarget[]; readonly step: Exclude<JobStep, { readonly kind: 'retry' }> }>;
  /**
   * Writes the results of a job's pushes and the job's next step in one commit. A job that a newer
   * one has joined in the meantime starts again with the newer tag, whatever `step` says. Answers
   * whether the job is the same: no newer one has joined, and nobody has deleted its subject.
   */
  recordPushes(job: Job, outcomes: readonly PushOutcome[], step: JobStep, givenUp?: ToldGivenUp): Promise<boolean>;
  /** Up to `count` of an account's pushes that were given up after `since`, newest first. */
  givenUpPushes(
    accountId: number,
    page: { readonly since: number; readonly count: number },
  ): Promise<readonly GivenUp[]>;
  /** The same for a job that pushes nothing. */
  recordStep(job: Job, step: JobStep): Promise<void>;
}
