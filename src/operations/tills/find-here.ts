// Looks up customers on the scanner's page, for a phone that is out of power. Shows no more than it
// takes to know the person: the name, the card and the end of its code.
import { AppError } from '../../errors.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type { Context } from '../context.ts';
import { type CustomerRow, listCustomers } from '../customers/list-customers.ts';
import { requireMay, type ScanCaller } from './scan-here.ts';
import { personOf } from './undo-here.ts';

/** The most customers of an answer. */
const MOST_FOUND = 20;
/** The characters of a code that tell customers of one name apart. */
const ENDING = 4;

/**
 * Answers `found`, of the cards that whoever looks may scan, and whether there are `more`. Fails with
 * the codes of requireMay and listCustomers.
 */
export async function findHere(context: Context, who: ScanCaller, text: string): Promise<JsonObject> {
  requireMay(context, who, 'find');
  const cards = 'till' in who && who.till.templateHashes !== null ? who.till.templateHashes : [null];
  const rows: CustomerRow[] = [];
  for (const card of cards) {
    if (rows.length <= MOST_FOUND) rows.push(...(await rowsOf(context, who, text, card)));
  }
  const found = rows
    .slice(0, MOST_FOUND)
    .map(({ hash, name, card }) => ({ hashedSerialNumber: hash, name, card, ending: hash.slice(-ENDING) }));
  return { found, more: rows.length > MOST_FOUND };
}

async function rowsOf(
  context: Context,
  who: ScanCaller,
  query: string,
  card: string | null,
): Promise<readonly CustomerRow[]> {
  const search = { query, card, phone: null, visit: null, after: null };
  try {
    // A query with nothing to search for would list everybody.
    if (query.trim() === '') return [];
    return (await listCustomers(context, personOf(who), search)).rows.filter(({ isInvalid }) => !isInvalid);
  } catch (error) {
    // A card of the till was deleted.
    if (error instanceof AppError && error.code === 'template_not_found') return [];
    throw error;
  }
}
