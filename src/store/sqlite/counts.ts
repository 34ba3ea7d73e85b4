// Reads the numbers of templates, which triggers keep (migrations/0018-counts.ts), adds the newest
// events (migrations/0026-small-events.ts), and keeps the numbers of overridden paths.
import { and, desc, eq, getTableColumns, gte, lt, max, sql, sum } from 'drizzle-orm';
import type { CountStore, PassState, Span, TemplateCounts } from '../../ports/store/counts.ts';
import { type AccessType, DELETE, INSTALL, REGISTER, SCAN } from '../../rules/passes/facts.ts';
import { accessBit, type OwnValuesChange } from '../changes.ts';
import type { Connection } from './engine/connection.ts';
import { UNFILED } from './events-lists.ts';
import { events, passes, templateAccesses, templateCounts, templateOwnValues, templates } from './schema.ts';
import { passColumns } from './snapshots.ts';

/** In ms. Every time zone begins its days at one of these. */
const QUARTER = 15 * 60 * 1000;

const NONE: TemplateCounts = { created: 0, installed: 0, deleted: 0, scanned: 0, registered: 0, onPhones: 0 };

/** Writes what a change means for the numbers of overridden paths. Inside a write only. */
export type CountOwnValues = (change: OwnValuesChange) => void;

export interface OwnValueCounts {
  readonly count: CountOwnValues;
  /** Does `work`, and writes what its new passes have counted in one go. Inside a write only. */
  together<T>(work: (count: CountOwnValues) => T): T;
}

export function ownValueCounts({ client }: Connection): OwnValueCounts {
  const add = client.prepare<[number, string, number]>(`
    INSERT INTO template_own_values (template_id, path, passes) VALUES (?, ?, ?)
    ON CONFLICT (template_id, path) DO UPDATE SET passes = passes + excluded.passes`);
  const subtract = client.prepare<[number, string]>(
    'UPDATE template_own_values SET passes = passes - 1 WHERE template_id = ? AND path = ?',
  );
  const lose = ({ lost }: OwnValuesChange) => {
    for (const { templateId, path } of lost) subtract.run(templateId, path);
  };
  return {
    count(change) {
      lose(change);
      for (const { templateId, path } of change.gained) add.run(templateId, path, 1);
    },
    together(work) {
      const gains = new Map<number, Map<string, number>>();
      const result = work((change) => {
        lose(change);
        for (const { templateId, path } of change.gained) {
          const ofTemplate = gains.get(templateId) ?? new Map<string, number>();
          gains.set(templateId, ofTemplate.set(path, (ofTemplate.get(path) ?? 0) + 1));
        }
      });
      for (const [templateId, paths] of gains) for (const [path, passes] of paths) add.run(templateId, path, passes);
      return result;
    },
  };
}

export function countStore({ client, db }: Connection): CountStore {
  const { templateId: _, ...numbers } = getTableColumns(templateCounts);
  const ofTemplate = db
    .select(numbers)
    .from(templateCounts)
    .where(eq(templateCounts.templateId, sql.placeholder('templateId')))
    .prepare();
  const ofAccount = db
    .select({ id: templates.id, counts: numbers })
    .from(templates)
    .innerJoin(templateCounts, eq(templateCounts.templateId, templates.id))
    .where(eq(templates.accountId, sql.placeholder('accountId')))
    .prepare();
  const inSpan = and(
    eq(templateAccesses.accessType, sql.placeholder('accessType')),
    gte(templateAccesses.quarter, sql.placeholder('from')),
    lt(templateAccesses.quarter, sql.placeholder('to')),
  );
  const added = sum(templateAccesses.events).mapWith(Number);
  const accesses = db
    .select({ events: added })
    .from(templateAccesses)
    .where(and(eq(templateAccesses.templateId, sql.placeholder('templateId')), inSpan))
    .prepare();
  const accessesOfAll = db
    .select({ id: templates.id, events: added })
    .from(templates)
    .innerJoin(templateAccesses, and(eq(templateAccesses.templateId, templates.id), inSpan))
    .where(eq(templates.accountId, sql.placeholder('accountId')))
    .groupBy(templates.id)
    .prepare();
  const unfiled = (ofTemplates: string) =>
    client.prepare<[AccessType, number], { id: number; quarter: number; events: number }>(`
      SELECT e.of_template AS id, e.time / ${QUARTER} AS quarter, count(*) AS events
      FROM (SELECT * FROM events NOT INDEXED WHERE ${UNFILED} AND access_type = ? AND logged = 1 AND ${ofTemplates}) e
      WHERE NOT EXISTS (SELECT 1 FROM passes p WHERE p.id = e.pass_id AND p.is_test = 1)
      GROUP BY 1, 2`);
  const unfiledOfTemplate = unfiled('of_template = ?');
  const unfiledOfAccount = unfiled('of_template IN (SELECT t.id FROM templates t WHERE t.account_id = ?)');
  const ownValues = db
    .select({ passes: templateOwnValues.passes })
    .from(templateOwnValues)
    .where(
      and(
        eq(templateOwnValues.templateId, sql.placeholder('templateId')),
        eq(templateOwnValues.path, sql.placeholder('path')),
      ),
    )
    .prepare();
  const last = db
    .select({ time: max(events.time) })
    .from(events)
    .where(
      and(
        eq(events.templateId, sql.placeholder('templateId')),
        eq(events.accessType, sql.placeholder('accessType')),
        eq(events.logged, true),
      ),
    )
    .prepare();

  // The conditions are those of the partial indexes, to the letter: SQLite compares the terms.
  const list = (state: ReturnType<typeof sql>) =>
    db
      .select(passColumns)
      .from(passes)
      .where(
        and(
          eq(passes.templateId, sql.placeholder('templateId')),
          state,
          eq(passes.isTest, false),
          lt(passes.id, sql.placeholder('before')),
        ),
      )
      .orderBy(desc(passes.id))
      .limit(sql.placeholder('count'))
      .prepare();
  const accessed = (type: Parameters<typeof accessBit>[0]) =>
    list(sql`(${passes.accessed} & ${sql.raw(String(accessBit(type)))}) <> 0`);
  const lists: Readonly<Record<PassState, ReturnType<typeof list>>> = {
    created: list(sql`true`),
    installed: accessed(INSTALL),
    deleted: accessed(DELETE),
    scanned: accessed(SCAN),
    registered: accessed(REGISTER),
    onPhones: list(sql`${passes.onPhone} = 1`),
  };
  const quarters = ({ from, to }: Span) => ({ from: Math.floor(from / QUARTER), to: Math.floor(to / QUARTER) });
  const isWithin = ({ quarter }: { quarter: number }, { from, to }: Span) => quarter >= from && quarter < to;

  return {
    templateCounts: async (templateId) => ofTemplate.get({ templateId }) ?? NONE,
    countsOfAccount: async (accountId) => new Map(ofAccount.all({ accountId }).map(({ id, counts }) => [id, counts])),
    accessesIn: async (templateId, accessType, spans) => {
      const newest = unfiledOfTemplate.all(accessType, templateId);
      return spans.map((span) => {
        const within = quarters(span);
        const filed = accesses.get({ templateId, accessType, ...within })?.events ?? 0;
        return newest.filter((row) => isWithin(row, within)).reduce((sum, { events }) => sum + events, filed);
      });
    },
    accessesOfAccount: async (accountId, accessType, span) => {
      const within = quarters(span);
      const sums = new Map<number, number>();
      const filed = accessesOfAll.all({ accountId, accessType, ...within });
      const newest = unfiledOfAccount.all(accessType, accountId).filter((row) => isWithin(row, within));
      for (const { id, events } of [...filed, ...newest]) sums.set(id, (sums.get(id) ?? 0) + events);
      return sums;
    },
    lastOfTemplate: async (templateId, accessType) => last.get({ templateId, accessType })?.time ?? null,
    countOwnValues: async (templateId, path) => ownValues.get({ templateId, path })?.passes ?? 0,
    passesIn: async (templateId, state, { before, count }) =>
      lists[state].all({ templateId, before: before ?? Number.MAX_SAFE_INTEGER, count }),
  };
}
