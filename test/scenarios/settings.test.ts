// Settings that cannot be used end the start with one sentence that names them, and leave nothing behind.
import { readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';
import { afterTest } from '../clean-up.ts';
import { openTestApp } from '../fixtures/open-app.ts';
import { makeCertificates } from '../fixtures/pass/signing-identity.ts';
import { connect, type Env, freePort, start, startServer, temporaryFolder } from '../fixtures/scenarios/processes.ts';

/** One line for a person: `passwright: ` and what is wrong, no stack trace. */
const ONE_LINE = /^passwright: [^\n]+\.\n$/;

/** Starts servers that are expected to refuse, each in an empty folder. Answers what they left behind and said. */
function expectRefusals(cases: readonly (readonly [env: Env, says: RegExp])[]) {
  return Promise.all(
    cases.map(async ([env, says]) => {
      const folder = await temporaryFolder();
      const settings = { PORT: String(await freePort()), DATA_DIR: join(folder, 'data'), ...env };
      const { code, stdout, stderr } = await start('main', [], settings).ended;
      const named = JSON.stringify(env);
      expect(stderr, named).toMatch(ONE_LINE);
      expect(stderr, named).toMatch(says);
      expect({ code, stdout }, named).toEqual({ code: 1, stdout: '' });
      return { stderr, left: await readdir(folder, { recursive: true }) };
    }),
  );
}

test('a server with a setting that cannot be used does not start', async () => {
  const results = await expectRefusals([
    [{ PORT: 'x' }, /PORT is a number from 1 to 65535, not "x"/],
    [{ ROOT_URL: 'nonsense' }, /ROOT_URL is the address .* such as https:\/\/passes\.example\.com, not "nonsense"/],
    [{ OUTBOUND_ALLOW: '10.0.0.0/99' }, /OUTBOUND_ALLOW: "10\.0\.0\.0\/99" cannot be used/],
    [{ WORKERS: '0' }, /WORKERS is a whole number from 1 to 64, not "0"/],
    [{ WORKERS: '2' }, /WORKERS is 1 with SQLite, because one process alone writes to its file/],
    [{ SECRET_KEY: 'too-short-a-secret' }, /SECRET_KEY has at least 32 characters/],
    [{ DATABASE_URL: 'mysql://db.example/passes' }, /DATABASE_URL is postgres:\/\/user:password@host/],
    // Of TEST-NET-1: an address that no machine has.
    [{ HOST: '192.0.2.1' }, /HOST 192\.0\.2\.1 is not an address of this machine/],
  ]);
  for (const { left, stderr } of results) {
    // Found before anything is opened: not even the folder was made. And a secret is not repeated.
    expect(left).toEqual([]);
    expect(stderr).not.toContain('too-short-a-secret');
  }
});

test('a port in use is named, and the first start is still to come', async () => {
  const other = createServer((_, response) => response.end('the other program'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  afterTest(() => new Promise((resolve) => other.close(resolve)));
  const { port } = other.address() as AddressInfo;
  const DATA_DIR = join(await temporaryFolder(), 'data');
  const result = await start('main', [], { PORT: String(port), DATA_DIR }).ended;
  expect(result.stderr).toMatch(ONE_LINE);
  expect(result.stderr).toMatch(new RegExp(`Port ${port} is in use.* set PORT`));
  expect(result).toMatchObject({ code: 1, stdout: '' });

  // Only the start that makes the account shows its password; one that failed must not have made it.
  const server = await startServer({ DATA_DIR });
  const password = /Password {2}(\S+)/.exec(server.stdout())?.[1];
  expect(await connect(server).call('login', { email: 'owner@passwright.local', password })).toMatchObject({
    success: true,
  });
});

describe('in process, by the same sentences', () => {
  test.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['ROOT_URL', 'ftp://passes.example'],
    ['ROOT_URL', 'https://passes.example/?a=b'],
    ['ROOT_URL', 'https://user:word@passes.example'],
    ['OUTBOUND_ALLOW', 'http://intranet.example'],
    ['OUTBOUND_ALLOW', 'intranet.example:99999'],
    ['APNS_HOST', 'https://api.push.apple.com'],
    ['APNS_HOST', 'localhost:2197'],
    ['APNS_HOST', 'api.sandbox.push.apple.com'],
    ['APNS_PORT', '0'],
    ['APNS_CA', '/no/such/file.pem'],
    ['APNS_CA', 'package.json'],
    ['APNS_PUSH_TYPE', 'voip'],
    ['APNS_PRIORITY', '7'],
    ['APNS_PRIORITY', '10'],
    ['MAIL_FROM', 'nobody'],
    ['MAIL_FROM', 'Corner Bakery <passes@corner.example>'],
    ['MAIL_FROM', 'a@corner.example, b@corner.example'],
    ['SMTP_URL', 'mail.corner.example'],
    ['SMTP_URL', 'mail.corner.example:25'],
    ['SMTP_URL', 'https://mail.corner.example'],
    ['SMTP_URL', 'smtp://'],
    ['SMTP_URL', 'smtp://user@mail.corner.example'],
    ['SMTP_URL', 'smtp://user:50%@mail.corner.example'],
    ['SMTP_URL', 'smtp://mail.corner.example/folder'],
    ['SMTP_URL', 'smtp://mail.corner.example:99999'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_FORMAT', 'xml'],
    ['MCP', 'yes'],
  ])('%s=%s is refused', (name, value) => {
    const read = () => readConfig({ [name]: value }, false);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^${name}\\b.*\\.$`));
  });

  test('where mails go', () => {
    const MAIL_FROM = 'passes@corner.example';
    const smtp = (SMTP_URL: string) => readConfig({ SMTP_URL, MAIL_FROM }, false).smtp;
    expect(readConfig({ MAIL_FROM }, false).smtp).toBeNull();
    const user = { name: 'me@corner.example', password: 'p/w' };
    const there = { host: 'mail.corner.example', from: MAIL_FROM };
    const login = 'me%40corner.example:p%2Fw@';
    expect(smtp(`smtp://${login}mail.corner.example`)).toEqual({
      ...there,
      ...{ port: 587, secure: false, user, startTls: 'required' },
    });
    expect(smtp('smtps://mail.corner.example/')).toEqual({
      ...there,
      ...{ port: 465, secure: true, user: null, startTls: 'offered' },
    });
    // A password may go over the wire as it is only where there is no wire.
    expect(smtp(`smtp://${login}127.0.0.1:25`)).toMatchObject({ port: 25, startTls: 'offered' });
    expect(smtp('smtp://[::1]:2525')).toMatchObject({ host: '::1', port: 2525, startTls: 'never' });
    expect(() => readConfig({ SMTP_URL: 'smtp://mail.corner.example' }, false)).toThrow(/^MAIL_FROM is missing: /);
    // A secret is not repeated.
    expect(() => smtp('smtp://user:hunter2@mail.corner.example/x')).toThrow(/^SMTP_URL (?!.*hunter2)/);
  });

  test('where and how pushes go', async () => {
    const { rootPem } = await makeCertificates();
    const APNS_CA = join(await temporaryFolder(), 'ca.pem');
    await writeFile(APNS_CA, rootPem);
    const { apns } = readConfig({}, false);
    expect(apns).toEqual({ host: 'api.push.apple.com', port: 443, ca: null, pushType: 'background', priority: 5 });
    const env = { APNS_HOST: '::1', APNS_PORT: '2197', APNS_CA, APNS_PUSH_TYPE: 'none', APNS_PRIORITY: '1' };
    const other = { host: '::1', port: 2197, ca: rootPem, pushType: null, priority: 1 };
    expect(readConfig(env, false).apns).toEqual(other);
    expect(readConfig({ APNS_PUSH_TYPE: 'alert' }, false).apns).toMatchObject({ pushType: 'alert', priority: 10 });
    await writeFile(APNS_CA, rootPem.replace(/^MII/m, 'XXX'));
    expect(() => readConfig(env, false)).toThrow(/^APNS_CA is a file .*ca\.pem holds one that cannot be read\.$/);
  });

  test.each([
    [{ ADMIN_EMAIL: 'nobody' }, 'ADMIN_EMAIL: "nobody" is not an e-mail address.'],
    [{ ADMIN_PASSWORD: 'short' }, 'ADMIN_PASSWORD: A password has at least 8 characters.'],
  ])('%j', async (env, message) => {
    await expect(openTestApp({ env })).rejects.toThrow(new ConfigError(message));
  });

  test('a first start that was refused is made again with better settings', async () => {
    const DATA_DIR = join(await temporaryFolder(), 'data');
    await expect(openTestApp({ env: { DATA_DIR, ADMIN_EMAIL: 'nobody' } })).rejects.toThrow(ConfigError);
    const t = await openTestApp({ env: { DATA_DIR } });
    expect(t.app.first?.account.email).toBe('owner@example.com');
    await t.close();
  });

  test('DATA_DIR is a file', async () => {
    const DATA_DIR = join(await temporaryFolder(), 'a-file');
    await writeFile(DATA_DIR, 'not a folder');
    const opening = openTestApp({ env: { DATA_DIR } });
    await expect(opening).rejects.toThrow(ConfigError);
    await expect(opening).rejects.toThrow(/^DATA_DIR .*a-file cannot be used: .*\.$/);
  });

  test('a secret.key without a key in it is no key', async () => {
    const DATA_DIR = await temporaryFolder();
    await writeFile(join(DATA_DIR, 'secret.key'), '\n');
    await expect(openTestApp({ env: { DATA_DIR } })).rejects.toThrow(/secret\.key holds no key/);
  });
});
