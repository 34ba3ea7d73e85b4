// The server is killed in the middle of many scans: what it answered is kept, what it did not answer can be sent again.
import { expect, test } from 'vitest';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { startHttp } from '../fixtures/outbound/servers.ts';
import { onPostgres } from '../fixtures/postgres/of-run.ts';
import { type Answer, type Client, connect } from '../fixtures/scenarios/processes.ts';
import { deliversLast, login, makeCountingPass, POINTS, readStored, startTill } from '../fixtures/scenarios/till.ts';

const SCANS = 2000;
const KEYS = Array.from({ length: SCANS }, (_, index) => `scan-${index}`);

test('kill -9 in the middle of 2,000 scans loses nothing that was answered and doubles nothing that is retried', async () => {
  const first = await startTill();
  const client = connect(first, 64);
  const clientHash = await login(client);
  const pass = await makeCountingPass(client, clientHash);
  const scan = (at: Client, key: string) =>
    at.call('trackPassAccess', { clientHash, hashedSerialNumber: pass, accessType: 7 }, { 'idempotency-key': key });

  const answered = new Map<string, Answer>();
  let broken = 0;
  await Promise.all(
    KEYS.map(async (key) => {
      try {
        answered.set(key, await scan(client, key));
        // Once the next requests are on their way, so that it dies at work: often with scans stored and nobody told.
        if (answered.size === Math.floor(SCANS / 3)) setImmediate(() => first.child.kill('SIGKILL'));
      } catch {
        broken++;
      }
    }),
  );
  expect(await first.ended).toMatchObject({ code: null, signal: 'SIGKILL' });
  // In the middle: plenty was answered, plenty was not.
  expect(answered.size).toBeGreaterThanOrEqual(Math.floor(SCANS / 3));
  expect(broken).toBeGreaterThan(SCANS / 3);
  expect(answered.size + broken).toBe(SCANS);
  expect([...answered.values()].filter((answer) => answer.success !== true)).toEqual([]);

  const second = await startTill({ DATA_DIR: first.dataDir });
  const stored = await readStored(second.dataDir, pass);
  expect(stored.integrity).toBe('ok');
  // A scan is there whole or not at all: point, event, and the answer under its key are one commit.
  expect(stored.points).toBe(stored.scans);
  expect(stored.pass.access[7]?.count).toBe(stored.scans);
  expect(stored.answeredKeys).toHaveLength(stored.scans);
  expect(new Set(stored.answeredKeys).size).toBe(stored.scans);
  const kept = new Set(stored.answeredKeys);
  expect([...answered.keys()].filter((key) => !kept.has(key))).toEqual([]);
  expect(deliversLast(stored)).toBe(true);
  expect(stored.scans).toBeLessThan(SCANS);

  const again = connect(second, 64);
  const retried = await Promise.all(KEYS.map(async (key) => [key, await scan(again, key)] as const));
  expect(retried.filter(([, answer]) => answer.success !== true)).toEqual([]);
  // A retry of what was answered is told the same again.
  for (const [key, answer] of retried) if (answered.has(key)) expect(answer).toEqual(answered.get(key));
  expect(new Set(retried.map(([, answer]) => answer.scanText)).size).toBe(SCANS);

  const complete = await readStored(second.dataDir, pass);
  expect(complete.points).toBe(SCANS);
  expect(complete.scans).toBe(SCANS);
  expect(complete.answeredKeys).toHaveLength(SCANS);
  expect(deliversLast(complete)).toBe(true);
  expect(complete.pass.updateTag).toBeGreaterThan(stored.pass.updateTag);
});

// On PostgreSQL another server may perform the run: it is ended when its server has said nothing for
// RUN_LEASE, two minutes, and not at the next start.
test.skipIf(onPostgres())('kill -9 during a URL action leaves an event that says how far the run came', async () => {
  const arrived: string[] = [];
  const service = await startHttp(({ url }, response) => {
    arrived.push(url);
    if (url === '/answers') response.end('ok');
  });
  const env = { OUTBOUND_ALLOW: `127.0.0.1:${service.port}` };
  const first = await startTill(env);
  const client = connect(first, 2);
  const clientHash = await login(client);
  const url = (path: string) => ({ action: 'PSActionURL', url: `http://127.0.0.1:${service.port}${path}` });
  const add = { action: 'PSActionIncrementValue', targetPath: POINTS, amount: 1 };
  const passConstructor = pointsTemplate({ triggers: { onScan: [add, url('/answers'), url('/hangs'), add] } });
  const made = await client.call('insertUpdateTemplate', { clientHash, templateName: 'Calls', passConstructor });
  const { templateHash } = made;
  const { hashedSerialNumber } = await client.call('createPassFromTemplateFields', { clientHash, templateHash });
  const scan = client.call('trackPassAccess', { clientHash, hashedSerialNumber, accessType: 7 }).catch(() => 'broken');
  await expect.poll(() => arrived, { timeout: 60_000 }).toEqual(['/answers', '/hangs']);
  await first.end('SIGKILL');
  expect(await scan).toBe('broken');

  for (let start = 0; start < 2; start++) {
    const next = await startTill({ ...env, DATA_DIR: first.dataDir });
    const again = connect(next);
    const { tracking } = await again.call('passTracking', { clientHash, hashedSerialNumber, trace: true });
    // The second start logs nothing more.
    expect(tracking.map(({ accessType }: Answer) => accessType)).toEqual([1, 7]);
    const { trace } = tracking[1];
    expect(trace.outcome).toBe('error');
    expect(trace.note).toBe('The run was cut off: the server ended, and no action after this one ran.');
    expect(trace.actions).toMatchObject([
      { action: 'PSActionIncrementValue', before: 0, after: 1 },
      { action: 'PSActionURL', request: { status: 200 } },
      { action: 'PSActionURL', error: 'The server ended before this request was answered.' },
    ]);
    const stored = await readStored(first.dataDir, hashedSerialNumber);
    // The pass shows a field once it is scanned, so that its devices have to hear of it.
    expect(stored).toMatchObject({ points: 1, scans: 1, pass: { access: { 7: { count: 1 } } } });
    await next.end('SIGTERM');
  }
});
