// Limits in memory: the shared cases, and a bound of keys.
import { beforeEach, expect, test } from 'vitest';
import { type MemoryLimits, memoryLimits } from '../../src/limits/memory.ts';
import { limitCases } from './suite.ts';

let limits: MemoryLimits;
beforeEach(() => {
  limits = memoryLimits();
});
limitCases(() => limits);

test('the keys that were added longest ago are forgotten', async () => {
  const few = memoryLimits(10);
  const known = few.remembered('known', 60);
  for (let at = 0; at < 50; at++) await known.add(`${at}`);
  expect([few.size('known'), await known.has('0'), await known.has('49')]).toEqual([10, false, true]);
});
