// Queues the mails of batches: mails and the cursor of the mailing are one commit.
import { and, count, eq, sql } from 'drizzle-orm';
import type { BatchStore } from '../../ports/store/batches.ts';
import type { Connection } from './engine/connection.ts';
import type { JobQueue } from './jobs.ts';
import type { EnqueueMail } from './mails.ts';
import { batches, batchRows, mails } from './schema.ts';

type BatchMails = Pick<
  BatchStore,
  'startMailing' | 'stopMailing' | 'queueRowMails' | 'countRowMails' | 'retryRowMails'
>;

export function batchMailStore(
  { db, write, jobsWritten }: Connection,
  { jobs, enqueueMail }: { readonly jobs: JobQueue; readonly enqueueMail: EnqueueMail },
): BatchMails {
  const mailing = db
    .select({ state: batches.mailState, cursor: batches.mailCursor })
    .from(batches)
    .where(eq(batches.id, sql.placeholder('id')))
    .prepare();
  const passOf = db
    .select({ passId: batchRows.passId })
    .from(batchRows)
    .where(and(eq(batchRows.batchId, sql.placeholder('batchId')), eq(batchRows.number, sql.placeholder('number'))))
    .prepare();
  const change = (id: number, set: Partial<typeof batches.$inferInsert>) =>
    db.update(batches).set(set).where(eq(batches.id, id)).run();

  return {
    startMailing: (batchId, { rate, language, now }) =>
      write(() => {
        change(batchId, { mailState: 'running', mailRate: rate, mailLanguage: language, updatedAt: now });
        jobs.schedule({ kind: 'mail_batch', subjectId: batchId }, now);
      }),

    stopMailing: (batchId, now) =>
      write(() => {
        if (mailing.get({ id: batchId })?.state !== 'running') return;
        change(batchId, { mailState: 'stopped', updatedAt: now });
        jobs.schedule({ kind: 'mail_batch', subjectId: batchId }, null);
      }),

    queueRowMails: (batchId, { after, cursor, runAt, now }, given) =>
      write(() => {
        const found = mailing.get({ id: batchId });
        if (found?.state !== 'running' || found.cursor !== after) return false;
        for (const { number, mail, runAt: at } of given) {
          const passId = mail.kind === 'row_link' ? null : (passOf.get({ batchId, number })?.passId ?? null);
          // Its pass was deleted meanwhile.
          if (mail.kind !== 'row_link' && passId === null) continue;
          enqueueMail(passId, mail, { runAt: at, row: { batchId, number } });
        }
        change(batchId, { mailCursor: cursor, updatedAt: now, ...(runAt === null ? { mailState: 'done' } : {}) });
        jobs.schedule({ kind: 'mail_batch', subjectId: batchId }, runAt);
        return true;
      }),

    countRowMails: async (batchId) => {
      const rows = db
        .select({ state: mails.state, count: count() })
        .from(mails)
        .where(eq(mails.batchId, batchId))
        .groupBy(mails.state)
        .all();
      const of = (state: string) => rows.find((row) => row.state === state)?.count ?? 0;
      return { queued: of('queued'), sent: of('sent'), failed: of('failed') };
    },

    retryRowMails: (batchId, { now, giveUpAt }) =>
      write(() => {
        const set = { state: 'queued', runAt: now, giveUpAt, attempts: 0 } as const;
        const failed = and(eq(mails.batchId, batchId), eq(mails.state, 'failed'));
        const { changes } = db.update(mails).set(set).where(failed).run();
        jobsWritten.announce();
        return changes;
      }),
  };
}
