// Makes the passes of batches: each commit writes passes, their rows and the batch's cursor
// together, so that no row is made twice and none is lost.
import { AppError } from '../../errors.ts';
import type { Batch, BatchRow, BatchStore, RowToMake } from '../../ports/store/batches.ts';
import type { RowFault } from '../../rules/batches/row-faults.ts';
import { batchById, ROW } from './batches.ts';
import type { Connection, Queries, Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';
import { schedule } from './jobs.ts';
import type { CreatePass } from './passes-changes.ts';
import { type ManyPasses, manyPasses } from './passes-many.ts';
import type { Snapshots } from './snapshots.ts';

type BatchPasses = Pick<BatchStore, 'makeBatchPasses' | 'linkedRow' | 'openLink' | 'countOnPhones'>;

// No other server makes rows of the batch until the commit.
const progress = statement<Pick<Batch, 'state' | 'mode' | 'cursor'>>(
  'SELECT state, mode, cursor FROM batches WHERE id = $1 FOR NO KEY UPDATE',
);
const setPasses = statement(`
  UPDATE batch_rows r SET pass_id = g.pass_id, made_at = $2
  FROM unnest($3::bigint[], $4::bigint[]) g (number, pass_id) WHERE r.batch_id = $1 AND r.number = g.number`);
const addMade = statement(`
  INSERT INTO batch_rows (batch_id, number, cells, pass_id, made_at)
  SELECT $1, number, '[]', pass_id, $2 FROM unnest($3::bigint[], $4::bigint[]) g (number, pass_id)`);
const setFaults = statement(`
  INSERT INTO batch_rows (batch_id, number, cells, faults)
  SELECT $1, number, '[]', faults::json FROM unnest($2::bigint[], $3::text[]) g (number, faults)
  ON CONFLICT (batch_id, number) DO UPDATE SET faults = excluded.faults`);
const advance = statement(`
  UPDATE batches SET cursor = $2, made = made + $3, failed = failed + $4, state = $5, updated_at = $6 WHERE id = $1`);
const countOpened = statement('UPDATE batches SET opened = opened + 1, updated_at = $2 WHERE id = $1');
const WITH_LINK = `${ROW} WHERE r.token = $1 AND r.token IS NOT NULL AND r.faults IS NULL`;
const linkedRow = statement<BatchRow>(WITH_LINK);
const lockedRow = statement<BatchRow>(`${WITH_LINK} FOR NO KEY UPDATE OF r`);
const onPhones = statement<{ number: number; isHeld: boolean }>(`
  SELECT number, coalesce((SELECT on_phone FROM passes p WHERE p.id = r.pass_id), false) AS "isHeld"
  FROM batch_rows r WHERE batch_id = $1 AND number > $2 ORDER BY number LIMIT $3`);

const WORKS: readonly Batch['state'][] = ['running', 'stopped', 'done'];

export function batchPassStore({ read, write }: Connection, snapshots: Snapshots, create: CreatePass): BatchPasses {
  const linked = async (queries: Queries, row: BatchRow | undefined) => {
    const batch = row && (await batchById(queries, row.batchId));
    return row && batch && WORKS.includes(batch.state) ? { batch, row } : null;
  };

  /** Makes the pass of a row. Answers null and the reason where the row is refused. */
  async function makeRow<T>(
    tx: Tx,
    { templateHash, decide }: RowToMake<T>,
    many: ManyPasses,
  ): Promise<{ readonly id: number | null; readonly result: T } | { readonly refused: string }> {
    try {
      const { id, creation } = await create(tx, templateHash, decide, many);
      return { id, result: creation.result };
    } catch (error) {
      // Such an error is thrown before anything of the row is written.
      if (!(error instanceof AppError)) throw error;
      return { refused: error.message };
    }
  }

  return {
    makeBatchPasses: <T>(
      batchId: number,
      step: Parameters<BatchStore['makeBatchPasses']>[1],
      rows: readonly RowToMake<T>[],
      faultOf: (message: string) => readonly RowFault[],
    ) =>
      write(async (tx) => {
        tx.leavesKept();
        const batch = await tx.row(progress, batchId);
        if (batch?.state !== 'running' || batch.cursor !== step.after) return null;
        const failed: { readonly number: number; readonly faults: readonly RowFault[] }[] = [];
        const made: { readonly number: number; readonly passId: number }[] = [];
        const results: (T | null)[] = [];
        const many = await manyPasses(tx, snapshots, rows.length);
        for (const [index, row] of rows.entries()) {
          if (index > 0 && step.mayGoOn?.() === false) break;
          const one = await makeRow(tx, row, many);
          results.push('result' in one ? one.result : null);
          if (!('result' in one)) failed.push({ number: row.number, faults: faultOf(one.refused) });
          // A decision that makes no pass leaves the row as it is.
          else if (one.id !== null) made.push({ number: row.number, passId: one.id });
        }
        many.finish();
        const count = results.length - failed.length;
        const isCut = results.length < rows.length;
        const cursor = isCut ? rows[results.length - 1]!.number : step.cursor;
        failed.push(...step.faulty.filter(({ number }) => number <= cursor));
        if (made.length > 0) {
          const passIds = made.map(({ passId }) => passId);
          const numbers = made.map(({ number }) => number);
          tx.send(batch.mode === 'blank' ? addMade : setPasses, batchId, step.now, numbers, passIds);
        }
        if (failed.length > 0) {
          const faults = failed.map((each) => JSON.stringify(each.faults));
          const numbers = failed.map(({ number }) => number);
          tx.send(setFaults, batchId, numbers, faults);
        }
        const isOver = step.isLast && !isCut;
        tx.send(advance, batchId, cursor, count, failed.length, isOver ? 'done' : 'running', step.now);
        if (isOver) schedule(tx, { kind: 'make_batch', subjectId: batchId }, null);
        return results;
      }),

    linkedRow: async (token) => linked(read, await read.row(linkedRow, token)),

    openLink: (token, templateHash, decide) =>
      write(async (tx) => {
        tx.leavesKept();
        const found = await linked(tx, await tx.row(lockedRow, token));
        if (found === null || found.row.madeAt !== null) return null;
        const { id, creation } = await create(tx, templateHash, decide);
        if (id === null) return null;
        const now = creation.create!.createdAt;
        tx.send(setPasses, found.batch.id, now, [found.row.number], [id]);
        tx.send(countOpened, found.batch.id, now);
        return { result: creation.result };
      }),

    countOnPhones: async (batchId, { after, count }) => {
      const rows = await read.rows(onPhones, batchId, after, count);
      const held = rows.filter(({ isHeld }) => isHeld).length;
      return { onPhones: held, next: rows.length < count ? null : rows.at(-1)!.number };
    },
  };
}
