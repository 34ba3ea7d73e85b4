// simulate tells what an event would do, by the code that does it, and stores, sends and pushes nothing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { type Service, serveTestApp, startService } from '../fixtures/http/served.ts';
import { stored } from '../fixtures/http/stored.ts';
import { passJsonOf } from '../fixtures/http/verified.ts';
import { pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp & { root: string };
let service: Service;
beforeAll(async () => {
  service = await startService();
  t = await serveTestApp({ env: { OUTBOUND_ALLOW: `127.0.0.1:${service.port}` } });
});
afterAll(async () => {
  await t.close();
  await service.close();
});

const call = (name: string, parameters: Record<string, unknown> = {}) =>
  t.call(name, { clientHash: t.clientHash, ...parameters });
const set = (targetPath: string, value: JsonObject[string], PSConditions?: string): JsonObject => ({
  action: 'PSActionSetValue',
  targetPath,
  value,
  ...(PSConditions === undefined ? {} : { PSConditions }),
});

const EVENTS: [number, string][] = [
  [0, 'onCheck'],
  [2, 'onInstall'],
  [3, 'onDeviceUpdate'],
  [4, 'onRegister'],
  [6, 'onDelete'],
  [7, 'onScan'],
  [8, 'onEdit'],
];

function template(event: string): JsonObject {
  return pointsTemplate({
    additional: { note: '', counter: 0, routine: [set('psScanText', 'sub {counter}')] },
    triggers: {
      [event]: [
        { action: 'PSActionIncrementValue', targetPath: 'structure_headerFields_points_value', amount: '{counter}' },
        set('counter', 5),
        set('note', 'first time', '!scanned AND {note} isEmpty'),
        set('note', 'never', '{counter} < 5'),
        { action: 'PSActionTriggers', targetPath: 'routine' },
        { action: 'PSActionURL', url: `http://127.0.0.1:${service.port}/?c={clientHash}&n={note}` },
        set('structure_headerFields', 'no array'),
        set('backgroundColor', 'red'),
      ],
    },
  });
}

/** A trace without what only a request that was sent has. */
function comparable(trace: { actions: JsonObject[] }) {
  const actions = trace.actions.map(({ request, problems: _, ...rest }) => {
    const { status: _status, durationMs: _duration, ...asked } = (request ?? {}) as JsonObject;
    return { ...rest, ...(request === undefined ? {} : { request: asked }) };
  });
  return { ...trace, actions };
}

describe('a simulated event', () => {
  test.each(EVENTS)(
    '%i %s: the trace, the fields and the pass of the real run; nothing is stored or sent',
    async (accessType, event) => {
      const hashedSerialNumber = await t.pass(await t.template(template(event)), { counter: 2 });
      t.advance(11 * 60 * 1000);
      const [before, sent, logged] = [stored(t), service.seen.length, t.logged.length];
      const simulated = await call('simulate', { hashedSerialNumber, event });
      expect(await call('simulate', { hashedSerialNumber, accessType })).toEqual(simulated);
      expect(stored(t)).toEqual(before);
      expect(service.seen).toHaveLength(sent);
      expect(t.logged.slice(logged).every(([, message]) => message === 'request')).toBe(true);
      expect(JSON.stringify(simulated)).not.toContain(t.clientHash);

      const real = await call('trackPassAccess', { hashedSerialNumber, accessType });
      const { tracking } = await call('passTracking', { hashedSerialNumber, trace: true });
      expect(comparable(simulated.trace)).toEqual(comparable(tracking.at(-1).trace));
      expect(simulated.updated).toBe(real.updated);
      expect(simulated.userFields).toEqual((await call('passInfo', { hashedSerialNumber })).userFields);
      expect(simulated.pass).toEqual(await passJsonOf(t, hashedSerialNumber));
      expect(service.seen).toHaveLength(sent + 1);
    },
  );

  test('a run that would be stopped says so, and what earlier actions would have changed', async () => {
    const triggers = { onScan: [set('counter', 1), set('psTriggerError', 'No {counter}'), set('note', 'x')] };
    const hashedSerialNumber = await t.pass(await t.template(pointsTemplate({ triggers })));
    const before = stored(t);
    const simulated = await call('simulate', { hashedSerialNumber, accessType: 7 });
    expect(simulated).toMatchObject({
      success: true,
      triggerError: 'No 1',
      updated: true,
      trace: { outcome: 'stopped' },
      userFields: { counter: 1 },
    });
    expect(simulated.pass.storeCard.secondaryFields).toHaveLength(1);
    expect(stored(t)).toEqual(before);
  });

  test('paths are set before the event, as their owner would', async () => {
    const hashedSerialNumber = await t.pass(await t.template(pointsTemplate()));
    const before = stored(t);
    const { pass, userFields } = await call('simulate', {
      hashedSerialNumber,
      event: 'onScan',
      structure_headerFields_points_value: 41,
      note: 'has {structure_headerFields_points_value}',
    });
    expect(pass.storeCard.headerFields[0].value).toBe(42);
    expect(pass.storeCard.backFields[0].value).toBe('has 42');
    expect(userFields.structure_headerFields_points_value).toBe(42);
    expect(stored(t)).toEqual(before);
    expect(await call('simulate', { hashedSerialNumber, event: 'onScan', nite: 1 })).toMatchObject({
      success: false,
      code: 'path_unknown',
      field: 'nite',
    });
  });

  test('on a new pass of a template', async () => {
    const triggers = { onCreate: set('note', 'new'), onScan: set('note', 'scanned {note}') };
    const templateHash = await t.template(pointsTemplate({ triggers }));
    const before = stored(t);
    const created = await call('simulate', { templateHash, event: 'onCreate' });
    expect(created).toMatchObject({ success: true, updated: true, userFields: { note: 'new' } });
    const scanned = await call('simulate', { templateHash, accessType: '7', note: 'mine' });
    expect(scanned.userFields).toEqual({ note: 'scanned mine' });
    expect(scanned.pass.storeCard.secondaryFields).toHaveLength(2);
    expect(stored(t)).toEqual(before);
  });

  test('the 10 minutes of onDeviceUpdate hold here too; paused triggers run and are named', async () => {
    const triggers = { onDeviceUpdate: set('note', 'x') };
    const hashedSerialNumber = await t.pass(await t.template(pointsTemplate({ triggers })));
    const recent = await call('simulate', { hashedSerialNumber, event: 'onDeviceUpdate' });
    expect(recent).toMatchObject({ updated: false, trace: { note: expect.stringMatching(/10 minutes/), actions: [] } });
    const paused = await t.pass(await t.template(pointsTemplate(), { triggersPaused: true }));
    const tried = await call('simulate', { hashedSerialNumber: paused, event: 'onScan' });
    expect(tried.trace).toMatchObject({ note: expect.stringMatching(/paused/), actions: [{}] });
  });
});
