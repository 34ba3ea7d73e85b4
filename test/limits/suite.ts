// What each adapter of the limits' port has to do, by the clock of the process.
import { afterEach, expect, test, vi } from 'vitest';
import type { Limits } from '../../src/ports/limits.ts';

/** `limits` gives the limits of the running test, without any counts. */
export function limitCases(limits: () => Limits): void {
  afterEach(() => {
    vi.useRealTimers();
  });

  test('points are counted by key, and over when their seconds are', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    const limit = limits().limit('api_calls tries', { points: 3, seconds: 60 });
    const waits = [];
    for (let tries = 0; tries < 5; tries++) waits.push(await limit.count('a'));
    expect(waits).toEqual([0, 0, 0, 60_000, 60_000]);
    expect(await limit.count('b', 3)).toBe(0);
    expect(await limit.count('b')).toBeGreaterThan(0);
    vi.advanceTimersByTime(59_000);
    expect(await limit.count('a')).toBe(1000);
    vi.advanceTimersByTime(1000);
    expect(await limit.count('a')).toBe(0);
  });

  test('points that are taken back or forgotten are free again', async () => {
    const limit = limits().limit('api_calls bytes', { points: 3_000_000_000, seconds: 60 });
    expect(await limit.count('a', 2_999_999_999)).toBe(0);
    expect(await limit.count('a', 2)).toBeGreaterThan(0);
    await limit.takeBack('a', 2);
    expect(await limit.count('a')).toBe(0);
    expect(await limit.count('a')).toBeGreaterThan(0);
    await limit.forget('a');
    expect(await limit.count('a', 3_000_000_000)).toBe(0);
  });

  test('a limit knows nothing of another one, and keys may be of any length', async () => {
    const one = limits().limit('api_calls one', { points: 1, seconds: 60 });
    const other = limits().limit('api_calls other', { points: 1, seconds: 60 });
    const key = '\0Ä:;'.repeat(100_000);
    expect([await one.count(key), await other.count(key), await other.count(`${key} `)]).toEqual([0, 0, 0]);
    expect(await one.count(key)).toBeGreaterThan(0);
  });

  test('a hundred at once are as many as one after the other', async () => {
    const limit = limits().limit('api_calls at once', { points: 40, seconds: 60 });
    const waits = await Promise.all(Array.from({ length: 100 }, () => limit.count('a')));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(40);
  });

  test('a key is remembered, and no other', async () => {
    const known = limits().remembered('known', 60);
    expect(await known.has('a')).toBe(false);
    await known.add('a');
    await known.add('a');
    expect([await known.has('a'), await known.has('b')]).toEqual([true, false]);
  });
}
