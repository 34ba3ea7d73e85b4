// Measures a batch from its CSV to its passes, against raw inserts of the same rows into the same
// tables: batch, rows, passes, events and search words, with all indexes and triggers, since those
// are the data; the memory that a large file takes; and scans while a batch is made.
import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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
const ROWS_AT_ONCE = 20;

export async function batches({ quick, rounds }: Effort): Promise<Row[]> {
  const count = quick ? 500 : 100_000;
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
        memoryRow(`memory that ${name} hold, most`, memory.held, { atMost: 64 }),
        // Grows with the garbage that Node has not collected yet, which it does sooner with less memory.
        memoryRow(`size of the process meanwhile, more`, memory.size, null),
        limitRow('scan while passes are made, p99', [p99], { atMost: 20 }),
      ];
    } finally {
      raw.close();
    }
  } finally {
    await bench.close();
  }
}

/** Each round makes a batch and then inserts its rows; a short one before the first warms up. */
async function pairs(rounds: number, bench: BenchApp, raw: RawInserts, mode: Batch['mode'], count: number) {
  const figures = { ours: [] as number[], raw: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    const rows = round === 0 ? Math.ceil(count / 20) : count;
    const ours = await batchTurn(bench, mode, rows);
    const inserted = raw.insertLast(rows, mode);
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
  insertLast(count: number, mode: Batch['mode']): number;
  /** Takes over what was made since, without measuring. */
  skip(): void;
  close(): void;
}

/**
 * A copy of the database, which gets the rows of each batch by bare statements, as many in a commit
 * as a batch. What triggers do not keep, the numbers of overridden paths and the counters, gets its
 * last state once.
 */
function openRawInserts({ dataDir }: BenchApp): RawInserts {
  const file = join(dataDir, 'passwright.sqlite');
  const copy = join(dataDir, 'raw-inserts.sqlite');
  const source = new Sqlite(file, { readonly: true });
  source.prepare('VACUUM INTO ?').run(copy);
  source.exec("CREATE VIRTUAL TABLE temp.word_uses USING fts5vocab('main', 'pass_words', 'instance')");
  const client = new Sqlite(copy);
  configure(client);
  /** `key`: what tells new rows. */
  const copying = (table: string, key: string, verb = 'INSERT') => {
    const columns = source.pragma(`table_info(${table})`) as { name: string }[];
    const names = columns.map(({ name }) => name).join(', ');
    return {
      read: source.prepare<[number], unknown[]>(`SELECT ${names} FROM ${table} WHERE ${key} > ? ORDER BY 1, 2`).raw(),
      insert: client.prepare(`${verb} INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`),
    };
  };
  const batches = copying('batches', 'id');
  const rows = copying('batch_rows', 'batch_id');
  const passes = copying('passes', 'id');
  const events = copying('events', 'pass_id');
  const ownValues = copying('template_own_values', 'template_id', 'INSERT OR REPLACE');
  const counters = copying('counters', 'value', 'INSERT OR REPLACE');
  // The index stores no text, so its terms say what was written.
  const words = {
    read: source
      .prepare<[number], unknown[]>(
        "SELECT doc, group_concat(term, ' ') FROM word_uses WHERE doc > ? GROUP BY doc ORDER BY doc",
      )
      .raw(),
    insert: client.prepare('INSERT OR REPLACE INTO pass_words (rowid, words) VALUES (?, ?)'),
  };
  const newest = (table: string) =>
    client.prepare<[], number | null>(`SELECT max(id) FROM ${table}`).pluck().get() ?? 0;
  const take = () => {
    const [batch, pass] = [newest('batches'), newest('passes')];
    return {
      batches: batches.read.all(batch),
      rows: rows.read.all(batch),
      passes: passes.read.all(pass),
      events: events.read.all(pass),
      words: words.read.all(pass),
      ownValues: ownValues.read.all(0),
      counters: counters.read.all(-1),
    };
  };
  const insert = (given: ReturnType<typeof take>) => {
    for (const batch of given.batches) batches.insert.run(...batch);
    const most = Math.max(given.rows.length, given.passes.length);
    const slice = client.transaction((start: number) => {
      for (let at = start; at < Math.min(most, start + ROWS_AT_ONCE); at++) {
        if (at < given.passes.length) passes.insert.run(...given.passes[at]!);
        if (at < given.events.length) events.insert.run(...given.events[at]!);
        if (at < given.words.length) words.insert.run(...given.words[at]!);
        if (at < given.rows.length) rows.insert.run(...given.rows[at]!);
      }
    });
    for (let start = 0; start < most; start += ROWS_AT_ONCE) slice.immediate(start);
    client.transaction(() => {
      for (const row of given.ownValues) ownValues.insert.run(...row);
      for (const row of given.counters) counters.insert.run(...row);
    })();
  };
  return {
    insertLast(count, mode) {
      const given = take();
      strictEqual(given.rows.length, count);
      const passesMade = mode === 'passes' ? count : 0;
      deepStrictEqual(
        [given.passes.length, given.events.length, given.words.length],
        [passesMade, passesMade, passesMade],
      );
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

/** How many steps go by between two looks at the memory. */
const STEPS_BETWEEN = 250;

/**
 * The most memory beyond what was there before, in MiB. `held`: by what lives, after a collection;
 * `size`: of the process, garbage included.
 */
async function memoryTurn(bench: BenchApp, count: number): Promise<{ readonly held: number; readonly size: number }> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const look = () => {
    const { rss } = process.memoryUsage();
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return { held: heapUsed + external, size: rss };
  };
  look();
  const before = look();
  const most = { ...before };
  let steps = 0;
  await wholeBatch(bench, 'passes', count, async () => {
    if (steps++ % STEPS_BETWEEN !== 0) return;
    const now = look();
    most.held = Math.max(most.held, now.held);
    most.size = Math.max(most.size, now.size);
  });
  const mebibytes = (bytes: number) => bytes / 1024 / 1024;
  return { held: mebibytes(most.held - before.held), size: mebibytes(most.size - before.size) };
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
