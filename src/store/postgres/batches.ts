// Stores batches and their rows. The passes of a batch are in batches-passes.ts, its mails in
// batches-mails.ts.
import type { Batch, BatchRow, BatchStore } from '../../ports/store/batches.ts';
import type { Connection, Queries, Tx } from './engine/connection.ts';
import { columnsOf, statement } from './engine/statement.ts';
import { schedule } from './jobs.ts';
import { batches, batchRows } from './schema.ts';

type BatchAndRows = Pick<
  BatchStore,
  | 'createBatch'
  | 'addBatchRows'
  | 'judgeBatchRows'
  | 'planBatch'
  | 'batchByHash'
  | 'batchById'
  | 'batchesOf'
  | 'batchRows'
  | 'deleteBatch'
  | 'oldDrafts'
  | 'startBatch'
  | 'stopBatch'
  | 'resumeBatch'
>;

const BATCH = `SELECT ${columnsOf(batches, 'b')} FROM batches b`;
/** Rows with the hashes of their passes. */
export const ROW = `
  SELECT ${columnsOf(batchRows, 'r', ['passId'])}, p.hash AS "passHash"
  FROM batch_rows r LEFT JOIN passes p ON p.id = r.pass_id`;

const byId = statement<Batch>(`${BATCH} WHERE b.id = $1`);
const byHash = statement<Batch>(`${BATCH} WHERE b.hash = $1`);
const ofAccount = statement<Batch>(`${BATCH} WHERE b.account_id = $1 AND b.id < $2 ORDER BY b.id DESC LIMIT $3`);
const rowsBehind = (which: string) =>
  statement<BatchRow>(`${ROW} WHERE r.batch_id = $1 AND r.number > $2 ${which} ORDER BY r.number LIMIT $3`);
const allRows = rowsBehind('');
const wrongRows = rowsBehind('AND r.faults IS NOT NULL');
const drafts = statement<{ id: number }>(
  `SELECT id FROM batches WHERE state = 'draft' AND created_at < $1 ORDER BY created_at LIMIT $2`,
);

const addRows = statement(`
  INSERT INTO batch_rows (batch_id, number, cells, token, faults)
  SELECT $1, number, cells::json, token, faults::json
  FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) g (number, cells, token, faults)`);
const countRows = statement(
  `UPDATE batches SET total = total + $2, wrong = wrong + $3 WHERE id = $1 AND state = 'draft'`,
);
const judge = statement(`
  UPDATE batch_rows r SET faults = g.faults::json
  FROM unnest($2::bigint[], $3::text[]) g (number, faults) WHERE r.batch_id = $1 AND r.number = g.number`);
const plan = statement(`UPDATE batches SET columns = $2, wrong = $3 WHERE id = $1 AND state = 'draft'`);
// Links work at once; passes are made by a job.
const start = statement<{ mode: Batch['mode'] }>(`
  UPDATE batches SET state = CASE mode WHEN 'links' THEN 'done' ELSE 'running' END,
    made = CASE mode WHEN 'links' THEN total - wrong ELSE made END, updated_at = $2
  WHERE id = $1 AND state = 'draft' RETURNING mode`);
const setState = statement('UPDATE batches SET state = $3, updated_at = $4 WHERE id = $1 AND state = $2');
const lock = statement('SELECT id FROM batches WHERE id = $1 FOR NO KEY UPDATE');
const dropMails = statement('DELETE FROM mails WHERE id IN (SELECT id FROM mails WHERE batch_id = $1 LIMIT $2)');
const dropRows = statement(`
  DELETE FROM batch_rows WHERE batch_id = $1
    AND number IN (SELECT number FROM batch_rows WHERE batch_id = $1 ORDER BY number LIMIT $2)`);
const drop = statement('DELETE FROM batches WHERE id = $1');

export async function batchById(queries: Queries, id: number): Promise<Batch | null> {
  return (await queries.row(byId, id)) ?? null;
}

export function batchStore({ read, write }: Connection): BatchAndRows {
  const change = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    write((tx) => {
      tx.leavesKept();
      return work(tx);
    });
  const making = (subjectId: number) => ({ kind: 'make_batch', subjectId }) as const;
  /** Answers whether the batch was in the first state. `runAt`: of its job, null for none. */
  const moving = (id: number, from: Batch['state'], to: Batch['state'], now: number, runAt: number | null) =>
    change(async (tx) => {
      if ((await tx.run(setState, id, from, to, now)) === 0) return false;
      schedule(tx, making(id), runAt);
      return true;
    });

  return {
    createBatch: (batch) =>
      change(async (tx) => {
        const fresh = { state: 'draft', wrong: 0, cursor: 0, made: 0, failed: 0, opened: 0 } as const;
        const mailing = { mailState: 'none', mailRate: 0, mailCursor: 0 } as const;
        const values = { ...batch, ...fresh, ...mailing, updatedAt: batch.createdAt };
        return (await tx.db.insert(batches).values(values).returning())[0]!;
      }),

    addBatchRows: (batchId, rows) =>
      change(async (tx) => {
        const wrong = rows.filter(({ faults }) => faults !== null).length;
        // Written first, because it locks the batch.
        if ((await tx.run(countRows, batchId, rows.length, wrong)) === 0) {
          throw new Error('Rows are added to a draft only.');
        }
        tx.send(
          addRows,
          batchId,
          rows.map(({ number }) => number),
          rows.map(({ cells }) => JSON.stringify(cells)),
          rows.map(({ token }) => token),
          rows.map(({ faults }) => faults && JSON.stringify(faults)),
        );
      }),

    judgeBatchRows: (batchId, judged) =>
      change(async (tx) => {
        const faults = judged.map((row) => row.faults && JSON.stringify(row.faults));
        await tx.run(
          judge,
          batchId,
          judged.map(({ number }) => number),
          faults,
        );
      }),

    planBatch: (batchId, { columns, wrong }) =>
      change(async (tx) => {
        await tx.run(plan, batchId, JSON.stringify(columns), wrong);
      }),

    batchByHash: async (hash) => (await read.row(byHash, hash)) ?? null,
    batchById: (id) => batchById(read, id),
    batchesOf: (accountId, { before, count }) => read.rows(ofAccount, accountId, before, count),
    batchRows: (batchId, { after, count, wrong = false }) =>
      read.rows(wrong ? wrongRows : allRows, batchId, after, count),

    deleteBatch: (batchId, count) =>
      change(async (tx) => {
        await tx.run(lock, batchId);
        for (const kind of ['make_batch', 'mail_batch'] as const) schedule(tx, { kind, subjectId: batchId }, null);
        if ((await tx.run(dropMails, batchId, count)) === count) return false;
        if ((await tx.run(dropRows, batchId, count)) === count) return false;
        tx.send(drop, batchId);
        return true;
      }),

    oldDrafts: async (before, count) => (await read.rows(drafts, before, count)).map(({ id }) => id),

    startBatch: (batchId, now) =>
      change(async (tx) => {
        const started = await tx.row(start, batchId, now);
        if (started !== undefined && started.mode !== 'links') schedule(tx, making(batchId), now);
        return started !== undefined;
      }),
    stopBatch: (batchId, now) => moving(batchId, 'running', 'stopped', now, null),
    resumeBatch: (batchId, now) => moving(batchId, 'stopped', 'running', now, now),
  };
}
