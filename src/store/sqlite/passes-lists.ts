// Lists the passes of a template. Each query reads the index passes_template, and of the table only
// the listed rows. Passes that pages show are looked up by their hashes.
import { and, asc, desc, eq, gt, lte, max, or, sql } from 'drizzle-orm';
import type { PassState, PassStore } from '../../ports/store/passes.ts';
import type { AccessType } from '../../rules/passes/facts.ts';
import { PUSH } from '../../rules/passes/facts.ts';
import { accessBit } from '../changes.ts';
import type { Connection } from './engine/connection.ts';
import { events, passes, templateCounts } from './schema.ts';
import { passColumns } from './snapshots.ts';

type Lists = Pick<PassStore, 'countPasses' | 'passesOf' | 'passesBehind' | 'passesWith' | 'testPasses' | 'passStates'>;

export function passListStore({ client, db }: Connection): Lists {
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

  const state = client.prepare<[string], PassState>(`
    SELECT p.update_tag AS passTag, t.update_tag AS templateTag, t.updated_at AS templateUpdatedAt
    FROM passes p JOIN templates t ON t.id = p.template_id WHERE p.hash = ?`);

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
    passStates: async (hashes) => {
      const found = new Map<string, PassState>();
      for (const hash of hashes) {
        const present = state.get(hash);
        if (present !== undefined) found.set(hash, present);
      }
      return found;
    },
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
