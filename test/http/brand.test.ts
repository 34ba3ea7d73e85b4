// Whitelabel services: an account's logo and colour, set on the command line, on every page that its passes lead to.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../fixtures/commands/run-command.ts';
import { sendForm } from '../fixtures/http/register-forms.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { claim, noise } from '../fixtures/pass/pictures.ts';

const ZIP = 'zip';
const NAME = 'Bäckerei "Nord" & <b>Co</b>';
let t: TestApp;
let folder: string;
let templateHash: string;
let pass: string;
beforeAll(async () => {
  t = await openTestApp();
  folder = await mkdtemp(join(tmpdir(), 'passwright-brand-'));
  const editable = { PSValue: '', PSEditable: true, PSValidation: 'VZip' };
  const triggers = {
    onCreate: {
      action: 'PSActionSetValue',
      targetPath: 'psTriggerError',
      value: 'Closed',
      PSConditions: '{note} = 1',
    },
  };
  templateHash = await t.template(pointsTemplate({ additional: { [ZIP]: editable, note: '' }, triggers }));
  pass = await t.pass(templateHash);
  const owner = (await t.app.context.store.accountByEmail(OWNER.email))!;
  await t.app.context.store.changeAccount(owner.id, { name: NAME });
});
afterAll(async () => {
  await t.close();
  await rm(folder, { recursive: true });
});

const brand = (...args: string[]) =>
  runCommand(['account', 'brand', OWNER.email, ...args], {
    DATA_DIR: t.config.dataDir,
    ROOT_URL: 'http://passes.test',
  });
async function file(name: string, content: Uint8Array | string): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}
const account = async () => (await t.app.context.store.accountByEmail(OWNER.email))!;
const get = (path: string, init: RequestInit = {}) =>
  t.fetch(path, { ...init, headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' } });

/** Every page that somebody is led to by a pass, its forms refused and its errors included. */
const PAGES: readonly (readonly [what: string, status: number, open: () => Promise<Response>])[] = [
  ['a new pass', 200, () => get(`/pass/create.php?templateHash=${templateHash}`)],
  ['a pass', 200, () => get(`/pass/create.php?hashedSerialNumber=${pass}`)],
  [
    'a preview',
    200,
    () => t.fetch(`/pass/create.php?templateHash=${templateHash}`, { headers: { 'user-agent': 'Twitterbot/1.0' } }),
  ],
  ['registration', 200, () => get(`/pass/register.php?templateHash=${templateHash}`)],
  ['a change', 200, () => get(`/pass/register.php?hashedSerialNumber=${pass}`)],
  ['a form refused', 400, () => sendForm(t, { templateHash }, { [ZIP]: 'no' })],
  ['registered', 200, () => get(`/pass/registered.php?hashedSerialNumber=${pass}`)],
  ['the editor', 200, () => get(`/pass/editor.php?hashedSerialNumber=${pass}&clientHash=${t.clientHash}`)],
  [
    'the editor, to another account',
    403,
    async () => {
      const { clientHash } = await t.account(`${crypto.randomUUID()}@example.com`);
      return get(`/pass/editor.php?hashedSerialNumber=${pass}&clientHash=${clientHash}`);
    },
  ],
  ['the editor, to nobody', 401, () => get(`/pass/editor.php?hashedSerialNumber=${pass}`)],
  [
    'the login that leads back to the editor',
    200,
    () => get(`/?${new URLSearchParams({ next: `/pass/editor.php?hashedSerialNumber=${pass}` })}`),
  ],
  [
    'an error of onCreate',
    400,
    () => get(`/pass/create.php?templateHash=${templateHash}&clientHash=${t.clientHash}&note=1`),
  ],
];

describe('the logo', () => {
  test('is on every page, at its size, with the account’s name, and no word of Passwright', async () => {
    const png = await file('logo.png', await noise(480, 224));
    const { stdout, code } = await brand('--logo', png, '--color', '#003366');
    expect([code, stdout]).toEqual([0, 'Whitelabel is on: a logo of 480 x 224 pixels, rgb(0, 51, 102).\n']);
    const { imageHash } = (await account()).logo!;
    const alt = 'Bäckerei &quot;Nord&quot; &amp; &lt;b&gt;Co&lt;/b&gt;';
    for (const [what, status, open] of PAGES) {
      const response = await open();
      expect([what, response.status]).toEqual([what, status]);
      const page = await response.text();
      expect(page, what).toContain(`<img src="/images/${imageHash}" alt="${alt}" width="120" height="56"/>`);
      expect(page, what).toContain('--brand: rgb(0, 51, 102)');
      expect(page, what).not.toMatch(/passwright/i);
      expect(page, what).not.toContain('Start page');
    }
    const image = await t.fetch(`/images/${imageHash}`);
    expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/png']);
  });

  test('of another account is on none, and neither is one of an account that is not whitelabelled', async () => {
    await brand('--logo', await file('logo.png', await noise(480, 224)), '--off');
    for (const [what, , open] of PAGES) {
      const page = await (await open()).text();
      expect(page, what).not.toContain('class="accountLogo');
      expect(page, what).not.toContain('--brand');
    }
    const nobody = await get('/pass/create.php?hashedSerialNumber=absent');
    expect(await nobody.text()).toContain('Start page');
  });

  test('clientInfo says what the guide says, and no more', async () => {
    const before = Object.keys(await t.call('clientInfo', { clientHash: t.clientHash }));
    await brand('--logo', await file('logo.png', await noise(48, 48)), '--color', 'gold');
    const info = await t.call('clientInfo', { clientHash: t.clientHash });
    expect(Object.keys(info)).toEqual(before);
    expect(info).toMatchObject({ whitelabel: true, backgroundColor: 'rgb(255, 215, 0)' });
  });
});

describe('passwright account brand', () => {
  test('takes what is an image by its content', async () => {
    const image = sharp(await noise(90, 30));
    const taken = { 'a.txt': await image.jpeg().toBuffer(), 'b.png': await image.webp().toBuffer() };
    for (const [name, content] of Object.entries(taken)) {
      const { code, stdout } = await brand('--logo', await file(name, content), '--no-color');
      expect([name, code, stdout]).toEqual([name, 0, 'Whitelabel is on: a logo of 90 x 30 pixels, no colour.\n']);
    }
  });

  test('refuses what is none, says why, and changes nothing', async () => {
    const before = await account();
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><path d="M0 0h9v9z"/></svg>';
    const cases: readonly (readonly [string[], RegExp])[] = [
      [['--logo', await file('page.png', '<script>alert(1)</script>')], /^passwright: logo: /],
      [['--logo', await file('a.svg', svg)], /^passwright: logo: give a PNG, JPEG or WebP file\.$/m],
      [['--logo', await file('named.png', svg)], /^passwright: logo: give a PNG, JPEG or WebP file\.$/m],
      [['--logo', await file('large.png', claim(6000, 6000))], /^passwright: logo: .*at most 25 megapixels/],
      [['--logo', await file('cut.png', (await noise(90, 30)).subarray(0, 600))], /^passwright: logo: /],
      [['--logo', join(folder, 'absent.png')], /absent\.png/],
      [['--color', 'bluish'], /^passwright: "bluish" is not a colour\. Give one such as/],
    ];
    for (const [args, message] of cases) {
      const { code, stderr } = await brand(...args);
      expect([args, code, stderr]).toEqual([args, 1, expect.stringMatching(message)]);
      expect(await account()).toEqual(before);
    }
    const nobody = await runCommand(['account', 'brand', 'nobody@example.com'], {
      DATA_DIR: t.config.dataDir,
      ROOT_URL: 'http://passes.test',
    });
    expect([nobody.code, nobody.stderr]).toEqual([1, 'passwright: There is no account nobody@example.com.\n']);
  });

  test('takes logo and colour away again', async () => {
    await brand('--logo', await file('logo.png', await noise(48, 48)), '--color', 'gold');
    expect((await brand('--no-logo', '--no-color')).stdout).toBe('Whitelabel is on: no logo, no colour.\n');
    expect(await account()).toMatchObject({ whitelabel: true, logo: null, backgroundColor: null });
  });
});
