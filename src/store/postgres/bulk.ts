// Stores bulk changes: each commit changes passes, says what became of each, and moves the cursor, so
// that no pass is changed twice and none is left out.
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
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { countPass, countsOf, type DonePass, refusedPass, STATE_AFTER } from '../bulk-steps.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { columnsOf, statement } from './engine/statement.ts';
import { schedule } from './jobs.ts';
import type { ChangePass } from './passes-changes.ts';
import { referenceOf } from './passes-references.ts';
import { bulkChanges } from './schema.ts';
import type { Snapshots } from './snapshots.ts';

const BULK = `SELECT ${columnsOf(bulkChanges, 'b')} FROM bulk_changes b`;
const byId = statement<Bulk>(`${BULK} WHERE b.id = $1`);
// No other server does a step until the commit.
const locked = statement<Bulk>(`${BULK} WHERE b.id = $1 FOR NO KEY UPDATE`);
const ofTemplate = statement<Bulk>(`${BULK} WHERE b.template_id = $1 ORDER BY b.id DESC LIMIT $2`);
const page = statement<BulkPass>(`
  SELECT b.pass_id AS "passId", p.hash AS "hash", b.fate AS "fate", b.changed AS "values", b.message AS "message"
  FROM bulk_passes b JOIN passes p ON p.id = b.pass_id
  WHERE b.bulk_id = $1 AND b.fate = $2 AND b.pass_id > $3 ORDER BY b.pass_id LIMIT $4`);
const templateThere = statement('SELECT id FROM templates WHERE id = $1 FOR KEY SHARE');
const add = statement<{ id: number }>(`
  INSERT INTO bulk_changes (template_id, name, condition, action, who, total, state, created_at, updated_at,
    cursor, looked, matched, changed, failed, undone, kept)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 0, 0, 0, 0, 0, 0, 0) RETURNING id`);
const start = statement(`
  UPDATE bulk_changes SET state = 'running', cursor = 0, looked = 0, matched = 0, changed = 0, failed = 0, updated_at = $2
  WHERE id = $1 AND state = 'waiting'`);
const dropSamples = statement("DELETE FROM bulk_passes WHERE bulk_id = $1 AND fate = 'sample'");
const move = statement('UPDATE bulk_changes SET state = $3, updated_at = $4 WHERE id = $1 AND state = $2');
const undo = statement(`
  UPDATE bulk_changes SET state = 'undoing', cursor = 0, updated_at = $2 WHERE id = $1 AND state IN ('done', 'stopped')`);
const put = statement(`
  INSERT INTO bulk_passes (bulk_id, pass_id, fate, changed, message)
  SELECT $1, pass_id, fate, changed::json, message
  FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) g (pass_id, fate, changed, message)`);
const putSamples = statement(`
  INSERT INTO bulk_passes (bulk_id, pass_id, fate, changed)
  SELECT $1, p.id, 'sample', changed::json
  FROM unnest($2::bigint[], $3::text[]) g (pass_id, changed) JOIN passes p ON p.id = g.pass_id`);
const setFates = statement(`
  UPDATE bulk_passes b SET fate = g.fate, message = g.message
  FROM unnest($2::bigint[], $3::text[], $4::text[]) g (pass_id, fate, message)
  WHERE b.bulk_id = $1 AND b.pass_id = g.pass_id`);
const advance = statement(`
  UPDATE bulk_changes SET state = $2, cursor = $3, looked = looked + $4, matched = matched + $5, changed = changed + $6,
    failed = failed + $7, undone = undone + $8, kept = kept + $9, updated_at = $10 WHERE id = $1`);
const dropPasses = statement(`
  DELETE FROM bulk_passes WHERE bulk_id = $1
    AND pass_id IN (SELECT pass_id FROM bulk_passes WHERE bulk_id = $1 ORDER BY pass_id LIMIT $2)`);
const drop = statement('DELETE FROM bulk_changes WHERE id = $1');

interface Parts {
  readonly snapshots: Snapshots;
  readonly change: ChangePass;
}

export function bulkStore({ read, write }: Connection, { snapshots, change }: Parts): BulkStore {
  const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    write((tx) => {
      tx.leavesKept();
      return work(tx);
    });
  const jobOf = (subjectId: number) => ({ kind: 'bulk_update', subjectId }) as const;
  const moving = (id: number, from: BulkState, to: BulkState, now: number, runAt: number) =>
    within(async (tx) => {
      if ((await tx.run(move, id, from, to, now)) === 0) return false;
      schedule(tx, jobOf(id), runAt);
      return true;
    });

  async function doPass<T>(
    tx: Tx,
    state: BulkState,
    { passId, decide }: BulkItem<T>,
    snapshot: PassSnapshot,
  ): Promise<{ readonly done: DonePass; readonly result: T | null }> {
    try {
      let done: DonePass | null = null;
      const reference = await referenceOf(tx, passId);
      const { result } = await change(tx, { ...snapshot, reference }, (asked) => {
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
    createBulk: ({ templateId, name, condition, action, who, total, createdAt }, state) =>
      within(async (tx) => {
        if (!(await tx.row(templateThere, templateId))) throw new AppError('template_not_found');
        const values = [templateId, name, condition, JSON.stringify(action), who, total, state, createdAt];
        const { id } = (await tx.row(add, ...values))!;
        schedule(tx, jobOf(id), createdAt);
        return (await tx.row(byId, id))!;
      }),
    bulkById: async (id) => (await read.row(byId, id)) ?? null,
    bulksOf: (templateId, count) => read.rows(ofTemplate, templateId, count),
    bulkPasses: (id, { fate, after, count }) => read.rows(page, id, fate, after, count),
    startBulk: (id, now) =>
      within(async (tx) => {
        if ((await tx.run(start, id, now)) === 0) return false;
        tx.send(dropSamples, id);
        schedule(tx, jobOf(id), now);
        return true;
      }),
    stopBulk: (id, now) => moving(id, 'running', 'stopped', now, now + BULK_LIFETIME),
    resumeBulk: (id, now) => moving(id, 'stopped', 'running', now, now),
    undoBulk: (id, now) =>
      within(async (tx) => {
        if ((await tx.run(undo, id, now)) === 0) return false;
        schedule(tx, jobOf(id), now);
        return true;
      }),

    stepBulk: <T>(
      id: number,
      step: BulkStep,
      items: readonly BulkItem<T>[],
      found?: Parameters<BulkStore['stepBulk']>[3],
    ) =>
      within(async (tx) => {
        const present = await tx.row(locked, id);
        if (present?.state !== step.state || present.cursor !== step.after) return null;
        const counts = countsOf(found);
        const results: (T | null)[] = [];
        const stored: { readonly done: DonePass; readonly fate: string }[] = [];
        const known = await snapshots.lockedByHashes(
          tx,
          items.map(({ hash }) => hash),
        );
        for (const [index, item] of items.entries()) {
          if (index > 0 && step.mayGoOn?.() === false) break;
          const snapshot = known.get(item.hash);
          const one = snapshot === undefined ? null : await doPass(tx, step.state, item, snapshot);
          results.push(one?.result ?? null);
          if (one === null) continue;
          const fate = countPass(counts, one.done, present.failed, MOST_FAILED);
          if (fate !== null) stored.push({ done: one.done, fate });
        }
        if (stored.length > 0) {
          const ids = stored.map(({ done }) => done.passId);
          const fates = stored.map(({ fate }) => fate);
          const messages = stored.map(({ done }) => done.message);
          if (step.state === 'undoing') tx.send(setFates, id, ids, fates, messages);
          else {
            const values = stored.map(({ done }) => JSON.stringify(done.values));
            tx.send(put, id, ids, fates, values, messages);
          }
        }
        const samples = found?.samples ?? [];
        if (samples.length > 0) {
          const values = samples.map((sample) => JSON.stringify(sample.values));
          const ids = samples.map(({ passId }) => passId);
          tx.send(putSamples, id, ids, values);
        }
        const last = results.length < items.length ? items[results.length - 1]! : null;
        const isOver = step.isLast && last === null;
        const { matched, changed, failed, undone, left } = counts;
        tx.send(
          advance,
          id,
          isOver ? STATE_AFTER[step.state]! : step.state,
          last?.passId ?? step.cursor,
          last?.looked ?? step.looked,
          ...[matched, changed, failed, undone, left],
          step.now,
        );
        schedule(tx, jobOf(id), isOver ? step.now + BULK_LIFETIME : step.runAt);
        if (isOver && step.state !== 'dry') schedule(tx, { kind: 'bulk_mail', subjectId: id }, step.now);
        return results;
      }),

    deleteBulk: (id, count) =>
      within(async (tx) => {
        await tx.row(locked, id);
        if ((await tx.run(dropPasses, id, count)) === count) return false;
        schedule(tx, jobOf(id), null);
        tx.send(drop, id);
        return true;
      }),
  };
}
