// Several passes of one link as one .pkpasses file.
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { verifyPackage } from '../fixtures/pass/open-package.ts';

let t: TestApp;
let passes: string[];
beforeAll(async () => {
  t = await openTestApp();
  const template = await t.template(pointsTemplate());
  passes = [];
  for (let n = 0; n < 11; n++) passes.push(await t.pass(template));
});
afterAll(() => t.close());

const ask = (query: string) => t.fetch(`/pass/create.php?${query}&download=true`);

test.each([
  ['commas', (hashes: string[]) => `hashedSerialNumber=${hashes.join(',')}`],
  ['a comma at the end as well', (hashes: string[]) => `hashedSerialNumber=${hashes.join(',')},`],
  ['a list', (hashes: string[]) => hashes.map((hash) => `hashedSerialNumber[]=${hash}`).join('&')],
])('up to ten passes, named with %s, each whole and verified', async (_, write) => {
  const response = await ask(write(passes.slice(0, 10)));
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/vnd.apple.pkpasses');
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  const names = Array.from({ length: 10 }, (_, index) => `pass-${index + 1}.pkpass`);
  expect(Object.keys(files)).toEqual(names);
  const root = await t.rootPem();
  const serials = names.map((name) => verifyPackage(files[name]!, root, t.now()).passJson.serialNumber);
  expect(new Set(serials).size).toBe(10);
});

test('eleven are refused in words, and one twice is one', async () => {
  const refused = await ask(`hashedSerialNumber=${passes.join(',')}&clientHash=${t.clientHash}`);
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain('A bundle has at most 10 passes; this link names 11.');
  const twice = await ask(`hashedSerialNumber=${passes[0]},${passes[0]},${passes[1]}`);
  expect(Object.keys(unzipSync(new Uint8Array(await twice.arrayBuffer())))).toHaveLength(2);
});

test('one pass that is not there: no bundle without it', async () => {
  const response = await ask(`hashedSerialNumber=${passes[0]},nope`);
  expect(response.status).toBe(404);
});
