// Two servers behind the proxies of examples/deploy/: both are scanned, one stops and starts again
// while scans go on, and none of them is lost.
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { packageRoot } from '../../src/examples.ts';
import { isThere, pathOf } from '../fixtures/deploy/programs.ts';
import { type ProxyName, startProxy, writeNginx } from '../fixtures/deploy/proxy.ts';
import { type Databases, databases } from '../fixtures/postgres/databases.ts';
import { serverCertificate } from '../fixtures/push/server-certificate.ts';
import { type Client, connect, freePort, startServer, temporaryFolder } from '../fixtures/scenarios/processes.ts';
import { login, makeCountingPass, OWNER } from '../fixtures/scenarios/till.ts';

// Whole servers and other programs start here, beside other tests.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const TILLS = 8;
const MOST_RETRIES = 3;

let all: Databases;
beforeAll(async () => {
  all = await databases();
});
afterAll(() => all.stop());

/** Two servers on one PostgreSQL, with a pass of their account. */
async function startTwo() {
  const url = await all.empty();
  const begin = async () => {
    const port = await freePort();
    const env = {
      ...{ DATABASE_URL: url, SECRET_KEY: 'one secret key for all of the servers..', PORT: String(port) },
      ...{ DRAIN_SECONDS: '5', ADMIN_EMAIL: OWNER.email, ADMIN_PASSWORD: OWNER.password },
      ...{ APNS_HOST: '127.0.0.1', APNS_PORT: '1', DATA_DIR: join(await temporaryFolder(), 'data') },
    };
    return { env, port, server: await startServer(env) };
  };
  const [one, other] = [await begin(), await begin()];
  const client = connect({ port: one.port });
  const pass = await makeCountingPass(client, await login(client));
  return { url, pass, one, other };
}

/** How many scans of all servers are stored. */
async function storedScans(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query('SELECT count(*)::integer AS scans FROM events WHERE access_type = 7');
    return rows[0].scans;
  } finally {
    await client.end();
  }
}

/** How many scans a server has answered since its start, by its own count. */
async function answeredBy(port: number): Promise<number> {
  const { text } = await connect({ port }).get('/metrics');
  const lines = [...text.matchAll(/^passwright_http_request_duration_seconds_count\{.*trackPassAccess.*\} (\d+)$/gm)];
  return lines.reduce((sum, [, count]) => sum + Number(count), 0);
}

let rounds = 0;

/** Scans from several tills until `enough` says so; how many were acknowledged, and what else was answered. */
async function scanUntil(client: Client, clientHash: string, pass: string, enough: (acknowledged: number) => boolean) {
  let [acknowledged, begun] = [0, 0];
  const failures: string[] = [];
  let retries = 0;
  rounds += 1;
  const round = rounds;
  const scan = JSON.stringify({ clientHash, hashedSerialNumber: pass, accessType: 7 });
  const till = async () => {
    while (!enough(acknowledged)) {
      begun += 1;
      const headers = { 'content-type': 'application/json', 'idempotency-key': `scan-${round}-${begun}` };
      const send = () =>
        client.request('POST', '/api/trackPassAccess.php', headers, scan).then(
          ({ status, text }) => (status === 200 && text.includes('"success":true') ? null : `${status} ${text}`),
          (error) => String(error),
        );
      let failure = await send();
      // A proxy does not send a POST again that a server may have read: tills do, with the same key.
      for (let retry = 0; failure !== null && retry < MOST_RETRIES; retry++) {
        retries += 1;
        failure = await send();
      }
      if (failure === null) acknowledged += 1;
      else failures.push(failure.slice(0, 200));
    }
  };
  await Promise.all(Array.from({ length: TILLS }, till));
  return { acknowledged, retries, failures: [...new Set(failures)] };
}

describe.each<ProxyName>(['caddy', 'nginx'])('%s', (name) => {
  test.skipIf(!isThere(name))('scans go through both servers, also while one stops and starts again', async () => {
    const { url, pass, one, other } = await startTwo();
    const proxy = await startProxy(name, [one.port, other.port]);
    const client = connect(proxy, TILLS);
    const clientHash = await login(client);

    const both = await scanUntil(client, clientHash, pass, (done) => done >= 200);
    expect(both.failures).toEqual([]);
    const shares = [await answeredBy(one.port), await answeredBy(other.port)];
    expect(Math.min(...shares)).toBeGreaterThan(20);

    // One server stops while the tills go on, and they go on for a while without it.
    let after = Number.POSITIVE_INFINITY;
    let done = 0;
    const stopped = one.server.end('SIGTERM').then(() => {
      after = done + 200;
    });
    const meanwhile = await scanUntil(client, clientHash, pass, (count) => {
      done = count;
      return count >= after;
    });
    await stopped;
    expect(meanwhile.failures).toEqual([]);
    // At most what was under way on each connection when the server closed it.
    expect(meanwhile.retries).toBeLessThanOrEqual(TILLS);

    // It comes back, and gets scans again.
    await startServer(one.env);
    const back = await scanUntilBack(client, clientHash, pass, async () => (await answeredBy(one.port)) > 0);
    expect(back.failures).toEqual([]);

    expect(await storedScans(url)).toBe(both.acknowledged + meanwhile.acknowledged + back.acknowledged);
    expect((await client.get('/metrics')).status).toBe(404);
  });
});

/** Scans in rounds until the server that came back has answered some. */
async function scanUntilBack(client: Client, clientHash: string, pass: string, isBack: () => Promise<boolean>) {
  let acknowledged = 0;
  for (let round = 0; round < 500; round++) {
    const part = await scanUntil(client, clientHash, pass, (done) => done >= 50);
    acknowledged += part.acknowledged;
    if (part.failures.length > 0 || (await isBack())) return { acknowledged, failures: part.failures };
  }
  throw new Error('The server that came back got no scan.');
}

test.skipIf(!isThere('caddy'))('Caddy takes the file as it is', async () => {
  const config = join(packageRoot(), 'examples/deploy/proxy/Caddyfile');
  const env = { HOME: await temporaryFolder(), ADDRESS: 'passes.example.com', SERVERS: 'one:8080 two:8080' };
  execFileSync(pathOf('caddy')!, ['validate', '--adapter', 'caddyfile', '--config', config], { env, stdio: 'pipe' });
  // In the form of Caddy's own formatter.
  expect(() => execFileSync(pathOf('caddy')!, ['fmt', config], { env, stdio: 'pipe' })).not.toThrow();
});

test.skipIf(!isThere('nginx'))('nginx takes the file as it is, with a certificate', async () => {
  const place = await temporaryFolder();
  const { cert, key } = serverCertificate();
  await writeFile(join(place, 'cert.pem'), cert);
  await writeFile(join(place, 'key.pem'), key);
  const config = await writeNginx(place, (site) =>
    site
      .replace(/\/etc\S+fullchain\.pem/, join(place, 'cert.pem'))
      .replace(/\/etc\S+privkey\.pem/, join(place, 'key.pem')),
  );
  execFileSync(pathOf('nginx')!, ['-t', '-c', config, '-p', place], { stdio: 'pipe' });
});
