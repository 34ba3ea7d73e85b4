// What Passwright asks of a database about taking back the last event of a pass. Times are
// milliseconds since 1970.
import type { AccessFacts, AccessType, Overrides } from '../../rules/passes/facts.ts';
import type { PassChange, PassSnapshot } from './passes.ts';

/** What a pass had before its last event, as far as the event changed it. */
export interface Undo {
  readonly accessType: AccessType;
  readonly time: number;
  /** The access fact of the type before the event; null: there was none. */
  readonly fact: AccessFacts[AccessType] | null;
  /** The overrides that the event changed or removed, as they were. */
  readonly overrides: Overrides;
  /** The overrides that the event added. */
  readonly added: readonly string[];
}

/** An event that can be taken back. */
export interface Undoable extends Undo {
  readonly eventId: number;
}

export interface UndoStore {
  /**
   * The last event of a pass, if nothing that counts has followed it. Null: there is none; or its
   * run sent requests, which nothing takes back; or the values were changed since.
   */
  undoable(passId: number): Promise<Undoable | null>;
  /**
   * Decides about a pass together with its last event. When the change's event has a note that
   * takes an event back, that event no longer counts. Fails with `pass_not_found` and as changePass
   * does.
   */
  undoEvent<T>(hash: string, decide: (snapshot: PassSnapshot, undoable: Undoable | null) => PassChange<T>): Promise<T>;
}
