// Stores bulk changes: each commit changes passes, says what became of each, and moves the cursor, so
// that no pass is changed twice and none is left out.
import { desc, eq, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import {
  BULK_LIFETIME,
  type Bulk,
  type BulkItem,
  type BulkPass,
  type BulkState,
  type BulkStep,
  type BulkStore,
  MOST_FAILED,
} from '../../ports/store/bulk.ts';
import { countPass, countsOf, type DonePass, refusedPass, STATE_AFTER } from '../bulk-steps.ts';
import type { Connection } from './engine/connection.ts';
import type { JobQueue } from './jobs.ts';
import type { ChangePass } from './passes.ts';
import type { References } from './passes-references.ts';
import { bulkChanges, templates } from './schema.ts';
import { passByHash } from './snapshots.ts';

/** A row of bulk_passes, whose values are JSON. */
type PassRow = Omit<BulkPass, 'values'> & { readonly changed: string };

interface Parts {
  readonly jobs: JobQueue;
  readonly change: ChangePass;
  readonly references: References;
}

export function bulkStore(connection: Connection, { jobs, change, references }: Parts): BulkStore {
  const { client, db, write } = connection;
  const byHash = passByHash(connection);
  const { id, templateId } = bulkChanges;
  const byId = db
    .select()
    .from(bulkChanges)
    .where(eq(id, sql.placeholder('id')))
    .prepare();
  const ofTemplate = db
    .select()
    .from(bulkChanges)
    .where(eq(templateId, sql.placeholder('template')))
    .orderBy(desc(id))
    .limit(sql.placeholder('count'))
    .prepare();
  // SQLite would go through all passes of the bulk change by their ids.
  const page = client.prepare<[number, string, number, number], PassRow>(`
    SELECT b.pass_id AS passId, p.hash, b.fate, b.changed, b.message
    FROM bulk_passes b INDEXED BY bulk_passes_fate JOIN passes p ON p.id = b.pass_id
    WHERE b.bulk_id = ? AND b.fate = ? AND b.pass_id > ? ORDER BY b.pass_id LIMIT ?`);
  const put = client.prepare<[number, string, string, string | null, string]>(`
    INSERT INTO bulk_passes (bulk_id, pass_id, fate, changed, message)
    SELECT ?, id, ?, ?, ? FROM passes WHERE hash = ?`);
  const putSample = client.prepare<[number, string, number]>(`
    INSERT INTO bulk_passes (bulk_id, pass_id, fate, changed)
    SELECT ?, id, 'sample', ? FROM passes WHERE id = ?`);
  const setFate = client.prepare<[string, string | null, number, number]>(
    'UPDATE bulk_passes SET fate = ?, message = ? WHERE bulk_id = ? AND pass_id = ?',
  );
  const dropSamples = client.prepare<[number]>("DELETE FROM bulk_passes WHERE bulk_id = ? AND fate = 'sample'");
  const advance = client.prepare<(number | string)[]>(`
    UPDATE bulk_changes SET state = ?, cursor = ?, looked = looked + ?, matched = matched + ?, changed = changed + ?,
      failed = failed + ?, undone = undone + ?, kept = kept + ?, updated_at = ? WHERE id = ?`);
  const dropPasses = client.prepare<[number, number, number]>(`
    DELETE FROM bulk_passes WHERE bulk_id = ?
      AND pass_id IN (SELECT pass_id FROM bulk_passes WHERE bulk_id = ? ORDER BY pass_id LIMIT ?)`);

  const read = (bulk: number): Bulk | undefined => byId.get({ id: bulk });
  const jobOf = (bulk: number) => ({ kind: 'bulk_update', subjectId: bulk }) as const;

  /** `runAt`: of the job. */
  const moving = (
    bulk: number,
    from: readonly BulkState[],
    set: Partial<typeof bulkChanges.$inferInsert>,
    runAt: number,
  ) =>
    write(() => {
      const present = read(bulk);
      if (present === undefined || !from.includes(present.state)) return false;
      if (present.state === 'waiting') dropSamples.run(bulk);
      db.update(bulkChanges).set(set).where(eq(id, bulk)).run();
      jobs.schedule(jobOf(bulk), runAt);
      return true;
    });

  /** Null: the pass was deleted. Inside a write only. */
  function doPass<T>(
    state: BulkState,
    { passId, hash, decide }: BulkItem<T>,
  ): { readonly done: DonePass; readonly result: T | null } | null {
    const snapshot = byHash(hash);
    if (snapshot === undefined) return null;
    try {
      let done: DonePass | null = null;
      const { result } = change({ ...snapshot, reference: references.of(passId) }, (asked) => {
        const { fate, values = [], change } = decide(asked);
        done = { passId, fate, values, message: null };
        return change;
      });
      return { done: done!, result };
    } catch (error) {
      // Such an error is thrown before anything of the pass is written.
      if (!(error instanceof AppError)) throw error;
      return { done: refusedPass(passId, state, error), result: null };
    }
  }

  return {
    createBulk: (bulk, state) =>
      write(() => {
        if (!db.select({ id: templates.id }).from(templates).where(eq(templates.id, bulk.templateId)).get()) {
          throw new AppError('template_not_found');
        }
        const fresh = { cursor: 0, looked: 0, matched: 0, changed: 0, failed: 0, undone: 0, left: 0 };
        const made = db
          .insert(bulkChanges)
          .values({ ...bulk, ...fresh, state, updatedAt: bulk.createdAt })
          .returning()
          .get();
        jobs.schedule(jobOf(made.id), bulk.createdAt);
        return made;
      }),
    bulkById: async (bulk) => read(bulk) ?? null,
    bulksOf: async (template, count) => ofTemplate.all({ template, count }),
    bulkPasses: async (bulk, { fate, after, count }) =>
      page.all(bulk, fate, after, count).map(({ changed, ...row }) => ({ ...row, values: JSON.parse(changed) })),
    startBulk: (bulk, now) => {
      const fresh = { cursor: 0, looked: 0, matched: 0, changed: 0, failed: 0 };
      return moving(bulk, ['waiting'], { ...fresh, state: 'running', updatedAt: now }, now);
    },
    stopBulk: (bulk, now) => moving(bulk, ['running'], { state: 'stopped', updatedAt: now }, now + BULK_LIFETIME),
    resumeBulk: (bulk, now) => moving(bulk, ['stopped'], { state: 'running', updatedAt: now }, now),
    undoBulk: (bulk, now) => moving(bulk, ['done', 'stopped'], { state: 'undoing', cursor: 0, updatedAt: now }, now),

    stepBulk: <T>(
      bulk: number,
      step: BulkStep,
      items: readonly BulkItem<T>[],
      found?: Parameters<BulkStore['stepBulk']>[3],
    ) =>
      write(() => {
        const present = read(bulk);
        if (present?.state !== step.state || present.cursor !== step.after) return null;
        const counts = countsOf(found);
        const results: (T | null)[] = [];
        for (const [index, item] of items.entries()) {
          if (index > 0 && step.mayGoOn?.() === false) break;
          const one = doPass(step.state, item);
          results.push(one?.result ?? null);
          if (one === null) continue;
          const { fate, values, message } = one.done;
          const stored = countPass(counts, { fate }, present.failed, MOST_FAILED);
          if (stored === null) continue;
          if (step.state === 'undoing') setFate.run(stored, message, bulk, item.passId);
          else put.run(bulk, stored, JSON.stringify(values), message, item.hash);
        }
        for (const { passId, values } of found?.samples ?? []) putSample.run(bulk, JSON.stringify(values), passId);
        const last = results.length < items.length ? items[results.length - 1]! : null;
        const isOver = step.isLast && last === null;
        const { matched, changed, failed, undone, left } = counts;
        advance.run(
          isOver ? STATE_AFTER[step.state]! : step.state,
          last?.passId ?? step.cursor,
          last?.looked ?? step.looked,
          ...[matched, changed, failed, undone, left],
          step.now,
          bulk,
        );
        jobs.schedule(jobOf(bulk), isOver ? step.now + BULK_LIFETIME : step.runAt);
        if (isOver && step.state !== 'dry') jobs.schedule({ kind: 'bulk_mail', subjectId: bulk }, step.now);
        return results;
      }),

    deleteBulk: (bulk, count) =>
      write(() => {
        if (dropPasses.run(bulk, bulk, count).changes === count) return false;
        jobs.schedule(jobOf(bulk), null);
        db.delete(bulkChanges).where(eq(id, bulk)).run();
        return true;
      }),
  };
}
