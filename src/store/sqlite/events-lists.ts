// Lists events, newest first, a page at a time. A list of several templates merges the newest events
// of each, so that no page reads more than it shows, or looks through.
import type { EventList, EventOutcome, EventStore, ListedEvent } from '../../ports/store/events.ts';
import { type AccessType, CREATE, PUSH } from '../../rules/passes/facts.ts';
import { fitsFilter } from '../event-results.ts';
import type { Connection } from './engine/connection.ts';
import type { Traces } from './events-traces.ts';

/** How many ids of a template to read at once, after its newest one. */
const CHUNK = 32;

/** The newest events, 255 at the most: see migrations/0026-small-events.ts. */
export const UNFILED = 'id > (SELECT last_id FROM filed_events WHERE filed_events.id = 1)';

interface Row {
  readonly id: number;
  readonly accessType: AccessType;
  readonly time: number;
  readonly outcome: EventOutcome;
  readonly logged: number;
  readonly changed: number | null;
  readonly tillId: number | null;
  readonly templateId: number;
  readonly templateVersion: number | null;
  readonly passId: number | null;
  readonly hash: string | null;
  readonly who: string | null;
  readonly reason: string | null;
  readonly undoes: number | null;
}

export function eventListStore(
  { client }: Connection,
  traces: Pick<Traces, 'read'>,
): Pick<EventStore, 'eventsOf' | 'eventsOfPass' | 'eventById'> {
  const idsOfTemplate = client
    .prepare<[number, number, number], number>(
      'SELECT event_id FROM template_events WHERE template_id = ? AND event_id < ? ORDER BY event_id DESC LIMIT ?',
    )
    .pluck();
  const unfiled = client.prepare<[number], { id: number; templateId: number }>(
    `SELECT id, of_template AS templateId FROM events NOT INDEXED WHERE ${UNFILED} AND id < ? ORDER BY id DESC`,
  );
  // Sorts the ids of one pass's events, which an index alone holds. Without a name for the index,
  // SQLite might walk through all events instead.
  const idsOfPass = client
    .prepare<[number, number, number], number>(
      'SELECT id FROM events INDEXED BY events_pass WHERE pass_id = ? AND id < ? ORDER BY id DESC LIMIT ?',
    )
    .pluck();
  const idsOfPushes = client
    .prepare<[number, number, number], number>(`
      SELECT e.id FROM passes p JOIN events e
        ON e.template_id = p.template_id AND e.access_type = ${PUSH} AND e.time >= p.created_at
      WHERE p.id = ? AND e.id < ? ORDER BY e.id DESC LIMIT ?`)
    .pluck();
  // The trace is read for the events of a page alone, because a trace may be long.
  const byId = client.prepare<[number], Row>(`
    SELECT e.id, e.access_type AS accessType, e.time, e.outcome, e.logged, e.changed, e.till_id AS tillId,
      e.of_template AS templateId, e.template_version AS templateVersion, e.pass_id AS passId, p.hash,
        n.who, n.reason, n.undoes
    FROM events e LEFT JOIN passes p ON p.id = e.pass_id LEFT JOIN event_notes n ON n.event_id = e.id
    WHERE e.id = ?`);
  const traceOf = client.prepare<[number], { plain: string | null; packed: Buffer | null }>(
    'SELECT trace AS plain, packed_trace AS packed FROM events WHERE id = ?',
  );

  /** The ids of the events of some templates, newest first. */
  function* idsOf(templateIds: readonly number[], before: number): Generator<number> {
    const wanted = new Set(templateIds);
    for (const { id, templateId } of unfiled.all(before)) if (wanted.has(templateId)) yield id;
    yield* newestFirst(templateIds, (of, below, limit) => idsOfTemplate.all(of, below, limit), before);
  }

  const madeByBatch = client
    .prepare<[number], number>(`
      SELECT 1 FROM batch_rows r JOIN batches b ON b.id = r.batch_id WHERE r.pass_id = ? AND b.mode <> 'links' LIMIT 1`)
    .pluck();
  const imported = client.prepare<[number], number>('SELECT 1 FROM imported_events WHERE event_id = ?').pluck();
  const isImported = ({ id, who }: Row) => who !== null && imported.get(id) !== undefined;
  const cameAtOnce = (row: Row) =>
    (row.accessType === CREATE && row.passId !== null && madeByBatch.get(row.passId) !== undefined) || isImported(row);

  const listed = (found: Row): ListedEvent => {
    const { logged, changed, who, reason, undoes, passId: _, ...row } = found;
    const { plain, packed } = traceOf.get(row.id)!;
    return {
      ...row,
      logged: logged === 1,
      changed: changed === null ? null : changed === 1,
      trace: traces.read(plain, packed),
      note: who === null ? null : { who, reason: reason ?? '', undoes },
      isImported: isImported(found),
    };
  };

  return {
    eventsOf: async (templateIds, { before, count, look }, filter): Promise<EventList> => {
      const rows: Row[] = [];
      let looked = 0;
      let last = before;
      for (const id of idsOf(templateIds, before)) {
        if (rows.length === count || looked === look) return { events: rows.map(listed), next: last };
        looked += 1;
        last = id;
        const row = byId.get(id)!;
        if (
          fitsFilter({ ...row, changed: row.changed === null ? null : row.changed === 1 }, filter) &&
          !(filter.withoutBatches === true && cameAtOnce(row))
        )
          rows.push(row);
      }
      return { events: rows.map(listed), next: null };
    },

    eventsOfPass: async (passId, { before, count }) => {
      const limit = count + 1;
      const ids = [...idsOfPass.all(passId, before, limit), ...idsOfPushes.all(passId, before, limit)];
      const page = ids.sort((a, b) => b - a).slice(0, count);
      return {
        events: page.map((id) => listed(byId.get(id)!)),
        next: ids.length > count ? (page.at(-1) ?? null) : null,
      };
    },

    eventById: async (id) => {
      const row = byId.get(id);
      return row === undefined ? null : listed(row);
    },
  };
}

/** The ids of several descending lists in one descending order; reads each list in chunks. */
function* newestFirst(
  lists: readonly number[],
  read: (list: number, before: number, limit: number) => readonly number[],
  before: number,
): Generator<number> {
  let heads = lists.flatMap((list) => {
    const ids = read(list, before, 1);
    return ids.length === 0 ? [] : [{ list, ids, at: 0 }];
  });
  while (heads.length > 0) {
    let newest = heads[0]!;
    for (const head of heads) if (head.ids[head.at]! > newest.ids[newest.at]!) newest = head;
    const id = newest.ids[newest.at]!;
    yield id;
    newest.at += 1;
    if (newest.at < newest.ids.length) continue;
    newest.ids = read(newest.list, id, CHUNK);
    newest.at = 0;
    if (newest.ids.length === 0) heads = heads.filter((head) => head !== newest);
  }
}
