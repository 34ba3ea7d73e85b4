// The tables of events and of what stands beside them, as drizzle sees them.
import { bigint, boolean, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { EventOutcome, NewEvent } from '../../ports/store/events.ts';
import type { AccessType } from '../../rules/passes/facts.ts';
import type { JsonValue } from '../../rules/values/values.ts';
import { json } from './columns.ts';

export const events = pgTable('events', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  /**
   * Null for a push of the whole template, which `templateId` then names; else `templateId` is
   * null.
   */
  passId: bigint('pass_id', { mode: 'number' }),
  templateId: bigint('template_id', { mode: 'number' }),
  accessType: bigint('access_type', { mode: 'number' }).$type<AccessType>().notNull(),
  time: bigint('time', { mode: 'number' }).notNull(),
  outcome: text('outcome').$type<EventOutcome>().notNull(),
  logged: boolean('logged').notNull(),
  /**
   * Counts the traced events of one pass and outcome from 1, so that a number finds the trace to
   * delete.
   */
  traceNumber: bigint('trace_number', { mode: 'number' }),
  /** Null once deleted, and for an event without one. */
  trace: json<JsonValue>('trace'),
  /** The template under which the event ran, of a push of the whole template too. */
  ofTemplate: bigint('of_template', { mode: 'number' }).notNull(),
  tillId: bigint('till_id', { mode: 'number' }),
  /** Whether the run changed what the pass shows; null: unknown, or no run. */
  changed: boolean('changed'),
  /** The version of the template under which the event ran; null: an event that an older Passwright stored in SQLite. */
  templateVersion: bigint('template_version', { mode: 'number' }),
});

export const eventNotes = pgTable('event_notes', {
  eventId: bigint('event_id', { mode: 'number' }).primaryKey(),
  who: text('who').notNull(),
  reason: text('reason').notNull(),
  undoes: bigint('undoes', { mode: 'number' }),
});

/** The rows of files that events were imported from. */
export const importedEvents = pgTable(
  'imported_events',
  {
    passId: bigint('pass_id', { mode: 'number' }).notNull(),
    key: text('key').notNull(),
    /** Null: the event was purged. */
    eventId: bigint('event_id', { mode: 'number' }),
  },
  (table) => [primaryKey({ columns: [table.passId, table.key] })],
);

export const ruleUses = pgTable(
  'rule_uses',
  {
    templateId: bigint('template_id', { mode: 'number' }).notNull(),
    place: text('place').notNull(),
    /** When the rule came into its template. */
    since: bigint('since', { mode: 'number' }).notNull(),
    appliedAt: bigint('applied_at', { mode: 'number' }),
  },
  (table) => [primaryKey({ columns: [table.templateId, table.place] })],
);

/** Runs of triggers that wait for a request, with the event of one that is cut off. */
export const openRuns = pgTable('open_runs', {
  key: text('key').primaryKey(),
  passId: bigint('pass_id', { mode: 'number' }).notNull(),
  cutOff: json<NewEvent>('cut_off').notNull(),
});
