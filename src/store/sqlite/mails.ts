// Stores mails that wait, were sent, or failed.
import { and, asc, count, desc, eq, getTableColumns, gt, lt, lte, ne, type SQL, sql } from 'drizzle-orm';
import type { Mail, MailStore, NewMail, RowName } from '../../ports/store/mails.ts';
import { notUnderWay } from '../work.ts';
import type { Connection } from './engine/connection.ts';
import { mails, passes } from './schema.ts';

/**
 * Adds a mail about a pass, or about a row whose pass is null so far. `runAt`: when to send it, by
 * default at once. Inside a write only.
 */
export type EnqueueMail = (
  passId: number | null,
  mail: NewMail,
  more?: { readonly runAt: number; readonly row: RowName },
) => void;

export function enqueueMail({ client, db, jobsWritten }: Connection): EnqueueMail {
  const ownerOfPass = client
    .prepare<[number], number>(
      'SELECT t.account_id FROM passes p JOIN templates t ON t.id = p.template_id WHERE p.id = ?',
    )
    .pluck();
  const ownerOfBatch = client.prepare<[number], number>('SELECT account_id FROM batches WHERE id = ?').pluck();
  return (passId, mail, more) => {
    const { runAt = mail.createdAt, row = null } = more ?? {};
    const named = { passId, batchId: row?.batchId ?? null, rowNumber: row?.number ?? null };
    const owner = passId !== null ? ownerOfPass.get(passId) : row !== null ? ownerOfBatch.get(row.batchId) : undefined;
    db.insert(mails)
      .values({ ...mail, ...named, accountId: owner ?? null, state: 'queued', runAt, attempts: 0 })
      .run();
    jobsWritten.announce();
  };
}

export function mailStore({ db, write, jobsWritten }: Connection): MailStore {
  const { passId: _pass, accountId: _account, batchId, rowNumber, ...columns } = getTableColumns(mails);
  const select = () =>
    db
      .select({ ...columns, batchId, rowNumber, passHash: passes.hash })
      .from(mails)
      .leftJoin(passes, eq(passes.id, mails.passId));
  type Selected = Omit<Mail, 'row'> & { readonly batchId: number | null; readonly rowNumber: number | null };
  const mailOf = ({ batchId, rowNumber, ...mail }: Selected): Mail => ({
    ...mail,
    row: batchId === null ? null : { batchId, number: rowNumber ?? 0 },
  });
  const isQueued = sql`${mails.state} = 'queued'`;
  // Runs after every commit that wrote a job or a mail.
  const due = select()
    .where(and(isQueued, lte(mails.runAt, sql.placeholder('dueBy'))))
    .orderBy(asc(mails.runAt), asc(mails.id))
    .limit(sql.placeholder('limit'))
    .prepare();
  // Names the state, or SQLite would not know that the index holds every such row.
  const failed = select()
    .where(
      and(
        sql`${mails.state} = 'failed'`,
        eq(mails.accountId, sql.placeholder('accountId')),
        gt(mails.runAt, sql.placeholder('since')),
      ),
    )
    .orderBy(desc(mails.runAt), desc(mails.id))
    .limit(sql.placeholder('most'))
    .prepare();
  const countOf = (which: SQL | undefined) => db.select({ count: count() }).from(mails).where(which).get()?.count ?? 0;

  return {
    claimMails: async (limit, dueBy, underWay = []) =>
      notUnderWay(due.all({ limit: limit + underWay.length, dueBy }), underWay, limit).map(mailOf),

    recordMail: (id, outcome) =>
      write(() => {
        const failed = { attempts: sql`${mails.attempts} + 1` };
        const { state } = outcome;
        const set =
          outcome.state === 'sent'
            ? { state, sentAt: outcome.sentAt, messageId: outcome.messageId, lastError: null }
            : outcome.state === 'queued'
              ? { ...failed, state, runAt: outcome.runAt, lastError: outcome.error }
              : { ...failed, state, lastError: outcome.error };
        db.update(mails).set(set).where(eq(mails.id, id)).run();
      }),

    mails: async (state) =>
      select()
        .where(state === null ? undefined : eq(mails.state, state))
        .orderBy(desc(mails.id))
        .all()
        .map(mailOf),

    failedMails: async (accountId, { since, count: most }) => failed.all({ accountId, since, most }).map(mailOf),

    mailById: async (id): Promise<Mail | null> => {
      const found = select().where(eq(mails.id, id)).get();
      return found === undefined ? null : mailOf(found);
    },

    retryMails: (id, { now, giveUpAt }) =>
      write(() => {
        const which = and(ne(mails.state, 'sent'), id === null ? undefined : eq(mails.id, id));
        const set = { state: 'queued', runAt: now, giveUpAt, attempts: 0 } as const;
        const { changes } = db.update(mails).set(set).where(which).run();
        jobsWritten.announce();
        return changes;
      }),

    hastenMails: (now) =>
      write(() => {
        db.update(mails)
          .set({ runAt: now })
          .where(and(isQueued, gt(mails.runAt, now)))
          .run();
      }),

    oldestDueMail: async (now) => {
      const due = and(isQueued, lte(mails.runAt, now));
      const oldest = db.select({ runAt: mails.runAt }).from(mails).where(due).orderBy(asc(mails.runAt), asc(mails.id));
      return oldest.limit(1).get()?.runAt ?? null;
    },

    countDelayedMails: async () => countOf(and(isQueued, gt(mails.attempts, 0))),

    purgeMails: async (before, drop) => {
      const old = and(ne(mails.state, 'queued'), lt(mails.createdAt, before));
      return drop ? write(() => db.delete(mails).where(old).run().changes) : countOf(old);
    },
  };
}
