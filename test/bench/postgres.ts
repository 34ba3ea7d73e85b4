// Measures scans on a PostgreSQL that waits for its disk: in one process, and over HTTP by 1, 2 and 4
// servers, beside pgbench that sends the same statements.
import { strictEqual } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import autocannon from 'autocannon';
import pg from 'pg';
import { accountOf } from '../../src/operations/access/authenticate.ts';
import { UNCALLED } from '../../src/operations/depth.ts';
import { trackAccess } from '../../src/operations/events/track-access.ts';
import { SCAN } from '../../src/rules/passes/facts.ts';
import { en } from '../../src/ui/texts/en/index.ts';
import { startPostgres } from '../fixtures/postgres/server.ts';
import { type BenchApp, openBenchAppIn, overridesOf, POINTS } from './bench-app.ts';
import { hasPgbench, openPgbench, type Pgbench, type Scanned, statementsOf } from './pgbench.ts';
import { inTurns, spreadOf } from './rounds.ts';
import { type Effort, limitRow, perSecondRow, type Row, rateRow } from './row.ts';
import { inFlight } from './scans.ts';
import { CONNECTIONS, isUpdated, p99, paced, type ScanRequest, scanRequests } from './scans-over-http.ts';
import { type Served, startServer } from './served.ts';

/** Of each pass that the server makes. */
const COPIES = 9;
/** How many scans are recorded, of which the shortest is measured. */
const RECORDED = 3;
/** A server, its part of PostgreSQL and of the load need a core each, or they only wait for each other. */
const CORES_A_SERVER = 2;
const SECRET_KEY = 'a secret key for benchmarks alone, 32 bytes or more';

/** How much a run does. */
interface Extent {
  readonly passes: number;
  readonly servers: number;
  /** Of one turn. */
  readonly seconds: number;
  readonly rounds: number;
  /** Scans in process in one turn: a quarter of them. */
  readonly calls: number;
}

export async function postgres({ quick, rounds }: Effort): Promise<Row[]> {
  const extent = quick
    ? { passes: 100, servers: 2, seconds: 1, rounds: 1, calls: 200 }
    : { passes: 1000, servers: 4, seconds: 4, rounds: Math.min(rounds, 5), calls: 1000 };
  const folder = mkdtempSync(join(tmpdir(), 'passwright-bench-'));
  const database = await startPostgres({ isDurable: true, flags: ['shared_buffers=256MB', 'max_wal_size=2GB'] });
  try {
    const url = await database.create('bench');
    const prepared = await prepare(join(folder, 'prepare'), url, extent.passes);
    let pgbench: Pgbench | null = null;
    if (hasPgbench()) {
      const copy = await database.create('bare', 'bench');
      pgbench = await openPgbench(copy, prepared, quick ? [16] : [8, 16, 32, 64]);
    }
    try {
      return await measured(extent, { folder, url, pgbench, ...prepared });
    } finally {
      pgbench?.close();
    }
  } finally {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const environment = (url: string) => ({ DATABASE_URL: url, SECRET_KEY });

/**
 * Makes the passes, each scanned once; records the statements of one more scan. No pass is on a phone,
 * as in the other benchmark over HTTP, because servers would deliver pushes beside the scans: the
 * statement that adds a push runs and adds none.
 */
async function prepare(folder: string, url: string, passes: number) {
  const bench = await openBenchAppIn(folder, environment(url));
  try {
    const hashes: string[] = [];
    while (hashes.length < passes) {
      const numbers = Array.from({ length: 100 }, (_, index) => hashes.length + index);
      hashes.push(...(await Promise.all(numbers.map((n) => bench.test.pass(bench.templateHash, overridesOf(n))))));
    }
    const all = await copied(url, hashes);
    const scan = scannerOf(bench);
    await Promise.all(all.map(scan));
    const ids = await withClient(url, async (client) => {
      await client.query('VACUUM ANALYZE');
      const { rows } = await client.query('SELECT min(id)::int AS first, max(id)::int AS last FROM passes');
      return [rows[0].first, rows[0].last] as const;
    });
    strictEqual(ids[1] - ids[0], all.length - 1);
    // A pass that changes twice in a second has one statement more, as has the scan that notes when a
    // rule applied.
    await wait(2000);
    const recorded: { readonly calls: Awaited<ReturnType<typeof statementsOf>>; readonly scanned: Scanned }[] = [];
    for (const hash of all.slice(-RECORDED)) {
      const { id } = (await bench.test.app.context.store.passByHash(hash))!.pass;
      recorded.push({ calls: await statementsOf(() => scan(hash)), scanned: { id, hash } });
    }
    const [fewest] = recorded.sort((a, b) => a.calls.length - b.calls.length);
    return { ...fewest!, hashes: all, ids, clientHash: bench.test.clientHash, made: all.length + RECORDED };
  } finally {
    await bench.close();
  }
}

/**
 * Copies each pass, because passes that change several times a second wait for each other; answers the
 * hashes of all.
 */
async function copied(url: string, hashes: readonly string[]): Promise<readonly string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query(
      `INSERT INTO passes (template_id, serial_number, hash, authentication_token, update_tag, created_at, updated_at,
          accessed, access, overrides, pass_type_identifier, last_modified)
        SELECT template_id, serial_number || '.' || n, hash || '.' || n, authentication_token, update_tag, created_at,
          updated_at, accessed, access, overrides, pass_type_identifier, last_modified
        FROM passes, generate_series(1, $1) n RETURNING hash`,
      [COPIES],
    );
    return [...hashes, ...rows.map(({ hash }) => hash as string)];
  });
}

function scannerOf({ test }: BenchApp): (hash: string) => Promise<void> {
  const { context } = test.app;
  return async (hashedSerialNumber) => {
    const account = await accountOf(context, test.clientHash);
    const input = { hashedSerialNumber, accessType: SCAN, depth: UNCALLED, words: en.sentences } as const;
    const { updated } = await trackAccess(context, account, input);
    if (updated !== true) throw new Error('A scan changed nothing.');
  };
}

interface Given {
  readonly folder: string;
  readonly url: string;
  readonly pgbench: Pgbench | null;
  readonly hashes: readonly string[];
  readonly clientHash: string;
  /** Scans so far. */
  readonly made: number;
}

async function measured({ servers: most, seconds, rounds, calls }: Extent, given: Given): Promise<Row[]> {
  const { folder, url, pgbench, hashes, clientHash } = given;
  const requests = scanRequests(clientHash, hashes);
  let answered = given.made;
  const bench = await openBenchAppIn(join(folder, 'process'), environment(url));
  const servers: Served[] = [];
  try {
    const scan = scannerOf(bench);
    let next = 0;
    const inProcess = async () => {
      const nanoseconds = await inFlight(calls, () => scan(hashes[next++ % hashes.length]!));
      answered += calls * 4;
      return 1e9 / nanoseconds;
    };
    for (let number = 0; number < most; number++) {
      servers.push(await startServer(join(folder, `server-${number}`), environment(url)));
    }
    const origins = servers.map(({ origin }) => origin);
    const by = (count: number) => async () => {
      const results = await Promise.all(
        origins.slice(0, count).map((origin, turn) => load(origin, seconds, requests, CONNECTIONS / count, turn)),
      );
      for (const each of results) answered += each.answered;
      return results.reduce((sum, { rate }) => sum + rate, 0);
    };
    const figures = await inTurns(rounds, {
      inProcess,
      one: by(1),
      two: by(2),
      all: by(most),
      bare: () => pgbench?.rate(seconds) ?? 0,
    });
    const late: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const taken = await paced(origins.slice(0, 1), requests, spreadOf(figures.one).median / 2, seconds);
      answered += taken.length;
      late.push(p99(taken));
    }
    await check(url, hashes.length, answered);
    await pgbench?.check();
    const rows = (name: string, ours: readonly number[]) =>
      pgbench === null
        ? perSecondRow(`${name} (no pgbench here to compare with)`, ours, null)
        : rateRow(
            name,
            ours,
            { name: `pgbench, ${pgbench.clients()} clients`, figures: figures.bare },
            { atLeast: 0.5 },
          );
    const linear = (count: number, ours: readonly number[]) =>
      rateRow(`  by ${count} servers, to 1`, ours, { name: '1 server', figures: figures.one }, wantedOf(count));
    return [
      rows('PostgreSQL: scans in process, 64 in flight', figures.inProcess),
      rows('PostgreSQL: scans over HTTP, 1 server', figures.one),
      limitRow('  p99 at half of that', late, null),
      linear(2, figures.two),
      ...(most > 2 ? [linear(most, figures.all)] : []),
      rows(`PostgreSQL: scans over HTTP, ${most} servers`, figures.all),
    ];
  } finally {
    for (const server of servers) await server.stop();
    await bench.close();
  }
}

/** Nothing where the cores are used up before. */
function wantedOf(servers: number): Row['wanted'] {
  return availableParallelism() >= servers * CORES_A_SERVER + 1 ? { atLeast: 0.8 * servers } : null;
}

/** Scans over connections that stay open, each of which goes through the passes from another one on. */
async function load(
  origin: string,
  duration: number,
  requests: readonly ScanRequest[],
  connections: number,
  turn: number,
): Promise<{ readonly rate: number; readonly answered: number }> {
  let opened = 0;
  const result = await autocannon({
    url: origin,
    connections,
    duration,
    verifyBody: isUpdated,
    setupClient(client) {
      const from = Math.floor(((turn * connections + opened++) * requests.length) / CONNECTIONS);
      client.setRequests([...requests.slice(from), ...requests.slice(0, from)]);
    },
  });
  const { errors, timeouts, non2xx, mismatches } = result;
  strictEqual(errors + timeouts + non2xx + mismatches, 0, `${errors} errors, ${non2xx} refused, ${mismatches} wrong`);
  return { rate: result.requests.total / result.duration, answered: result['2xx'] };
}

/**
 * Throws unless every answered scan was stored; a request cut off at the end of a turn may have been
 * stored too.
 */
async function check(url: string, passes: number, answered: number): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query(`
      SELECT (SELECT count(*) FROM events WHERE access_type = ${SCAN} AND logged)::int AS events,
        (SELECT sum((overrides->>'${POINTS}')::int) FROM passes)::int AS points`);
    const { events, points } = rows[0] as { events: number; points: number };
    strictEqual(points, passes + events);
    if (events < answered) throw new Error(`${answered} scans were answered, ${events} are stored.`);
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
