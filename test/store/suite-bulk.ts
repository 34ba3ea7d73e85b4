// Bulk changes: steps that change passes, say what became of each and move the cursor in one commit.
import { beforeEach, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import {
  BULK_LIFETIME,
  type Bulk,
  type BulkItem,
  type BulkState,
  MOST_FAILED,
  type PassFate,
} from '../../src/ports/store/bulk.ts';
import type { Pass } from '../../src/ports/store/passes.ts';
import { codeOf, passIn, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export function bulkCases(current: Current): void {
  let templateId = 0;
  let passes: Pass[] = [];
  beforeEach(async () => {
    templateId = (await templateIn(current())).id;
    passes = [];
    for (const hash of ['p1', 'p2', 'p3']) passes.push(await passIn(current(), hash));
  });

  const action = { kind: 'set', path: 'note', value: 'new' } as const;
  const NEW = { name: 'All', condition: '', action, who: 'ada@example.com', total: 3, createdAt: T0 };
  const make = (state: 'dry' | 'running') => current().createBulk({ ...NEW, templateId }, state);
  const job = ({ id }: Bulk) => current().waitingJob('bulk_update', id);
  const step = (state: BulkState, after: number, cursor: number, isLast = false) => ({
    ...{ state, after, cursor, looked: 3, isLast, now: T0 + 9, runAt: T0 + 5 },
  });
  const VALUES = [{ path: 'note', after: 'new' }];
  const setting = ({ id, hash }: Pass, looked = 1): BulkItem<string> => ({
    ...{ passId: id, hash, looked },
    decide: ({ pass }) => ({
      fate: 'changed',
      values: VALUES,
      change: { overrides: { ...pass.overrides, note: 'new' }, touchedAt: T0, result: hash },
    }),
  });
  const failing = ({ id, hash }: Pass): BulkItem<string> => ({
    ...{ passId: id, hash, looked: 1 },
    decide: () => {
      throw new AppError('pass_invalid');
    },
  });
  const doing = ({ id, hash }: Pass, fate: 'same' | 'apart' | 'undone' | 'left'): BulkItem<string> => ({
    ...{ passId: id, hash, looked: 1 },
    decide: () => ({ fate, change: { result: hash } }),
  });
  const read = async ({ id }: Bulk) => (await current().bulkById(id))!;
  const notes = async () =>
    Promise.all(passes.map(async ({ hash }) => (await current().passByHash(hash))?.pass.overrides.note));
  const told = async ({ id }: Bulk, fate: PassFate) =>
    (await current().bulkPasses(id, { fate, after: 0, count: 10 })).map(({ hash }) => hash);

  it('makes one with its job, and lists those of a template newest first', async () => {
    const store = current();
    const dry = await make('dry');
    const counts = { cursor: 0, looked: 0, matched: 0, changed: 0, failed: 0, undone: 0, left: 0 };
    expect(dry).toEqual({ ...NEW, ...counts, templateId, id: expect.any(Number), state: 'dry', updatedAt: T0 });
    expect(await job(dry)).toMatchObject({ runAt: T0 });
    const running = await make('running');
    expect(await store.bulksOf(templateId, 9)).toEqual([running, dry]);
    expect(await store.bulksOf(templateId, 1)).toEqual([running]);
    expect(await store.bulksOf(templateId + 1, 9)).toEqual([]);
    expect(await codeOf(store.createBulk({ ...NEW, templateId: templateId + 1 }, 'dry'))).toEqual({
      code: 'template_not_found',
    });
  });

  it('counts a dry run with samples, which go when it begins', async () => {
    const store = current();
    const bulk = await make('dry');
    const samples = [
      { passId: passes[0]!.id, values: VALUES },
      { passId: 1e9, values: VALUES },
    ];
    const found = { matched: 3, changed: 2, failed: 1, samples };
    expect(await store.startBulk(bulk.id, T0)).toBe(false);
    expect(await store.stepBulk(bulk.id, step('dry', 0, 2), [], found)).toEqual([]);
    expect(await job(bulk)).toMatchObject({ runAt: T0 + 5 });
    const none = { matched: 0, changed: 0, failed: 0, samples: [] };
    await store.stepBulk(bulk.id, step('dry', 2, 3, true), [], none);
    expect(await read(bulk)).toMatchObject({ state: 'waiting', looked: 6, matched: 3, changed: 2, failed: 1 });
    expect(await job(bulk)).toMatchObject({ runAt: T0 + 9 + BULK_LIFETIME });
    expect(await store.waitingJob('bulk_mail', bulk.id)).toBeNull();
    expect(await store.bulkPasses(bulk.id, { fate: 'sample', after: 0, count: 9 })).toEqual([
      { passId: passes[0]!.id, hash: 'p1', fate: 'sample', values: VALUES, message: null },
    ]);
    expect(await store.startBulk(bulk.id, T0 + 10)).toBe(true);
    expect(await store.startBulk(bulk.id, T0 + 10)).toBe(false);
    expect(await read(bulk)).toMatchObject({
      state: 'running',
      cursor: 0,
      looked: 0,
      matched: 0,
      changed: 0,
      failed: 0,
    });
    expect(await told(bulk, 'sample')).toEqual([]);
    expect(await job(bulk)).toMatchObject({ runAt: T0 + 10 });
  });

  it('changes passes, tells what became of each, and does no step twice', async () => {
    const store = current();
    const [one, two, three] = passes as [Pass, Pass, Pass];
    const bulk = await make('running');
    const items = [setting(one), failing(two)];
    expect(await store.stepBulk(bulk.id, step('running', 0, two.id), items)).toEqual(['p1', null]);
    expect(await store.stepBulk(bulk.id, step('running', 0, two.id), items)).toBeNull();
    expect(await store.stepBulk(bulk.id, step('dry', two.id, three.id), [])).toBeNull();
    expect(await notes()).toEqual(['new', undefined, undefined]);
    await store.deletePass('p3', T0);
    const rest = [setting(three), doing(two, 'same'), doing(two, 'apart')];
    expect(await store.stepBulk(bulk.id, step('running', two.id, three.id, true), rest)).toEqual([null, 'p2', 'p2']);
    expect(await read(bulk)).toMatchObject({ state: 'done', looked: 6, matched: 3, changed: 1, failed: 1 });
    expect(await store.waitingJob('bulk_mail', bulk.id)).toMatchObject({ runAt: T0 + 9 });
    expect(await told(bulk, 'changed')).toEqual(['p1']);
    const [failed] = await store.bulkPasses(bulk.id, { fate: 'failed', after: 0, count: 10 });
    expect(failed).toMatchObject({ hash: 'p2', values: [], message: expect.stringContaining('invalidated') });
    expect((await store.passByHash('p1'))!.pass.updateTag).toBeGreaterThan(one.updateTag);
  });

  it('ends a step early when scans wait, and goes on from there', async () => {
    const store = current();
    const [one, two] = passes as [Pass, Pass, Pass];
    const bulk = await make('running');
    let asked = 0;
    const early = { ...step('running', 0, 99, true), mayGoOn: () => ++asked < 2 };
    const items = passes.map((pass, index) => setting(pass, index + 5));
    expect(await store.stepBulk(bulk.id, early, items)).toEqual(['p1', 'p2']);
    expect(await read(bulk)).toMatchObject({ state: 'running', cursor: two.id, looked: 6, changed: 2 });
    expect(await told(bulk, 'changed')).toEqual([one.hash, two.hash]);
  });

  it('stops, goes on, and writes nothing of a step that comes too late', async () => {
    const store = current();
    const bulk = await make('running');
    expect(await store.resumeBulk(bulk.id, T0)).toBe(false);
    expect(await store.stopBulk(bulk.id, T0 + 1)).toBe(true);
    expect(await store.stopBulk(bulk.id, T0 + 1)).toBe(false);
    expect(await store.stepBulk(bulk.id, step('running', 0, 9), [setting(passes[0]!)])).toBeNull();
    expect(await notes()).toEqual([undefined, undefined, undefined]);
    expect(await job(bulk)).toMatchObject({ runAt: T0 + 1 + BULK_LIFETIME });
    expect(await store.resumeBulk(bulk.id, T0 + 2)).toBe(true);
    expect(await job(bulk)).toMatchObject({ runAt: T0 + 2 });
  });

  it('takes passes back, and says which keep their values', async () => {
    const store = current();
    const [one, two, three] = passes as [Pass, Pass, Pass];
    const bulk = await make('running');
    await store.stepBulk(bulk.id, step('running', 0, 9e5, true), [setting(one), setting(two), setting(three)]);
    expect(await store.undoBulk(bulk.id, T0 + 20)).toBe(true);
    expect(await store.undoBulk(bulk.id, T0 + 20)).toBe(false);
    expect(await read(bulk)).toMatchObject({ state: 'undoing', cursor: 0, changed: 3 });
    const items = [doing(one, 'undone'), doing(two, 'left'), failing(three)];
    await store.stepBulk(bulk.id, { ...step('undoing', 0, 9e5, true), looked: 0 }, items);
    expect(await read(bulk)).toMatchObject({ state: 'undone', looked: 3, changed: 3, failed: 0, undone: 1, left: 2 });
    expect([await told(bulk, 'undone'), await told(bulk, 'left')]).toEqual([['p1'], ['p2', 'p3']]);
    const [left] = await store.bulkPasses(bulk.id, { fate: 'left', after: two.id, count: 1 });
    expect(left).toMatchObject({ hash: 'p3', values: VALUES, message: expect.any(String) });
  });

  it('goes with its passes a few at a time, and with its template', async () => {
    const store = current();
    const bulk = await make('running');
    const other = await make('dry');
    await store.stepBulk(
      bulk.id,
      step('running', 0, 9e5, true),
      passes.map((pass) => setting(pass)),
    );
    expect(await store.deleteBulk(bulk.id, 2)).toBe(false);
    expect(await told(bulk, 'changed')).toHaveLength(1);
    expect(await job(bulk)).not.toBeNull();
    expect(await store.deleteBulk(bulk.id, 2)).toBe(true);
    expect([await store.bulkById(bulk.id), await job(bulk)]).toEqual([null, null]);
    await store.deleteTemplate(templateId, T0);
    expect(await store.bulkById(other.id)).toBeNull();
  });

  it('lists some of the failed passes and counts all', async () => {
    const store = current();
    const bulk = await make('dry');
    const found = { matched: MOST_FAILED, changed: 0, failed: MOST_FAILED, samples: [] };
    await store.stepBulk(bulk.id, step('dry', 0, 1, true), [], found);
    await store.startBulk(bulk.id, T0);
    await store.stepBulk(bulk.id, step('running', 0, 5), [failing(passes[0]!)], found);
    await store.stepBulk(bulk.id, step('running', 5, 6), [failing(passes[1]!)]);
    expect(await read(bulk)).toMatchObject({ failed: MOST_FAILED + 2 });
    expect(await told(bulk, 'failed')).toEqual([]);
  });
}
