// What SQLite stores of events: packed traces with their dictionaries, and the lists and numbers that
// are written 256 events at a time.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../src/ports/store/store.ts';
import { EDIT, PUSH, SCAN } from '../../src/rules/passes/facts.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { traceJson } from '../../src/rules/triggers/trace.ts';
import { usualTrace } from '../../src/rules/triggers/usual-trace.ts';
import type { JsonValue } from '../../src/rules/values/values.ts';
import { smallEvents } from '../../src/store/sqlite/migrations/0026-small-events.ts';
import { MIGRATIONS } from '../../src/store/sqlite/migrations/list.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { actions, overrides } from '../fixtures/rules/any-actions.ts';
import { CLIENT_HASH, constructorOf, factsWith, runEvent } from '../fixtures/rules/sample-pass.ts';
import { event, passIn, readPass, T0, templateIn } from '../fixtures/store/fixtures.ts';

let folder = '';
let made = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'passwright-events-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Asks a file one value, as another program would. */
function ask(file: string, sql: string): unknown {
  const client = new Sqlite(file, { readonly: true });
  try {
    return client.prepare(sql).pluck().get();
  } finally {
    client.close();
  }
}

async function opened(): Promise<{ readonly store: Store; readonly file: string }> {
  const file = join(folder, `${++made}.sqlite`);
  return { store: await openSqliteStore({ file, exclusive: true }), file };
}

const log = (store: Store, hash: string, given: Parameters<typeof event>[0]) =>
  store.changePass(hash, () => ({ event: event(given), result: null }));
const USUAL = '{"event":"onScan","outcome":"fired","actions":[{"where":"triggers_onScan_0"}]}';
const PAGE = { before: Number.MAX_SAFE_INTEGER, count: 100_000, look: 100_000 };

describe('packed traces', () => {
  test('of any template and run come back to the letter, in every list', async () => {
    const { store } = await opened();
    await templateIn(store);
    const pass = await passIn(store, 'p1');
    await fc.assert(
      fc.asyncProperty(actions, overrides, async (onScan, values) => {
        const { program } = compileTemplate(constructorOf({ triggers: { onScan } }));
        const { done } = runEvent(program, factsWith(values));
        const trace = traceJson(done.trace, CLIENT_HASH);
        await log(store, 'p1', { trace, usualTrace: usualTrace(program, 'onScan') });
        const { events } = await store.eventsOfPass(pass.id, { before: Number.MAX_SAFE_INTEGER, count: 1 });
        const tracked = (await store.tracking(pass.id)).at(-1)!;
        const json = JSON.stringify(trace);
        expect(JSON.stringify(events[0]!.trace)).toBe(json);
        expect(JSON.stringify(tracked.trace)).toBe(json);
        expect(JSON.stringify((await store.eventById(tracked.id))?.trace)).toBe(json);
        expect('usualTrace' in tracked).toBe(false);
      }),
      { numRuns: 100 },
    );
    await store.close();
  });

  test('share one dictionary for each template and text, also after a restart and a failure', async () => {
    const { store, file } = await opened();
    await templateIn(store);
    const pass = await passIn(store, 'p1');
    const traced = { trace: { event: 'onScan', points: 1 }, usualTrace: USUAL };
    const failing = store.changePass('p1', () => ({
      event: event(traced),
      get result(): null {
        throw new Error('no');
      },
    }));
    await expect(failing).rejects.toThrow('no');
    await Promise.all(Array.from({ length: 5 }, () => log(store, 'p1', traced)));
    await log(store, 'p1', { ...traced, usualTrace: `${USUAL} ` });
    await log(store, 'p1', { trace: 'without' });
    await store.close();
    const again = await openSqliteStore({ file, exclusive: true });
    await log(again, 'p1', traced);
    expect(ask(file, 'SELECT count(*) FROM trace_dictionaries')).toBe(2);
    const traces = (await again.tracking(pass.id)).map(({ trace }) => trace);
    expect(traces).toEqual([...Array.from({ length: 6 }, () => traced.trace), 'without', traced.trace]);
    await again.close();
  });

  test('are read as long as their event lives, and the dictionary goes with the last one', async () => {
    const { store, file } = await opened();
    const first = await templateIn(store);
    const second = await templateIn(store, { hash: 'template-2' });
    const dictionaries = () => ask(file, 'SELECT count(*) FROM trace_dictionaries');
    const traced = (trace: JsonValue) => ({ event: event({ trace, usualTrace: USUAL }) });
    const moving = await passIn(store, 'moving', traced('one'));
    await passIn(store, 'staying', traced('two'));
    await store.changePass('moving', () => ({ templateId: second.id, touchedAt: T0, barcode: null, result: null }));
    await store.deleteTemplate(first.id, T0);
    expect((await store.tracking(moving.id)).map(({ trace }) => trace)).toEqual(['one']);
    expect(dictionaries()).toBe(1);
    await store.purgeEvents(T0 + 1, { after: 0, size: 100, drop: true });
    expect(dictionaries()).toBe(0);

    // The next dictionary may get the number of the one that is gone, which was read a moment ago.
    const other = 'Another trace, of which the dictionary says as much as it can.';
    await log(store, 'moving', { trace: other, usualTrace: JSON.stringify(other) });
    expect((await store.tracking(moving.id)).map(({ trace }) => trace)).toEqual([other]);
    await store.deletePass('moving', T0);
    // The template lives, and its next event would need the dictionary again.
    expect(dictionaries()).toBe(1);
    // All passes of the template have moved, and its event is too new to be filed.
    const third = await templateIn(store, { hash: 'template-3' });
    const moved = await passIn(store, 'moved', { template: 'template-2', ...traced('four') });
    await store.changePass('moved', () => ({ templateId: third.id, touchedAt: T0, barcode: null, result: null }));
    await store.deleteTemplate(second.id, T0);
    expect((await store.tracking(moved.id)).map(({ trace }) => trace)).toEqual(['four']);
    expect(dictionaries()).toBe(2);
    await store.deletePass('moved', T0);
    expect(dictionaries()).toBe(0);
    await store.close();
  });
});

describe('lists and numbers of events', () => {
  const QUARTER = 15 * 60 * 1000;
  const Q0 = QUARTER * 2_000_000;
  const SPAN = [{ from: Q0, to: Q0 + 10 * QUARTER }];

  /** One piece of work; `other` chooses among the passes and templates. */
  const work = fc.record({
    what: fc.constantFrom('log', 'log', 'log', 'push', 'undo', 'delete', 'purge', 'move', 'fail', 'drop', 'restart'),
    many: fc.constantFrom(1, 3, 100, 255, 256, 300),
    other: fc.nat(30),
    quarter: fc.nat(1),
  });

  test('are what counting one by one gives, after any work with some hundreds of events', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(work, { minLength: 3, maxLength: 10 }), async (pieces) => {
        let { store, file } = await opened();
        const templates = [(await templateIn(store)).id, (await templateIn(store, { hash: 'template-2' })).id];
        const passes: string[] = [];
        /** Template -> what has been counted under it. */
        const counted = new Map(templates.map((id) => [id, 0]));
        /** The events that are there, oldest first; null: a push of the whole template. */
        let present: { of: number; hash: string | null; isLogged: boolean; isTest: boolean; time: number }[] = [];
        const count = (of: number, by: number) => counted.set(of, (counted.get(of) ?? 0) + by);
        const templateOf = async (hash: string) => (await readPass(store, hash)).templateId;
        for (const { what, many, other, quarter } of pieces) {
          const time = Q0 + quarter * QUARTER;
          if (passes.length < 3) {
            const hash = `p${++made}`;
            const isTest = other % 5 === 0;
            const create = {
              serialNumber: hash,
              hash,
              authenticationToken: hash,
              overrides: {},
              createdAt: T0,
              isTest,
            };
            const of = counted.has(templates[other % 2]!) ? other % 2 : 0;
            await store.createPass(`template-${of + 1}`, () => ({ create, event: event({ time }), result: null }));
            passes.push(hash);
            present.push({ of: templates[of]!, hash, isLogged: true, isTest, time });
            if (!isTest) count(templates[of]!, 1);
          }
          const hash = passes[other % passes.length]!;
          const isTest = (await readPass(store, hash)).isTest;
          const of = await templateOf(hash);
          if (what === 'log') {
            await Promise.all(Array.from({ length: many }, () => log(store, hash, { time })));
            for (let each = 0; each < many; each++) present.push({ of, hash, isLogged: true, isTest, time });
            if (!isTest) count(of, many);
          }
          if (what === 'push') await store.pushTemplate(of, event({ accessType: PUSH, time }));
          if (what === 'push') present.push({ of, hash: null, isLogged: true, isTest: false, time });
          if (what === 'undo') {
            const undone = present.findLast((one) => one.hash === hash && one.isLogged);
            const stored = (await store.tracking((await readPass(store, hash)).id)).findLast(
              ({ logged, accessType }) => logged && accessType === SCAN,
            );
            if (undone !== undefined && stored !== undefined) {
              const note = { who: 'ada@example.com', reason: '', undoes: stored.id };
              await log(store, hash, { accessType: EDIT, time, logged: false, note });
              undone.isLogged = false;
              present.push({ of, hash, isLogged: false, isTest, time });
              if (!isTest) count(undone.of, -1);
            }
          }
          if (what === 'delete') {
            await store.deletePass(hash, T0);
            passes.splice(passes.indexOf(hash), 1);
            present = present.filter((one) => one.hash !== hash);
          }
          if (what === 'purge') {
            await store.purgeEvents(time, { after: 0, size: 100_000, drop: true });
            present = present.filter((one) => one.hash === null || one.time >= time);
          }
          if (what === 'move') {
            const to = [...counted.keys()].at(-1)!;
            await store.changePass(hash, () => ({ templateId: to, touchedAt: T0, barcode: null, result: null }));
          }
          if (what === 'fail') {
            const failing = store.changePasses([
              { hash, decide: () => ({ event: event({ time }), result: null }) },
              { hash: 'absent', decide: () => ({ result: null }) },
            ]);
            await expect(failing).rejects.toMatchObject({ code: 'pass_not_found' });
          }
          if (what === 'drop' && counted.size === 2) {
            await store.deleteTemplate(templates[1]!, T0);
            counted.delete(templates[1]!);
            const gone = new Set<string>();
            for (const one of passes) if ((await store.passByHash(one)) === null) gone.add(one);
            for (const one of gone) passes.splice(passes.indexOf(one), 1);
            present = present.filter((one) => (one.hash === null ? counted.has(one.of) : !gone.has(one.hash)));
          }
          if (what === 'restart') {
            await store.close();
            store = await openSqliteStore({ file, exclusive: true });
          }
          for (const id of templates) {
            expect(await store.accessesIn(id, SCAN, SPAN)).toEqual([counted.get(id) ?? 0]);
            const { events } = await store.eventsOf([id], PAGE, {});
            const expected = present.filter((one) => one.of === id).map((one) => one.hash);
            expect(events.map((one) => one.hash)).toEqual(expected.reverse());
          }
          const account = (await store.accountByEmail('ada@example.com'))!;
          const ofAll = await store.accessesOfAccount(account.id, SCAN, SPAN[0]!);
          for (const [id, number] of counted) expect(ofAll.get(id) ?? 0).toBe(number);
          const { events } = await store.eventsOf(templates, PAGE, {});
          expect(events).toHaveLength(present.length);
        }
        await store.close();
      }),
      { numRuns: 10 },
    );
  });

  test('lose an event that is undone or purged once, whether it is filed or not', async () => {
    const { store } = await opened();
    const template = await templateIn(store);
    const pass = await passIn(store, 'p1');
    const other = await passIn(store, 'p2');
    const count = () => store.accessesIn(template.id, SCAN, SPAN);
    const listed = async () => (await store.eventsOf([template.id], PAGE, {})).events.length;
    const undo = async (undoes: number) => {
      const note = { who: 'ada@example.com', reason: '', undoes };
      await log(store, 'p1', { accessType: EDIT, time: Q0, logged: false, note });
    };
    await Promise.all(Array.from({ length: 256 }, () => log(store, 'p1', { time: Q0 })));
    for (let each = 0; each < 3; each++) await log(store, 'p1', { time: Q0 });
    await log(store, 'p2', { time: Q0 - QUARTER });
    expect(await count()).toEqual([259]);
    const ids = (await store.tracking(pass.id)).map(({ id }) => id);
    await undo(ids.at(-1)!);
    expect(await count()).toEqual([258]);
    await undo(ids[0]!);
    expect(await count()).toEqual([257]);
    expect(await listed()).toBe(262);
    // One of them alone is so old; its pass stays.
    await store.purgeEvents(Q0, { after: 0, size: 1000, drop: true });
    expect(await listed()).toBe(261);
    expect(await store.accessesIn(template.id, SCAN, [{ from: Q0 - QUARTER, to: Q0 }])).toEqual([1]);
    expect(await store.tracking(other.id)).toEqual([]);
    await log(store, 'p2', { time: Q0 });
    expect([await count(), await listed()]).toEqual([[258], 262]);
    await store.deletePass('p2', T0);
    expect([await count(), await listed()]).toEqual([[258], 261]);
    // The next event gets the id of the deleted one.
    await log(store, 'p1', { time: Q0 });
    expect([await count(), await listed()]).toEqual([[259], 262]);
    await store.close();
  });

  test('are written for 256 events at once, and no oftener', async () => {
    const { store, file } = await opened();
    const template = await templateIn(store);
    await passIn(store, 'p1');
    const scan = (times: number) => Promise.all(Array.from({ length: times }, () => log(store, 'p1', { time: Q0 })));
    const filed = () => ask(file, 'SELECT count(*) FROM template_events');
    await scan(255);
    expect(filed()).toBe(0);
    await scan(1);
    expect(filed()).toBe(256);
    await scan(255);
    expect(filed()).toBe(256);
    // A tool counts as the server does.
    const tool = await openSqliteStore({ file, exclusive: false });
    await log(tool, 'p1', { time: Q0 });
    expect(filed()).toBe(512);
    expect(await tool.accessesIn(template.id, SCAN, SPAN)).toEqual([512]);
    expect(await store.accessesIn(template.id, SCAN, SPAN)).toEqual([512]);
    await tool.close();
    await store.close();
  });
});

test('events of an older version keep their traces, lists and numbers', async () => {
  const file = join(folder, 'earlier.sqlite');
  const before = MIGRATIONS.indexOf(smallEvents);
  const client = new Sqlite(file);
  for (const migration of MIGRATIONS.slice(0, before)) client.exec(migration);
  client.pragma('application_id = 1349736308');
  client.pragma(`user_version = ${before}`);
  const trace = { event: 'onScan', outcome: 'fired', actions: [{ where: 'triggers_onScan_0', before: 'ß', after: 1 }] };
  client.exec(`
    INSERT INTO accounts (id, email, email_key, name, password_hash, subscription, additional, whitelabel, created_at)
    VALUES (1, 'a@example.com', 'a@example.com', 'A', 'x', 'pro', '{}', 0, 1);
    INSERT INTO templates (id, account_id, hash, name, is_public, version, triggers_paused, update_tag, created_at, updated_at)
    VALUES (1, 1, 't1', 'T', 0, 1, 0, 1, 1, 1), (2, 1, 't2', 'U', 0, 1, 0, 1, 1, 1);
    INSERT INTO template_versions (template_id, version, pass_constructor, created_at) VALUES (1, 1, '{}', 1), (2, 1, '{}', 1);
    INSERT INTO passes (id, template_id, serial_number, hash, authentication_token, update_tag, created_at, updated_at,
      accessed, access, overrides) VALUES (1, 1, 's1', 'p1', 't', 2, 1, 1, 0, '{}', '{}');
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 300)
    INSERT INTO events (pass_id, of_template, access_type, time, outcome, logged, changed, trace_number, trace)
    SELECT 1, 1 + n % 2, 7, 900000 + n, 'fired', n > 2, 1, n, '${JSON.stringify(trace)}' FROM numbers;
    UPDATE events SET trace = NULL WHERE id <= 200;
  `);
  client.close();
  const store = await openSqliteStore({ file, exclusive: true });
  const spans = [{ from: 900_000, to: 1_800_000 }];
  expect([await store.accessesIn(1, 7, spans), await store.accessesIn(2, 7, spans)]).toEqual([[149], [149]]);
  const { events } = await store.eventsOf([2], { before: 300, count: 3, look: 9 }, {});
  expect(events.map(({ id }) => id)).toEqual([299, 297, 295]);
  expect(events[0]!.trace).toEqual(trace);
  expect((await store.eventById(200))?.trace).toBeNull();
  expect(await store.eventsOf([1, 2], { before: 11, count: 99, look: 99 }, {})).toMatchObject({
    events: Array.from({ length: 10 }, (_, index) => ({ id: 10 - index })),
  });
  // The next trace takes the place of the oldest one, whatever its form.
  await log(store, 'p1', { time: 900_000, trace: 'new', usualTrace: USUAL });
  const traces = (await store.tracking(1)).map((one) => one.trace).filter((one) => one !== null);
  expect(traces).toHaveLength(100);
  expect(traces.filter((one) => one === 'new')).toHaveLength(1);
  expect(await store.accessesIn(1, 7, spans)).toEqual([150]);
  await store.close();
});
