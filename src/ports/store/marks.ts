// What Passwright asks of a database about marks: what an account has put out of sight in the
// owner's pages.

/**
 * `examples_hidden`, `steps_hidden`: 1 once the account hides our examples, or the list of first
 * steps. `needs_seen`: the time, in ms since 1970, up to which Today's list of failures was seen.
 */
export type MarkName = 'examples_hidden' | 'steps_hidden' | 'needs_seen';

export type Marks = Readonly<Partial<Record<MarkName, number>>>;

export interface MarkStore {
  setMark(accountId: number, name: MarkName, value: number): Promise<void>;
  marksOf(accountId: number): Promise<Marks>;
}
