// The tables of segments and bulk changes as drizzle sees them; see schema.ts.
import { bigint, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { BulkState, PassFate } from '../../ports/store/bulk.ts';
import type { BulkAction, ChangedPath } from '../../rules/segments/bulk-action.ts';
import { json } from './columns.ts';

export const segments = pgTable('segments', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  templateId: bigint('template_id', { mode: 'number' }).notNull(),
  name: text('name').notNull(),
  condition: text('condition').notNull(),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
  updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
  matched: bigint('matched', { mode: 'number' }),
  looked: bigint('looked', { mode: 'number' }),
  countedAt: bigint('counted_at', { mode: 'number' }),
  cursor: bigint('cursor', { mode: 'number' }),
  matchedSoFar: bigint('matched_so_far', { mode: 'number' }).notNull(),
  lookedSoFar: bigint('looked_so_far', { mode: 'number' }).notNull(),
});

export const bulkChanges = pgTable('bulk_changes', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  templateId: bigint('template_id', { mode: 'number' }).notNull(),
  name: text('name').notNull(),
  condition: text('condition').notNull(),
  action: json<BulkAction>('action').notNull(),
  who: text('who').notNull(),
  total: bigint('total', { mode: 'number' }).notNull(),
  state: text('state').$type<BulkState>().notNull(),
  cursor: bigint('cursor', { mode: 'number' }).notNull(),
  looked: bigint('looked', { mode: 'number' }).notNull(),
  matched: bigint('matched', { mode: 'number' }).notNull(),
  changed: bigint('changed', { mode: 'number' }).notNull(),
  failed: bigint('failed', { mode: 'number' }).notNull(),
  undone: bigint('undone', { mode: 'number' }).notNull(),
  left: bigint('kept', { mode: 'number' }).notNull(),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
  updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
});

export const bulkPasses = pgTable(
  'bulk_passes',
  {
    bulkId: bigint('bulk_id', { mode: 'number' }).notNull(),
    passId: bigint('pass_id', { mode: 'number' }).notNull(),
    fate: text('fate').$type<PassFate>().notNull(),
    values: json<readonly ChangedPath[]>('changed').notNull(),
    message: text('message'),
  },
  (table) => [primaryKey({ columns: [table.bulkId, table.passId] })],
);
