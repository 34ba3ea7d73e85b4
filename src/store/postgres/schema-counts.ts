// The tables of numbers that pages show, as drizzle sees them. Each number is the sum of its rows:
// every connection of a server has a shard of its own, so that no change waits for another one's
// number (engine/lanes.ts).
import { bigint, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { AccessType } from '../../rules/passes/facts.ts';

export const passSources = pgTable(
  'pass_sources',
  {
    templateId: bigint('template_id', { mode: 'number' }).notNull(),
    source: text('source').notNull(),
    shard: integer('shard').notNull(),
    created: bigint('created', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.templateId, table.source, table.shard] })],
);

/** Written by triggers, see migrations/0001-first.ts. */
export const templateCounts = pgTable(
  'template_counts',
  {
    templateId: bigint('template_id', { mode: 'number' }).notNull(),
    shard: integer('shard').notNull(),
    created: bigint('created', { mode: 'number' }).notNull(),
    installed: bigint('installed', { mode: 'number' }).notNull(),
    deleted: bigint('deleted', { mode: 'number' }).notNull(),
    scanned: bigint('scanned', { mode: 'number' }).notNull(),
    registered: bigint('registered', { mode: 'number' }).notNull(),
    onPhones: bigint('on_phones', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.templateId, table.shard] })],
);

export const templateAccesses = pgTable(
  'template_accesses',
  {
    templateId: bigint('template_id', { mode: 'number' }).notNull(),
    accessType: bigint('access_type', { mode: 'number' }).$type<AccessType>().notNull(),
    /** Quarters of an hour since 1970. */
    quarter: bigint('quarter', { mode: 'number' }).notNull(),
    shard: integer('shard').notNull(),
    events: bigint('events', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.templateId, table.accessType, table.quarter, table.shard] })],
);

export const templateOwnValues = pgTable(
  'template_own_values',
  {
    templateId: bigint('template_id', { mode: 'number' }).notNull(),
    path: text('path').notNull(),
    shard: integer('shard').notNull(),
    passes: bigint('passes', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.templateId, table.path, table.shard] })],
);
