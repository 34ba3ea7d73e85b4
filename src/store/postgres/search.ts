// Finds passes: by words in a full-text index, otherwise along the indexes of each template. No
// statement reads more passes than it answers, apart from MOST_LOOKED and from the passes that a
// rare word finds.
import type { Pass } from '../../ports/store/passes.ts';
import {
  type CustomerPage,
  type CustomerQuery,
  type FoundPass,
  MOST_LOOKED,
  type SearchStore,
} from '../../ports/store/search.ts';
import { byVisit, type Candidate, cursorOf, fits } from '../customers.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';
import { passColumns } from './snapshots.ts';

/** Marks of the owner and the template among the words of a pass; no word begins with §. */
const ofAccount = (id: number) => `§a${id}`;
const ofTemplate = (id: number) => `§t${id}`;

const put = statement(`
  INSERT INTO pass_words (pass_id, account_id, template_id, words)
  VALUES ($1, $2, $3, array_to_tsvector(array_remove(string_to_array($4, ' '), '')))
  ON CONFLICT (pass_id) DO UPDATE SET account_id = excluded.account_id, template_id = excluded.template_id,
    words = excluded.words`);

/** Replaces the words of a pass. */
export function writeWords(
  tx: Tx,
  passId: number,
  { accountId, templateId }: { readonly accountId: number; readonly templateId: number },
  words: string,
): void {
  tx.send(put, passId, accountId, templateId, `${ofAccount(accountId)} ${ofTemplate(templateId)} ${words}`);
}

const HIGHEST = Number.MAX_SAFE_INTEGER;
/** So many of MOST_LOOKED passes make words frequent: ten times as many passes fill a page. */
const FREQUENT = 10;

const templatesOf = statement<{ id: number }>('SELECT id FROM templates WHERE account_id = $1 ORDER BY id');
const rowsOf = statement<Pass & { onPhone: boolean }>(
  `SELECT ${passColumns('p')}, p.on_phone AS "onPhone" FROM passes p WHERE p.id = ANY($1)`,
);

type Match = Candidate & { readonly onPhone: boolean };
const MATCH = 'p.id, p.visited_day AS day, p.on_phone AS "onPhone"';
/** Of the newest passes: finds words of many passes. `looked`: how many passes it looked at. */
const newest = (owner: string) =>
  statement<Match & { readonly looked: number }>(`
    WITH newest AS MATERIALIZED (
      SELECT pass_id, words FROM pass_words WHERE ${owner} = $1 AND pass_id < $3 ORDER BY pass_id DESC LIMIT $4)
    SELECT ${MATCH}, (SELECT count(*) FROM newest) AS looked
    FROM newest n JOIN passes p ON p.id = n.pass_id WHERE n.words @@ $2::tsquery ORDER BY p.id DESC`);
const newestOfAccount = newest('account_id');
const newestOfTemplate = newest('template_id');
/** Of all passes, by the full-text index: finds words of few. */
const matching = statement<Match>(`
  WITH found AS MATERIALIZED (SELECT pass_id FROM pass_words WHERE words @@ $1::tsquery AND pass_id < $2)
  SELECT ${MATCH} FROM (SELECT pass_id FROM found ORDER BY pass_id DESC LIMIT $3) f JOIN passes p ON p.id = f.pass_id
  ORDER BY p.id DESC`);

const listOf = (condition: string) =>
  statement<Candidate>(`SELECT id, NULL::bigint AS day FROM passes
    WHERE template_id = $1 AND id < $2 ${condition} ORDER BY id DESC LIMIT $3`);
const any = listOf('');
const onPhones = listOf('AND on_phone');
const offPhones = listOf('AND NOT on_phone');
const visited = statement<Candidate>(`
  SELECT id, visited_day AS day FROM passes
  WHERE template_id = $1 AND on_phone = $2 AND visited_day >= $3 AND visited_day < $4 AND (visited_day, id) < ($5, $6)
  ORDER BY visited_day DESC, id DESC LIMIT $7`);
const neverVisited = statement<Candidate>(`
  SELECT id, NULL::bigint AS day FROM passes
  WHERE template_id = $1 AND on_phone = $2 AND visited_day IS NULL AND id < $3 ORDER BY id DESC LIMIT $4`);

export function searchStore({ read }: Connection): SearchStore {
  /** The first `count` candidates of one template, in the order of the list. */
  async function ofOne(
    templateId: number,
    { onPhone, visit, after }: CustomerQuery,
    count: number,
  ): Promise<readonly Candidate[]> {
    const before = after?.id ?? HIGHEST;
    if (visit === null) {
      return read.rows(onPhone === null ? any : onPhone ? onPhones : offPhones, templateId, before, count);
    }
    const phones = onPhone === null ? [false, true] : [onPhone];
    const lists = phones.map((phone) => {
      if (visit.kind === 'never') return read.rows(neverVisited, templateId, phone, before, count);
      const [from, to] = visit.kind === 'since' ? [visit.day, HIGHEST] : [0, visit.day];
      return read.rows(visited, templateId, phone, from, to, after?.day ?? HIGHEST, before, count);
    });
    return (await Promise.all(lists)).flat();
  }

  async function listed(query: CustomerQuery): Promise<CustomerPage> {
    const { accountId, templateId, count } = query;
    const all = templateId === null ? (await read.rows(templatesOf, accountId)).map(({ id }) => id) : [templateId];
    // One more than the page shows whether there is a next one.
    const lists = await Promise.all(all.map((id) => ofOne(id, query, count + 1)));
    const found = lists.flat().sort(byVisit);
    const page = found.slice(0, count);
    return { rows: await passesOf(page), next: found.length > count ? cursorOf(page.at(-1)!) : null };
  }

  async function searched(query: CustomerQuery): Promise<CustomerPage> {
    const { accountId, templateId, words, after, count } = query;
    const hasFilter = query.onPhone !== null || query.visit !== null;
    // Words hold letters and digits alone, so nothing in them ends the quotes.
    const match = words.map((word) => `'${word}':*`).join(' & ');
    const before = after?.id ?? HIGHEST;
    const newestOf = (most: number) =>
      templateId === null
        ? read.rows(newestOfAccount, accountId, match, before, most)
        : read.rows(newestOfTemplate, templateId, match, before, most);
    const first = await newestOf(MOST_LOOKED);
    const full = pageOf(query, first);
    if (full.isFull) return { rows: await passesOf(full.page), next: cursorOf(full.page.at(-1)!) };
    if (first.length >= FREQUENT) {
      // Of frequent words the full-text index reads all passes, which takes longer than a few more of the newest.
      const window = MOST_LOOKED * 10;
      const all = await newestOf(window);
      const compared = all.slice(0, MOST_LOOKED);
      const { page, isFull } = pageOf(query, compared);
      if (isFull) return { rows: await passesOf(page), next: cursorOf(page.at(-1)!) };
      if (hasFilter) {
        const { id, looked } = compared.at(-1)!;
        const isEnd = looked < window && all.length === compared.length;
        return { rows: await passesOf(page), next: isEnd ? null : cursorOf({ id, day: null }) };
      }
    }
    const mark = templateId === null ? ofAccount(accountId) : ofTemplate(templateId);
    // Without a filter each of them fits, so that no more than a page is looked at.
    const most = hasFilter ? MOST_LOOKED : count + 1;
    const found = await read.rows(matching, `'${mark}' & ${match}`, before, most);
    const { page, isFull } = pageOf(query, found);
    const last = isFull ? page.at(-1)! : found.length < most ? null : found.at(-1)!;
    return { rows: await passesOf(page), next: last && cursorOf({ id: last.id, day: null }) };

    function pageOf(asked: CustomerQuery, all: readonly Match[]) {
      const fitting = all.filter((each) => fits(asked, each)).map(({ id }): Candidate => ({ id, day: null }));
      return { page: fitting.slice(0, count), isFull: fitting.length > count };
    }
  }

  async function passesOf(page: readonly Candidate[]): Promise<FoundPass[]> {
    if (page.length === 0) return [];
    const rows = await read.rows(
      rowsOf,
      page.map(({ id }) => id),
    );
    const byId = new Map(rows.map(({ onPhone, ...pass }) => [pass.id, { pass, onPhone }]));
    // A pass may have gone since.
    return page.flatMap(({ id }) => byId.get(id) ?? []);
  }

  return {
    customers: (query) => (query.words.length === 0 ? listed(query) : searched(query)),
  };
}
