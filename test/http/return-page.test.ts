// Logging in leads back to the page that asked for it, and to no other page, least of all one of a stranger's.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OWNER, openTestApp, type TestApp } from '../fixtures/open-app.ts';

async function logIn(t: TestApp, next: string): Promise<Response> {
  const { origin } = new URL(t.config.rootUrl);
  return t.fetch('/login', {
    method: 'POST',
    headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ email: OWNER.email, password: OWNER.password, next }).toString(),
  });
}

/** What the page's link to the login form says, and what that form sends along. */
async function formBehind(t: TestApp, page: string): Promise<string | undefined> {
  const link = /href="([^"]*\?next=[^"]*)"/.exec(await (await t.fetch(page)).text())?.[1];
  const prefix = new URL(t.config.rootUrl).pathname.replace(/\/$/, '');
  const form = await (await t.fetch(link!.slice(prefix.length))).text();
  return /name="next" value="([^"]*)"/.exec(form)?.[1]?.replaceAll('&amp;', '&');
}

test.each(['http://passes.test', 'https://example.com/wallet'])(
  'the editor and the scanner, under %s',
  async (ROOT_URL) => {
    const t = await openTestApp({ env: { ROOT_URL } });
    const base = new URL(ROOT_URL).pathname.replace(/\/$/, '');
    for (const page of ['/pass/editor.php?hashedSerialNumber=abc', '/scanner']) {
      const next = await formBehind(t, page);
      expect(next).toBe(base + page);
      const response = await logIn(t, next!);
      expect([response.status, response.headers.get('location')]).toEqual([303, base + page]);
      // Whoever is logged in by now goes on at once.
      const cookie = response.headers.get('set-cookie')!.split(';')[0]!;
      const again = await t.fetch(`/?${new URLSearchParams({ next: next! })}`, { headers: { cookie } });
      expect([again.status, again.headers.get('location')]).toEqual([303, base + page]);
    }
    await t.close();
  },
);

describe('somewhere else', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await openTestApp({ env: { ROOT_URL: 'http://passes.test' } });
  });
  afterAll(() => t.close());

  test('a wrong password keeps the way back', async () => {
    const headers = { origin: t.config.rootUrl };
    const body = new URLSearchParams({ email: OWNER.email, password: 'wrong', next: '/scanner' });
    const response = await t.fetch('/login', { method: 'POST', headers, body });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('name="next" value="/scanner"');
  });

  test.each([
    '//evil.example',
    '//evil.example/scanner',
    '/\\evil.example',
    '/\\evil.example/scanner',
    '\\\\evil.example/scanner',
    '/\t/evil.example/scanner',
    '/%09/evil.example/scanner',
    'https:evil.example',
    'https:evil.example/scanner',
    'https://evil.example/scanner',
    'http:///evil.example/scanner',
    '///evil.example/scanner',
    '/.//evil.example',
    '/scanner/..//evil.example',
    '/scanner@evil.example',
    '/scanner\r\nlocation: https://evil.example',
    'javascript:alert(1)',
    'javascript://passes.test/scanner',
    'data:text/html,x',
    '.evil.example',
    '@evil.example/scanner',
    ':80@evil.example/scanner',
    '/logout',
    '/docs',
    '/',
    '',
    '{"next":"//evil.example"}',
    'http://passes.test:1/scanner',
  ])('%j leads to the start page', async (next) => {
    const form = await (await t.fetch(`/?${new URLSearchParams({ next })}`)).text();
    expect(form).not.toContain('name="next"');
    const response = await logIn(t, next);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
  });
});
