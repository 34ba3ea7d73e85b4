// What Passwright asks of a database about the history of one pass, page by page. Times are
// milliseconds since 1970.
import type { EventNote, TrackedEvent } from './events.ts';

export interface TimelineEvent extends Omit<TrackedEvent, 'note'> {
  /** Null: nobody said anything about the event. */
  readonly note: EventNote | null;
}

export interface TimelineStore {
  /** Up to `count` events of a pass with ids below `before`, newest first; stopped runs too. */
  timeline(
    passId: number,
    page: { readonly before: number; readonly count: number },
  ): Promise<readonly TimelineEvent[]>;
}
