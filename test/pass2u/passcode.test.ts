// The public page of a pass, /d/{passId}, and its passcode: nothing of the pass is shown before it, at no public door.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyPackage } from '../fixtures/pass/open-package.ts';
import { type ModelApp, membershipModel, openModelApp } from '../fixtures/pass2u/model-app.ts';

let t: ModelApp;
let modelId: number;
let passId: string;
beforeAll(async () => {
  t = await openModelApp();
  modelId = await t.model({ localizations: {}, structure: editable() });
  passId = await secretPass('open sesame');
});
afterAll(() => t.close());

/** With a place that holders may set, so that there is a registration form. */
function editable() {
  return {
    primaryFields: [{ key: 'name', label: 'NAME', value: { PSValue: 'Guest', PSEditable: true }, PSDynamic: true }],
  };
}

const SECRETS = ['Ada Lovelace', 'Membership card', 'Bistro Coffee', 'Hidden logo text', '4711', '/images/', 'NAME'];

async function secretPass(passcode: string): Promise<string> {
  return t.made(modelId, {
    passcode,
    logoText: 'Hidden logo text',
    barcode: { message: '4711' },
    images: [{ type: 'thumbnail', hex: await t.image('#336699') }],
    fields: [{ key: 'name', value: 'Ada Lovelace' }],
  });
}

const SITE = 'http://passes.test';

/** Sends the form as a browser does that has it open. */
function enter(hash: string, passcode: string, more: Record<string, string> = {}): Promise<Response> {
  return t.fetch(`/d/${hash}`, {
    method: 'POST',
    headers: { origin: SITE, 'content-type': 'application/x-www-form-urlencoded', ...more },
    body: new URLSearchParams({ passcode }).toString(),
  });
}

async function cookieFor(hash: string, passcode: string): Promise<string> {
  const response = await enter(hash, passcode);
  expect([response.status, response.headers.get('location')]).toEqual([303, `/d/${hash}`]);
  const cookie = response.headers.get('set-cookie')!;
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/Max-Age=3600/i);
  return cookie.split(';')[0]!;
}

async function expectNothing(response: Response): Promise<string> {
  const body = await response.text();
  expect(SECRETS.filter((secret) => body.includes(secret))).toEqual([]);
  expect(response.headers.get('content-type')).not.toBe('application/vnd.apple.pkpass');
  return body;
}

test('without a passcode the page shows the pass, hands over its file, and gives it to a phone at once', async () => {
  const open = await t.made(modelId, { fields: [{ key: 'name', value: 'Grace' }] });
  const page = await t.fetch(`/d/${open}`);
  expect(page.status).toBe(200);
  const body = await page.text();
  expect(body).toContain('Grace');
  expect(body).toContain(`href="/d/${open}?download=true"`);
  for (const [path, headers] of [
    [`/d/${open}?download=true`, {}],
    [`/d/${open}`, { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)' }],
  ] as const) {
    const file = await t.fetch(path, { headers });
    expect(file.headers.get('content-type')).toBe('application/vnd.apple.pkpass');
    verifyPackage(new Uint8Array(await file.arrayBuffer()), await t.rootPem(), t.now());
  }
  expect((await t.fetch('/d/none')).status).toBe(404);
});

test('the page asks for the passcode in the reader’s language, and says nothing of the pass', async () => {
  const english = await t.fetch(`/d/${passId}`);
  expect(english.status).toBe(200);
  expect(english.headers.get('cache-control')).toBe('private, no-store');
  const body = await expectNothing(english);
  expect(body).toContain('<title>This pass has a passcode</title>');
  expect(body).not.toContain('og:');
  expect(body).not.toContain('<script');
  const german = await t.fetch(`/d/${passId}`, { headers: { 'accept-language': 'de' } });
  expect(await expectNothing(german)).toContain('Dieser Pass hat ein Kennwort');
  expect((await t.fetch(`/d/${passId}?download=true`)).status).toBe(403);
});

describe('every other public door', () => {
  test.each([
    ['the creation link', (id: string) => `/pass/create.php?hashedSerialNumber=${id}`],
    ['its older form', (id: string) => `/create.php?hashedSerialNumber=${id}`],
    ['the file', (id: string) => `/pass/create.php?hashedSerialNumber=${id}&download=true`],
    ['the registration form', (id: string) => `/pass/register.php?hashedSerialNumber=${id}`],
    ['the thanks for it', (id: string) => `/pass/registered.php?hashedSerialNumber=${id}`],
  ])('%s leads to the passcode', async (_, path) => {
    for (const agent of ['Mozilla/5.0', 'Mozilla/5.0 (iPhone)', 'WhatsApp/2.0']) {
      const response = await t.fetch(path(passId), { headers: { 'user-agent': agent } });
      expect([response.status, response.headers.get('location')]).toEqual([302, `/d/${passId}`]);
      await expectNothing(response);
    }
    const cookie = await cookieFor(passId, 'open sesame');
    expect((await t.fetch(path(passId), { headers: { cookie } })).status).toBe(200);
  });

  test('the update link writes nothing', async () => {
    const { template } = (await t.app.context.store.templateById(modelId))!;
    const name = 'structure_primaryFields_name_value=Mallory';
    const path = `/pass/create.php?templateHash=${template.hash}&hashedSerialNumber=${passId}&${name}`;
    expect((await t.fetch(path)).status).toBe(302);
    const update = { hashedSerialNumber: passId, structure_primaryFields_name_value: 'Mallory' };
    expect(await t.call('updatePassFields', update)).toMatchObject({ success: false, code: 'passcode_required' });
    expect((await t.pkpass(modelId, passId)).passJson.generic.primaryFields[0].value).toBe('Ada Lovelace');
  });

  test('a bundle with it, its images by name, and PassKit’s bundle are refused', async () => {
    const open = await t.made(modelId);
    const bundle = await t.fetch(`/pass/create.php?hashedSerialNumber=${open},${passId}`);
    expect(bundle.status).toBe(403);
    await expectNothing(bundle);
    const image = await t.call('imageForName', { image: 'thumbnail', hashedSerialNumber: passId });
    expect(image).toMatchObject({ success: false, code: 'passcode_required' });
    expect((await t.fetch(`/v2/passes/${passId}/bundle`)).status).toBe(403);
    expect((await t.fetch(`/v2/passes/${open}/bundle`)).status).toBe(200);
  });

  test('is open to its owner, and the API gives its file', async () => {
    const link = `/pass/create.php?hashedSerialNumber=${passId}&clientHash=${t.clientHash}`;
    expect(await (await t.fetch(link)).text()).toContain('Ada Lovelace');
    expect((await t.pkpass(modelId, passId)).passJson.logoText).toBe('Hidden logo text');
  });
});

test('the right passcode opens the page in this browser, for an hour', async () => {
  const cookie = await cookieFor(passId, 'open sesame');
  const page = async (hash = passId) => (await t.fetch(`/d/${hash}`, { headers: { cookie } })).text();
  expect(await page()).toContain('Ada Lovelace');
  const file = await t.fetch(`/d/${passId}?download=true`, { headers: { cookie } });
  expect(file.headers.get('content-type')).toBe('application/vnd.apple.pkpass');
  // Another pass stays closed, also with a cookie that says it is for that one.
  const other = await secretPass('open sesame');
  const forged = cookie.replaceAll(passId, other);
  await expectNothing(await t.fetch(`/d/${other}`, { headers: { cookie: forged } }));
  t.advance(60 * 60 * 1000);
  await expectNothing(await t.fetch(`/d/${passId}`, { headers: { cookie } }));
});

test('a cookie ends with the passcode; an empty one, or none any more, opens the pass to everybody', async () => {
  const hash = await secretPass('first');
  const pass = `/models/${modelId}/passes/${hash}`;
  const cookie = await cookieFor(hash, 'first');
  await t.ok('PUT', pass, { passcode: 'second' });
  await expectNothing(await t.fetch(`/d/${hash}`, { headers: { cookie } }));
  expect((await enter(hash, 'first')).status).toBe(401);
  await cookieFor(hash, 'second');
  await t.ok('PUT', pass, { passcode: '' });
  expect(await (await t.fetch(`/d/${hash}`)).text()).toContain('Ada Lovelace');
  await t.ok('PUT', pass, { passcode: 'third' });
  await expectNothing(await t.fetch(`/d/${hash}`));
  await t.ok('DELETE', `${pass}/attributes/passcode`);
  expect(await (await t.fetch(`/d/${hash}`)).text()).toContain('Ada Lovelace');
});

test('10 wrong tries are slowed down: the right one is not taken any more, and other passes are untouched', async () => {
  const hash = await secretPass('right');
  for (let tries = 0; tries < 10; tries++) {
    const response = await enter(hash, `wrong ${tries}`);
    expect(response.status).toBe(401);
    expect(await expectNothing(response)).toContain('This passcode is not right.');
  }
  const response = await enter(hash, 'right');
  expect(response.status).toBe(429);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(60);
  expect(response.headers.get('set-cookie')).toBeNull();
  expect(await expectNothing(response)).toContain('There were too many wrong passcodes.');
  await cookieFor(passId, 'open sesame');
});

test('tries at the same time count each', async () => {
  const hash = await secretPass('right');
  const statuses = await Promise.all([...Array(20).keys()].map(async (n) => (await enter(hash, `wrong ${n}`)).status));
  expect(statuses.filter((status) => status === 401)).toHaveLength(10);
  expect(statuses.filter((status) => status === 429)).toHaveLength(10);
});

test('a stranger’s form is refused', async () => {
  expect((await enter(passId, 'open sesame', { origin: 'https://elsewhere.example' })).status).toBe(403);
});

test('the passcode is in no answer, no pass and not in the database as it is', async () => {
  const { pass } = (await t.app.context.store.passByHash(passId))!;
  expect(pass.passcodeHash).toMatch(/^\$argon2id\$/);
  const info = await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber: passId });
  const shown = JSON.stringify([info, (await t.pkpass(modelId, passId)).passJson, pass, membershipModel()]);
  expect(shown).not.toContain('open sesame');
  expect(JSON.stringify(info)).not.toContain('argon2');
});
