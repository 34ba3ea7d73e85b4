// A backup by the command line while a real server is being scanned, and a server that goes on from it.
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { type Client, connect, runCli, temporaryFolder } from '../fixtures/scenarios/processes.ts';
import { login, makeCountingPass, POINTS, startTill } from '../fixtures/scenarios/till.ts';

const SCANS = 1000;
const PASSES = 20;
const CONNECTIONS = 32;

/** Scans the passes in turn from many connections at once until `enough` says so. Answers how many were answered. */
async function scanUntil(
  client: Client,
  clientHash: string,
  passes: readonly string[],
  enough: (done: number) => boolean,
) {
  let [begun, done] = [0, 0];
  const till = async () => {
    while (!enough(done)) {
      const hashedSerialNumber = passes[begun++ % passes.length]!;
      const answer = await client.call('trackPassAccess', { clientHash, hashedSerialNumber, accessType: 7 });
      if (answer.success !== true) throw new Error(JSON.stringify(answer));
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, till));
  return done;
}

/** Each pass with its points and how many scans of it are among the events. */
function readPoints(file: string) {
  const client = new Sqlite(file, { readonly: true });
  try {
    const rows = client
      .prepare<[], { hash: string; points: number; scans: number }>(
        `SELECT hash, json_extract(overrides, '$.${POINTS}') AS points,
           (SELECT count(*) FROM events WHERE pass_id = passes.id AND access_type = 7 AND logged = 1) AS scans
         FROM passes ORDER BY id`,
      )
      .all();
    const integrity = client.pragma('integrity_check', { simple: true });
    return { rows, integrity, orphans: client.pragma('foreign_key_check') as unknown[] };
  } finally {
    client.close();
  }
}

test('a backup taken during 1,000 scans restores to a consistent state, and a server goes on from it', async () => {
  const server = await startTill();
  const client = connect(server, CONNECTIONS);
  const clientHash = await login(client);
  const passes: string[] = [];
  for (let made = 0; made < PASSES; made++) passes.push(await makeCountingPass(client, clientHash));
  const backups = await temporaryFolder();
  const backup = join(backups, 'during.sqlite');

  const before = await scanUntil(client, clientHash, passes, (done) => done >= 200);
  let ended = false;
  const backingUp = runCli(['backup', backup, '--with-key', '--json'], { DATA_DIR: server.dataDir }).finally(() => {
    ended = true;
  });
  // At least a thousand in all, and on until the backup has been done.
  const during = await scanUntil(client, clientHash, passes, (done) => ended && before + done >= SCANS);
  const { code, stdout, stderr } = await backingUp;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({ file: backup, keyFile: `${backup}.key`, keyFits: true, accounts: 1, passes: PASSES });
  expect([(await stat(backup)).mode & 0o777, (await stat(`${backup}.key`)).mode & 0o777]).toEqual([0o600, 0o600]);
  const total = before + during;
  expect(total).toBeGreaterThanOrEqual(SCANS);

  // While the server runs, nothing takes the place of its database.
  const refused = await runCli(['restore', backup, '--force'], { DATA_DIR: server.dataDir });
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain('Another Passwright server is using');
  expect(await server.end('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
  const whole = readPoints(join(server.dataDir, 'passwright.sqlite'));
  expect(whole.rows.reduce((sum, { points }) => sum + points, 0)).toBe(total);

  const dataDir = join(await temporaryFolder(), 'new');
  const restored = await runCli(['restore', backup], { DATA_DIR: dataDir });
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  expect(restored.stdout).toMatch(
    new RegExp(`^${dataDir}/passwright\\.sqlite now holds 1 account, .* ${PASSES} passes`),
  );
  const { rows, integrity, orphans } = readPoints(join(dataDir, 'passwright.sqlite'));
  expect({ integrity, orphans }).toEqual({ integrity: 'ok', orphans: [] });
  expect(rows.map(({ hash }) => hash)).toEqual(passes);
  expect(rows.map(({ points }) => points)).toEqual(rows.map(({ scans }) => scans));
  const scans = rows.reduce((sum, row) => sum + row.scans, 0);
  // It was in the middle of them: what was answered before it began is in it, what came after its end is not.
  expect(scans).toBeGreaterThanOrEqual(before);
  expect(scans).toBeLessThan(total);
  // Each pass was made and installed by an event, too.
  expect(report.events).toBe(scans + 2 * PASSES);

  const next = await startTill({ DATA_DIR: dataDir });
  const again = connect(next);
  expect(await login(again)).toBe(clientHash);
  const [pass] = passes;
  const scan = await again.call('trackPassAccess', { clientHash, hashedSerialNumber: pass, accessType: 7 });
  expect(scan).toMatchObject({ success: true, updated: true, scanText: String(rows[0]!.points + 1) });
  // With the key that came along, it signs.
  const file = await again.get(`/pass/create.php?hashedSerialNumber=${pass}&download=true`);
  expect([file.status, file.text.slice(0, 2)]).toEqual([200, 'PK']);
  expect(await next.end('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
}, 180_000);

test('without the key that it was made with, a backup is not restored; with it, the present key is kept beside', async () => {
  const server = await startTill();
  await server.end('SIGTERM');
  const backup = join(await temporaryFolder(), 'b.sqlite');
  const secretKey = join(server.dataDir, 'secret.key');
  const made = await runCli(['backup', backup], { DATA_DIR: server.dataDir });
  expect(made.code).toBe(0);
  expect(made.stdout).toMatch(
    / holds 1 account, \d+ templates?, 0 passes, 0 events \([\d.]+ MiB\)\. It is checked\.\n$/,
  );
  expect(made.stderr).toBe(
    `passwright: The secret key is not in the backup: keep a copy of ${secretKey} as well, or use --with-key; without it the backup cannot be restored.\n`,
  );

  const dataDir = join(await temporaryFolder(), 'other');
  await mkdir(dataDir);
  const ownKey = 'another key of this server, long enough\n';
  await writeFile(join(dataDir, 'secret.key'), ownKey);
  const [none, other, setting] = await Promise.all([
    runCli(['restore', backup], { DATA_DIR: join(dataDir, 'empty') }),
    runCli(['restore', backup], { DATA_DIR: dataDir }),
    runCli(['backup', join(dataDir, 'x'), '--with-key'], { DATA_DIR: join(dataDir, 'absent') }),
  ]);
  const needed = 'The private keys in the backup can only be opened with the secret key of the server';
  expect(none).toMatchObject({ code: 1, stdout: '' });
  expect(none.stderr).toContain(`${needed} that it was made on, and there is no key here`);
  expect(other).toMatchObject({ code: 1, stdout: '' });
  expect(other.stderr).toContain(`and ${join(dataDir, 'secret.key')} is not that one`);
  expect(setting.stderr).toContain('set SECRET_KEY as the server has it');

  await writeFile(`${backup}.key`, await readFile(secretKey));
  const done = await runCli(['restore', backup, '--json'], { DATA_DIR: dataDir });
  expect(done).toMatchObject({ code: 0, stderr: '' });
  const { keptKey, keptDatabase } = JSON.parse(done.stdout);
  expect(keptDatabase).toBeNull();
  expect(await readFile(keptKey, 'utf8')).toBe(ownKey);
  expect(await readFile(join(dataDir, 'secret.key'), 'utf8')).toBe(await readFile(secretKey, 'utf8'));
}, 120_000);
