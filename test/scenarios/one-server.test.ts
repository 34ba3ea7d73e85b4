// One SQLite file, one server: a second one refuses before it touches anything, and a dead one leaves no lock behind.
import { link as hardLink, readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connect, freePort, runCli, start, temporaryFolder } from '../fixtures/scenarios/processes.ts';
import { login, makeCountingPass, readStored, startTill } from '../fixtures/scenarios/till.ts';

/** A second server that is expected to refuse. */
async function startSecond(env: Record<string, string>) {
  return start('main', [], { PORT: String(await freePort()), ...env }).ended;
}

test('a second server refuses, the command line may come in, and after kill -9 a new server starts at once', async () => {
  const first = await startTill();
  const client = connect(first, 4);
  const clientHash = await login(client);
  const pass = await makeCountingPass(client, clientHash);
  const scan = (at = client) => at.call('trackPassAccess', { clientHash, hashedSerialNumber: pass, accessType: 7 });
  await scan();
  const before = await readStored(first.dataDir, pass);

  // The same folder; and the same file by another name, from another folder.
  const elsewhere = await temporaryFolder();
  const file = join(first.dataDir, 'passwright.sqlite');
  const link = join(elsewhere, 'link.sqlite');
  await symlink(file, link);
  const [cli, ...seconds] = await Promise.all([
    runCli(['account', 'add', 'till@example.com', '--password', 'open sesame'], { DATA_DIR: first.dataDir }),
    startSecond({ DATA_DIR: first.dataDir }),
    startSecond({ DATA_DIR: join(elsewhere, 'data'), DATABASE_URL: `sqlite:${link}` }),
  ]);
  expect(seconds).toHaveLength(2);
  for (const second of seconds) {
    expect(second.stderr).toBe(
      `passwright: Another Passwright server is using ${file}. Stop it first, or give this one a database file of its own.\n`,
    );
    expect(second).toMatchObject({ code: 1, stdout: '' });
  }
  const second = join(elsewhere, 'second.sqlite');
  await hardLink(file, second);
  const linked = await startSecond({ DATA_DIR: join(elsewhere, 'data'), DATABASE_URL: `sqlite:${second}` });
  expect(linked).toMatchObject({ code: 1, stdout: '' });
  expect(linked.stderr).toContain(`passwright: ${second} has 2 names (hard links)`);
  await rm(second);
  // What a first start makes in a folder of its own, it did not make.
  expect(await readdir(join(elsewhere, 'data'))).toEqual([]);
  expect(await readStored(first.dataDir, pass)).toEqual(before);
  expect(await scan()).toMatchObject({ success: true, updated: true, scanText: '2' });
  expect(cli).toMatchObject({ code: 0, stdout: 'Added till@example.com.\n', stderr: '' });
  expect(await client.call('login', { email: 'till@example.com', password: 'open sesame' })).toMatchObject({
    success: true,
  });
  expect(first.stderr()).toBe('');

  await first.end('SIGKILL');
  const next = await startTill({ DATA_DIR: first.dataDir });
  // Same secret, so the same clientHash is good.
  expect(await scan(connect(next))).toMatchObject({ success: true, scanText: '3' });
});
