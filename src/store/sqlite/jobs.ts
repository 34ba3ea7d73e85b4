// Jobs are rows, written in the commit of the change that caused them. At most one waits for a
// kind, subject and key.
import { and, asc, count, eq, getTableColumns, inArray, lte, sql } from 'drizzle-orm';
import type { Job, JobKind, JobStore } from '../../ports/store/jobs.ts';
import { countsOfKinds, kindsAbout, notUnderWay } from '../work.ts';
import type { Connection } from './engine/connection.ts';
import { numbersOf } from './engine/numbers.ts';
import { jobs, mails, passes } from './schema.ts';

export interface JobQueue {
  /**
   * Adds a push, or joins the waiting one, which then delivers the newer tag at its own time.
   * Inside a write only.
   */
  enqueue(job: Pick<Job, 'kind' | 'subjectId' | 'updateTag' | 'runAt'>): void;
  /**
   * The same for the push of a pass that has changed, unless the pass is on no device: a device that
   * registers later gets the pass as it is then. `updateTag`: the pass's own, which its row has.
   * Inside a write only.
   */
  enqueuePush(passId: number, updateTag: number, runAt: number): void;
  /** The same for a push with a tag of its own, newer than that of the pass. Inside a write only. */
  enqueueOwnPush(passId: number, updateTag: number, runAt: number): void;
  /**
   * Adds a job for a time, in place of a waiting one of the same kind, subject and key (empty
   * unless given). `runAt` null: removes the waiting one. Inside a write only.
   */
  schedule(
    job: { readonly kind: JobKind; readonly subjectId: number; readonly key?: string | undefined },
    runAt: number | null,
  ): void;
  /**
   * Adds the job that tells Google Wallet of a pass without a change of its look, unless Google has
   * none. Inside a write only.
   */
  enqueueGooglePass(passId: number, updateTag: number, runAt: number): void;
  /**
   * Adds the job that tells Google Wallet of a template and its passes, unless the owner has no
   * issuer there. Inside a write only.
   */
  enqueueGoogleTemplate(templateId: number, updateTag: number, runAt: number): void;
  /** Drops the jobs of a pass. Inside a write only. */
  dropPass(passId: number): void;
  /**
   * Drops the template's jobs and those of its passes, which must still exist. Inside a write only.
   */
  dropTemplate(templateId: number): void;
}

/** The kinds whose subject is a pass, and those whose subject is a template. */
const OF_PASS = kindsAbout('pass');
const OF_TEMPLATE = kindsAbout('template');

/**
 * The SQL of a job's update tag. The push of a pass announces the newest tag of the pass, or a newer
 * one that the push has drawn itself.
 */
export const tagOfJob = `max(jobs.update_tag, iif(jobs.kind = 'push_pass',
  coalesce((SELECT passes.update_tag FROM passes WHERE passes.id = jobs.subject_id), 0), 0))`;

/** What becomes of a job that would be the second one of its kind and subject. */
const JOIN = 'UPDATE SET update_tag = max(update_tag, excluded.update_tag)';

export function jobQueue(connection: Connection): JobQueue {
  const { client, db, jobsWritten } = connection;
  // A job that joins a waiting one leaves the number that it drew unused.
  const ids = numbersOf(connection, 'job');
  const add = client.prepare<[string, number, number, number, number]>(`
    INSERT INTO jobs (kind, subject_id, key, id, update_tag, run_at, attempts) VALUES (?, ?, '', ?, ?, ?, 0)
    ON CONFLICT (kind, subject_id, key) DO ${JOIN}`);

  // Reads the row that the change has just written, where triggers note whether a device holds the
  // pass, rather than a page of the registrations. A job that waits stays as it is, so that most
  // scans write no page of jobs: its tag is that of the pass, see `tagOfJob`.
  const addPush = (join: string) =>
    client.prepare<[number, number, number, number]>(`
      INSERT INTO jobs (kind, subject_id, key, id, update_tag, run_at, attempts)
      SELECT 'push_pass', id, '', ?, ?, ?, 0 FROM passes WHERE id = ? AND on_phone = 1 AND google_only = 0
      ON CONFLICT (kind, subject_id, key) DO ${join}`);
  const addPushOfChange = addPush('NOTHING');
  const addOwnPush = addPush(JOIN);

  const scheduleAt = client.prepare<[string, number, string, number, number]>(`
    INSERT INTO jobs (kind, subject_id, key, id, update_tag, run_at, attempts) VALUES (?, ?, ?, ?, 0, ?, 0)
    ON CONFLICT (kind, subject_id, key) DO UPDATE SET run_at = excluded.run_at`);
  const unschedule = client.prepare<[string, number, string]>(
    'DELETE FROM jobs WHERE kind = ? AND subject_id = ? AND key = ?',
  );

  const addGooglePass = client.prepare<[number, number, number, number]>(`
    INSERT INTO jobs (kind, subject_id, key, id, update_tag, run_at, attempts)
    SELECT 'google_pass', pass_id, '', ?, ?, ?, 0 FROM google_objects WHERE pass_id = ?
    ON CONFLICT (kind, subject_id, key) DO ${JOIN}`);
  const addGoogleTemplate = client.prepare<[number, number, number, number]>(`
    INSERT INTO jobs (kind, subject_id, key, id, update_tag, run_at, attempts)
    SELECT 'google_template', t.id, '', ?, ?, ?, 0 FROM templates t
    WHERE t.id = ? AND EXISTS (SELECT 1 FROM google_accounts g WHERE g.account_id = t.account_id)
    ON CONFLICT (kind, subject_id, key) DO ${JOIN}`);

  return {
    schedule({ kind, subjectId, key = '' }, runAt) {
      if (runAt === null) {
        unschedule.run(kind, subjectId, key);
        return;
      }
      scheduleAt.run(kind, subjectId, key, ids.draw(), runAt);
      jobsWritten.announce();
    },
    enqueue: ({ kind, subjectId, updateTag, runAt }) => {
      add.run(kind, subjectId, ids.draw(), updateTag, runAt);
      jobsWritten.announce();
    },
    enqueuePush: (passId, updateTag, runAt) => {
      if (addPushOfChange.run(ids.draw(), updateTag, runAt, passId).changes > 0) jobsWritten.announce();
    },
    enqueueOwnPush: (passId, updateTag, runAt) => {
      if (addOwnPush.run(ids.draw(), updateTag, runAt, passId).changes > 0) jobsWritten.announce();
    },
    enqueueGooglePass: (passId, updateTag, runAt) => {
      if (addGooglePass.run(ids.draw(), updateTag, runAt, passId).changes > 0) jobsWritten.announce();
    },
    enqueueGoogleTemplate: (templateId, updateTag, runAt) => {
      if (addGoogleTemplate.run(ids.draw(), updateTag, runAt, templateId).changes > 0) jobsWritten.announce();
    },
    dropPass: (passId) => {
      db.delete(jobs)
        .where(and(inArray(jobs.kind, OF_PASS), eq(jobs.subjectId, passId)))
        .run();
    },
    dropTemplate: (templateId) => {
      db.delete(jobs)
        .where(and(inArray(jobs.kind, OF_TEMPLATE), eq(jobs.subjectId, templateId)))
        .run();
      const ids = db.select({ id: passes.id }).from(passes).where(eq(passes.templateId, templateId));
      db.delete(jobs)
        .where(and(inArray(jobs.kind, OF_PASS), inArray(jobs.subjectId, ids)))
        .run();
    },
  };
}

export function jobStore({
  db,
  jobsWritten,
}: Connection): Pick<JobStore, 'claimJobs' | 'waitingJobs' | 'waitingJob' | 'countJobs' | 'watchJobs'> {
  const shown = { ...getTableColumns(jobs), updateTag: sql<number>`${sql.raw(tagOfJob)}` };
  // Runs after every commit that wrote a job.
  const due = db
    .select(shown)
    .from(jobs)
    .where(lte(jobs.runAt, sql.placeholder('dueBy')))
    .orderBy(asc(jobs.runAt), asc(jobs.id))
    .limit(sql.placeholder('limit'))
    .prepare();

  return {
    claimJobs: async (limit, dueBy, underWay = []) =>
      notUnderWay(due.all({ limit: limit + underWay.length, dueBy }), underWay, limit),
    waitingJobs: async (limit, dueBy = Number.MAX_SAFE_INTEGER) => due.all({ limit, dueBy }),
    waitingJob: async (kind, subjectId, key = '') =>
      db
        .select(shown)
        .from(jobs)
        .where(and(eq(jobs.kind, kind), eq(jobs.subjectId, subjectId), eq(jobs.key, key)))
        .get() ?? null,
    countJobs: async () => {
      const rows = db.select({ kind: jobs.kind, waiting: count() }).from(jobs).groupBy(jobs.kind).all();
      const queued = db.select({ waiting: count() }).from(mails).where(sql`${mails.state} = 'queued'`).get();
      return { ...countsOfKinds(rows), mail: queued?.waiting ?? 0 };
    },
    watchJobs: (notify) => void jobsWritten.watch(notify),
  };
}
