// The tables of webhooks as drizzle sees them; the others are in schema.ts.
import { bigint, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type {
  MessageState,
  MessageType,
  RetriedRequest,
  WebhookEvent,
  WebhookKind,
  WebhookReason,
  WebhookState,
} from '../../ports/store/webhooks.ts';
import { bytes, json } from './columns.ts';

export const webhooks = pgTable('webhooks', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  accountId: bigint('account_id', { mode: 'number' }).notNull(),
  kind: text('kind').$type<WebhookKind>().notNull(),
  url: text('url').notNull(),
  description: text('description').notNull(),
  events: json<readonly WebhookEvent[]>('events').notNull(),
  templateHash: text('template_hash'),
  condition: text('condition'),
  /** `deleted`: nobody sees it any more; purges take its messages away, and then the row. */
  state: text('state').$type<WebhookState | 'deleted'>().notNull(),
  reason: text('reason').$type<WebhookReason>(),
  encryptedSecret: bytes('encrypted_secret').notNull(),
  oldSecret: bytes('old_secret'),
  oldUntil: bigint('old_until', { mode: 'number' }),
  failingSince: bigint('failing_since', { mode: 'number' }),
  /** When the server ended the webhook; null: the owner knows. */
  untoldSince: bigint('untold_since', { mode: 'number' }),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
});

export const webhookMessages = pgTable('webhook_messages', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  publicId: text('public_id').notNull(),
  webhookId: bigint('webhook_id', { mode: 'number' }).notNull(),
  /** Stays when the pass goes, because the order stays. */
  passId: bigint('pass_id', { mode: 'number' }),
  type: text('type').$type<MessageType>().notNull(),
  payload: text('payload').notNull(),
  request: json<RetriedRequest>('request'),
  state: text('state').$type<MessageState>().notNull(),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
  dueAt: bigint('due_at', { mode: 'number' }),
  attempts: bigint('attempts', { mode: 'number' }).notNull(),
  overAt: bigint('over_at', { mode: 'number' }),
  claimedBy: text('claimed_by'),
});

export const webhookAttempts = pgTable(
  'webhook_attempts',
  {
    messageId: bigint('message_id', { mode: 'number' }).notNull(),
    number: bigint('number', { mode: 'number' }).notNull(),
    time: bigint('time', { mode: 'number' }).notNull(),
    status: bigint('status', { mode: 'number' }),
    durationMs: bigint('duration_ms', { mode: 'number' }).notNull(),
    answer: text('answer').notNull(),
  },
  (table) => [primaryKey({ columns: [table.messageId, table.number] })],
);
