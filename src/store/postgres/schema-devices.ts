// The tables of phones and of what they hold, as drizzle sees them.
import { bigint, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

export const devices = pgTable('devices', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  deviceLibraryIdentifier: text('device_library_identifier').notNull(),
  passTypeIdentifier: text('pass_type_identifier').notNull(),
  pushToken: text('push_token').notNull(),
  tokenAt: bigint('token_at', { mode: 'number' }).notNull(),
  /** The newest update tag that a push announced to the device. */
  pushedTag: bigint('pushed_tag', { mode: 'number' }).notNull(),
  lastPushAt: bigint('last_push_at', { mode: 'number' }),
  lastPushStatus: bigint('last_push_status', { mode: 'number' }),
  lastPushReason: text('last_push_reason'),
  /** When the device last asked which of its passes changed. */
  askedAt: bigint('asked_at', { mode: 'number' }),
});

export const registrations = pgTable(
  'registrations',
  {
    passId: bigint('pass_id', { mode: 'number' }).notNull(),
    deviceId: bigint('device_id', { mode: 'number' }).notNull(),
    createdAt: bigint('created_at', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.passId, table.deviceId] })],
);

export const withdrawnPasses = pgTable('withdrawn_passes', {
  id: bigint('id', { mode: 'number' }).primaryKey(),
  templateId: bigint('template_id', { mode: 'number' }).notNull(),
  accountId: bigint('account_id', { mode: 'number' }).notNull(),
  serialNumber: text('serial_number').notNull(),
  authenticationToken: text('authentication_token').notNull(),
  passTypeIdentifier: text('pass_type_identifier').notNull(),
  name: text('name').notNull(),
  updateTag: bigint('update_tag', { mode: 'number' }).notNull(),
  lastModified: bigint('last_modified', { mode: 'number' }).notNull(),
  importedSerialNumber: text('imported_serial_number'),
});
