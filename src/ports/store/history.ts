// What Passwright asks of a database about events of the past that come from a file. Times are
// milliseconds since 1970.
import type { PassChange, PassSnapshot } from './passes.ts';

/** A row of a history, for one pass. */
export interface HistoryRow<T> {
  /** The hash of the pass. */
  readonly hash: string;
  /** Tells the row from all others of its pass: what was imported once is not imported again. */
  readonly key: string;
  /** The change has an event whose `imported` is the key. */
  readonly decide: (snapshot: PassSnapshot) => PassChange<T>;
}

export interface HistoryStore {
  /**
   * Changes passes by rows of a history, in their order and all in one commit. Answers for each the
   * result of its decision; `known` where the row was imported before, also under another template
   * of the pass, and `gone` where there is no such pass. Fails as changePass does, and then has
   * written nothing.
   */
  importHistory<T>(rows: readonly HistoryRow<T>[]): Promise<readonly (T | 'known' | 'gone')[]>;
}
