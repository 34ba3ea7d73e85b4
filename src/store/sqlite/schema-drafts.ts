// The table of drafts as drizzle sees it; the others are in schema.ts.
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { JsonObject } from '../../rules/values/values.ts';

export const drafts = sqliteTable('drafts', {
  templateId: integer('template_id').primaryKey(),
  revision: integer('revision').notNull(),
  baseVersion: integer('base_version').notNull(),
  passConstructor: text('pass_constructor', { mode: 'json' }).$type<JsonObject>().notNull(),
  editedBy: text('edited_by').notNull(),
  editedAt: integer('edited_at').notNull(),
});
