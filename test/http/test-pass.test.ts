// Pages say when a pass carries the development certificate, and Android phones get the card instead of Apple's button.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownersBrowser } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const ANDROID =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36';
const MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15';

let t: TestApp;
let pass = '';
beforeAll(async () => {
  t = await openTestApp();
  pass = await t.pass(await t.template(pointsTemplate()));
});
afterAll(() => t.close());

const page = async (path: string, headers: Record<string, string> = {}) => (await t.fetch(path, { headers })).text();

test.each([
  ['the page of a pass', () => `/pass/create.php?hashedSerialNumber=${pass}`],
  ['the short link', () => `/d/${pass}`],
  ['the page that thanks', () => `/pass/registered.php?hashedSerialNumber=${pass}`],
  ['the editor', () => `/pass/editor.php?hashedSerialNumber=${pass}&clientHash=${t.clientHash}`],
])('%s says that the pass is for trying out, in both languages', async (_, path) => {
  expect(await page(path())).toContain('This pass is signed with a development certificate');
  expect(await page(path(), { 'accept-language': 'de' })).toContain('mit einem Entwicklungszertifikat signiert');
});

test('the owner’s pages say that there is no certificate, until there is one', async () => {
  const { page: open } = await ownersBrowser(t);
  expect(await open('/')).toContain('there is no certificate from Apple yet');
  const { store, clock } = t.app.context;
  const development = (await store.certificateFor(t.owner.id, null, clock.now()))!;
  const own = { ...development, accountId: t.owner.id, passTypeIdentifier: 'pass.com.example', publicId: 'own' };
  const { id: _, ...certificate } = own;
  await store.createCertificate(certificate);
  expect(await open('/')).not.toContain('there is no certificate from Apple yet');
  const shown = `/pass/create.php?hashedSerialNumber=${pass}`;
  for (const path of [shown, `/d/${pass}`, `/pass/registered.php?hashedSerialNumber=${pass}`]) {
    expect(await page(path)).not.toContain('development certificate');
  }
});

test('Android gets the card and its code without Apple’s button, everybody else the button', async () => {
  for (const path of [`/pass/create.php?hashedSerialNumber=${pass}`, `/d/${pass}`]) {
    const card = await page(path, { 'user-agent': ANDROID });
    expect(card).toContain('class="front"');
    expect(card).toMatch(/class="barcode">\s*<img src="data:image/);
    expect(card).toContain('This page is your card');
    expect(card).not.toMatch(/Apple Wallet<\/a>|Add to Apple Wallet|your iPhone/);
    const others = await page(path, { 'user-agent': MAC });
    expect(others).toContain('Add to Apple Wallet');
    expect(others).not.toContain('This page is your card');
  }
  const thanks = `/pass/registered.php?hashedSerialNumber=${pass}`;
  const android = await page(thanks, { 'user-agent': ANDROID, 'accept-language': 'de' });
  expect(android).not.toContain('Zu Apple Wallet hinzufügen');
  expect(android).toContain('Pass ansehen');
  expect(await page(thanks, { 'user-agent': MAC, 'accept-language': 'de' })).toContain('Zu Apple Wallet hinzufügen');
});
