// Makes the passes of batches: each commit writes passes, their rows and the batch's cursor
// together, so that no row is made twice and none is lost.
import { and, eq, inArray, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { Batch, BatchStore, RowToMake } from '../../ports/store/batches.ts';
import type { RowFault } from '../../rules/batches/row-faults.ts';
import { shownRow } from './batches.ts';
import type { OwnValueCounts } from './counts.ts';
import type { Connection } from './engine/connection.ts';
import type { JobQueue } from './jobs.ts';
import type { CreatePass, OneOfMany } from './passes.ts';
import { batches, batchRows, passes } from './schema.ts';
import type { UpdateTags } from './update-tags.ts';

type BatchPasses = Pick<BatchStore, 'makeBatchPasses' | 'linkedRow' | 'openLink' | 'countOnPhones'>;

interface Parts {
  readonly create: CreatePass;
  readonly jobs: JobQueue;
  readonly tags: UpdateTags;
  readonly ownValues: OwnValueCounts;
}

export function batchPassStore(
  { client, db, write }: Connection,
  { create, jobs, tags, ownValues }: Parts,
): BatchPasses {
  const progress = client.prepare<[number], Pick<Batch, 'state' | 'mode' | 'cursor'>>(
    'SELECT state, mode, cursor FROM batches WHERE id = ?',
  );
  const setPass = client.prepare<[number, number, number, number]>(
    'UPDATE batch_rows SET pass_id = ?, made_at = ? WHERE batch_id = ? AND number = ?',
  );
  const addMade = client.prepare<[number, number, number, number]>(
    "INSERT INTO batch_rows (batch_id, number, cells, pass_id, made_at) VALUES (?, ?, '[]', ?, ?)",
  );
  const setFaults = client.prepare<[number, number, string]>(
    `INSERT INTO batch_rows (batch_id, number, cells, faults) VALUES (?, ?, '[]', ?)
    ON CONFLICT (batch_id, number) DO UPDATE SET faults = excluded.faults`,
  );
  const advance = client.prepare<[number, number, number, string, number, number]>(
    'UPDATE batches SET cursor = ?, made = made + ?, failed = failed + ?, state = ?, updated_at = ? WHERE id = ?',
  );
  const countOpened = client.prepare<[number, number]>(
    'UPDATE batches SET opened = opened + 1, updated_at = ? WHERE id = ?',
  );
  const linked = db
    .select({ batch: batches, row: shownRow })
    .from(batchRows)
    .innerJoin(batches, eq(batches.id, batchRows.batchId))
    .leftJoin(passes, eq(passes.id, batchRows.passId))
    .where(
      and(
        eq(batchRows.token, sql.placeholder('token')),
        sql`${batchRows.token} IS NOT NULL`,
        inArray(batches.state, ['running', 'stopped', 'done']),
        sql`${batchRows.faults} IS NULL`,
      ),
    )
    .prepare();
  const onPhones = client.prepare<[number, number, number], { number: number; held: 0 | 1 }>(`
    SELECT number, coalesce((SELECT on_phone FROM passes p WHERE p.id = batch_rows.pass_id), 0) AS held
    FROM batch_rows WHERE batch_id = ? AND number > ? ORDER BY number LIMIT ?`);

  /** Makes the pass of a row. Answers null and the reason where the row is refused. */
  function makeRow<T>(
    batch: Pick<Batch, 'mode'> & { readonly id: number },
    { number, templateHash, decide }: RowToMake<T>,
    now: number,
    ofMany: OneOfMany,
  ): { readonly result: T } | { readonly refused: string } {
    try {
      const { id, creation } = create(templateHash, decide, ofMany);
      // A decision that makes no pass leaves the row as it is.
      if (id !== null) {
        if (batch.mode === 'blank') addMade.run(batch.id, number, id, now);
        else setPass.run(id, now, batch.id, number);
      }
      return { result: creation.result };
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
      write(() => {
        const batch = progress.get(batchId);
        if (batch?.state !== 'running' || batch.cursor !== step.after) return null;
        let failed = 0;
        const fail = (number: number, faults: readonly RowFault[]) => {
          failed++;
          setFaults.run(batchId, number, JSON.stringify(faults));
        };
        const firstTag = rows.length === 0 ? 0 : tags.drawSeveral(rows.length);
        const results: (T | null)[] = [];
        ownValues.together((countOwnValues) => {
          for (const [index, row] of rows.entries()) {
            if (index > 0 && step.mayGoOn?.() === false) break;
            const ofMany = { updateTag: firstTag + index, countOwnValues };
            const made = makeRow({ id: batchId, mode: batch.mode }, row, step.now, ofMany);
            results.push('result' in made ? made.result : null);
            if (!('result' in made)) fail(row.number, faultOf(made.refused));
          }
        });
        const made = results.length - failed;
        const isCut = results.length < rows.length;
        const cursor = isCut ? rows[results.length - 1]!.number : step.cursor;
        for (const { number, faults } of step.faulty) if (number <= cursor) fail(number, faults);
        const isOver = step.isLast && !isCut;
        advance.run(cursor, made, failed, isOver ? 'done' : 'running', step.now, batchId);
        if (isOver) jobs.schedule({ kind: 'make_batch', subjectId: batchId }, null);
        return results;
      }),

    linkedRow: async (token) => linked.get({ token }) ?? null,

    openLink: (token, templateHash, decide) =>
      write(() => {
        const found = linked.get({ token });
        if (found === undefined || found.row.madeAt !== null) return null;
        const { id, creation } = create(templateHash, decide);
        if (id === null) return null;
        const now = creation.create!.createdAt;
        setPass.run(id, now, found.batch.id, found.row.number);
        countOpened.run(now, found.batch.id);
        return { result: creation.result };
      }),

    countOnPhones: async (batchId, { after, count }) => {
      const rows = onPhones.all(batchId, after, count);
      const held = rows.reduce((sum, row) => sum + row.held, 0);
      return { onPhones: held, next: rows.length < count ? null : rows.at(-1)!.number };
    },
  };
}
