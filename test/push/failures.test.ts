// What an owner reads when nobody can be pushed to: each way in which a connection fails, on real sockets.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { beforeAll, expect, test, vi } from 'vitest';
import type { PushIdentity } from '../../src/ports/push.ts';
import { failureSentence } from '../../src/push/failures.ts';
import { afterTest } from '../clean-up.ts';
import { makeIdentity, tokenOf } from '../fixtures/push/identities.ts';
import { listen, pushTo, standIn } from '../fixtures/push/pushing.ts';
import { serverCertificate } from '../fixtures/push/server-certificate.ts';

const TOKEN = tokenOf(7);
const host = '127.0.0.1';
let loyalty: PushIdentity;
let stranger: PushIdentity;
let rootPem: string;

beforeAll(async () => {
  const [one, other] = await Promise.all([
    makeIdentity(1, 'pass.com.example.loyalty'),
    makeIdentity(2, 'pass.com.example.stranger'),
  ]);
  ({ identity: loyalty, rootPem } = one);
  stranger = other.identity;
});

async function reasonOf(sending: Promise<{ verdict: string; status: number | null; reason: string | null }>) {
  const { verdict, status, reason } = await sending;
  expect({ verdict, status }).toEqual({ verdict: 'unavailable', status: null });
  return reason;
}

test('a server that is not trusted hears no push', async () => {
  const apns = await standIn({ clientCa: rootPem });
  for (const ca of [rootPem, null]) {
    expect(await reasonOf(pushTo(apns, { ca }).send(loyalty, TOKEN))).toMatch(
      /^The certificate that 127\.0\.0\.1:\d+ shows is not trusted \(\w+\)\. .* set APNS_CA\.$/,
    );
  }
  expect(apns.received).toEqual([]);
});

test('a certificate that APNs does not take, closed without a word', async () => {
  const apns = await standIn({ clientCa: rootPem });
  const push = pushTo(apns);
  expect(await reasonOf(push.send(stranger, TOKEN))).toMatch(
    /^APNs closed the connection as soon as it had seen the certificate of pass\.com\.example\.stranger, so it most likely refused it.*\.$/,
  );
  // The others go on.
  expect(await push.send(loyalty, TOKEN)).toMatchObject({ verdict: 'delivered' });
  expect(apns.received).toHaveLength(1);
});

test('a certificate that APNs does not take, with the alert of TLS', async () => {
  const port = await startOpenssl(rootPem);
  const push = pushTo({ host, port, ca: serverCertificate().ca });
  expect(await reasonOf(push.send(stranger, TOKEN))).toMatch(
    /^APNs refused the certificate of pass\.com\.example\.stranger: it does not know who issued it \(ERR_SSL_\w+\)\.$/,
  );
});

test('a certificate that APNs refuses when it closes the connection', async () => {
  const apns = await standIn({ clientCa: rootPem });
  apns.answer('hold');
  let now = 0;
  const push = pushTo(apns, { now: () => now });
  const sending = push.send(loyalty, TOKEN);
  await apns.waitFor(1);
  apns.goaway({ code: 11, reason: 'BadCertificate', taken: 1 });
  const reason = 'APNs refused the certificate of pass.com.example.loyalty: BadCertificate.';
  expect(await reasonOf(sending)).toBe(reason);
  await apns.waitForSessions(0);
  // Nothing was ever answered, so that was a failure, which is not tried again at once.
  expect(await reasonOf(push.send(loyalty, TOKEN))).toBe(reason);
  expect(apns.sessions()).toBe(1);
  now = 1_000;
  apns.answer({ status: 200 });
  expect(await push.send(loyalty, TOKEN)).toMatchObject({ verdict: 'delivered' });
});

test("a key that is not the certificate's", async () => {
  const apns = await standIn({ clientCa: rootPem });
  const mixed = { ...loyalty, privateKey: stranger.privateKey };
  expect(await reasonOf(pushTo(apns).send(mixed, TOKEN))).toMatch(
    /^Nobody can sign in to APNs with the certificate of pass\.com\.example\.loyalty: .* do not fit \(ERR_\w+\)\.$/,
  );
  const broken = { ...loyalty, certificate: new Uint8Array([1, 2, 3]) };
  expect(await reasonOf(pushTo(apns).send(broken, TOKEN))).toMatch(/^Nobody can sign in to APNs with .*\.$/);
  expect(apns.sessions()).toBe(0);
});

test('a server that does not speak HTTP/2', async () => {
  const { ca, cert, key } = serverCertificate();
  const port = await listen(tls.createServer({ cert, key, ALPNProtocols: ['http/1.1'] }));
  expect(await reasonOf(pushTo({ host, port, ca }).send(loyalty, TOKEN))).toBe(
    `127.0.0.1:${port} does not speak HTTP/2, so it is not APNs.`,
  );
});

test('a server that says nothing, and one whose name nobody knows', async () => {
  const port = await listen(net.createServer());
  const push = pushTo({ host, port, ca: '' }, { timing: { connectMs: 50 } });
  expect(await reasonOf(push.send(loyalty, TOKEN))).toBe(
    `APNs was not reached at 127.0.0.1:${port} (no connection within 50 ms).`,
  );
  // Port 1 has nobody; and a machine without IPv6 says so in another word.
  const v6 = pushTo({ host: '::1', port: 1, ca: '' });
  expect(await reasonOf(v6.send(loyalty, TOKEN))).toMatch(/^APNs was not reached at ::1:1 \(E\w+\)\.$/);
  const nowhere = pushTo({ host: 'apns.invalid', port: 443, ca: '' });
  expect(await reasonOf(nowhere.send(loyalty, TOKEN))).toMatch(
    /^APNs was not reached at apns\.invalid:443 \((?:ENOTFOUND|EAI_AGAIN)\)\.$/,
  );
});

test('a network that swallows everything is noticed by its pings', async () => {
  const apns = await standIn({ clientCa: rootPem });
  apns.answer('silence');
  const network = await startNetwork(apns.port);
  const push = pushTo({ host, port: network.port, ca: apns.ca }, { timing: { pingMs: 500 } });
  const sending = push.send(loyalty, TOKEN);
  await apns.waitFor(1);
  network.freeze();
  expect(await reasonOf(sending)).toBe('The connection to APNs was lost (no answer to a ping within 500 ms).');
});

test('a connection that was given up leaves no socket behind, whoever is silent', async () => {
  const apns = await standIn({ clientCa: rootPem });
  apns.answer('silence');
  const network = await startNetwork(apns.port);
  const timing = { requestMs: 1_000, pingMs: 1_500 };
  const push = pushTo({ host, port: network.port, ca: apns.ca }, { timing });
  const sending = push.send(loyalty, TOKEN);
  await apns.waitFor(1);
  network.freeze();
  const sockets = openSockets();
  expect(await reasonOf(sending)).toBe('APNs did not answer within 1000 ms.');
  await vi.waitFor(() => expect(openSockets()).toBe(sockets - 1), { timeout: 10_000 });
});

test.each([
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'it has expired'],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED', 'it was revoked'],
  ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'it is not one that it takes'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'it is not one that it takes'],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'the handshake failed'],
  ['ERR_SSL_TLSV1_ALERT_ACCESS_DENIED', 'access denied'],
])('the alert %s', (code, meaning) => {
  const error = Object.assign(new Error('alert'), { code });
  const failed = { host, port: 443, passTypeIdentifier: 'pass.a', stage: 'hello', error, goaway: null } as const;
  expect(failureSentence(failed)).toBe(`APNs refused the certificate of pass.a: ${meaning} (${code}).`);
});

/** A TLS server that checks certificates as OpenSSL does, with alerts; Node's own closes without one. Answers its port. */
async function startOpenssl(clientCa: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'passwright-alert-'));
  afterTest(() => rm(folder, { recursive: true, force: true }));
  const { cert, key } = serverCertificate();
  await writeFile(join(folder, 'server.pem'), cert + key);
  await writeFile(join(folder, 'ca.pem'), clientCa);
  const how = ['-accept', '127.0.0.1:0', '-cert', 'server.pem', '-CAfile', 'ca.pem', '-alpn', 'h2'];
  const child = spawn('openssl', ['s_server', ...how, '-Verify', '5', '-verify_return_error'], { cwd: folder });
  const ended = new Promise((resolve) => child.once('close', resolve));
  afterTest(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  let said = '';
  return new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
      const port = /^ACCEPT .*:(\d+)$/m.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('close', () => reject(new Error(`openssl ended: ${said}`)));
  });
}

/** A network between client and server, which at a word carries nothing any more, not even an end. */
async function startNetwork(to: number): Promise<{ readonly port: number; freeze(): void }> {
  let freeze = () => {};
  const server = net.createServer({ allowHalfOpen: true }, (near) => {
    const far = net.connect(to, host);
    near.pipe(far);
    far.pipe(near);
    far.on('error', () => {});
    afterTest(async () => far.destroy());
    freeze = () => {
      near.unpipe();
      far.unpipe();
    };
  });
  return { port: await listen(server), freeze: () => freeze() };
}

/** Of this process, whoever's they are. */
function openSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
}
