// The log has no hash of a pass or template, by whatever address a door finds it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let hash: string;
beforeAll(async () => {
  t = await openTestApp();
  hash = await t.pass(await t.template(pointsTemplate()));
});
afterAll(() => t.close());

test.each([
  (pass: string) => `/d/${pass}`,
  (pass: string) => `/d/${pass},`,
  (pass: string) => `/d/${pass}&`,
  (pass: string) => `/d/${pass}%2C`,
  (pass: string) => `/d/%20${pass}%20`,
  (pass: string) => `/d/${encodeURIComponent(`http://passes.test/pass/create.php?hashedSerialNumber=${pass},`)}`,
])('%s', async (address) => {
  t.logged.length = 0;
  expect((await t.fetch(address(hash))).status).toBe(200);
  expect(t.logged.map(([, message]) => message)).toEqual(['request']);
  const text = JSON.stringify(t.logged);
  expect(text).toContain('[secret]');
  expect(decodeURIComponent(text)).not.toContain(hash);
});

test('what is no hash stays', async () => {
  t.logged.length = 0;
  const serialNumber = 'a1b2c3d4-0000-4000-8000-a1b2c3d4e5f6';
  await t.fetch(`/wallet/v1/passes/pass.dev.passwright/${serialNumber}`);
  expect(t.logged[0]![0].path).toBe(`/wallet/v1/passes/pass.dev.passwright/${serialNumber}`);
});
