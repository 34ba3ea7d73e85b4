// Finds what purge drops, slice by slice along the primary key, so that it needs no extra index and
// no write is long. A dry run counts with the same conditions that a real run deletes by.
import type { Purged, PurgeLimits, PurgeSlice, PurgeStore } from '../../ports/store/purge.ts';
import { CREATE } from '../../rules/passes/facts.ts';
import { accessBit } from '../changes.ts';
import type { Connection, Queries, Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';
import { dropJobsOfPass, enqueueGooglePass } from './jobs.ts';

/** The greatest id of a slice; null when no row is left. */
const endOf = (table: string) =>
  statement<{ end: number | null }>(`
    SELECT max(id) AS end FROM (SELECT id FROM ${table} WHERE id > $1 ORDER BY id LIMIT $2) slice`);
const endOfPasses = endOf('passes');
const endOfEvents = endOf('events');

/** Nothing happened to a pass since a time. A run that psTriggerError stopped also counts. */
const restingSince = (time: string) => `(p.created_at < ${time} AND p.updated_at < ${time}
    AND NOT EXISTS (SELECT FROM events e WHERE e.pass_id = p.id AND e.time >= ${time}))`;
const NEVER_ACCESSED = `(NOT p.on_google AND (p.accessed & ~${accessBit(CREATE)}::bigint) = 0
    AND NOT EXISTS (SELECT FROM registrations r WHERE r.pass_id = p.id))`;

interface FoundPass {
  readonly id: number;
  readonly templateId: number;
  readonly isStale: boolean;
}

/** `which`: a condition with $3 and what follows. */
const droppable = (which: string) =>
  statement<FoundPass>(`
    SELECT p.id, p.template_id AS "templateId", ${restingSince('$1::bigint')} AS "isStale" FROM passes p
    WHERE ${which}
      AND (${restingSince('$1::bigint')} OR ${NEVER_ACCESSED} AND ${restingSince('$2::bigint')})`);
const inSlice = droppable('p.id > $3 AND p.id <= $4');
const among = droppable('p.id = ANY($3::bigint[])');
const lock = statement('SELECT id FROM passes WHERE id = ANY($1::bigint[]) ORDER BY id FOR UPDATE');
const dropPasses = statement('DELETE FROM passes WHERE id = ANY($1::bigint[])');

interface CountedEvents {
  readonly templateId: number;
  readonly rule: 'old_event';
  readonly count: number;
}

const OLD = 'id > $1 AND id <= $2 AND time < $3 AND pass_id IS NOT NULL';
const countOf = (events: string) => `
  SELECT p.template_id AS "templateId", 'old_event' AS rule, count(*) AS count
  FROM ${events} e JOIN passes p ON p.id = e.pass_id GROUP BY p.template_id`;
const countEvents = statement<CountedEvents>(countOf(`(SELECT pass_id FROM events WHERE ${OLD})`));
const dropEvents = statement<CountedEvents>(
  `WITH gone AS (DELETE FROM events WHERE ${OLD} RETURNING pass_id) ${countOf('gone')}`,
);
const last = statement<{ pass: number; event: number }>(`
  SELECT coalesce((SELECT max(id) FROM passes), 0) AS pass, coalesce((SELECT max(id) FROM events), 0) AS event`);

export function purgeStore({ read, write }: Connection): Omit<PurgeStore, 'purgeImages'> {
  /** Looks at the passes again once nobody else can change them. */
  async function dropOf(tx: Tx, seen: readonly FoundPass[], limits: PurgeLimits): Promise<readonly FoundPass[]> {
    const ids = seen.map(({ id }) => id);
    tx.send(lock, ids);
    const found = await tx.rows(among, limits.staleBefore, limits.unusedBefore, ids);
    for (const { id } of found) {
      dropJobsOfPass(tx, id);
      enqueueGooglePass(tx, id, 0);
    }
    tx.send(
      dropPasses,
      found.map(({ id }) => id),
    );
    return found;
  }

  const end = async (queries: Queries, of: typeof endOfPasses, { after, size }: PurgeSlice) =>
    (await queries.row(of, after, size))?.end ?? null;

  return {
    purgePasses: async (limits, slice): Promise<Purged<'stale' | 'unused'>> => {
      const next = await end(read, endOfPasses, slice);
      if (next === null) return { found: [], next };
      const seen = await read.rows(inSlice, limits.staleBefore, limits.unusedBefore, slice.after, next);
      if (!slice.drop || seen.length === 0) return { found: counted(seen), next };
      return write(async (tx) => {
        tx.leavesKept();
        return { found: counted(await dropOf(tx, seen, limits)), next };
      });
    },

    purgeEvents: async (before, slice): Promise<Purged<'old_event'>> => {
      const next = await end(read, endOfEvents, slice);
      if (next === null) return { found: [], next };
      const found = await read.rows(countEvents, slice.after, next, before);
      if (!slice.drop || found.length === 0) return { found, next };
      return write(async (tx) => {
        tx.leavesKept();
        return { found: await tx.rows(dropEvents, slice.after, next, before), next };
      });
    },

    lastIds: async () => (await read.row(last))!,
  };
}

function counted(rows: readonly FoundPass[]) {
  const counts = new Map<string, { templateId: number; rule: 'stale' | 'unused'; count: number }>();
  for (const { templateId, isStale } of rows) {
    const rule = isStale ? 'stale' : 'unused';
    const key = `${templateId} ${rule}`;
    counts.set(key, { templateId, rule, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}
