// Stores events: append-only, one row each. Only the newest traces of each pass and outcome stay.
import { type EventStore, type NewEvent, TRACES_KEPT, type TrackedEvent } from '../../ports/store/events.ts';
import type { Template } from '../../ports/store/templates.ts';
import { type AccessFacts, type AccessType, DELETE, INSTALL, PUSH } from '../../rules/passes/facts.ts';
import type { JsonValue } from '../../rules/values/values.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';
import { eventListStore } from './events-lists.ts';
import type { RuleUses } from './rule-uses.ts';

/** A template and its version. */
type VersionOf = Pick<Template, 'id' | 'version'>;

export interface EventLog {
  /**
   * Appends an event of a pass under its template, deletes its oldest trace when there is one too
   * many, and notes which rules applied.
   */
  appendToPass(tx: Tx, passId: number, ranUnder: VersionOf, event: NewEvent): void;
  /** Appends an event of a whole template. */
  appendToTemplate(tx: Tx, template: VersionOf, event: NewEvent): void;
}

const COLUMNS = `pass_id, template_id, of_template, template_version, access_type, time, outcome, logged, changed,
  till_id, trace_number, trace`;
const VALUES =
  '$1::bigint, $2::bigint, $3::bigint, $4::bigint, $5::bigint, $6::bigint, $7::text, $8::boolean, $9::boolean, $10::bigint';

const plain = `INSERT INTO events (${COLUMNS}) VALUES (${VALUES}, NULL, $11::json)`;
// Numbers the traces of a pass and outcome, whose row the transaction has locked, and forgets one.
const numbering = `
  number AS (
    SELECT coalesce((SELECT trace_number FROM events WHERE pass_id = $1 AND outcome = $7
      ORDER BY trace_number DESC NULLS LAST LIMIT 1), 0) + 1 AS next),
  forgotten AS (
    UPDATE events SET trace = NULL
    WHERE pass_id = $1 AND outcome = $7 AND trace_number = (SELECT next - ${TRACES_KEPT} FROM number))`;
const traced = `INSERT INTO events (${COLUMNS}) SELECT ${VALUES}, next, $11::json FROM number`;
const noted = (insert: string) => `
  added AS (${insert} RETURNING id)
  INSERT INTO event_notes (event_id, who, reason, undoes)
  SELECT id, $12::text, $13::text, $14::bigint FROM added`;

const addPlain = statement(plain);
const addImported = statement(`
  WITH added AS (${plain} RETURNING id),
  noted AS (
    INSERT INTO event_notes (event_id, who, reason, undoes)
    SELECT id, $12::text, $13::text, $14::bigint FROM added WHERE $12::text IS NOT NULL)
  INSERT INTO imported_events (pass_id, key, event_id) SELECT $1::bigint, $15::text, id FROM added`);
const addTraced = statement(`WITH ${numbering} ${traced}`);
const addPlainNoted = statement(`WITH ${noted(plain)}`);
const addTracedNoted = statement(`WITH ${numbering}, ${noted(traced)}`);
const NO_NOTE = [null, null, null] as const;
const takeBack = statement('UPDATE events SET logged = false WHERE id = $1');

export function eventLog(rules: Pick<RuleUses, 'applied'>): EventLog {
  function append(tx: Tx, passId: number | null, template: VersionOf, event: NewEvent): void {
    const { id: templateId, version } = template;
    const { accessType, time, outcome, logged, changed = null, tillId = null, trace, applied, note } = event;
    const whole = passId === null ? templateId : null;
    const text = trace === null ? null : JSON.stringify(trace);
    const row = [passId, whole, templateId, version, accessType, time, outcome, logged, changed, tillId, text];
    const notes = note === undefined ? [] : [note.who, note.reason, note.undoes];
    if (event.imported !== undefined) tx.send(addImported, ...row, ...(note ? notes : NO_NOTE), event.imported);
    else if (trace === null || passId === null) tx.send(note ? addPlainNoted : addPlain, ...row, ...notes);
    else tx.send(note ? addTracedNoted : addTraced, ...row, ...notes);
    if (applied !== undefined && applied.length > 0) rules.applied(tx, templateId, applied, time);
    if (note !== undefined && note.undoes !== null) tx.send(takeBack, note.undoes);
    tx.announceEvents();
  }
  return {
    appendToPass: append,
    appendToTemplate: (tx, template, event) => append(tx, null, template, event),
  };
}

interface TrackedRow extends Omit<TrackedEvent, 'changed' | 'trace'> {
  readonly trace: JsonValue | null;
  readonly changed: boolean | null;
}

const SHOWN = 'e.id, e.access_type AS "accessType", e.time, e.outcome, e.logged, e.trace, e.changed';
const tracking = statement<TrackedRow>(`
  SELECT * FROM (
    SELECT ${SHOWN} FROM events e WHERE e.pass_id = $1
    UNION ALL
    SELECT ${SHOWN} FROM passes p JOIN events e ON e.template_id = p.template_id AND e.time >= p.created_at
    WHERE p.id = $1) all_events
  ORDER BY time, id`);
const facts = statement<{ access: AccessFacts }>('SELECT access FROM passes WHERE id = $1');
const lastPush = statement<{ time: number | null }>(`
  SELECT max(e.time) AS time FROM passes p
  JOIN events e ON e.template_id = p.template_id AND e.time >= p.created_at AND e.access_type = ${PUSH} AND e.logged
  WHERE p.id = $1`);
const firstOf = statement<{ time: number | null }>(
  'SELECT min(time) AS time FROM events WHERE pass_id = $1 AND access_type = $2 AND logged',
);

export function eventStore(connection: Connection): EventStore {
  const { read, eventsWritten } = connection;
  return {
    ...eventListStore(connection),

    watchEvents: (notify) => eventsWritten.watch(notify),

    registrationTimes: async (passId) => {
      const first = async (accessType: AccessType) => (await read.row(firstOf, passId, accessType))?.time ?? null;
      const [row, registered, unregistered] = await Promise.all([
        read.row(facts, passId),
        first(INSTALL),
        first(DELETE),
      ]);
      const access = row?.access ?? {};
      return {
        firstRegisteredAt: registered,
        lastRegisteredAt: access[INSTALL]?.last ?? null,
        firstUnregisteredAt: unregistered,
        lastUnregisteredAt: access[DELETE]?.last ?? null,
      };
    },

    tracking: async (passId) =>
      (await read.rows(tracking, passId)).map(
        ({ changed, ...row }): TrackedEvent => ({ ...row, ...(changed === null ? {} : { changed }) }),
      ),

    lastAccess: async (passId, accessType) => {
      const own = (await read.row(facts, passId))?.access[accessType]?.last ?? null;
      const pushed = accessType === PUSH ? ((await read.row(lastPush, passId))?.time ?? null) : null;
      return own === null || pushed === null ? (own ?? pushed) : Math.max(own, pushed);
    },
  };
}
