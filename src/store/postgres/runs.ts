// Stores runs of triggers that wait for a request. A row goes with its run, or with its pass.
import { AppError } from '../../errors.ts';
import type { OpenRun, RunMark, RunStore } from '../../ports/store/runs.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';

const remove = statement('DELETE FROM open_runs WHERE key = $1');
const put = statement(`
  INSERT INTO open_runs (key, pass_id, cut_off) VALUES ($1, $2, $3)
  ON CONFLICT (key) DO UPDATE SET cut_off = excluded.cut_off`);
const isThere = statement<{ key: string }>('SELECT key FROM open_runs WHERE key = $1');
/** When a run was marked last. The table holds the runs that wait for a request now. */
const MARKED_AT = "(r.cut_off ->> 'time')::bigint";
const marked = statement<OpenRun>(`
  SELECT r.key, p.hash, r.cut_off AS "cutOff" FROM open_runs r
  JOIN LATERAL (SELECT hash FROM passes WHERE id = r.pass_id OFFSET 0) p ON true
  WHERE ${MARKED_AT} < $1 ORDER BY ${MARKED_AT}, r.key LIMIT $2`);

/**
 * Fails with `run_ended` when an earlier part has marked the run and somebody has ended it since. The
 * pass is locked, so that nobody ends it before the commit.
 */
export async function requireOpen(tx: Tx, { key, isOpen = false }: RunMark): Promise<void> {
  if (isOpen && (await tx.row(isThere, key)) === undefined) throw new AppError('run_ended');
}

/** Writes a change's mark. */
export function markRun(tx: Tx, passId: number, { key, cutOff }: RunMark): void {
  if (cutOff === null) tx.send(remove, key);
  else tx.send(put, key, passId, JSON.stringify(cutOff));
}

export function runStore({ read }: Connection): RunStore {
  return { openRuns: (before, limit) => read.rows(marked, before, limit) };
}
