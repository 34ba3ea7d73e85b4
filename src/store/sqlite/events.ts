// Stores events: append-only, one row each. Only the newest traces of each pass and outcome stay.
import { and, asc, eq, gte, max, min, sql } from 'drizzle-orm';
import type { EventStore, NewEvent, TrackedEvent } from '../../ports/store/events.ts';
import type { Template } from '../../ports/store/templates.ts';
import { type AccessType, DELETE, INSTALL, PUSH } from '../../rules/passes/facts.ts';
import { traceAfter } from '../changes.ts';
import type { Connection } from './engine/connection.ts';
import { eventListStore } from './events-lists.ts';
import type { Traces } from './events-traces.ts';
import type { RuleUses } from './rule-uses.ts';
import { events, passes } from './schema.ts';

/** A template and its version. */
type VersionOf = Pick<Template, 'id' | 'version'>;

export interface EventLog {
  /**
   * Appends an event of a pass under its template, deletes its oldest trace when there is one too
   * many, and notes which rules applied. `isNew`: the pass has no event yet. Inside a write only.
   */
  appendToPass(passId: number, ranUnder: VersionOf, event: NewEvent, isNew?: boolean): void;
  /** Appends an event of a whole template. Inside a write only. */
  appendToTemplate(template: VersionOf, event: NewEvent): void;
}

export function eventLog(
  { client, eventsWritten }: Connection,
  { rules, traces }: { readonly rules: Pick<RuleUses, 'applied'>; readonly traces: Pick<Traces, 'packed'> },
): EventLog {
  const add = client.prepare<(number | string | Buffer | null)[]>(`
    INSERT INTO events
      (pass_id, template_id, of_template, template_version, access_type, time, outcome, logged, changed, till_id,
       trace_number, packed_trace)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  // Both statements descend the index once, however many events there are.
  const newestTrace = client
    .prepare<[number, string], number | null>(
      'SELECT trace_number FROM events WHERE pass_id = ? AND outcome = ? ORDER BY trace_number DESC LIMIT 1',
    )
    .pluck();
  const forgetTrace = client.prepare<[number, string, number]>(
    'UPDATE events SET trace = NULL, packed_trace = NULL WHERE pass_id = ? AND outcome = ? AND trace_number = ?',
  );

  const addNote = client.prepare<[number | bigint, string, string, number | null]>(
    'INSERT INTO event_notes (event_id, who, reason, undoes) VALUES (?, ?, ?, ?)',
  );
  const addKey = client.prepare<[number | null, string, number | bigint]>(
    'INSERT INTO imported_events (pass_id, key, event_id) VALUES (?, ?, ?)',
  );
  const takeBack = client.prepare<[number]>('UPDATE events SET logged = 0 WHERE id = ?');

  const append = (passId: number | null, template: VersionOf, traceNumber: number | null, event: NewEvent) => {
    const { id: templateId, version } = template;
    const { accessType, time, outcome, logged, changed, tillId = null, applied, note, usualTrace = '' } = event;
    const { imported } = event;
    const trace = event.trace === null ? null : traces.packed(templateId, event.trace, usualTrace);
    const { lastInsertRowid } = add.run(
      passId,
      passId === null ? templateId : null,
      templateId,
      version,
      accessType,
      time,
      outcome,
      logged ? 1 : 0,
      changed === undefined ? null : changed ? 1 : 0,
      tillId,
      traceNumber,
      trace,
    );
    if (applied !== undefined && applied.length > 0) rules.applied(templateId, applied, time);
    if (imported !== undefined) addKey.run(passId, imported, lastInsertRowid);
    eventsWritten.announce();
    if (note === undefined) return;
    addNote.run(lastInsertRowid, note.who, note.reason, note.undoes);
    if (note.undoes !== null) takeBack.run(note.undoes);
  };

  return {
    appendToPass(passId, ranUnder, event, isNew = false) {
      const { outcome } = event;
      if (event.trace === null) return append(passId, ranUnder, null, event);
      const { number, forgotten } = traceAfter(isNew ? null : (newestTrace.get(passId, outcome) ?? null));
      append(passId, ranUnder, number, event);
      if (forgotten !== null) forgetTrace.run(passId, outcome, forgotten);
    },
    appendToTemplate: (template, event) => append(null, template, null, event),
  };
}

export function eventStore(connection: Connection, traces: Pick<Traces, 'read'>): EventStore {
  const { db, eventsWritten } = connection;
  const shown = {
    id: events.id,
    accessType: events.accessType,
    time: events.time,
    outcome: events.outcome,
    logged: events.logged,
    plain: events.trace,
    packed: events.packedTrace,
    changed: events.changed,
  };
  const ofPass = db
    .select(shown)
    .from(events)
    .where(eq(events.passId, sql.placeholder('passId')));
  const ofTemplateSince = db
    .select(shown)
    .from(events)
    .innerJoin(passes, and(eq(passes.templateId, events.templateId), gte(events.time, passes.createdAt)))
    .where(eq(passes.id, sql.placeholder('passId')));
  const tracking = ofPass.unionAll(ofTemplateSince).orderBy(asc(events.time), asc(events.id)).prepare();
  const facts = db
    .select({ access: passes.access })
    .from(passes)
    .where(eq(passes.id, sql.placeholder('passId')))
    .prepare();
  const lastPush = db
    .select({ time: max(events.time) })
    .from(passes)
    .innerJoin(events, and(eq(events.templateId, passes.templateId), gte(events.time, passes.createdAt)))
    .where(and(eq(passes.id, sql.placeholder('passId')), eq(events.accessType, PUSH), eq(events.logged, true)))
    .prepare();

  const firstOf = db
    .select({ time: min(events.time) })
    .from(events)
    .where(
      and(
        eq(events.passId, sql.placeholder('passId')),
        eq(events.accessType, sql.placeholder('accessType')),
        eq(events.logged, true),
      ),
    )
    .prepare();

  return {
    ...eventListStore(connection, traces),

    watchEvents: (notify) => eventsWritten.watch(notify),

    registrationTimes: async (passId) => {
      const access = facts.get({ passId })?.access ?? {};
      const first = (accessType: AccessType) => firstOf.get({ passId, accessType })?.time ?? null;
      return {
        firstRegisteredAt: first(INSTALL),
        lastRegisteredAt: access[INSTALL]?.last ?? null,
        firstUnregisteredAt: first(DELETE),
        lastUnregisteredAt: access[DELETE]?.last ?? null,
      };
    },

    tracking: async (passId) =>
      tracking.all({ passId }).map(
        ({ changed, plain, packed, ...row }): TrackedEvent => ({
          ...row,
          trace: traces.read(plain, packed),
          ...(changed === null ? {} : { changed }),
        }),
      ),

    lastAccess: async (passId, accessType) => {
      const own = facts.get({ passId })?.access[accessType]?.last ?? null;
      const pushed = accessType === PUSH ? (lastPush.get({ passId })?.time ?? null) : null;
      return own === null || pushed === null ? (own ?? pushed) : Math.max(own, pushed);
    },
  };
}
