// Events of the past: each row of a file once, counted in the past, marked, and gone with its pass.
import { beforeEach, expect, test } from 'vitest';
import type { HistoryRow } from '../../src/ports/store/history.ts';
import type { PassChange } from '../../src/ports/store/passes.ts';
import { type AccessType, REGISTER, recordPast, SCAN } from '../../src/rules/passes/facts.ts';
import { event, passIn, readPass, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

const DAY = 86_400_000;

export function historyCases(store: Current): void {
  let templateId = 0;
  let passId = 0;
  beforeEach(async () => {
    ({ id: templateId } = await templateIn(store()));
    ({ id: passId } = await passIn(store(), 'p1', { overrides: { points: 2 } }));
    await passIn(store(), 'p2');
  });

  const row = (key: string, time: number, given: Partial<{ hash: string; accessType: AccessType }> = {}) => {
    const { hash = 'p1', accessType = SCAN } = given;
    const note = { who: 'ada@example.com', reason: 'Imported from a.csv, row 2', undoes: null };
    const decide: HistoryRow<'added'>['decide'] = ({ pass }): PassChange<'added'> => ({
      access: recordPast(pass.access, accessType, time),
      event: event({ accessType, time, outcome: 'skipped', note, imported: key }),
      result: 'added',
    });
    return { hash, key, decide };
  };
  const eventsOf = async (id: number) => (await store().eventsOfPass(id, { before: 1e9, count: 99 })).events;

  test('each row is an event once, in the facts, the lists and the numbers of its time', async () => {
    const rows = [row('a', T0 - 9 * DAY), row('b', T0 - 5 * DAY), row('c', T0 - 7 * DAY, { accessType: REGISTER })];
    expect(await store().importHistory(rows)).toEqual(['added', 'added', 'added']);
    expect(await store().importHistory([...rows, row('d', T0 - 6 * DAY)])).toEqual([
      'known',
      'known',
      'known',
      'added',
    ]);
    const { access } = await readPass(store(), 'p1');
    expect(access[SCAN]).toEqual({ count: 3, last: T0 - 5 * DAY });
    expect(access[REGISTER]).toEqual({ count: 1, last: T0 - 7 * DAY });
    const listed = await eventsOf(passId);
    expect(listed.slice(0, 4).map(({ time }) => time)).toEqual([6, 7, 5, 9].map((days) => T0 - days * DAY));
    expect(listed[0]!.note).toEqual({ who: 'ada@example.com', reason: 'Imported from a.csv, row 2', undoes: null });
    expect(await store().templateCounts(templateId)).toMatchObject({ scanned: 1, registered: 1 });
    const spans = [9, 7, 6, 5, 4].map((days) => ({ from: T0 - days * DAY, to: T0 - (days - 1) * DAY }));
    expect(await store().accessesIn(templateId, SCAN, spans)).toEqual([1, 0, 1, 1, 0]);
  });

  test('one key may be of several passes, a pass that is gone is told, and a refused row undoes the others', async () => {
    const rows = [row('a', T0 - DAY), row('a', T0 - DAY, { hash: 'p2' }), row('a', T0 - DAY, { hash: 'nobody' })];
    expect(await store().importHistory(rows)).toEqual(['added', 'added', 'gone']);
    const refused: HistoryRow<'added'> = {
      ...row('c', T0 - DAY),
      decide: () => {
        throw new Error('refused');
      },
    };
    await expect(store().importHistory([row('b', T0 - DAY), refused])).rejects.toThrow('refused');
    expect((await readPass(store(), 'p1')).access[SCAN]).toEqual({ count: 1, last: T0 - DAY });
    // The same row twice in one commit is one event.
    expect(await store().importHistory([row('b', T0 - DAY), row('b', T0 - DAY)])).toEqual(['added', 'known']);
  });

  test('a list may leave imported events out, and a deleted pass takes their keys along', async () => {
    await store().changePass('p1', () => ({ event: event({ time: T0 }), result: null }));
    await store().importHistory([row('a', T0 - DAY)]);
    const page = { before: 1e9, count: 99, look: 99 };
    const { events } = await store().eventsOf([templateId], page, {});
    expect(events.map(({ time, isImported }) => [time, isImported])).toEqual([
      [T0 - DAY, true],
      [T0, false],
    ]);
    const times = async (withoutBatches: boolean) =>
      (await store().eventsOf([templateId], page, { accessType: SCAN, withoutBatches })).events.map(({ time }) => time);
    expect(await times(false)).toEqual([T0 - DAY, T0]);
    expect(await times(true)).toEqual([T0]);
    await store().deletePass('p1', T0);
    await passIn(store(), 'p1');
    expect(await store().importHistory([row('a', T0 - DAY)])).toEqual(['added']);
  });
}
