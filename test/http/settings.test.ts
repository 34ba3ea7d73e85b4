// The settings pages over HTTP: what each form changes, what it says of a mistake, and who may.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SignedIn, signIn } from '../fixtures/http/signed-in.ts';
import { OWNER, openTestApp, type TestApp } from '../fixtures/open-app.ts';
import { noise } from '../fixtures/pass/pictures.ts';

let t: TestApp;
let owner: SignedIn;
beforeAll(async () => {
  t = await openTestApp();
  owner = await signIn(t);
});
afterAll(() => t?.close());

const account = async () => (await t.app.context.store.accountById(t.owner.id))!;
const lastAct = async () =>
  (await t.app.context.store.auditOf(t.owner.id, { before: Number.MAX_SAFE_INTEGER, count: 1 }))[0];
const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
/** The sentence beside a faulty input, by the input's name. */
const faultOf = (html: string, name: string) =>
  new RegExp(`id="field-${name}-fault"[^>]*>(.*?)</p>`, 's').exec(html)?.[1]?.replace(/<[^>]+>/g, '');

async function saved(path: string, form: Record<string, string | Uint8Array>, done = 'saved') {
  const response = await owner.post(path, form);
  expect(response.status, await response.clone().text()).toBe(303);
  const to = response.headers.get('location')!;
  expect(to).toContain(`done=${done}`);
  expect(await owner.page(to)).toContain('role="status"');
}

test('the index names what the owner may set; a stranger is led to the login', async () => {
  const html = await owner.page('/settings');
  for (const entry of ['certificate', 'look', 'mail', 'account', 'people', 'me', 'keys', 'audit', 'server'])
    expect(html).toContain(`href="/settings/${entry}"`);
  const stranger = await t.fetch('/settings/account', { redirect: 'manual' });
  expect(stranger.status).toBe(303);
  expect(stranger.headers.get('location')).toContain('next=');
});

test('every page of the index leads back to it, and an address as a name breaks before its @', async () => {
  const index = await owner.page('/settings');
  const paths = [...index.matchAll(/href="(\/settings\/\w+)"/g)].map(([, path]) => path!);
  expect(paths.length).toBeGreaterThan(7);
  for (const path of paths)
    expect([path, await owner.page(path)]).toEqual([path, expect.stringContaining('‹ Settings')]);
  await t.app.context.store.changeAccount(t.owner.id, { name: 'owner@bakery.example' });
  expect(await owner.page('/settings')).toContain('owner<wbr/>@bakery.example');
});

test('name, language and time zone; the pages speak the language from then on', async () => {
  await saved('/settings/account/profile', { name: ' Corner Bakery ', language: 'de', timeZone: 'Europe/Berlin' });
  expect(await account()).toMatchObject({ name: 'Corner Bakery', language: 'de', timeZone: 'Europe/Berlin' });
  expect(await lastAct()).toMatchObject({
    who: OWNER.email,
    what: 'account.set',
    after: { name: 'Corner Bakery', language: 'de', timeZone: 'Europe/Berlin' },
  });
  expect(await owner.page('/settings')).toContain('<html lang="de">');
  const wrong = await owner.post('/settings/account/profile', { name: ' ', language: 'de', timeZone: 'Mars/Base' });
  expect(wrong.status).toBe(400);
  expect(faultOf(await wrong.text(), 'name')).toContain('Bitte geben Sie einen Namen an');
  for (const [field, value] of [
    ['timeZone', 'Mars/Base'],
    ['timeZone', '+01:00'],
    ['language', 'tlh'],
    ['name', 'x'.repeat(201)],
  ] as const) {
    const form = { name: 'Bakery', language: '', timeZone: '', [field]: value };
    const refused = await owner.post('/settings/account/profile', form);
    expect(refused.status, field).toBe(400);
    const html = await refused.text();
    expect(faultOf(html, field), field).toBeTruthy();
    if (field === 'name') expect(html).toContain(value);
  }
  expect(await account()).toMatchObject({ name: 'Corner Bakery', timeZone: 'Europe/Berlin' });
  await saved('/settings/account/profile', { name: 'Corner Bakery', language: '', timeZone: '' });
  expect(await account()).toMatchObject({ language: null, timeZone: null });
});

test('the login changes only with the present password, and this browser stays logged in', async () => {
  const other = await signIn(t);
  const form = { email: 'ada@example.com', password: '', current: 'wrong horse' };
  const refused = await owner.post('/settings/account/login', form);
  expect(refused.status).toBe(400);
  const html = await refused.text();
  expect(faultOf(html, 'current')).toContain('not the present password');
  expect(html).toContain('value="ada@example.com"');
  expect((await account()).email).toBe(OWNER.email);
  const short = await owner.post('/settings/account/login', {
    email: OWNER.email,
    password: 'short',
    current: OWNER.password,
  });
  expect(faultOf(await short.text(), 'password')).toContain('at least 8');

  await saved(
    '/settings/account/login',
    { email: 'ada@example.com', password: 'another horse', current: OWNER.password },
    'password',
  );
  expect((await account()).email).toBe('ada@example.com');
  expect((await other.get('/settings')).status).toBe(303);
  await signIn(t, 'ada@example.com', 'another horse');
  expect(JSON.stringify(await lastAct())).not.toMatch(/argon|another horse/);
  await saved(
    '/settings/account/login',
    { email: OWNER.email, password: OWNER.password, current: 'another horse' },
    'password',
  );
});

test('wrong present passwords are slowed down like logins', async () => {
  const { account: guessed } = await t.account('guessed@example.com');
  const thief = await signIn(t, guessed.email);
  const form = { email: guessed.email, password: 'my own password', current: 'guess' };
  const answers: string[] = [];
  for (let tries = 0; tries < 12; tries++)
    answers.push(await (await thief.post('/settings/account/login', form)).text());
  expect(text(answers.at(-1)!)).toContain('Too many wrong passwords. Please wait');
  expect((await t.app.context.store.accountById(guessed.id))!.passwordHash).toBe(guessed.passwordHash);
});

test('additional JSON is checked, kept as typed, and answered by clientInfo', async () => {
  const good = { psDashboard: { 'Our shop': 'https://shop.example', Docs: 'docs' }, '7': [1], a: null };
  await saved('/settings/account/additional', { additional: JSON.stringify(good) });
  const clientHash = /\d+-[0-9a-f]{48}/.exec(await owner.page('/settings/keys'))![0];
  expect((await t.call('clientInfo', { clientHash })).additional).toEqual(good);
  const page = await owner.page('/settings/account');
  expect(page).toContain('href="https://shop.example"');
  expect(page).toContain('Our shop');
  for (const [typed, says] of [
    ['{"a": 1,}', 'Line 1, column 9'],
    ['[1]', 'not a JSON object'],
    ['{"psDashboard": {"a": 7}}', 'labels and addresses'],
    ['{"psDashboard": ["a"]}', 'labels and addresses'],
    [JSON.stringify({ a: 'x'.repeat(70_000) }), '65,536'],
  ] as const) {
    const refused = await owner.post('/settings/account/additional', { additional: typed });
    expect(refused.status, typed.slice(0, 40)).toBe(400);
    const html = await refused.text();
    expect(faultOf(html, 'additional'), typed.slice(0, 40)).toContain(says);
    expect(html).toContain(typed.slice(0, 40).replaceAll('"', '&quot;'));
  }
  expect((await account()).additional).toEqual(good);
  await saved('/settings/account/additional', { additional: ' ' });
  expect((await account()).additional).toEqual({});
});

test('logo, colour and whitelabel; a file that is no picture changes nothing', async () => {
  const logo = await noise(480, 120, '#ffffff');
  await saved('/settings/look', { logo, color: '#123456', whitelabel: 'true' });
  expect(await account()).toMatchObject({
    whitelabel: true,
    backgroundColor: 'rgb(18, 52, 86)',
    logo: { width: 480, height: 120 },
  });
  const branded = await owner.page('/settings/look');
  expect(branded).not.toMatch(/passwright/i);
  expect(branded).toContain('value="#123456"');
  const before = await account();
  const refused = await owner.post('/settings/look', { logo: Buffer.from('no picture'), color: '#654321' });
  expect(refused.status).toBe(400);
  expect(faultOf(await refused.text(), 'logo')).toContain('no PNG');
  const wrong = await owner.post('/settings/look', { color: 'mauve-ish', whitelabel: 'true' });
  expect(faultOf(await wrong.text(), 'color')).toContain('not a colour');
  const long = await owner.post('/settings/look', { color: 'x'.repeat(2_000_000), whitelabel: 'true' });
  expect([long.status, (await long.text()).length < 100_000]).toEqual([400, true]);
  expect(await account()).toEqual(before);
  // A colour that was just chosen wins over the tick that the form had.
  await saved('/settings/look', { color: '#222222', shownColor: '#123456', noColor: 'true', whitelabel: 'true' });
  expect((await account()).backgroundColor).toBe('rgb(34, 34, 34)');
  await saved('/settings/look', { color: '#222222', shownColor: '#222222', noColor: 'true', noLogo: 'true' });
  expect(await account()).toMatchObject({ whitelabel: false, backgroundColor: null, logo: null });
});

test('the clientHash is renewed without the password, and nobody is logged out', async () => {
  const hashIn = async () => /\d+-[0-9a-f]{48}/.exec(await owner.page('/settings/keys'))![0];
  const before = await hashIn();
  expect((await t.call('clientInfo', { clientHash: before })).success).toBe(true);
  expect(await owner.page('/settings/keys/renew')).toContain('Renew the clientHash?');
  await saved('/settings/keys/renew', {}, 'renewed');
  const after = await hashIn();
  expect(after).not.toBe(before);
  expect(await t.call('clientInfo', { clientHash: before })).toMatchObject({ code: 'client_hash_invalid' });
  expect((await t.call('clientInfo', { clientHash: after })).success).toBe(true);
  expect((await t.call('login', { email: OWNER.email, password: OWNER.password })).clientHash).toBe(after);
  expect(await lastAct()).toMatchObject({ what: 'account.hash', before: null, after: null });
});

test('a key is shown once, notes its last use, and is revoked', async () => {
  const made = await owner.post('/settings/keys', { surface: 'pass2u' });
  const address = made.headers.get('location')!;
  expect(address).not.toContain('p2u');
  expect(made.headers.get('set-cookie')).toMatch(/^passwright_key=[^;]+; Max-Age=600; Path=\/; HttpOnly/);
  expect(made.headers.get('set-cookie')).not.toContain('p2u');
  const shown = await owner.page(address);
  const key = /p2u[0-9a-f]{29}/.exec(shown)![0];
  expect(shown).toContain('not used yet');
  const again = await owner.page(address);
  expect(again).not.toContain(key);
  expect(again).toContain('This key was shown already');

  const call = () => t.fetch('/v2/models/1/passes/absent', { headers: { 'x-api-key': key } });
  expect((await call()).status).toBe(404);
  const stored = async () => (await t.app.context.store.apiKeys(t.owner.id)).at(-1)!;
  const firstUse = t.now();
  expect((await stored()).lastUsedAt).toBe(firstUse);
  expect(await owner.page('/settings/keys')).toContain('last used');
  t.advance(59_000);
  await call();
  expect((await stored()).lastUsedAt).toBe(firstUse);
  t.advance(1_000);
  await call();
  expect((await stored()).lastUsedAt).toBe(firstUse + 60_000);

  const { id } = await stored();
  expect(await owner.page(`/settings/keys/${id}/revoke`)).toContain('Revoke the key');
  await saved(`/settings/keys/${id}/revoke`, {}, 'revoked');
  expect((await call()).status).toBe(403);
  expect(await lastAct()).toMatchObject({ what: 'key.revoke', subject: `p2u…${key.slice(-4)}` });
  const { account: other } = await t.account('keys@example.com');
  const stranger = await signIn(t, other.email);
  expect((await stranger.get(`/settings/keys/${id}/revoke`)).status).toBe(404);
  expect((await stranger.post(`/settings/keys/${id}/revoke`)).status).toBe(404);
});

test('what belongs to the whole server is for the account that runs it', async () => {
  const { account: branch } = await t.account('branch@example.com');
  expect(branch.isOperator).toBe(false);
  expect((await account()).isOperator).toBe(true);
  const manager = await signIn(t, branch.email);
  const index = await manager.page('/settings');
  expect(index).not.toContain('href="/settings/server"');
  expect(text(await manager.page('/settings/mail'))).toContain(
    'The account that runs this server sets the mail server.',
  );
  const server = {
    host: 'smtp.example.com',
    port: '587',
    security: 'starttls',
    user: '',
    password: '',
    from: 'a@b.de',
  };
  for (const [path, form] of [
    ['/settings/server/backup', {}],
    ['/settings/server/key', { current: OWNER.password }],
    ['/settings/mail', server],
    ['/settings/mail/remove', {}],
  ] as const) {
    const refused = await manager.post(path, form);
    expect([path, refused.status]).toEqual([path, 403]);
  }
  for (const path of ['/settings/server', '/settings/server/backup/passwright-2026-01-01-000000.sqlite'])
    expect((await manager.get(path)).status).toBe(403);
  expect(await t.app.context.store.mailServer()).toBeNull();
  expect(await t.app.context.backups.list()).toEqual([]);
});

test('forms of other sites change nothing', async () => {
  const cookie = (
    await t.fetch('/login', {
      method: 'POST',
      headers: { origin: t.config.rootUrl },
      body: new URLSearchParams({ email: OWNER.email, password: OWNER.password }),
      redirect: 'manual',
    })
  ).headers
    .getSetCookie()[0]!
    .split(';')[0]!;
  for (const path of ['account/profile', 'account/login', 'account/additional', 'look', 'keys', 'keys/renew', 'mail']) {
    const { status } = await t.fetch(`/settings/${path}`, {
      method: 'POST',
      headers: { cookie, origin: 'https://evil.example' },
      body: new URLSearchParams({ name: 'Evil' }),
    });
    expect([path, status]).toEqual([path, 403]);
  }
  expect((await account()).name).toBe('Corner Bakery');
});
