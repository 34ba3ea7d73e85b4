// passwright doctor: each check against a real part that is well, and against one that is not.
import { chmod, copyFile, mkdir, open, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/doctor/finding.ts';
import { encryptKey } from '../../src/pass/key-encryption.ts';
import { forWholeFile } from '../clean-up.ts';
import { runCommand } from '../fixtures/commands/run-command.ts';
import { type Service, serveTestApp, startService } from '../fixtures/http/served.ts';
import { FROM, type MailServer, startMailServer } from '../fixtures/mail/mail-server.ts';
import { importInto } from '../fixtures/operations/import-files.ts';
import { type AppleChain, makeAppleChain } from '../fixtures/pass/apple-chain.ts';
import { makeIdentity } from '../fixtures/push/identities.ts';
import { standIn } from '../fixtures/push/pushing.ts';
import { freePort, temporaryFolder } from '../fixtures/scenarios/processes.ts';

const PASS_TYPE = 'pass.com.example.corner';
const DAY = 24 * 60 * 60 * 1000;

let t: Awaited<ReturnType<typeof serveTestApp>>;
let chain: AppleChain;
let smtp: MailServer;
let apns: Awaited<ReturnType<typeof standIn>>;
/** Settings with which everything is well. */
let well: Record<string, string> = {};
beforeAll(async () => {
  t = await serveTestApp({ injected: { clock: { now: () => Date.now() } } });
  chain = makeAppleChain();
  const { pem, key } = chain.leaf({ subject: PASS_TYPE, days: 300 });
  await importInto(t.app.context, t.owner, { certificate: pem, key, intermediate: chain.g4.pem });
  smtp = await startMailServer({
    authMethods: ['PLAIN'],
    onAuth: ({ username, password }, _, callback) =>
      password === 'right' ? callback(null, { user: username ?? '' }) : callback(new Error('Wrong password')),
  });
  await forWholeFile(async () => {
    apns = await standIn({ clientCa: chain.rootPem() });
  });
  well = {
    DATA_DIR: t.config.dataDir,
    ROOT_URL: t.root,
    PORT: new URL(t.root).port,
    SMTP_URL: `smtp://me:right@127.0.0.1:${smtp.port}`,
    MAIL_FROM: FROM,
    APNS_HOST: '127.0.0.1',
    APNS_PORT: String(apns.port),
    APNS_CA: chain.file(apns.ca),
  };
});
afterAll(async () => {
  await t.close();
  await smtp.stop();
  chain.remove();
});

async function doctor(settings: Record<string, string> = {}, timeFrom = t.root) {
  const env = { ...well, ...settings };
  const { code, stdout, stderr } = await runCommand(['doctor', '--json', '--time-from', timeFrom], env);
  expect(stderr).toBe('');
  const findings = JSON.parse(stdout) as Finding[];
  for (const { status, advice } of findings) expect(advice === null).toBe(status === 'ok');
  expect(code).toBe(findings.some(({ status }) => status === 'problem') ? 1 : 0);
  /** What a check found: its status and its sentence, for each time that it ran. */
  const of = (check: string) =>
    findings.filter((each) => each.check === check).map((it) => `${it.status}: ${it.message}`);
  return { findings, of, code };
}

/** A copy of the data folder, made by `passwright backup`, which a test may spoil. */
async function copyOfData(): Promise<string> {
  const folder = join(await temporaryFolder(), 'data');
  await mkdir(folder, { mode: 0o700 });
  const made = await runCommand(['backup', join(folder, 'passwright.sqlite')], { DATA_DIR: t.config.dataDir });
  expect(made.code).toBe(0);
  await copyFile(join(t.config.dataDir, 'secret.key'), join(folder, 'secret.key'));
  return folder;
}

test('an installation that is well: every check ran, and only the address is for this machine alone', async () => {
  const { findings, code } = await doctor();
  expect(code).toBe(0);
  expect(findings.map(({ check, status }) => [check, status])).toEqual([
    ['data folder', 'ok'],
    ['disk', expect.stringMatching(/ok|warning/)],
    ['database', 'ok'],
    ['secret key', 'ok'],
    ['clock', 'ok'],
    ['certificate', 'ok'],
    ['port', 'ok'],
    ['address', 'warning'],
    ['mail', 'ok'],
    ['apns', 'ok'],
  ]);
  expect(findings.at(-1)!.message).toMatch(
    /is reached in \d+ ms, and takes the certificate of pass\.com\.example\.corner/,
  );
  expect(apns.received).toEqual([]);
  expect(smtp.received).toEqual([]);

  const { stdout } = await runCommand(['doctor', '--time-from', t.root], well);
  expect(stdout).toMatch(/^ok {7}data folder {2}\S+ can be written/m);
  expect(stdout).toMatch(/^warning {2}address {6}ROOT_URL .*\n {22}Set ROOT_URL to the public https address/m);
});

describe('certificates', () => {
  test('one that has expired, or whose chain or key does not fit, is a problem; one that ends soon a warning', async () => {
    const { store, settings, ids } = t.app.context;
    const { account } = await t.account('second@example.com');
    const add = async (passTypeIdentifier: string, days: number, key?: string, intermediate = chain.g4) => {
      const leaf = chain.leaf({ subject: passTypeIdentifier, days });
      const der = (pem: string) => new Uint8Array(chain.openssl(['x509', '-in', pem, '-outform', 'DER']));
      const pkcs8 = chain.openssl(['pkcs8', '-topk8', '-nocrypt', '-outform', 'DER', '-in', key ?? leaf.key]);
      const made = await store.createCertificate({
        ...{ accountId: account.id, passTypeIdentifier, teamIdentifier: 'A1B2C3D4E5', name: null, description: null },
        ...{ certificate: der(leaf.pem), intermediate: der(intermediate.pem), createdAt: t.now() },
        encryptedKey: encryptKey(settings.secret, pkcs8, ids.bytes),
        notAfter: t.now() + days * DAY,
        publicId: ids.token(),
      });
      return made.id;
    };
    const made = [
      await add('pass.expired', -1),
      await add('pass.soon', 10),
      await add('pass.key', 90, chain.leaf({ subject: 'pass.other', days: 90 }).key),
      await add('pass.chain', 90, undefined, chain.g3),
    ];
    const { of } = await doctor();
    const lineOf = (name: string) => of('certificate').find((line) => line.includes(`${name} of account`));
    expect(lineOf('pass.expired')).toMatch(/^problem: .*The certificate expired on/);
    expect(lineOf('pass.soon')).toMatch(/^warning: .*expires on \S+, in (?:9|10) days/);
    expect(lineOf('pass.key')).toMatch(/^problem: .*the private key belongs to another certificate/);
    expect(lineOf('pass.chain')).toMatch(/^problem: .*wrong intermediate certificate/);
    expect(lineOf(PASS_TYPE)).toMatch(/^ok: .*valid until/);
    for (const id of made) await store.removeCertificate(id);
    // The account has none any more, so it signs with the server's own.
    expect((await doctor()).of('certificate')).toContainEqual(
      'warning: 1 account signs with the development certificate, which no phone trusts.',
    );
  });
});

describe('the database and its key', () => {
  test('before a first start there is none, and none is made', async () => {
    const folder = await temporaryFolder();
    const { of, findings } = await doctor({ DATA_DIR: folder, PORT: String(await freePort()) });
    expect(of('database')).toEqual([expect.stringMatching(/^warning: There is no database at /)]);
    expect(of('port')).toEqual([expect.stringMatching(/^ok: .* is free: no server runs there\./)]);
    expect(findings.map(({ check }) => check)).not.toContain('certificate');
    for (const name of ['passwright.sqlite', 'secret.key']) {
      await expect(stat(join(folder, name))).rejects.toThrow(/ENOENT/);
    }
  });

  test('one of an older version is not migrated', async () => {
    const folder = await copyOfData();
    const file = join(folder, 'passwright.sqlite');
    const version = () => {
      const client = new Sqlite(file);
      const found = client.pragma('user_version', { simple: true }) as number;
      return { found, set: (to: number) => client.pragma(`user_version = ${to}`), close: () => client.close() };
    };
    const before = version();
    before.set(before.found - 1);
    before.close();
    expect((await doctor({ DATA_DIR: folder })).of('database')).toEqual([
      expect.stringMatching(/^warning: .*: it lacks 1 migration\.$/),
    ]);
    const after = version();
    after.close();
    expect(after.found).toBe(before.found - 1);
  });

  test('one that is damaged, and one that is something else', async () => {
    const folder = await copyOfData();
    const file = join(folder, 'passwright.sqlite');
    const { size } = await stat(file);
    const handle = await open(file, 'r+');
    // The header stays, so that it is found by reading the pages.
    await handle.write(Buffer.alloc(size - 3 * 4096, 0x55), 0, null, 3 * 4096);
    await handle.close();
    expect((await doctor({ DATA_DIR: folder })).of('database')).toEqual([
      expect.stringMatching(/^problem: .*(?:damaged|malformed)/),
    ]);
    await writeFile(file, 'no database at all, but long enough to be read as one'.repeat(100));
    expect((await doctor({ DATA_DIR: folder })).of('database')).toEqual([
      expect.stringMatching(/^problem: .*cannot be read: .*not a database/),
    ]);
  });

  test('a key that is another one, is missing, or is read by others', async () => {
    const folder = await copyOfData();
    const key = join(folder, 'secret.key');
    await chmod(key, 0o644);
    expect((await doctor({ DATA_DIR: folder })).of('data folder')).toEqual([
      expect.stringMatching(/^problem: .*can be read by others/),
    ]);
    expect((await doctor({ DATA_DIR: folder, SECRET_KEY: 'x'.repeat(40) })).of('secret key')).toEqual([
      'problem: SECRET_KEY does not open the private keys in the database.',
    ]);
    await copyFile(key, `${key}.moved`);
    await rm(key);
    expect((await doctor({ DATA_DIR: folder })).of('secret key')).toEqual([
      expect.stringMatching(/^problem: There is no /),
    ]);
    await expect(stat(key)).rejects.toThrow(/ENOENT/);
  });

  test('a data folder that is no folder', async () => {
    const { of } = await doctor({ DATA_DIR: chain.file('x') });
    expect(of('data folder')).toEqual([expect.stringMatching(/^problem: .*cannot be written: .*ENOTDIR/)]);
  });
});

describe('what is outside', () => {
  const services: Service[] = [];
  afterAll(() => Promise.all(services.map((service) => service.close())));
  const serve = async (...answer: Parameters<typeof startService>) => {
    const service = await startService(...answer);
    services.push(service);
    return `http://127.0.0.1:${service.port}`;
  };

  test('a clock that is far from another one is a problem, and one that cannot be compared a warning', async () => {
    const says = (off: number) =>
      serve((_, response) => response.setHeader('date', new Date(Date.now() + off).toUTCString()).end());
    expect((await doctor({}, await says(DAY))).of('clock')).toEqual([
      expect.stringMatching(/^problem: The clock is 8640\d s behind that of http/),
    ]);
    expect((await doctor({}, await says(-20_000))).of('clock')).toEqual([
      expect.stringMatching(/^warning: The clock is (?:19|20|21) s ahead of/),
    ]);
    expect((await doctor({}, `http://127.0.0.1:${await freePort()}`)).of('clock')).toEqual([
      expect.stringMatching(/^warning: The clock was compared with nothing: .*ECONNREFUSED/),
    ]);
  });

  test('a port and an address where something else answers, another installation, or nobody', async () => {
    const page = await serve((_, response) => response.end('<h1>Welcome to nginx!</h1>'));
    const elsewhere = await doctor({ PORT: new URL(page).port, ROOT_URL: page });
    expect(elsewhere.of('port')).toEqual([expect.stringMatching(/^problem: .*no Passwright\.$/)]);
    expect(elsewhere.of('address')).toEqual([expect.stringMatching(/^problem: .*leads elsewhere: .*no Passwright/)]);
    const other = await serveTestApp({ env: { SECRET_KEY: 'another secret key of forty characters..' } });
    const another = await doctor({ ROOT_URL: other.root });
    await other.close();
    expect(another.of('address')).toEqual([expect.stringMatching(/^problem: .*another secret key/)]);
    const nobody = await doctor({ ROOT_URL: `http://127.0.0.1:${await freePort()}` });
    expect(nobody.of('address')).toEqual([expect.stringMatching(/^problem: .*not reached from here: .*ECONNREFUSED/)]);
  });

  test('a mail server that refuses the login, one that is away, and none', async () => {
    expect((await doctor({ SMTP_URL: `smtp://me:wrong@127.0.0.1:${smtp.port}` })).of('mail')).toEqual([
      expect.stringMatching(/^problem: .*cannot be used: .*Wrong password/),
    ]);
    expect((await doctor({ SMTP_URL: `smtp://127.0.0.1:${await freePort()}` })).of('mail')).toEqual([
      expect.stringMatching(/^problem: .*cannot be used: .*ECONNREFUSED/),
    ]);
    expect((await doctor({ SMTP_URL: '', MAIL_FROM: '' })).of('mail')).toEqual([
      'warning: No mail server is set: mails wait.',
    ]);
  });

  test('APNs that refuses the certificate, and APNs that is away', async () => {
    apns.trust((await makeIdentity(1, 'pass.com.example.other')).rootPem);
    const refused = await doctor();
    apns.trust(chain.rootPem());
    expect(refused.of('apns')).toEqual([expect.stringMatching(/^problem: APNs .*refused/)]);
    const away = await doctor({ APNS_PORT: String(await freePort()) });
    expect(away.of('apns')).toEqual([expect.stringMatching(/^problem: APNs was not reached at .*ECONNREFUSED/)]);
  });
});
