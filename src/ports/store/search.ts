// What Passwright asks of a database about finding passes. An adapter stores the words that
// PassChange.words brings, in the commit of the change; it neither reads nor splits texts itself,
// so that every database finds the same passes.
import type { Pass } from './passes.ts';

/** The last visit of a pass, in days since 1970 in UTC. */
export type VisitFilter =
  | { readonly kind: 'since'; readonly day: number }
  | { readonly kind: 'before'; readonly day: number }
  | { readonly kind: 'never' };

/** The last row of a page. `day` is null unless the list is in the order of visits. */
export interface CustomerCursor {
  readonly day: number | null;
  readonly id: number;
}

export interface CustomerQuery {
  /** Whose passes to list, of this template alone where it is not null. */
  readonly accountId: number;
  readonly templateId: number | null;
  /** Beginnings of words; each is in the pass. From `queryWords`. */
  readonly words: readonly string[];
  /** Null: passes on phones and others. */
  readonly onPhone: boolean | null;
  readonly visit: VisitFilter | null;
  readonly after: CustomerCursor | null;
  readonly count: number;
}

export interface FoundPass {
  readonly pass: Pass;
  readonly onPhone: boolean;
}

export interface CustomerPage {
  /** The newest pass first; with a filter by visits and no words the latest visit first. */
  readonly rows: readonly FoundPass[];
  /** Null: there are no more. A page with few rows may have a next one, see MOST_LOOKED. */
  readonly next: CustomerCursor | null;
}

/**
 * The most passes with the searched words that one page compares with the filters. A page ends
 * after these, although it may not be full.
 */
export const MOST_LOOKED = 2000;

export interface SearchStore {
  customers(query: CustomerQuery): Promise<CustomerPage>;
}
