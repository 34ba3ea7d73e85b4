// The table of drafts as drizzle sees it; the others are in schema.ts.
import { bigint, pgTable, text } from 'drizzle-orm/pg-core';
import type { JsonObject } from '../../rules/values/values.ts';
import { json } from './columns.ts';

export const drafts = pgTable('drafts', {
  templateId: bigint('template_id', { mode: 'number' }).primaryKey(),
  revision: bigint('revision', { mode: 'number' }).notNull(),
  baseVersion: bigint('base_version', { mode: 'number' }).notNull(),
  passConstructor: json<JsonObject>('pass_constructor').notNull(),
  editedBy: text('edited_by').notNull(),
  editedAt: bigint('edited_at', { mode: 'number' }).notNull(),
});
