// Jobs are rows, written in the commit of the change that caused them. At most one of a kind waits for a subject.
import { and, asc, count, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Job, JobStore } from '../../ports/store/jobs.ts';
import type { Connection } from './engine/connection.ts';
import { jobs, mails, passes } from './schema.ts';

export interface JobQueue {
  /** Adds a job, or joins the one that waits: it then delivers the newer tag, when it would have run anyway. Inside a write only. */
  enqueue(job: Pick<Job, 'kind' | 'subjectId' | 'updateTag' | 'runAt'>): void;
  /** Adds a job for a time, in place of the one of its kind that waits for the subject; null: there is to be none. Inside a write only. */
  schedule(kind: 'expire_pass' | 'expire_template', subjectId: number, runAt: number | null): void;
  /** Inside a write only. */
  dropPass(passId: number): void;
  /** The template's jobs and those of its passes, which must still be there. Inside a write only. */
  dropTemplate(templateId: number): void;
}

/** The kinds whose subject is a pass, and a template. */
const OF_PASS = ['push_pass', 'expire_pass'] as const;
const OF_TEMPLATE = ['push_template', 'expire_template'] as const;

export function jobQueue({ client, db, jobsWritten }: Connection): JobQueue {
  const add = client.prepare<[string, number, number, number]>(`
    INSERT INTO jobs (kind, subject_id, update_tag, run_at, attempts) VALUES (?, ?, ?, ?, 0)
    ON CONFLICT (kind, subject_id) DO UPDATE SET update_tag = max(update_tag, excluded.update_tag)`);

  const scheduleAt = client.prepare<[string, number, number]>(`
    INSERT INTO jobs (kind, subject_id, update_tag, run_at, attempts) VALUES (?, ?, 0, ?, 0)
    ON CONFLICT (kind, subject_id) DO UPDATE SET run_at = excluded.run_at`);
  const unschedule = client.prepare<[string, number]>('DELETE FROM jobs WHERE kind = ? AND subject_id = ?');

  return {
    schedule(kind, subjectId, runAt) {
      if (runAt === null) {
        unschedule.run(kind, subjectId);
        return;
      }
      scheduleAt.run(kind, subjectId, runAt);
      jobsWritten.announce();
    },
    enqueue: ({ kind, subjectId, updateTag, runAt }) => {
      add.run(kind, subjectId, updateTag, runAt);
      jobsWritten.announce();
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
}: Connection): Pick<JobStore, 'waitingJobs' | 'waitingJob' | 'countJobs' | 'watchJobs'> {
  // Asked after every commit that wrote one.
  const due = db
    .select()
    .from(jobs)
    .where(lte(jobs.runAt, sql.placeholder('dueBy')))
    .orderBy(asc(jobs.runAt), asc(jobs.id))
    .limit(sql.placeholder('limit'))
    .prepare();

  return {
    waitingJobs: async (limit, dueBy = Number.MAX_SAFE_INTEGER) => due.all({ limit, dueBy }),
    waitingJob: async (kind, subjectId) =>
      db
        .select()
        .from(jobs)
        .where(and(eq(jobs.kind, kind), eq(jobs.subjectId, subjectId)))
        .get() ?? null,
    countJobs: async () => {
      const rows = db.select({ kind: jobs.kind, waiting: count() }).from(jobs).groupBy(jobs.kind).all();
      const queued = db.select({ waiting: count() }).from(mails).where(sql`${mails.state} = 'queued'`).get();
      return {
        mail: queued?.waiting ?? 0,
        push_pass: 0,
        push_template: 0,
        push_device: 0,
        expire_pass: 0,
        expire_template: 0,
        ...Object.fromEntries(rows.map(({ kind, waiting }) => [kind, waiting])),
      };
    },
    watchJobs: (notify) => jobsWritten.watch(notify),
  };
}
