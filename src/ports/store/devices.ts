// What Passwright asks of a database about phones: which hold which pass, what they have been told, and which pushes wait.
// Times are milliseconds since 1970; update tags come from the store's one counter.
import type { Account, PassChange, PassSnapshot } from './store.ts';

/** A phone under one pass type: it may give each type another push token, and appear under several identifiers. */
export interface DeviceName {
  readonly deviceLibraryIdentifier: string;
  readonly passTypeIdentifier: string;
}

export interface Device extends DeviceName {
  readonly id: number;
  readonly pushToken: string;
  /** When the device gave this push token. */
  readonly tokenAt: number;
  /** When it was last pushed to, and what APNs answered; null: never, or no answer. */
  readonly lastPushAt: number | null;
  readonly lastPushStatus: number | null;
  readonly lastPushReason: string | null;
}

/** A device that holds a pass, since when. */
export interface PassDevice extends Device {
  readonly registeredAt: number;
}

/**
 * A job that waits. At most one of a kind waits for a subject: a second one of the same joins it.
 * `push_pass`: the devices of a pass. `push_template`: those of all its passes. `push_device`: one that was busy.
 * `expire_pass`, `expire_template`: it is over at `runAt`, and its devices have to learn of it.
 */
export interface Job {
  readonly id: number;
  readonly kind: 'push_pass' | 'push_template' | 'push_device' | 'expire_pass' | 'expire_template';
  /** The pass's, template's or device's id. */
  readonly subjectId: number;
  /** The newest update tag it has to tell devices of: those that were told of it, or a newer one, are left out. */
  readonly updateTag: number;
  readonly runAt: number;
  /** How often in a row it could not be done. */
  readonly attempts: number;
  /** How far it has come: the id of the last pass whose devices were told. */
  readonly cursor: number;
  /** How many devices it has told so far. */
  readonly told: number;
}

/** What is done after the commit that wrote it. */
export type WaitingKind = Job['kind'] | 'mail';

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
   * `told`: not pushed to again for this update tag. `gone`: its registrations go, unless it gave its token after `since`.
   * `later`: a job of its own tries again at `retryAt`, and this one counts it as told. `waiting`: still to be told by this job.
   */
  readonly fate:
    | { readonly kind: 'told' }
    | { readonly kind: 'gone'; readonly since: number | null }
    | { readonly kind: 'later'; readonly retryAt: number }
    | { readonly kind: 'waiting' };
}

/** What is next for a job: it is done, goes on behind `cursor`, or is tried again from where it is at `runAt`. */
export type JobStep =
  | { readonly kind: 'done' }
  | { readonly kind: 'next'; readonly cursor: number }
  | { readonly kind: 'retry'; readonly runAt: number };

/** A pass that was deleted while devices held it: they are given a void pass in its place, and stop asking. */
export interface WithdrawnPass {
  readonly serialNumber: string;
  readonly authenticationToken: string;
  readonly passTypeIdentifier: string;
  /** The template's name. */
  readonly name: string;
  /** Seconds since 1970, as HTTP says it. */
  readonly lastModified: number;
  readonly owner: Account;
}

export interface DeviceStore {
  /**
   * Registers a device for a pass, or renews its push token, in one commit with what `decide` says of the pass. `isNew`: it
   * was not registered for it. Fails with `pass_not_found`.
   */
  registerDevice<T>(
    hash: string,
    device: DeviceName & { readonly pushToken: string; readonly at: number },
    decide: (snapshot: PassSnapshot, isNew: boolean) => PassChange<T>,
  ): Promise<T>;
  /** Ends a registration; the device goes with its last one. `wasRegistered`: there was one. Fails with `pass_not_found`. */
  unregisterDevice<T>(
    hash: string,
    device: DeviceName,
    decide: (snapshot: PassSnapshot, wasRegistered: boolean) => PassChange<T>,
  ): Promise<T>;
  /** The same for a pass that was deleted; nothing is left to decide. */
  unregisterWithdrawn(serialNumber: string, device: DeviceName): Promise<void>;
  /** Serial numbers of the device's passes that changed after the update tag `since`, and the newest tag of these; null: none. */
  updatesFor(
    device: DeviceName,
    since: number,
  ): Promise<{ readonly serialNumbers: readonly string[]; readonly updateTag: number } | null>;
  passBySerialNumber(serialNumber: string): Promise<PassSnapshot | null>;
  withdrawnPass(serialNumber: string): Promise<WithdrawnPass | null>;
  /** The devices that hold a pass, in order of registration. */
  devicesOf(passId: number): Promise<readonly PassDevice[]>;
  /** Distinct devices registered for a pass, or for any pass of a template. */
  countDevices(of: { readonly passId: number } | { readonly templateId: number }): Promise<number>;

  /** Jobs that wait, in the order they are due. `dueBy`: only those due then. */
  waitingJobs(limit: number, dueBy?: number): Promise<readonly Job[]>;
  /** The job of a kind that waits for a subject. */
  waitingJob(kind: Job['kind'], subjectId: number): Promise<Job | null>;
  /** How many wait of each kind, and mails. */
  countJobs(): Promise<Readonly<Record<WaitingKind, number>>>;
  /** `notify` is called after each commit of this process that may have written jobs or mails. */
  watchJobs(notify: () => void): void;
  /**
   * Up to `limit` devices that the job has to tell, from its cursor on, looking at up to `limit` of its passes; `step` is what
   * is next once they are told.
   */
  pushTargets(
    job: Job,
    limit: number,
  ): Promise<{ readonly targets: readonly PushTarget[]; readonly step: Exclude<JobStep, { readonly kind: 'retry' }> }>;
  /**
   * Writes what became of a job's pushes and what is next for it, in one commit. A job that was joined by a newer one
   * meanwhile begins anew with that one's tag, whatever `step` says.
   */
  recordPushes(job: Job, outcomes: readonly PushOutcome[], step: JobStep): Promise<void>;
}
