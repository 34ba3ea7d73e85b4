// Many times more scans than a server can do, for a while: what it answers, how fast it refuses the
// rest, how much memory it holds, and how soon it is as before.
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { residentOf } from '../bench/processes.ts';
import { connect } from '../fixtures/scenarios/processes.ts';
import { login, makeCountingPass, POINTS, startTill } from '../fixtures/scenarios/till.ts';
import type { Order, Outcome } from './generator.ts';

export interface OverloadOptions {
  /** How many times the rate that the server does alone. */
  readonly times: number;
  readonly seconds: number;
  readonly connections: number;
  readonly generators: number;
}

export interface Overload {
  /** Scans a second that the server does when 64 connections ask one after the other. */
  readonly peak: number;
  readonly wanted: number;
  readonly outcomes: readonly Outcome[];
  /** Seconds of the overload -> MiB that the server holds. */
  readonly resident: readonly number[];
  /** MiB before, and ten seconds after. */
  readonly residentBefore: number;
  readonly residentAfter: number;
  /** In ms, and how many of them were not answered 200. */
  readonly probes: { readonly took: readonly number[]; readonly failed: number };
  /** In ms from the end until scans are answered at once again. */
  readonly recovery: number;
  /** Acknowledged scans that are not stored, and stored ones that count twice or never. */
  readonly lost: number;
  readonly doubled: number;
}

const PASSES = 200;
const PEAK_SECONDS = 5;

export async function overload({ times, seconds, connections, generators }: OverloadOptions): Promise<Overload> {
  const server = await startTill({ CREATION_LIMIT: '1000000' });
  const client = connect(server, 8);
  const clientHash = await login(client);
  const first = await makeCountingPass(client, clientHash);
  const { templateHash } = await client.call('passInfo', { clientHash, hashedSerialNumber: first });
  const passes = [first];
  while (passes.length < PASSES) {
    const made = await client.call('createPassFromTemplateFields', { clientHash, templateHash });
    passes.push(made.hashedSerialNumber);
  }
  const order = { port: server.port, clientHash, passes };
  const one = { ...order, name: 'alone', connections: 64, rate: null, seconds: PEAK_SECONDS };
  const [alone] = (await generate([one])) as [Outcome];
  const peak = alone.done.length / PEAK_SECONDS;

  const pid = server.child.pid!;
  const resident = () => Math.round(residentOf(pid) / 1024 ** 2);
  const residentBefore = resident();
  const curve: number[] = [];
  const watch = setInterval(() => curve.push(resident()), 1000);
  const probing = probe(server.port);
  const orders = Array.from({ length: generators }, (_, number) => ({
    ...order,
    name: `g${number}`,
    connections: Math.floor(connections / generators),
    rate: (peak * times) / generators,
    seconds,
  }));
  const outcomes = await generate(orders);
  clearInterval(watch);
  const recovery = await recovered(client, clientHash, first);
  const probes = await probing.end();
  await pause(10_000);
  const residentAfter = resident();
  const after = await lastScans(client, clientHash, first);
  await server.end('SIGTERM');
  const acknowledged = [alone, ...outcomes].flatMap(({ done }) => done);
  const checked = check(join(server.dataDir, 'passwright.sqlite'), acknowledged, recovery.scans + after);
  return {
    peak,
    wanted: peak * times,
    outcomes,
    resident: curve,
    residentBefore,
    residentAfter,
    probes,
    recovery: recovery.ms,
    ...checked,
  };
}

/** Runs each order in a process of its own; all begin when each has its connections. */
async function generate(orders: readonly Order[]): Promise<Outcome[]> {
  const file = fileURLToPath(new URL('./generator.ts', import.meta.url));
  const children = orders.map((order) => {
    const child = fork(file, { serialization: 'advanced' });
    child.send(order);
    return child;
  });
  try {
    await Promise.all(children.map(message));
    const outcomes = children.map(message) as Promise<Outcome>[];
    for (const child of children) child.send('begin');
    return await Promise.all(outcomes);
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}

function message(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`A generator ended with ${code}.`)));
  });
}

/** Asks /healthz and /readyz again and again, as a load balancer does. */
function probe(port: number) {
  const took: number[] = [];
  let failed = 0;
  let isOver = false;
  const asking = (async () => {
    for (let turn = 0; !isOver; turn++) {
      const began = performance.now();
      const path = turn % 2 === 0 ? '/healthz' : '/readyz';
      const status = await fetch(`http://127.0.0.1:${port}${path}`).then(
        (response) => response.text().then(() => response.status),
        () => 0,
      );
      if (status !== 200) failed++;
      took.push(performance.now() - began);
      await pause(200);
    }
  })();
  return {
    end: async () => {
      isOver = true;
      await asking;
      return { took, failed };
    },
  };
}

type Client = ReturnType<typeof connect>;

/** Scans one after the other until ten in a row are answered within 100 ms each. */
async function recovered(client: Client, clientHash: string, pass: string): Promise<{ ms: number; scans: number }> {
  const start = performance.now();
  let scans = 0;
  let begun = start;
  for (let inTime = 0; inTime < 10 && performance.now() - start < 60_000; ) {
    const began = performance.now();
    const answer = await client.call('trackPassAccess', { clientHash, hashedSerialNumber: pass, accessType: 7 });
    if (answer.success === true) scans++;
    const isInTime = answer.success === true && performance.now() - began < 100;
    if (isInTime && inTime === 0) begun = began;
    inTime = isInTime ? inTime + 1 : 0;
  }
  return { ms: Math.round(begun - start), scans };
}

async function lastScans(client: Client, clientHash: string, pass: string): Promise<number> {
  const answer = await client.call('trackPassAccess', { clientHash, hashedSerialNumber: pass, accessType: 7 });
  return answer.success === true ? 1 : 0;
}

/** `keyless`: scans that were acknowledged without a key. */
function check(file: string, acknowledged: readonly string[], keyless: number) {
  const database = new Sqlite(file, { readonly: true });
  try {
    const keys = new Set(
      database
        .prepare<[], string>(
          "SELECT key FROM idempotency_keys WHERE scope LIKE 'trackPassAccess %' AND answer IS NOT NULL",
        )
        .pluck()
        .all(),
    );
    const lost = acknowledged.filter((key) => !keys.has(key)).length;
    const count = (sql: string) => database.prepare<[], number>(sql).pluck().get() ?? 0;
    const events = count('SELECT count(*) FROM events WHERE access_type = 7 AND logged');
    const points = count(`SELECT sum(json_extract(overrides, '$.${POINTS}')) FROM passes`);
    // A scan whose answer was lost on its way is stored once as well: each has a key or was keyless.
    return { lost, doubled: Math.abs(events - keys.size - keyless) + Math.abs(points - events) };
  } finally {
    database.close();
  }
}
