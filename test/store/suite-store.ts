// The store as a whole: its readiness, and closing it.
import { expect, test } from 'vitest';
import { addPoint, passIn, readPass, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export function storeCases(store: Current): void {
  test('a probe says that the tables are up to date, as often as it is asked', async () => {
    await templateIn(store());
    const asked = await Promise.all([store().probe(), store().probe(), passIn(store(), 'p1'), store().probe()]);
    expect(asked[3]).toEqual({ migrationsMissing: 0 });
    expect(await readPass(store(), 'p1')).toMatchObject({ hash: 'p1' });
  });

  test('a closed store has written what it was given before, and takes no more', async () => {
    await templateIn(store());
    await passIn(store(), 'p1');
    const last = store().changePass('p1', addPoint);
    const closing = store().close();
    await expect(last).resolves.toEqual({ replayed: false, result: 1 });
    await closing;
    await expect(store().changePass('p1', addPoint)).rejects.toThrow();
    await expect(store().passByHash('p1')).rejects.toThrow();
  });
}
