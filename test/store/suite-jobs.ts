// Jobs: how many wait for a kind, subject and key, and which watchers learn of a new one.
import { expect, test } from 'vitest';
import type { Job } from '../../src/ports/store/jobs.ts';
import { PUSH } from '../../src/rules/passes/facts.ts';
import { event, install, passIn, readPass, T0, templateIn, uninstall } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export function jobCases(store: Current): void {
  const touch = (hash: string, touchedAt: number) =>
    store().changePass(hash, () => ({ touchedAt, push: true, result: null }));

  test('without jobs each kind counts none', async () => {
    expect(await store().countJobs()).toEqual({
      push_pass: 0,
      make_batch: 0,
      bulk_update: 0,
      count_segment: 0,
      mail_batch: 0,
      push_template: 0,
      push_device: 0,
      google_pass: 0,
      google_template: 0,
      expire_pass: 0,
      expire_template: 0,
      schedule_expiries: 0,
      index_passes: 0,
      run_schedule: 0,
      schedule_dues: 0,
      mail: 0,
    });
  });

  test('at most one job of a kind waits for a subject, with the newest tag', async () => {
    const template = await templateIn(store());
    await passIn(store(), 'p1');
    await passIn(store(), 'p2');
    for (const hash of ['p1', 'p2']) await install(store(), hash);
    await touch('p2', T0 + 2);
    await touch('p1', T0 + 1);
    await touch('p2', T0 + 9);
    await store().pushTemplate(template.id, event({ accessType: PUSH, time: T0 + 5 }));
    const [p1, p2] = [await readPass(store(), 'p1'), await readPass(store(), 'p2')];
    const fresh = { key: '', attempts: 0, cursor: 0, told: 0 };
    const expected = [
      { kind: 'push_pass', subjectId: p1.id, updateTag: p1.updateTag, runAt: T0 + 1, ...fresh },
      { kind: 'push_pass', subjectId: p2.id, updateTag: p2.updateTag, runAt: T0 + 2, ...fresh },
      { kind: 'push_template', subjectId: template.id, updateTag: expect.any(Number), runAt: T0 + 5, ...fresh },
    ];
    const waiting = await store().waitingJobs(10);
    expect(waiting.map(({ id: _, ...job }) => job)).toEqual(expected);
    // A tag of its own: no device has had this push.
    expect(waiting[2]!.updateTag).toBeGreaterThan(p2.updateTag);
    expect(await store().waitingJobs(2)).toHaveLength(2);
    expect(await store().countJobs()).toMatchObject({ push_pass: 2, push_template: 1, push_device: 0 });
  });

  test('work of one kind waits for a pass under several keys; the same key is one, with the time given last', async () => {
    await templateIn(store());
    const { id } = await passIn(store(), 'p1', { due: [{ kind: 'expire_pass', at: T0 + 30 }] });
    await install(store(), 'p1');
    const schedule = (...due: { key?: string; at: number | null }[]) =>
      store().changePass('p1', () => ({ due: due.map((work) => ({ kind: 'expire_pass', ...work })), result: null }));
    const waiting = async () =>
      (await store().waitingJobs(100)).map(({ kind, subjectId, key, runAt }) => [kind, subjectId, key, runAt]);
    await schedule({ key: 'a', at: T0 + 10 }, { key: 'b', at: T0 + 20 });
    expect(await waiting()).toEqual([
      ['expire_pass', id, 'a', T0 + 10],
      ['expire_pass', id, 'b', T0 + 20],
      ['expire_pass', id, '', T0 + 30],
    ]);
    await schedule({ key: 'a', at: T0 + 40 }, { key: 'b', at: null }, { key: 'none', at: null });
    expect(await waiting()).toEqual([
      ['expire_pass', id, '', T0 + 30],
      ['expire_pass', id, 'a', T0 + 40],
    ]);
    expect(await store().countJobs()).toMatchObject({ expire_pass: 2 });
    expect(await store().waitingJob('expire_pass', id)).toMatchObject({ key: '', runAt: T0 + 30 });
    expect(await store().waitingJob('expire_pass', id, 'a')).toMatchObject({ key: 'a', runAt: T0 + 40 });
    expect(await store().waitingJob('expire_pass', id, 'b')).toBeNull();
    // Each job runs at its own time, and the other still waits.
    const before = await readPass(store(), 'p1');
    for (const job of await store().waitingJobs(100, T0 + 30)) await store().expire(job, T0 + 30);
    expect(await waiting()).toEqual([
      ['push_pass', id, '', T0 + 30],
      ['expire_pass', id, 'a', T0 + 40],
    ]);
    expect((await readPass(store(), 'p1')).updateTag).toBeGreaterThan(before.updateTag);
    // Deleting the pass deletes all its jobs.
    await schedule({ at: T0 + 50 });
    await uninstall(store(), 'p1');
    await store().deletePass('p1', T0 + 31);
    expect(await waiting()).toEqual([]);
  });

  test('a push without a change has a tag of its own, which no device was told of', async () => {
    await templateIn(store());
    const pass = await passIn(store(), 'p1');
    await install(store(), 'p1');
    await store().changePass('p1', () => ({
      push: true,
      event: event({ accessType: PUSH, time: T0 + 4 }),
      result: null,
    }));
    const jobs = await store().waitingJobs(10);
    expect(jobs).toMatchObject([{ subjectId: pass.id, runAt: T0 + 4 }]);
    expect(jobs[0]!.updateTag).toBeGreaterThan(pass.updateTag);
    expect((await readPass(store(), 'p1')).updateTag).toBe(pass.updateTag);
  });

  test('due jobs are claimed in their order, except those under way', async () => {
    await templateIn(store());
    for (const [index, hash] of ['p1', 'p2', 'p3'].entries()) {
      await passIn(store(), hash, { due: [{ kind: 'expire_pass', at: T0 + 3 - index }] });
    }
    const claim = async (limit: number, dueBy: number, underWay: number[] = []) =>
      (await store().claimJobs(limit, dueBy, underWay)).map(({ id, runAt }) => ({ id, runAt: runAt - T0 }));
    expect((await claim(10, T0 + 2)).map(({ runAt }) => runAt)).toEqual([1, 2]);
    const [first] = await claim(1, T0 + 3);
    expect((await claim(10, T0 + 3, [first!.id])).map(({ runAt }) => runAt)).toEqual([2, 3]);
    expect((await claim(1, T0 + 3, [first!.id])).map(({ runAt }) => runAt)).toEqual([2]);
    // What was claimed and is not under way is claimed again, as after a failure.
    expect((await claim(10, T0 + 3)).map(({ runAt }) => runAt)).toEqual([1, 2, 3]);
    expect(await claim(10, T0)).toEqual([]);
  });

  test('whoever watches is told after the commit that wrote a job', async () => {
    await templateIn(store());
    await passIn(store(), 'p1');
    await install(store(), 'p1');
    const noticed = new Promise<readonly Job[]>((resolve) => {
      store().watchJobs(() => resolve(store().waitingJobs(10)));
    });
    await touch('p1', T0);
    expect(await noticed).toHaveLength(1);
  });
}
