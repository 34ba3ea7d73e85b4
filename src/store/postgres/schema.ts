// The tables as drizzle sees them. migrations/ holds the SQL that creates them; a test compares the
// two. Some topics have a file of their own. Times are milliseconds since 1970.
import { bigint, boolean, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import type { Logo } from '../../ports/store/accounts.ts';
import type { ApiSurface, AssistantRole } from '../../ports/store/api-keys.ts';
import type { Job } from '../../ports/store/jobs.ts';
import type { MailKind, MailState } from '../../ports/store/mails.ts';
import type { MarkName } from '../../ports/store/marks.ts';
import type { Undo } from '../../ports/store/undo.ts';
import type { AccessFacts, Overrides } from '../../rules/passes/facts.ts';
import type { IssueStatus } from '../../rules/passes/issue.ts';
import type { JsonObject, JsonValue } from '../../rules/values/values.ts';
import { bytes, json, tsvector } from './columns.ts';

export { batches, batchRows } from './schema-batches.ts';
export * from './schema-counts.ts';
export * from './schema-devices.ts';
export * from './schema-drafts.ts';
export * from './schema-dues.ts';
export * from './schema-events.ts';
export * from './schema-google.ts';
export * from './schema-segments.ts';
export * from './schema-webhooks.ts';

export const accounts = pgTable('accounts', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  email: text('email').notNull(),
  /**
   * The e-mail address in lower case, for comparing and uniqueness. SQLite's own NOCASE knows ASCII
   * only.
   */
  emailKey: text('email_key').notNull(),
  name: text('name').notNull(),
  passwordHash: text('password_hash').notNull(),
  subscription: text('subscription').notNull(),
  expiresAt: bigint('expires_at', { mode: 'number' }),
  additional: json<JsonObject>('additional').notNull(),
  whitelabel: boolean('whitelabel').notNull(),
  managerId: bigint('manager_id', { mode: 'number' }),
  backgroundColor: text('background_color'),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
  logo: json<Logo>('logo'),
  lenientTokens: boolean('lenient_tokens').notNull().default(false),
  language: text('language'),
  timeZone: text('time_zone'),
  hashSalt: text('hash_salt').notNull().default(''),
  isOperator: boolean('is_operator').notNull().default(false),
});

export const apiKeys = pgTable('api_keys', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  accountId: bigint('account_id', { mode: 'number' }).notNull(),
  surface: text('surface').$type<ApiSurface>().notNull(),
  key: text('key').notNull(),
  ending: text('ending').notNull(),
  encryptedSecret: bytes('encrypted_secret'),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
  revokedAt: bigint('revoked_at', { mode: 'number' }),
  lastUsedAt: bigint('last_used_at', { mode: 'number' }),
  role: text('role').$type<AssistantRole>(),
});

export const certificates = pgTable('certificates', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  accountId: bigint('account_id', { mode: 'number' }),
  passTypeIdentifier: text('pass_type_identifier').notNull(),
  teamIdentifier: text('team_identifier').notNull(),
  certificate: bytes('certificate').notNull(),
  intermediate: bytes('intermediate').notNull(),
  encryptedKey: bytes('encrypted_key').notNull(),
  notAfter: bigint('not_after', { mode: 'number' }).notNull(),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
  publicId: text('public_id').notNull(),
  name: text('name'),
  description: text('description'),
});

export const certificateRequests = pgTable('certificate_requests', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  accountId: bigint('account_id', { mode: 'number' }).notNull(),
  name: text('name').notNull(),
  publicKey: bytes('public_key').notNull(),
  encryptedKey: bytes('encrypted_key').notNull(),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
});

export const templates = pgTable('templates', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  accountId: bigint('account_id', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
  name: text('name').notNull(),
  isPublic: boolean('is_public').notNull(),
  version: bigint('version', { mode: 'number' }).notNull(),
  triggersPaused: boolean('triggers_paused').notNull(),
  updateTag: bigint('update_tag', { mode: 'number' }).notNull(),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
  updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
  passTypeIdentifier: text('pass_type_identifier'),
  lastModified: bigint('last_modified', { mode: 'number' }).notNull(),
  isExample: boolean('is_example').notNull().default(false),
});

export const templateVersions = pgTable(
  'template_versions',
  {
    templateId: bigint('template_id', { mode: 'number' }).notNull(),
    version: bigint('version', { mode: 'number' }).notNull(),
    passConstructor: json<JsonObject>('pass_constructor').notNull(),
    createdAt: bigint('created_at', { mode: 'number' }).notNull(),
    /** See TemplateVersion; null: a version of an older Passwright. */
    author: text('author'),
    note: text('note'),
  },
  (table) => [primaryKey({ columns: [table.templateId, table.version] })],
);

export const templateChecks = pgTable('template_checks', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  templateId: bigint('template_id', { mode: 'number' }).notNull(),
  name: text('name').notNull(),
  content: json<JsonObject>('content').notNull(),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
});

export const images = pgTable('images', {
  hash: text('hash').primaryKey(),
  mediaType: text('media_type').notNull(),
  bytes: bytes('bytes').notNull(),
});

/** The time when a caller last gave each image, ms. */
export const imageUses = pgTable('image_uses', {
  hash: text('hash').primaryKey(),
  givenAt: bigint('given_at', { mode: 'number' }).notNull(),
});

/** The words by which searches find each pass. */
export const passWords = pgTable('pass_words', {
  passId: bigint('pass_id', { mode: 'number' }).primaryKey(),
  accountId: bigint('account_id', { mode: 'number' }).notNull(),
  templateId: bigint('template_id', { mode: 'number' }).notNull(),
  words: tsvector('words').notNull(),
});

export const passes = pgTable('passes', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  templateId: bigint('template_id', { mode: 'number' }).notNull(),
  serialNumber: text('serial_number').notNull(),
  hash: text('hash').notNull(),
  authenticationToken: text('authentication_token').notNull(),
  updateTag: bigint('update_tag', { mode: 'number' }).notNull(),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
  updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
  /**
   * Bit n is set once access type n was logged. Statistics and lists of passes read it from an
   * index alone.
   */
  accessed: bigint('accessed', { mode: 'number' }).notNull(),
  access: json<AccessFacts>('access').notNull(),
  overrides: json<Overrides>('overrides').notNull(),
  passTypeIdentifier: text('pass_type_identifier'),
  lastModified: bigint('last_modified', { mode: 'number' }).notNull(),
  invalidatedAt: bigint('invalidated_at', { mode: 'number' }),
  passcodeHash: text('passcode_hash'),
  /** Whether a device holds the pass now, or somebody has saved it in Google Wallet. */
  onPhone: boolean('on_phone').notNull().default(false),
  /** The day of the last scan, in days since 1970 in UTC; null: never scanned. */
  visitedDay: bigint('visited_day', { mode: 'number' }),
  /** Null: nothing to take back. */
  undo: json<Undo>('undo'),
  isTest: boolean('is_test').notNull().default(false),
  onGoogle: boolean('on_google').notNull().default(false),
  /** Of a pass from another product, which Wallet knows by it; null: by `serialNumber`. */
  importedSerialNumber: text('imported_serial_number'),
  webServiceURL: text('web_service_url'),
  /** Whether the pass is on a phone and no device holds it, so that APNs has nobody to tell. */
  googleOnly: boolean('google_only').notNull().default(false),
});

export const campaigns = pgTable('campaigns', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  accountId: bigint('account_id', { mode: 'number' }).notNull(),
  index: text('index_token').notNull(),
  name: text('name').notNull(),
  passTypeIdentifier: text('pass_type_identifier'),
  status: text('status').$type<IssueStatus>().notNull(),
  displayName: text('display_name').notNull(),
  description: text('description').notNull(),
  startsAt: bigint('starts_at', { mode: 'number' }).notNull(),
  endsAt: bigint('ends_at', { mode: 'number' }),
  maxIssue: bigint('max_issue', { mode: 'number' }).notNull(),
  issued: bigint('issued', { mode: 'number' }).notNull(),
  posted: json<JsonObject>('posted').notNull(),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
  updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
});

export const templateIssues = pgTable('template_issues', {
  templateId: bigint('template_id', { mode: 'number' }).primaryKey(),
  campaignId: bigint('campaign_id', { mode: 'number' }).notNull(),
  accountId: bigint('account_id', { mode: 'number' }).notNull(),
  index: text('index_token').notNull(),
  name: text('name').notNull(),
  status: text('status').$type<IssueStatus>().notNull(),
  startsAt: bigint('starts_at', { mode: 'number' }).notNull(),
  endsAt: bigint('ends_at', { mode: 'number' }),
  maxIssue: bigint('max_issue', { mode: 'number' }).notNull(),
  issued: bigint('issued', { mode: 'number' }).notNull(),
  pushed: bigint('pushed', { mode: 'number' }).notNull(),
  posted: json<JsonObject>('posted').notNull(),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
  updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
});

export const passReferences = pgTable('pass_references', {
  passId: bigint('pass_id', { mode: 'number' }).primaryKey(),
  campaignId: bigint('campaign_id', { mode: 'number' }),
  userDefinedId: text('user_defined_id'),
  recoveryEmail: text('recovery_email'),
  posted: json<JsonObject>('posted').notNull(),
});

export const uniqueBarcodes = pgTable(
  'unique_barcodes',
  {
    passId: bigint('pass_id', { mode: 'number' }).primaryKey(),
    templateId: bigint('template_id', { mode: 'number' }).notNull(),
    message: text('message').notNull(),
  },
  (table) => [unique().on(table.templateId, table.message)],
);

export const jobs = pgTable(
  'jobs',
  {
    kind: text('kind').$type<Job['kind']>().notNull(),
    subjectId: bigint('subject_id', { mode: 'number' }).notNull(),
    key: text('key').notNull(),
    id: bigint('id', { mode: 'number' }).notNull().generatedByDefaultAsIdentity(),
    updateTag: bigint('update_tag', { mode: 'number' }).notNull(),
    runAt: bigint('run_at', { mode: 'number' }).notNull(),
    attempts: bigint('attempts', { mode: 'number' }).notNull(),
    cursor: bigint('cursor', { mode: 'number' }).notNull().default(0),
    told: bigint('told', { mode: 'number' }).notNull().default(0),
    /** The server that performs the job (engine/servers.ts); null: none does. */
    claimedBy: text('claimed_by'),
    /** The update tag of the first claim since a change wrote or joined the job; see jobs-claims.ts. */
    claimedTag: bigint('claimed_tag', { mode: 'number' }),
  },
  (table) => [primaryKey({ columns: [table.kind, table.subjectId, table.key] })],
);

export const mails = pgTable('mails', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  /** Null: the mail brings a link whose pass is made later. */
  passId: bigint('pass_id', { mode: 'number' }),
  kind: text('kind').$type<MailKind>().notNull(),
  recipient: text('recipient').notNull(),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
  giveUpAt: bigint('give_up_at', { mode: 'number' }).notNull(),
  state: text('state').$type<MailState>().notNull(),
  runAt: bigint('run_at', { mode: 'number' }).notNull(),
  attempts: bigint('attempts', { mode: 'number' }).notNull(),
  lastError: text('last_error'),
  sentAt: bigint('sent_at', { mode: 'number' }),
  messageId: text('message_id'),
  language: text('language'),
  batchId: bigint('batch_id', { mode: 'number' }),
  rowNumber: bigint('row_number', { mode: 'number' }),
  accountId: bigint('account_id', { mode: 'number' }),
  /** See jobs. */
  claimedBy: text('claimed_by'),
});

/** Pushes that were given up after many tries, with how many devices they did not reach. */
export const givenUpPushes = pgTable('given_up_pushes', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  accountId: bigint('account_id', { mode: 'number' }).notNull(),
  devices: bigint('devices', { mode: 'number' }).notNull(),
  status: bigint('status', { mode: 'number' }),
  reason: text('reason'),
  time: bigint('time', { mode: 'number' }).notNull(),
});

export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    scope: text('scope').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    /** Null while the first call is still running. */
    answer: json<JsonValue>('answer'),
    expiresAt: bigint('expires_at', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.scope, table.key] })],
);

export const accountMarks = pgTable(
  'account_marks',
  {
    accountId: bigint('account_id', { mode: 'number' }).notNull(),
    name: text('name').$type<MarkName>().notNull(),
    value: bigint('value', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.name] })],
);

/** Settings of the whole server, one row each; what is secret is encrypted. */
export const serverSettings = pgTable('server_settings', {
  name: text('name').primaryKey(),
  value: json<JsonObject>('value'),
  encryptedValue: bytes('encrypted_value'),
  changedAt: bigint('changed_at', { mode: 'number' }).notNull(),
});

export const certificateReminders = pgTable('certificate_reminders', {
  certificateId: bigint('certificate_id', { mode: 'number' }).primaryKey(),
  daysLeft: bigint('days_left', { mode: 'number' }).notNull(),
});

/** The servers that use the database; see engine/servers.ts. By the clock of PostgreSQL. */
export const servers = pgTable('servers', {
  id: text('id').primaryKey(),
  seenAt: bigint('seen_at', { mode: 'number' }).notNull(),
  since: bigint('since', { mode: 'number' }).notNull(),
});

/** Sessions of browsers that logged out before their cookie ends. */
export const endedSessions = pgTable('ended_sessions', {
  id: text('id').primaryKey(),
  expiresAt: bigint('expires_at', { mode: 'number' }).notNull(),
});

export const counters = pgTable('counters', {
  name: text('name').primaryKey(),
  value: bigint('value', { mode: 'number' }).notNull(),
});
