// Makes a batch in one call: reads and checks the whole table, and starts only where nothing is
// wrong. Programs, the command line and the guide's page use it.
import { AppError } from '../../errors.ts';
import type { Batch, BatchMode } from '../../ports/store/batches.ts';
import { columnsByPath } from '../../rules/batches/columns.ts';
import type { Table } from '../../rules/batches/table.ts';
import { type Caller, requireCard, requireRight } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';
import { FAULTS_SHOWN, type ToldFault, toldFaults } from './batches.ts';
import { draftBatch, dropBatch } from './draft-batch.ts';

export interface BatchInput {
  readonly mode: BatchMode;
  /** The template of rows that name none; needed for blank passes. */
  readonly templateHash: string | null;
  /** How many blank passes. */
  readonly count: number | null;
  /** Null: the passes are blank. */
  readonly table: { readonly name: string; readonly rows: Table } | null;
  /** The most passes of a batch. */
  readonly mostRows: number;
}

/**
 * Answers the started batch. Fails with the codes of draftBatch; a table with faults makes nothing,
 * and `beside.errors` has row, column and message of the first ones.
 */
export async function createBatch(context: Context, caller: Caller, input: BatchInput): Promise<Batch> {
  requireRight(context, caller, 'send');
  const batch =
    input.mode === 'blank'
      ? await blankBatch(context, caller, input)
      : await tableBatch(context, caller, input, input.mode);
  return startBatch(context, caller, batch);
}

/** Starts a draft. Fails with `parameter_invalid` for one that has no row to make. */
export async function startBatch(context: Context, caller: Caller, batch: Batch): Promise<Batch> {
  if (batch.state === 'draft' && (batch.columns === null || batch.total - batch.wrong === 0)) {
    const message = batch.columns === null ? 'Say first what the columns are for.' : 'No row can be made as it is.';
    throw new AppError('parameter_invalid', { field: 'batchId', message });
  }
  if (await context.store.startBatch(batch.id, context.clock.now())) {
    const { name: subject, mode, total, wrong } = batch;
    await recordAct(context, caller, { what: 'batch.start', subject, after: { mode, rows: total - wrong } });
  }
  return (await context.store.batchById(batch.id))!;
}

async function blankBatch(context: Context, caller: Caller, input: BatchInput): Promise<Batch> {
  const { templateHash, count, mostRows } = input;
  if (templateHash === null) throw new AppError('parameter_missing', { field: 'templateHash' });
  if (count === null || !(count >= 1 && count <= mostRows)) {
    const message = `count is how many passes to make: 1 to ${mostRows}.`;
    throw new AppError('parameter_invalid', { field: 'count', message });
  }
  const { template } = await requireCard(context, caller, 'send', templateHash);
  return context.store.createBatch({
    accountId: caller.account.id,
    templateId: template.id,
    hash: context.ids.token(),
    name: template.name,
    mode: 'blank',
    headings: [],
    columns: { roles: [], email: null, needsEmail: false },
    decimalComma: false,
    total: count,
    createdAt: context.clock.now(),
  });
}

async function tableBatch(
  context: Context,
  caller: Caller,
  { templateHash, table }: BatchInput,
  mode: Exclude<BatchMode, 'blank'>,
): Promise<Batch> {
  if (table === null) {
    const message = 'file is the table: a CSV file, or its text.';
    throw new AppError('parameter_missing', { field: 'file', message });
  }
  const { headings } = table.rows;
  const program =
    templateHash === null
      ? null
      : await context.programs.load((await requireCard(context, caller, 'send', templateHash)).template);
  const { columns, faults } = columnsByPath(headings, program);
  if (faults.length > 0) throw refusal(toldFaults(headings, [{ number: 1, faults }]), 1);
  const input = { templateHash, mode, name: table.name, table: table.rows, columns };
  const batch = await draftBatch(context, caller, input);
  if (batch.wrong === 0) return batch;
  const wrong = await context.store.batchRows(batch.id, { after: 0, count: FAULTS_SHOWN, wrong: true });
  await dropBatch(context, batch.id);
  throw refusal(toldFaults(headings, wrong), batch.wrong);
}

function refusal(errors: readonly ToldFault[], rows: number): AppError {
  const [first] = errors;
  const place =
    first === undefined ? '' : ` Row ${first.row}${first.column === null ? '' : `, ${first.column}`}: ${first.message}`;
  const message = `${rows === 1 ? 'One row is' : `${rows} rows are`} wrong, and nothing was made.${place}`;
  return new AppError('parameter_invalid', { field: 'file', message, beside: { errors } });
}
