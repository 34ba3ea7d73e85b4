// Stores runs of triggers that wait for a request. A row goes with its run, or with its pass.
import { asc, eq, sql } from 'drizzle-orm';
import type { RunMark, RunStore } from '../../ports/store/runs.ts';
import type { Connection } from './engine/connection.ts';
import { openRuns, passes } from './schema.ts';

/** Writes a change's mark. Inside a write only. */
export type MarkRun = (passId: number, mark: RunMark) => void;

export function runMarks({ client, db }: Connection): MarkRun {
  const remove = client.prepare<[string]>('DELETE FROM open_runs WHERE key = ?');
  const put = db
    .insert(openRuns)
    .values({ key: sql.placeholder('key'), passId: sql.placeholder('passId'), cutOff: sql.placeholder('cutOff') })
    .onConflictDoUpdate({ target: openRuns.key, set: { cutOff: sql`excluded.cut_off` } })
    .prepare();
  return (passId, { key, cutOff }) => {
    if (cutOff === null) remove.run(key);
    else put.run({ key, passId, cutOff });
  };
}

export function runStore({ db }: Connection): RunStore {
  return {
    openRuns: async () =>
      db
        .select({ key: openRuns.key, hash: passes.hash, cutOff: openRuns.cutOff })
        .from(openRuns)
        .innerJoin(passes, eq(passes.id, openRuns.passId))
        .orderBy(asc(openRuns.key))
        .all(),
  };
}
