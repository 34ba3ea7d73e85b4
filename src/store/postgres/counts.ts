// Reads the numbers of templates, which triggers write (migrations/0003-triggers.ts): each is the sum
// of the rows of all connections.
import type { CountStore, PassState, Span, TemplateCounts } from '../../ports/store/counts.ts';
import type { Pass } from '../../ports/store/passes.ts';
import { type AccessType, DELETE, INSTALL, REGISTER, SCAN } from '../../rules/passes/facts.ts';
import { accessBit } from '../changes.ts';
import type { Connection } from './engine/connection.ts';
import { type Statement, statement } from './engine/statement.ts';
import { passColumns } from './snapshots.ts';

/** In ms. Every time zone begins its days at one of these. */
const QUARTER = 15 * 60 * 1000;

const SUMS = ['created', 'installed', 'deleted', 'scanned', 'registered', 'on_phones']
  .map((name) => `coalesce(sum(c.${name}), 0) AS "${name === 'on_phones' ? 'onPhones' : name}"`)
  .join(', ');
const ofTemplate = statement<TemplateCounts>(`SELECT ${SUMS} FROM template_counts c WHERE c.template_id = $1`);
const ofAccount = statement<TemplateCounts & { id: number }>(`
  SELECT t.id, ${SUMS} FROM templates t LEFT JOIN template_counts c ON c.template_id = t.id
  WHERE t.account_id = $1 GROUP BY t.id`);
const accesses = statement<{ events: number }>(`
  SELECT (SELECT coalesce(sum(events), 0) FROM template_accesses
    WHERE template_id = $1 AND access_type = $2 AND quarter >= span.first AND quarter < span.next) AS events
  FROM unnest($3::bigint[], $4::bigint[]) WITH ORDINALITY span (first, next, place) ORDER BY span.place`);
const accessesOfAll = statement<{ id: number; events: number }>(`
  SELECT t.id, sum(a.events) AS events FROM templates t JOIN template_accesses a
    ON a.template_id = t.id AND a.access_type = $2 AND a.quarter >= $3 AND a.quarter < $4
  WHERE t.account_id = $1 GROUP BY t.id`);
const ownValues = statement<{ passes: number }>(`
  SELECT coalesce(sum(passes), 0) AS passes FROM template_own_values
  WHERE template_id = $1 AND md5(path) = md5($2::text)`);
const last = statement<{ time: number | null }>(
  'SELECT max(time) AS time FROM events WHERE template_id = $1 AND access_type = $2 AND logged',
);

// The conditions are those of the partial indexes, to the letter, and `order` is theirs.
const list = (state: string, order = 'p.id'): Statement<Pass> =>
  statement(`SELECT ${passColumns('p')} FROM passes p
    WHERE p.template_id = $1 AND ${state} AND NOT p.is_test AND ${order} < $2 ORDER BY ${order} DESC LIMIT $3`);
const accessed = (type: AccessType) => list(`(p.accessed & ${accessBit(type)}) <> 0`, '(p.id + 0)');
const LISTS: Readonly<Record<PassState, Statement<Pass>>> = {
  created: list('true'),
  installed: accessed(INSTALL),
  deleted: accessed(DELETE),
  scanned: accessed(SCAN),
  registered: accessed(REGISTER),
  onPhones: list('p.on_phone'),
};

const quarter = (time: number) => Math.floor(time / QUARTER);

export function countStore({ read }: Connection): CountStore {
  return {
    templateCounts: async (templateId) => (await read.row(ofTemplate, templateId))!,
    countsOfAccount: async (accountId) =>
      new Map((await read.rows(ofAccount, accountId)).map(({ id, ...counts }) => [id, counts])),
    accessesIn: async (templateId, accessType, spans: readonly Span[]) => {
      const first = spans.map(({ from }) => quarter(from));
      const next = spans.map(({ to }) => quarter(to));
      return (await read.rows(accesses, templateId, accessType, first, next)).map(({ events }) => events);
    },
    accessesOfAccount: async (accountId, accessType, { from, to }) => {
      const rows = await read.rows(accessesOfAll, accountId, accessType, quarter(from), quarter(to));
      return new Map(rows.map(({ id, events }) => [id, events]));
    },
    lastOfTemplate: async (templateId, accessType) => (await read.row(last, templateId, accessType))?.time ?? null,
    countOwnValues: async (templateId, path) => (await read.row(ownValues, templateId, path))!.passes,
    passesIn: (templateId, state, { before, count }) =>
      read.rows(LISTS[state], templateId, before ?? Number.MAX_SAFE_INTEGER, count),
  };
}
