// What purge finds and deletes: by age, by use, slice by slice, and nothing else.
import { expect, test } from 'vitest';
import type { PurgeSlice } from '../../src/ports/store/purge.ts';
import type { Store } from '../../src/ports/store/store.ts';
import { CREATE, INSTALL, PUSH, SCAN } from '../../src/rules/passes/facts.ts';
import { event, passIn, passWithJobIn, readPass, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

const DAY = 24 * 60 * 60 * 1000;
const STALE = T0 - 700 * DAY;
const UNUSED = T0 - 180 * DAY;
const LIMITS = { staleBefore: STALE, unusedBefore: UNUSED };

/** Goes through all slices of one size, as purge does. */
async function walk(
  size: number,
  drop: boolean,
  take: (slice: PurgeSlice) => ReturnType<Store['purgePasses']> | ReturnType<Store['purgeEvents']>,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  let after: number | null = 0;
  while (after !== null) {
    const purged: { found: readonly { templateId: number; rule: string; count: number }[]; next: number | null } =
      await take({ after, size, drop });
    for (const { templateId, rule, count } of purged.found) {
      const key = `${templateId} ${rule}`;
      counts[key] = (counts[key] ?? 0) + count;
    }
    after = purged.next;
  }
  return counts;
}

export function purgeCases(store: Current): void {
  const remaining = async (hashes: readonly string[]) => {
    const found = await Promise.all(hashes.map((hash) => store().passByHash(hash)));
    return hashes.filter((_, index) => found[index] !== null);
  };
  const created = (time: number) => ({ createdAt: time, event: event({ accessType: CREATE, time }) });
  const log = (hash: string, accessType: 0 | 2 | 5 | 7, time: number, more = {}) =>
    store().changePass(hash, () => ({ event: event({ accessType, time, ...more }), result: null }));

  test.each([1, 3, 1000])('stale and unused passes are counted, then dropped, %i a slice', async (size) => {
    const { id } = await templateIn(store());
    const other = await templateIn(store(), { hash: 'template-2' });
    const goes: string[] = [];
    const stays: string[] = [];
    const make = async (list: string[], hash: string, time: number, template = 'template-1') => {
      list.push(hash);
      await passIn(store(), hash, { template, ...created(time) });
    };
    // Nothing has happened since the limit, to the millisecond.
    await make(goes, 'stale', STALE - 1);
    await make(stays, 'at the limit', STALE);
    await log('at the limit', SCAN, STALE);
    await make(goes, 'scanned long ago', STALE - 9);
    await log('scanned long ago', SCAN, STALE - 1);
    await make(stays, 'scanned since', STALE - 9);
    await log('scanned since', SCAN, STALE);
    await make(stays, 'stopped since', STALE - 9);
    await log('stopped since', SCAN, STALE, { outcome: 'stopped', logged: false });
    await log('stopped since', SCAN, STALE - 5);
    await make(stays, 'changed since', STALE - 9);
    await log('changed since', INSTALL, STALE - 8);
    await store().changePass('changed since', () => ({ touchedAt: STALE, overrides: { a: 1 }, result: null }));
    // Never used.
    await make(goes, 'unused', UNUSED - 1, 'template-2');
    await make(stays, 'unused, but young', UNUSED);
    await make(stays, 'used once', UNUSED - 9);
    await log('used once', SCAN, UNUSED - 8);
    await make(stays, 'pushed once', UNUSED - 9);
    await log('pushed once', PUSH, UNUSED - 8);
    await make(stays, 'unused, changed since', UNUSED - 9);
    await store().changePass('unused, changed since', () => ({ touchedAt: UNUSED, result: null }));

    const all = [...goes, ...stays];
    const expected = { [`${id} stale`]: 2, [`${other.id} unused`]: 1 };
    expect(await walk(size, false, (slice) => store().purgePasses(LIMITS, slice))).toEqual(expected);
    expect(await remaining(all)).toEqual(all);
    expect(await walk(size, true, (slice) => store().purgePasses(LIMITS, slice))).toEqual(expected);
    expect(await remaining(all)).toEqual(stays);
    expect(await walk(size, true, (slice) => store().purgePasses(LIMITS, slice))).toEqual({});
  });

  test('a dropped pass takes its jobs and events along', async () => {
    await templateIn(store());
    const gone = await passWithJobIn(store(), 'gone', created(STALE - 1));
    const kept = await passWithJobIn(store(), 'kept', created(T0));
    await walk(10, true, (slice) => store().purgePasses(LIMITS, slice));
    expect((await store().waitingJobs(10)).map(({ subjectId }) => subjectId)).toEqual([kept.id]);
    expect(await store().tracking(gone.id)).toEqual([]);
    expect(await store().tracking(kept.id)).toHaveLength(1);
  });

  test.each([1, 1000])('old events go, what they counted for stays, %i a slice', async (size) => {
    const { id } = await templateIn(store());
    const pass = await passIn(store(), 'p1', created(STALE - 9));
    await store().pushTemplate(id, event({ accessType: PUSH, time: STALE - 8 }));
    await log('p1', SCAN, STALE - 1, { trace: 'old' });
    await log('p1', SCAN, STALE, { trace: 'kept' });
    const before = await readPass(store(), 'p1');
    const count = () => walk(size, false, (slice) => store().purgeEvents(STALE, slice));
    expect(await count()).toEqual({ [`${id} old_event`]: 2 });
    expect(await store().tracking(pass.id)).toHaveLength(4);

    await walk(size, true, (slice) => store().purgeEvents(STALE, slice));
    const times = (await store().tracking(pass.id)).map(({ accessType, time, trace }) => [accessType, time, trace]);
    // This row is the only record of a push of the whole template.
    expect(times.filter(([type]) => type !== PUSH)).toEqual([[SCAN, STALE, 'kept']]);
    expect(times.filter(([type]) => type === PUSH)).toHaveLength(1);
    expect(await readPass(store(), 'p1')).toEqual(before);
    expect(before.access[SCAN]).toEqual({ count: 2, last: STALE });
    expect(await store().lastAccess(pass.id, PUSH)).toBe(STALE - 8);
    expect(await count()).toEqual({});
    // Storing a new trace works after the purge.
    await log('p1', SCAN, T0, { trace: 'new' });
    expect((await store().tracking(pass.id)).at(-1)).toMatchObject({ trace: 'new' });
  });

  test('an empty store has nothing to walk', async () => {
    expect(await store().lastIds()).toEqual({ pass: 0, event: 0 });
    await templateIn(store());
    const pass = await passIn(store(), 'p1', created(T0));
    expect(await store().lastIds()).toEqual({ pass: pass.id, event: expect.any(Number) });
    const end = await store().purgePasses(LIMITS, { after: pass.id, size: 10, drop: true });
    expect(end).toEqual({ found: [], next: null });
  });
}
