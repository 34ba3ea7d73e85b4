// Who counts as the caller: X-Forwarded-For is believed from trusted proxies alone.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp({ env: { TRUSTED_PROXIES: '127.0.0.1, ::1 172.16.0.0/12 fd00::/8' } });
});
afterAll(() => t.close());

/** The address that the log names after a failed login over a connection from `remoteAddress`. */
async function callerOf(app: TestApp, remoteAddress: string, forwarded?: string): Promise<unknown> {
  app.logged.length = 0;
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const init = {
    method: 'POST',
    body: new URLSearchParams({ email: `${remoteAddress} ${forwarded}`, password: 'x' }),
    headers,
  };
  const socket = { remoteAddress, remotePort: 1, remoteFamily: 'IPv4' };
  await app.app.server.request('http://passes.test/api/login.php', init, { incoming: { socket } });
  return app.logged.find(([, message]) => message === 'failed login')?.[0].address;
}

test.each([
  ['203.0.113.9', undefined, '203.0.113.9'],
  ['203.0.113.9', '198.51.100.1', '203.0.113.9'],
  // A private address is no proxy unless the setting says so.
  ['10.0.0.5', '198.51.100.1', '10.0.0.5'],
  ['127.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['::ffff:127.0.0.1', '198.51.100.2', '198.51.100.2'],
  // What the caller wrote itself stands before what the proxies added.
  ['172.20.0.3', '1.1.1.1, 198.51.100.3', '198.51.100.3'],
  ['172.20.0.3', '198.51.100.4, 172.31.0.9,127.0.0.1', '198.51.100.4'],
  ['fd00::5', '2001:db8::7', '2001:db8::7'],
  ['172.20.0.3', '[2001:db8::8]:4711', '2001:db8::8'],
  ['172.20.0.3', '198.51.100.6:4711', '198.51.100.6'],
  ['172.20.0.3', '198.51.100.5, not an address', '172.20.0.3'],
  ['172.20.0.3', '', '172.20.0.3'],
  ['172.20.0.3', undefined, '172.20.0.3'],
])('over %s with %s calls %s', async (socket, forwarded, caller) => {
  expect(await callerOf(t, socket, forwarded)).toBe(caller);
});

test('this machine alone is trusted by default, and what is no address stops the start', async () => {
  const plain = await openTestApp();
  try {
    expect(await callerOf(plain, '127.0.0.1', '198.51.100.1')).toBe('198.51.100.1');
    expect(await callerOf(plain, '::1', '198.51.100.2')).toBe('198.51.100.2');
    expect(await callerOf(plain, '172.20.0.3', '198.51.100.3')).toBe('172.20.0.3');
  } finally {
    await plain.close();
  }
  for (const wrong of ['proxy', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/', '::1/129']) {
    expect(() => readConfig({ TRUSTED_PROXIES: wrong }, false)).toThrow(/TRUSTED_PROXIES is a list/);
  }
});
