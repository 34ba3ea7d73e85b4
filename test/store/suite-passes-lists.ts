// Lists of a template's passes.
import { expect, test } from 'vitest';
import { INSTALL, SCAN } from '../../src/rules/passes/facts.ts';
import { event, install, passIn, readPass, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export function passListCases(store: Current): void {
  test('passes by access type come in order of creation, in pages', async () => {
    const template = await templateIn(store());
    for (const hash of ['p1', 'p2', 'p3', 'p4', 'p5']) await passIn(store(), hash);
    for (const hash of ['p5', 'p1', 'p4', 'p2', 'p4']) {
      await store().changePass(hash, () => ({ event: event({ accessType: SCAN }), result: null }));
    }
    const page = async (start: number, count: number | null, accessType: typeof SCAN | typeof INSTALL = SCAN) =>
      (await store().passesWith(template.id, accessType, { start, count })).map(({ hash }) => hash);
    expect(await page(0, null)).toEqual(['p1', 'p2', 'p4', 'p5']);
    expect(await page(1, 2)).toEqual(['p2', 'p4']);
    expect(await page(3, 5)).toEqual(['p5']);
    expect(await page(4, null)).toEqual([]);
    expect(await page(0, 0)).toEqual([]);
    expect(await page(0, null, INSTALL)).toEqual([]);
    expect(await store().passesWith(template.id, SCAN, { start: 0, count: 1 })).toEqual([
      await readPass(store(), 'p1'),
    ]);
  });

  test('all passes come in order of creation, in pages', async () => {
    const template = await templateIn(store());
    await templateIn(store(), { hash: 'other' });
    for (const hash of ['p1', 'p2', 'p3']) {
      await passIn(store(), hash);
      await passIn(store(), `other ${hash}`, { template: 'other' });
    }
    await store().changePass('p1', () => ({ event: event({ accessType: SCAN }), result: null }));
    const page = async (start: number, count: number) =>
      (await store().passesOf(template.id, { start, count })).map(({ hash }) => hash);
    expect(await page(0, 1000)).toEqual(['p1', 'p2', 'p3']);
    expect(await page(1, 1)).toEqual(['p2']);
    expect(await page(3, 1000)).toEqual([]);
    const [first, second] = await store().passesOf(template.id, { start: 0, count: 2 });
    const behind = async (cursor: number, count: number) =>
      (await store().passesBehind(template.id, cursor, count)).map(({ hash }) => hash);
    expect([await behind(0, 2), await behind(first!.id, 9), await behind(second!.id, 1)]).toEqual([
      ...[['p1', 'p2'], ['p2', 'p3'], ['p3']],
    ]);
    expect(await store().passesOf(template.id, { start: 0, count: 1 })).toEqual([await readPass(store(), 'p1')]);
  });

  test('the states of passes tell changes of them and of their template, and watchers hear of each', async () => {
    const template = await templateIn(store());
    for (const hash of ['p1', 'p2']) await passIn(store(), hash);
    let told = 0;
    const stop = store().watchEvents(() => told++);
    const news = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      const heard = told;
      told = 0;
      return heard;
    };
    const states = () => store().passStates(['p1', 'none', 'p2']);
    const first = await states();
    expect([...first.keys()].sort()).toEqual(['p1', 'p2']);
    expect(await states()).toEqual(first);
    await store().changePass('p1', () => ({ overrides: { a: 1 }, result: null }));
    expect([await states(), await news()]).toEqual([first, 0]);
    await store().changePass('p1', () => ({ touchedAt: T0, result: null }));
    expect(await news()).toBe(1);
    const second = await states();
    expect(second.get('p1')).not.toEqual(first.get('p1'));
    expect(second.get('p2')).toEqual(first.get('p2'));
    await store().changeTemplate(template.hash, T0 + 1, () => ({ passConstructor: { type: 'generic' }, result: null }));
    expect(await news()).toBe(1);
    expect((await states()).get('p2')).not.toEqual(first.get('p2'));
    await store().deletePass('p2', T0);
    expect([await news(), [...(await states()).keys()]]).toEqual([1, ['p1']]);
    stop();
  });

  test('passes for trying out are listed apart, newest first, and go together', async () => {
    const template = await templateIn(store());
    await templateIn(store(), { hash: 'template-2' });
    const make = (hash: string, isTest: boolean, of = 'template-1') =>
      store().createPass(of, () => ({
        create: { serialNumber: hash, hash, authenticationToken: hash, overrides: {}, createdAt: T0, isTest },
        result: null,
      }));
    await make('p1', true);
    await make('p2', false);
    await make('p3', true);
    await make('p4', true, 'template-2');
    const tests = await store().testPasses(template.id);
    expect(tests).toMatchObject([
      { hash: 'p3', isTest: true },
      { hash: 'p1', isTest: true },
    ]);
    expect((await readPass(store(), 'p2')).isTest).toBe(false);
    await install(store(), 'p1');
    expect(await store().deleteTestPasses(template.id, T0 + 1)).toBe(2);
    expect(await store().testPasses(template.id)).toEqual([]);
    expect(await store().deleteTestPasses(template.id, T0 + 1)).toBe(0);
    expect(await store().passByHash('p2')).not.toBeNull();
    expect(await store().passByHash('p4')).not.toBeNull();
    // The phone that held one of them learns that the pass is gone.
    expect(await store().waitingJobs(10)).toMatchObject([{ kind: 'push_pass' }]);
  });
}
