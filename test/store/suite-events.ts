// Events with their traces, and when access types were logged.
import { expect, test } from 'vitest';
import type { EventOutcome, NewEvent } from '../../src/ports/store/events.ts';
import { TRACES_KEPT } from '../../src/ports/store/events.ts';
import { CREATE, DELETE, INSTALL, PUSH, SCAN } from '../../src/rules/passes/facts.ts';
import { DIFFICULT, event, passIn, readPass, T0, templateIn } from '../fixtures/store/fixtures.ts';
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

  test('an event with a note has its trace as well', async () => {
    await templateIn(store());
    const { id } = await passIn(store(), 'p1');
    await log('p1', { trace: ['a'] });
    await log('p1', { time: T0 + 1, trace: ['b'], note: { who: 'Ada', reason: 'twice', undoes: null } });
    expect((await store().tracking(id)).map(({ trace }) => trace)).toEqual([['a'], ['b']]);
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

  test('first and last times of registrations, from the events', async () => {
    await templateIn(store());
    const { id } = await passIn(store(), 'p1');
    const log = (accessType: typeof INSTALL | typeof DELETE, time: number) =>
      store().changePass('p1', () => ({ event: event({ accessType, time }), result: null }));
    await log(INSTALL, T0 + 1);
    expect(await store().registrationTimes(id)).toEqual({
      firstRegisteredAt: T0 + 1,
      lastRegisteredAt: T0 + 1,
      firstUnregisteredAt: null,
      lastUnregisteredAt: null,
    });
    for (const [type, time] of [
      [DELETE, T0 + 2],
      [INSTALL, T0 + 3],
      [DELETE, T0 + 4],
    ] as const)
      await log(type, time);
    expect(await store().registrationTimes(id)).toEqual({
      firstRegisteredAt: T0 + 1,
      lastRegisteredAt: T0 + 3,
      firstUnregisteredAt: T0 + 2,
      lastUnregisteredAt: T0 + 4,
    });
  });

  test('a watcher is told of events once they are committed, until it stops', async () => {
    await templateIn(store());
    let told = 0;
    const wait = () => new Promise((resolve) => setImmediate(resolve));
    const stop = store().watchEvents(() => told++);
    await passIn(store(), 'p1');
    await wait();
    expect(told).toBe(0);
    await store().changePass('p1', () => ({ event: event(), result: null }));
    await wait();
    expect(told).toBe(1);
    stop();
    await store().changePass('p1', () => ({ event: event(), result: null }));
    await wait();
    expect(told).toBe(1);
  });
}
