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
  /**
   * What most traces of such events say (rules/triggers/usual-trace.ts), so that the store needs
   * less room for this one; absent: nobody knows. Holds no value of any pass.
   */
  readonly usualTrace?: string;
  /** Whether the pass looks different since the run; absent: the event runs no triggers. */
  readonly changed?: boolean;
  /** The till that caused the event; absent: no till did. */
  readonly tillId?: number;
  /**
   * The rules that applied, such as `onScan_0` (rules/triggers/rule-places.ts). Stored apart from
   * the event, see ./rule-uses.ts.
   */
  readonly applied?: readonly string[];
  /** What a person said about the event; absent: nobody. */
  readonly note?: EventNote;
  /**
   * The key of the row of a history that the event was imported from, see ./history.ts; absent: the
   * event happened here. Such an event has a note, and no trace.
   */
  readonly imported?: string;
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

/** An event as lists of events answer it: with its pass and template, and without `applied`. */
export interface ListedEvent {
  readonly id: number;
  readonly accessType: AccessType;
  readonly time: number;
  readonly outcome: EventOutcome;
  readonly logged: boolean;
  readonly trace: JsonValue | null;
  /** Null: an event of an older version, or one that runs no triggers. */
  readonly changed: boolean | null;
  readonly tillId: number | null;
  /** Null: nobody said anything about the event. */
  readonly note: EventNote | null;
  /** The template under which the event ran, which the pass may have left since. */
  readonly templateId: number;
  /** That template's version when the event ran; null: an event of an older Passwright. */
  readonly templateVersion: number | null;
  /** The hash of the pass; null: a push of the whole template. */
  readonly hash: string | null;
}

/** What became of an event, as an owner asks for it. */
export type EventResult = 'changed' | 'unchanged' | 'failed' | 'stopped';

/** Absent: any. */
export interface EventFilter {
  readonly result?: EventResult;
  readonly tillId?: number;
  readonly accessType?: AccessType;
  /**
   * Whether to leave out what came at once: the creation of passes by a batch, and imported events. A
   * link of a batch that somebody opened is no such creation.
   */
  readonly withoutBatches?: boolean;
}

export interface EventPage {
  /** Only events with a smaller id. */
  readonly before: number;
  readonly count: number;
}

export interface EventList {
  /** Newest first. */
  readonly events: readonly ListedEvent[];
  /** `before` of the next page; null: there are no older events. */
  readonly next: number | null;
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
  /**
   * `notify` is called after each commit that wrote events, changed what a pass shows, or deleted
   * passes, of whichever account: soon after those of this process, and of other servers too.
   * Returns the function that ends the watch.
   */
  watchEvents(notify: () => void): () => void;
  /**
   * The events of some templates. Looks at no more than `look` events, so that a filter that finds
   * little answers a short page, or an empty one, and `next` goes on behind it.
   */
  eventsOf(
    templateIds: readonly number[],
    page: EventPage & { readonly look: number },
    filter: EventFilter,
  ): Promise<EventList>;
  /** The events of a pass, and its template's pushes since the pass was made. */
  eventsOfPass(passId: number, page: EventPage): Promise<EventList>;
  eventById(id: number): Promise<ListedEvent | null>;
}
