// The table that a batch gives back: the rows as they came, with link, hashedSerialNumber and what
// was wrong at their ends.
import type { Batch, BatchRow } from '../../ports/store/batches.ts';
import { RESULT_COLUMNS } from '../../rules/batches/columns.ts';
import type { RowFault } from '../../rules/batches/row-faults.ts';
import type { JsonValue } from '../../rules/values/values.ts';
import type { Context } from '../context.ts';
import { linkOf } from './open-link.ts';

export interface BatchResult {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<readonly JsonValue[]>;
}

const ROWS_AT_ONCE = 500;

/** Words a fault for the table; the heading of its column, null for the row as a whole. */
export type WordFault = (fault: RowFault, heading: string | null) => string;

export const inEnglish: WordFault = ({ message }, heading) => (heading === null ? message : `${heading}: ${message}`);

/**
 * Streams the rows of a batch. `wrong`: only those with faults, as a table that can be mended and
 * sent again.
 */
export function batchResult(
  context: Context,
  batch: Batch,
  { wrong = false, word = inEnglish }: { readonly wrong?: boolean; readonly word?: WordFault } = {},
): BatchResult {
  // A table that comes back has these columns already.
  const own = batch.headings.flatMap((heading, column) =>
    RESULT_COLUMNS.some((name) => name === heading.trim()) ? [] : [column],
  );
  const hasFaults = wrong || batch.wrong + batch.failed > 0;
  const ends = [...(wrong ? [] : ['link', 'hashedSerialNumber']), ...(hasFaults ? ['error'] : [])];
  const errorOf = ({ faults }: BatchRow) =>
    (faults ?? [])
      .map((fault) => word(fault, fault.column === null ? null : (batch.headings[fault.column] ?? null)))
      .join(' ');
  async function* rows() {
    for (let after = 0; ; ) {
      const page = await context.store.batchRows(batch.id, { after, count: ROWS_AT_ONCE, wrong });
      for (const row of page) {
        const link = wrong ? [] : [resultLink(context, batch, row), row.passHash ?? ''];
        yield [...own.map((column) => row.cells[column] ?? ''), ...link, ...(hasFaults ? [errorOf(row)] : [])];
      }
      if (page.length < ROWS_AT_ONCE) return;
      after = page.at(-1)!.number;
    }
  }
  return { columns: [...own.map((column) => batch.headings[column]!), ...ends], rows: rows() };
}

function resultLink(context: Context, { mode, state }: Batch, { token, passHash, faults }: BatchRow): string {
  if (faults !== null || state === 'draft') return '';
  if (mode === 'links' && token !== null) return linkOf(context, token);
  return passHash === null ? '' : `${context.settings.rootUrl}/pass/create.php?hashedSerialNumber=${passHash}`;
}
