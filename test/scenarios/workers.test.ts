// WORKERS=2 on one PostgreSQL: both processes answer at one port, a dead one is replaced, their
// metrics add up, and they end together.
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { afterTest } from '../clean-up.ts';
import { type Databases, databases } from '../fixtures/postgres/databases.ts';
import {
  type Client,
  connect,
  freePort,
  type RunningServer,
  start,
  temporaryFolder,
} from '../fixtures/scenarios/processes.ts';
import { login, makeCountingPass, startTill } from '../fixtures/scenarios/till.ts';

let all: Databases;
beforeAll(async () => {
  all = await databases();
});
afterAll(() => all.stop());

/** The pids of the workers that have begun to answer, in order. */
function pidsOf(server: RunningServer): number[] {
  const lines = server.stdout().split('\n');
  return lines.filter((line) => line.includes('"msg":"Passwright is running"')).map((line) => JSON.parse(line).pid);
}

async function startWorkers(env: Record<string, string> = {}): Promise<RunningServer> {
  const server = await startTill({ WORKERS: '2', DATABASE_URL: await all.empty(), ...env });
  await expect.poll(() => pidsOf(server).length, { timeout: 60_000 }).toBe(2);
  return server;
}

/** Which workers have written a line about a request. */
function answering(server: RunningServer): number[] {
  const lines = server.stdout().split('\n');
  const workers = lines.filter((line) => line.includes('"status":200')).map((line) => JSON.parse(line).worker);
  return [...new Set<number>(workers)].sort();
}

/** Scans counted by all workers, as one of them answers it; each call is a new connection. */
async function scansCounted(server: RunningServer): Promise<number> {
  const response = await fetch(`${server.rootUrl}/metrics`, { headers: { connection: 'close' } });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  expect(text.match(/^passwright_ready 1$/gm)).toHaveLength(1);
  expect(text.match(/^passwright_jobs_waiting\{kind="push_pass"\} \d+$/gm)).toHaveLength(1);
  const lines = text.matchAll(/^passwright_events_total\{access_type="scan",outcome="\w+"\} (\d+)$/gm);
  return [...lines].reduce((sum, [, count]) => sum + Number(count), 0);
}

const scanner = (hash: string, clientHash: string) => (client: Client, key: string) =>
  client.call('trackPassAccess', { clientHash, hashedSerialNumber: hash, accessType: 7 }, { 'idempotency-key': key });

test('both answer, one that is killed is replaced, no answered scan is lost, and SIGTERM ends both with 0', async () => {
  const server = await startWorkers();
  expect(server.stdout().match(/Passwright is ready\./g)).toHaveLength(1);
  const client = connect(server, 8);
  const clientHash = await login(client);
  const pass = await makeCountingPass(client, clientHash);
  const scan = scanner(pass, clientHash);

  const first = await Promise.all(Array.from({ length: 40 }, (_, index) => scan(client, `first-${index}`)));
  expect(first.filter(({ success }) => success !== true)).toEqual([]);
  await expect.poll(() => answering(server)).toEqual([1, 2]);
  // Whichever worker answers, it is the sum.
  expect([await scansCounted(server), await scansCounted(server), await scansCounted(server)]).toEqual([40, 40, 40]);

  const keys = Array.from({ length: 400 }, (_, index) => `scan-${index}`);
  const broken: string[] = [];
  let answered = 0;
  await Promise.all(
    keys.map(async (key) => {
      try {
        expect(await scan(client, key)).toMatchObject({ success: true });
        answered++;
        if (answered === 50) process.kill(pidsOf(server)[1]!, 'SIGKILL');
      } catch {
        broken.push(key);
      }
    }),
  );
  await expect.poll(() => pidsOf(server).length, { timeout: 60_000 }).toBe(3);
  expect(new Set(pidsOf(server)).size).toBe(3);
  expect(server.stdout()).toContain('a worker has died and is replaced');
  // What was answered before the last question to the dead worker stays in the sum.
  expect(await scansCounted(server)).toBeGreaterThanOrEqual(40);
  const again = connect(server, 8);
  for (const key of broken) expect(await scan(again, key)).toMatchObject({ success: true });
  const last = await scan(again, 'last');
  expect(last).toMatchObject({ success: true, scanText: '441' });
  const seen = async () => {
    await scansCounted(server);
    return answering(server);
  };
  await expect.poll(seen).toEqual([1, 2, 3]);

  const ended = await server.end('SIGTERM');
  expect(ended).toMatchObject({ code: 0, signal: null, stderr: '' });
  expect(ended.stdout.match(/"msg":"Passwright has stopped"/g)).toHaveLength(2);
});

test('a second signal ends all at once', async () => {
  const server = await startWorkers({ DRAIN_SECONDS: '300' });
  server.child.kill('SIGTERM');
  await server.printed('"msg":"Passwright is stopping"');
  expect(await server.end('SIGTERM')).toMatchObject({ code: null, signal: 'SIGTERM' });
  // The output ends with the last process that holds it.
  expect(server.stdout()).not.toContain('Passwright has stopped');
});

test('settings that are of no use to a worker end all with 1', async () => {
  const server = await startWorkers();
  await writeFile(join(server.dataDir, 'secret.key'), `${'x'.repeat(40)}\n`);
  process.kill(pidsOf(server)[0]!, 'SIGKILL');
  const ended = await server.ended;
  expect(ended).toMatchObject({ code: 1, signal: null });
  expect(ended.stderr).toMatch(/^passwright: SECRET_KEY is not that of the other servers [^\n]+\n$/);
  expect(ended.stdout.match(/"msg":"Passwright has stopped"/g)).toHaveLength(1);
});

test('a port in use is named once, and nothing is made', async () => {
  const other = createServer((_, response) => response.end('the other program'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  afterTest(() => new Promise((resolve) => other.close(resolve)));
  const { port } = other.address() as AddressInfo;
  const DATA_DIR = join(await temporaryFolder(), 'data');
  const env = { PORT: String(port), DATA_DIR, WORKERS: '2', DATABASE_URL: await all.empty() };
  const refused = await start('main', [], env).ended;
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toMatch(/^passwright: Port \d+ is in use[^\n]+\n$/);
  const next = start('main', [], { ...env, PORT: String(await freePort()) });
  await next.printed('This is shown once: keep the password.');
  next.child.kill('SIGTERM');
  expect(await next.ended).toMatchObject({ code: 0, stderr: '' });
});
