// The rules of a template on passes of Pass2U: triggers, conditions and magic strings; pushes; expiry.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ModelApp, openModelApp } from '../fixtures/pass2u/model-app.ts';

let t: ModelApp;
beforeEach(async () => {
  t = await openModelApp();
});
afterEach(() => t.close());

const POINTS = 'structure_headerFields_points_value';
const increment = { action: 'PSActionIncrementValue', targetPath: POINTS, amount: 1 };

async function pointsOf(modelId: number, passId: string): Promise<unknown> {
  return (await t.pkpass(modelId, passId)).passJson.generic.headerFields[0].value;
}

test('a scan adds a point to the value that the API gave; an update and a reset are on top of what is there', async () => {
  const modelId = await t.model({ triggers: { onScan: increment } });
  const passId = await t.made(modelId, { fields: [{ key: 'points', value: '41' }] });
  const scan = () => t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: passId, accessType: 7 });
  expect(await scan()).toMatchObject({ success: true, updated: true });
  expect(await pointsOf(modelId, passId)).toBe(42);
  await t.ok('PUT', `/models/${modelId}/passes/${passId}`, { fields: [{ key: 'points', value: 7 }] });
  await scan();
  expect(await pointsOf(modelId, passId)).toBe(8);
  await t.ok('DELETE', `/models/${modelId}/passes/${passId}/fields/points`);
  expect(await pointsOf(modelId, passId)).toBe(0);
});

test('conditions and magic strings read what the API gave, whose own brackets are literal', async () => {
  const modelId = await t.model({
    structure: {
      primaryFields: [{ key: 'name', label: 'NAME', value: 'Guest', PSDynamic: true }],
      backFields: [
        { key: 'level', label: 'LEVEL', value: 'BASIC', PSDynamic: true },
        { key: 'hello', value: 'Hello {structure_primaryFields_name_value}, {vip}' },
        {
          key: 'lounge',
          value: 'Welcome to the lounge',
          PSConditions: '{structure_backFields_level_value} = "GOLD"',
        },
      ],
    },
    additional: { vip: 'dear {logoText}' },
  });
  const passId = await t.made(modelId, {
    logoText: 'member',
    fields: [
      { key: 'name', value: 'Ada' },
      { key: 'level', value: 'GOLD', label: 'Of {structure_primaryFields_name_value}' },
    ],
  });
  const back = async () => (await t.pkpass(modelId, passId)).passJson.generic.backFields;
  expect(await back()).toEqual([
    { key: 'level', label: 'Of {structure_primaryFields_name_value}', value: 'GOLD' },
    { key: 'hello', value: 'Hello Ada, dear member' },
    { key: 'lounge', value: 'Welcome to the lounge' },
  ]);
  await t.ok('DELETE', `/models/${modelId}/passes/${passId}/fields/level/attributes/value`);
  expect((await back()).map(({ key }: { key: string }) => key)).toEqual(['level', 'hello']);
});

test('onCreate runs once, onEdit at each call that changes the pass, in its commit', async () => {
  const modelId = await t.model({ triggers: { onCreate: increment, onEdit: { ...increment, amount: 10 } } });
  const passId = await t.made(modelId);
  const pass = `/models/${modelId}/passes/${passId}`;
  expect(await pointsOf(modelId, passId)).toBe(1);
  await t.ok('PUT', pass, { logoText: 'a' });
  await t.ok('DELETE', `${pass}/attributes/logoText`);
  await t.ok('DELETE', `${pass}/fields/level`);
  await t.ok('DELETE', `${pass}/fields/level/attributes/label`);
  expect(await pointsOf(modelId, passId)).toBe(41);
  expect((await t.events(passId)).map(({ accessType }) => accessType)).toEqual([1, 8, 8, 8, 8]);
});

test('a run that psTriggerError stops says so; what was written stays', async () => {
  const stop = {
    action: 'PSActionSetValue',
    targetPath: 'psTriggerError',
    value: 'Not today, {structure_primaryFields_name_value}.',
  };
  const modelId = await t.model({ triggers: { onEdit: stop } });
  const passId = await t.made(modelId);
  const response = await t.api('PUT', `/models/${modelId}/passes/${passId}`, {
    fields: [{ key: 'name', value: 'Ada' }],
  });
  expect([response.status, await response.json()]).toEqual([400, { message: 'Not today, Ada.' }]);
  expect((await t.pkpass(modelId, passId)).passJson.generic.primaryFields[0].value).toBe('Ada');
});

test('what changes the pass is pushed to its phones, with the message of the field; what does not is not', async () => {
  const modelId = await t.model();
  const passId = await t.made(modelId, { fields: [{ key: 'level', value: 'GOLD' }] });
  await t.install(passId);
  const pass = `/models/${modelId}/passes/${passId}`;
  const pushes = async () => (await t.jobs()).filter(({ kind }) => kind === 'push_pass').length;
  await t.ok('PUT', pass, { fields: [{ key: 'level', value: 'GOLD' }], passcode: 'secret' });
  await t.ok('DELETE', `${pass}/attributes/logoText`);
  expect(await pushes()).toBe(0);
  await t.ok('PUT', pass, { fields: [{ key: 'level', value: 'DIAMOND', changeMessage: 'You are %@' }] });
  expect(await pushes()).toBe(1);
  const [, level] = (await t.pkpass(modelId, passId)).passJson.generic.secondaryFields;
  expect(level).toMatchObject({ value: 'DIAMOND', changeMessage: 'You are %@' });
});

test('a pass is void by itself from its expirationDate on, and its phones are told then', async () => {
  const modelId = await t.model();
  const passId = await t.made(modelId, { expirationDate: '2026-03-01T14:00:00+01:00' });
  await t.install(passId);
  const voided = async () => (await t.pkpass(modelId, passId)).passJson.voided;
  const jobs = async () => (await t.jobs()).map(({ kind, runAt }) => [kind, runAt - t.now()]);
  expect(await voided()).toBeUndefined();
  const HOUR = 60 * 60 * 1000;
  expect(await jobs()).toEqual([['expire_pass', HOUR]]);
  await t.ok('PUT', `/models/${modelId}/passes/${passId}`, { expirationDate: '2026-03-01T15:00:00+01:00' });
  expect(await jobs()).toContainEqual(['expire_pass', 2 * HOUR]);
  t.advance(2 * HOUR);
  expect(await voided()).toBe(true);
  const { updateTag } = (await t.app.context.store.passByHash(passId))!.pass;
  await t.deliver();
  expect((await t.app.context.store.passByHash(passId))!.pass.updateTag).toBeGreaterThan(updateTag);
  // An empty date is none, and the pass is valid again.
  const answer = await t.ok('PUT', `/models/${modelId}/passes/${passId}`, { expirationDate: '' });
  expect(Object.keys(answer)).toEqual(['barcodeMessage', 'modelId', 'passId', 'updatedTime']);
  expect(await voided()).toBeUndefined();
});

test('voided is what the API says, whatever the date', async () => {
  const modelId = await t.model();
  const passId = await t.made(modelId, { voided: true });
  expect((await t.pkpass(modelId, passId)).passJson.voided).toBe(true);
  await t.ok('DELETE', `/models/${modelId}/passes/${passId}/attributes/voided`);
  expect((await t.pkpass(modelId, passId)).passJson.voided).toBeUndefined();
});

test('passes are counted by utm_source', async () => {
  const modelId = await t.model();
  for (const source of ['app', 'web', 'app', '', ' ']) {
    await t.ok('POST', `/models/${modelId}/passes?utm_source=${source}`, {});
  }
  await t.made(modelId);
  const { template } = (await t.app.context.store.templateById(modelId))!;
  const stats = await t.call('templateStats', { clientHash: t.clientHash, templateHash: template.hash });
  expect(stats).toMatchObject({ created: 6, sources: { app: 2, web: 1 } });
});
