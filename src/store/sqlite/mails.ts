// Stores mails that wait, were sent, or failed.
import { and, asc, count, desc, eq, getTableColumns, gt, lt, lte, ne, type SQL, sql } from 'drizzle-orm';
import type { Mail, MailStore, NewMail } from '../../ports/store/mails.ts';
import type { Connection } from './engine/connection.ts';
import { mails, passes } from './schema.ts';

/** Adds a mail about a pass. Inside a write only. */
export type EnqueueMail = (passId: number, mail: NewMail) => void;

export function enqueueMail({ client, db, jobsWritten }: Connection): EnqueueMail {
  const ownerOf = client
    .prepare<[number], number>(
      'SELECT t.account_id FROM passes p JOIN templates t ON t.id = p.template_id WHERE p.id = ?',
    )
    .pluck();
  return (passId, mail) => {
    db.insert(mails)
      .values({
        ...mail,
        passId,
        accountId: ownerOf.get(passId) ?? null,
        state: 'queued',
        runAt: mail.createdAt,
        attempts: 0,
      })
      .run();
    jobsWritten.announce();
  };
}

export function mailStore({ db, write, jobsWritten }: Connection): MailStore {
  const { passId: _pass, accountId: _account, ...columns } = getTableColumns(mails);
  const select = () =>
    db
      .select({ ...columns, passHash: passes.hash })
      .from(mails)
      .innerJoin(passes, eq(passes.id, mails.passId));
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
    dueMails: async (limit, dueBy) => due.all({ limit, dueBy }),

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
        .all(),

    failedMails: async (accountId, { since, count: most }) => failed.all({ accountId, since, most }),

    mailById: async (id): Promise<Mail | null> => select().where(eq(mails.id, id)).get() ?? null,

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

    countDelayedMails: async () => countOf(and(isQueued, gt(mails.attempts, 0))),

    purgeMails: async (before, drop) => {
      const old = and(ne(mails.state, 'queued'), lt(mails.createdAt, before));
      return drop ? write(() => db.delete(mails).where(old).run().changes) : countOf(old);
    },
  };
}
