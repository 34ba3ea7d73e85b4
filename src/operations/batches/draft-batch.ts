// Stores a table as a draft of a batch and checks its rows. Nothing is made of a draft.
import { AppError } from '../../errors.ts';
import type { Batch, BatchMode, NewBatchRow } from '../../ports/store/batches.ts';
import type { BatchColumns } from '../../rules/batches/columns.ts';
import type { RowFault } from '../../rules/batches/row-faults.ts';
import type { Table, TableRow } from '../../rules/batches/table.ts';
import { type Caller, requireCard, requireRight } from '../access/caller.ts';
import type { Context } from '../context.ts';
import { requireBatch } from './batches.ts';
import { type RowReader, rowReader } from './rows.ts';

/** The rows that are checked and stored at a time: few, because scans wait for them. */
const ROWS_AT_ONCE = 100;
/** The rows that are deleted in one commit. */
const ROWS_DROPPED = 500;
/** Drafts that nobody went on with are deleted after this time, in ms, when somebody makes one. */
export const DRAFT_LIFETIME = 24 * 60 * 60 * 1000;
const DRAFTS_DROPPED = 5;
/** The longest name of a batch, in UTF-16 units; a longer one is cut. */
const LONGEST_NAME = 200;

export interface DraftInput {
  /** The template of rows that name none; null: each row names its own. */
  readonly templateHash: string | null;
  readonly mode: Exclude<BatchMode, 'blank'>;
  readonly name: string;
  readonly table: Table;
  /** Null: the owner says later what they are for. */
  readonly columns: BatchColumns | null;
}

/**
 * Reads the table to its end; with columns each row is checked. A table with faults in its form
 * leaves nothing behind. Fails with `role_forbidden`, `account_expired`, the codes of templates, and
 * with `parameter_invalid`, whose `beside.errors` names row and column.
 */
export async function draftBatch(context: Context, caller: Caller, input: DraftInput): Promise<Batch> {
  const { templateHash, mode, table, columns } = input;
  const account = requireRight(context, caller, 'send');
  const card = templateHash === null ? null : await requireCard(context, caller, 'send', templateHash);
  const { store } = context;
  const now = context.clock.now();
  for (const old of await store.oldDrafts(now - DRAFT_LIFETIME, DRAFTS_DROPPED)) await dropBatch(context, old);
  const templateId = card?.template.id ?? null;
  const { decimalComma, headings } = table;
  const batch = await store.createBatch({
    accountId: account.id,
    templateId,
    hash: context.ids.token(),
    name: oneLine(input.name),
    mode,
    headings,
    columns,
    decimalComma,
    total: 0,
    createdAt: now,
  });
  const reader = columns === null ? null : rowReader(context, account, { columns, decimalComma, templateId });
  try {
    for await (const rows of table.rows) {
      for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
        const slice = rows.slice(start, start + ROWS_AT_ONCE);
        const stored: NewBatchRow[] = [];
        for (const row of slice) stored.push(await newRow(context, mode, reader, row));
        await store.addBatchRows(batch.id, stored);
      }
    }
  } catch (error) {
    await dropBatch(context, batch.id);
    throw error;
  }
  return (await store.batchById(batch.id))!;
}

/** Deletes a batch in commits of a size that scans do not notice. */
export async function dropBatch({ store }: Context, batchId: number): Promise<void> {
  while (!(await store.deleteBatch(batchId, ROWS_DROPPED)));
}

function oneLine(name: string): string {
  const line = name.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.slice(0, LONGEST_NAME) || 'CSV';
}

async function newRow(
  { ids }: Context,
  mode: DraftInput['mode'],
  reader: RowReader | null,
  { number, cells, faults }: TableRow,
): Promise<NewBatchRow> {
  const found = faults.length > 0 || reader === null ? faults : await reader.faultsOf(cells);
  const token = mode === 'links' ? Buffer.from(ids.bytes(12)).toString('base64url') : null;
  return { number, cells, token, faults: found.length > 0 ? found : null };
}

/**
 * Says what the columns of a draft are for, and checks every row against that. Fails with
 * `batch_not_found`, and `parameter_invalid` for columns that do not fit together and for a batch
 * that is no draft any more.
 */
export async function planBatch(context: Context, caller: Caller, hash: string, columns: BatchColumns): Promise<Batch> {
  const batch = await requireBatch(context, caller, hash);
  if (batch.state !== 'draft') {
    throw new AppError('parameter_invalid', { field: 'batchId', message: 'This batch was started already.' });
  }
  requireColumns(batch, columns);
  const { store } = context;
  const { decimalComma, templateId } = batch;
  const reader = rowReader(context, caller.account, { columns, decimalComma, templateId });
  let wrong = 0;
  for (let after = 0; ; ) {
    const rows = await store.batchRows(batch.id, { after, count: ROWS_AT_ONCE });
    const judged: { number: number; faults: readonly RowFault[] | null }[] = [];
    for (const { number, cells, faults } of rows) {
      const found = [...formFaults(faults), ...(await reader.faultsOf(cells))];
      if (found.length > 0) wrong++;
      if (found.length > 0 || faults !== null) judged.push({ number, faults: found.length > 0 ? found : null });
    }
    if (judged.length > 0) await store.judgeBatchRows(batch.id, judged);
    if (rows.length < ROWS_AT_ONCE) break;
    after = rows.at(-1)!.number;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await store.planBatch(batch.id, { columns, wrong });
  return (await store.batchById(batch.id))!;
}

/** The faults that reading the file found, whatever the columns are for: those of the width. */
function formFaults(faults: readonly RowFault[] | null): readonly RowFault[] {
  return (faults ?? []).filter(({ kind, cell }) => kind === 'width' || cell.includes('\uFFFD'));
}

/** Fails with `parameter_invalid`. */
function requireColumns({ headings, templateId }: Batch, { roles, email }: BatchColumns): void {
  const refuse = (message: string) => new AppError('parameter_invalid', { field: 'columns', message });
  if (roles.length !== headings.length) throw refuse('Say of each column what it is for.');
  const paths = new Map<string, number>();
  for (const [column, role] of roles.entries()) {
    if (role.kind !== 'path') continue;
    const before = paths.get(role.path);
    if (before !== undefined) {
      throw refuse(`"${headings[before]}" and "${headings[column]}" are for the same field. Choose one of them.`);
    }
    paths.set(role.path, column);
  }
  if (email !== null && !(email >= 0 && email < headings.length)) throw refuse('There is no such column of addresses.');
  if (templateId === null && roles.every(({ kind }) => kind !== 'template')) {
    throw refuse('Say which column names the card of each row.');
  }
}
