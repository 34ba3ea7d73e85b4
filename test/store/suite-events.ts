// Events with their traces, and the jobs that the same commit writes.
import { expect, test } from 'vitest';
import type { EventOutcome, NewEvent } from '../../src/ports/store/events.ts';
import { TRACES_KEPT } from '../../src/ports/store/events.ts';
import { CREATE, PUSH, SCAN } from '../../src/rules/passes/facts.ts';
import { DIFFICULT, event, install, passIn, readPass, T0, templateIn } from './fixtures.ts';
import type { Current } from './suite.ts';

export function eventCases(store: Current): void {
  const log = (hash: string, given: Partial<NewEvent>) =>
    store().changePass(hash, () => ({ event: event(given), result: null }));

  test("a pass's events come back with their traces, its template's pushes among them, oldest first", async () => {
    const template = await templateIn(store());
    const created = event({ accessType: CREATE, outcome: 'skipped', trace: DIFFICULT });
    const pass = await passIn(store(), 'p1', { event: created });
    const scanned = event({ accessType: SCAN, time: T0 + 1, trace: ['a', null, 1] });
    const pushed = event({ accessType: PUSH, time: T0 + 2, outcome: 'skipped', trace: { push: 'all' } });
    const stopped = event({ accessType: SCAN, time: T0 + 3, outcome: 'stopped', logged: false, trace: 'why' });
    await log('p1', scanned);
    await store().pushTemplate(template.id, pushed);
    await log('p1', stopped);
    const tracked = await store().tracking(pass.id);
    expect(tracked.map(({ id: _, ...rest }) => rest)).toEqual([created, scanned, pushed, stopped]);
    expect(new Set(tracked.map(({ id }) => id)).size).toBe(4);
    expect(await store().tracking(999)).toEqual([]);
  });

  test('the latest push is the later of its own and its template’s', async () => {
    const template = await templateIn(store());
    const pass = await passIn(store(), 'p1');
    const push = (time: number) => event({ accessType: PUSH, time });
    await log('p1', push(T0 + 5));
    await store().pushTemplate(template.id, push(T0 + 3));
    expect(await store().lastAccess(pass.id, PUSH)).toBe(T0 + 5);
    await store().pushTemplate(template.id, push(T0 + 8));
    expect(await store().lastAccess(pass.id, PUSH)).toBe(T0 + 8);
  });

  test('only the newest traces of each pass and outcome are kept; the events stay', async () => {
    await templateIn(store());
    const pass = await passIn(store(), 'p1');
    const other = await passIn(store(), 'p2');
    const extra = 7;
    await log('p1', { outcome: 'fired', trace: 'interesting' });
    await log('p2', { outcome: 'skipped', trace: 'of another pass' });
    await Promise.all(
      Array.from({ length: TRACES_KEPT + extra }, (_, number) =>
        log('p1', { outcome: 'skipped', time: T0 + number, trace: { number } }),
      ),
    );
    // An event without a trace removes no older trace.
    await log('p1', { outcome: 'skipped', time: T0 + 10_000 });

    const tracked = await store().tracking(pass.id);
    const of = (outcome: EventOutcome) => tracked.filter((one) => one.outcome === outcome).map(({ trace }) => trace);
    expect(of('fired')).toEqual(['interesting']);
    expect(of('skipped')).toEqual([
      ...Array.from({ length: extra }, () => null),
      ...Array.from({ length: TRACES_KEPT }, (_, index) => ({ number: extra + index })),
      null,
    ]);
    expect((await store().tracking(other.id)).map(({ trace }) => trace)).toEqual(['of another pass']);
    expect((await readPass(store(), 'p1')).access[SCAN]?.count).toBe(1 + TRACES_KEPT + extra + 1);
  });

  test('without jobs each kind counts none', async () => {
    expect(await store().countJobs()).toEqual({
      push_pass: 0,
      push_template: 0,
      push_device: 0,
      expire_pass: 0,
      expire_template: 0,
      mail: 0,
    });
  });

  test('a probe says that the tables are up to date, as often as it is asked', async () => {
    await templateIn(store());
    const asked = await Promise.all([store().probe(), store().probe(), passIn(store(), 'p1'), store().probe()]);
    expect(asked[3]).toEqual({ migrationsMissing: 0 });
    expect(await readPass(store(), 'p1')).toMatchObject({ hash: 'p1' });
  });

  test('at most one job of a kind waits for a subject, with the newest tag', async () => {
    const template = await templateIn(store());
    await passIn(store(), 'p1');
    await passIn(store(), 'p2');
    for (const hash of ['p1', 'p2']) await install(store(), hash);
    const touch = (hash: string, touchedAt: number) =>
      store().changePass(hash, () => ({ touchedAt, push: true, result: null }));
    await touch('p2', T0 + 2);
    await touch('p1', T0 + 1);
    await touch('p2', T0 + 9);
    await store().pushTemplate(template.id, event({ accessType: PUSH, time: T0 + 5 }));
    const [p1, p2] = [await readPass(store(), 'p1'), await readPass(store(), 'p2')];
    const fresh = { attempts: 0, cursor: 0, told: 0 };
    const expected = [
      { kind: 'push_pass', subjectId: p1.id, updateTag: p1.updateTag, runAt: T0 + 1, ...fresh },
      { kind: 'push_pass', subjectId: p2.id, updateTag: p2.updateTag, runAt: T0 + 2, ...fresh },
      // A tag of its own: no device has had this push.
      { kind: 'push_template', subjectId: template.id, updateTag: p2.updateTag + 1, runAt: T0 + 5, ...fresh },
    ];
    expect((await store().waitingJobs(10)).map(({ id: _, ...job }) => job)).toEqual(expected);
    expect(await store().waitingJobs(2)).toHaveLength(2);
    expect(await store().countJobs()).toMatchObject({ push_pass: 2, push_template: 1, push_device: 0 });
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
    expect(await store().waitingJobs(10)).toMatchObject([
      { subjectId: pass.id, updateTag: pass.updateTag + 1, runAt: T0 + 4 },
    ]);
    expect((await readPass(store(), 'p1')).updateTag).toBe(pass.updateTag);
  });
}
