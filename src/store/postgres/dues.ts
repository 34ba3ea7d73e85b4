// Rows that wait for the times of a pass's schedules, and the steps of schedules for all passes.
// Whoever writes a row of a pass has locked the pass.
import type { Due, DueStore, ScheduleStanding, WalkStep } from '../../ports/store/dues.ts';
import type { Job } from '../../ports/store/jobs.ts';
import type { DueChange, PassChange, PassSnapshot } from '../../ports/store/passes.ts';
import type { Fired } from '../../rules/schedules/schedule.ts';
import { ofItem } from '../refusals.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { isFree } from './engine/servers.ts';
import { statement } from './engine/statement.ts';
import { schedule } from './jobs.ts';
import type { ChangePass } from './passes-changes.ts';
import { grouped } from './passes-together.ts';
import type { Snapshots } from './snapshots.ts';

type Stored = { readonly fired: number | null; readonly firedAt: number | null };

function firedIn({ fired, firedAt }: Stored): Fired | null {
  return fired === null || firedAt === null ? null : { count: fired, at: firedAt };
}

const put = statement(`
  INSERT INTO dues AS d (pass_id, template_id, key, due_at, fired, fired_at) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (pass_id, key) DO UPDATE SET template_id = excluded.template_id,
    due_at = CASE WHEN d.due_at <= $7 THEN d.due_at ELSE excluded.due_at END,
    fired = CASE WHEN $8 THEN excluded.fired ELSE d.fired END, fired_at = coalesce(excluded.fired_at, d.fired_at),
    claimed_by = CASE WHEN d.due_at <= $7 THEN d.claimed_by END`);
const rest = statement(`
  UPDATE dues SET due_at = NULL, claimed_by = NULL
  WHERE pass_id = $1 AND key = $2 AND NOT coalesce(due_at <= $3, true)`);
const remove = statement('DELETE FROM dues WHERE pass_id = $1 AND key = $2');

/** Writes a change's rows of a pass. */
export function writeDues(
  tx: Tx,
  { id, templateId }: { readonly id: number; readonly templateId: number },
  dues: readonly DueChange[],
): void {
  for (const { key, at, fired, keepsDueBy = Number.MIN_SAFE_INTEGER } of dues) {
    if (at === null && fired === null) tx.send(remove, id, key);
    else if (at === null && fired === undefined) tx.send(rest, id, key, keepsDueBy);
    else {
      const stored = [fired?.count ?? null, fired?.at ?? null];
      tx.send(put, id, templateId, key, at, ...stored, keepsDueBy, fired !== undefined);
    }
  }
}

const claim = statement<Omit<Due, 'fired'> & Stored>(`
  WITH due AS (
    SELECT id FROM dues d WHERE due_at <= $2 AND ${isFree('d', ['$3', '$4', '$5'])}
    ORDER BY due_at, id LIMIT $1 FOR UPDATE SKIP LOCKED),
  claimed AS (UPDATE dues d SET claimed_by = $3 FROM due WHERE d.id = due.id RETURNING d.*)
  SELECT d.id, d.pass_id AS "passId", p.hash, d.key, d.due_at AS "dueAt", d.fired, d.fired_at AS "firedAt"
  FROM claimed d JOIN passes p ON p.id = d.pass_id ORDER BY d.due_at, d.id`);
const ofClaim = statement(`
  SELECT id FROM dues WHERE id = $1 AND pass_id = $2 AND key = $3 AND due_at = $4 AND claimed_by = $5 FOR UPDATE`);
const firedBy = statement<Stored & { passId: number }>(`
  SELECT pass_id AS "passId", fired, fired_at AS "firedAt" FROM dues WHERE pass_id = ANY ($2) AND key = $1`);
const THIS_STEP = 'kind = $1 AND subject_id = $2 AND key = $3 AND id = $4 AND run_at = $5 AND cursor = $6';
const lockStep = statement(`SELECT id FROM jobs WHERE ${THIS_STEP} AND claimed_by = $7 FOR UPDATE`);
const goOn = statement(`UPDATE jobs SET cursor = $7, attempts = 0, claimed_by = NULL WHERE ${THIS_STEP}`);
const putOff = statement(`
  UPDATE jobs SET run_at = $7, cursor = 0, attempts = 0, claimed_by = NULL WHERE ${THIS_STEP}`);
const count = statement(`
  INSERT INTO schedule_runs AS r (template_id, key, at, reached, left_out) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (template_id, key) DO UPDATE SET at = greatest(r.at, excluded.at),
    reached = CASE WHEN excluded.at < r.at THEN r.reached WHEN excluded.at = r.at THEN r.reached + excluded.reached
      ELSE excluded.reached END,
    left_out = CASE WHEN excluded.at < r.at THEN r.left_out WHEN excluded.at = r.at THEN r.left_out + excluded.left_out
      ELSE excluded.left_out END`);
const runsAt = statement(`
  INSERT INTO jobs AS j (kind, subject_id, key, update_tag, run_at, attempts) VALUES ('run_schedule', $1, $2, 0, $3, 0)
  ON CONFLICT (kind, subject_id, key) DO UPDATE SET run_at = excluded.run_at WHERE j.run_at > $4`);
const runAt = statement<{ runAt: number }>(`
  SELECT run_at AS "runAt" FROM jobs WHERE kind = 'run_schedule' AND subject_id = $1 AND key = $2`);
const firstDue = statement<{ dueAt: number }>(`
  SELECT due_at AS "dueAt" FROM dues WHERE template_id = $1 AND key = $2 AND due_at IS NOT NULL
  ORDER BY due_at LIMIT 1`);
const lastRun = statement<NonNullable<ScheduleStanding['last']>>(`
  SELECT at, reached, left_out AS "leftOut" FROM schedule_runs WHERE template_id = $1 AND key = $2`);

interface Parts {
  readonly snapshots: Snapshots;
  /** Writes a decision about a pass. */
  readonly change: ChangePass;
}

/** A row whose pass is to change. */
interface Asked {
  readonly due: Due;
  readonly hash: string;
  readonly decide: (snapshot: PassSnapshot) => PassChange<unknown>;
}

/** What came of a row that waited; `reached`: see PassChange. */
interface Done {
  readonly templateId: number;
  readonly due: Due;
  readonly outcome: { readonly result: unknown };
  readonly reached: boolean | undefined;
}

/** Adds each schedule's passes once, the schedules in one order, so that two servers never wait for each other. */
function countAll(tx: Tx, all: readonly (Done | null)[]): void {
  const sums = new Map<string, { templateId: number; key: string; dueAt: number; reached: number; leftOut: number }>();
  for (const done of all) {
    if (done === null || done.reached === undefined) continue;
    const { key, dueAt } = done.due;
    const id = JSON.stringify([done.templateId, key, dueAt]);
    const sum = sums.get(id) ?? { templateId: done.templateId, key, dueAt, reached: 0, leftOut: 0 };
    if (done.reached) sum.reached++;
    else sum.leftOut++;
    sums.set(id, sum);
  }
  for (const id of [...sums.keys()].sort()) {
    const { templateId, key, dueAt, reached, leftOut } = sums.get(id)!;
    tx.send(count, templateId, key, dueAt, reached, leftOut);
  }
}

export function dueStore(connection: Connection, { snapshots, change }: Parts): DueStore {
  const { read, write, server } = connection;

  // One transaction at a time: all passes of a schedule are counted in one row, so that others would wait
  // for its lock, each with a connection that scans need.
  const fire = grouped<Asked, Done | null>(connection, {
    snapshots,
    sideBySide: 1,
    one: async (tx, { due, decide }, snapshot) => {
      const { id, passId, key, dueAt } = due;
      if (snapshot?.pass.id !== passId) return null;
      if ((await tx.row(ofClaim, id, passId, key, dueAt, server.id)) === undefined) return null;
      const { result, reached } = await change(tx, snapshot, decide);
      return { templateId: snapshot.template.id, due, outcome: { result }, reached };
    },
    last: countAll,
  });

  function record(tx: Tx, job: Job, step: WalkStep): void {
    const { kind, subjectId, key, id, runAt: at, cursor } = job;
    const row = [kind, subjectId, key, id, at, cursor];
    if ('cursor' in step) tx.send(goOn, ...row, step.cursor);
    else if (step.runAt === null) schedule(tx, job, null);
    else tx.send(putOff, ...row, step.runAt);
  }

  return {
    claimDues: (limit, dueBy, underWay = []) =>
      write(async (tx) => {
        tx.leavesKept();
        const rows = await tx.rows(claim, limit, dueBy, server.id, server.deadAfter, underWay);
        return rows.map(({ fired, firedAt, ...row }) => ({ ...row, fired: firedIn({ fired, firedAt }) }));
      }),

    changeDue: async <T>(due: Due, decide: (snapshot: PassSnapshot) => PassChange<T>) =>
      ((await fire({ due, hash: due.hash, decide }))?.outcome ?? null) as { readonly result: T } | null,

    walkPasses: <T>(job: Job, passes: Parameters<DueStore['walkPasses']>[1], step: WalkStep) =>
      write(async (tx) => {
        tx.leavesKept();
        const { kind, subjectId, key, id, runAt: at, cursor } = job;
        if ((await tx.row(lockStep, kind, subjectId, key, id, at, cursor, server.id)) === undefined) return null;
        const hashes = passes.map(({ hash }) => hash);
        const found = await snapshots.lockedByHashes(tx, hashes);
        const ids = [...found.values()].map(({ pass }) => pass.id);
        const rows = await tx.rows(firedBy, key, ids);
        const stored = new Map(rows.map((row) => [row.passId, firedIn(row)]));
        let reached = 0;
        let leftOut = 0;
        const results: (T | null)[] = [];
        for (const [index, { hash, decide }] of passes.entries()) {
          const snapshot = found.get(hash);
          // It went, or moved to another template.
          if (snapshot?.template.id !== subjectId) {
            results.push(null);
            continue;
          }
          try {
            const decision = await change(tx, { ...snapshot, fired: stored.get(snapshot.pass.id) ?? null }, decide);
            if (decision.reached === true) reached++;
            if (decision.reached === false) leftOut++;
            results.push(decision.result as T);
          } catch (error) {
            throw ofItem(error, index);
          }
        }
        if (reached + leftOut > 0) tx.send(count, subjectId, key, at, reached, leftOut);
        record(tx, job, step);
        return results;
      }),

    scheduleRuns: (templateId, times, now) =>
      write(async (tx) => {
        tx.leavesKept();
        for (const { key, at } of times) tx.send(runsAt, templateId, key, at, now);
        if (times.length > 0) tx.announceJobs();
      }),

    scheduleStates: (templateId, keys) =>
      Promise.all(
        keys.map(async (key) => {
          const [run, due, last] = await Promise.all([
            read.row(runAt, templateId, key),
            read.row(firstDue, templateId, key),
            read.row(lastRun, templateId, key),
          ]);
          return { key, nextAt: run?.runAt ?? due?.dueAt ?? null, last: last ?? null };
        }),
      ),

    firedOf: async (key, passIds) => {
      const rows = await read.rows(firedBy, key, passIds);
      return new Map(
        rows.flatMap((row) => {
          const fired = firedIn(row);
          return fired === null ? [] : [[row.passId, fired] as const];
        }),
      );
    },
  };
}
