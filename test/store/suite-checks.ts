// Checks of templates: in the order of their making, bounded, gone with their template.
import { expect, it } from 'vitest';
import { codeOf, DIFFICULT, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

const check = (name: string) => ({ name, content: { name, times: 1 } });

export function checkCases(current: Current): void {
  it('answers a template its own checks as they were written, in the order of their making', async () => {
    const store = current();
    const { id } = await templateIn(store);
    const { id: other } = await templateIn(store, { hash: 'other' });
    expect(await store.checksOf(id)).toEqual([]);
    const first = await store.addCheck(id, { name: 'first', content: DIFFICULT }, T0, 3);
    expect(first).toEqual({ id: expect.any(Number), name: 'first', content: DIFFICULT, createdAt: T0 });
    const second = await store.addCheck(id, check('second'), T0 + 1, 3);
    await store.addCheck(other, check('of another'), T0 + 2, 3);
    expect(await store.checksOf(id)).toEqual([first, second]);
  });

  it('adds no more than there may be', async () => {
    const store = current();
    const { id } = await templateIn(store);
    expect(await store.addCheck(id, check('a'), T0, 2)).not.toBeNull();
    expect(await store.addCheck(id, check('b'), T0, 2)).not.toBeNull();
    expect(await store.addCheck(id, check('c'), T0, 2)).toBeNull();
    expect((await store.checksOf(id)).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('deletes a check of its own template alone', async () => {
    const store = current();
    const { id } = await templateIn(store);
    const { id: other } = await templateIn(store, { hash: 'other' });
    const added = await store.addCheck(id, check('a'), T0, 9);
    expect(await store.deleteCheck(other, added!.id)).toBe(false);
    expect(await store.deleteCheck(id, added!.id)).toBe(true);
    expect(await store.deleteCheck(id, added!.id)).toBe(false);
    expect(await store.checksOf(id)).toEqual([]);
  });

  it('puts others in the place of all', async () => {
    const store = current();
    const { id } = await templateIn(store);
    const old = await store.addCheck(id, check('old'), T0, 9);
    await store.replaceChecks(id, [check('a'), check('b')], T0 + 5);
    const now = await store.checksOf(id);
    expect(now.map(({ name, createdAt }) => [name, createdAt])).toEqual([
      ['a', T0 + 5],
      ['b', T0 + 5],
    ]);
    // An id is never used again, so that a page that is still open deletes no other check.
    expect(now.every((each) => each.id > old!.id)).toBe(true);
  });

  it('refuses checks of no template, and deletes those of a deleted one', async () => {
    const store = current();
    const { id } = await templateIn(store);
    await store.addCheck(id, check('a'), T0, 9);
    await store.deleteTemplate(id, T0);
    expect(await store.checksOf(id)).toEqual([]);
    expect(await codeOf(store.addCheck(id, check('a'), T0, 9))).toEqual({ code: 'template_not_found' });
    expect(await codeOf(store.replaceChecks(id, [], T0))).toEqual({ code: 'template_not_found' });
  });

  it('answers whether a barcode message is free for a pass', async () => {
    const store = current();
    const { id } = await templateIn(store);
    await store.createPass('template-1', () => ({
      create: { serialNumber: 's', hash: 'h', authenticationToken: 't', overrides: {}, createdAt: T0 },
      barcode: '4711',
      result: null,
    }));
    const { pass } = (await store.passByHash('h'))!;
    expect(await store.isBarcodeFree(id, '4711', pass.id)).toBe(true);
    expect(await store.isBarcodeFree(id, '4711', 0)).toBe(false);
    expect(await store.isBarcodeFree(id, '4712', 0)).toBe(true);
    expect(await store.isBarcodeFree(id + 1, '4711', 0)).toBe(true);
  });
}
