// Queues the mails of batches: mails and the cursor of the mailing are one commit.
import type { Batch, BatchStore } from '../../ports/store/batches.ts';
import type { MailState } from '../../ports/store/mails.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';
import { schedule } from './jobs.ts';
import { enqueueMail } from './mails.ts';

type BatchMails = Pick<
  BatchStore,
  'startMailing' | 'stopMailing' | 'queueRowMails' | 'countRowMails' | 'retryRowMails'
>;

const start = statement(`
  UPDATE batches SET mail_state = 'running', mail_rate = $2, mail_language = $3, updated_at = $4 WHERE id = $1`);
const stop = statement(
  `UPDATE batches SET mail_state = 'stopped', updated_at = $2 WHERE id = $1 AND mail_state = 'running'`,
);
// No other server queues mails of the batch until the commit.
const mailing = statement<Pick<Batch, 'mailState' | 'mailCursor'>>(`
  SELECT mail_state AS "mailState", mail_cursor AS "mailCursor" FROM batches WHERE id = $1 FOR NO KEY UPDATE`);
const passesOf = statement<{ number: number; passId: number }>(`
  SELECT number, pass_id AS "passId" FROM batch_rows
  WHERE batch_id = $1 AND number = ANY ($2) AND pass_id IS NOT NULL`);
const advance = statement('UPDATE batches SET mail_cursor = $2, mail_state = $3, updated_at = $4 WHERE id = $1');
const counts = statement<{ state: MailState; count: number }>(
  'SELECT state, count(*) AS count FROM mails WHERE batch_id = $1 GROUP BY state',
);
// The state is a value, or PostgreSQL might read the index of all failed mails.
const again = statement(`
  UPDATE mails SET state = 'queued', run_at = $2, give_up_at = $3, attempts = 0 WHERE batch_id = $1 AND state = $4`);

export function batchMailStore({ read, write }: Connection): BatchMails {
  const change = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    write((tx) => {
      tx.leavesKept();
      return work(tx);
    });
  const job = (subjectId: number) => ({ kind: 'mail_batch', subjectId }) as const;

  return {
    startMailing: (batchId, { rate, language, now }) =>
      change(async (tx) => {
        tx.send(start, batchId, rate, language, now);
        schedule(tx, job(batchId), now);
      }),

    stopMailing: (batchId, now) =>
      change(async (tx) => {
        if ((await tx.run(stop, batchId, now)) > 0) schedule(tx, job(batchId), null);
      }),

    queueRowMails: (batchId, { after, cursor, runAt, now }, given) =>
      change(async (tx) => {
        const found = await tx.row(mailing, batchId);
        if (found?.mailState !== 'running' || found.mailCursor !== after) return false;
        const numbers = given.flatMap(({ number, mail }) => (mail.kind === 'row_link' ? [] : [number]));
        const made = new Map((await tx.rows(passesOf, batchId, numbers)).map(({ number, passId }) => [number, passId]));
        for (const { number, mail, runAt: at } of given) {
          const passId = mail.kind === 'row_link' ? null : (made.get(number) ?? null);
          // Its pass was deleted meanwhile.
          if (mail.kind !== 'row_link' && passId === null) continue;
          enqueueMail(tx, passId, mail, { runAt: at, row: { batchId, number } });
        }
        tx.send(advance, batchId, cursor, runAt === null ? 'done' : 'running', now);
        schedule(tx, job(batchId), runAt);
        return true;
      }),

    countRowMails: async (batchId) => {
      const rows = await read.rows(counts, batchId);
      const of = (state: MailState) => rows.find((row) => row.state === state)?.count ?? 0;
      return { queued: of('queued'), sent: of('sent'), failed: of('failed') };
    },

    retryRowMails: (batchId, { now, giveUpAt }) =>
      change((tx) => {
        tx.announceJobs();
        return tx.run(again, batchId, now, giveUpAt, 'failed');
      }),
  };
}
