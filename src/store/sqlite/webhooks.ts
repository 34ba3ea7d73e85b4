// Stores webhooks and the messages to them.
import { and, asc, desc, eq, getTableColumns, isNotNull, lt, ne, sql } from 'drizzle-orm';
import {
  type Attempt,
  type Message,
  MOST_AT_ONCE_OF_WEBHOOK,
  type Webhook,
  type WebhookStore,
} from '../../ports/store/webhooks.ts';
import { notUnderWay } from '../work.ts';
import type { Connection } from './engine/connection.ts';
import { webhookAttempts, webhookMessages, webhooks } from './schema.ts';
import type { QueueMessage } from './webhooks-queue.ts';

const { number: _, messageId: __, ...attemptColumns } = getTableColumns(webhookAttempts);

export function webhookStore(
  { client, db, write, writeAlong, jobsWritten }: Connection,
  queueMessage: QueueMessage,
): WebhookStore {
  const ofAccount = db
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.accountId, sql.placeholder('accountId')), ne(webhooks.state, 'deleted')))
    .orderBy(asc(webhooks.id))
    .prepare();
  const active = db
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.id, sql.placeholder('id')), eq(webhooks.state, 'active')))
    .prepare();
  // One step of a walk over the webhooks that have something to send.
  const next = client
    .prepare<[number], number>(
      'SELECT webhook_id FROM webhook_messages WHERE due_at IS NOT NULL AND webhook_id > ? ORDER BY webhook_id LIMIT 1',
    )
    .pluck();
  const due = db
    .select()
    .from(webhookMessages)
    .where(
      and(
        eq(webhookMessages.webhookId, sql.placeholder('webhookId')),
        isNotNull(webhookMessages.dueAt),
        sql`${webhookMessages.dueAt} <= ${sql.placeholder('dueBy')}`,
      ),
    )
    .orderBy(asc(webhookMessages.dueAt), asc(webhookMessages.id))
    .limit(sql.placeholder('most'))
    .prepare();
  const webhookOf = client.prepare<[number], number>('SELECT webhook_id FROM webhook_messages WHERE id = ?').pluck();
  const move = client.prepare(`
    UPDATE webhook_messages SET attempts = attempts + :failed, due_at = :dueAt, over_at = :overAt, state = :state
    WHERE id = :id AND attempts = :attempts AND over_at IS NULL`);
  const note = client.prepare(`
    INSERT INTO webhook_attempts (message_id, number, time, status, duration_ms, answer)
    SELECT :id, coalesce(max(number), 0) + 1, :time, :status, :durationMs, :answer
    FROM webhook_attempts WHERE message_id = :id`);
  const promote = client.prepare(`
    UPDATE webhook_messages SET due_at = :now
    WHERE due_at IS NULL AND id = (
      SELECT id FROM webhook_messages WHERE webhook_id = :webhookId AND pass_id = :passId AND over_at IS NULL
      ORDER BY id LIMIT 1)`);
  const works = client.prepare<[number]>(
    'UPDATE webhooks SET failing_since = NULL WHERE id = ? AND failing_since IS NOT NULL',
  );
  const fails = client.prepare<[number, number]>(
    'UPDATE webhooks SET failing_since = ? WHERE id = ? AND failing_since IS NULL',
  );
  const end = client.prepare<[string, number, number]>(
    "UPDATE webhooks SET state = 'disabled', reason = ?, untold_since = ? WHERE id = ? AND state = 'active'",
  );
  const page = db
    .select()
    .from(webhookMessages)
    .where(
      and(
        eq(webhookMessages.webhookId, sql.placeholder('webhookId')),
        lt(webhookMessages.id, sql.placeholder('before')),
      ),
    )
    .orderBy(desc(webhookMessages.id))
    .limit(sql.placeholder('most'))
    .prepare();
  const byPublicId = db
    .select({ message: getTableColumns(webhookMessages) })
    .from(webhookMessages)
    .innerJoin(webhooks, eq(webhooks.id, webhookMessages.webhookId))
    .where(
      and(
        eq(webhookMessages.publicId, sql.placeholder('publicId')),
        eq(webhooks.accountId, sql.placeholder('accountId')),
        ne(webhooks.state, 'deleted'),
      ),
    )
    .prepare();
  const attempts = db
    .select(attemptColumns)
    .from(webhookAttempts)
    .where(eq(webhookAttempts.messageId, sql.placeholder('messageId')))
    .orderBy(asc(webhookAttempts.number))
    .prepare();
  const resend = client.prepare<[number, number]>(
    "UPDATE webhook_messages SET state = 'waiting', attempts = 0, over_at = NULL, due_at = ? WHERE id = ?",
  );
  const untold = client
    .prepare<[number], number>('SELECT id FROM webhooks WHERE untold_since IS NOT NULL ORDER BY untold_since LIMIT ?')
    .pluck();
  const tell = client.prepare<[number]>('UPDATE webhooks SET untold_since = NULL WHERE id = ?');
  const byId = db
    .select()
    .from(webhooks)
    .where(eq(webhooks.id, sql.placeholder('id')))
    .prepare();
  const dropOld = client.prepare<[number, number]>(`
    DELETE FROM webhook_messages WHERE id IN (
      SELECT id FROM webhook_messages WHERE created_at < ? ORDER BY created_at LIMIT ?)`);
  const deleted = client.prepare<[], number>("SELECT id FROM webhooks WHERE state = 'deleted' LIMIT 1").pluck();
  const dropOf = client.prepare<[number, number]>(`
    DELETE FROM webhook_messages WHERE id IN (
      SELECT id FROM webhook_messages WHERE webhook_id = ? ORDER BY id LIMIT ?)`);
  const drop = client.prepare<[number]>('DELETE FROM webhooks WHERE id = ?');

  const ofAccountAll = (accountId: number): Webhook[] => ofAccount.all({ accountId }).map(webhookFrom);

  return {
    createWebhook: (webhook, most) =>
      write((): Webhook | null => {
        const present = ofAccountAll(webhook.accountId).filter(({ kind }) => kind === webhook.kind);
        if (webhook.kind === 'actions' && present[0] !== undefined) return present[0];
        if (present.length >= most) return null;
        const values = { ...webhook, encryptedSecret: Buffer.from(webhook.encryptedSecret), state: 'active' as const };
        return webhookFrom(db.insert(webhooks).values(values).returning().get());
      }),

    changeWebhook: (accountId, id, { encryptedSecret, oldSecret, ...change }) =>
      write((): Webhook | null => {
        const secrets = {
          ...(encryptedSecret === undefined ? {} : { encryptedSecret: Buffer.from(encryptedSecret) }),
          ...(oldSecret === undefined ? {} : { oldSecret: oldSecret && Buffer.from(oldSecret) }),
        };
        const which = and(eq(webhooks.id, id), eq(webhooks.accountId, accountId), ne(webhooks.state, 'deleted'));
        const row = db
          .update(webhooks)
          .set({ ...change, ...secrets })
          .where(which)
          .returning()
          .get();
        // What waited for a paused webhook goes out.
        jobsWritten.announce();
        return row === undefined ? null : webhookFrom(row);
      }),

    deleteWebhook: (accountId, id) =>
      write(() => {
        const which = and(eq(webhooks.id, id), eq(webhooks.accountId, accountId), ne(webhooks.state, 'deleted'));
        return db.update(webhooks).set({ state: 'deleted', untoldSince: null }).where(which).run().changes > 0;
      }),

    webhooksOf: async (accountId) => ofAccountAll(accountId),

    queueMessages: (messages) =>
      write(() => {
        for (const { passId, ...message } of messages) queueMessage(message, passId);
      }),

    claimMessages: async (limit, dueBy, underWay = []) => {
      const busy = new Map<number, number>();
      for (const id of underWay) {
        const webhookId = webhookOf.get(id);
        if (webhookId !== undefined) busy.set(webhookId, (busy.get(webhookId) ?? 0) + 1);
      }
      const found = [];
      for (let id = next.get(0); id !== undefined; id = next.get(id)) {
        const row = active.get({ id });
        const there = busy.get(id) ?? 0;
        if (row === undefined || there >= MOST_AT_ONCE_OF_WEBHOOK) continue;
        const webhook = webhookFrom(row);
        const rows = due.all({ webhookId: id, dueBy, most: MOST_AT_ONCE_OF_WEBHOOK + there });
        const free = notUnderWay(rows, underWay, MOST_AT_ONCE_OF_WEBHOOK - there);
        found.push(...free.map((message) => ({ ...message, webhook })));
      }
      return found.sort((one, other) => one.dueAt! - other.dueAt! || one.id - other.id).slice(0, limit);
    },

    recordAttempt: ({ id, webhookId, passId, attempts }, attempt, outcome, ended) =>
      writeAlong(() => {
        const { time } = attempt;
        const isOver = outcome.kind !== 'retry';
        const moved = move.run({
          ...{ id, attempts, failed: outcome.kind === 'delivered' ? 0 : 1 },
          dueAt: outcome.kind === 'retry' ? outcome.dueAt : null,
          overAt: isOver ? time : null,
          state: outcome.kind === 'retry' ? 'waiting' : outcome.kind,
        });
        if (moved.changes === 0) return;
        note.run({ id, ...attempt });
        if (isOver && passId !== null && promote.run({ now: time, webhookId, passId }).changes > 0) {
          jobsWritten.announce();
        }
        if (outcome.kind === 'delivered') works.run(webhookId);
        else fails.run(time, webhookId);
        if (ended !== undefined) end.run(ended, time, webhookId);
      }),

    messagesOf: async (webhookId, { before, count: most }) => page.all({ webhookId, before, most }),
    messageOf: async (accountId, publicId): Promise<Message | null> =>
      byPublicId.get({ accountId, publicId })?.message ?? null,
    attemptsOf: async (messageId): Promise<readonly Attempt[]> => attempts.all({ messageId }),

    resendMessage: (id, now) =>
      write(() => {
        resend.run(now, id);
        jobsWritten.announce();
      }),

    untoldWebhooks: async (limit) =>
      untold.all(limit).flatMap((id) => {
        const row = byId.get({ id });
        return row === undefined ? [] : [webhookFrom(row)];
      }),
    webhookTold: (id) =>
      write(() => {
        tell.run(id);
      }),

    purgeMessages: (before, limit) =>
      write(() => {
        let dropped = dropOld.run(before, limit).changes;
        const gone = deleted.get();
        if (gone === undefined) return dropped;
        const ofGone = dropOf.run(gone, limit).changes;
        dropped += ofGone;
        if (ofGone < limit) drop.run(gone);
        return dropped;
      }),
  };
}

function webhookFrom({ untoldSince: _, state, ...row }: typeof webhooks.$inferSelect): Webhook {
  if (state === 'deleted') throw new Error(`Webhook ${row.id} is deleted.`);
  const { encryptedSecret, oldSecret } = row;
  return {
    ...row,
    state,
    encryptedSecret: new Uint8Array(encryptedSecret),
    oldSecret: oldSecret === null ? null : new Uint8Array(oldSecret),
  };
}
