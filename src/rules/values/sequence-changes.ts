// Compares two sequences, such as lines or rules: what stays, what goes and what comes (E. Myers, "An
// O(ND) Difference Algorithm and Its Variations", 1986). Work and memory have a bound.

/** A step from the one sequence to the other; null: there is no such item on that side. */
export interface SequenceStep {
  readonly kind: 'same' | 'removed' | 'added';
  /** Positions from 0 on. */
  readonly before: number | null;
  readonly after: number | null;
}

/**
 * The most items that go or come, all together, for which the shortest way is looked for. Past it,
 * all that is between the common beginning and the common end goes and comes.
 */
export const MOST_EDITS = 1000;

/** The steps in order; what goes stands before what comes in its place. */
export function sequenceChanges(before: readonly string[], after: readonly string[]): readonly SequenceStep[] {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const inner = {
    before: before.slice(start, before.length - end),
    after: after.slice(start, after.length - end),
  };
  const middle = shortestWay(inner.before, inner.after) ?? [
    ...inner.before.map((_, position): SequenceStep => ({ kind: 'removed', before: position, after: null })),
    ...inner.after.map((_, position): SequenceStep => ({ kind: 'added', before: null, after: position })),
  ];
  return [
    ...before.slice(0, start).map((_, position): SequenceStep => same(position, position)),
    ...middle.map((step) => ({
      ...step,
      before: step.before === null ? null : step.before + start,
      after: step.after === null ? null : step.after + start,
    })),
    ...Array.from({ length: end }, (_, index) => same(before.length - end + index, after.length - end + index)),
  ];
}

function same(before: number, after: number): SequenceStep {
  return { kind: 'same', before, after };
}

/** Null: more than MOST_EDITS items go or come. */
function shortestWay(before: readonly string[], after: readonly string[]): readonly SequenceStep[] | null {
  const most = Math.min(before.length + after.length, MOST_EDITS);
  // The furthest position in `before` on each diagonal, after so many edits; diagonal k is at most + 1 + k.
  const centre = most + 1;
  const furthest = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits++) {
    // Keep the diagonals that this many edits can have reached, for the way back.
    trace.push(furthest.slice(centre - edits - 1, centre + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = comesFromAbove(furthest, centre, diagonal, edits)
        ? furthest[centre + diagonal + 1]!
        : furthest[centre + diagonal - 1]! + 1;
      let y = x - diagonal;
      while (x < before.length && y < after.length && before[x] === after[y]) {
        x++;
        y++;
      }
      furthest[centre + diagonal] = x;
      if (x >= before.length && y >= after.length) return wayBack(trace, before.length, after.length);
    }
  }
  return null;
}

/** Whether the furthest way to a diagonal ends with an item that comes. */
function comesFromAbove(furthest: Int32Array, centre: number, diagonal: number, edits: number): boolean {
  if (diagonal === -edits) return true;
  return diagonal !== edits && furthest[centre + diagonal - 1]! < furthest[centre + diagonal + 1]!;
}

function wayBack(trace: readonly Int32Array[], beforeLength: number, afterLength: number): readonly SequenceStep[] {
  const steps: SequenceStep[] = [];
  let x = beforeLength;
  let y = afterLength;
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const furthest = trace[edits]!;
    const centre = edits + 1;
    const diagonal = x - y;
    const isAdded = comesFromAbove(furthest, centre, diagonal, edits);
    const previous = isAdded ? diagonal + 1 : diagonal - 1;
    const fromX = edits === 0 ? 0 : furthest[centre + previous]!;
    const fromY = edits === 0 ? 0 : fromX - previous;
    while (x > fromX && y > fromY) {
      x--;
      y--;
      steps.push(same(x, y));
    }
    if (edits === 0) break;
    if (isAdded) steps.push({ kind: 'added', before: null, after: --y });
    else steps.push({ kind: 'removed', before: --x, after: null });
  }
  return inOrder(steps.reverse());
}

/** Puts what goes before what comes, where both stand side by side. */
function inOrder(steps: readonly SequenceStep[]): readonly SequenceStep[] {
  const sorted: SequenceStep[] = [];
  let added: SequenceStep[] = [];
  for (const step of steps) {
    if (step.kind === 'added') {
      added.push(step);
      continue;
    }
    if (step.kind === 'same') {
      sorted.push(...added);
      added = [];
    }
    sorted.push(step);
  }
  return [...sorted, ...added];
}

/** An item that goes and one that comes at the same place, as one; or one of them alone. */
export interface SequencePair {
  readonly before: number | null;
  readonly after: number | null;
}

/** What changed, without what stays: what goes and comes at one place is paired in order. */
export function changedPairs(steps: readonly SequenceStep[]): readonly SequencePair[] {
  const pairs: SequencePair[] = [];
  let removed: number[] = [];
  let added: number[] = [];
  const flush = () => {
    for (let index = 0; index < Math.max(removed.length, added.length); index++) {
      pairs.push({ before: removed[index] ?? null, after: added[index] ?? null });
    }
    removed = [];
    added = [];
  };
  for (const { kind, before, after } of steps) {
    if (kind === 'same') flush();
    else if (kind === 'removed') removed.push(before!);
    else added.push(after!);
  }
  flush();
  return pairs;
}
