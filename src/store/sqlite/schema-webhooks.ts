// The tables of webhooks as drizzle sees them; the others are in schema.ts.
import { blob, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type {
  MessageState,
  MessageType,
  RetriedRequest,
  WebhookEvent,
  WebhookKind,
  WebhookReason,
  WebhookState,
} from '../../ports/store/webhooks.ts';

export const webhooks = sqliteTable('webhooks', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  accountId: integer('account_id').notNull(),
  kind: text('kind').$type<WebhookKind>().notNull(),
  url: text('url').notNull(),
  description: text('description').notNull(),
  events: text('events', { mode: 'json' }).$type<readonly WebhookEvent[]>().notNull(),
  templateHash: text('template_hash'),
  condition: text('condition'),
  /** `deleted`: nobody sees it any more; purges take its messages away, and then the row. */
  state: text('state').$type<WebhookState | 'deleted'>().notNull(),
  reason: text('reason').$type<WebhookReason>(),
  encryptedSecret: blob('encrypted_secret', { mode: 'buffer' }).notNull(),
  oldSecret: blob('old_secret', { mode: 'buffer' }),
  oldUntil: integer('old_until'),
  failingSince: integer('failing_since'),
  /** When the server ended the webhook; null: the owner knows. */
  untoldSince: integer('untold_since'),
  createdAt: integer('created_at').notNull(),
});

export const webhookMessages = sqliteTable('webhook_messages', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  publicId: text('public_id').notNull(),
  webhookId: integer('webhook_id').notNull(),
  /** Stays when the pass goes, because the order stays. */
  passId: integer('pass_id'),
  type: text('type').$type<MessageType>().notNull(),
  payload: text('payload').notNull(),
  request: text('request', { mode: 'json' }).$type<RetriedRequest>(),
  state: text('state').$type<MessageState>().notNull(),
  createdAt: integer('created_at').notNull(),
  dueAt: integer('due_at'),
  attempts: integer('attempts').notNull(),
  overAt: integer('over_at'),
});

export const webhookAttempts = sqliteTable(
  'webhook_attempts',
  {
    messageId: integer('message_id').notNull(),
    number: integer('number').notNull(),
    time: integer('time').notNull(),
    status: integer('status'),
    durationMs: integer('duration_ms').notNull(),
    answer: text('answer').notNull(),
  },
  (table) => [primaryKey({ columns: [table.messageId, table.number] })],
);
