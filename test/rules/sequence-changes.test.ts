// What stays, goes and comes between two sequences is the least that can, and work has a bound.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LineRow, lineChanges, MOST_ROWS } from '../../src/rules/values/line-changes.ts';
import { changedPairs, MOST_EDITS, sequenceChanges } from '../../src/rules/values/sequence-changes.ts';

/** The length of the longest common subsequence, by the table of every textbook. */
function longestCommon(one: readonly string[], other: readonly string[]): number {
  const row = new Array<number>(other.length + 1).fill(0);
  for (const item of one) {
    let corner = 0;
    for (let index = 1; index <= other.length; index++) {
      const above = row[index]!;
      row[index] = item === other[index - 1] ? corner + 1 : Math.max(above, row[index - 1]!);
      corner = above;
    }
  }
  return row.at(-1)!;
}

const sequences = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 14 });

describe('the steps from one sequence to another', () => {
  test('lead from the one to the other, and keep as much as can be', () => {
    fc.assert(
      fc.property(sequences, sequences, (before, after) => {
        const steps = sequenceChanges(before, after);
        const positions = (side: 'before' | 'after') => steps.flatMap((step) => step[side] ?? []);
        expect(positions('before')).toEqual(before.map((_, index) => index));
        expect(positions('after')).toEqual(after.map((_, index) => index));
        const kept = steps.filter(({ kind }) => kind === 'same');
        for (const step of kept) expect(before[step.before!]).toBe(after[step.after!]);
        expect(kept).toHaveLength(longestCommon(before, after));
      }),
      { numRuns: 500 },
    );
  });

  test('pair what goes and comes at one place', () => {
    const pairs = changedPairs(sequenceChanges([...'axbcd'], [...'aybd!']));
    expect(pairs).toEqual([
      { before: 1, after: 1 },
      { before: 3, after: null },
      { before: null, after: 4 },
    ]);
  });

  test('past the bound, all between beginning and end goes and comes', () => {
    const many = (letter: string) => Array.from({ length: MOST_EDITS }, (_, index) => `${letter}${index}`);
    const steps = sequenceChanges(['first', ...many('a'), 'last'], ['first', ...many('b'), 'last']);
    expect(steps).toHaveLength(2 * MOST_EDITS + 2);
    expect(steps.filter(({ kind }) => kind === 'same')).toHaveLength(2);
    const within = sequenceChanges(many('a').slice(0, 400), many('b').slice(0, 400));
    expect(within.map(({ kind }) => kind).indexOf('added')).toBe(400);
  });
});

describe('two texts line by line', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);
  const kindOf = (row: LineRow) => (row.kind === 'folded' ? `folded ${row.count}` : row.kind);

  test('stand side by side, with equal lines folded', () => {
    const before = lines(30);
    const after = before.with(14, 'another').toSpliced(20, 0, 'new');
    const { rows, omitted } = lineChanges(before.join('\n'), after.join('\n'));
    expect(omitted).toBe(0);
    expect(rows.map(kindOf)).toEqual([
      'folded 11',
      ...['same', 'same', 'same', 'changed', 'same', 'same', 'same', 'same', 'same', 'changed'],
      ...['same', 'same', 'same', 'folded 7'],
    ]);
    expect(rows[4]).toEqual({
      kind: 'changed',
      before: { number: 15, text: 'line 15' },
      after: { number: 15, text: 'another' },
    });
    expect(rows[10]).toEqual({ kind: 'changed', before: null, after: { number: 21, text: 'new' } });
  });

  test('that are equal fold into one row, and very long ones are cut', () => {
    expect(lineChanges('a\nb\nc', 'a\nb\nc')).toEqual({ rows: [{ kind: 'folded', count: 3 }], omitted: 0 });
    const long = lineChanges('', lines(MOST_ROWS + 7).join('\n'));
    expect(long.rows).toHaveLength(MOST_ROWS);
    expect(long.omitted).toBe(7);
  });
});
