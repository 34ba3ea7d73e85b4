// The tables of events and of what stands beside them, as drizzle sees them.
import { blob, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';
import type { EventOutcome, NewEvent } from '../../ports/store/events.ts';
import type { AccessType } from '../../rules/passes/facts.ts';

export const events = sqliteTable('events', {
  id: integer('id').primaryKey(),
  /**
   * Null for a push of the whole template, which `templateId` then names; else `templateId` is
   * null.
   */
  passId: integer('pass_id'),
  templateId: integer('template_id'),
  accessType: integer('access_type').$type<AccessType>().notNull(),
  time: integer('time').notNull(),
  outcome: text('outcome').$type<EventOutcome>().notNull(),
  logged: integer('logged', { mode: 'boolean' }).notNull(),
  /**
   * Counts the traced events of one pass and outcome from 1, so that a number finds the trace to
   * delete.
   */
  traceNumber: integer('trace_number'),
  /** JSON text; null once deleted, and where `packedTrace` has the trace. */
  trace: text('trace'),
  /** The template under which the event ran, of a push of the whole template too. */
  ofTemplate: integer('of_template').notNull(),
  tillId: integer('till_id'),
  /** Whether the run changed what the pass shows; null: unknown, or no run. */
  changed: integer('changed', { mode: 'boolean' }),
  /** The version of the template under which the event ran; null: an event of an older Passwright. */
  templateVersion: integer('template_version'),
  /** See events-traces.ts; null once deleted, and for an event of an older Passwright. */
  packedTrace: blob('packed_trace', { mode: 'buffer' }),
});

/** What the traces of a template's events share. */
export const traceDictionaries = sqliteTable(
  'trace_dictionaries',
  {
    id: integer('id').primaryKey(),
    templateId: integer('template_id').notNull(),
    hash: text('hash').notNull(),
    content: blob('content', { mode: 'buffer' }).notNull(),
  },
  (table) => [unique().on(table.templateId, table.hash)],
);

/** The last event that template_events and template_accesses know; see migrations/0026-small-events.ts. */
export const filedEvents = sqliteTable('filed_events', {
  id: integer('id').primaryKey(),
  lastId: integer('last_id').notNull(),
});

/** The filed events of each template, `events.ofTemplate`. */
export const templateEvents = sqliteTable(
  'template_events',
  { templateId: integer('template_id').notNull(), eventId: integer('event_id').notNull() },
  (table) => [primaryKey({ columns: [table.templateId, table.eventId] })],
);

export const eventNotes = sqliteTable('event_notes', {
  eventId: integer('event_id').primaryKey(),
  who: text('who').notNull(),
  reason: text('reason').notNull(),
  undoes: integer('undoes'),
});

/** The rows of files that events were imported from. */
export const importedEvents = sqliteTable(
  'imported_events',
  {
    passId: integer('pass_id').notNull(),
    key: text('key').notNull(),
    /** Null: the event was purged. */
    eventId: integer('event_id'),
  },
  (table) => [primaryKey({ columns: [table.passId, table.key] })],
);

export const ruleUses = sqliteTable(
  'rule_uses',
  {
    templateId: integer('template_id').notNull(),
    place: text('place').notNull(),
    /** When the rule came into its template. */
    since: integer('since').notNull(),
    appliedAt: integer('applied_at'),
  },
  (table) => [primaryKey({ columns: [table.templateId, table.place] })],
);

/** Runs of triggers that wait for a request, with the event of one that is cut off. */
export const openRuns = sqliteTable('open_runs', {
  key: text('key').primaryKey(),
  passId: integer('pass_id').notNull(),
  cutOff: text('cut_off', { mode: 'json' }).$type<NewEvent>().notNull(),
});
