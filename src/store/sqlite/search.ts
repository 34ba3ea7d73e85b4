// Finds passes: by words in a full-text index, otherwise along the indexes of each template. No
// statement reads more passes than it answers, apart from MOST_LOOKED.
import { eq, sql } from 'drizzle-orm';
import type { Pass } from '../../ports/store/passes.ts';
import {
  type CustomerPage,
  type CustomerQuery,
  type FoundPass,
  MOST_LOOKED,
  type SearchStore,
} from '../../ports/store/search.ts';
import { byVisit, type Candidate, cursorOf, fits } from '../customers.ts';
import type { Connection } from './engine/connection.ts';
import { passes } from './schema.ts';
import { passColumns } from './snapshots.ts';

/** Replaces the words of a pass. Inside a write only. */
export type WriteWords = (passId: number, owner: { accountId: number; templateId: number }, words: string) => void;

/** Marks of the owner and the template among the words of a pass; see migrations/0019-search.ts. */
const ofAccount = (id: number) => `§a${id}`;
const ofTemplate = (id: number) => `§t${id}`;

export function wordsWriter({ client }: Connection): WriteWords {
  const put = client.prepare<[number, string]>('INSERT OR REPLACE INTO pass_words (rowid, words) VALUES (?, ?)');
  return (passId, { accountId, templateId }, words) => {
    put.run(passId, `${ofAccount(accountId)} ${ofTemplate(templateId)} ${words}`);
  };
}

const HIGHEST = Number.MAX_SAFE_INTEGER;

export function searchStore({ client, db }: Connection): SearchStore {
  const templates = client
    .prepare<[number], number>('SELECT id FROM templates WHERE account_id = ? ORDER BY id')
    .pluck();
  const row = db
    .select({ pass: passColumns, onPhone: passes.onPhone })
    .from(passes)
    .where(eq(passes.id, sql.placeholder('id')))
    .prepare();

  const matching = client.prepare<
    { match: string; before: number; most: number },
    { id: number; day: number | null; onPhone: 0 | 1 }
  >(`
    SELECT p.id, p.visited_day AS day, p.on_phone AS onPhone
    FROM (SELECT rowid FROM pass_words WHERE pass_words MATCH :match AND rowid < :before ORDER BY rowid DESC LIMIT :most) f
    CROSS JOIN passes p ON p.id = f.rowid`);

  const newest = (condition: string) =>
    client.prepare<{ templateId: number; before: number; count: number }, Candidate>(`
      SELECT id, NULL AS day FROM passes WHERE template_id = :templateId AND id < :before ${condition}
      ORDER BY id DESC LIMIT :count`);
  const any = newest('');
  const onPhones = newest('AND on_phone = 1');
  const offPhones = newest('AND on_phone = 0');

  const visited = client.prepare<
    { templateId: number; onPhone: number; from: number; to: number; day: number; id: number; count: number },
    Candidate
  >(`
    SELECT id, visited_day AS day FROM passes
    WHERE template_id = :templateId AND on_phone = :onPhone AND visited_day >= :from AND visited_day < :to
      AND (visited_day, id) < (:day, :id)
    ORDER BY visited_day DESC, id DESC LIMIT :count`);
  const neverVisited = client.prepare<
    { templateId: number; onPhone: number; before: number; count: number },
    Candidate
  >(`
    SELECT id, NULL AS day FROM passes
    WHERE template_id = :templateId AND on_phone = :onPhone AND visited_day IS NULL AND id < :before
    ORDER BY id DESC LIMIT :count`);

  /** The first `count` candidates of one template, in the order of the list. */
  function ofOne(templateId: number, { onPhone, visit, after }: CustomerQuery, count: number): Candidate[] {
    const before = after?.id ?? HIGHEST;
    if (visit === null) {
      const list = onPhone === null ? any : onPhone ? onPhones : offPhones;
      return list.all({ templateId, before, count });
    }
    return (onPhone === null ? [0, 1] : [Number(onPhone)]).flatMap((phone) => {
      const of = { templateId, onPhone: phone, count };
      if (visit.kind === 'never') return neverVisited.all({ ...of, before });
      const range = visit.kind === 'since' ? { from: visit.day, to: HIGHEST } : { from: 0, to: visit.day };
      return visited.all({ ...of, ...range, day: after?.day ?? HIGHEST, id: before });
    });
  }

  function listed(query: CustomerQuery): CustomerPage {
    const { accountId, templateId, count } = query;
    const all = templateId === null ? templates.all(accountId) : [templateId];
    // One more than the page shows whether there is a next one.
    const found = all.flatMap((id) => ofOne(id, query, count + 1)).sort(byVisit);
    const page = found.slice(0, count);
    return { rows: rowsOf(page), next: found.length > count ? cursorOf(page.at(-1)!) : null };
  }

  function searched(query: CustomerQuery): CustomerPage {
    const { accountId, templateId, words, after, count } = query;
    const mark = templateId === null ? ofAccount(accountId) : ofTemplate(templateId);
    // Words hold letters and digits alone, so nothing in them ends the quotes.
    const match = [`"${mark}"`, ...words.map((word) => `"${word}" *`)].join(' AND ');
    const page: Candidate[] = [];
    let looked = 0;
    let last: Candidate | null = null;
    for (const each of matching.iterate({ match, before: after?.id ?? HIGHEST, most: MOST_LOOKED })) {
      if (page.length === count) return { rows: rowsOf(page), next: cursorOf(last!) };
      looked++;
      last = { id: each.id, day: null };
      if (fits(query, { day: each.day, onPhone: each.onPhone === 1 })) page.push(last);
    }
    return { rows: rowsOf(page), next: looked < MOST_LOOKED ? null : cursorOf(last!) };
  }

  function rowsOf(page: readonly Candidate[]): FoundPass[] {
    return page.map(({ id }) => row.get({ id })!) as { pass: Pass; onPhone: boolean }[];
  }

  return {
    customers: async (query) => (query.words.length === 0 ? listed(query) : searched(query)),
  };
}
