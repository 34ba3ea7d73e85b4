// Schedules through their doors: what a firing leaves, dates that move, delays and what cancels them, pauses,
// ends, late runs, quiet hours, and what the API says of them.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SCHEDULE } from '../../src/rules/passes/facts.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { ownersBrowser } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, START, type TestApp } from '../fixtures/open-app.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let t: TestApp;
let now = 0;
beforeEach(async () => {
  // The first hour of a day in UTC.
  now = Math.ceil(START / DAY) * DAY + HOUR;
  t = await openTestApp({ injected: { clock: { now: () => now } } });
});
afterEach(() => t.close());

const say = (value: string): JsonObject => ({ action: 'PSActionSetValue', targetPath: 'note', value });
const shout = (value: string): JsonObject => ({
  action: 'PSActionSetValue',
  targetPath: 'structure_secondaryFields_name_value',
  value,
});
const daily: JsonObject = { every: 'day', at: '09:00' };
const card = (schedules: JsonValue, parts: JsonObject = {}) =>
  pointsTemplate({ additional: { note: '', birthday: '', ends: '', counter: 0 }, schedules, ...parts });
const owner = (parameters: Record<string, unknown>) => ({ clientHash: t.clientHash, ...parameters });
const noteOf = async (hash: string) =>
  (await t.call('passInfo', owner({ hashedSerialNumber: hash }))).userFields.note ?? '';
const eventsOf = async (hash: string) => (await t.events(hash)).filter(({ accessType }) => accessType === SCHEDULE);
const until = async (time: number) => {
  now = time;
  await t.deliver();
};
/** As the API writes it. */
const iso = (time: number) => new Date(time).toISOString().replace('.000', '');
const today = () => Math.floor(now / DAY) * DAY;
const set = (hash: string, fields: JsonObject) =>
  t.call('updatePassFields', owner({ hashedSerialNumber: hash, ...fields }));
const scan = (hash: string) => t.call('trackPassAccess', owner({ hashedSerialNumber: hash, accessType: 7 }));

test('follows the zone of the account when that moves', async () => {
  const when = { days: 0, after: '{birthday}', yearly: true, at: '09:00' };
  const here = (extra: JsonObject) => card([{ name: 'birthday', when, actions: [say('{note}+')], ...extra }]);
  const [moving, fixed] = [await t.template(here({})), await t.template(here({ zone: 'UTC' }))];
  const birthday = new Date(today() + 3 * DAY).toISOString().slice(5, 10);
  const [pass, other] = [await t.pass(moving, { birthday }), await t.pass(fixed, { birthday })];
  await t.deliver();
  const { store } = t.app.context;
  const sent = { name: t.owner.name, language: '', timeZone: 'Asia/Tokyo' };
  expect((await (await ownersBrowser(t)).post('/settings/account/profile', sent)).status).toBe(303);
  expect(await store.waitingJob('zone_dues', t.owner.id)).not.toBeNull();
  await t.deliver();
  expect(await store.waitingJob('zone_dues', t.owner.id)).toBeNull();
  // 9 o'clock in Tokyo is midnight in UTC.
  await until(today() + 3 * DAY);
  expect([await noteOf(pass), await noteOf(other)]).toEqual(['+', '']);
  await until(today() + 9 * HOUR);
  expect([await noteOf(pass), await noteOf(other)]).toEqual(['+', '+']);
});

describe('a firing', () => {
  test('is an event with a trace that names the schedule, changes the pass and tells its phones', async () => {
    const hash = await t.template(card([{ name: 'hello', when: daily, actions: [shout('Hello {counter}')] }]));
    const pass = await t.install(await t.pass(hash));
    await t.deliver();
    const { updateTag } = (await t.app.context.store.passByHash(pass))!.pass;
    await until(today() + 9 * HOUR - 1);
    expect(await eventsOf(pass)).toEqual([]);
    await until(today() + 9 * HOUR);
    const [event, ...others] = await eventsOf(pass);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      accessType: 9,
      time: now,
      outcome: 'fired',
      trace: {
        event: null,
        schedule: 'hello',
        actions: [{ where: 'schedules_hello_0', action: 'PSActionSetValue', after: 'Hello 0' }],
      },
    });
    const { tracking } = await t.call('passTracking', owner({ hashedSerialNumber: pass, trace: true }));
    expect(tracking.at(-1)).toMatchObject({ accessType: 9, trace: { schedule: 'hello' } });
    expect((await t.app.context.store.passByHash(pass))!.pass.updateTag).toBeGreaterThan(updateTag);
    await until(now);
    expect(await eventsOf(pass)).toHaveLength(1);
    await until(today() + DAY + 9 * HOUR);
    expect(await eventsOf(pass)).toHaveLength(2);
    expect(await t.call('templateSchedules', owner({ templateHash: hash }))).toMatchObject({
      schedules: [
        {
          name: 'hello',
          state: 'active',
          zone: 'UTC',
          next: iso(now + DAY),
          last: { time: iso(now), reached: 1, leftOut: 0 },
        },
      ],
    });
  });

  test('does not come again when the clock is put back', async () => {
    const hash = await t.template(card([{ name: 'hello', when: daily, actions: [say('x')] }]));
    const pass = await t.pass(hash);
    await t.deliver();
    const at = today() + 9 * HOUR;
    await until(at + 10);
    await until(at - HOUR);
    await until(at + 5);
    expect(await eventsOf(pass)).toHaveLength(1);
  });

  test('goes on after a request, in the same event', async () => {
    const actions = [{ action: 'PSActionURL', url: 'http://127.0.0.1:9/' }, say('after')];
    const schedules = [
      { name: 'all', when: daily, actions },
      { name: 'one', when: { days: 1, without: 'scan', at: '09:00' }, actions },
    ];
    const pass = await t.pass(await t.template(card(schedules)));
    await t.deliver();
    await until(today() + DAY + 9 * HOUR);
    const events = await eventsOf(pass);
    expect(events.map(({ outcome, trace }) => [outcome, (trace as JsonObject).schedule]).sort()).toEqual([
      ['error', 'all'],
      ['error', 'one'],
    ]);
    expect(await noteOf(pass)).toBe('after');
  });

  test('that psTriggerError stops is not logged, and comes again at its next time', async () => {
    const stop = { action: 'PSActionSetValue', targetPath: 'psTriggerError', value: 'no' };
    const pass = await t.pass(await t.template(card([{ name: 'stop', when: daily, actions: [stop] }])));
    await t.deliver();
    await until(today() + 9 * HOUR);
    await until(today() + DAY + 9 * HOUR);
    expect((await eventsOf(pass)).map(({ logged }) => logged)).toEqual([false, false]);
  });
});

describe('dates of passes', () => {
  test('that move take their schedules along', async () => {
    const when = { days: 0, after: '{birthday}', yearly: true, at: '09:00' };
    const hash = await t.template(card([{ name: 'birthday', when, actions: [say('{note}+')] }]));
    const date = (days: number) => new Date(today() + days * DAY).toISOString().slice(5, 10);
    const pass = await t.pass(hash, { birthday: date(3) });
    const other = await t.pass(hash);
    await t.deliver();
    const begin = today();
    await until(begin + 2 * DAY);
    await set(pass, { birthday: `--${date(3)}` });
    await until(begin + 3 * DAY + 10 * HOUR);
    expect(await noteOf(pass)).toBe('');
    await until(begin + 5 * DAY + 8 * HOUR);
    expect(await noteOf(pass)).toBe('');
    await until(begin + 5 * DAY + 9 * HOUR);
    expect(await noteOf(pass)).toBe('+');
    await set(pass, { birthday: 'never' });
    await set(other, { birthday: date(1) });
    await until(begin + 6 * DAY + 9 * HOUR);
    expect([await noteOf(pass), await noteOf(other)]).toEqual(['+', '+']);
    await until(begin + 6 * DAY + 366 * DAY);
    expect([await noteOf(pass), await noteOf(other)]).toEqual(['+', '++']);
  });

  test('of passes that are there get schedules that are saved later, and lose those that go', async () => {
    const hash = await t.template(card([]));
    const pass = await t.pass(hash, { ends: new Date(today() + 10 * DAY).toISOString().slice(0, 10) });
    await t.deliver();
    const save = async (schedules: JsonValue) => {
      await t.template(card(schedules), { templateHash: hash });
      await t.deliver();
    };
    const when = { days: 3, before: 'ends', at: '12:00' };
    await save([{ name: 'soon', when, actions: [say('soon')] }]);
    const [{ next }] = (await t.call('templateSchedules', owner({ templateHash: hash }))).schedules;
    expect(next).toBe(iso(today() + 7 * DAY + 12 * HOUR));
    await save([{ name: 'soon', state: 'paused', when, actions: [say('soon')] }]);
    await until(today() + 8 * DAY);
    expect(await noteOf(pass)).toBe('');
    await save([{ name: 'soon', when: { ...when, days: 1 }, actions: [say('soon')] }]);
    await until(Date.parse(next) + 2 * DAY);
    expect(await noteOf(pass)).toBe('soon');
  });
});

describe('PSActionLater', () => {
  const later = (parts: JsonObject = {}): JsonObject => ({
    action: 'PSActionLater',
    name: 'thanks',
    delay: '2 hours',
    actions: [say('{note}thanks')],
    ...parts,
  });

  test('runs actions after a delay, and begins anew with the same name', async () => {
    const pass = await t.pass(await t.template(card([], { triggers: { onScan: [later()] } })));
    await scan(pass);
    const begin = now;
    await until(begin + HOUR);
    await scan(pass);
    await until(begin + 2 * HOUR);
    expect(await noteOf(pass)).toBe('');
    await until(begin + 3 * HOUR);
    expect(await noteOf(pass)).toBe('thanks');
    await until(begin + 9 * HOUR);
    expect(await noteOf(pass)).toBe('thanks');
    expect(await eventsOf(pass)).toMatchObject([{ trace: { schedule: 'thanks' } }]);
  });

  test('is cancelled by its event, and not by one that was stopped', async () => {
    const stop = {
      action: 'PSActionSetValue',
      targetPath: 'psTriggerError',
      value: 'no',
      PSConditions: '{counter} = 1',
    };
    const triggers = { onCreate: [later({ cancelledBy: 'onScan' })], onScan: [stop] };
    const hash = await t.template(card([], { triggers }));
    const [cancelled, stopped] = [await t.pass(hash), await t.pass(hash, { counter: 1 })];
    await scan(cancelled);
    await scan(stopped);
    await until(now + 2 * HOUR);
    expect([await noteOf(cancelled), await noteOf(stopped)]).toEqual(['', 'thanks']);
  });

  test('an event may cancel and begin the same anew, also before a request', async () => {
    const url = { action: 'PSActionURL', url: 'http://127.0.0.1:9/' };
    const triggers = { onScan: [later({ cancelledBy: 'onScan' }), url] };
    const pass = await t.pass(await t.template(card([], { triggers })));
    await scan(pass);
    await until(now + 2 * HOUR);
    expect(await noteOf(pass)).toBe('thanks');
  });

  test('goes with the template that has it no more', async () => {
    const hash = await t.template(card([], { triggers: { onScan: [later()] } }));
    const pass = await t.pass(hash);
    await scan(pass);
    await t.template(card([], { triggers: {} }), { templateHash: hash });
    await until(now + 3 * HOUR);
    expect(await eventsOf(pass)).toEqual([]);
    expect(await t.app.context.store.claimDues(10, Number.MAX_SAFE_INTEGER)).toEqual([]);
  });
});

describe('nobody is reached', () => {
  const both: JsonValue = [
    { name: 'all', when: daily, actions: [say('{note}a')] },
    { name: 'one', when: { days: 1, without: 'scan', at: '09:00' }, actions: [say('{note}o')] },
  ];

  test('while the template is paused, and what was due meanwhile is over', async () => {
    const hash = await t.template(card(both), { triggersPaused: true });
    const pass = await t.pass(hash);
    await t.deliver();
    await until(today() + DAY + 9 * HOUR);
    await t.call('insertUpdateTemplate', owner({ templateHash: hash, triggersPaused: false }));
    await until(now + HOUR);
    expect(await noteOf(pass)).toBe('');
    await until(today() + DAY + 9 * HOUR);
    expect([...(await noteOf(pass))].sort()).toEqual(['a', 'o']);
  });

  test('of passes that are void, have expired or are deleted', async () => {
    const hash = await t.template(card(both));
    const [voided, expired, deleted, valid] = [
      await t.pass(hash, { voided: true }),
      await t.pass(hash, { expirationDate: new Date(now + HOUR).toISOString() }),
      await t.pass(hash),
      await t.pass(hash),
    ];
    await t.deliver();
    await t.call('deletePass', owner({ hashedSerialNumber: deleted }));
    await until(today() + DAY + 9 * HOUR);
    expect([await noteOf(voided), await noteOf(expired), [...(await noteOf(valid))].sort().join('')]).toEqual([
      '',
      '',
      'ao',
    ]);
  });
});

describe('a server that was away', () => {
  test.each([
    ['once', 'x'],
    ['skip', ''],
  ])('with late %s', async (late, note) => {
    const hash = await t.template(
      card([
        { name: 'all', when: daily, late, actions: [say('x')] },
        { name: 'one', when: { days: 1, without: 'scan' }, late, actions: [shout('x')] },
      ]),
    );
    const pass = await t.pass(hash);
    await t.deliver();
    await until(today() + 61 * DAY + 11 * HOUR);
    expect(await noteOf(pass)).toBe(note);
    expect(await eventsOf(pass)).toHaveLength(note === '' ? 0 : 2);
    await until(now + HOUR);
    expect(await eventsOf(pass)).toHaveLength(note === '' ? 0 : 2);
    // Half an hour is not late.
    await until(today() + DAY + 9.5 * HOUR);
    expect(await noteOf(pass)).toBe('x');
  });

  test('quiet hours are waited for, or left out', async () => {
    const quietHours = { from: '08:00', to: '12:00' };
    const hash = await t.template(
      card([
        { name: 'waits', when: daily, quietHours, actions: [say('{note}w')] },
        { name: 'skips', when: daily, quietHours, late: 'skip', actions: [say('{note}s')] },
        { name: 'one', when: { days: 1, without: 'scan', at: '08:30' }, quietHours, actions: [say('{note}o')] },
      ]),
    );
    const pass = await t.pass(hash);
    await t.deliver();
    const day = today() + DAY;
    await until(day + 9 * HOUR);
    // The run of the first day was late, and fell into quiet hours as well.
    expect(await noteOf(pass)).toBe('');
    await until(day + 12 * HOUR);
    expect([...(await noteOf(pass))].sort().join('')).toBe('ow');
  });
});

describe('the API', () => {
  test('counts whom a schedule would reach on a day, and says why not', async () => {
    const hash = await t.template(
      card([
        { name: 'rich', state: 'draft', when: daily, PSConditions: '{counter} > 5', actions: [say('x')] },
        { name: 'away', when: { days: 30, without: 'scan', at: '09:00' }, actions: [say('x')] },
      ]),
    );
    const passes: string[] = [];
    for (let counter = 0; counter < 18; counter++) passes.push(await t.pass(hash, { counter }));
    await t.deliver();
    const dry = (schedule: string, more: Record<string, unknown> = {}) =>
      t.call('scheduleDryRun', owner({ templateHash: hash, schedule, ...more }));
    const answer = await dry('rich', { hashedSerialNumber: passes[3] });
    expect(answer).toMatchObject({
      success: true,
      looked: 18,
      reached: 12,
      leftOut: { audience: 6 },
      next: null,
      pass: { reached: false, reason: 'audience', message: 'Not reached: {counter} > 5 is false; {counter} is 3.' },
    });
    expect(answer.passes).toHaveLength(10);
    expect(answer.passes[0].hashedSerialNumber).toBe(passes[6]);
    await until(now + 29 * DAY);
    expect(await dry('away', { hashedSerialNumber: passes[0] })).toMatchObject({
      reached: 0,
      leftOut: { visited: 18 },
      pass: { message: 'Not reached: the last visit was 29 days ago, and the schedule waits for 30.' },
    });
    const date = new Date(now + DAY).toISOString().slice(0, 10);
    expect(await dry('away', { date, hashedSerialNumber: passes[0] })).toMatchObject({
      date,
      reached: 18,
      pass: { reached: true, reason: null },
    });
    const last = (await t.app.context.store.passByHash(passes[15]!))!.pass.id;
    expect(await dry('rich', { after: last })).toMatchObject({ looked: 2, reached: 2 });
    for (const [parameters, field] of [
      [{ schedule: 'poor' }, 'schedule'],
      [{ schedule: 'rich', date: '12-24' }, 'date'],
    ] as const) {
      expect(await t.call('scheduleDryRun', owner({ templateHash: hash, ...parameters }))).toMatchObject({
        success: false,
        code: 'parameter_invalid',
        field,
      });
    }
    // Nothing happened.
    expect(await eventsOf(passes[10]!)).toEqual([]);
  });

  test('logs no schedule for a caller, and answers templates with their schedules', async () => {
    const schedules = [{ name: 'hello', when: daily, actions: [say('x')] }];
    const hash = await t.template(card(schedules));
    const pass = await t.pass(hash);
    const answer = await t.call('trackPassAccess', owner({ hashedSerialNumber: pass, accessType: 9 }));
    expect(answer).toMatchObject({ success: false, field: 'accessType', message: expect.stringContaining('schedule') });
    const { passConstructor } = await t.call('templateInfo', owner({ templateHash: hash }));
    expect(passConstructor.schedules).toEqual(schedules);
    const refused = await t.call(
      'insertUpdateTemplate',
      owner({
        templateHash: hash,
        passConstructor: { ...passConstructor, schedules: [{ ...schedules[0], zone: 'Nowhere' }] },
      }),
    );
    expect(refused).toMatchObject({ success: false, code: 'template_invalid' });
    expect(JSON.stringify(refused.diagnostics)).toContain('schedules_0_zone');
  });
});
