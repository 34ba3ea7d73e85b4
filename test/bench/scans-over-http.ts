// Measures scans by a server in a process of its own, over connections that stay open; this process
// sends them.
import { strictEqual } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import autocannon from 'autocannon';
import Sqlite from 'better-sqlite3';
import { Pool } from 'undici';
import { OWNER } from '../fixtures/open-app.ts';
import { overridesOf, POINTS, SHOP_CARD } from './bench-app.ts';
import { inTurns, spreadOf } from './rounds.ts';
import { type Effort, limitRow, type Row, rateRow } from './row.ts';
import { type Served, startBareServer, startServer } from './served.ts';

export const CONNECTIONS = 64;

export async function scansOverHttp(effort: Effort): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'passwright-bench-'));
  const server = await startServer(folder);
  try {
    const shop = await openShop(server, effort.quick ? 100 : 1000);
    const bare = await startBareServer({ folder, ...(await shop.sample()) });
    const seconds = effort.quick ? 1 : 3;
    const figures = await inTurns(Math.min(effort.rounds, 7), {
      ours: () => shop.load(seconds),
      bare: async () => (await load(bare.origin, seconds, shop.requests, isUpdated)).rate,
    });
    await bare.stop();
    const late: number[] = [];
    for (let round = 0; round < Math.min(effort.rounds, 5); round++) {
      late.push(await shop.pace(spreadOf(figures.ours).median / 2, seconds));
    }
    shop.check(folder);
    const reference = { name: 'node:http, a commit a group', figures: figures.bare };
    return [
      rateRow('scan over HTTP, to a bare node:http server', figures.ours, reference, { atLeast: 0.6 }),
      limitRow('  p99 at half of that', late, { atMost: 10 }),
    ];
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An account with a template and passes, and the requests that scan them. */
export async function openShop({ origin, call }: Served, passes: number) {
  const { clientHash } = await call('login', OWNER);
  const template = { clientHash, templateName: 'Bakery', passConstructor: SHOP_CARD };
  const { templateHash } = await call('insertUpdateTemplate', template);
  const hashes: unknown[] = [];
  for (let number = 0; number < passes; number++) {
    const fields = { clientHash, templateHash, ...overridesOf(number) };
    hashes.push((await call('createPassFromTemplateFields', fields)).hashedSerialNumber);
  }
  const requests = scanRequests(clientHash, hashes);
  let answered = 0;
  return {
    requests,
    /** What a bare server needs to do the same: rows, hashes, a trace and an answer of this shop. */
    async sample() {
      const pass = { clientHash, hashedSerialNumber: hashes[0] };
      const answer = await call('trackPassAccess', { ...pass, accessType: 7 });
      answered++;
      const { tracking } = await call('passTracking', { ...pass, trace: true });
      const trace = JSON.stringify((tracking as { readonly trace: unknown }[]).at(-1)!.trace);
      return { row: JSON.stringify(overridesOf(0)), trace, key: POINTS, hashes: hashes as string[], answer };
    },
    async load(duration: number) {
      const result = await load(origin, duration, requests, isUpdated);
      answered += result.answered;
      return result.rate;
    },
    /**
     * Scans at this rate in even steps; answers the p99 of the time from when each scan was due to
     * its answer, in ms.
     */
    async pace(rate: number, seconds: number): Promise<number> {
      const taken = await paced([origin], requests, rate, seconds);
      answered += taken.length;
      return p99(taken);
    },
    /**
     * Throws unless every answered scan was stored; a request cut off at the end of a turn may have
     * been stored too.
     */
    check(folder: string) {
      const client = new Sqlite(join(folder, 'passwright.sqlite'), { readonly: true });
      try {
        const one = (sql: string) => client.prepare<[], number>(sql).pluck().get()!;
        const events = one('SELECT count(*) FROM events WHERE access_type = 7 AND logged');
        strictEqual(one(`SELECT sum(json_extract(overrides, '$.${POINTS}')) FROM passes`), passes + events);
        if (events < answered) throw new Error(`${answered} scans were answered, ${events} are stored.`);
      } finally {
        client.close();
      }
    },
  };
}

/**
 * Sends scans at this rate in even steps, to the servers in turns; answers the times from when each
 * was due to its answer, in ms.
 */
export async function paced(
  origins: readonly string[],
  requests: readonly ScanRequest[],
  rate: number,
  seconds: number,
): Promise<number[]> {
  const pools = origins.map((origin) => new Pool(origin, { connections: CONNECTIONS / origins.length, pipelining: 1 }));
  const taken: number[] = [];
  const scan = async (number: number, due: number) => {
    const { body } = await pools[number % pools.length]!.request(requests[number % requests.length]!);
    if (!isUpdated(await body.text())) throw new Error('A scan changed nothing.');
    taken.push(performance.now() - due);
  };
  const start = performance.now();
  const scans: Promise<void>[] = [];
  for (let now = start; now < start + seconds * 1000; now = performance.now()) {
    for (; scans.length < ((now - start) * rate) / 1000; )
      scans.push(scan(scans.length, start + (scans.length * 1000) / rate));
    await wait(1);
  }
  await Promise.all(scans);
  await Promise.all(pools.map((pool) => pool.close()));
  return taken;
}

export function p99(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.99)]!;
}

/** The request of one scan. */
export interface ScanRequest {
  readonly method: 'POST';
  readonly path: string;
  readonly headers: { readonly 'content-type': string };
  readonly body: string;
}

/** The requests that scan these passes. */
export function scanRequests(clientHash: unknown, hashes: readonly unknown[]): ScanRequest[] {
  return hashes.map((hashedSerialNumber) => ({
    method: 'POST',
    path: '/api/trackPassAccess.php',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientHash, hashedSerialNumber, accessType: 7 }),
  }));
}

export function isUpdated(body: unknown): boolean {
  return String(body).includes('"updated":true');
}

/**
 * Answers how many requests the server answers in this many seconds, over connections that stay
 * open.
 */
async function load(
  origin: string,
  duration: number,
  requests: autocannon.Request[],
  verifyBody: (body: unknown) => boolean,
): Promise<{ rate: number; answered: number }> {
  const result = await autocannon({ url: origin, connections: CONNECTIONS, duration, requests, verifyBody });
  const { errors, timeouts, non2xx, mismatches } = result;
  strictEqual(errors + timeouts + non2xx + mismatches, 0, `${errors} errors, ${non2xx} refused, ${mismatches} wrong`);
  return { rate: result.requests.total / result.duration, answered: result['2xx'] };
}
