// This server beside the least that could do a scan over HTTP, Fastify with better-sqlite3 by hand:
// time to start, memory before and after very many scans, scans a second.
import { strictEqual } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { overridesOf, POINTS } from './bench-app.ts';
import { PEERS, peersAreInstalled, versioned } from './peers-installed.ts';
import { freePort, type Running, residentOf, started, startedOn, stop } from './processes.ts';
import { rawHashes } from './raw-scans.ts';
import { inTurns } from './rounds.ts';
import { type Effort, limitRow, type Row, rateRow, sizeRow, timeRow } from './row.ts';
import { openShop } from './scans-over-http.ts';
import { startServer } from './served.ts';

const CONNECTIONS = 64;
/** In seconds: a loaded machine may take long, and only a lost scan is wrong. */
const LONGEST_ANSWER = 60;
interface Contestant {
  start(): Promise<Running>;
  /** The requests that scan, one after the other. */
  readonly requests: readonly autocannon.Request[];
}

export async function serversOfPeers(effort: Effort): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'passwright-bench-'));
  const scans = effort.quick ? 500 : 100_000;
  try {
    const ours = await passwright(join(folder, 'ours'), effort);
    const facts = await factsOf(ours, scans);
    if (!peersAreInstalled()) {
      return [{ ...limitRow('start', [facts.took / 1e6], null), reference: 'peers are not installed' }];
    }
    const bare = fastify(mkdtempSync(join(folder, 'bare-')));
    // The first start makes the database.
    await factsOf(bare, 1);
    const bareFacts = await factsOf(bare, scans);
    const starts = await inTurns(effort.quick ? 2 : 7, {
      ours: () => startOnly(ours),
      bare: () => startOnly(bare),
    });
    const name = `bare ${versioned(PEERS, 'fastify')} + better-sqlite3`;
    const count = scans.toLocaleString('en');
    return [
      rateRow(
        'scans a second over HTTP, 64 connections',
        [facts.rate],
        { name: `${name}, a commit a scan`, figures: [bareFacts.rate] },
        null,
      ),
      timeRow('start, to the first answer', starts.ours, { name, figures: starts.bare }, null),
      sizeRow('memory when idle', [facts.idle], { name, figures: [bareFacts.idle] }, null),
      sizeRow(`memory after ${count} scans`, [facts.after], { name, figures: [bareFacts.after] }, null),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function factsOf(contestant: Contestant, scans: number) {
  const { child, origin, took } = await contestant.start();
  await wait(1000);
  const idle = residentOf(child.pid!);
  const load = { connections: Math.min(CONNECTIONS, scans), amount: scans, timeout: LONGEST_ANSWER };
  const verifyBody = (body: unknown) => String(body).includes('"updated":true');
  const result = await autocannon({ url: origin, ...load, requests: [...contestant.requests], verifyBody });
  const { errors, timeouts, non2xx, mismatches } = result;
  strictEqual(errors + timeouts + non2xx + mismatches, 0, `${errors} errors, ${non2xx} refused, ${mismatches} wrong`);
  const after = residentOf(child.pid!);
  await stop(child);
  const seconds = (result.finish.getTime() - result.start.getTime()) / 1000;
  return { took, idle, after, rate: scans / seconds };
}

async function startOnly(contestant: Contestant): Promise<number> {
  const { child, took } = await contestant.start();
  await stop(child);
  return took;
}

/** The built server, whose database holds a shop already. */
async function passwright(folder: string, effort: Effort): Promise<Contestant> {
  const server = await startServer(folder);
  const { requests } = await openShop(server, effort.quick ? 100 : 1000);
  await server.stop();
  return { requests, start: () => startedOn(folder) };
}

function fastify(folder: string): Contestant {
  const program = fileURLToPath(new URL(`./fastify-server${extname(import.meta.url)}`, import.meta.url));
  const hashes = rawHashes(1000);
  const requests = hashes.map((hash) => ({
    method: 'POST' as const,
    path: '/scan',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ hash }),
  }));
  const trace = { outcome: 'fired', actions: Array(3).fill('one of three actions, and why it ran '.repeat(2)) };
  const given = { row: JSON.stringify(overridesOf(1)), trace: JSON.stringify(trace), key: POINTS, hashes };
  const start = async () => {
    const port = await freePort();
    return started([program, PEERS, folder, String(port), JSON.stringify(given)], {}, port);
  };
  return { requests, start };
}
