// The tables of tills, people and their acts as drizzle sees them; the others are in schema.ts.
import { bigint, boolean, pgTable, text } from 'drizzle-orm/pg-core';
import type { MemberRole } from '../../ports/store/members.ts';
import type { JsonValue } from '../../rules/values/values.ts';
import { json } from './columns.ts';

export const tills = pgTable('tills', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  accountId: bigint('account_id', { mode: 'number' }).notNull(),
  name: text('name').notNull(),
  tokenHash: text('token_hash'),
  templateHashes: json<readonly string[]>('template_hashes'),
  mayUndo: boolean('may_undo').notNull(),
  mayFind: boolean('may_find').notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
  lastSeenAt: bigint('last_seen_at', { mode: 'number' }),
  lastScanAt: bigint('last_scan_at', { mode: 'number' }),
  waiting: bigint('waiting', { mode: 'number' }).notNull(),
  revokedAt: bigint('revoked_at', { mode: 'number' }),
});

/** Codes that make a device a till, one at most for each till. */
export const tillSetups = pgTable('till_setups', {
  tillId: bigint('till_id', { mode: 'number' }).primaryKey(),
  nonce: text('nonce').notNull(),
  codeHash: text('code_hash').notNull(),
  expiresAt: bigint('expires_at', { mode: 'number' }).notNull(),
});

export const members = pgTable('members', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  accountId: bigint('account_id', { mode: 'number' }).notNull(),
  email: text('email').notNull(),
  /** See accounts. */
  emailKey: text('email_key').notNull(),
  name: text('name').notNull(),
  role: text('role').$type<MemberRole>().notNull(),
  passwordHash: text('password_hash').notNull(),
  language: text('language'),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
});

export const invitations = pgTable('invitations', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  accountId: bigint('account_id', { mode: 'number' }).notNull(),
  email: text('email').notNull(),
  emailKey: text('email_key').notNull(),
  role: text('role').$type<MemberRole>().notNull(),
  nonce: text('nonce').notNull(),
  codeHash: text('code_hash').notNull(),
  invitedBy: text('invited_by').notNull(),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
  expiresAt: bigint('expires_at', { mode: 'number' }).notNull(),
});

export const auditEntries = pgTable('audit_entries', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  accountId: bigint('account_id', { mode: 'number' }).notNull(),
  who: text('who').notNull(),
  what: text('what').notNull(),
  subject: text('subject').notNull(),
  before: json<JsonValue>('before').notNull(),
  after: json<JsonValue>('after').notNull(),
  time: bigint('time', { mode: 'number' }).notNull(),
});
