// The tables of Google Wallet as drizzle sees them; the others are in schema.ts.
import { bigint, boolean, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { WalletResource } from '../../ports/google.ts';
import type { GoogleProblem, GoogleState } from '../../ports/store/google.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { bytes, json } from './columns.ts';

export const googleAccounts = pgTable('google_accounts', {
  accountId: bigint('account_id', { mode: 'number' }).primaryKey(),
  issuerId: text('issuer_id').notNull(),
  clientEmail: text('client_email').notNull(),
  privateKeyId: text('private_key_id').notNull(),
  encryptedKey: bytes('encrypted_key').notNull(),
  changedAt: bigint('changed_at', { mode: 'number' }).notNull(),
  problem: json<GoogleProblem>('problem'),
});

export const googleObjects = pgTable('google_objects', {
  passId: bigint('pass_id', { mode: 'number' }).primaryKey(),
  accountId: bigint('account_id', { mode: 'number' }).notNull(),
  templateId: bigint('template_id', { mode: 'number' }).notNull(),
  passHash: text('pass_hash').notNull(),
  issuerId: text('issuer_id').notNull(),
  resource: text('resource').$type<WalletResource>().notNull(),
  state: text('state').$type<GoogleState>().notNull(),
  sent: json<JsonObject>('sent'),
  toldAt: bigint('told_at', { mode: 'number' }),
  noticeDay: bigint('notice_day', { mode: 'number' }).notNull(),
  notices: bigint('notices', { mode: 'number' }).notNull(),
  status: bigint('status', { mode: 'number' }),
  reason: text('reason'),
  isSaved: boolean('is_saved').notNull().default(false),
});

export const googleClasses = pgTable(
  'google_classes',
  {
    templateId: bigint('template_id', { mode: 'number' }).notNull(),
    resource: text('resource').$type<WalletResource>().notNull(),
    issuerId: text('issuer_id').notNull(),
    sent: json<JsonObject>('sent').notNull(),
    sentAt: bigint('sent_at', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.templateId, table.resource] })],
);

export const googleNonces = pgTable('google_nonces', {
  nonce: text('nonce').primaryKey(),
  expires: bigint('expires', { mode: 'number' }).notNull(),
});

export const googleRefusals = pgTable('google_refusals', {
  templateId: bigint('template_id', { mode: 'number' }).primaryKey(),
  resource: text('resource').$type<WalletResource>().notNull(),
  status: bigint('status', { mode: 'number' }),
  reason: text('reason').notNull(),
  time: bigint('time', { mode: 'number' }).notNull(),
});
