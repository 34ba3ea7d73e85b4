// What only Pass2U's passes have: barcode messages that differ, passcodes, and the sources that
// statistics count.
import { expect, test } from 'vitest';
import { readPass, T0, templateIn } from './fixtures.ts';
import type { Current } from './suite.ts';

export function pass2uCases(store: Current): void {
  const create = (hash: string, more: { barcode?: string; passcodeHash?: string; source?: string }, template = '1') =>
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
      store().createPass('template-1', ({ taken }) => {
        asked.push([...taken]);
        const barcode = candidates.find((candidate) => !taken.has(candidate)) ?? candidates[0]!;
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

  test('a passcode is kept, changed and taken away', async () => {
    await templateIn(store());
    await create('p1', { passcodeHash: 'hash' });
    const passcode = async () => (await readPass(store(), 'p1')).passcodeHash;
    expect(await passcode()).toBe('hash');
    await store().changePass('p1', () => ({ overrides: { a: 1 }, result: null }));
    expect(await passcode()).toBe('hash');
    await store().changePass('p1', () => ({ passcodeHash: 'other', result: null }));
    expect(await passcode()).toBe('other');
    await store().changePass('p1', () => ({ passcodeHash: null, result: null }));
    expect(await passcode()).toBeNull();
  });

  test('passes are counted by the source they were made for', async () => {
    const { id } = await templateIn(store());
    const other = await templateIn(store(), { hash: 'template-2' });
    for (const [hash, source] of [
      ['p1', 'web'],
      ['p2', 'app'],
      ['p3', 'app'],
    ] as const)
      await create(hash, { source });
    await create('p4', {});
    expect(await store().passSources(id)).toEqual([
      { source: 'app', created: 2 },
      { source: 'web', created: 1 },
    ]);
    expect(await store().passSources(other.id)).toEqual([]);
    await store().deleteTemplate(id, T0);
    expect(await store().passSources(id)).toEqual([]);
  });

  test('an image is found by the beginning of its hash', async () => {
    const hash = `${'0123456789'.repeat(4)}${'f'.repeat(24)}`;
    await store().putImage({ hash, mediaType: 'image/png', bytes: new Uint8Array([1]) });
    expect(await store().imageHash(hash.slice(0, 40))).toBe(hash);
    expect(await store().imageHash(`${hash.slice(0, 39)}8`)).toBeNull();
  });
}
