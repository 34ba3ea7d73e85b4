// Stores runs of triggers that wait for a request. A row goes with its run, or with its pass.
import type { NewEvent } from '../../ports/store/events.ts';
import type { RunMark, RunStore } from '../../ports/store/runs.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';

const remove = statement('DELETE FROM open_runs WHERE key = $1');
const put = statement(`
  INSERT INTO open_runs (key, pass_id, cut_off) VALUES ($1, $2, $3)
  ON CONFLICT (key) DO UPDATE SET cut_off = excluded.cut_off`);
const all = statement<{ key: string; hash: string; cutOff: NewEvent }>(`
  SELECT r.key, p.hash, r.cut_off AS "cutOff" FROM open_runs r JOIN passes p ON p.id = r.pass_id ORDER BY r.key`);

/** Writes a change's mark. */
export function markRun(tx: Tx, passId: number, { key, cutOff }: RunMark): void {
  if (cutOff === null) tx.send(remove, key);
  else tx.send(put, key, passId, JSON.stringify(cutOff));
}

export function runStore({ read }: Connection): RunStore {
  return { openRuns: () => read.rows(all) };
}
