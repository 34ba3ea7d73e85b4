// The tables as drizzle sees them. migrations/ holds the SQL that creates them; a test compares the
// two. Some topics have a file of their own. Times are milliseconds since 1970. JSON columns hold
// JSON text.
import { blob, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';
import type { Logo } from '../../ports/store/accounts.ts';
import type { ApiSurface, AssistantRole } from '../../ports/store/api-keys.ts';
import type { Job } from '../../ports/store/jobs.ts';
import type { MailKind, MailState } from '../../ports/store/mails.ts';
import type { MarkName } from '../../ports/store/marks.ts';
import type { AccessFacts, Overrides } from '../../rules/passes/facts.ts';
import type { IssueStatus } from '../../rules/passes/issue.ts';
import type { JsonObject } from '../../rules/values/values.ts';

export { batches, batchRows } from './schema-batches.ts';
export * from './schema-counts.ts';
export * from './schema-devices.ts';
export * from './schema-drafts.ts';
export * from './schema-dues.ts';
export * from './schema-events.ts';
export * from './schema-google.ts';
export * from './schema-segments.ts';
export * from './schema-webhooks.ts';

export const accounts = sqliteTable('accounts', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  email: text('email').notNull(),
  /**
   * The e-mail address in lower case, for comparing and uniqueness. SQLite's own NOCASE knows ASCII
   * only.
   */
  emailKey: text('email_key').notNull(),
  name: text('name').notNull(),
  passwordHash: text('password_hash').notNull(),
  subscription: text('subscription').notNull(),
  expiresAt: integer('expires_at'),
  additional: text('additional', { mode: 'json' }).$type<JsonObject>().notNull(),
  whitelabel: integer('whitelabel', { mode: 'boolean' }).notNull(),
  managerId: integer('manager_id'),
  backgroundColor: text('background_color'),
  createdAt: integer('created_at').notNull(),
  logo: text('logo', { mode: 'json' }).$type<Logo>(),
  lenientTokens: integer('lenient_tokens', { mode: 'boolean' }).notNull().default(false),
  language: text('language'),
  timeZone: text('time_zone'),
  hashSalt: text('hash_salt').notNull().default(''),
  isOperator: integer('is_operator', { mode: 'boolean' }).notNull().default(false),
});

export const apiKeys = sqliteTable('api_keys', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  accountId: integer('account_id').notNull(),
  surface: text('surface').$type<ApiSurface>().notNull(),
  key: text('key').notNull(),
  ending: text('ending').notNull(),
  encryptedSecret: blob('encrypted_secret', { mode: 'buffer' }),
  createdAt: integer('created_at').notNull(),
  revokedAt: integer('revoked_at'),
  lastUsedAt: integer('last_used_at'),
  role: text('role').$type<AssistantRole>(),
});

export const certificates = sqliteTable('certificates', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  accountId: integer('account_id'),
  passTypeIdentifier: text('pass_type_identifier').notNull(),
  teamIdentifier: text('team_identifier').notNull(),
  certificate: blob('certificate', { mode: 'buffer' }).notNull(),
  intermediate: blob('intermediate', { mode: 'buffer' }).notNull(),
  encryptedKey: blob('encrypted_key', { mode: 'buffer' }).notNull(),
  notAfter: integer('not_after').notNull(),
  createdAt: integer('created_at').notNull(),
  publicId: text('public_id').notNull(),
  name: text('name'),
  description: text('description'),
});

export const certificateRequests = sqliteTable('certificate_requests', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  accountId: integer('account_id').notNull(),
  name: text('name').notNull(),
  publicKey: blob('public_key', { mode: 'buffer' }).notNull(),
  encryptedKey: blob('encrypted_key', { mode: 'buffer' }).notNull(),
  createdAt: integer('created_at').notNull(),
});

export const templates = sqliteTable('templates', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  accountId: integer('account_id').notNull(),
  hash: text('hash').notNull(),
  name: text('name').notNull(),
  isPublic: integer('is_public', { mode: 'boolean' }).notNull(),
  version: integer('version').notNull(),
  triggersPaused: integer('triggers_paused', { mode: 'boolean' }).notNull(),
  updateTag: integer('update_tag').notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
  passTypeIdentifier: text('pass_type_identifier'),
  lastModified: integer('last_modified').notNull(),
  isExample: integer('is_example', { mode: 'boolean' }).notNull().default(false),
});

export const templateVersions = sqliteTable(
  'template_versions',
  {
    templateId: integer('template_id').notNull(),
    version: integer('version').notNull(),
    passConstructor: text('pass_constructor', { mode: 'json' }).$type<JsonObject>().notNull(),
    createdAt: integer('created_at').notNull(),
    /** See TemplateVersion; null: a version of an older Passwright. */
    author: text('author'),
    note: text('note'),
  },
  (table) => [primaryKey({ columns: [table.templateId, table.version] })],
);

export const templateChecks = sqliteTable('template_checks', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  templateId: integer('template_id').notNull(),
  name: text('name').notNull(),
  content: text('content', { mode: 'json' }).$type<JsonObject>().notNull(),
  createdAt: integer('created_at').notNull(),
});

export const images = sqliteTable('images', {
  hash: text('hash').primaryKey(),
  mediaType: text('media_type').notNull(),
  bytes: blob('bytes', { mode: 'buffer' }).notNull(),
});

/** The time when a caller last gave each image, ms. */
export const imageUses = sqliteTable('image_uses', {
  hash: text('hash').primaryKey(),
  givenAt: integer('given_at').notNull(),
});

export const passes = sqliteTable('passes', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  templateId: integer('template_id').notNull(),
  serialNumber: text('serial_number').notNull(),
  hash: text('hash').notNull(),
  authenticationToken: text('authentication_token').notNull(),
  updateTag: integer('update_tag').notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
  /**
   * Bit n is set once access type n was logged. Statistics and lists of passes read it from an
   * index alone.
   */
  accessed: integer('accessed').notNull(),
  access: text('access', { mode: 'json' }).$type<AccessFacts>().notNull(),
  overrides: text('overrides', { mode: 'json' }).$type<Overrides>().notNull(),
  passTypeIdentifier: text('pass_type_identifier'),
  lastModified: integer('last_modified').notNull(),
  invalidatedAt: integer('invalidated_at'),
  passcodeHash: text('passcode_hash'),
  /** Whether a device holds the pass now, or somebody has saved it in Google Wallet. */
  onPhone: integer('on_phone', { mode: 'boolean' }).notNull().default(false),
  /** The day of the last scan, in days since 1970 in UTC; null: never scanned. */
  visitedDay: integer('visited_day'),
  /** JSON text of Undo; null: nothing to take back. */
  undo: text('undo'),
  isTest: integer('is_test', { mode: 'boolean' }).notNull().default(false),
  onGoogle: integer('on_google', { mode: 'boolean' }).notNull().default(false),
  /** Of a pass from another product, which Wallet knows by it; null: by `serialNumber`. */
  importedSerialNumber: text('imported_serial_number'),
  webServiceURL: text('web_service_url'),
  /** Whether the pass is on a phone and no device holds it, so that APNs has nobody to tell. */
  googleOnly: integer('google_only', { mode: 'boolean' }).notNull().default(false),
});

export const campaigns = sqliteTable('campaigns', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  accountId: integer('account_id').notNull(),
  index: text('index_token').notNull(),
  name: text('name').notNull(),
  passTypeIdentifier: text('pass_type_identifier'),
  status: text('status').$type<IssueStatus>().notNull(),
  displayName: text('display_name').notNull(),
  description: text('description').notNull(),
  startsAt: integer('starts_at').notNull(),
  endsAt: integer('ends_at'),
  maxIssue: integer('max_issue').notNull(),
  issued: integer('issued').notNull(),
  posted: text('posted', { mode: 'json' }).$type<JsonObject>().notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

export const templateIssues = sqliteTable('template_issues', {
  templateId: integer('template_id').primaryKey(),
  campaignId: integer('campaign_id').notNull(),
  accountId: integer('account_id').notNull(),
  index: text('index_token').notNull(),
  name: text('name').notNull(),
  status: text('status').$type<IssueStatus>().notNull(),
  startsAt: integer('starts_at').notNull(),
  endsAt: integer('ends_at'),
  maxIssue: integer('max_issue').notNull(),
  issued: integer('issued').notNull(),
  pushed: integer('pushed').notNull(),
  posted: text('posted', { mode: 'json' }).$type<JsonObject>().notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

export const passReferences = sqliteTable('pass_references', {
  passId: integer('pass_id').primaryKey(),
  campaignId: integer('campaign_id'),
  userDefinedId: text('user_defined_id'),
  recoveryEmail: text('recovery_email'),
  posted: text('posted', { mode: 'json' }).$type<JsonObject>().notNull(),
});

export const uniqueBarcodes = sqliteTable(
  'unique_barcodes',
  {
    passId: integer('pass_id').primaryKey(),
    templateId: integer('template_id').notNull(),
    message: text('message').notNull(),
  },
  (table) => [unique().on(table.templateId, table.message)],
);

export const jobs = sqliteTable(
  'jobs',
  {
    kind: text('kind').$type<Job['kind']>().notNull(),
    subjectId: integer('subject_id').notNull(),
    key: text('key').notNull(),
    id: integer('id').notNull(),
    updateTag: integer('update_tag').notNull(),
    runAt: integer('run_at').notNull(),
    attempts: integer('attempts').notNull(),
    cursor: integer('cursor').notNull().default(0),
    told: integer('told').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.kind, table.subjectId, table.key] })],
);

export const mails = sqliteTable('mails', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  /** Null: the mail brings a link whose pass is made later. */
  passId: integer('pass_id'),
  kind: text('kind').$type<MailKind>().notNull(),
  recipient: text('recipient').notNull(),
  createdAt: integer('created_at').notNull(),
  giveUpAt: integer('give_up_at').notNull(),
  state: text('state').$type<MailState>().notNull(),
  runAt: integer('run_at').notNull(),
  attempts: integer('attempts').notNull(),
  lastError: text('last_error'),
  sentAt: integer('sent_at'),
  messageId: text('message_id'),
  language: text('language'),
  batchId: integer('batch_id'),
  rowNumber: integer('row_number'),
  accountId: integer('account_id'),
});

/** Pushes that were given up after many tries, with how many devices they did not reach. */
export const givenUpPushes = sqliteTable('given_up_pushes', {
  id: integer('id').primaryKey(),
  accountId: integer('account_id').notNull(),
  devices: integer('devices').notNull(),
  status: integer('status'),
  reason: text('reason'),
  time: integer('time').notNull(),
});

export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    scope: text('scope').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    /** JSON text; null while the first call is still running. */
    answer: text('answer'),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.scope, table.key] })],
);

export const accountMarks = sqliteTable(
  'account_marks',
  {
    accountId: integer('account_id').notNull(),
    name: text('name').$type<MarkName>().notNull(),
    value: integer('value').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.name] })],
);

/** Settings of the whole server, one row each; what is secret is encrypted. */
export const serverSettings = sqliteTable('server_settings', {
  name: text('name').primaryKey(),
  value: text('value', { mode: 'json' }).$type<JsonObject>(),
  encryptedValue: blob('encrypted_value', { mode: 'buffer' }),
  changedAt: integer('changed_at').notNull(),
});

export const certificateReminders = sqliteTable('certificate_reminders', {
  certificateId: integer('certificate_id').primaryKey(),
  daysLeft: integer('days_left').notNull(),
});

/** Sessions of browsers that logged out before their cookie ends. */
export const endedSessions = sqliteTable('ended_sessions', {
  id: text('id').primaryKey(),
  expiresAt: integer('expires_at').notNull(),
});

export const counters = sqliteTable('counters', {
  name: text('name').primaryKey(),
  value: integer('value').notNull(),
});
