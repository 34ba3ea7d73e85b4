// The tables of tills, people and their acts as drizzle sees them; the others are in schema.ts.
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { MemberRole } from '../../ports/store/members.ts';
import type { JsonValue } from '../../rules/values/values.ts';

export const tills = sqliteTable('tills', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  accountId: integer('account_id').notNull(),
  name: text('name').notNull(),
  tokenHash: text('token_hash'),
  templateHashes: text('template_hashes', { mode: 'json' }).$type<readonly string[]>(),
  mayUndo: integer('may_undo', { mode: 'boolean' }).notNull(),
  mayFind: integer('may_find', { mode: 'boolean' }).notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: integer('created_at').notNull(),
  lastSeenAt: integer('last_seen_at'),
  lastScanAt: integer('last_scan_at'),
  waiting: integer('waiting').notNull(),
  revokedAt: integer('revoked_at'),
});

/** Codes that make a device a till, one at most for each till. */
export const tillSetups = sqliteTable('till_setups', {
  tillId: integer('till_id').primaryKey(),
  nonce: text('nonce').notNull(),
  codeHash: text('code_hash').notNull(),
  expiresAt: integer('expires_at').notNull(),
});

export const members = sqliteTable('members', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  accountId: integer('account_id').notNull(),
  email: text('email').notNull(),
  /** See accounts. */
  emailKey: text('email_key').notNull(),
  name: text('name').notNull(),
  role: text('role').$type<MemberRole>().notNull(),
  passwordHash: text('password_hash').notNull(),
  language: text('language'),
  createdAt: integer('created_at').notNull(),
});

export const invitations = sqliteTable('invitations', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  accountId: integer('account_id').notNull(),
  email: text('email').notNull(),
  emailKey: text('email_key').notNull(),
  role: text('role').$type<MemberRole>().notNull(),
  nonce: text('nonce').notNull(),
  codeHash: text('code_hash').notNull(),
  invitedBy: text('invited_by').notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
});

export const auditEntries = sqliteTable('audit_entries', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  accountId: integer('account_id').notNull(),
  who: text('who').notNull(),
  what: text('what').notNull(),
  subject: text('subject').notNull(),
  before: text('before', { mode: 'json' }).$type<JsonValue>().notNull(),
  after: text('after', { mode: 'json' }).$type<JsonValue>().notNull(),
  time: integer('time').notNull(),
});
