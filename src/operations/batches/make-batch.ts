// Makes the passes of a batch, some rows in each commit. A step is void when another process did the
// rows meanwhile, so a server that was killed, a second one and a command can all go on with it.
import { AppError } from '../../errors.ts';
import type { Batch, BatchRow, RowToMake } from '../../ports/store/batches.ts';
import type { Job } from '../../ports/store/jobs.ts';
import { type RowFault, rowFault } from '../../rules/batches/row-faults.ts';
import { CREATE } from '../../rules/passes/facts.ts';
import { finishRuns } from '../change/finish-runs.ts';
import type { Step } from '../change/run-triggers.ts';
import { takeFields } from '../change/take-fields.ts';
import type { Fields } from '../change/write-fields.ts';
import type { Context } from '../context.ts';
import { UNCALLED } from '../depth.ts';
import { answeringHash, creating, makeNames } from '../passes/create-pass.ts';
import { withPrograms } from '../programs.ts';
import { type RowReader, type RowTemplate, rowReader } from './rows.ts';

/**
 * The most passes of one commit, and how long it may make them, in ms: scans wait for the commit. A
 * template whose onCreate does much makes fewer at once.
 */
const ROWS_AT_ONCE = 20;
const STEP_TIME = 5;

/** Does the next rows of a batch whose job is due. */
export async function makeBatchRows(context: Context, job: Job): Promise<void> {
  const batch = await context.store.batchById(job.subjectId);
  const step = batch === null ? 'over' : await makeRows(context, batch);
  if (step === 'over') await context.store.recordStep(job, { kind: 'done' });
}

/**
 * Makes all passes of a batch, for a command or a page that waits for them. Fails with
 * `batch_not_found` when somebody deletes the batch meanwhile.
 */
export async function makeWholeBatch(
  context: Context,
  batchId: number,
  afterStep: (batch: Batch) => Promise<void> = async () => {},
): Promise<Batch> {
  for (;;) {
    const batch = await context.store.batchById(batchId);
    if (batch === null) throw new AppError('batch_not_found');
    if ((await makeRows(context, batch)) === 'over') return batch;
    await afterStep(batch);
  }
}

/** Does one step. `over`: the batch is not running. */
async function makeRows(context: Context, batch: Batch): Promise<'went' | 'over'> {
  if (batch.state !== 'running') return 'over';
  const account = await context.store.accountById(batch.accountId);
  if (account === null || batch.columns === null) return 'over';
  const { id, cursor, columns, decimalComma, templateId, mode, total } = batch;
  const reader = rowReader(context, account, { columns, decimalComma, templateId });
  const rows =
    mode === 'blank'
      ? blankRows(cursor, Math.min(total, cursor + ROWS_AT_ONCE))
      : await context.store.batchRows(id, { after: cursor, count: ROWS_AT_ONCE });
  const last = rows.at(-1)?.number ?? cursor;
  const isLast = mode === 'blank' ? last >= total : rows.length < ROWS_AT_ONCE;
  const { toMake, faulty, hashes } = await prepare(context, reader, rows);
  const step = {
    after: cursor,
    cursor: last,
    isLast,
    faulty,
    now: context.clock.now(),
    // Where servers share a database, scans of other passes do not wait for the commit, and the time
    // would end with the first round trips of a busy database: a commit for each row.
    ...(context.store.isShared() ? {} : { mayGoOn: forLittleTime(context) }),
  };
  const results = await withPrograms(context.programs, () =>
    context.store.makeBatchPasses<Step>(id, step, toMake, (message) => [rowFault(null, 'made', '', message)]),
  );
  const runs = (results ?? []).flatMap((step, index) => {
    const hash = hashes[index]!;
    const input = { hash, accessType: CREATE, depth: UNCALLED, idempotency: null, account: null } as const;
    return step === null ? [] : [{ step, input, answering: answeringHash(hash) }];
  });
  await finishRuns(context, runs);
  return 'went';
}

/** Says no once STEP_TIME has passed since it was asked first. */
export function forLittleTime({ clock }: Context): () => boolean {
  let begun: number | null = null;
  return () => {
    begun ??= clock.now();
    return clock.now() - begun < STEP_TIME;
  };
}

type ReadRow = Pick<BatchRow, 'number' | 'cells' | 'faults'>;

function blankRows(after: number, last: number): ReadRow[] {
  return Array.from({ length: last - after }, (_, index) => ({ number: after + index + 1, cells: [], faults: null }));
}

/** Rows with faults of the check are left out. */
async function prepare(context: Context, reader: RowReader, rows: readonly ReadRow[]) {
  const toMake: RowToMake<Step>[] = [];
  const hashes: string[] = [];
  const faulty: { number: number; faults: readonly RowFault[] }[] = [];
  for (const { number, cells, faults } of rows) {
    if (faults !== null) continue;
    const template = await reader.templateOf(cells);
    if ('kind' in template) {
      faulty.push({ number, faults: [template] });
      continue;
    }
    const fields = await fieldsToWrite(context, template, () => reader.fieldsOf(template, cells));
    if ('fault' in fields) {
      faulty.push({ number, faults: [fields.fault] });
      continue;
    }
    const made = makeNames(context);
    const pass = { made, full: true, fields: fields.taken, keepsAnswer: false };
    toMake.push({ number, templateHash: template.snapshot.template.hash, decide: creating(context, pass) });
    hashes.push(made.hash);
  }
  return { toMake, faulty, hashes };
}

/**
 * What a row writes: its pictures are fetched. Texts are read when they are written, because the
 * values of many rows would outlive the collection of young objects.
 */
export async function fieldsToWrite(
  context: Context,
  { program, hasPictures }: RowTemplate,
  fields: () => Fields,
): Promise<{ readonly taken: () => Fields } | { readonly fault: RowFault }> {
  if (!hasPictures) return { taken: fields };
  try {
    const taken = await takeFields(context, program, fields(), { full: true, depth: UNCALLED });
    return { taken: () => taken };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { fault: rowFault(null, 'made', '', error.message) };
  }
}
