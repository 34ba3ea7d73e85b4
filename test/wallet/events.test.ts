// What phones do fires triggers, before they are answered.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { openPackage } from '../fixtures/pass/open-package.ts';
import { holding, phoneOf } from '../fixtures/wallet/phone.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const add = (targetPath: string) => ({ action: 'PSActionIncrementValue', targetPath, amount: 1 });
const counting = (more = {}) =>
  pointsTemplate({
    additional: { note: '', counter: 0, created: 0, installs: 0, updates: 0, deletes: 0 },
    triggers: {
      onCreate: add('created'),
      onInstall: [add('installs'), { ...add('structure_headerFields_points_value'), PSConditions: '!installed' }],
      onDeviceUpdate: [add('updates'), add('structure_headerFields_points_value')],
      onDelete: add('deletes'),
      ...more,
    },
  });
const fieldsOf = async (hashedSerialNumber: string) =>
  (await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber })).userFields;
const pointsIn = async (response: Response) => {
  const { passJson } = openPackage(new Uint8Array(await response.arrayBuffer()));
  return (passJson as any).storeCard.headerFields[0].value;
};

test('onInstall runs once for each of three devices, and onCreate ran once', async () => {
  const hash = await t.pass(await t.template(counting()));
  const held = await holding(t, hash);
  const phones = ['one', 'two', 'three'].map((name) => phoneOf(t, name));
  for (const phone of phones) expect(await phone.register(held)).toBe(201);
  // Registering again is no install.
  for (const phone of phones) expect(await phone.register(held)).toBe(200);
  expect(await fieldsOf(hash)).toMatchObject({ created: 1, installs: 3, structure_headerFields_points_value: 1 });
  expect((await t.events(hash)).map(({ accessType }) => accessType)).toEqual([1, 2, 2, 2]);
  // Taken off and put on again is one more.
  expect(await phones[0]!.unregister(held)).toBe(200);
  expect(await phones[0]!.register(held)).toBe(201);
  expect(await fieldsOf(hash)).toMatchObject({ created: 1, installs: 4, deletes: 1 });
  const { theoretical: _, ...stats } = await t.call('templateStats', {
    clientHash: t.clientHash,
    templateHash: (await t.app.context.store.passByHash(hash))!.template.hash,
  });
  expect(stats).toMatchObject({ created: 1, installed: 1, deleted: 1 });
});

test('the same device registers from many requests at once: one install', async () => {
  const hash = await t.pass(await t.template(counting()));
  const held = await holding(t, hash);
  const phone = phoneOf(t, 'eager');
  const statuses = await Promise.all(Array.from({ length: 20 }, () => phone.register(held)));
  expect(statuses.sort()).toEqual([...Array(19).fill(200), 201]);
  expect(await fieldsOf(hash)).toMatchObject({ installs: 1 });
});

test('what triggers change is in the pass that the phone downloads next', async () => {
  const hash = await t.pass(await t.template(counting()));
  const held = await holding(t, hash);
  const phone = phoneOf(t, 'downloader');
  await phone.register(held);
  t.advance(11 * 60_000);
  const response = await phone.fetch(held);
  // One from onInstall, one from the onDeviceUpdate of this very request.
  expect(await pointsIn(response)).toBe(2);
});

test('pulled to refresh twice within 10 minutes, onDeviceUpdate runs once', async () => {
  const hash = await t.pass(await t.template(counting()));
  const held = await holding(t, hash);
  const phone = phoneOf(t, 'puller');
  const pull = async (minutes: number) => {
    t.advance(minutes * 60_000);
    await (await phone.fetch(held)).arrayBuffer();
    return (await fieldsOf(hash)).updates ?? 0;
  };
  // Made just now.
  expect(await pull(1)).toBe(0);
  expect(await pull(10)).toBe(1);
  expect(await pull(1)).toBe(1);
  expect(await pull(8)).toBe(1);
  expect(await pull(2)).toBe(2);
  // Each request is an event, whether its triggers ran or not.
  expect((await t.events(hash)).filter(({ accessType }) => accessType === 3)).toHaveLength(5);
});

test('so does one whose actions change nothing that is shown, and the pass is not a new version for that', async () => {
  const hash = await t.pass(await t.template(counting({ onDeviceUpdate: add('updates') })));
  const held = await holding(t, hash);
  const phone = phoneOf(t, 'quiet');
  t.advance(11 * 60_000);
  const first = await phone.fetch(held);
  t.advance(5 * 60_000);
  const second = await phone.fetch(held, first.headers.get('last-modified'));
  expect(second.status).toBe(304);
  expect((await fieldsOf(hash)).updates).toBe(1);
});

test('letting go of what is not held is fine, and no event', async () => {
  const hash = await t.pass(await t.template(counting()));
  const held = await holding(t, hash);
  expect(await phoneOf(t, 'never').unregister(held)).toBe(200);
  expect(await fieldsOf(hash)).not.toHaveProperty('deletes');
});

test('paused triggers do not run, and the phone is registered all the same', async () => {
  const hash = await t.pass(await t.template(counting(), { triggersPaused: true }));
  const held = await holding(t, hash);
  expect(await phoneOf(t, 'paused').register(held)).toBe(201);
  expect(await fieldsOf(hash)).not.toHaveProperty('installs');
  expect((await t.events(hash)).map(({ accessType }) => accessType)).toEqual([1, 2]);
});
