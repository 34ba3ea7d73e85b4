// Rows that wait for the times of a pass's schedules, and the steps of schedules for all passes.
import type { Due, DueStore, ScheduleStanding, WalkStep } from '../../ports/store/dues.ts';
import type { Job } from '../../ports/store/jobs.ts';
import { ofItem } from '../refusals.ts';
import { notUnderWay } from '../work.ts';
import { firedIn, type Stored } from './dues-rows.ts';
import type { Connection } from './engine/connection.ts';
import type { JobQueue } from './jobs.ts';
import type { ChangePass } from './passes.ts';
import { passByHash } from './snapshots.ts';

interface Parts {
  readonly jobs: JobQueue;
  /** Writes a decision about a pass. */
  readonly change: ChangePass;
}

export function dueStore(connection: Connection, { jobs, change }: Parts): DueStore {
  const { client, write, writeAlong } = connection;
  const byHash = passByHash(connection);
  const due = client.prepare<[number, number], Omit<Due, 'fired'> & Stored>(`
    SELECT d.id, d.pass_id AS passId, p.hash, d.key, d.due_at AS dueAt, d.fired, d.fired_at AS firedAt
    FROM dues d INDEXED BY dues_due_at CROSS JOIN passes p ON p.id = d.pass_id
    WHERE d.due_at <= ? ORDER BY d.due_at, d.id LIMIT ?`);
  const isThere = client
    .prepare<[number, number, string, number], number>(
      'SELECT 1 FROM dues WHERE id = ? AND pass_id = ? AND key = ? AND due_at = ?',
    )
    .pluck();
  const firedBy = client.prepare<[number, string], Stored>(
    'SELECT fired, fired_at AS firedAt FROM dues WHERE pass_id = ? AND key = ?',
  );
  const THIS_STEP = 'kind = ? AND subject_id = ? AND key = ? AND id = ? AND run_at = ? AND cursor = ?';
  const isDue = client.prepare<unknown[], number>(`SELECT 1 FROM jobs WHERE ${THIS_STEP}`).pluck();
  const goOn = client.prepare<unknown[]>(`UPDATE jobs SET cursor = ?, attempts = 0 WHERE ${THIS_STEP}`);
  const putOff = client.prepare<unknown[]>(`UPDATE jobs SET run_at = ?, cursor = 0, attempts = 0 WHERE ${THIS_STEP}`);
  const count = client.prepare<[number, string, number, number, number]>(`
    INSERT INTO schedule_runs (template_id, key, at, reached, left_out) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (template_id, key) DO UPDATE SET at = max(at, excluded.at),
      reached = iif(excluded.at < at, reached, excluded.reached + iif(excluded.at = at, reached, 0)),
      left_out = iif(excluded.at < at, left_out, excluded.left_out + iif(excluded.at = at, left_out, 0))`);
  const runAt = client
    .prepare<[number, string], number>(
      "SELECT run_at FROM jobs WHERE kind = 'run_schedule' AND subject_id = ? AND key = ?",
    )
    .pluck();
  const firstDue = client
    .prepare<[number, string], number | null>(
      'SELECT min(due_at) FROM dues INDEXED BY dues_next WHERE template_id = ? AND key = ? AND due_at IS NOT NULL',
    )
    .pluck();
  const lastRun = client.prepare<[number, string], NonNullable<ScheduleStanding['last']>>(
    'SELECT at, reached, left_out AS leftOut FROM schedule_runs WHERE template_id = ? AND key = ?',
  );

  function record(job: Job, step: WalkStep): void {
    const { kind, subjectId, key, id, runAt: at, cursor } = job;
    const row = [kind, subjectId, key, id, at, cursor];
    if ('cursor' in step) goOn.run(step.cursor, ...row);
    else if (step.runAt === null) jobs.schedule(job, null);
    else putOff.run(step.runAt, ...row);
  }

  return {
    claimDues: async (limit, dueBy, underWay = []) =>
      notUnderWay(
        due.all(dueBy, limit + underWay.length).map(({ fired, firedAt, ...row }) => ({
          ...row,
          fired: firedIn({ fired, firedAt }),
        })),
        underWay,
        limit,
      ),

    changeDue: ({ id, passId, hash, key, dueAt }, decide) =>
      writeAlong(() => {
        if (isThere.get(id, passId, key, dueAt) === undefined) return null;
        const snapshot = byHash(hash);
        if (!snapshot) return null;
        const { result, reached } = change(snapshot, decide);
        if (reached !== undefined) count.run(snapshot.template.id, key, dueAt, Number(reached), Number(!reached));
        return { result };
      }),

    walkPasses: (job, passes, step) =>
      write(() => {
        const { kind, subjectId, key, id, runAt: at, cursor } = job;
        if (isDue.get(kind, subjectId, key, id, at, cursor) === undefined) return null;
        let reached = 0;
        let leftOut = 0;
        const results = passes.map(({ hash, decide }, index) => {
          const snapshot = byHash(hash);
          // It went, or moved to another template.
          if (snapshot?.template.id !== subjectId) return null;
          try {
            const stored = firedBy.get(snapshot.pass.id, key);
            const decision = change({ ...snapshot, fired: stored === undefined ? null : firedIn(stored) }, decide);
            if (decision.reached === true) reached++;
            if (decision.reached === false) leftOut++;
            return decision.result;
          } catch (error) {
            throw ofItem(error, index);
          }
        });
        if (reached + leftOut > 0) count.run(subjectId, key, at, reached, leftOut);
        record(job, step);
        return results;
      }),

    scheduleRuns: (templateId, times, now) =>
      write(() => {
        for (const { key, at } of times) {
          const present = runAt.get(templateId, key);
          if (present === undefined || present > now)
            jobs.schedule({ kind: 'run_schedule', subjectId: templateId, key }, at);
        }
      }),

    scheduleStates: async (templateId, keys) =>
      keys.map((key) => ({
        key,
        nextAt: runAt.get(templateId, key) ?? firstDue.get(templateId, key) ?? null,
        last: lastRun.get(templateId, key) ?? null,
      })),

    firedOf: async (key, passIds) =>
      new Map(
        passIds.flatMap((passId) => {
          const stored = firedBy.get(passId, key);
          const fired = stored === undefined ? null : firedIn(stored);
          return fired === null ? [] : [[passId, fired] as const];
        }),
      ),
  };
}
