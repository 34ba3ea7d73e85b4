// Runs of triggers that wait for a request.
import { expect, test } from 'vitest';
import { SCAN } from '../../src/rules/passes/facts.ts';
import { event, passIn, readPass, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export function runCases(store: Current): void {
  const mark = (hash: string, key: string, cutOff: ReturnType<typeof event> | null, isOpen = false) =>
    store().changePass(hash, () => ({ run: { key, cutOff, isOpen }, result: null }));
  const all = () => store().openRuns(T0 + 1_000_000, 100);
  const open = async () => (await all()).map(({ key, hash, cutOff }) => [key, hash, cutOff.trace]);

  test('a run is open from its mark on, until it is done or its pass is gone', async () => {
    await templateIn(store());
    await passIn(store(), 'p1');
    await passIn(store(), 'p2');
    const cutOff = (trace: string) => event({ accessType: SCAN, time: T0, outcome: 'error', trace });
    await mark('p1', 'a', cutOff('first request'));
    await mark('p1', 'b', cutOff('another run'));
    await mark('p2', 'c', cutOff('of another pass'));
    await mark('p1', 'a', cutOff('second request'));
    expect(await open()).toEqual([
      ['a', 'p1', 'second request'],
      ['b', 'p1', 'another run'],
      ['c', 'p2', 'of another pass'],
    ]);
    expect((await all())[0]!.cutOff).toEqual(cutOff('second request'));
    await mark('p1', 'a', null);
    await store().deletePass('p2', T0);
    expect((await open()).map(([key]) => key)).toEqual(['b']);
  });

  test('a pass may be made by a run that waits', async () => {
    await templateIn(store());
    const cutOff = event({ accessType: SCAN, time: T0, outcome: 'error' });
    await passIn(store(), 'p1', { run: { key: 'a', cutOff } });
    expect((await all()).map(({ hash }) => hash)).toEqual(['p1']);
  });

  test('runs are found by the time of their last mark, oldest first', async () => {
    await templateIn(store());
    await passIn(store(), 'p1');
    const at = (time: number) => event({ accessType: SCAN, time, outcome: 'error' });
    for (const [key, time] of [
      ['new', T0 + 30],
      ['old', T0 + 10],
      ['older', T0],
    ] as const)
      await mark('p1', key, at(time));
    const before = async (time: number, limit = 100) => (await store().openRuns(time, limit)).map(({ key }) => key);
    expect(await before(T0)).toEqual([]);
    expect(await before(T0 + 11)).toEqual(['older', 'old']);
    expect(await before(T0 + 11, 1)).toEqual(['older']);
    await mark('p1', 'older', at(T0 + 40), true);
    expect(await before(T0 + 100)).toEqual(['old', 'new', 'older']);
  });

  test('a run that somebody has ended does not go on, and nothing of its change is written', async () => {
    await templateIn(store());
    await passIn(store(), 'p1');
    const cutOff = event({ accessType: SCAN, time: T0, outcome: 'error' });
    await mark('p1', 'a', cutOff);
    await mark('p1', 'a', null, true);
    const before = await readPass(store(), 'p1');
    const goOn = (next: typeof cutOff | null) =>
      store().changePass('p1', () => ({
        overrides: { points: 9 },
        event: cutOff,
        run: { key: 'a', cutOff: next, isOpen: true },
        result: null,
      }));
    await expect(goOn(cutOff)).rejects.toMatchObject({ code: 'run_ended' });
    await expect(goOn(null)).rejects.toMatchObject({ code: 'run_ended' });
    expect(await readPass(store(), 'p1')).toEqual(before);
    expect(await all()).toEqual([]);
  });
}
