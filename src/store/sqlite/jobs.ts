// Jobs are rows, written in the commit of the change that caused them. At most one of a kind waits for a subject.
import { and, asc, count, eq, inArray, sql } from 'drizzle-orm';
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

export function jobQueue({ db }: Connection): JobQueue {
  const add = db
    .insert(jobs)
    .values({
      kind: sql.placeholder('kind'),
      subjectId: sql.placeholder('subjectId'),
      updateTag: sql.placeholder('updateTag'),
      runAt: sql.placeholder('runAt'),
      attempts: 0,
    })
    .onConflictDoUpdate({
      target: [jobs.kind, jobs.subjectId],
      set: { updateTag: sql`max(update_tag, excluded.update_tag)` },
    })
    .prepare();

  return {
    enqueue: ({ kind, subjectId, updateTag, runAt }) => {
      add.run({ kind, subjectId, updateTag, runAt });
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

export function jobStore({ db }: Connection): Pick<Store, 'waitingJobs' | 'countJobs'> {
  return {
    waitingJobs: async (limit) => db.select().from(jobs).orderBy(asc(jobs.runAt), asc(jobs.id)).limit(limit).all(),
    countJobs: async () => {
      const rows = db.select({ kind: jobs.kind, waiting: count() }).from(jobs).groupBy(jobs.kind).all();
      return {
        push_pass: 0,
        push_template: 0,
        ...Object.fromEntries(rows.map(({ kind, waiting }) => [kind, waiting])),
      };
    },
  };
}
