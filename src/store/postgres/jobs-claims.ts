// Reads jobs, and claims those that are due for one of the servers of a database: rows that another
// transaction is claiming are skipped, and a dead server's claims are free (engine/servers.ts).
import type { Job, JobKind, JobStore } from '../../ports/store/jobs.ts';
import { countsOfKinds } from '../work.ts';
import type { Connection } from './engine/connection.ts';
import { isFree } from './engine/servers.ts';
import { columnsOf, statement } from './engine/statement.ts';
import { jobs } from './schema.ts';

const JOB = columnsOf(jobs, 'j', ['claimedBy', 'claimedTag']);

// A push gets a new update tag with its first claim, and again after a change has joined it. A change
// with an older tag may commit later than one with a newer tag, when devices may have asked already;
// in the order of claims, a device that was pushed to for a tag has seen what all older ones are about.
const claim = statement<Job>(`
  WITH due AS (
    SELECT kind, subject_id, key,
      CASE WHEN kind IN ('push_pass', 'push_template') AND claimed_tag IS DISTINCT FROM update_tag THEN update_tag()
        ELSE update_tag END AS tag
    FROM jobs j WHERE run_at <= $2 AND ${isFree('j', ['$3', '$4', '$5'])}
    ORDER BY run_at, id LIMIT $1 FOR UPDATE SKIP LOCKED),
  claimed AS (
    UPDATE jobs j SET claimed_by = $3, update_tag = due.tag, claimed_tag = due.tag FROM due
    WHERE j.kind = due.kind AND j.subject_id = due.subject_id AND j.key = due.key RETURNING j.*)
  SELECT ${JOB} FROM claimed j ORDER BY run_at, id`);
const waiting = statement<Job>(`SELECT ${JOB} FROM jobs j WHERE run_at <= $2 ORDER BY run_at, id LIMIT $1`);
const one = statement<Job>(`SELECT ${JOB} FROM jobs j WHERE kind = $1 AND subject_id = $2 AND key = $3`);
const counts = statement<{ kind: JobKind; waiting: number }>(
  'SELECT kind, count(*) AS waiting FROM jobs GROUP BY kind',
);
const queuedMails = statement<{ waiting: number }>("SELECT count(*) AS waiting FROM mails WHERE state = 'queued'");

type Reads = Pick<JobStore, 'claimJobs' | 'waitingJobs' | 'waitingJob' | 'countJobs' | 'watchJobs'>;

export function jobStore({ read, write, server, jobsWritten }: Connection): Reads {
  return {
    claimJobs: (limit, dueBy, underWay = []) =>
      write((tx) => {
        tx.leavesKept();
        return tx.rows(claim, limit, dueBy, server.id, server.deadAfter, underWay);
      }),
    waitingJobs: (limit, dueBy = Number.MAX_SAFE_INTEGER) => read.rows(waiting, limit, dueBy),
    waitingJob: async (kind, subjectId, key = '') => (await read.row(one, kind, subjectId, key)) ?? null,
    countJobs: async () => {
      const [rows, mails] = await Promise.all([read.rows(counts), read.row(queuedMails)]);
      return { ...countsOfKinds(rows), mail: mails?.waiting ?? 0 };
    },
    watchJobs: (notify) => void jobsWritten.watch(notify),
  };
}
