// Stores batches and their rows. The passes of a batch are in batches-passes.ts, its mails in
// batches-mails.ts.
import { and, asc, desc, eq, getTableColumns, gt, isNotNull, lt, sql } from 'drizzle-orm';
import type { Batch, BatchStore } from '../../ports/store/batches.ts';
import type { Connection } from './engine/connection.ts';
import type { JobQueue } from './jobs.ts';
import { batches, batchRows, passes } from './schema.ts';

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

const { passId: _, ...rowColumns } = getTableColumns(batchRows);
/** A row with the hash of its pass. */
export const shownRow = { ...rowColumns, passHash: passes.hash };

export function batchStore({ client, db, write }: Connection, jobs: JobQueue): BatchAndRows {
  const addRow = client.prepare<[number, number, string, string | null, string | null]>(
    'INSERT INTO batch_rows (batch_id, number, cells, token, faults) VALUES (?, ?, ?, ?, ?)',
  );
  const judgeRow = client.prepare<[string | null, number, number]>(
    'UPDATE batch_rows SET faults = ? WHERE batch_id = ? AND number = ?',
  );
  const counted = client.prepare<[number, number, number]>(
    "UPDATE batches SET total = total + ?, wrong = wrong + ? WHERE id = ? AND state = 'draft'",
  );
  const byId = db
    .select()
    .from(batches)
    .where(eq(batches.id, sql.placeholder('id')))
    .prepare();
  const byHash = db
    .select()
    .from(batches)
    .where(eq(batches.hash, sql.placeholder('hash')))
    .prepare();
  const ofAccount = db
    .select()
    .from(batches)
    .where(and(eq(batches.accountId, sql.placeholder('accountId')), lt(batches.id, sql.placeholder('before'))))
    .orderBy(desc(batches.id))
    .limit(sql.placeholder('count'))
    .prepare();
  const rowsBehind = (wrong: boolean) =>
    db
      .select(shownRow)
      .from(batchRows)
      .leftJoin(passes, eq(passes.id, batchRows.passId))
      .where(
        and(
          eq(batchRows.batchId, sql.placeholder('batchId')),
          gt(batchRows.number, sql.placeholder('after')),
          wrong ? isNotNull(batchRows.faults) : undefined,
        ),
      )
      .orderBy(asc(batchRows.number))
      .limit(sql.placeholder('count'))
      .prepare();
  const allRows = rowsBehind(false);
  const wrongRows = rowsBehind(true);
  const drafts = db
    .select({ id: batches.id })
    .from(batches)
    .where(and(sql`${batches.state} = 'draft'`, lt(batches.createdAt, sql.placeholder('before'))))
    .orderBy(asc(batches.createdAt))
    .limit(sql.placeholder('count'))
    .prepare();

  const read = (id: number): Batch | undefined => byId.get({ id });

  const dropMails = client.prepare<[number, number]>(
    'DELETE FROM mails WHERE id IN (SELECT id FROM mails WHERE batch_id = ? LIMIT ?)',
  );
  const dropRows = client.prepare<[number, number, number]>(`
    DELETE FROM batch_rows WHERE batch_id = ?
      AND number IN (SELECT number FROM batch_rows WHERE batch_id = ? ORDER BY number LIMIT ?)`);

  const change = (id: number, set: Partial<typeof batches.$inferInsert>) =>
    db.update(batches).set(set).where(eq(batches.id, id)).run();

  return {
    createBatch: (batch) =>
      write(() =>
        db
          .insert(batches)
          .values({
            ...batch,
            state: 'draft',
            wrong: 0,
            cursor: 0,
            made: 0,
            failed: 0,
            opened: 0,
            mailState: 'none',
            mailRate: 0,
            mailCursor: 0,
            updatedAt: batch.createdAt,
          })
          .returning()
          .get(),
      ),

    addBatchRows: (batchId, rows) =>
      write(() => {
        let wrong = 0;
        for (const { number, cells, token, faults } of rows) {
          if (faults !== null) wrong++;
          addRow.run(batchId, number, JSON.stringify(cells), token, faults && JSON.stringify(faults));
        }
        if (counted.run(rows.length, wrong, batchId).changes === 0) throw new Error('Rows are added to a draft only.');
      }),

    judgeBatchRows: (batchId, judged) =>
      write(() => {
        for (const { number, faults } of judged) judgeRow.run(faults && JSON.stringify(faults), batchId, number);
      }),

    planBatch: (batchId, plan) =>
      write(() => {
        db.update(batches)
          .set(plan)
          .where(and(eq(batches.id, batchId), eq(batches.state, 'draft')))
          .run();
      }),

    batchByHash: async (hash) => byHash.get({ hash }) ?? null,
    batchById: async (id) => read(id) ?? null,
    batchesOf: async (accountId, page) => ofAccount.all({ accountId, ...page }),
    batchRows: async (batchId, { wrong = false, ...page }) => (wrong ? wrongRows : allRows).all({ batchId, ...page }),
    deleteBatch: (batchId, count) =>
      write(() => {
        for (const kind of ['make_batch', 'mail_batch'] as const) jobs.schedule({ kind, subjectId: batchId }, null);
        if (dropMails.run(batchId, count).changes === count) return false;
        if (dropRows.run(batchId, batchId, count).changes === count) return false;
        db.delete(batches).where(eq(batches.id, batchId)).run();
        return true;
      }),

    oldDrafts: async (before, count) => drafts.all({ before, count }).map(({ id }) => id),

    startBatch: (batchId, now) =>
      write(() => {
        const batch = read(batchId);
        if (batch?.state !== 'draft') return false;
        if (batch.mode === 'links') {
          change(batchId, { state: 'done', made: batch.total - batch.wrong, updatedAt: now });
          return true;
        }
        change(batchId, { state: 'running', updatedAt: now });
        jobs.schedule({ kind: 'make_batch', subjectId: batchId }, now);
        return true;
      }),

    stopBatch: (batchId, now) =>
      write(() => {
        if (read(batchId)?.state !== 'running') return false;
        change(batchId, { state: 'stopped', updatedAt: now });
        jobs.schedule({ kind: 'make_batch', subjectId: batchId }, null);
        return true;
      }),

    resumeBatch: (batchId, now) =>
      write(() => {
        if (read(batchId)?.state !== 'stopped') return false;
        change(batchId, { state: 'running', updatedAt: now });
        jobs.schedule({ kind: 'make_batch', subjectId: batchId }, now);
        return true;
      }),
  };
}
