// Lists events, newest first, a page at a time. A list of several templates merges the newest events
// of each, so that no page reads more than it shows, or looks through.
import type { EventList, EventStore, ListedEvent } from '../../ports/store/events.ts';
import { CREATE, PUSH } from '../../rules/passes/facts.ts';
import type { JsonValue } from '../../rules/values/values.ts';
import { fitsFilter } from '../event-results.ts';
import type { Connection, Queries } from './engine/connection.ts';
import { statement } from './engine/statement.ts';

/** How many events to read at first, and at most: a filter that finds little reads more at once. */
const CHUNK = 64;
const LARGEST_CHUNK = 512;

interface Row extends Omit<ListedEvent, 'note' | 'trace'> {
  readonly who: string | null;
  readonly reason: string | null;
  readonly undoes: number | null;
  readonly isOfBatch: boolean;
}

const COLUMNS = `e.id, e.access_type AS "accessType", e.time, e.outcome, e.logged, e.changed, e.till_id AS "tillId",
  e.of_template AS "templateId", e.template_version AS "templateVersion", p.hash, n.who, n.reason, n.undoes,
  (e.access_type = ${CREATE} AND EXISTS (SELECT FROM batch_rows r JOIN batches b ON b.id = r.batch_id
    WHERE r.pass_id = e.pass_id AND b.mode <> 'links')) AS "isOfBatch",
  (n.who IS NOT NULL AND EXISTS (SELECT FROM imported_events i WHERE i.event_id = e.id)) AS "isImported"`;
const BESIDE = 'LEFT JOIN passes p ON p.id = e.pass_id LEFT JOIN event_notes n ON n.event_id = e.id';

const newestOf = statement<Row>(`
  SELECT ${COLUMNS} FROM (
    SELECT of_each.id FROM unnest($1::bigint[]) wanted (template_id)
    CROSS JOIN LATERAL (SELECT id FROM events WHERE of_template = wanted.template_id AND id < $2
      ORDER BY id DESC LIMIT $3) of_each
    ORDER BY of_each.id DESC LIMIT $3) chunk
  JOIN events e ON e.id = chunk.id ${BESIDE} ORDER BY e.id DESC`);
const ofPass = statement<Row>(`
  SELECT ${COLUMNS} FROM (
    (SELECT id FROM events WHERE pass_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3)
    UNION ALL
    (SELECT pushes.id FROM passes of_pass JOIN events pushes
      ON pushes.template_id = of_pass.template_id AND pushes.access_type = ${PUSH} AND pushes.time >= of_pass.created_at
      WHERE of_pass.id = $1 AND pushes.id < $2 ORDER BY pushes.id DESC LIMIT $3)
    ORDER BY id DESC LIMIT $3) page
  JOIN events e ON e.id = page.id ${BESIDE} ORDER BY e.id DESC`);
const byId = statement<Row>(`SELECT ${COLUMNS} FROM events e ${BESIDE} WHERE e.id = $1`);
// The traces of a page alone are read, because a trace may be long.
const tracesOf = statement<{ id: number; trace: JsonValue | null }>('SELECT id, trace FROM events WHERE id = ANY($1)');

async function listed(read: Queries, rows: readonly Row[]): Promise<ListedEvent[]> {
  if (rows.length === 0) return [];
  const found = await read.rows(
    tracesOf,
    rows.map(({ id }) => id),
  );
  const traces = new Map(found.map(({ id, trace }) => [id, trace]));
  return rows.map(({ who, reason, undoes, isOfBatch: _, ...row }) => ({
    ...row,
    trace: traces.get(row.id) ?? null,
    note: who === null ? null : { who, reason: reason ?? '', undoes },
  }));
}

export function eventListStore({ read }: Connection): Pick<EventStore, 'eventsOf' | 'eventsOfPass' | 'eventById'> {
  return {
    eventsOf: async (templateIds, { before, count, look }, filter): Promise<EventList> => {
      const page: Row[] = [];
      let looked = 0;
      let last = before;
      for (let size = CHUNK; ; size = Math.min(size * 2, LARGEST_CHUNK)) {
        const chunk = await read.rows(newestOf, templateIds, last, size);
        for (const row of chunk) {
          if (page.length === count || looked === look) return { events: await listed(read, page), next: last };
          looked += 1;
          last = row.id;
          const cameAtOnce = row.isOfBatch || row.isImported;
          if (fitsFilter(row, filter) && !(filter.withoutBatches === true && cameAtOnce)) page.push(row);
        }
        if (chunk.length < size) return { events: await listed(read, page), next: null };
      }
    },

    eventsOfPass: async (passId, { before, count }) => {
      const rows = await read.rows(ofPass, passId, before, count + 1);
      const page = rows.slice(0, count);
      return { events: await listed(read, page), next: rows.length > count ? (page.at(-1)?.id ?? null) : null };
    },

    eventById: async (id) => {
      const row = await read.row(byId, id);
      return row === undefined ? null : (await listed(read, [row]))[0]!;
    },
  };
}
