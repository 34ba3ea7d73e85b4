// What people without an account may add to a template in a day, and how many devices a pass has.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noise } from '../fixtures/http/noise.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { holding, phoneOf } from '../fixtures/wallet/phone.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp({ env: { PASS_LIMIT: '5', PICTURE_LIMIT: '1', DEVICE_LIMIT: '3' } });
});
afterAll(() => t.close());

const LOGO = { images: { logo: { PSEditable: true, PSValue: '' } } };

test('passes of a template: by every door together, and the owner makes more', async () => {
  const templateHash = await t.template(pointsTemplate());
  const byApi = () => t.call('createPassFromTemplateFields', { templateHash });
  const byLink = () => t.fetch(`/pass/create.php?templateHash=${templateHash}&generate=true`);
  for (let count = 0; count < 2; count++) {
    expect(await byApi()).toMatchObject({ success: true });
    expect((await byLink()).status).toBe(200);
  }
  expect((await byLink()).status).toBe(200);
  expect(await byApi()).toMatchObject({ success: false, code: 'rate_limited' });
  expect((await byLink()).status).toBe(429);
  expect(t.logged).toContainEqual([expect.objectContaining({ limit: 'PASS_LIMIT' }), expect.any(String)]);
  await t.pass(templateHash);
  expect(
    await t.call('createPassFromTemplateFields', { templateHash: await t.template(pointsTemplate()) }),
  ).toMatchObject({ success: true });
});

test('pictures of holders: bytes of a template, and a refused one counts nothing', async () => {
  const templateHash = await t.template(pointsTemplate(LOGO));
  const hashedSerialNumber = await t.pass(templateHash);
  const send = async (seed: number, side: number, more = {}) => {
    const image = `data:image/png;base64,${Buffer.from(await noise(seed, side)).toString('base64')}`;
    return t.call('updatePassFields', { hashedSerialNumber, images_logo: image, ...more });
  };
  // A picture of noise has some four bytes a pixel: 360 kB each, and 640 kB.
  expect(await send(1, 300)).toMatchObject({ success: true });
  expect(await send(2, 300)).toMatchObject({ success: true });
  expect(await send(3, 400)).toMatchObject({ success: false, code: 'rate_limited', field: 'images_logo' });
  expect(await send(4, 200)).toMatchObject({ success: true });
  expect(await send(5, 300)).toMatchObject({ code: 'rate_limited' });
  expect(await send(6, 400, { clientHash: t.clientHash })).toMatchObject({ success: true });
});

test('devices of a pass: a fourth is refused, and one that is there goes on', async () => {
  const hash = await t.pass(await t.template(pointsTemplate()));
  const held = await holding(t, hash);
  const phones = ['one', 'two', 'three', 'four'].map((name) => phoneOf(t, name));
  const statuses = [];
  for (const phone of phones) statuses.push(await phone.register(held));
  expect(statuses).toEqual([201, 201, 201, 429]);
  expect(await phones[2]!.register(held, 'new-token')).toBe(200);
  const { store } = t.app.context;
  const { pass } = (await store.passByHash(hash))!;
  expect((await store.devicesOf(pass.id)).map(({ deviceLibraryIdentifier }) => deviceLibraryIdentifier)).toEqual([
    'one',
    'two',
    'three',
  ]);
  // The refused device left no event.
  expect((await t.events(hash)).map(({ accessType }) => accessType)).toEqual([1, 2, 2, 2]);
  await phones[0]!.unregister(held);
  expect(await phones[3]!.register(held)).toBe(201);
});
