// What takes the last event of a pass back, and that the event then no longer counts.
import { beforeEach, expect, it } from 'vitest';
import type { PassChange } from '../../src/ports/store/passes.ts';
import type { Undoable } from '../../src/ports/store/undo.ts';
import { CHECK, DEVICE_UPDATE, EDIT, SCAN } from '../../src/rules/passes/facts.ts';
import { event, passIn, readPass, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export function undoCases(store: Current): void {
  let passId = 0;
  beforeEach(async () => {
    await templateIn(store());
    ({ id: passId } = await passIn(store(), 'p1', { overrides: { points: 2, name: 'Ada' } }));
  });

  const change = (given: Omit<PassChange<null>, 'result'>) =>
    store().changePass('p1', () => ({ ...given, result: null }));
  const scan = (time: number, overrides?: PassChange<null>['overrides']) =>
    change({ ...(overrides ? { overrides, touchedAt: time } : {}), event: event({ time }) });
  /** Takes back as an operation does. */
  const undo = () =>
    store().undoEvent('p1', ({ pass }, undoable): PassChange<Undoable | null> => {
      if (undoable === null) return { result: null };
      const { [undoable.accessType]: _, ...others } = pass.access;
      const { fact, eventId } = undoable;
      const note = { who: 'ada@example.com', reason: 'twice', undoes: eventId };
      return {
        overrides: { ...undoable.overrides },
        access: fact == null ? others : { ...others, [undoable.accessType]: fact },
        touchedAt: T0 + 9000,
        event: event({ accessType: EDIT, time: T0 + 9000, logged: false, note }),
        result: undoable,
      };
    });

  it('a new pass has nothing to take back', async () => {
    expect(await store().undoable(passId)).toBeNull();
    await expect(store().undoEvent('nobody', () => ({ result: null }))).rejects.toMatchObject({
      code: 'pass_not_found',
    });
  });

  it('says what an event changed, removed and added, and the access fact before', async () => {
    await scan(T0 + 1, { points: 3, level: 'gold' });
    const [scanned] = (await store().eventsOfPass(passId, { before: 1000, count: 1 })).events;
    expect(await store().undoable(passId)).toEqual({
      eventId: scanned!.id,
      accessType: SCAN,
      time: T0 + 1,
      fact: null,
      overrides: { points: 2, name: 'Ada' },
      added: ['level'],
    });
    await scan(T0 + 2);
    expect(await store().undoable(passId)).toMatchObject({
      time: T0 + 2,
      fact: { count: 1, last: T0 + 1 },
      overrides: {},
      added: [],
    });
  });

  it('events that follow by themselves leave it, unless they change a value', async () => {
    await scan(T0 + 1, { points: 3, name: 'Ada' });
    await change({ event: event({ accessType: DEVICE_UPDATE, time: T0 + 2 }) });
    await change({ event: event({ accessType: CHECK, time: T0 + 3 }) });
    await change({ ranAt: T0 + 4 });
    await change({ event: event({ accessType: SCAN, time: T0 + 4, outcome: 'stopped', logged: false }) });
    expect(await store().undoable(passId)).toMatchObject({ accessType: SCAN, time: T0 + 1 });
    await change({ overrides: { points: 4 }, event: event({ accessType: CHECK, time: T0 + 5 }) });
    expect(await store().undoable(passId)).toBeNull();
  });

  it('values that were set without an event, and runs with requests, leave nothing', async () => {
    await scan(T0 + 1);
    await change({ overrides: { points: 9 }, touchedAt: T0 + 2 });
    expect(await store().undoable(passId)).toBeNull();
    const run = { key: 'run', cutOff: event({ outcome: 'error' }) };
    await scan(T0 + 3);
    await change({ overrides: { points: 10 }, run });
    await change({ event: event({ time: T0 + 4 }), run: { key: 'run', cutOff: null } });
    expect(await store().undoable(passId)).toBeNull();
  });

  it('an undone event counts nowhere, and its undo is an event of its own', async () => {
    await scan(T0 + 1, { points: 3, name: 'Ada' });
    await undo();
    const { overrides, access } = await readPass(store(), 'p1');
    expect({ overrides, access }).toEqual({ overrides: { points: 2 }, access: {} });
    expect(await store().lastAccess(passId, SCAN)).toBeNull();
    expect(await store().undoable(passId)).toBeNull();
    const { events } = await store().eventsOfPass(passId, { before: 1000, count: 10 });
    expect(events.map(({ accessType, logged, note }) => ({ accessType, logged, note }))).toEqual([
      { accessType: EDIT, logged: false, note: { who: 'ada@example.com', reason: 'twice', undoes: events[1]!.id } },
      { accessType: SCAN, logged: false, note: null },
    ]);
    expect(await undo()).toBeNull();
  });

  it('an undone scan of a pass for trying out, which no number counts, takes none away', async () => {
    const { template } = (await store().passByHash('p1'))!;
    await scan(T0 + 1);
    await store().createPass('template-1', () => ({
      create: {
        serialNumber: 'tried',
        hash: 'tried',
        authenticationToken: 'tried',
        overrides: {},
        createdAt: T0,
        isTest: true,
      },
      result: null,
    }));
    await store().changePass('tried', () => ({ event: event({ time: T0 + 2 }), result: null }));
    await store().undoEvent('tried', (_, undoable) => {
      const note = { who: 'ada@example.com', reason: '', undoes: undoable!.eventId };
      return { access: {}, event: event({ accessType: EDIT, time: T0 + 3, logged: false, note }), result: null };
    });
    const spans = [{ from: 0, to: T0 + 86_400_000 }];
    expect(await store().accessesIn(template.id, SCAN, spans)).toEqual([1]);
  });

  it('an undone scan leaves the list of visits and the numbers of the card', async () => {
    const pass = await readPass(store(), 'p1');
    const { template, owner } = (await store().passByHash('p1'))!;
    const visited = async () => {
      const query = { accountId: owner.id, templateId: null, words: [], onPhone: null, after: null, count: 5 };
      return (await store().customers({ ...query, visit: { kind: 'since', day: 0 } })).rows.length;
    };
    await scan(T0 + 1);
    await scan(T0 + 2);
    await undo();
    expect(await visited()).toBe(1);
    expect((await store().templateCounts(template.id)).scanned).toBe(1);
    const spans = [{ from: 0, to: T0 + 86_400_000 }];
    expect(await store().accessesIn(template.id, SCAN, spans)).toEqual([1]);
    expect((await readPass(store(), 'p1')).access[SCAN]).toEqual({ count: 1, last: T0 + 1 });
    await change({ event: event({ accessType: SCAN, time: T0 + 3 }) });
    expect(await store().undoable(pass.id)).toMatchObject({ time: T0 + 3, fact: { count: 1, last: T0 + 1 } });
    await undo();
    await store().deletePass('p1', T0 + 10_000);
    expect(await visited()).toBe(0);
  });
}
