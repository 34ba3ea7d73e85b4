// The list of customers: the passes of an account, found by what they show, by card, by whether a
// phone has them and by their last visit.
import { AppError } from '../../errors.ts';
import type { CustomerCursor, FoundPass, VisitFilter } from '../../ports/store/search.ts';
import type { Template, TemplateSnapshot } from '../../ports/store/templates.ts';
import { SCAN } from '../../rules/passes/facts.ts';
import { queryWords } from '../../rules/passes/search-words.ts';
import { hasAccess } from '../access/access.ts';
import { type Caller, mayDo, requireCard, requireRight } from '../access/caller.ts';
import { hashedSerialNumberIn } from '../access/hashed-serial-number.ts';
import type { Context } from '../context.ts';
import { nameOfCustomer } from './customer-name.ts';

/** The rows of a page. */
const PAGE = 50;
const DAY = 86_400_000;

/** The choices for the last visit. */
export const VISITS = ['today', 'week', 'month', 'longer', 'never'] as const;
export type Visit = (typeof VISITS)[number];

export interface CustomerSearch {
  /** What was typed into the search box. */
  readonly query: string;
  /** The templateHash of the one card to list; null: every card of the account. */
  readonly card: string | null;
  readonly phone: 'yes' | 'no' | null;
  readonly visit: Visit | null;
  /** The end of the page before, from `next`; null: the first page. */
  readonly after: string | null;
}

export interface CustomerRow {
  readonly hash: string;
  /** psPassDescription, else the card's name. */
  readonly name: string;
  readonly card: string;
  readonly onPhone: boolean;
  readonly isInvalid: boolean;
  /** Made by the owner for trying out. */
  readonly isTest: boolean;
  /** In ms since 1970; null: never scanned. */
  readonly visitedAt: number | null;
}

export interface CustomerList {
  readonly rows: readonly CustomerRow[];
  /** For `after`; null: there are no more. */
  readonly next: string | null;
  /** The account's cards, for the filter. */
  readonly cards: readonly Pick<Template, 'hash' | 'name'>[];
  /** The card of the filter, which may be of an account that this one manages. */
  readonly card: TemplateSnapshot | null;
  /** Whether the query holds nothing to search for, such as a single letter. */
  readonly isTooShort: boolean;
  /** Whether the caller may download the list; only the passes of one card have common columns. */
  readonly isExportable: boolean;
}

/**
 * The newest pass first; with a filter by visits the latest visit first. Fails with the codes of
 * requireCard, and `parameter_invalid` for an `after` of no list.
 */
export async function listCustomers(context: Context, caller: Caller, search: CustomerSearch): Promise<CustomerList> {
  const account = requireRight(context, caller, 'find');
  const chosen = search.card === null ? null : await requireCard(context, caller, 'find', search.card);
  const words = queryWords(search.query);
  const isTooShort = words.length === 0 && search.query.trim() !== '';
  const list = {
    cards: await context.store.templatesOf(account.id),
    card: chosen,
    isExportable: chosen !== null && mayDo(caller, 'see'),
  };
  const accountId = chosen?.owner.id ?? account.id;
  const named = search.after === null ? await passNamed(context, caller, search, accountId) : null;
  if (named !== null) return { ...list, rows: [await rowOf(context, named)], next: null, isTooShort: false };
  if (isTooShort) return { ...list, rows: [], next: null, isTooShort };
  const page = await context.store.customers({
    accountId,
    templateId: chosen?.template.id ?? null,
    words,
    onPhone: search.phone === null ? null : search.phone === 'yes',
    visit: visitFilter(search.visit, context.clock.now()),
    after: search.after === null ? null : readCursor(search.after),
    count: PAGE,
  });
  const rows = await Promise.all(page.rows.map((found) => rowOf(context, found)));
  return { ...list, rows, next: page.next === null ? null : cursorText(page.next), isTooShort };
}

/**
 * The pass whose hash, link or serial number was typed or scanned into the box, if the caller may
 * see it.
 */
async function passNamed(
  context: Context,
  caller: Caller,
  { query }: CustomerSearch,
  accountId: number,
): Promise<FoundPass | null> {
  const text = query.trim();
  if (text === '' || text.includes(' ')) return null;
  const { store } = context;
  const snapshot =
    (await store.passByHash(hashedSerialNumberIn(text))) ?? (await store.passWithSerialNumber(text, { accountId }));
  if (snapshot === null || !hasAccess(caller.account, snapshot.owner)) return null;
  const { pass } = snapshot;
  const isSaved = pass.onGoogle && (await store.googleObject(pass.id))?.isSaved === true;
  return { pass, onPhone: isSaved || (await store.countDevices({ passId: pass.id })) > 0 };
}

async function rowOf(context: Context, { pass, onPhone }: FoundPass): Promise<CustomerRow> {
  // A template that was deleted since the search took the pass along.
  const around = await context.store.templateById(pass.templateId);
  const card = around?.template.name ?? '';
  return {
    hash: pass.hash,
    name: around === null ? card : await nameOfCustomer(context, { ...around, pass }),
    card,
    onPhone,
    isInvalid: pass.invalidatedAt !== null,
    isTest: pass.isTest,
    visitedAt: pass.access[SCAN]?.last ?? null,
  };
}

/** Counts days in UTC, as the store does. */
function visitFilter(visit: Visit | null, now: number): VisitFilter | null {
  const today = Math.floor(now / DAY);
  switch (visit) {
    case null:
      return null;
    case 'today':
      return { kind: 'since', day: today };
    case 'week':
      return { kind: 'since', day: today - 6 };
    case 'month':
      return { kind: 'since', day: today - 29 };
    case 'longer':
      return { kind: 'before', day: today - 29 };
    case 'never':
      return { kind: 'never' };
  }
}

const CURSOR = /^(\d{1,9})?\.(\d{1,15})$/;

function readCursor(text: string): CustomerCursor {
  const found = CURSOR.exec(text);
  if (found === null) {
    const message = 'after is the end of a page of this list: open the list again and go on from there.';
    throw new AppError('parameter_invalid', { field: 'after', message });
  }
  return { day: found[1] === undefined ? null : Number(found[1]), id: Number(found[2]) };
}

function cursorText({ day, id }: CustomerCursor): string {
  return `${day ?? ''}.${id}`;
}
