// The passes of a segment: a page that looks at a bounded number of passes, and the whole as a table.
import { AppError } from '../../errors.ts';
import type { Pass } from '../../ports/store/passes.ts';
import type { JsonValue } from '../../rules/values/values.ts';
import type { Caller } from '../access/caller.ts';
import { factsOf } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { nameOfCustomer } from '../customers/customer-name.ts';
import { cellOf, labelOf, requireColumns } from '../passes/export-passes.ts';
import { exportColumns } from '../templates/export-columns.ts';
import { walk } from './matching.ts';
import { type CardSegment, requireSegment } from './segments.ts';

/** The most passes that one page looks at, and the most that it answers. */
export const MOST_LOOKED_AT = 5000;
export const MOST_LISTED = 100;

export interface SegmentPage extends CardSegment {
  readonly passes: readonly Pass[];
  /** How many passes this page has looked at. */
  readonly looked: number;
  /** For `after`; null: every pass was looked at. */
  readonly next: number | null;
}

/**
 * Up to `count` passes in the order of creation, from the id `after` on. A page may have few or none
 * and still have a next one. Fails with the codes of requireSegment, and with `parameter_invalid`.
 */
export async function segmentPage(
  context: Context,
  caller: Caller,
  segmentId: string,
  { after, count }: { readonly after: number; readonly count: number },
): Promise<SegmentPage> {
  const { segment, card } = await requireSegment(context, caller, 'see', segmentId);
  if (count < 1 || count > MOST_LISTED) {
    throw new AppError('parameter_invalid', { field: 'count', message: `count is from 1 to ${MOST_LISTED}.` });
  }
  if (after < 0) {
    const message = 'after is next of the page before.';
    throw new AppError('parameter_invalid', { field: 'after', message });
  }
  const { found, looked, cursor, isLast } = await walk(context, card, segment.condition, {
    after,
    most: count,
    look: MOST_LOOKED_AT,
  });
  return { segment, card, passes: found.map(({ pass }) => pass), looked, next: isLast ? null : cursor };
}

export interface SegmentCustomer {
  readonly hash: string;
  /** See nameOfCustomer. */
  readonly name: string;
}

/** The passes of a page by the names that lists show. */
export function customersOf(context: Context, { card, passes }: SegmentPage): Promise<readonly SegmentCustomer[]> {
  return Promise.all(
    passes.map(async (pass) => ({ hash: pass.hash, name: await nameOfCustomer(context, { ...card, pass }) })),
  );
}

export interface SegmentExport extends CardSegment {
  readonly columns: readonly string[];
  readonly labels: readonly string[];
  /** A row for each pass, found while they are read. */
  readonly rows: AsyncIterable<readonly JsonValue[]>;
}

/** The passes that are in the segment while the table is read. Fails with the codes of requireSegment and exportPasses. */
export async function exportSegment(context: Context, caller: Caller, segmentId: string): Promise<SegmentExport> {
  const { segment, card } = await requireSegment(context, caller, 'see', segmentId);
  const program = await context.programs.load(card.template);
  const { paths: columns } = exportColumns(context, program, card);
  requireColumns(program, columns);
  async function* rows() {
    for (let after = 0, isLast = false; !isLast; ) {
      const walked = await walk(context, card, segment.condition, { after, most: MOST_LISTED, look: MOST_LOOKED_AT });
      for (const { pass } of walked.found) {
        const facts = factsOf(context, { ...card, pass });
        yield columns.map((name) => cellOf(program, facts, name));
      }
      after = walked.cursor;
      isLast = walked.isLast;
    }
  }
  return { segment, card, columns, labels: columns.map((name) => labelOf(program, name)), rows: rows() };
}
