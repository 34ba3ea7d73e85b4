// Measures what one more scan leaves on disk: the pages of the whole file, counted by SQLite's dbstat
// after every pass has been scanned several times, so that passes and jobs grow no more. And what a
// scan allocates.
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { allocatedBy } from './allocations.ts';
import { makePasses, openBenchApp } from './bench-app.ts';
import { bytesRow, type Effort, type Row } from './row.ts';
import { openScanner } from './scans.ts';

const PASSES = 200;
const IN_FLIGHT = 64;

export async function eventBytes({ quick }: Effort): Promise<Row[]> {
  const [first, rounds] = quick ? [2, 5] : [10, 100];
  const bench = await openBenchApp();
  try {
    const scanner = openScanner(bench, await makePasses(bench, PASSES));
    await scanAll(scanner.scan, PASSES * first);
    const before = usedBytes(bench.dataDir);
    const scans = PASSES * rounds;
    await scanAll(scanner.scan, scans);
    await scanner.check();
    const bytes = (usedBytes(bench.dataDir) - before) / scans;
    // Scans have run often enough by now for their final machine code.
    const allocated = (await allocatedBy(() => scanAll(scanner.scan, PASSES * first))) / (PASSES * first);
    return [
      bytesRow('bytes on disk an event', bytes, { atMost: 250 }),
      bytesRow('bytes of memory that a scan allocates, in process', allocated, null),
    ];
  } finally {
    await bench.close();
  }
}

async function scanAll(scan: () => Promise<void>, count: number): Promise<void> {
  let started = 0;
  const lane = async () => {
    while (started++ < count) await scan();
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
}

/** Bytes of the pages that hold something. */
function usedBytes(dataDir: string): number {
  const client = new Sqlite(join(dataDir, 'passwright.sqlite'), { readonly: true });
  try {
    return client.prepare<[], number>('SELECT sum(pgsize) FROM dbstat').pluck().get()!;
  } finally {
    client.close();
  }
}
