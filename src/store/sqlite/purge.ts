// Finds what purge drops, slice by slice along the primary key, so that it needs no extra index and
// no write is long. A dry run counts with the same statements that a real run deletes by.
import { and, asc, count, eq, gt, gte, inArray, isNotNull, lt, lte, max, notExists, or, sql } from 'drizzle-orm';
import type { Purged, PurgeSlice, PurgeStore } from '../../ports/store/purge.ts';
import { CREATE } from '../../rules/passes/facts.ts';
import { accessBit } from '../changes.ts';
import type { Connection } from './engine/connection.ts';
import type { JobQueue } from './jobs.ts';
import { events, passes, registrations } from './schema.ts';

export function purgeStore({ db, write }: Connection, jobs: JobQueue): Omit<PurgeStore, 'purgeImages'> {
  /** The greatest id of a slice; null when no row is left. */
  const endOf = (table: typeof passes | typeof events, { after, size }: PurgeSlice): number | null => {
    const ids = db.select({ id: table.id }).from(table).where(gt(table.id, after)).orderBy(asc(table.id)).limit(size);
    const slice = ids.as('slice');
    return (
      db
        .select({ end: max(slice.id) })
        .from(slice)
        .get()?.end ?? null
    );
  };

  /** Nothing happened to a pass since a time. A run that psTriggerError stopped also counts. */
  const restingSince = (time: number) =>
    and(
      lt(passes.createdAt, time),
      lt(passes.updatedAt, time),
      notExists(
        db
          .select({ id: events.id })
          .from(events)
          .where(and(eq(events.passId, passes.id), gte(events.time, time))),
      ),
    );
  const neverAccessed = and(
    eq(passes.onGoogle, false),
    sql`(${passes.accessed} & ~${sql.raw(String(accessBit(CREATE)))}) = 0`,
    notExists(db.select({ id: registrations.deviceId }).from(registrations).where(eq(registrations.passId, passes.id))),
  );

  /**
   * Reads a slice first and writes only when it has something to drop, so that writers wait less.
   * The write looks at the slice again.
   */
  const perform = async <R extends string>(
    slice: PurgeSlice,
    work: (drop: boolean) => Purged<R>,
  ): Promise<Purged<R>> => {
    const seen = work(false);
    return slice.drop && seen.found.length > 0 ? write(() => work(true)) : seen;
  };

  return {
    purgePasses: ({ staleBefore, unusedBefore }, slice) =>
      perform(slice, (drop): Purged<'stale' | 'unused'> => {
        const end = endOf(passes, slice);
        if (end === null) return { found: [], next: null };
        const stale = restingSince(staleBefore);
        const rows = db
          .select({ id: passes.id, templateId: passes.templateId, isStale: sql<number>`${stale}` })
          .from(passes)
          .where(
            and(
              gt(passes.id, slice.after),
              lte(passes.id, end),
              or(stale, and(neverAccessed, restingSince(unusedBefore))),
            ),
          )
          .all();
        if (drop) {
          const ids = rows.map(({ id }) => id);
          for (const id of ids) {
            jobs.dropPass(id);
            jobs.enqueueGooglePass(id, 0, 0);
          }
          db.delete(passes).where(inArray(passes.id, ids)).run();
        }
        return { found: counted(rows), next: end };
      }),

    purgeEvents: (before, slice) =>
      perform(slice, (drop): Purged<'old_event'> => {
        const end = endOf(events, slice);
        if (end === null) return { found: [], next: null };
        const old = and(
          gt(events.id, slice.after),
          lte(events.id, end),
          lt(events.time, before),
          isNotNull(events.passId),
        );
        const found = db
          .select({ templateId: passes.templateId, rule: sql<'old_event'>`'old_event'`, count: count() })
          .from(events)
          .innerJoin(passes, eq(passes.id, events.passId))
          .where(old)
          .groupBy(passes.templateId)
          .all();
        if (drop) db.delete(events).where(old).run();
        return { found, next: end };
      }),

    lastIds: async () => ({
      pass:
        db
          .select({ id: max(passes.id) })
          .from(passes)
          .get()?.id ?? 0,
      event:
        db
          .select({ id: max(events.id) })
          .from(events)
          .get()?.id ?? 0,
    }),
  };
}

function counted(rows: readonly { readonly templateId: number; readonly isStale: number }[]) {
  const counts = new Map<string, { templateId: number; rule: 'stale' | 'unused'; count: number }>();
  for (const { templateId, isStale } of rows) {
    const rule = isStale ? 'stale' : 'unused';
    const key = `${templateId} ${rule}`;
    counts.set(key, { templateId, rule, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}
