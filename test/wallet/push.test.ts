// From a change to the phone: pushes are delivered to APNs, and what it answers decides what becomes of a registration.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { openPackage } from '../fixtures/pass/open-package.ts';
import { openPushingApp, type WithApns } from '../fixtures/wallet/apns.ts';
import { type Held, holding, phoneOf, tokenOf } from '../fixtures/wallet/phone.ts';

let t: TestApp & WithApns;
beforeEach(async () => {
  t = await openPushingApp();
});
afterEach(() => t.close());

const POINTS = { key: 'points', label: 'POINTS', value: 0, changeMessage: 'You have %@ points' };
const template = () =>
  pointsTemplate({ structure: { headerFields: [POINTS] }, barcode: { message: '{hashedSerialNumber}' } });
const scan = (hashedSerialNumber: string) =>
  t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber, accessType: 7 });
const devicesOf = async (hashedSerialNumber: string) =>
  (await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber })).devices;

async function installed(devices: readonly string[], hash?: string): Promise<{ hash: string; held: Held }> {
  const made = hash ?? (await t.pass(await t.template(template())));
  const held = await holding(t, made);
  for (const device of devices) expect(await phoneOf(t, device).register(held)).toBe(201);
  return { hash: made, held };
}

test('created, installed, scanned: pushed with the right topic and an empty payload, listed, fetched, one more point', async () => {
  const { hash, held } = await installed(['phone']);
  const phone = phoneOf(t, 'phone');
  const first = await phone.fetch(held);
  const { lastUpdated } = await phone.list(held.type);
  expect(await scan(hash)).toMatchObject({ success: true, updated: true });
  await t.deliver();
  expect(t.apns.received).toMatchObject([
    { token: tokenOf('phone'), payload: '{}', passTypeIdentifier: held.type, headers: { 'apns-topic': held.type } },
  ]);
  const listed = await phone.list(held.type, lastUpdated);
  expect(listed.serialNumbers).toEqual([held.serialNumber]);
  const response = await phone.fetch(held, first.headers.get('last-modified'));
  expect(response.status).toBe(200);
  const { passJson } = openPackage(new Uint8Array(await response.arrayBuffer()));
  expect((passJson as any).storeCard.headerFields).toEqual([{ ...POINTS, value: 1 }]);
  expect(await devicesOf(hash)).toMatchObject([{ lastPushStatus: 200, lastPushReason: null }]);
  expect(await t.jobs()).toEqual([]);
});

describe('what APNs answers', () => {
  test.each([[{ status: 410, reason: 'Unregistered' }], [{ status: 400, reason: 'BadDeviceToken' }]])(
    '%j: the registration goes, and no other',
    async (answer) => {
      const { hash, held } = await installed(['gone', 'there']);
      t.apns.answer(answer, tokenOf('gone'));
      await scan(hash);
      await t.deliver();
      expect(await devicesOf(hash)).toMatchObject([{ device: 'there', lastPushStatus: 200 }]);
      expect((await phoneOf(t, 'gone').list(held.type)).status).toBe(204);
      expect(await t.jobs()).toEqual([]);
      // It is the device that is gone, not an event of the pass.
      expect((await t.events(hash)).map(({ accessType }) => accessType)).toEqual([1, 2, 2, 7]);
    },
  );

  test('410 of an older token does not end a registration that came after', async () => {
    const { hash } = await installed(['back']);
    t.apns.answer({ status: 410, reason: 'Unregistered', timestamp: t.now() - 1000 }, tokenOf('back'));
    await scan(hash);
    await t.deliver();
    expect(await devicesOf(hash)).toHaveLength(1);
  });

  test.each([
    ['503', { status: 503, reason: 'ServiceUnavailable' }],
    ['500', { status: 500, reason: 'InternalServerError' }],
    ['403', { status: 403, reason: 'BadCertificate' }],
    ['a connection that is lost', 'lose before headers'],
  ] as const)('%s: no push is lost, and it is tried again later and later', async (_, answer) => {
    const { hash } = await installed(['one', 'two']);
    t.apns.answer(answer, tokenOf('one'));
    await scan(hash);
    await t.deliver();
    expect(await t.jobs()).toMatchObject([{ kind: 'push_pass', attempts: 1, runAt: t.now() + 1000 }]);
    expect((await devicesOf(hash))[0]).toMatchObject({ device: 'one', lastPushReason: expect.any(String) });
    await t.deliver();
    t.advance(1000);
    await t.deliver();
    expect(await t.jobs()).toMatchObject([{ attempts: 2, runAt: t.now() + 2000 }]);
    t.apns.answer({ status: 200 }, tokenOf('one'));
    t.advance(2000);
    await t.deliver();
    expect(await t.jobs()).toEqual([]);
    const pushes = (device: string) => t.apns.received.filter(({ token }) => token === tokenOf(device)).length;
    // Who was told at first is left in peace; a connection that is lost is lost to both.
    if (answer !== 'lose before headers') expect([pushes('one'), pushes('two')]).toEqual([3, 1]);
    expect(await devicesOf(hash)).toMatchObject([{ lastPushStatus: 200 }, { lastPushStatus: 200 }]);
  });

  test('429: the device is tried again when it is asked to, and the others are not held up', async () => {
    const { hash } = await installed(['busy', 'free']);
    t.apns.answer({ status: 429, reason: 'TooManyRequests', retryAfter: 120 }, tokenOf('busy'));
    await scan(hash);
    await t.deliver();
    expect(await t.jobs()).toMatchObject([{ kind: 'push_device', runAt: t.now() + 120_000 }]);
    expect((await devicesOf(hash))[0]).toMatchObject({ lastPushStatus: 429, lastPushReason: 'TooManyRequests' });
    t.advance(120_000);
    await t.deliver();
    expect(await t.jobs()).toMatchObject([{ kind: 'push_device', attempts: 1, runAt: t.now() + 120_000 }]);
    t.apns.answer({ status: 200 }, tokenOf('busy'));
    t.advance(120_000);
    await t.deliver();
    expect(await t.jobs()).toEqual([]);
    expect(await devicesOf(hash)).toMatchObject([{ lastPushStatus: 200 }, { lastPushStatus: 200 }]);
  });

  test('what it refuses for good is said to the owner, and not sent again', async () => {
    const { hash } = await installed(['refused']);
    t.apns.answer({ status: 400, reason: 'TopicDisallowed' });
    await scan(hash);
    await t.deliver();
    expect(await t.jobs()).toEqual([]);
    expect(await devicesOf(hash)).toMatchObject([{ lastPushStatus: 400, lastPushReason: 'TopicDisallowed' }]);
  });
});

test('many changes while a push waits are one push; a change while it is under way is one more', async () => {
  const { hash } = await installed(['phone']);
  for (let n = 0; n < 20; n++) await scan(hash);
  t.apns.answer('hold');
  const delivering = t.deliver();
  await t.apns.waitFor(1);
  for (let n = 0; n < 20; n++) await scan(hash);
  t.apns.answer({ status: 200 });
  t.apns.release();
  await delivering;
  await t.deliver();
  expect(t.apns.received).toHaveLength(2);
});

test('updatePassesForTemplate reaches every phone that holds one of its passes, once', async () => {
  const templateHash = await t.template(template());
  const passes: string[] = [];
  // More than one chunk of the job.
  for (let n = 0; n < 600; n++) passes.push(await t.pass(templateHash));
  for (const index of [0, 1, 300, 599]) await installed([`phone ${index}`.replace(' ', '-')], passes[index]);
  await installed(['both'], passes[2]);
  await installed(['both'], passes[598]);
  const answer = await t.call('updatePassesForTemplate', { clientHash: t.clientHash, templateHash });
  expect(answer).toEqual({ success: true, count: 6 });
  const stats = await t.call('templateStats', { clientHash: t.clientHash, templateHash });
  expect(stats.push).toEqual({ told: 0 });
  await t.deliver();
  const tokens = t.apns.received.map(({ token }) => token).sort();
  expect(tokens).toEqual(['phone-0', 'phone-1', 'phone-300', 'phone-599', 'both'].map(tokenOf).sort());
  expect(await t.call('templateStats', { clientHash: t.clientHash, templateHash })).not.toHaveProperty('push');
  // Asked again, everyone is pushed again.
  await t.call('updatePassesForTemplate', { clientHash: t.clientHash, templateHash });
  await t.deliver();
  expect(t.apns.received).toHaveLength(10);
});

test('pushPassUpdates pushes what did not change as well', async () => {
  const { hash } = await installed(['phone']);
  for (const count of [1, 2]) {
    expect(await t.call('pushPassUpdates', { clientHash: t.clientHash, hashedSerialNumber: hash })).toEqual({
      success: true,
      count: 1,
    });
    await t.deliver();
    expect(t.apns.received).toHaveLength(count);
  }
});

test('a deleted pass is pushed to who holds it', async () => {
  const { hash } = await installed(['phone']);
  await t.call('deletePass', { clientHash: t.clientHash, hashedSerialNumber: hash });
  await t.deliver();
  expect(t.apns.received).toHaveLength(1);
});

test('one connection serves all pushes', async () => {
  const { hash } = await installed(Array.from({ length: 50 }, (_, index) => `phone-${index}`));
  await scan(hash);
  await t.deliver();
  await scan(hash);
  await t.deliver();
  expect(t.apns.received).toHaveLength(100);
  expect(t.apns.sessions()).toBe(1);
});

test('the development certificate is not shown to Apple, and the owner is told so', async () => {
  const plain = await openTestApp();
  const hash = await plain.pass(await plain.template(template()));
  await phoneOf(plain, 'phone').register(await holding(plain, hash));
  await plain.call('trackPassAccess', { clientHash: plain.clientHash, hashedSerialNumber: hash, accessType: 7 });
  await plain.deliver();
  const { devices } = await plain.call('passInfo', { clientHash: plain.clientHash, hashedSerialNumber: hash });
  expect(devices).toMatchObject([{ lastPushStatus: null, lastPushReason: expect.stringContaining('development') }]);
  expect(await plain.jobs()).toEqual([]);
  await plain.close();
});
