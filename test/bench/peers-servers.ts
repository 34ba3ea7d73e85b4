// This server beside the least that could do a scan over HTTP, Fastify with better-sqlite3 by hand:
// time to start, memory before and after very many scans, scans a second.
import { strictEqual } from 'node:assert';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { OWNER } from '../fixtures/open-app.ts';
import { PEERS, peersAreInstalled, versioned } from './peers-installed.ts';
import { inTurns } from './rounds.ts';
import { type Effort, limitRow, type Row, rateRow, sizeRow, timeRow } from './row.ts';
import { openShop } from './scans-over-http.ts';
import { startServer } from './served.ts';

const CONNECTIONS = 64;
/** How often a starting server is asked whether it answers, in ms. */
const ASKED_EVERY = 5;

interface Contestant {
  start(): Promise<Running>;
  /** The requests that scan, one after the other. */
  readonly requests: readonly autocannon.Request[];
}

interface Running {
  readonly child: ChildProcess;
  readonly origin: string;
  /** From the start of the process to its first answer, in nanoseconds. */
  readonly took: number;
}

export async function serversOfPeers(effort: Effort): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'passwright-bench-'));
  const scans = effort.quick ? 2000 : 100_000;
  try {
    const ours = await passwright(join(folder, 'ours'));
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
  const options = { connections: Math.min(CONNECTIONS, scans), amount: scans, requests: [...contestant.requests] };
  const verifyBody = (body: unknown) => String(body).includes('"updated":true');
  const result = await autocannon({ url: origin, ...options, verifyBody });
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
async function passwright(folder: string): Promise<Contestant> {
  const server = await startServer(folder);
  const { requests } = await openShop(server);
  await server.stop();
  const main = fileURLToPath(new URL('../../src/main.js', import.meta.url));
  const env = { DATA_DIR: folder, ADMIN_EMAIL: OWNER.email, ADMIN_PASSWORD: OWNER.password, LOG_FORMAT: 'json' };
  return { requests, start: async () => started([main], env, await freePort()) };
}

function fastify(folder: string): Contestant {
  const program = fileURLToPath(new URL(`./fastify-server${extname(import.meta.url)}`, import.meta.url));
  const requests = Array.from({ length: 1000 }, (_, pass) => ({
    method: 'POST' as const,
    path: '/scan',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ pass }),
  }));
  const start = async () => {
    const port = await freePort();
    return started([program, folder, String(port)], {}, port);
  };
  return { requests, start };
}

/** Starts a process and waits until it answers. */
async function started(args: readonly string[], env: Readonly<Record<string, string>>, port: number): Promise<Running> {
  const origin = `http://127.0.0.1:${port}`;
  const begun = process.hrtime.bigint();
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await answers(`${origin}/healthz`))) {
    if (child.exitCode !== null) throw new Error(`${args[0]} ended with ${child.exitCode}.`);
    await wait(ASKED_EVERY);
  }
  return { child, origin, took: Number(process.hrtime.bigint() - begun) };
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => resolve(false));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Bytes of memory that a process holds. */
function residentOf(pid: number): number {
  const status = `/proc/${pid}/status`;
  const kibibytes = existsSync(status)
    ? /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kibibytes) * 1024;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
