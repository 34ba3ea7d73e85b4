// 20,000 inputs of every run of the suite, always the same ones: no error that is none of ours, no
// answer over a second of CPU, no memory that stays. `npm run fuzz` runs more.
import { expect, test } from 'vitest';
import type { randomOf } from './random.ts';
import { TARGETS } from './table.ts';
import { runTarget } from './target.ts';

const SEED = 'suite';
/** In bytes; the caches of a run fill until its end. */
const MOST_GROWN = 32 * 1024 * 1024;

test('the suite runs 20,000 inputs', () => {
  expect(TARGETS.reduce((sum, { inputs }) => sum + inputs, 0)).toBeGreaterThanOrEqual(20_000);
  expect(new Set(TARGETS.map(({ name }) => name)).size).toBe(TARGETS.length);
});

test.each(TARGETS.map((target) => [target.name, target] as const))('%s', async (_, target) => {
  const result = await runTarget(target, { seed: SEED, count: target.inputs });
  expect(result.findings).toEqual([]);
  expect(result.grown).toBeLessThan(MOST_GROWN);
  // Inputs that are all refused, or all accepted, say little.
  expect(result.accepted).toBeGreaterThan(result.inputs / 50);
  expect(result.accepted).toBeLessThan(result.inputs);
});

test('a run finds what it is to find, and says how to make the input again', async () => {
  const broken = {
    name: 'broken',
    inputs: 200,
    open: async () => ({
      make: (random: ReturnType<typeof randomOf>) => random.below(100),
      send: (input: number) => {
        if (input === 7) throw new TypeError('seven');
        return 'accepted' as const;
      },
    }),
  };
  const all = await runTarget(broken, { seed: 'a', count: 500 });
  expect(all.findings).toMatchObject([{ target: 'broken', input: '7', problem: expect.stringContaining('seven') }]);
  const again = await runTarget(broken, { seed: 'a', from: all.findings[0]!.number, count: 1 });
  expect(again.findings).toHaveLength(1);
});
