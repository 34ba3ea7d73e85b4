// Events and their triggers as a caller of the API sees them: when they run, what they change, what is logged and pushed.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { allStored } from '../fixtures/http/stored.ts';
import { passJsonOf } from '../fixtures/http/verified.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const call = (name: string, parameters: Record<string, unknown> = {}) =>
  t.call(name, { clientHash: t.clientHash, ...parameters });
const MINUTES = 60 * 1000;
const PLAIN = { headerFields: [{ key: 'points', label: 'POINTS', value: 0 }] };
const set = (targetPath: string, value: JsonObject[string]): JsonObject => ({
  action: 'PSActionSetValue',
  targetPath,
  value,
});
const add = (targetPath: string, amount: number | string): JsonObject => ({
  action: 'PSActionIncrementValue',
  targetPath,
  amount,
});
const passWith = async (triggers: JsonObject, more: JsonObject = {}) =>
  t.install(await t.pass(await t.template(pointsTemplate({ structure: PLAIN, triggers, ...more }))));
const track = (hashedSerialNumber: string, accessType: number) =>
  call('trackPassAccess', { hashedSerialNumber, accessType });
const fieldsOf = async (hashedSerialNumber: string) => (await call('passInfo', { hashedSerialNumber })).userFields;
const snapshot = async (pass: string) => (await t.app.context.store.passByHash(pass))!.pass;
const pushes = async (pass: string) => {
  const { id } = await snapshot(pass);
  return (await t.jobs()).filter(({ kind, subjectId }) => kind === 'push_pass' && subjectId === id);
};

describe('updated: a new tag and one push job, in the commit of the event', () => {
  test('a run that changes nothing', async () => {
    const pass = await passWith({ onScan: [set('note', ''), set('backgroundColor', 'rgb(1, 2, 3)')] });
    const before = await snapshot(pass);
    t.advance(MINUTES);
    expect(await track(pass, 7)).toMatchObject({ success: true, updated: false });
    expect(await snapshot(pass)).toMatchObject({ updateTag: before.updateTag, updatedAt: before.updatedAt });
    expect(await pushes(pass)).toEqual([]);
    expect(await t.events(pass)).toMatchObject([{ accessType: 1 }, { accessType: 7, outcome: 'fired' }]);
  });

  test('a run that changes a value', async () => {
    const pass = await passWith({ onScan: add('structure_headerFields_points_value', 1) });
    const before = await snapshot(pass);
    t.advance(MINUTES);
    expect(await track(pass, 7)).toMatchObject({ success: true, updated: true });
    const after = await snapshot(pass);
    expect(after.updateTag).toBeGreaterThan(before.updateTag);
    expect(after.updatedAt).toBe(t.now());
    expect(await pushes(pass)).toMatchObject([{ updateTag: after.updateTag }]);
  });

  test('a value that is changed and changed back', async () => {
    const pass = await passWith({ onScan: [set('note', 'x'), set('note', null)] });
    expect(await track(pass, 7)).toMatchObject({ updated: false });
    expect(await pushes(pass)).toEqual([]);
  });

  test('a first scan that shows a field', async () => {
    const structure = { backFields: [{ key: 'thanks', value: 'Thank you', PSConditions: 'scanned' }] };
    const pass = await passWith({}, { structure });
    expect((await passJsonOf(t, pass)).storeCard.backFields).toEqual([]);
    expect(await track(pass, 7)).toMatchObject({ updated: true });
    expect((await passJsonOf(t, pass)).storeCard.backFields).toHaveLength(1);
    expect(await track(pass, 7)).toMatchObject({ updated: false });
  });
});

describe('when events run', () => {
  test('onCreate runs exactly once for each pass, also when many are made at the same time', async () => {
    const templateHash = await t.template(pointsTemplate({ triggers: { onCreate: add('counter', 1) } }));
    const made = await Promise.all(Array.from({ length: 20 }, () => t.pass(templateHash)));
    for (const pass of made) {
      await t.file(pass);
      await track(pass, 7);
      await t.fetch(`/pass/create.php?hashedSerialNumber=${pass}&templateHash=${templateHash}&note=x`);
      expect(await fieldsOf(pass)).toEqual({ counter: 1 });
      expect((await t.events(pass)).filter(({ accessType }) => accessType === 1)).toHaveLength(1);
    }
  });

  test('onCreate sees what the creation set, and {timestamp} is frozen', async () => {
    const triggers = { onCreate: [set('psInformationURL', '{note}!'), set('psScanText', 'since {timestamp}')] };
    const pass = await t.pass(await t.template(pointsTemplate({ triggers })), { note: 'mine' });
    const since = `since ${new Date(t.now()).toISOString().slice(0, 19)}Z`;
    t.advance(MINUTES);
    expect(await fieldsOf(pass)).toEqual({ note: 'mine', psInformationURL: 'mine!', psScanText: since });
  });

  test('onDeviceUpdate: not within 10 minutes of the last update, though the event is logged', async () => {
    const pass = await passWith({ onDeviceUpdate: add('counter', 1) });
    const update = async () => (await track(pass, 3)).updated;
    expect(await update()).toBe(false);
    t.advance(10 * MINUTES);
    expect(await update()).toBe(false);
    t.advance(1);
    expect(await update()).toBe(true);
    expect(await update()).toBe(false);
    t.advance(10 * MINUTES + 1);
    expect(await update()).toBe(true);
    expect(await fieldsOf(pass)).toEqual({ counter: 2 });
    const { tracking } = await call('passTracking', { hashedSerialNumber: pass, trace: true });
    expect(tracking.slice(1).map(({ trace }: { trace: { outcome: string } }) => trace.outcome)).toEqual([
      'skipped',
      'skipped',
      'fired',
      'skipped',
      'fired',
    ]);
    expect(tracking[1].trace.note).toMatch(/last 10 minutes/);
  });

  test('paused triggers: the event is logged with a trace that says so, and nothing runs', async () => {
    const triggers = { onScan: add('counter', 1), onCreate: add('counter', 1), onRegister: add('counter', 1) };
    const templateHash = await t.template(pointsTemplate({ structure: PLAIN, triggers }), { triggersPaused: true });
    const pass = await t.pass(templateHash);
    expect(await track(pass, 7)).toMatchObject({ success: true, updated: false });
    expect(await track(pass, 4)).toMatchObject({ success: true, updated: false });
    expect(await fieldsOf(pass)).toEqual({});
    const { tracking } = await call('passTracking', { hashedSerialNumber: pass, trace: true });
    expect(tracking).toHaveLength(3);
    for (const { trace, logged } of tracking) {
      expect({ logged, ...trace }).toMatchObject({
        logged: true,
        outcome: 'skipped',
        actions: [],
        note: 'The triggers of this template are paused.',
      });
    }
    await call('insertUpdateTemplate', { templateHash, triggersPaused: false });
    expect(await track(pass, 7)).toMatchObject({ updated: true });
    expect(await fieldsOf(pass)).toEqual({ counter: 1 });
  });

  test('!registered holds during the first registration and not during the second', async () => {
    const pass = await passWith({ onRegister: { ...add('counter', 25), PSConditions: '!registered' } });
    expect(await track(pass, 4)).toMatchObject({ updated: true });
    expect(await track(pass, 4)).toMatchObject({ updated: false });
    expect(await fieldsOf(pass)).toEqual({ counter: 25 });
  });

  test('flags are those of their own event', async () => {
    const flags = ['registered', 'scanned', 'installed', 'deleted'];
    const structure = { backFields: flags.map((flag) => ({ key: flag, value: flag, PSConditions: flag })) };
    const pass = await passWith({}, { structure });
    const shown = async () =>
      (await passJsonOf(t, pass)).storeCard.backFields.map(({ key }: { key: string }) => key) as string[];
    for (const accessType of [0, 3, 8]) await track(pass, accessType);
    expect(await shown()).toEqual([]);
    await track(pass, 2);
    expect(await shown()).toEqual(['installed']);
    await track(pass, 7);
    expect(await shown()).toEqual(['scanned', 'installed']);
    await track(pass, 6);
    expect(await shown()).toEqual(['scanned', 'installed', 'deleted']);
    await track(pass, 4);
    expect(await shown()).toEqual(flags);
  });
});

describe('what actions do', () => {
  test('in order, each condition on the state the earlier ones left', async () => {
    const pass = await passWith({
      onScan: [
        add('counter', 1),
        { ...set('note', 'first'), PSConditions: '{counter} = 1' },
        { ...set('note', 'second'), PSConditions: '{counter} = 2 AND {note} = "first"' },
        { ...set('psScanText', '{note} {counter}'), PSConditions: '{note} isSet' },
      ],
    });
    expect((await track(pass, 7)).scanText).toBe('first 1');
    expect((await track(pass, 7)).scanText).toBe('second 2');
    const { tracking } = await call('passTracking', { hashedSerialNumber: pass, trace: true });
    expect(tracking.at(-1).trace.actions[1]).toEqual({
      where: 'triggers_onScan_1',
      action: 'PSActionSetValue',
      targetPath: 'note',
      condition: { source: '{counter} = 1', verdict: false, seen: { '{counter}': 2 } },
    });
  });

  test('a run that is stopped keeps what earlier actions changed, pushes it, and is not logged', async () => {
    const stop = { ...set('psTriggerError', 'Only once, {note}'), PSConditions: '{counter} > 1' };
    const pass = await passWith(
      { onScan: [add('counter', 1), stop, add('counter', 10)] },
      {
        additional: { note: 'please', counter: 1 },
      },
    );
    const answer = await track(pass, 7);
    expect(answer).toMatchObject({
      success: false,
      code: 'trigger_error',
      message: 'Only once, please',
      updated: true,
    });
    expect((await fieldsOf(pass)).counter).toBe(2);
    expect(await t.events(pass)).toMatchObject([
      { accessType: 1, logged: true },
      { accessType: 7, logged: false, outcome: 'stopped' },
    ]);
    const { tracking } = await call('passTracking', { hashedSerialNumber: pass });
    expect(tracking).toHaveLength(1);
    expect(await call('checkPassAccess', { hashedSerialNumber: pass, accessType: 7 })).toEqual({
      success: true,
      check: false,
    });
    expect(await pushes(pass)).toHaveLength(1);
  });

  test('psTriggerError is cleared when a run starts', async () => {
    const pass = await passWith({ onScan: add('counter', 1) });
    await call('updatePassFields', { hashedSerialNumber: pass, psTriggerError: 'from before' });
    expect(await track(pass, 7)).toMatchObject({ success: true });
    expect(await fieldsOf(pass)).toEqual({ counter: 1 });
  });

  test('a holder cannot set psTriggerError', async () => {
    const pass = await passWith({});
    const before = await allStored(t);
    await t.call('updatePassFields', { hashedSerialNumber: pass, psTriggerError: 'stop' });
    expect(await allStored(t)).toEqual(before);
  });

  test('1,000 scans at the same time add 1,000', async () => {
    const pass = await passWith({ onScan: add('structure_headerFields_points_value', 1) });
    const answers = await Promise.all(Array.from({ length: 1000 }, () => track(pass, 7)));
    expect(answers.filter(({ success }) => success === true)).toHaveLength(1000);
    expect((await passJsonOf(t, pass)).storeCard.headerFields[0].value).toBe(1000);
    expect((await t.events(pass)).filter(({ accessType }) => accessType === 7)).toHaveLength(1000);
    expect(await pushes(pass)).toHaveLength(1);
  });
});
