// Stores webhooks and the messages to them.
import { and, eq, getTableColumns, ne } from 'drizzle-orm';
import {
  type Attempt,
  type ClaimedMessage,
  type Message,
  MOST_AT_ONCE_OF_WEBHOOK,
  type Webhook,
  type WebhookStore,
} from '../../ports/store/webhooks.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { isFree } from './engine/servers.ts';
import { columnsOf, statement } from './engine/statement.ts';
import { webhookAttempts, webhookMessages, webhooks } from './schema.ts';
import { lockPass, queueMessages } from './webhooks-queue.ts';

type Row = typeof webhooks.$inferSelect;

const HOOK = columnsOf(webhooks, 'w');
const MESSAGE = columnsOf(webhookMessages, 'm', ['claimedBy']);

const lockAccount = statement('SELECT id FROM accounts WHERE id = $1 FOR NO KEY UPDATE');
// Templates in memory carry the webhooks of their owner, and are read again once the owner's row is
// written anew (snapshots.ts).
const touch = statement('UPDATE accounts SET name = name WHERE id = $1');
const touchOf = statement('UPDATE accounts SET name = name WHERE id = (SELECT account_id FROM webhooks WHERE id = $1)');
const ofAccount = statement<Row>(
  `SELECT ${HOOK} FROM webhooks w WHERE w.account_id = $1 AND w.state <> 'deleted' ORDER BY w.id`,
);
const remove = statement(
  "UPDATE webhooks SET state = 'deleted', untold_since = NULL WHERE id = $2 AND account_id = $1 AND state <> 'deleted'",
);
// Walks over the webhooks that have something to send, and takes the first messages of each.
const claim = statement<Message & { readonly hook: number }>(`
  WITH RECURSIVE hooks AS (
    (SELECT webhook_id FROM webhook_messages WHERE due_at IS NOT NULL AND webhook_id > 0 ORDER BY webhook_id LIMIT 1)
    UNION ALL
    SELECT (SELECT n.webhook_id FROM webhook_messages n
      WHERE n.due_at IS NOT NULL AND n.webhook_id > h.webhook_id ORDER BY n.webhook_id LIMIT 1)
    FROM hooks h WHERE h.webhook_id IS NOT NULL),
  due AS (
    SELECT d.id FROM hooks h JOIN webhooks w ON w.id = h.webhook_id AND w.state = 'active'
    CROSS JOIN LATERAL (
      SELECT m.id, m.due_at FROM webhook_messages m
      WHERE m.webhook_id = h.webhook_id AND m.due_at <= $2 AND ${isFree('m', ['$3', '$4', '$5'])}
      ORDER BY m.due_at, m.id
      LIMIT greatest(0, ${MOST_AT_ONCE_OF_WEBHOOK} - (
        SELECT count(*) FROM webhook_messages u WHERE u.id = ANY ($5::bigint[]) AND u.webhook_id = h.webhook_id))
      FOR UPDATE OF m SKIP LOCKED) d
    ORDER BY d.due_at, d.id LIMIT $1),
  claimed AS (UPDATE webhook_messages m SET claimed_by = $3 FROM due WHERE m.id = due.id RETURNING m.*)
  SELECT ${MESSAGE} FROM claimed m ORDER BY m.due_at, m.id`);
const byIds = statement<Row>(`SELECT ${HOOK} FROM webhooks w WHERE w.id = ANY ($1::bigint[])`);
const move = statement(`
  UPDATE webhook_messages SET attempts = attempts + $3, due_at = $4, over_at = $5, state = $6, claimed_by = NULL
  WHERE id = $1 AND attempts = $2 AND over_at IS NULL`);
const note = statement(`
  INSERT INTO webhook_attempts (message_id, number, time, status, duration_ms, answer)
  SELECT $1::bigint, coalesce(max(number), 0) + 1, $2::bigint, $3::bigint, $4::bigint, $5
  FROM webhook_attempts WHERE message_id = $1::bigint`);
const promote = statement(`
  UPDATE webhook_messages SET due_at = $3
  WHERE due_at IS NULL AND id = (
    SELECT id FROM webhook_messages WHERE webhook_id = $1 AND pass_id = $2 AND over_at IS NULL ORDER BY id LIMIT 1)`);
const works = statement('UPDATE webhooks SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL');
const fails = statement('UPDATE webhooks SET failing_since = $2 WHERE id = $1 AND failing_since IS NULL');
const end = statement(
  "UPDATE webhooks SET state = 'disabled', reason = $2, untold_since = $3 WHERE id = $1 AND state = 'active'",
);
const page = statement<Message>(
  `SELECT ${MESSAGE} FROM webhook_messages m WHERE m.webhook_id = $1 AND m.id < $2 ORDER BY m.id DESC LIMIT $3`,
);
const byPublicId = statement<Message>(`
  SELECT ${MESSAGE} FROM webhook_messages m JOIN webhooks w ON w.id = m.webhook_id
  WHERE m.public_id = $2 AND w.account_id = $1 AND w.state <> 'deleted'`);
const attempts = statement<Attempt>(`
  SELECT ${columnsOf(webhookAttempts, 'a', ['number', 'messageId'])} FROM webhook_attempts a
  WHERE a.message_id = $1 ORDER BY a.number`);
const resend = statement(
  "UPDATE webhook_messages SET state = 'waiting', attempts = 0, over_at = NULL, due_at = $2, claimed_by = NULL WHERE id = $1",
);
const untold = statement<Row>(
  `SELECT ${HOOK} FROM webhooks w WHERE w.untold_since IS NOT NULL ORDER BY w.untold_since LIMIT $1`,
);
const tell = statement('UPDATE webhooks SET untold_since = NULL WHERE id = $1');
const dropOld = statement(`
  DELETE FROM webhook_messages WHERE id = ANY (ARRAY(
    SELECT id FROM webhook_messages WHERE created_at < $1 ORDER BY created_at LIMIT $2))`);
const deleted = statement<{ id: number }>("SELECT id FROM webhooks WHERE state = 'deleted' LIMIT 1");
const dropOf = statement(`
  DELETE FROM webhook_messages WHERE id = ANY (ARRAY(
    SELECT id FROM webhook_messages WHERE webhook_id = $1 ORDER BY id LIMIT $2))`);
const drop = statement('DELETE FROM webhooks WHERE id = $1');

export function webhookStore({ read, write, server }: Connection): WebhookStore {
  const change = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    write((tx) => {
      tx.leavesKept();
      return work(tx);
    });

  return {
    createWebhook: (webhook, most) =>
      write(async (tx): Promise<Webhook | null> => {
        // Two that come at once take turns.
        await tx.run(lockAccount, webhook.accountId);
        const present = (await tx.rows(ofAccount, webhook.accountId)).filter(({ kind }) => kind === webhook.kind);
        if (webhook.kind === 'actions' && present[0] !== undefined) return webhookFrom(present[0]);
        if (present.length >= most) return null;
        tx.send(touch, webhook.accountId);
        const [made] = await tx.db
          .insert(webhooks)
          .values({ ...webhook, state: 'active' })
          .returning(getTableColumns(webhooks));
        return webhookFrom(made!);
      }),

    changeWebhook: (accountId, id, given) =>
      write(async (tx): Promise<Webhook | null> => {
        tx.send(touch, accountId);
        // What waited for a paused webhook goes out.
        tx.announceJobs();
        const which = and(eq(webhooks.id, id), eq(webhooks.accountId, accountId), ne(webhooks.state, 'deleted'));
        const [row] = await tx.db.update(webhooks).set(given).where(which).returning(getTableColumns(webhooks));
        return row === undefined ? null : webhookFrom(row);
      }),

    deleteWebhook: (accountId, id) =>
      write(async (tx) => {
        tx.send(touch, accountId);
        return (await tx.run(remove, accountId, id)) > 0;
      }),

    webhooksOf: async (accountId) => (await read.rows(ofAccount, accountId)).map(webhookFrom),

    queueMessages: (messages) => change((tx) => queueMessages(tx, messages)),

    claimMessages: (limit, dueBy, underWay = []) =>
      change(async (tx): Promise<readonly ClaimedMessage[]> => {
        const messages = await tx.rows(claim, limit, dueBy, server.id, server.deadAfter, underWay);
        if (messages.length === 0) return [];
        const rows = await tx.rows(byIds, [...new Set(messages.map(({ webhookId }) => webhookId))]);
        const found = new Map(rows.map((row) => [row.id, row]));
        return messages.flatMap((message) => {
          const row = found.get(message.webhookId);
          return row === undefined || row.state === 'deleted' ? [] : [{ ...message, webhook: webhookFrom(row) }];
        });
      }),

    recordAttempt: ({ id, webhookId, passId, attempts: before }, attempt, outcome, ended) =>
      change(async (tx) => {
        const { time, status, durationMs, answer } = attempt;
        const isOver = outcome.kind !== 'retry';
        if (passId !== null) await tx.run(lockPass, passId);
        const failed = outcome.kind === 'delivered' ? 0 : 1;
        const dueAt = outcome.kind === 'retry' ? outcome.dueAt : null;
        const state = outcome.kind === 'retry' ? 'waiting' : outcome.kind;
        if ((await tx.run(move, id, before, failed, dueAt, isOver ? time : null, state)) === 0) return;
        tx.send(note, id, time, status, durationMs, answer);
        if (isOver && passId !== null && (await tx.run(promote, webhookId, passId, time)) > 0) tx.announceJobs();
        // The account before the webhook, as everybody locks them.
        if (ended !== undefined) tx.send(touchOf, webhookId);
        if (outcome.kind === 'delivered') tx.send(works, webhookId);
        else tx.send(fails, webhookId, time);
        if (ended !== undefined) tx.send(end, webhookId, ended, time);
      }),

    messagesOf: (webhookId, { before, count }) => read.rows(page, webhookId, before, count),
    messageOf: async (accountId, publicId) => (await read.row(byPublicId, accountId, publicId)) ?? null,
    attemptsOf: (messageId) => read.rows(attempts, messageId),

    resendMessage: (id, now) =>
      change(async (tx) => {
        tx.send(resend, id, now);
        tx.announceJobs();
      }),

    untoldWebhooks: async (limit) => (await read.rows(untold, limit)).map(webhookFrom),
    webhookTold: (id) =>
      change(async (tx) => {
        tx.send(tell, id);
      }),

    purgeMessages: (before, limit) =>
      change(async (tx) => {
        const dropped = await tx.run(dropOld, before, limit);
        const gone = await tx.row(deleted);
        if (gone === undefined) return dropped;
        const ofGone = await tx.run(dropOf, gone.id, limit);
        if (ofGone < limit) await tx.run(drop, gone.id);
        return dropped + ofGone;
      }),
  };
}

function webhookFrom({ untoldSince: _, state, ...row }: Row): Webhook {
  if (state === 'deleted') throw new Error(`Webhook ${row.id} is deleted.`);
  const { encryptedSecret, oldSecret } = row;
  return {
    ...row,
    state,
    encryptedSecret: new Uint8Array(encryptedSecret),
    oldSecret: oldSecret === null ? null : new Uint8Array(oldSecret),
  };
}
