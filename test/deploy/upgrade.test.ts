// A rolling upgrade on PostgreSQL: the previous version goes on, and starts again, on tables that a
// newer version has extended; it refuses tables that a newer version has made unusable for it.
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Databases, databases } from '../fixtures/postgres/databases.ts';
import { connect, freePort, runCli, start, startServer, temporaryFolder } from '../fixtures/scenarios/processes.ts';
import { login, makeCountingPass, OWNER } from '../fixtures/scenarios/till.ts';

// Whole servers and other programs start here, beside other tests.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let all: Databases;
beforeAll(async () => {
  all = await databases();
});
afterAll(() => all.stop());

async function run(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

test('a version goes on while a newer one extends its tables, and ends with those that it cannot use', async () => {
  const url = await all.empty();
  const env = async () => ({
    ...{ DATABASE_URL: url, SECRET_KEY: 'one secret key for all of the servers..', PORT: String(await freePort()) },
    ...{ ADMIN_EMAIL: OWNER.email, ADMIN_PASSWORD: OWNER.password, DATA_DIR: join(await temporaryFolder(), 'data') },
  });
  const old = await env();
  await startServer(old);
  const client = connect({ port: Number(old.PORT) });
  const clientHash = await login(client);
  const pass = await makeCountingPass(client, clientHash);
  const scan = async (of = client) =>
    (await of.call('trackPassAccess', { clientHash, hashedSerialNumber: pass, accessType: 7 })).scanText;
  expect(await scan()).toBe('1');

  // What a newer version's migration may do: a column that has a default, a table, an index.
  await run(
    url,
    `ALTER TABLE passes ADD COLUMN later text NOT NULL DEFAULT '';
    CREATE TABLE later (id integer PRIMARY KEY); CREATE INDEX later_passes ON passes (later);
    UPDATE schema_version SET version = version + 1`,
  );
  expect(await scan()).toBe('2');
  expect((await client.get('/readyz')).status).toBe(200);
  const again = await env();
  await startServer(again);
  const other = connect({ port: Number(again.PORT) });
  expect(await scan(other)).toBe('3');
  expect((await other.get('/readyz')).status).toBe(200);

  // What the release after it may do, once no server of this version runs.
  await run(url, 'UPDATE schema_version SET works_from = version');
  const refused = await start('main', [], await env()).ended;
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/was written by a newer Passwright/) });
});

test('passwright doctor looks at PostgreSQL: an empty one, one in use, one that is away, one that is too new', async () => {
  const url = await all.server.create('examined');
  const settings = {
    ...{ DATABASE_URL: url, SECRET_KEY: 'one secret key for all of the servers..', PORT: String(await freePort()) },
    ...{ ADMIN_EMAIL: OWNER.email, ADMIN_PASSWORD: OWNER.password, DATA_DIR: join(await temporaryFolder(), 'data') },
    ...{ APNS_HOST: '127.0.0.1', APNS_PORT: '1' },
  };
  // Nobody answers there, so that the clock is compared with that of the database.
  const args = ['doctor', '--json', '--time-from', 'http://127.0.0.1:1/'];
  const doctor = async (env: Record<string, string> = {}) => {
    const { stdout, stderr } = await runCli(args, { ...settings, ...env });
    expect(stderr).toBe('');
    expect(stdout).not.toContain('test@');
    const findings = JSON.parse(stdout) as { check: string; status: string; message: string }[];
    return (check: string) => findings.filter((it) => it.check === check).map((it) => `${it.status}: ${it.message}`);
  };
  const empty = await doctor();
  expect(empty('database')).toEqual([expect.stringMatching(/^warning: 127\.0\.0\.1:\d+\/examined is empty\.$/)]);
  await startServer(settings);
  const used = await doctor();
  expect(used('database')).toEqual([
    expect.stringMatching(/^ok: PostgreSQL [\d.]+ at 127\.0\.0\.1:\d+\/examined, [\d.]+ MiB, database version \d+\.$/),
  ]);
  expect(used('secret key')).toEqual([expect.stringMatching(/^ok: SECRET_KEY opens what is encrypted .*\(1\)\.$/)]);
  expect(used('clock')).toEqual(['ok: The clock agrees with that of the database server.']);
  expect(used('port')).toEqual([expect.stringMatching(/^ok: This installation's server runs on/)]);
  const other = await doctor({ SECRET_KEY: 'another secret key than all of the servers' });
  expect(other('secret key')).toEqual(['problem: SECRET_KEY does not open the private keys in the database.']);
  const away = await doctor({ DATABASE_URL: 'postgres://postgres:test@127.0.0.1:1/examined' });
  expect(away('database')).toEqual([
    expect.stringMatching(/^problem: 127\.0\.0\.1:1\/examined cannot be used: .*ECONNREFUSED/),
  ]);
  await run(url, 'UPDATE schema_version SET version = version + 1, works_from = version + 1');
  expect((await doctor())('database')).toEqual([expect.stringMatching(/^problem: .*written by a newer Passwright/)]);
});
