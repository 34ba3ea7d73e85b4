// Measures scans inside one process: one at a time, and 64 in flight, with the durability of a
// server.
import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { accountOf } from '../../src/operations/access/authenticate.ts';
import { UNCALLED } from '../../src/operations/depth.ts';
import { trackAccess } from '../../src/operations/events/track-access.ts';
import { SCAN } from '../../src/rules/passes/facts.ts';
import type { RunTrace } from '../../src/rules/triggers/trace.ts';
import type { JsonValue } from '../../src/rules/values/values.ts';
import { en } from '../../src/ui/texts/en/index.ts';
import type { TestApp } from '../fixtures/open-app.ts';
import { openBareStatements } from './bare-statements.ts';
import { type BenchApp, makePasses, openBenchApp, POINTS } from './bench-app.ts';
import { openRawScans, type RawGiven, rawHashes } from './raw-scans.ts';
import { inTurns, timed } from './rounds.ts';
import { type Effort, type Row, speedRow, timeRow } from './row.ts';

export const IN_FLIGHT = 64;
const TOGETHER = `${IN_FLIGHT} in flight, FULL, to the raw one-by-one rate`;
const BARE = '  its SQL statements alone, run bare';
/**
 * Linux's file system in memory, where waiting for the disk costs nothing and only the work itself
 * remains.
 */
export const MEMORY = '/dev/shm';

export async function scans(effort: Effort): Promise<Row[]> {
  const onDisk = await inFolder(effort, tmpdir());
  const oneOnDisk = [
    timeRow('scan one at a time, FULL, to a raw loop', onDisk.ours, onDisk.raw, { atMost: 1.6 }),
    timeRow(BARE, onDisk.bare, onDisk.raw, null),
  ];
  const together = speedRow(TOGETHER, onDisk.together, onDisk.raw, { atLeast: 4 });
  if (!existsSync(MEMORY)) return [...oneOnDisk, together];
  const inMemory = await inFolder(effort, MEMORY);
  return [
    ...oneOnDisk,
    timeRow('the same on a disk that never waits', inMemory.ours, inMemory.raw, { atMost: 2.5 }),
    timeRow(BARE, inMemory.bare, inMemory.raw, null),
    together,
  ];
}

async function inFolder(effort: Effort, parent: string) {
  const passes = effort.quick ? 100 : 1000;
  const bench = await openBenchApp(parent);
  try {
    const hashes = await makePasses(bench, passes);
    const scanner = openScanner(bench, hashes);
    await scanner.scan();
    const raw = openRawScans(bench.dataDir, { ...(await rawRow(bench, hashes[0]!)), hashes: rawHashes(passes) });
    // After the first scan of each pass, which also counts the pass as scanned.
    for (let made = 1; made < passes; made++) await scanner.scan();
    const bare = await openBareStatements(bench.dataDir, passes, scanner.scan);
    try {
      const calls = effort.quick ? 200 : 1000;
      const figures = await inTurns(effort.rounds, {
        ours: () => timed(calls, scanner.scan),
        together: () => inFlight(calls, scanner.scan),
        raw: () => timed(calls, raw.scan),
        bare: () => timed(calls, bare.scan),
      });
      await scanner.check();
      raw.check();
      return { ...figures, raw: { name: 'raw better-sqlite3', figures: figures.raw } };
    } finally {
      raw.close();
      bare.close();
    }
  } finally {
    await bench.close();
  }
}

/** Nanoseconds a call, while a fixed number of calls run at any time. */
export async function inFlight(calls: number, call: () => Promise<void>): Promise<number> {
  const all = calls * 4;
  let started = 0;
  const next = async () => {
    while (started++ < all) await call();
  };
  const start = process.hrtime.bigint();
  await Promise.all(Array.from({ length: IN_FLIGHT }, next));
  return Number(process.hrtime.bigint() - start) / all;
}

export interface Scanner {
  /** Scans the next pass. */
  scan(): Promise<void>;
  /** Deletes the push jobs, as delivery does: the next scan of a pass writes a new one. */
  deliver(): void;
  /** Throws unless points, counts, events, traces and jobs match the scans. */
  check(): Promise<void>;
  /** The number of scans so far. */
  made(): number;
}

export function openScanner({ test, dataDir }: BenchApp, hashes: readonly string[]): Scanner {
  const { context } = test.app;
  const file = join(dataDir, 'passwright.sqlite');
  let scans = 0;
  let delivered = 0;
  return {
    deliver() {
      const client = new Sqlite(file);
      client.exec('DELETE FROM jobs');
      client.close();
      delivered = scans;
    },
    async scan() {
      const hashedSerialNumber = hashes[scans++ % hashes.length]!;
      const input = { hashedSerialNumber, accessType: SCAN, depth: UNCALLED, words: en.sentences } as const;
      const account = await accountOf(context, test.clientHash);
      const { updated } = await trackAccess(context, account, input);
      if (updated !== true) throw new Error('A scan changed nothing.');
    },
    made: () => scans,
    async check() {
      const client = new Sqlite(file, { readonly: true });
      try {
        const one = (sql: string) => client.prepare<[], number>(sql).pluck().get();
        strictEqual(one(`SELECT sum(json_extract(overrides, '$.${POINTS}')) FROM passes`), hashes.length + scans);
        strictEqual(one(`SELECT sum(json_extract(access, '$.7.count')) FROM passes`), scans);
        strictEqual(one("SELECT count(*) FROM events WHERE access_type = 7 AND logged AND outcome = 'fired'"), scans);
        const scanned = Math.min(scans - delivered, hashes.length);
        strictEqual(one("SELECT count(*) FROM jobs WHERE kind = 'push_pass'"), scanned);
      } finally {
        client.close();
      }
      const last = hashes[(scans - 1) % hashes.length]!;
      const { outcome, actions } = (await newestTrace(test, last)) as unknown as RunTrace;
      deepStrictEqual([outcome, actions.length], ['fired', 2]);
      ok(actions.every(({ condition }) => condition !== undefined));
    },
  };
}

/** The trace of a pass's newest event. */
async function newestTrace({ app: { context } }: TestApp, hash: string): Promise<JsonValue> {
  const { pass } = (await context.store.passByHash(hash))!;
  const { events } = await context.store.eventsOfPass(pass.id, { before: Number.MAX_SAFE_INTEGER, count: 1 });
  return events[0]!.trace!;
}

/** For the raw loop: the JSON of one of the app's rows, and of one of its traces. */
async function rawRow({ dataDir, test }: BenchApp, scanned: string): Promise<Omit<RawGiven, 'hashes'>> {
  const client = new Sqlite(join(dataDir, 'passwright.sqlite'), { readonly: true });
  try {
    const row = client.prepare<[], string>('SELECT overrides FROM passes ORDER BY id LIMIT 1').pluck().get()!;
    const trace = JSON.stringify(await newestTrace(test, scanned));
    ok(row.length > 1000 && row.length < 1400, `A row holds ${row.length} characters.`);
    return { row, trace, key: POINTS };
  } finally {
    client.close();
  }
}
