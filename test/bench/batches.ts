// Measures a batch from its CSV to its passes, against raw inserts of the same rows into a database
// with the same tables; the memory that a large file takes; and scans while a batch is made.
import { ok, strictEqual } from 'node:assert';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { ownerOf } from '../../src/operations/access/caller.ts';
import { createBatch } from '../../src/operations/batches/create-batch.ts';
import { makeWholeBatch } from '../../src/operations/batches/make-batch.ts';
import type { Batch } from '../../src/ports/store/batches.ts';
import { configure } from '../../src/store/sqlite/engine/connection.ts';
import { readTable } from '../../src/tables/read.ts';
import { type BenchApp, makePasses, openBenchApp, POINTS } from './bench-app.ts';
import { type Effort, limitRow, memoryRow, type Row, timeRow } from './row.ts';
import { openScanner } from './scans.ts';

const NAME = 'structure_secondaryFields_name_value';
/** Rows of one commit of the raw inserts: as many as a batch commits at a time. */
const ROWS_AT_ONCE = 50;

export async function batches({ quick, rounds }: Effort): Promise<Row[]> {
  const count = quick ? 2000 : 100_000;
  const bench = await openBenchApp();
  try {
    const scanner = openScanner(bench, await makePasses(bench, 100));
    const raw = openRawInserts(bench);
    try {
      // A turn takes many seconds, so a few rounds say enough.
      const turns = Math.min(rounds, 3);
      const links = await pairs(turns, bench, raw, 'links', count);
      const passes = await pairs(turns, bench, raw, 'passes', count);
      const memory = await memoryTurn(bench, count);
      raw.skip();
      const p99 = await scansMeanwhile(bench, scanner.scan, count);
      const name = `${count.toLocaleString('en')} rows`;
      return [
        timeRow(
          `links from a CSV of ${name}, a row`,
          links.ours,
          { name: 'raw inserts', figures: links.raw },
          { atMost: 3 },
        ),
        timeRow(
          `passes from a CSV of ${name}, a row`,
          passes.ours,
          { name: 'raw inserts', figures: passes.raw },
          { atMost: 3 },
        ),
        memoryRow(`memory that ${name} add`, memory, { atMost: 64 }),
        limitRow('scan while passes are made, p99', [p99], { atMost: 20 }),
      ];
    } finally {
      raw.close();
    }
  } finally {
    await bench.close();
  }
}

/** Each round makes a batch and then inserts its rows; the first one warms up. */
async function pairs(rounds: number, bench: BenchApp, raw: RawInserts, mode: Batch['mode'], count: number) {
  const figures = { ours: [] as number[], raw: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    const ours = await batchTurn(bench, mode, count);
    const inserted = raw.insertLast(count);
    if (round === 0) continue;
    figures.ours.push(ours);
    figures.raw.push(inserted);
  }
  return figures;
}

/** A file that is made as it is read. */
async function* csvOf(count: number): AsyncGenerator<Uint8Array, void> {
  yield Buffer.from(`${NAME},${POINTS},email,street,recoveryEmail\n`);
  const LINES = 500;
  for (let start = 0; start < count; start += LINES) {
    const lines = Array.from({ length: Math.min(LINES, count - start) }, (_, at) => {
      const number = start + at;
      return `Guest ${number} of the Bakery,${number % 100},guest.${number}@example.com,"${number} Long Road, Harbour",g${number}@example.com\n`;
    });
    yield Buffer.from(lines.join(''));
  }
}

/** Nanoseconds a row. */
async function batchTurn(bench: BenchApp, mode: Batch['mode'], count: number): Promise<number> {
  const start = process.hrtime.bigint();
  const batch = await wholeBatch(bench, mode, count);
  const took = Number(process.hrtime.bigint() - start) / count;
  strictEqual(batch.state, 'done');
  strictEqual(batch.made, count);
  strictEqual(batch.failed, 0);
  return took;
}

async function wholeBatch(
  { test, templateHash }: BenchApp,
  mode: Batch['mode'],
  count: number,
  afterStep: () => Promise<void> = async () => {},
): Promise<Batch> {
  const { context } = test.app;
  const rows = await readTable(csvOf(count), { mostRows: count });
  const input = { mode, templateHash, count: null, mostRows: count, table: { name: 'bench.csv', rows } };
  const batch = await createBatch(context, ownerOf(test.owner), input);
  return makeWholeBatch(context, batch.id, afterStep);
}

interface RawInserts {
  /** Inserts the rows of the last batch; nanoseconds a row. */
  insertLast(count: number): number;
  /** Takes over what was made since, without measuring. */
  skip(): void;
  close(): void;
}

/** A copy of the database, which gets the rows of each batch by bare statements. */
function openRawInserts({ dataDir }: BenchApp): RawInserts {
  const file = join(dataDir, 'passwright.sqlite');
  const copy = join(dataDir, 'raw-inserts.sqlite');
  const source = new Sqlite(file, { readonly: true });
  source.prepare('VACUUM INTO ?').run(copy);
  const client = new Sqlite(copy);
  configure(client);
  const insertOf = (table: string) => {
    const columns = source.pragma(`table_info(${table})`) as { name: string }[];
    const names = columns.map(({ name }) => name).join(', ');
    return {
      read: source
        .prepare<[number]>(
          `SELECT ${names} FROM ${table} WHERE ${table === 'batches' ? 'id' : table === 'batch_rows' ? 'batch_id' : table === 'passes' ? 'id' : 'pass_id'} > ? ORDER BY 1, 2`,
        )
        .raw(),
      insert: client.prepare(`INSERT INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`),
    };
  };
  const tables = {
    batches: insertOf('batches'),
    passes: insertOf('passes'),
    events: insertOf('events'),
    rows: insertOf('batch_rows'),
  };
  const newest = (table: string) =>
    client.prepare<[], number | null>(`SELECT max(id) FROM ${table}`).pluck().get() ?? 0;
  const take = () => {
    const [batch, pass] = [newest('batches'), newest('passes')];
    return {
      batches: tables.batches.read.all(batch) as unknown[][],
      rows: tables.rows.read.all(batch) as unknown[][],
      passes: tables.passes.read.all(pass) as unknown[][],
      events: tables.events.read.all(pass) as unknown[][],
    };
  };
  const insert = (given: ReturnType<typeof take>) => {
    for (const batch of given.batches) tables.batches.insert.run(...batch);
    const most = Math.max(given.rows.length, given.passes.length);
    const slice = client.transaction((start: number) => {
      for (let at = start; at < Math.min(most, start + ROWS_AT_ONCE); at++) {
        if (at < given.passes.length) tables.passes.insert.run(...given.passes[at]!);
        if (at < given.events.length) tables.events.insert.run(...given.events[at]!);
        if (at < given.rows.length) tables.rows.insert.run(...given.rows[at]!);
      }
    });
    for (let start = 0; start < most; start += ROWS_AT_ONCE) slice.immediate(start);
  };
  return {
    insertLast(count) {
      const given = take();
      strictEqual(given.rows.length, count);
      const start = process.hrtime.bigint();
      insert(given);
      return Number(process.hrtime.bigint() - start) / given.rows.length;
    },
    skip: () => insert(take()),
    close() {
      source.close();
      client.close();
    },
  };
}

/** The most memory beyond what was there before, in MiB. */
async function memoryTurn(bench: BenchApp, count: number): Promise<number> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let most = before;
  await wholeBatch(bench, 'passes', count, async () => {
    most = Math.max(most, process.memoryUsage().rss);
  });
  return (most - before) / 1024 / 1024;
}

/** The p99 of scans, ms, one after another while a batch is made. */
async function scansMeanwhile(bench: BenchApp, scan: () => Promise<void>, count: number): Promise<number> {
  const times: number[] = [];
  let isDone = false;
  const scanning = (async () => {
    while (!isDone) {
      const start = performance.now();
      await scan();
      times.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  })();
  await wholeBatch(bench, 'passes', Math.min(count, 20_000));
  isDone = true;
  await scanning;
  ok(times.length > 20, `${times.length} scans`);
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.99)]!;
}
