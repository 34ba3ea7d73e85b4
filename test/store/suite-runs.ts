// Runs of triggers that wait for a request.
import { expect, test } from 'vitest';
import { SCAN } from '../../src/rules/passes/facts.ts';
import { event, passIn, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export function runCases(store: Current): void {
  const mark = (hash: string, key: string, cutOff: ReturnType<typeof event> | null) =>
    store().changePass(hash, () => ({ run: { key, cutOff }, result: null }));
  const open = async () => (await store().openRuns()).map(({ key, hash, cutOff }) => [key, hash, cutOff.trace]);

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
    expect((await store().openRuns())[0]!.cutOff).toEqual(cutOff('second request'));
    await mark('p1', 'a', null);
    await store().deletePass('p2', T0);
    expect((await open()).map(([key]) => key)).toEqual(['b']);
  });

  test('a pass may be made by a run that waits', async () => {
    await templateIn(store());
    const cutOff = event({ accessType: SCAN, time: T0, outcome: 'error' });
    await passIn(store(), 'p1', { run: { key: 'a', cutOff } });
    expect((await store().openRuns()).map(({ hash }) => hash)).toEqual(['p1']);
  });
}
