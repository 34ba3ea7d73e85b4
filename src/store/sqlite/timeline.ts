// Reads the history of one pass, newest first.
import type { EventOutcome } from '../../ports/store/events.ts';
import type { TimelineStore } from '../../ports/store/timeline.ts';
import type { AccessType } from '../../rules/passes/facts.ts';
import type { JsonValue } from '../../rules/values/values.ts';
import type { Connection } from './engine/connection.ts';

interface Row {
  readonly id: number;
  readonly accessType: AccessType;
  readonly time: number;
  readonly outcome: EventOutcome;
  readonly logged: 0 | 1;
  readonly trace: string | null;
  readonly who: string | null;
  readonly reason: string | null;
  readonly undoes: number | null;
}

export function timelineStore({ client }: Connection): TimelineStore {
  // The index is named, because the order by id tempts SQLite to go through all events.
  const page = client.prepare<[number, number, number], Row>(`
    SELECT e.id, e.access_type AS accessType, e.time, e.outcome, e.logged, e.trace, n.who, n.reason, n.undoes
    FROM events e INDEXED BY events_pass LEFT JOIN event_notes n ON n.event_id = e.id
    WHERE e.pass_id = ? AND e.id < ? ORDER BY e.id DESC LIMIT ?`);
  return {
    timeline: async (passId, { before, count }) =>
      page.all(passId, before, count).map(({ logged, trace, who, reason, undoes, ...event }) => ({
        ...event,
        logged: logged === 1,
        trace: trace === null ? null : (JSON.parse(trace) as JsonValue),
        note: who === null ? null : { who, reason: reason ?? '', undoes },
      })),
  };
}
