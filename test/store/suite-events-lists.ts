// Lists of events: merged from several templates, filtered within a bound, page by page; and the
// history of one pass.
import { expect, test } from 'vitest';
import type { EventFilter, EventList, NewEvent } from '../../src/ports/store/events.ts';
import { CREATE, EDIT, PUSH, SCAN } from '../../src/rules/passes/facts.ts';
import { event, passIn, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

const NEWEST = Number.MAX_SAFE_INTEGER;

export function eventListCases(store: Current): void {
  const log = (hash: string, given: Partial<NewEvent>) =>
    store().changePass(hash, () => ({ event: event(given), result: null }));
  const timesOf = ({ events }: EventList) => events.map(({ time }) => time - T0);

  /** Two templates with a pass each, and events of both in turns. */
  async function twoTemplates() {
    const first = await templateIn(store());
    const second = await templateIn(store(), { hash: 'template-2' });
    await passIn(store(), 'p1');
    await passIn(store(), 'p2', { template: 'template-2' });
    for (let time = 1; time <= 9; time++) await log(time % 3 === 0 ? 'p2' : 'p1', { time: T0 + time });
    return { first, second };
  }

  test('the events of several templates come in one order, newest first, page by page', async () => {
    const { first, second } = await twoTemplates();
    const ids = [first.id, second.id];
    const page = (before: number, of = ids) => store().eventsOf(of, { before, count: 4, look: 100 }, {});
    const one = await page(NEWEST);
    expect(timesOf(one)).toEqual([9, 8, 7, 6]);
    const two = await page(one.next!);
    expect(timesOf(two)).toEqual([5, 4, 3, 2]);
    const three = await page(two.next!);
    expect(timesOf(three)).toEqual([1]);
    expect(three.next).toBeNull();
    expect(timesOf(await page(NEWEST, [second.id]))).toEqual([9, 6, 3]);
    expect(await page(NEWEST, [])).toEqual({ events: [], next: null });
    expect(one.events[0]).toMatchObject({ templateId: second.id, hash: 'p2', changed: null, tillId: null });
  });

  test('many events of one template come in their order', async () => {
    const { id } = await templateIn(store());
    await passIn(store(), 'p1');
    await Promise.all(Array.from({ length: 100 }, (_, time) => log('p1', { time: T0 + time })));
    const { events, next } = await store().eventsOf([id], { before: NEWEST, count: 90, look: 500 }, {});
    const ids = events.map((each) => each.id);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(new Set(ids).size).toBe(90);
    expect((await store().eventsOf([id], { before: next!, count: 90, look: 500 }, {})).events).toHaveLength(10);
  });

  test('a filter looks at a limited number of events, and the next page goes on behind them', async () => {
    const { first, second } = await twoTemplates();
    await log('p1', { time: T0 + 10, outcome: 'error', tillId: 7, changed: true });
    for (let time = 11; time <= 20; time++) await log('p2', { time: T0 + time, outcome: 'skipped', changed: false });
    const find = (filter: EventFilter, before = NEWEST, look = 6) =>
      store().eventsOf([first.id, second.id], { before, count: 3, look }, filter);
    const nothing = await find({ result: 'failed' });
    expect(nothing.events).toEqual([]);
    const found = await find({ result: 'failed' }, nothing.next!);
    expect(timesOf(found)).toEqual([10]);
    expect(found.events[0]).toMatchObject({ tillId: 7, changed: true });
    expect(timesOf(await find({ tillId: 7 }, NEWEST, 100))).toEqual([10]);
    expect(timesOf(await find({ result: 'unchanged' }))).toEqual([20, 19, 18]);
    // Events that do not say whether they changed the pass count by whether an action ran.
    expect(timesOf(await find({ result: 'changed' }, NEWEST, 100))).toEqual([9, 8, 7]);
    expect(await find({ accessType: EDIT }, NEWEST, 100)).toEqual({ events: [], next: null });
  });

  test('an event is read by its id, with its trace; a stopped one too', async () => {
    const template = await templateIn(store());
    await passIn(store(), 'p1');
    await log('p1', { outcome: 'stopped', logged: false, trace: { why: 'full' }, changed: false, tillId: 3 });
    const [stopped] = (await store().eventsOf([template.id], { before: NEWEST, count: 1, look: 1 }, {})).events;
    expect(await store().eventById(stopped!.id)).toEqual({
      id: stopped!.id,
      accessType: SCAN,
      time: T0,
      outcome: 'stopped',
      logged: false,
      trace: { why: 'full' },
      changed: false,
      tillId: 3,
      templateId: template.id,
      templateVersion: 1,
      hash: 'p1',
      note: null,
      isImported: false,
    });
    expect(await store().eventById(999)).toBeNull();
    await store().deletePass('p1', T0);
    expect(await store().eventById(stopped!.id)).toBeNull();
    expect((await store().eventsOf([template.id], { before: NEWEST, count: 1, look: 1 }, {})).events).toEqual([]);
  });

  test("a pass's events come with its template's pushes since it was made, newest first", async () => {
    const template = await templateIn(store());
    await store().pushTemplate(template.id, event({ accessType: PUSH, time: T0 - 1 }));
    const created = event({ accessType: CREATE, trace: { made: true } });
    const pass = await passIn(store(), 'p1', { event: created });
    await passIn(store(), 'p2', { event: event({ time: T0 + 1 }) });
    await log('p1', { time: T0 + 2 });
    await store().pushTemplate(template.id, event({ accessType: PUSH, time: T0 + 3 }));
    await log('p1', { time: T0 + 4 });
    const page = (before: number, count: number) => store().eventsOfPass(pass.id, { before, count });
    const all = await page(NEWEST, 10);
    expect(timesOf(all)).toEqual([4, 3, 2, 0]);
    expect(all.next).toBeNull();
    expect(all.events.map(({ hash }) => hash)).toEqual(['p1', null, 'p1', 'p1']);
    expect(all.events.at(-1)?.trace).toEqual({ made: true });
    const first = await page(NEWEST, 3);
    expect(timesOf(first)).toEqual([4, 3, 2]);
    expect(timesOf(await page(first.next!, 3))).toEqual([0]);
  });

  test('an event stays with the template under which it ran when its pass moves', async () => {
    const first = await templateIn(store());
    const second = await templateIn(store(), { hash: 'template-2' });
    await passIn(store(), 'p1');
    await log('p1', { time: T0 + 1 });
    await store().changePass('p1', () => ({ templateId: second.id, touchedAt: T0 + 2, barcode: null, result: null }));
    await log('p1', { time: T0 + 3 });
    const of = async (id: number) => timesOf(await store().eventsOf([id], { before: NEWEST, count: 9, look: 9 }, {}));
    expect(await of(first.id)).toEqual([1]);
    expect(await of(second.id)).toEqual([3]);
  });
}
