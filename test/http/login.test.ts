// Logging in: the clientHash and the cookie, what changes them, and how guessing is slowed down.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changePassword } from '../../src/operations/accounts/accounts.ts';
import { stored } from '../fixtures/http/stored.ts';
import { OWNER, openTestApp, START, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
beforeEach(async () => {
  t = await openTestApp();
});
afterEach(() => t.close());

const attempt = (email: string, password: string) =>
  t.fetch('/api/login.php', { method: 'POST', body: new URLSearchParams({ email, password }) });

describe('login and logout', () => {
  test('the clientHash, and a cookie that scripts and other sites do not get', async () => {
    const response = await attempt(OWNER.email, OWNER.password);
    expect(await response.json()).toEqual({ success: true, clientHash: t.clientHash });
    const [session, ...flags] = response.headers.get('set-cookie')!.split('; ');
    expect(session).toMatch(/^passwright_session=1\.\d+\.[0-9a-f]{80}$/);
    expect(flags.sort()).toEqual(['HttpOnly', 'Max-Age=604800', 'Path=/', 'SameSite=Lax']);
    expect(session).not.toContain(t.clientHash.split('-')[1]);
    const ended = await t.fetch('/api/logout.php', { headers: { cookie: session! } });
    expect(await ended.json()).toEqual({ success: true });
    expect(ended.headers.get('set-cookie')).toMatch(/^passwright_session=; Max-Age=0; Path=\//);
  });

  test.each([
    ['https://passes.test', '__Host-passwright_session', '/'],
    ['https://passes.test/cards', '__Secure-passwright_session', '/cards'],
  ])('at %s the cookie is %s', async (rootUrl, name, path) => {
    const secure = await openTestApp({ env: { ROOT_URL: rootUrl } });
    try {
      const body = new URLSearchParams(OWNER);
      const response = await secure.fetch('/api/login.php', { method: 'POST', body });
      const [session, ...flags] = response.headers.get('set-cookie')!.split('; ');
      expect(session).toMatch(new RegExp(`^${name}=1\\.`));
      expect(flags).toEqual(expect.arrayContaining(['Secure', 'HttpOnly', `Path=${path}`]));
      const home = async (cookie: string) => (await secure.fetch('/', { headers: { cookie } })).text();
      expect(await home(session!)).toContain('Log out');
      // A neighbouring host can set a cookie without the prefix, so the server does not read one.
      expect(await home(session!.replace(/^__\w+-/, ''))).not.toContain('Log out');
      const form = { method: 'POST', headers: { cookie: session!, origin: 'https://passes.test' } };
      const ended = await secure.fetch('/logout', form);
      expect(ended.headers.get('set-cookie')).toMatch(new RegExp(`^${name}=; Max-Age=0; Path=${path};.* Secure`));
      expect(await home(session!)).not.toContain('Log out');
    } finally {
      await secure.close();
    }
  });

  const loggedIn = async (cookie: string) =>
    (await (await t.fetch('/', { headers: { cookie } })).text()).includes('Log out');
  const cookieOf = (response: Response) => response.headers.get('set-cookie')!.split(';')[0]!;

  test.each(['/api/logout.php', '/logout'])('%s ends every copy of the cookie, and no other session', async (path) => {
    const [one, other] = [await attempt(OWNER.email, OWNER.password), await attempt(OWNER.email, OWNER.password)];
    const [cookie, elsewhere] = [cookieOf(one), cookieOf(other)];
    expect([await loggedIn(cookie), await loggedIn(elsewhere)]).toEqual([true, true]);
    const headers = { cookie, origin: 'http://passes.test' };
    await t.fetch(path, { method: 'POST', headers });
    expect([await loggedIn(cookie), await loggedIn(elsewhere)]).toEqual([false, true]);
    const tracked = await t.fetch('/scanner/session', { headers: { cookie } });
    expect(await tracked.json()).toEqual({ email: null });
    // The second logout with the cookie, and one with a cookie that nobody signed, write nothing.
    const before = stored(t);
    await t.fetch(path, { method: 'POST', headers });
    const forged = elsewhere.slice(0, -1) + (elsewhere.endsWith('0') ? '1' : '0');
    await t.fetch(path, { method: 'POST', headers: { ...headers, cookie: forged } });
    expect(stored(t)).toEqual(before);
    expect(await loggedIn(elsewhere)).toBe(true);
  });

  test('another site neither logs a browser in nor out', async () => {
    const query = new URLSearchParams(OWNER);
    const body = () => new URLSearchParams(OWNER);
    const foreign: (readonly [string, RequestInit])[] = [
      [`/api/login.php?${query}`, {}],
      [`/api/login.php?${query}`, { headers: { 'sec-fetch-site': 'cross-site' } }],
      ['/api/login.php', { method: 'POST', body: body(), headers: { origin: 'https://elsewhere.test' } }],
      ['/api/login.php', { method: 'POST', body: body(), headers: { origin: 'null' } }],
      ['/api/login.php', { method: 'POST', body: body(), headers: { 'sec-fetch-site': 'same-site' } }],
    ];
    for (const [path, init] of foreign) {
      const response = await t.fetch(path, init);
      expect(await response.json()).toEqual({ success: true, clientHash: t.clientHash });
      expect(response.headers.get('set-cookie')).toBeNull();
    }
    const own = { method: 'POST', body: body(), headers: { origin: 'http://passes.test' } };
    const cookie = cookieOf(await t.fetch('/api/login.php', own));
    await t.fetch('/api/logout.php', { headers: { cookie, 'sec-fetch-site': 'cross-site' } });
    await t.fetch('/api/logout.php', { method: 'POST', headers: { cookie, origin: 'https://elsewhere.test' } });
    expect(await loggedIn(cookie)).toBe(true);
  });

  test('the session lasts 7 days, and ends with the password', async () => {
    const cookie = (await attempt(OWNER.email, OWNER.password)).headers.get('set-cookie')!.split(';')[0]!;
    const home = async () => (await t.fetch('/', { headers: { cookie } })).text();
    expect(await home()).toContain('Log out');
    t.advance(7 * 24 * 60 * 60 * 1000 - 1);
    expect(await home()).toContain('Log out');
    t.advance(1);
    expect(await home()).not.toContain('Log out');
    t.advance(START - t.now());
    await changePassword(t.app.context, OWNER.email, 'another horse');
    expect(await home()).not.toContain('Log out');
  });

  test('e-mail addresses are compared without regard to case; passwords are not trimmed', async () => {
    expect(await (await attempt(' OWNER@example.com ', OWNER.password)).json()).toMatchObject({ success: true });
    expect(await (await attempt(OWNER.email, ` ${OWNER.password}`)).json()).toMatchObject({ code: 'login_failed' });
  });

  test('a wrong password and a wrong e-mail answer the same, and no cookie', async () => {
    const answers = [];
    for (const [email, password] of [
      [OWNER.email, 'wrong horse'],
      ['nobody@example.com', OWNER.password],
    ] as const) {
      const response = await attempt(email, password);
      expect(response.headers.get('set-cookie')).toBeNull();
      answers.push(await response.json());
    }
    expect(answers[0]).toEqual({
      success: false,
      code: 'login_failed',
      message: 'The e-mail address or the password is wrong.',
    });
    expect(answers[1]).toEqual(answers[0]);
  });
});

describe('the clientHash', () => {
  const present = async (password = OWNER.password, email = OWNER.email) =>
    (await (await attempt(email, password)).json()).clientHash as string;

  test('changes with e-mail, password and subscription, and the old one is of no use', async () => {
    const { store } = t.app.context;
    const changes: [() => Promise<unknown>, () => Promise<string>][] = [
      [() => changePassword(t.app.context, OWNER.email, 'another horse'), () => present('another horse')],
      [() => store.changeAccount(1, { subscription: 'gold' }), () => present('another horse')],
      [() => store.changeAccount(1, { expiresAt: t.now() + 1000 }), () => present('another horse')],
      [() => store.changeAccount(1, { email: 'new@example.com' }), () => present('another horse', 'new@example.com')],
    ];
    const hashes = [t.clientHash];
    for (const [change, read] of changes) {
      await change();
      const clientHash = await read();
      expect(hashes).not.toContain(clientHash);
      expect(await t.call('clientInfo', { clientHash })).toMatchObject({ success: true, clientHash });
      for (const old of hashes) {
        expect(await t.call('clientInfo', { clientHash: old })).toMatchObject({ code: 'client_hash_invalid' });
      }
      hashes.push(clientHash);
    }
  });

  test('stays with everything else, and is written nowhere', async () => {
    await t.app.context.store.changeAccount(1, { name: 'New name', whitelabel: true, additional: { a: 1 } });
    expect(await present()).toBe(t.clientHash);
    expect(JSON.stringify(stored(t))).not.toContain(t.clientHash.split('-')[1]);
  });

  test('is another one on another server', async () => {
    const other = await openTestApp({ firstStart: true });
    try {
      expect(other.clientHash).not.toBe(t.clientHash);
      expect(await t.call('clientInfo', { clientHash: other.clientHash })).toMatchObject({
        code: 'client_hash_invalid',
      });
    } finally {
      await other.close();
    }
  });
});

describe('guessing', () => {
  const codes = async (attempts: readonly Promise<Response>[]) =>
    Promise.all(attempts.map(async (response) => [(await response).status, (await (await response).json()).code]));

  test('ten wrong passwords for an account, then none, not even the right one', async () => {
    for (let count = 0; count < 10; count++) {
      expect(await codes([attempt(OWNER.email, `wrong ${count}`)])).toEqual([[200, 'login_failed']]);
    }
    expect(await codes([attempt(OWNER.email, 'wrong')])).toEqual([[429, 'login_throttled']]);
    expect(await codes([attempt(OWNER.email.toUpperCase(), OWNER.password)])).toEqual([[429, 'login_throttled']]);
    await t.account('other@example.com');
    expect(await codes([attempt('other@example.com', OWNER.password)])).toEqual([[200, undefined]]);
  });

  test('at the same time no more than one after the other', async () => {
    const answers = await codes(Array.from({ length: 40 }, (_, count) => attempt(OWNER.email, `wrong ${count}`)));
    expect(answers.filter(([, code]) => code === 'login_failed')).toHaveLength(10);
    expect(answers.filter(([status, code]) => status === 429 && code === 'login_throttled')).toHaveLength(30);
  });

  test('thirty wrong ones from one address, whatever the account', async () => {
    const wrong = (count: number) => attempt(`nobody${count}@example.com`, 'wrong horse');
    const answers = await codes(Array.from({ length: 40 }, (_, count) => wrong(count)));
    expect(answers.filter(([, code]) => code === 'login_failed')).toHaveLength(30);
    expect(await codes([attempt(OWNER.email, OWNER.password)])).toEqual([[429, 'login_throttled']]);
  });

  test('a right one starts the account’s count anew and costs the address nothing', async () => {
    for (let count = 0; count < 35; count++) {
      expect(await codes([attempt(OWNER.email, OWNER.password)])).toEqual([[200, undefined]]);
    }
    for (let round = 0; round < 2; round++) {
      for (let count = 0; count < 9; count++) await attempt(OWNER.email, 'wrong horse');
      expect(await codes([attempt(OWNER.email, OWNER.password)])).toEqual([[200, undefined]]);
    }
  });

  test('the log has the address, not the password or the e-mail', async () => {
    t.logged.length = 0;
    await attempt(OWNER.email, 'wrong horse');
    expect(t.logged).toContainEqual([{ address: 'unknown', requestId: expect.any(String) }, 'failed login']);
    const text = JSON.stringify(t.logged);
    for (const secret of ['wrong horse', OWNER.email]) expect(text).not.toContain(secret);
  });
});
