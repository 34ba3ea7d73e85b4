// Jobs are rows, written in the commit of the change that caused them. At most one of a kind waits for a subject.
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Job, Store } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { jobs, passes } from './schema.ts';

export interface JobQueue {
  /** Adds a job, or joins the one that waits: it then delivers the newer tag, when it would have run anyway. Inside a write only. */
  enqueue(job: Pick<Job, 'kind' | 'subjectId' | 'updateTag' | 'runAt'>): void;
  /** Inside a write only. */
  dropPass(passId: number): void;
  /** The template's jobs and those of its passes, which must still be there. Inside a write only. */
  dropTemplate(templateId: number): void;
}

export function jobQueue({ client, db }: Connection): JobQueue {
  const add = client.prepare<[string, number, number, number]>(`
    INSERT INTO jobs (kind, subject_id, update_tag, run_at, attempts) VALUES (?, ?, ?, ?, 0)
    ON CONFLICT (kind, subject_id) DO UPDATE SET update_tag = max(update_tag, excluded.update_tag)`);

  return {
    enqueue: ({ kind, subjectId, updateTag, runAt }) => {
      add.run(kind, subjectId, updateTag, runAt);
    },
    dropPass: (passId) => {
      db.delete(jobs)
        .where(and(eq(jobs.kind, 'push_pass'), eq(jobs.subjectId, passId)))
        .run();
    },
    dropTemplate: (templateId) => {
      db.delete(jobs)
        .where(and(eq(jobs.kind, 'push_template'), eq(jobs.subjectId, templateId)))
        .run();
      const ids = db.select({ id: passes.id }).from(passes).where(eq(passes.templateId, templateId));
      db.delete(jobs)
        .where(and(eq(jobs.kind, 'push_pass'), inArray(jobs.subjectId, ids)))
        .run();
    },
  };
}

export function jobStore({ db }: Connection): Pick<Store, 'waitingJobs'> {
  return {
    waitingJobs: async (limit) => db.select().from(jobs).orderBy(asc(jobs.runAt), asc(jobs.id)).limit(limit).all(),
  };
}
