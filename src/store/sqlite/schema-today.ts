// The tables behind Today as drizzle sees them: what accounts have put out of sight, and pushes that
// failed for good; see schema.ts.
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { MarkName } from '../../ports/store/marks.ts';

export const accountMarks = sqliteTable(
  'account_marks',
  {
    accountId: integer('account_id').notNull(),
    name: text('name').$type<MarkName>().notNull(),
    value: integer('value').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.name] })],
);

/** Pushes that were given up after many tries, with how many devices they did not reach. */
export const givenUpPushes = sqliteTable('given_up_pushes', {
  id: integer('id').primaryKey(),
  accountId: integer('account_id').notNull(),
  devices: integer('devices').notNull(),
  status: integer('status'),
  reason: text('reason'),
  time: integer('time').notNull(),
});
