// Whose forms may log somebody in: this site's, also behind a proxy that ends TLS; a stranger's never.
import { afterEach, expect, test } from 'vitest';
import { OWNER, openTestApp, type TestApp } from '../fixtures/open-app.ts';

const ROOT = 'https://passes.example.com';
let t: TestApp | undefined;
afterEach(() => t?.close());

async function submit(headers: Record<string, string>): Promise<Response> {
  t = await openTestApp({ env: { ROOT_URL: ROOT } });
  // What the proxy makes of the request: plain http.
  return t.app.server.request('http://passes.example.com/login', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ email: OWNER.email, password: OWNER.password }).toString(),
  });
}

test('a form of this site logs in although the proxy speaks plain http to the server', async () => {
  const response = await submit({ origin: ROOT });
  expect(response.status).toBe(303);
  expect(response.headers.get('set-cookie')).toMatch(/HttpOnly.*Secure.*SameSite=Lax/i);
});

test.each([{ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, { origin: 'null' }, {}])(
  'a form of nobody knows where is refused with a page that says what to do: %o',
  async (headers) => {
    const response = await submit(headers as Record<string, string>);
    expect(response.status).toBe(403);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await response.text()).toContain(`${ROOT}/`);
    expect(t!.logged.filter(([, message]) => message === 'request failed')).toEqual([]);
  },
);
