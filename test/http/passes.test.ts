// The functions about passes: what they answer, write, log and enqueue.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stored } from '../fixtures/http/stored.ts';
import { passJsonOf } from '../fixtures/http/verified.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { holding, phoneOf } from '../fixtures/wallet/phone.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const call = (name: string, parameters: Record<string, unknown> = {}) =>
  t.call(name, { clientHash: t.clientHash, ...parameters });
const open = (pass: string) => passJsonOf(t, pass);
const idOf = async (pass: string) => (await t.app.context.store.passByHash(pass))!.pass.id;
const jobsOf = async (pass: string) => {
  const id = await idOf(pass);
  return (await t.jobs()).filter(({ kind, subjectId }) => kind === 'push_pass' && subjectId === id);
};

describe('createPassFromTemplateFields', () => {
  test('one pass, one event of type 1, no push', async () => {
    const templateHash = await t.template(pointsTemplate());
    const hashedSerialNumber = await t.pass(templateHash, { structure_headerFields_points_value: 7 });
    expect(hashedSerialNumber).toMatch(/^[\w-]{32}$/);
    expect(await t.events(hashedSerialNumber)).toMatchObject([{ accessType: 1, logged: true, time: t.now() }]);
    expect(await jobsOf(hashedSerialNumber)).toEqual([]);
    const passJson = await open(hashedSerialNumber);
    expect(passJson.storeCard.headerFields).toEqual([{ key: 'points', label: 'POINTS', value: 7 }]);
    expect(passJson.serialNumber).not.toContain(hashedSerialNumber);
    expect(passJson.authenticationToken.length).toBeGreaterThanOrEqual(16);
  });

  test('numbers of a form are numbers on the pass where a number style asks for one', async () => {
    const structure = { headerFields: [{ key: 'due', value: 0, currencyCode: 'EUR' }] };
    const templateHash = await t.template(pointsTemplate({ structure, triggers: {} }));
    const pass = await t.pass(templateHash, { structure_headerFields_due_value: '12.50' });
    expect((await open(pass)).storeCard.headerFields[0].value).toBe(12.5);
  });
});

describe('passInfo and passTracking', () => {
  test('the overrides, the template and its owner', async () => {
    const templateHash = await t.template(pointsTemplate());
    const hashedSerialNumber = await t.pass(templateHash, { coupon_headerFields_points_value: 3, note: '' });
    const { success: _, ...template } = await call('templateInfo', { templateHash });
    expect(await call('passInfo', { hashedSerialNumber })).toEqual({
      success: true,
      ...template,
      devices: [],
      hashedSerialNumber,
      userFields: { structure_headerFields_points_value: 3, note: '' },
    });
  });

  test('events in order; what happened and why on request', async () => {
    const hashedSerialNumber = await t.pass(await t.template(pointsTemplate()));
    t.advance(1000);
    await call('trackPassAccess', { hashedSerialNumber, accessType: 7 });
    t.advance(1000);
    await call('pushPassUpdates', { hashedSerialNumber });
    const { tracking } = await call('passTracking', { hashedSerialNumber });
    const time = (ms: number) => `${new Date(t.now() - ms).toISOString().slice(0, 19)}Z`;
    expect(tracking).toEqual([
      { accessType: 1, time: time(2000) },
      { accessType: 7, time: time(1000) },
      { accessType: 5, time: time(0) },
    ]);
    const traced = await call('passTracking', { hashedSerialNumber, trace: 1 });
    expect(traced.tracking[1]).toEqual({
      ...tracking[1],
      logged: true,
      trace: {
        event: 'onScan',
        outcome: 'fired',
        actions: [
          {
            where: 'triggers_onScan_0',
            action: 'PSActionIncrementValue',
            targetPath: 'structure_headerFields_points_value',
            before: 0,
            after: 1,
          },
        ],
      },
    });
  });
});

describe('trackPassAccess', () => {
  const SHOWN = {
    additional: {
      psScanText: 'Hello {structure_secondaryFields_name_value}, {structure_headerFields_points_value} points',
      psScanColor: 'seagreen',
      psPassDescription: 'Card of {structure_secondaryFields_name_value}',
      psInformationURL: '{psEditorURL}',
      psDisplayURL: 'https://shop.test/?pass={hashedSerialNumber}&clientHash={clientHash}',
    },
  };

  test('check and scan answer what the scanner shows, after the triggers', async () => {
    const hashedSerialNumber = await t.pass(await t.template(pointsTemplate(SHOWN)));
    const shown = {
      scanColor: 'seagreen',
      description: 'Card of Guest',
      informationURL: `http://passes.test/pass/editor.php?clientHash=${t.clientHash}&hashedSerialNumber=${hashedSerialNumber}`,
      displayURL: `https://shop.test/?pass=${hashedSerialNumber}&clientHash=${t.clientHash}`,
    };
    expect(await call('trackPassAccess', { hashedSerialNumber, accessType: 7 })).toEqual({
      success: true,
      updated: true,
      scanText: 'Hello Guest, 1 points',
      ...shown,
    });
    expect(await call('trackPassAccess', { hashedSerialNumber, accessType: 'onCheck' })).toEqual({
      success: true,
      updated: false,
      scanText: 'Hello Guest, 1 points',
      ...shown,
    });
  });

  test('a description is made up when the template has none', async () => {
    const structure = {
      primaryFields: [
        { key: 'offer', value: '20 %' },
        { key: 'on', value: 'bread' },
      ],
    };
    const templates = [pointsTemplate({ structure, triggers: {}, additional: {} }), pointsTemplate()];
    const described = templates.map(async (template) => {
      const hashedSerialNumber = await t.pass(await t.template(template));
      return (await call('trackPassAccess', { hashedSerialNumber, accessType: 0 })).description;
    });
    expect(await Promise.all(described)).toEqual(['20 % bread', 'Points card']);
  });

  test.each([
    [0, 'onCheck', ['updated', 'scanText', 'scanColor', 'description', 'informationURL', 'displayURL']],
    [2, 'onInstall', ['updated']],
    [3, 'onDeviceUpdate', ['updated']],
    [4, 'onRegister', ['updated']],
    [6, 'onDelete', ['updated']],
    [7, 'onScan', ['updated', 'scanText', 'scanColor', 'description', 'informationURL', 'displayURL']],
    [8, 'onEdit', ['updated']],
  ])('access type %i runs %s', async (accessType, event, keys) => {
    const action = { action: 'PSActionSetValue', targetPath: 'note', value: event };
    const triggers = { [event]: action };
    const hashedSerialNumber = await t.install(await t.pass(await t.template(pointsTemplate({ triggers }))));
    t.advance(11 * 60 * 1000);
    const answer = await call('trackPassAccess', { hashedSerialNumber, accessType });
    expect(answer).toMatchObject({ success: true, updated: true });
    expect(Object.keys(answer).sort()).toEqual(['success', ...keys].sort());
    expect((await call('passInfo', { hashedSerialNumber })).userFields).toEqual({ note: event });
    const check = (type: number) => call('checkPassAccess', { hashedSerialNumber, accessType: type });
    const last = `${new Date(t.now()).toISOString().slice(0, 19)}Z`;
    expect(await check(accessType)).toEqual({ success: true, check: true, last });
    for (const type of [0, 2, 3, 4, 5, 6, 7, 8].filter((other) => other !== accessType)) {
      expect(await check(type)).toEqual({ success: true, check: false });
    }
    expect(await jobsOf(hashedSerialNumber)).toHaveLength(1);
  });

  test.each([1, 5])('access type %i is not the caller’s to log', async (accessType) => {
    const hashedSerialNumber = await t.pass(await t.template(pointsTemplate()));
    const before = stored(t);
    const answer = await call('trackPassAccess', { hashedSerialNumber, accessType });
    expect(answer).toMatchObject({ success: false, code: 'parameter_invalid', field: 'accessType' });
    expect(stored(t)).toEqual(before);
  });

  test('only access type 4 makes a pass registered', async () => {
    const structure = { backFields: [{ key: 'member', value: 'yes', PSConditions: 'registered' }] };
    const hashedSerialNumber = await t.pass(await t.template(pointsTemplate({ structure, triggers: {} })));
    const shown = async () => (await open(hashedSerialNumber)).storeCard.backFields.length;
    for (const accessType of [0, 2, 3, 6, 7, 8]) {
      const { updated } = await call('trackPassAccess', { hashedSerialNumber, accessType });
      expect(updated).toBe(false);
    }
    expect(await shown()).toBe(0);
    expect(await call('trackPassAccess', { hashedSerialNumber, accessType: 4 })).toEqual({
      success: true,
      updated: true,
    });
    expect(await shown()).toBe(1);
    expect(await call('trackPassAccess', { hashedSerialNumber, accessType: 4 })).toEqual({
      success: true,
      updated: false,
    });
  });
});

describe('updatePassFields', () => {
  test('says whether a value changed, runs no trigger, logs and pushes nothing', async () => {
    const triggers = { onEdit: { action: 'PSActionSetValue', targetPath: 'note', value: 'edited' } };
    const hashedSerialNumber = await t.install(await t.pass(await t.template(pointsTemplate({ triggers }))));
    const update = async (fields: Record<string, unknown>) =>
      (await call('updatePassFields', { hashedSerialNumber, ...fields })).updated;
    const overrides = async () => (await call('passInfo', { hashedSerialNumber })).userFields;
    expect(await update({ backgroundColor: 'red' })).toBe(true);
    expect(await update({ backgroundColor: 'red' })).toBe(false);
    expect(await update({ structure_secondaryFields_name_value: 'Guest' })).toBe(false);
    expect(await update({ backgroundColor: null, note: '' })).toBe(true);
    expect(await overrides()).toEqual({ structure_secondaryFields_name_value: 'Guest', note: '' });
    expect(await update({ barcode: { format: 'PKBarcodeFormatAztec', message: 'abc' } })).toBe(true);
    expect(await update({ barcode_message: 'def' })).toBe(true);
    expect((await open(hashedSerialNumber)).barcode).toMatchObject({ format: 'PKBarcodeFormatAztec', message: 'def' });
    expect(await t.events(hashedSerialNumber)).toMatchObject([{ accessType: 1 }]);
    expect(await jobsOf(hashedSerialNumber)).toEqual([]);
  });

  test('type, transitType and containers can be set', async () => {
    const hashedSerialNumber = await t.pass(await t.template(pointsTemplate()));
    await call('updatePassFields', {
      hashedSerialNumber,
      type: 'boardingPass',
      transitType: 'PKTransitTypeTrain',
      structure_headerFields: JSON.stringify([{ key: 'gate', label: 'GATE', value: '7' }]),
      locations_0_latitude: 48.2,
      locations_0_longitude: '16.4',
    });
    const passJson = await open(hashedSerialNumber);
    expect(passJson.storeCard).toBeUndefined();
    expect(passJson.boardingPass).toMatchObject({
      transitType: 'PKTransitTypeTrain',
      headerFields: [{ key: 'gate', label: 'GATE', value: '7' }],
    });
    expect(passJson.locations).toEqual([{ latitude: 48.2, longitude: 16.4 }]);
  });
});

async function install(hashedSerialNumber: string, device: string): Promise<void> {
  expect(await phoneOf(t, device).register(await holding(t, hashedSerialNumber))).toBe(201);
}

describe('pushes', () => {
  test('pushPassUpdates logs event 5, enqueues one job and counts the devices of the pass', async () => {
    const hashedSerialNumber = await t.pass(await t.template(pointsTemplate()));
    expect(await call('pushPassUpdates', { hashedSerialNumber })).toEqual({ success: true, count: 0 });
    for (const device of ['a', 'b']) await install(hashedSerialNumber, device);
    expect(await call('pushPassUpdates', { hashedSerialNumber })).toEqual({ success: true, count: 2 });
    expect(await jobsOf(hashedSerialNumber)).toHaveLength(1);
    const types = (await t.events(hashedSerialNumber)).map(({ accessType }) => accessType);
    expect(types).toEqual([1, 5, 2, 2, 5]);
    expect(await call('checkPassAccess', { hashedSerialNumber, accessType: 5 })).toMatchObject({ check: true });
  });

  test('updatePassesForTemplate: one event and one job, whatever the number of passes; it counts those that a device holds', async () => {
    const templateHash = await t.template(pointsTemplate());
    const passes = [await t.pass(templateHash), await t.pass(templateHash), await t.pass(templateHash)];
    await install(passes[0]!, 'phone');
    await install(passes[1]!, 'phone');
    await install(passes[1]!, 'watch');
    const before = stored(t);
    t.advance(1000);
    expect(await call('updatePassesForTemplate', { templateHash })).toEqual({ success: true, count: 2 });
    const after = stored(t);
    expect(after.events).toHaveLength(before.events!.length + 1);
    expect(after.jobs!.slice(before.jobs!.length)).toMatchObject([{ kind: 'push_template' }]);
    expect(after.passes).toEqual(before.passes);
    t.advance(1000);
    const later = await t.pass(templateHash);
    for (const [pass, types] of [
      [passes[0]!, [1, 2, 5]],
      [passes[1]!, [1, 2, 2, 5]],
      [passes[2]!, [1, 5]],
      [later, [1]],
    ] as const) {
      expect((await t.events(pass)).map(({ accessType }) => accessType)).toEqual(types);
      const check = await call('checkPassAccess', { hashedSerialNumber: pass, accessType: 5 });
      expect(check.check).toBe(pass !== later);
    }
    const listed = await call('templatePasses', { templateHash, accessType: 5 });
    expect(listed.passes.map((pass: { hashedSerialNumber: string }) => pass.hashedSerialNumber)).toEqual(passes);
  });
});

describe('deletePass', () => {
  test('nothing is left, and nothing finds it any more', async () => {
    const templateHash = await t.template(pointsTemplate());
    const before = stored(t);
    const hashedSerialNumber = await t.pass(templateHash);
    await call('trackPassAccess', { hashedSerialNumber, accessType: 7 });
    expect(await call('deletePass', { hashedSerialNumber })).toEqual({ success: true });
    const after = stored(t);
    for (const table of ['passes', 'events', 'jobs', 'registrations', 'devices']) {
      expect(after[table], table).toEqual(before[table]);
    }
    for (const name of ['passInfo', 'passTracking', 'updatePassFields', 'pushPassUpdates', 'deletePass']) {
      expect(await call(name, { hashedSerialNumber, note: 'x' })).toMatchObject({ code: 'pass_not_found' });
    }
    const access = await call('trackPassAccess', { hashedSerialNumber, accessType: 7 });
    expect(access).toMatchObject({ success: false, code: 'pass_not_found', field: 'hashedSerialNumber' });
  });
});
