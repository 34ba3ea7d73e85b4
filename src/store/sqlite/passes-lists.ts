// Lists the passes of a template. Each query reads the index passes_template, and of the table only
// the listed rows.
import { and, asc, desc, eq, gt, lte, max, or, sql } from 'drizzle-orm';
import type { PassStore } from '../../ports/store/passes.ts';
import type { AccessType } from '../../rules/passes/facts.ts';
import { PUSH } from '../../rules/passes/facts.ts';
import { accessBit } from '../changes.ts';
import type { Connection } from './engine/connection.ts';
import { events, passes, templateCounts } from './schema.ts';
import { passColumns } from './snapshots.ts';

export function passListStore({
  client,
  db,
}: Connection): Pick<PassStore, 'countPasses' | 'passesOf' | 'passesBehind' | 'passesWith' | 'testPasses'> {
  const wasAccessed = (type: AccessType) => sql`(${passes.accessed} & ${sql.raw(String(accessBit(type)))}) <> 0`;
  const ofTemplate = eq(passes.templateId, sql.placeholder('templateId'));
  const counted = db
    .select({ count: templateCounts.created })
    .from(templateCounts)
    .where(eq(templateCounts.templateId, sql.placeholder('templateId')))
    .prepare();

  const paged = db
    .select(passColumns)
    .from(passes)
    .where(ofTemplate)
    .orderBy(asc(passes.id))
    .limit(sql.placeholder('count'))
    .offset(sql.placeholder('start'))
    .prepare();

  const behind = db
    .select(passColumns)
    .from(passes)
    .where(and(ofTemplate, gt(passes.id, sql.placeholder('cursor'))))
    .orderBy(asc(passes.id))
    .limit(sql.placeholder('count'))
    .prepare();

  // Names the value, or SQLite would not know that the index holds every such row.
  const tests = db
    .select(passColumns)
    .from(passes)
    .where(and(ofTemplate, sql`${passes.isTest} = 1`))
    .orderBy(desc(passes.id))
    .prepare();

  // Kept counts leave these passes out; there are few.
  const testCount = client
    .prepare<[number], number>('SELECT count(*) FROM passes WHERE template_id = ? AND is_test = 1')
    .pluck();

  /** When the whole template was last pushed: that push counts for every pass that existed then. */
  const whenPushed = (templateId: number) => {
    const push = and(eq(events.templateId, templateId), eq(events.accessType, PUSH), eq(events.logged, true));
    return (
      db
        .select({ time: max(events.time) })
        .from(events)
        .where(push)
        .get()?.time ?? null
    );
  };

  return {
    passesOf: async (templateId, page) => paged.all({ templateId, ...page }),
    passesBehind: async (templateId, cursor, count) => behind.all({ templateId, cursor, count }),
    testPasses: async (templateId) => tests.all({ templateId }),
    countPasses: async (templateId) => (counted.get({ templateId })?.count ?? 0) + (testCount.get(templateId) ?? 0),
    passesWith: async (templateId, accessType, { start, count: most }) => {
      const pushed = accessType === PUSH ? whenPushed(templateId) : null;
      const own = wasAccessed(accessType);
      return db
        .select(passColumns)
        .from(passes)
        .where(and(eq(passes.templateId, templateId), pushed === null ? own : or(own, lte(passes.createdAt, pushed))))
        .orderBy(asc(passes.id))
        .limit(most ?? Number.MAX_SAFE_INTEGER)
        .offset(start)
        .all();
    },
  };
}
