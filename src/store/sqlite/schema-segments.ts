// The tables of segments and bulk changes as drizzle sees them; see schema.ts.
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { BulkState, PassFate } from '../../ports/store/bulk.ts';
import type { BulkAction, ChangedPath } from '../../rules/segments/bulk-action.ts';

export const segments = sqliteTable('segments', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  templateId: integer('template_id').notNull(),
  name: text('name').notNull(),
  condition: text('condition').notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
  matched: integer('matched'),
  looked: integer('looked'),
  countedAt: integer('counted_at'),
  cursor: integer('cursor'),
  matchedSoFar: integer('matched_so_far').notNull(),
  lookedSoFar: integer('looked_so_far').notNull(),
});

export const bulkChanges = sqliteTable('bulk_changes', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  templateId: integer('template_id').notNull(),
  name: text('name').notNull(),
  condition: text('condition').notNull(),
  action: text('action', { mode: 'json' }).$type<BulkAction>().notNull(),
  who: text('who').notNull(),
  total: integer('total').notNull(),
  state: text('state').$type<BulkState>().notNull(),
  cursor: integer('cursor').notNull(),
  looked: integer('looked').notNull(),
  matched: integer('matched').notNull(),
  changed: integer('changed').notNull(),
  failed: integer('failed').notNull(),
  undone: integer('undone').notNull(),
  left: integer('kept').notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

export const bulkPasses = sqliteTable(
  'bulk_passes',
  {
    bulkId: integer('bulk_id').notNull(),
    passId: integer('pass_id').notNull(),
    fate: text('fate').$type<PassFate>().notNull(),
    values: text('changed', { mode: 'json' }).$type<readonly ChangedPath[]>().notNull(),
    message: text('message'),
  },
  (table) => [primaryKey({ columns: [table.bulkId, table.passId] })],
);
