// Changes that arrive together: none is lost, none sees half of another, and a failing one does not
// affect others.
import { expect, test } from 'vitest';
import { SCAN } from '../../src/rules/passes/facts.ts';
import { addPoint, install, passIn, readPass, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export function concurrencyCases(store: Current): void {
  test('1,000 changes that add 1 add 1,000', async () => {
    await templateIn(store());
    await passIn(store(), 'p1');
    await install(store(), 'p1');
    const outcomes = await Promise.all(Array.from({ length: 1000 }, () => store().changePass('p1', addPoint)));
    const seen = outcomes.map((outcome) => (outcome.replayed ? 0 : outcome.result)).sort((a, b) => a - b);
    expect(seen).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1));

    const pass = await readPass(store(), 'p1');
    expect(pass.overrides.points).toBe(1000);
    expect(pass.access[SCAN]?.count).toBe(1000);
    expect(await store().tracking(pass.id)).toHaveLength(1000);
    expect(await store().waitingJobs(10)).toMatchObject([
      { kind: 'push_pass', subjectId: pass.id, updateTag: pass.updateTag },
    ]);
  });

  test('a change that fails, before or after it wrote, hurts no neighbour', async () => {
    await templateIn(store());
    const pass = await passIn(store(), 'p1');
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) => {
        if (index % 10 === 3) {
          return store().changePass('p1', () => {
            throw new Error('decided not to');
          });
        }
        // BigInt has no JSON: the event's row fails after the pass's row is written.
        if (index % 10 === 7) {
          return store().changePass('p1', (snapshot) => {
            const change = addPoint(snapshot);
            return { ...change, event: { ...change.event!, trace: [1n] as never } };
          });
        }
        return store().changePass('p1', addPoint);
      }),
    );
    const failed = results.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []));
    expect(failed).toEqual([3, 7, 13, 17, 23, 27, 33, 37]);
    expect((await readPass(store(), 'p1')).overrides.points).toBe(32);
    expect(await store().tracking(pass.id)).toHaveLength(32);
  });

  test('what is read after a change was answered shows it', async () => {
    await templateIn(store());
    await passIn(store(), 'p1');
    const counts = await Promise.all(
      Array.from({ length: 30 }, async () => {
        const outcome = await store().changePass('p1', addPoint);
        const shown = Number((await readPass(store(), 'p1')).overrides.points);
        return { own: outcome.replayed ? Number.NaN : outcome.result, shown };
      }),
    );
    for (const { own, shown } of counts) expect(shown).toBeGreaterThanOrEqual(own);
  });
}
