// Rows of schedules: what waits, who gets it, what a firing writes in one commit, and the steps of schedules
// for all passes.
import { expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import type { Due } from '../../src/ports/store/dues.ts';
import type { DueChange, PassChange } from '../../src/ports/store/passes.ts';
import { SCHEDULE } from '../../src/rules/passes/facts.ts';
import { event, passIn, readPass, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

const KEY = 'schedule:birthday';

export function dueCases(store: Current): void {
  const write = (hash: string, ...dues: DueChange[]) => store().changePass(hash, () => ({ dues, result: null }));
  const claim = (dueBy = T0 + 1000, underWay: readonly number[] = []) => store().claimDues(100, dueBy, underWay);
  const shown = (dues: readonly Due[]) => dues.map(({ hash, key, dueAt, fired }) => [hash, key, dueAt - T0, fired]);
  /** A firing: an event, and the next time. */
  const fired = (at: number | null, count = 1): PassChange<string> => ({
    event: event({ accessType: SCHEDULE, time: T0 + 10 }),
    dues: [{ key: KEY, at, fired: { count, at: T0 + 10 } }],
    reached: true,
    result: 'fired',
  });

  test('rows come when they are due, in their order, and one change is made of each', async () => {
    const template = await templateIn(store());
    await passIn(store(), 'p1', { dues: [{ key: KEY, at: T0 + 10 }] });
    await passIn(store(), 'p2', {
      dues: [
        { key: KEY, at: T0 + 5 },
        { key: 'later:x', at: T0 + 20 },
      ],
    });
    expect(await claim(T0 + 4)).toEqual([]);
    const due = await claim(T0 + 10);
    expect(shown(due)).toEqual([
      ['p2', KEY, 5, null],
      ['p1', KEY, 10, null],
    ]);
    expect(
      await claim(
        T0 + 10,
        due.map(({ id }) => id),
      ),
    ).toEqual([]);
    expect(await store().changeDue(due[1]!, () => fired(T0 + 500))).toEqual({ result: 'fired' });
    // The same row once more, as after a crash before the answer.
    expect(await store().changeDue(due[1]!, () => fired(T0 + 500))).toBeNull();
    const pass = await readPass(store(), 'p1');
    expect(pass.access[SCHEDULE]).toEqual({ count: 1, last: T0 + 10 });
    expect(await store().tracking(pass.id)).toHaveLength(1);
    expect(shown(await claim(T0 + 600))).toEqual([
      ['p2', KEY, 5, null],
      ['p2', 'later:x', 20, null],
      ['p1', KEY, 500, { count: 1, at: T0 + 10 }],
    ]);
    expect(await store().scheduleStates(template.id, [KEY, 'schedule:none'])).toEqual([
      { key: KEY, nextAt: T0 + 5, last: { at: T0 + 10, reached: 1, leftOut: 0 } },
      { key: 'schedule:none', nextAt: null, last: null },
    ]);
    expect(await store().firedOf(KEY, [pass.id, 99_999])).toEqual(new Map([[pass.id, { count: 1, at: T0 + 10 }]]));
  });

  test('a row that was moved meanwhile is not fired at its old time', async () => {
    await templateIn(store());
    await passIn(store(), 'p1', { dues: [{ key: KEY, at: T0 + 10 }] });
    const [due] = await claim();
    await write('p1', { key: KEY, at: T0 + 700 });
    expect(await store().changeDue(due!, () => fired(null))).toBeNull();
    expect(await claim(T0 + 699)).toEqual([]);
    const [moved] = await claim(T0 + 700);
    await write('p1', { key: KEY, at: null });
    expect(await store().changeDue(moved!, () => fired(null))).toBeNull();
    expect(await claim(Number.MAX_SAFE_INTEGER)).toEqual([]);
  });

  test('a row that is due keeps its time where a change asks for that', async () => {
    await templateIn(store());
    await passIn(store(), 'p1', { dues: [{ key: KEY, at: T0 + 10 }] });
    await passIn(store(), 'p2', { dues: [{ key: KEY, at: T0 + 30 }] });
    for (const hash of ['p1', 'p2']) await write(hash, { key: KEY, at: T0 + 90, keepsDueBy: T0 + 20 });
    expect(shown(await claim())).toEqual([
      ['p1', KEY, 10, null],
      ['p2', KEY, 90, null],
    ]);
    await write('p1', { key: KEY, at: null, keepsDueBy: T0 + 20 });
    await write('p2', { key: KEY, at: null, keepsDueBy: T0 + 20 });
    expect(shown(await claim())).toEqual([['p1', KEY, 10, null]]);
  });

  test('what a schedule has done stays where nothing waits, until the row goes', async () => {
    await templateIn(store());
    const { id } = await passIn(store(), 'p1', { dues: [{ key: KEY, at: T0 + 10 }] });
    const [due] = await claim();
    await store().changeDue(due!, () => fired(null, 3));
    expect(await claim(Number.MAX_SAFE_INTEGER)).toEqual([]);
    expect(await store().firedOf(KEY, [id])).toEqual(new Map([[id, { count: 3, at: T0 + 10 }]]));
    await write('p1', { key: KEY, at: T0 + 40 });
    expect(shown(await claim())).toEqual([['p1', KEY, 40, { count: 3, at: T0 + 10 }]]);
    await write('p1', { key: KEY, at: null, fired: null });
    expect(await store().firedOf(KEY, [id])).toEqual(new Map());
  });

  test('rows go with their pass', async () => {
    const template = await templateIn(store());
    for (const hash of ['p1', 'p2']) await passIn(store(), hash, { dues: [{ key: KEY, at: T0 + 10 }] });
    const [first] = await claim();
    await store().deletePass('p1', T0);
    expect(await store().changeDue(first!, () => fired(null))).toBeNull();
    expect(shown(await claim())).toMatchObject([['p2', KEY, 10, null]]);
    await store().deleteTemplate(template.id, T0);
    expect(await claim(Number.MAX_SAFE_INTEGER)).toEqual([]);
  });

  test('a decision that fails leaves the row as it was', async () => {
    await templateIn(store());
    await passIn(store(), 'p1', { dues: [{ key: KEY, at: T0 + 10 }] });
    const [due] = await claim();
    const failing = () => {
      throw new Error('no');
    };
    await expect(store().changeDue(due!, failing)).rejects.toThrow('no');
    expect(shown(await claim())).toEqual([['p1', KEY, 10, null]]);
  });

  test('rows that are fired together are counted together, and one that fails leaves the others', async () => {
    const template = await templateIn(store());
    for (const hash of ['p1', 'p2', 'p3', 'p4']) await passIn(store(), hash, { dues: [{ key: KEY, at: T0 + 10 }] });
    const due = await claim();
    const settled = await Promise.allSettled([
      store().changeDue(due[0]!, () => fired(null)),
      store().changeDue(due[1]!, () => {
        throw new AppError('barcode_taken');
      }),
      store().changeDue(due[2]!, () => ({ dues: [{ key: KEY, at: T0 + 900 }], reached: false, result: 'left out' })),
      // Twice in one breath: the second finds the row moved.
      store().changeDue(due[3]!, () => fired(T0 + 900)),
      store().changeDue(due[3]!, () => fired(T0 + 900)),
    ]);
    expect(settled.map((each) => (each.status === 'fulfilled' ? each.value : each.status))).toEqual([
      { result: 'fired' },
      'rejected',
      { result: 'left out' },
      { result: 'fired' },
      null,
    ]);
    expect(await store().scheduleStates(template.id, [KEY])).toEqual([
      { key: KEY, nextAt: T0 + 10, last: { at: T0 + 10, reached: 2, leftOut: 1 } },
    ]);
    expect((await readPass(store(), 'p4')).access[SCHEDULE]).toMatchObject({ count: 1 });
    expect((await readPass(store(), 'p2')).access[SCHEDULE]).toBeUndefined();
  });

  test('a schedule for all passes goes through them in steps, each of which happens once', async () => {
    const template = await templateIn(store());
    const other = await templateIn(store(), { hash: 'template-2', name: 'Other' });
    for (const hash of ['p1', 'p2', 'p3']) await passIn(store(), hash);
    await passIn(store(), 'p4', { template: 'template-2' });
    await store().scheduleRuns(template.id, [{ key: KEY, at: T0 + 10 }], T0);
    const job = async () => (await store().claimJobs(10, T0 + 1000)).find(({ kind }) => kind === 'run_schedule')!;
    const first = await job();
    expect(first).toMatchObject({ subjectId: template.id, key: KEY, runAt: T0 + 10, cursor: 0 });
    const ids = new Map<string, number>();
    for (const hash of ['p1', 'p2', 'p3']) ids.set(hash, (await readPass(store(), hash)).id);
    const walk = (hash: string) => ({ hash, decide: () => fired(null) });
    const out = { hash: 'p2', decide: (): PassChange<string> => ({ reached: false, result: 'left' }) };
    const step = { cursor: ids.get('p2')! };
    const passes = [walk('p1'), out, walk('gone'), walk('p4')];
    expect(await store().walkPasses(first, passes, step)).toEqual(['fired', 'left', null, null]);
    expect(await store().walkPasses(first, passes, step)).toBeNull();
    // A time that is under way stays, also when the template is saved meanwhile.
    await store().scheduleRuns(template.id, [{ key: KEY, at: T0 + 900 }], T0 + 20);
    const second = await job();
    expect(second).toMatchObject({ runAt: T0 + 10, cursor: step.cursor });
    expect(await store().walkPasses(second, [walk('p3')], { runAt: T0 + 800 })).toEqual(['fired']);
    for (const [hash, count] of [
      ['p1', 1],
      ['p2', undefined],
      ['p3', 1],
    ] as const) {
      expect((await readPass(store(), hash)).access[SCHEDULE]?.count).toBe(count);
    }
    expect((await readPass(store(), 'p4')).access[SCHEDULE]).toBeUndefined();
    expect(await store().scheduleStates(template.id, [KEY])).toEqual([
      { key: KEY, nextAt: T0 + 800, last: { at: T0 + 10, reached: 2, leftOut: 1 } },
    ]);
    // What is to come moves.
    await store().scheduleRuns(template.id, [{ key: KEY, at: T0 + 900 }], T0 + 20);
    const third = await job();
    expect(third).toMatchObject({ runAt: T0 + 900, cursor: 0 });
    const seen: unknown[] = [];
    const looking = {
      hash: 'p1',
      decide: ({ fired: known }: { fired: unknown }) => {
        seen.push(known);
        return fired(null, 2);
      },
    };
    await store().walkPasses(third, [looking], { runAt: null });
    expect(seen).toEqual([{ count: 1, at: T0 + 10 }]);
    expect(await store().waitingJob('run_schedule', template.id, KEY)).toBeNull();
    expect(other.id).not.toBe(template.id);
  });
}
