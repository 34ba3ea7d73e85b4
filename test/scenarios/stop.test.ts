// SIGTERM: what was begun is answered, nobody new is let in, and the process ends by itself with the database in order.
import { existsSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { afterTest } from '../clean-up.ts';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { type Answer, connect, type RunningServer } from '../fixtures/scenarios/processes.ts';
import { login, makeCountingPass, OWNER, POINTS, readStored, startTill } from '../fixtures/scenarios/till.ts';

/** A service that URL actions call, and that answers when it is told to. */
async function startSlowService() {
  const waiting: ServerResponse[] = [];
  const { promise: called, resolve: onCall } = withResolvers();
  const service = createServer((_, response) => {
    waiting.push(response);
    onCall();
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  afterTest(() => {
    service.closeAllConnections();
    return new Promise((resolve) => service.close(resolve));
  });
  const { port } = service.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    called,
    answer: () => waiting.splice(0).forEach((response) => void response.end()),
  };
}

/** When a log line was written, in ms since 1970. */
function timeOf(server: RunningServer, message: string): number {
  const line = server
    .stdout()
    .split('\n')
    .find((text) => text.includes(`"msg":"${message}"`));
  return JSON.parse(line ?? '{}').time;
}

function withResolvers() {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

test('a request in flight is answered, a new one is refused, and the process ends with 0', async () => {
  const service = await startSlowService();
  const server = await startTill({ OUTBOUND_ALLOW: service.host });
  const client = connect(server);
  const clientHash = await login(client);
  const passConstructor = pointsTemplate({
    triggers: {
      onScan: [
        { action: 'PSActionURL', url: `http://${service.host}/` },
        { action: 'PSActionIncrementValue', targetPath: POINTS, amount: 1 },
      ],
    },
  });
  const { templateHash } = await client.call('insertUpdateTemplate', {
    clientHash,
    templateName: 'Slow',
    passConstructor,
  });
  const { hashedSerialNumber } = await client.call('createPassFromTemplateFields', { clientHash, templateHash });

  const scan = client.call('trackPassAccess', { clientHash, hashedSerialNumber, accessType: 7 });
  // Awaited below; until then a failure of something else must not leave it unhandled.
  scan.catch(() => {});
  await service.called;
  server.child.kill('SIGTERM');
  await server.printed('"msg":"Passwright is stopping"');
  // A connection that waited in the system's queue when the server closed it is reset.
  await expect(connect(server).get('/healthz')).rejects.toThrow(/ECONNREFUSED|ECONNRESET/);
  expect(server.stdout()).not.toContain('Passwright has stopped');
  service.answer();
  expect(await scan).toMatchObject({ success: true, updated: true });

  expect(await server.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
  expect(server.stdout().trimEnd()).toMatch(/"msg":"Passwright has stopped"\}$/);
  // The log of changes went into the database file.
  expect(existsSync(join(server.dataDir, 'passwright.sqlite-wal'))).toBe(false);
  expect(await readStored(server.dataDir, hashedSerialNumber)).toMatchObject({ points: 1, scans: 1, integrity: 'ok' });
});

test('a server that drains is not ready, answers on, and ends at once at a second signal', async () => {
  const server = await startTill({ DRAIN_SECONDS: '300' });
  const client = connect(server, 4);
  const clientHash = await login(client);
  const pass = await makeCountingPass(client, clientHash);
  server.child.kill('SIGTERM');
  await server.printed('"msg":"Passwright is stopping"');
  const ready = await fetch(`${server.rootUrl}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([503, { status: 'stopping', checks: {} }]);
  const scan = await fetch(`${server.rootUrl}/api/trackPassAccess.php`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientHash, hashedSerialNumber: pass, accessType: 7 }),
  });
  expect([scan.status, scan.headers.get('connection')]).toEqual([200, 'close']);
  expect(await scan.json()).toMatchObject({ success: true, updated: true });
  expect(await server.end('SIGTERM')).toMatchObject({ code: null, signal: 'SIGTERM' });
  expect(server.stdout()).not.toContain('Passwright has stopped');
  expect(await readStored(server.dataDir, pass)).toMatchObject({ points: 1, integrity: 'ok' });
});

test('a server that has drained ends by itself', async () => {
  const server = await startTill({ DRAIN_SECONDS: '1' });
  expect(await server.end('SIGTERM')).toMatchObject({ code: 0, signal: null, stderr: '' });
  expect(timeOf(server, 'Passwright has stopped') - timeOf(server, 'Passwright is stopping')).toBeGreaterThanOrEqual(
    1000,
  );
});

test('clients that never stop asking do not keep it from ending', async () => {
  const server = await startTill();
  const clients = Array.from({ length: 8 }, () => connect(server));
  const clientHash = await login(clients[0]!);
  const pass = await makeCountingPass(clients[0]!, clientHash);
  const answers: Answer[] = [];
  const { promise: busy, resolve: onBusy } = withResolvers();
  const asking = clients.map(async (client) => {
    for (;;) {
      try {
        answers.push(await client.call('trackPassAccess', { clientHash, hashedSerialNumber: pass, accessType: 7 }));
      } catch {
        return;
      }
      if (answers.length === 100) onBusy();
    }
  });
  await busy;
  expect(await server.end('SIGTERM')).toMatchObject({ code: 0, signal: null, stderr: '' });
  await Promise.all(asking);
  // By its own clock it took a moment, and not until somebody's patience ended.
  expect(timeOf(server, 'Passwright has stopped') - timeOf(server, 'Passwright is stopping')).toBeLessThan(10_000);
  // Whoever got an answer got a whole one, and what was answered was stored.
  expect(answers.filter((answer) => answer.success !== true)).toEqual([]);
  const stored = await readStored(server.dataDir, pass);
  expect(stored.points).toBe(stored.scans);
  expect(stored.scans).toBeGreaterThanOrEqual(answers.length);
  // At most one request of each client was taken in and lost its connection before the answer.
  expect(stored.scans - answers.length).toBeLessThanOrEqual(clients.length);
});

test('pages that are kept up to date are ended, and do not keep it from ending', async () => {
  const server = await startTill();
  const root = `http://127.0.0.1:${server.port}`;
  const form = { method: 'POST', redirect: 'manual', body: new URLSearchParams(OWNER) } as const;
  const login = await fetch(`${root}/login`, { ...form, headers: { origin: root } });
  const cookie = login.headers.get('set-cookie')!.split(';')[0]!;
  const stream = await fetch(`${root}/today/live`, { headers: { cookie } });
  expect(stream.status).toBe(200);
  const reader = stream.body!.getReader();
  await reader.read();
  server.child.kill('SIGTERM');
  // A connection that was cut off would reject.
  for (let isDone = false; !isDone; ) isDone = (await reader.read()).done;
  expect(await server.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
  expect(timeOf(server, 'Passwright has stopped') - timeOf(server, 'Passwright is stopping')).toBeLessThan(10_000);
});

test('the server outlives the program that reads its log', async () => {
  const server = await startTill();
  const client = connect(server);
  server.child.stdout!.destroy();
  for (let count = 0; count < 5; count++) expect((await client.get('/no/such/page')).status).toBe(404);
  expect(await login(client)).toMatch(/^1-/);
  const ended = await server.end('SIGTERM');
  expect(ended.code).toBe(0);
  expect(ended.stderr.match(/The log cannot be written: .*EPIPE/g)).toHaveLength(1);
});
