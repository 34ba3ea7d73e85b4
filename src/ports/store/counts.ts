// What Passwright asks of a database about the numbers of templates. Stores keep the numbers in the
// commits that change them, so that no answer takes longer with more passes or events. Times are
// milliseconds since 1970.
import type { AccessType } from '../../rules/passes/facts.ts';
import type { Pass } from './passes.ts';

/** The passes of a template but for those for trying out: each number counts passes, not events. */
export interface TemplateCounts {
  /** The passes that are there; a deleted pass counts nowhere any more. */
  readonly created: number;
  /** Ever installed, deleted by a holder, scanned or registered. */
  readonly installed: number;
  readonly deleted: number;
  readonly scanned: number;
  readonly registered: number;
  /** The passes that a device holds now, or somebody has in Google Wallet. */
  readonly onPhones: number;
}

/** The lists behind these numbers. */
export type PassState = keyof TemplateCounts;

/** A time from which on something counts, and the time from which on it does not. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface CountStore {
  /** All numbers 0 for a template that is not there. */
  templateCounts(templateId: number): Promise<TemplateCounts>;
  /** Of each template of an account, by its id. */
  countsOfAccount(accountId: number): Promise<ReadonlyMap<number, TemplateCounts>>;
  /**
   * How many events of an access type were logged for the passes of a template, and for the
   * template as a whole, in each span. Times are rounded down to quarters of an hour. Passes that
   * moved or went since and events that were purged still count.
   */
  accessesIn(templateId: number, accessType: AccessType, spans: readonly Span[]): Promise<readonly number[]>;
  /** The same in one span for each template of an account that had any, by its id. */
  accessesOfAccount(accountId: number, accessType: AccessType, span: Span): Promise<ReadonlyMap<number, number>>;
  /** When an event of an access type was last logged for the template as a whole; null: never. */
  lastOfTemplate(templateId: number, accessType: AccessType): Promise<number | null>;
  /** How many passes of a template override a path. */
  countOwnValues(templateId: number, path: string): Promise<number>;
  /**
   * Up to `count` passes of a template in a state, newest first, with ids below `before` (null:
   * from the newest on). Passes for trying out are in no list, as they count in no number.
   */
  passesIn(
    templateId: number,
    state: PassState,
    page: { readonly before: number | null; readonly count: number },
  ): Promise<readonly Pass[]>;
}
