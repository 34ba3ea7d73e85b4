// What Passwright asks of a database about events of passes. Times are milliseconds since 1970.
import type { AccessType } from '../../rules/passes/facts.ts';
import type { JsonValue } from '../../rules/values/values.ts';

/**
 * The outcome of a run. `fired`: an action changed or called something. `skipped`: every condition
 * was false, or no trigger is defined. `error`: an action failed or a limit was reached. `stopped`:
 * psTriggerError ended the run, which is then not logged.
 */
export type EventOutcome = 'fired' | 'skipped' | 'error' | 'stopped';

export interface NewEvent {
  readonly accessType: AccessType;
  readonly time: number;
  readonly outcome: EventOutcome;
  /**
   * False for a run that psTriggerError stopped: stored for its trace, counted and listed nowhere
   * else.
   */
  readonly logged: boolean;
  readonly trace: JsonValue | null;
  /** What a person said about the event; absent: nobody. */
  readonly note?: EventNote;
}

/** A person's words about an event, which go with the event. */
export interface EventNote {
  /** The e-mail address of the person. */
  readonly who: string;
  /** Empty: the person gave no reason. */
  readonly reason: string;
  /** The id of the earlier event that this one takes back, which then no longer counts. */
  readonly undoes: number | null;
}

export interface TrackedEvent extends NewEvent {
  readonly id: number;
}

/** The most traces to store for each pass and outcome; an older event stays without its trace. */
export const TRACES_KEPT = 100;

/**
 * When devices registered and unregistered for a pass; null: never. First times are known as long
 * as the events exist.
 */
export interface RegistrationTimes {
  readonly firstRegisteredAt: number | null;
  readonly lastRegisteredAt: number | null;
  readonly firstUnregisteredAt: number | null;
  readonly lastUnregisteredAt: number | null;
}

export interface EventStore {
  /**
   * The pass's events, and its template's pushes since the pass was made, oldest first; stopped
   * runs too (`logged` false).
   */
  tracking(passId: number): Promise<readonly TrackedEvent[]>;
  /** When the access type was last logged for the pass; null: never. */
  lastAccess(passId: number, accessType: AccessType): Promise<number | null>;
  registrationTimes(passId: number): Promise<RegistrationTimes>;
}
