// Barcode messages that only one pass of a template may have.
import { expect, test } from 'vitest';
import type { PassChange } from '../../src/ports/store/passes.ts';
import { readPass, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export function barcodeCases(store: Current): void {
  const create = (hash: string, more: { barcode?: string }, template = '1') =>
    store().createPass(`template-${template}`, () => ({
      create: { serialNumber: hash, hash, authenticationToken: 't', overrides: {}, createdAt: T0 },
      ...more,
      result: hash,
    }));
  const change = (hash: string, barcode: string) =>
    store().changePass(hash, () => ({ barcode, overrides: { changed: true }, result: null }));

  test('a barcode message is of one pass of its template alone, until that pass has another or is deleted', async () => {
    await templateIn(store());
    await templateIn(store(), { hash: 'template-2' });
    await create('p1', { barcode: 'A' });
    await expect(create('p2', { barcode: 'A' })).rejects.toMatchObject({ code: 'barcode_taken' });
    expect(await store().passByHash('p2')).toBeNull();
    await create('p2', { barcode: 'B' });
    await create('other', { barcode: 'A' }, '2');
    await expect(change('p2', 'A')).rejects.toMatchObject({ code: 'barcode_taken' });
    expect((await readPass(store(), 'p2')).overrides).toEqual({});
    await change('p1', 'A');
    await change('p1', 'C');
    await change('p2', 'A');
    await store().deletePass('p2', T0);
    await create('p3', { barcode: 'A' });
    await store().changePass('p3', () => ({ barcode: null, result: null }));
    await create('p4', { barcode: 'A' });
  });

  test('a creation is decided anew while the barcode that it wants is taken, and fails when it wants one again', async () => {
    await templateIn(store());
    await create('p1', { barcode: 'A' });
    await create('p2', { barcode: 'B' });
    const asked: string[][] = [];
    const drawing = (candidates: readonly string[]) =>
      store().createPass('template-1', ({ takenMessages }) => {
        asked.push([...takenMessages]);
        const barcode = candidates.find((candidate) => !takenMessages.has(candidate)) ?? candidates[0]!;
        const made = { serialNumber: `s${barcode}`, hash: `h${barcode}`, authenticationToken: 't' };
        return { create: { ...made, overrides: { barcode }, createdAt: T0 }, barcode, result: barcode };
      });
    expect(await drawing(['A', 'B', 'C', 'D'])).toMatchObject({ result: 'C' });
    expect(asked).toEqual([[], ['A'], ['A', 'B']]);
    await expect(drawing(['A', 'B'])).rejects.toMatchObject({ code: 'barcode_taken' });
    await expect(create('p3', { barcode: 'C' })).rejects.toMatchObject({ code: 'barcode_taken' });
  });

  test('of many creations at the same time with one message a single one is made, and the others in their group stay', async () => {
    const template = await templateIn(store());
    const all = [...Array(40).keys()].map((n) => create(`p${n}`, { barcode: n % 2 === 0 ? 'same' : `own ${n}` }));
    const outcomes = await Promise.allSettled(all);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(21);
    expect(await store().countPasses(template.id)).toBe(21);
  });

  test('a pass that moves takes its message along only when the decision says so, and gives it back otherwise', async () => {
    const first = await templateIn(store());
    const second = await templateIn(store(), { hash: 'template-2' });
    const moveTo = (hash: string, templateId: number, more: Partial<PassChange<null>> = {}) =>
      store().changePass(hash, () => ({ templateId, ...more, result: null }));
    const templateOf = async (hash: string) => (await readPass(store(), hash)).templateId;

    // A move takes the message along: claimed under the new template, free under the old one.
    await create('p1', { barcode: 'A' });
    await moveTo('p1', second.id, { touchedAt: T0, barcode: 'A' });
    await expect(create('x', { barcode: 'A' }, '2')).rejects.toMatchObject({ code: 'barcode_taken' });
    await create('p2', { barcode: 'A' });
    await expect(moveTo('p2', second.id, { touchedAt: T0, barcode: 'A' })).rejects.toMatchObject({
      code: 'barcode_taken',
    });
    expect(await templateOf('p2')).toBe(first.id);

    // A move without a message leaves no claim under either template.
    await moveTo('p2', second.id);
    expect(await templateOf('p2')).toBe(second.id);
    await create('p3', { barcode: 'A' });
    await moveTo('p1', first.id, { touchedAt: T0 });
    expect(await templateOf('p1')).toBe(first.id);
    await create('p4', { barcode: 'A' }, '2');

    // The pass's own template is no move.
    await moveTo('p4', second.id);
    await expect(create('p5', { barcode: 'A' }, '2')).rejects.toMatchObject({ code: 'barcode_taken' });
  });
}
