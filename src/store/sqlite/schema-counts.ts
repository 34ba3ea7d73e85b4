// The tables of numbers that pages show, as drizzle sees them; see migrations/0018-counts.ts.
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { AccessType } from '../../rules/passes/facts.ts';

export const passSources = sqliteTable(
  'pass_sources',
  {
    templateId: integer('template_id').notNull(),
    source: text('source').notNull(),
    created: integer('created').notNull(),
  },
  (table) => [primaryKey({ columns: [table.templateId, table.source] })],
);

/** Kept by triggers, see migrations/0018-counts.ts. */
export const templateCounts = sqliteTable('template_counts', {
  templateId: integer('template_id').primaryKey(),
  created: integer('created').notNull(),
  installed: integer('installed').notNull(),
  deleted: integer('deleted').notNull(),
  scanned: integer('scanned').notNull(),
  registered: integer('registered').notNull(),
  onPhones: integer('on_phones').notNull(),
});

/** Of filed events alone; see migrations/0026-small-events.ts. */
export const templateAccesses = sqliteTable(
  'template_accesses',
  {
    templateId: integer('template_id').notNull(),
    accessType: integer('access_type').$type<AccessType>().notNull(),
    /** Quarters of an hour since 1970. */
    quarter: integer('quarter').notNull(),
    events: integer('events').notNull(),
  },
  (table) => [primaryKey({ columns: [table.templateId, table.accessType, table.quarter] })],
);

export const templateOwnValues = sqliteTable(
  'template_own_values',
  {
    templateId: integer('template_id').notNull(),
    path: text('path').notNull(),
    passes: integer('passes').notNull(),
  },
  (table) => [primaryKey({ columns: [table.templateId, table.path] })],
);
