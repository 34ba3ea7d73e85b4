// The tables of phones and of what they hold, as drizzle sees them.
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const devices = sqliteTable('devices', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  deviceLibraryIdentifier: text('device_library_identifier').notNull(),
  passTypeIdentifier: text('pass_type_identifier').notNull(),
  pushToken: text('push_token').notNull(),
  tokenAt: integer('token_at').notNull(),
  /** The newest update tag that a push announced to the device. */
  pushedTag: integer('pushed_tag').notNull(),
  lastPushAt: integer('last_push_at'),
  lastPushStatus: integer('last_push_status'),
  lastPushReason: text('last_push_reason'),
  /** When the device last asked which of its passes changed. */
  askedAt: integer('asked_at'),
});

export const registrations = sqliteTable(
  'registrations',
  {
    passId: integer('pass_id').notNull(),
    deviceId: integer('device_id').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.passId, table.deviceId] })],
);

export const withdrawnPasses = sqliteTable('withdrawn_passes', {
  id: integer('id').primaryKey(),
  templateId: integer('template_id').notNull(),
  accountId: integer('account_id').notNull(),
  serialNumber: text('serial_number').notNull(),
  authenticationToken: text('authentication_token').notNull(),
  passTypeIdentifier: text('pass_type_identifier').notNull(),
  name: text('name').notNull(),
  updateTag: integer('update_tag').notNull(),
  lastModified: integer('last_modified').notNull(),
  importedSerialNumber: text('imported_serial_number'),
});
