// The tables of schedules as drizzle sees them; the others are in schema.ts.
import { bigint, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';

export const dues = pgTable(
  'dues',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
    passId: bigint('pass_id', { mode: 'number' }).notNull(),
    templateId: bigint('template_id', { mode: 'number' }).notNull(),
    key: text('key').notNull(),
    /** Null: nothing waits. */
    dueAt: bigint('due_at', { mode: 'number' }),
    fired: bigint('fired', { mode: 'number' }),
    firedAt: bigint('fired_at', { mode: 'number' }),
    /** See jobs. */
    claimedBy: text('claimed_by'),
  },
  (table) => [unique().on(table.passId, table.key)],
);

export const scheduleRuns = pgTable(
  'schedule_runs',
  {
    templateId: bigint('template_id', { mode: 'number' }).notNull(),
    key: text('key').notNull(),
    at: bigint('at', { mode: 'number' }).notNull(),
    reached: bigint('reached', { mode: 'number' }).notNull(),
    leftOut: bigint('left_out', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.templateId, table.key] })],
);
