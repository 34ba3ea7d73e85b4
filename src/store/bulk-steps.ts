// Works out, without a database, what the steps of bulk changes add to their numbers, and what state
// follows the last one.
import type { AppError } from '../errors.ts';
import type { BulkState, DryFound, PassFate } from '../ports/store/bulk.ts';
import type { ChangedPath } from '../rules/segments/bulk-action.ts';

/** The state after the last step of each state in which a job works. */
export const STATE_AFTER: Readonly<Partial<Record<BulkState, BulkState>>> = {
  dry: 'waiting',
  running: 'done',
  undoing: 'undone',
};

export interface BulkCounts {
  matched: number;
  changed: number;
  failed: number;
  undone: number;
  left: number;
}

export function countsOf(found: DryFound | undefined): BulkCounts {
  const { matched = 0, changed = 0, failed = 0 } = found ?? {};
  return { matched, changed, failed, undone: 0, left: 0 };
}

/** What a step did with a pass. */
export interface DonePass {
  readonly passId: number;
  readonly fate: 'changed' | 'failed' | 'undone' | 'left' | 'same' | 'apart';
  readonly values: readonly ChangedPath[];
  readonly message: string | null;
}

/** A pass whose decision failed. */
export function refusedPass(passId: number, state: BulkState, { message }: AppError): DonePass {
  return { passId, fate: state === 'undoing' ? 'left' : 'failed', values: [], message };
}

/** Adds a pass to the numbers. Answers what to store of the pass; null: nothing. */
export function countPass(
  counts: BulkCounts,
  { fate }: Pick<DonePass, 'fate'>,
  failedBefore: number,
  mostFailed: number,
): Exclude<PassFate, 'sample'> | null {
  switch (fate) {
    case 'apart':
      return null;
    case 'same':
      counts.matched++;
      return null;
    case 'undone':
    case 'left':
      counts[fate]++;
      return fate;
    case 'changed':
      counts.matched++;
      counts.changed++;
      return fate;
    case 'failed':
      counts.matched++;
      counts.failed++;
      return failedBefore + counts.failed > mostFailed ? null : fate;
  }
}
