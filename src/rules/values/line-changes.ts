// Compares two texts line by line, as rows with one text beside the other. Long runs of equal lines
// are folded.
import { changedPairs, sequenceChanges } from './sequence-changes.ts';

export interface Line {
  /** From 1 on. */
  readonly number: number;
  readonly text: string;
}

/** A row of both texts side by side, or how many equal lines are folded here. */
export type LineRow =
  | { readonly kind: 'same' | 'changed'; readonly before: Line | null; readonly after: Line | null }
  | { readonly kind: 'folded'; readonly count: number };

export interface LineChanges {
  readonly rows: readonly LineRow[];
  /** How many rows at the end are left out. */
  readonly omitted: number;
}

/** Equal lines that are shown before and after those that differ. */
const AROUND = 3;
/** The most rows of a comparison. */
export const MOST_ROWS = 2000;

export function lineChanges(before: string, after: string): LineChanges {
  const lines = { before: before.split('\n'), after: after.split('\n') };
  const steps = sequenceChanges(lines.before, lines.after);
  const line = (side: 'before' | 'after', position: number | null): Line | null =>
    position === null ? null : { number: position + 1, text: lines[side][position]! };
  const rows: LineRow[] = [];
  for (let start = 0; start < steps.length; ) {
    const isSame = steps[start]!.kind === 'same';
    let end = start;
    while (end < steps.length && (steps[end]!.kind === 'same') === isSame) end++;
    const run = steps.slice(start, end);
    if (isSame) {
      const equal = run.map((step): LineRow => {
        return { kind: 'same', before: line('before', step.before), after: line('after', step.after) };
      });
      rows.push(...folded(equal, start === 0, end === steps.length));
    } else {
      for (const pair of changedPairs(run)) {
        rows.push({ kind: 'changed', before: line('before', pair.before), after: line('after', pair.after) });
      }
    }
    start = end;
  }
  return { rows: rows.slice(0, MOST_ROWS), omitted: Math.max(0, rows.length - MOST_ROWS) };
}

/** The equal lines beside the ones that differ; one folded line would take as much room as it saves. */
function folded(equal: readonly LineRow[], isFirst: boolean, isLast: boolean): readonly LineRow[] {
  const head = isFirst ? 0 : AROUND;
  const tail = isLast ? 0 : AROUND;
  const count = equal.length - head - tail;
  if (count < 2) return equal;
  return [...equal.slice(0, head), { kind: 'folded', count }, ...equal.slice(equal.length - tail)];
}
