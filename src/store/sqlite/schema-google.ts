// The tables of Google Wallet as drizzle sees them; the others are in schema.ts.
import { blob, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { WalletResource } from '../../ports/google.ts';
import type { GoogleProblem, GoogleState } from '../../ports/store/google.ts';
import type { JsonObject } from '../../rules/values/values.ts';

export const googleAccounts = sqliteTable('google_accounts', {
  accountId: integer('account_id').primaryKey(),
  issuerId: text('issuer_id').notNull(),
  clientEmail: text('client_email').notNull(),
  privateKeyId: text('private_key_id').notNull(),
  encryptedKey: blob('encrypted_key', { mode: 'buffer' }).notNull(),
  changedAt: integer('changed_at').notNull(),
  problem: text('problem', { mode: 'json' }).$type<GoogleProblem>(),
});

export const googleObjects = sqliteTable('google_objects', {
  passId: integer('pass_id').primaryKey(),
  accountId: integer('account_id').notNull(),
  templateId: integer('template_id').notNull(),
  passHash: text('pass_hash').notNull(),
  issuerId: text('issuer_id').notNull(),
  resource: text('resource').$type<WalletResource>().notNull(),
  state: text('state').$type<GoogleState>().notNull(),
  sent: text('sent', { mode: 'json' }).$type<JsonObject>(),
  toldAt: integer('told_at'),
  noticeDay: integer('notice_day').notNull(),
  notices: integer('notices').notNull(),
  status: integer('status'),
  reason: text('reason'),
  isSaved: integer('is_saved', { mode: 'boolean' }).notNull().default(false),
});

export const googleClasses = sqliteTable(
  'google_classes',
  {
    templateId: integer('template_id').notNull(),
    resource: text('resource').$type<WalletResource>().notNull(),
    issuerId: text('issuer_id').notNull(),
    sent: text('sent', { mode: 'json' }).$type<JsonObject>().notNull(),
    sentAt: integer('sent_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.templateId, table.resource] })],
);

export const googleNonces = sqliteTable('google_nonces', {
  nonce: text('nonce').primaryKey(),
  expires: integer('expires').notNull(),
});

export const googleRefusals = sqliteTable('google_refusals', {
  templateId: integer('template_id').primaryKey(),
  resource: text('resource').$type<WalletResource>().notNull(),
  status: integer('status'),
  reason: text('reason').notNull(),
  time: integer('time').notNull(),
});
