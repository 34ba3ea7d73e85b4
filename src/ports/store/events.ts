// What Passwright asks of a database about what happened to passes. Times are milliseconds since 1970.
import type { AccessType } from '../../rules/passes/facts.ts';
import type { JsonValue } from '../../rules/values/values.ts';

/**
 * What a run came to: `fired` an action changed or called something; `skipped` every condition was false or nothing is
 * defined; `error` an action failed or a limit was reached; `stopped` psTriggerError ended it (then it is not logged).
 */
export type EventOutcome = 'fired' | 'skipped' | 'error' | 'stopped';

export interface NewEvent {
  readonly accessType: AccessType;
  readonly time: number;
  readonly outcome: EventOutcome;
  /** False for a run that psTriggerError stopped: kept for its trace, counted and listed nowhere else. */
  readonly logged: boolean;
  readonly trace: JsonValue | null;
}

export interface TrackedEvent extends NewEvent {
  readonly id: number;
}

/** How many traces are kept for each pass and outcome; an older event stays, its trace goes. */
export const TRACES_KEPT = 100;

/** When devices took a pass on and let go of it; null: never. First times are known as long as their events are kept. */
export interface RegistrationTimes {
  readonly firstRegisteredAt: number | null;
  readonly lastRegisteredAt: number | null;
  readonly firstUnregisteredAt: number | null;
  readonly lastUnregisteredAt: number | null;
}

export interface EventStore {
  /** The pass's events, and its template's pushes since it was made, oldest first. Runs that were stopped are among them (`logged` false). */
  tracking(passId: number): Promise<readonly TrackedEvent[]>;
  /** When the access type was last logged for the pass; null: never. */
  lastAccess(passId: number, accessType: AccessType): Promise<number | null>;
  registrationTimes(passId: number): Promise<RegistrationTimes>;
}
