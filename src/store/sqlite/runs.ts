// Stores runs of triggers that wait for a request. A row goes with its run, or with its pass.
import { asc, eq, lt, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { RunMark, RunStore } from '../../ports/store/runs.ts';
import type { Connection } from './engine/connection.ts';
import { openRuns, passes } from './schema.ts';

/** Writes a change's mark. Inside a write only. Fails with `run_ended`. */
export type MarkRun = (passId: number, mark: RunMark) => void;

export function runMarks({ client, db }: Connection): MarkRun {
  const remove = client.prepare<[string]>('DELETE FROM open_runs WHERE key = ?');
  const put = db
    .insert(openRuns)
    .values({ key: sql.placeholder('key'), passId: sql.placeholder('passId'), cutOff: sql.placeholder('cutOff') })
    .onConflictDoUpdate({ target: openRuns.key, set: { cutOff: sql`excluded.cut_off` } })
    .prepare();
  const isThere = client.prepare<[string], number>('SELECT 1 FROM open_runs WHERE key = ?').pluck();
  return (passId, { key, cutOff, isOpen = false }) => {
    if (isOpen && isThere.get(key) === undefined) throw new AppError('run_ended');
    if (cutOff === null) remove.run(key);
    else put.run({ key, passId, cutOff });
  };
}

/** When a run was marked last. The table holds the runs that wait for a request now. */
const markedAt = sql<number>`${openRuns.cutOff} ->> 'time'`;

export function runStore({ db }: Connection): RunStore {
  return {
    openRuns: async (before, limit) =>
      db
        .select({ key: openRuns.key, hash: passes.hash, cutOff: openRuns.cutOff })
        .from(openRuns)
        .innerJoin(passes, eq(passes.id, openRuns.passId))
        .where(lt(markedAt, before))
        .orderBy(asc(markedAt), asc(openRuns.key))
        .limit(limit)
        .all(),
  };
}
