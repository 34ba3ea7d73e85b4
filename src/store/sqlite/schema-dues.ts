// The tables of schedules as drizzle sees them; the others are in schema.ts.
import { integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';

export const dues = sqliteTable(
  'dues',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    passId: integer('pass_id').notNull(),
    templateId: integer('template_id').notNull(),
    key: text('key').notNull(),
    /** Null: nothing waits. */
    dueAt: integer('due_at'),
    fired: integer('fired'),
    firedAt: integer('fired_at'),
  },
  (table) => [unique().on(table.passId, table.key)],
);

export const scheduleRuns = sqliteTable(
  'schedule_runs',
  {
    templateId: integer('template_id').notNull(),
    key: text('key').notNull(),
    at: integer('at').notNull(),
    reached: integer('reached').notNull(),
    leftOut: integer('left_out').notNull(),
  },
  (table) => [primaryKey({ columns: [table.templateId, table.key] })],
);
