// Finds batches for the people who may send, and says what is to be said of one.
import { AppError } from '../../errors.ts';
import type { Batch, BatchMode, BatchRow } from '../../ports/store/batches.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { RowFault } from '../../rules/batches/row-faults.ts';
import { timestamp } from '../../rules/paths/magic.ts';
import { type Caller, requireRight } from '../access/caller.ts';
import type { Context } from '../context.ts';

/** Fails with `role_forbidden`, `account_expired`, `batch_not_found`. */
export async function requireBatch(context: Context, caller: Caller, hash: string): Promise<Batch> {
  const account = requireRight(context, caller, 'send');
  const batch = await context.store.batchByHash(hash.trim());
  if (batch === null || batch.accountId !== account.id) throw new AppError('batch_not_found', { field: 'batchId' });
  return batch;
}

export type ShownState = 'draft' | 'waiting' | 'running' | 'done' | 'failed' | 'stopped';

/** `waiting`: the job has not begun. `failed`: no row could be made. */
export function stateOf({ state, mode, cursor, made, failed }: Batch): ShownState {
  if (state === 'running' && cursor === 0) return 'waiting';
  if (state === 'done' && mode !== 'links' && made === 0 && failed > 0) return 'failed';
  return state;
}

export interface BatchInfo {
  readonly batchId: string;
  readonly name: string;
  readonly mode: BatchMode;
  readonly state: ShownState;
  readonly total: number;
  readonly made: number;
  readonly failed: number;
  readonly opened: number;
  /** The table with the links and passes; programs add their clientHash. */
  readonly resultUrl: string;
  readonly created: string;
}

export function batchInfoOf({ settings }: Pick<Context, 'settings'>, batch: Batch): BatchInfo {
  const { hash, name, mode, total, made, failed, opened, createdAt } = batch;
  return {
    batchId: hash,
    name,
    mode,
    state: stateOf(batch),
    ...{ total, made, failed, opened },
    resultUrl: `${settings.rootUrl}/batch/result.php?batchId=${hash}`,
    created: timestamp(createdAt),
  };
}

export interface BatchPage {
  readonly batch: Batch;
  readonly state: ShownState;
  /** The card of rows that name none; null: the rows name theirs, or the card was deleted. */
  readonly card: TemplateSnapshot | null;
  readonly mails: { readonly queued: number; readonly sent: number; readonly failed: number };
  /** Cards of the batch that are on a phone. */
  readonly onPhones: number;
  /** The first rows with faults. */
  readonly faulty: readonly BatchRow[];
}

/** How many faulty rows a page and an error show; the download has all of them. */
export const FAULTS_SHOWN = 100;

/** Everything that the page of a batch shows. Fails with the codes of requireBatch. */
export async function showBatch(context: Context, caller: Caller, hash: string): Promise<BatchPage> {
  const batch = await requireBatch(context, caller, hash);
  const { store } = context;
  return {
    batch,
    state: stateOf(batch),
    card: batch.templateId === null ? null : await store.templateById(batch.templateId),
    mails: await store.countRowMails(batch.id),
    onPhones: batch.made === 0 ? 0 : await countOnPhones(context, batch),
    faulty: await store.batchRows(batch.id, { after: 0, count: FAULTS_SHOWN, wrong: true }),
  };
}

/** The rows that one read looks at, so that scans get their turn between two. */
const ROWS_COUNTED = 5000;

async function countOnPhones({ store }: Context, { id }: Batch): Promise<number> {
  let sum = 0;
  let after: number | null = 0;
  while (after !== null) {
    const { onPhones, next }: { onPhones: number; next: number | null } = await store.countOnPhones(id, {
      after,
      count: ROWS_COUNTED,
    });
    sum += onPhones;
    after = next;
    if (next !== null) await new Promise((resolve) => setImmediate(resolve));
  }
  return sum;
}

const BATCHES_ON_A_PAGE = 25;

export interface ListedBatch {
  readonly batch: Batch;
  readonly state: ShownState;
}

/** An account's batches, newest first; `next` goes on, null ends. */
export async function listBatches(
  context: Context,
  caller: Caller,
  before: number | null,
): Promise<{ readonly batches: readonly ListedBatch[]; readonly next: number | null }> {
  const { id } = requireRight(context, caller, 'send');
  const page = { before: before ?? Number.MAX_SAFE_INTEGER, count: BATCHES_ON_A_PAGE + 1 };
  const found = await context.store.batchesOf(id, page);
  const batches = found.slice(0, BATCHES_ON_A_PAGE);
  const next = found.length > batches.length ? batches.at(-1)!.id : null;
  return { batches: batches.map((batch) => ({ batch, state: stateOf(batch) })), next };
}

/** A fault as programs get it. `column`: the heading; null: the row as a whole. */
export interface ToldFault {
  readonly row: number;
  readonly column: string | null;
  readonly message: string;
}

export function toldFaults(
  headings: readonly string[],
  rows: readonly { readonly number: number; readonly faults: readonly RowFault[] | null }[],
): ToldFault[] {
  return rows.flatMap(({ number, faults }) =>
    (faults ?? []).map(({ column, message }) => ({
      row: number,
      column: column === null ? null : headings[column] || `column ${column + 1}`,
      message,
    })),
  );
}
