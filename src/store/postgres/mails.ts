// Stores mails that wait, were sent, or failed.
import type { Mail, MailState, MailStore, NewMail, RowName } from '../../ports/store/mails.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { isFree } from './engine/servers.ts';
import { columnsOf, statement } from './engine/statement.ts';
import { mails } from './schema.ts';

const add = statement(`
  INSERT INTO mails (pass_id, kind, recipient, language, created_at, give_up_at, run_at, batch_id, row_number,
    account_id, state, attempts)
  VALUES ($1::bigint, $2, $3, $4, $5, $6, $7, $8::bigint, $9, coalesce(
    (SELECT t.account_id FROM passes p JOIN templates t ON t.id = p.template_id WHERE p.id = $1::bigint),
    (SELECT account_id FROM batches WHERE id = $8::bigint)), 'queued', 0)`);

type Row = Omit<Mail, 'row'> & { readonly batchId: number | null; readonly rowNumber: number | null };

const SHOWN = `${columnsOf(mails, 'm', ['passId', 'accountId', 'claimedBy'])}, p.hash AS "passHash"`;
// OFFSET 0 makes PostgreSQL look each pass up by its key, however many mails there are.
const reading = (rest: string, table = 'mails') => `
  SELECT ${SHOWN} FROM ${table} m
  LEFT JOIN LATERAL (SELECT hash FROM passes WHERE id = m.pass_id OFFSET 0) p ON true ${rest}`;

// Runs after every commit that wrote a job or a mail.
const claim = statement<Row>(`
  WITH due AS (
    SELECT id FROM mails m
    WHERE state = 'queued' AND run_at <= $2 AND ${isFree('m', ['$3', '$4', '$5'])}
    ORDER BY run_at, id LIMIT $1 FOR UPDATE SKIP LOCKED),
  claimed AS (UPDATE mails m SET claimed_by = $3 FROM due WHERE m.id = due.id RETURNING m.*)
  ${reading('ORDER BY m.run_at, m.id', 'claimed')}`);
const all = statement<Row>(reading('ORDER BY m.id DESC'));
const inState = statement<Row>(reading('WHERE m.state = $1 ORDER BY m.id DESC'));
const byId = statement<Row>(reading('WHERE m.id = $1'));
// Names the state, or PostgreSQL would not know that the index holds every such row.
const failed = statement<Row>(
  reading(
    `WHERE m.state = 'failed' AND m.account_id = $1 AND m.run_at > $2 ORDER BY m.run_at DESC, m.id DESC LIMIT $3`,
  ),
);
const sent = statement(`
  UPDATE mails SET state = 'sent', sent_at = $2, message_id = $3, last_error = NULL, claimed_by = NULL WHERE id = $1`);
const refused = statement(`
  UPDATE mails SET state = $2, run_at = coalesce($3::bigint, run_at), last_error = $4, attempts = attempts + 1,
    claimed_by = NULL
  WHERE id = $1`);
const again = (which: string) =>
  statement(`UPDATE mails SET state = 'queued', run_at = $1, give_up_at = $2, attempts = 0 WHERE ${which}`);
// Indexes hold the rows of these two states.
const allAgain = again("state = 'queued' OR state = 'failed'");
const oneAgain = again("id = $3 AND state <> 'sent'");
const hasten = statement(`UPDATE mails SET run_at = $1 WHERE state = 'queued' AND run_at > $1`);
const oldestDue = statement<{ readonly runAt: number }>(
  `SELECT run_at AS "runAt" FROM mails WHERE state = 'queued' AND run_at <= $1 ORDER BY run_at, id LIMIT 1`,
);
const delayed = statement<{ count: number }>(
  `SELECT count(*) AS count FROM mails WHERE state = 'queued' AND attempts > 0`,
);
const OLD = `state <> 'queued' AND created_at < $1`;
const countOld = statement<{ count: number }>(`SELECT count(*) AS count FROM mails WHERE ${OLD}`);
const dropOld = statement(`DELETE FROM mails WHERE ${OLD}`);

/**
 * Adds a mail about a pass, or about a row whose pass is null so far. `runAt`: when to send it, by
 * default at once.
 */
export function enqueueMail(
  tx: Tx,
  passId: number | null,
  { kind, recipient, language, createdAt, giveUpAt }: NewMail,
  { runAt = createdAt, row = null }: { readonly runAt?: number; readonly row?: RowName | null } = {},
): void {
  const of = [row?.batchId ?? null, row?.number ?? null];
  tx.send(add, passId, kind, recipient, language, createdAt, giveUpAt, runAt, ...of);
  tx.announceJobs();
}

function mailOf({ batchId, rowNumber, ...mail }: Row): Mail {
  return { ...mail, row: batchId === null ? null : { batchId, number: rowNumber ?? 0 } };
}

export function mailStore({ read, write, server }: Connection): MailStore {
  const change = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    write((tx) => {
      tx.leavesKept();
      return work(tx);
    });

  return {
    claimMails: (limit, dueBy, underWay = []) =>
      change(async (tx) => {
        const rows = await tx.rows(claim, limit, dueBy, server.id, server.deadAfter, underWay);
        return rows.map(mailOf);
      }),

    recordMail: (id, outcome) =>
      change(async (tx) => {
        if (outcome.state === 'sent') await tx.run(sent, id, outcome.sentAt, outcome.messageId);
        else await tx.run(refused, id, outcome.state, 'runAt' in outcome ? outcome.runAt : null, outcome.error);
      }),

    mails: async (state: MailState | null) =>
      (state === null ? await read.rows(all) : await read.rows(inState, state)).map(mailOf),

    failedMails: async (accountId, { since, count }) => (await read.rows(failed, accountId, since, count)).map(mailOf),

    mailById: async (id) => {
      const found = await read.row(byId, id);
      return found === undefined ? null : mailOf(found);
    },

    retryMails: (id, { now, giveUpAt }) =>
      change((tx) => {
        tx.announceJobs();
        return id === null ? tx.run(allAgain, now, giveUpAt) : tx.run(oneAgain, now, giveUpAt, id);
      }),

    hastenMails: (now) =>
      change(async (tx) => {
        await tx.run(hasten, now);
      }),

    oldestDueMail: async (now) => (await read.row(oldestDue, now))?.runAt ?? null,

    countDelayedMails: async () => (await read.row(delayed))?.count ?? 0,

    purgeMails: async (before, drop) =>
      drop ? change((tx) => tx.run(dropOld, before)) : ((await read.row(countOld, before))?.count ?? 0),
  };
}
