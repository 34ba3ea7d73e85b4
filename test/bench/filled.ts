// A database with very many passes and ten events each, filled by SQL, because scans would take an
// hour. It stays in the system's temporary folder, where the next run finds it.
import { existsSync, mkdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { UNCALLED } from '../../src/operations/depth.ts';
import { trackAccess } from '../../src/operations/events/track-access.ts';
import { SCAN } from '../../src/rules/passes/facts.ts';
import { en } from '../../src/ui/texts/en/index.ts';
import { makePasses, openBenchAppIn } from './bench-app.ts';

export const EVENTS_A_PASS = 10;
/** Bytes of the file for one pass and its events, rounded up. */
const BYTES_A_PASS = 5000;

/** The folder of a database with `count` passes of one template. */
export async function filledFolder(passes: number): Promise<string> {
  const folder = join(tmpdir(), `passwright-bench-filled-${passes}`);
  if (existsSync(join(folder, 'filled'))) return folder;
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize < passes * BYTES_A_PASS * 1.5) {
    throw new Error(`${tmpdir()} has no room for ${passes} passes: ${Math.round((passes * BYTES_A_PASS) / 1e6)} MB.`);
  }
  rmSync(folder, { recursive: true, force: true });
  const unfinished = `${folder}-unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished);
  await makeFirst(unfinished);
  fill(join(unfinished, 'passwright.sqlite'), passes);
  writeFileSync(join(unfinished, 'filled'), '');
  renameSync(unfinished, folder);
  return folder;
}

/**
 * The account, the template and one pass with one scan, made by the server's own code. All other
 * rows are copies.
 */
async function makeFirst(folder: string): Promise<void> {
  const bench = await openBenchAppIn(folder);
  const [hashedSerialNumber] = await makePasses(bench, 1);
  const { test } = bench;
  await trackAccess(test.app.context, test.owner, {
    hashedSerialNumber: hashedSerialNumber!,
    accessType: SCAN,
    depth: UNCALLED,
    words: en.sentences,
  });
  await bench.close();
}

function fill(file: string, passes: number): void {
  const client = new Sqlite(file);
  try {
    client.pragma('synchronous = OFF');
    client.pragma('foreign_keys = OFF');
    client.pragma('cache_size = -1000000');
    const first = client.prepare<[], { id: number; template_id: number }>('SELECT id, template_id FROM passes').get()!;
    const numbers = (from: number, to: number) =>
      `WITH RECURSIVE numbers (n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM numbers WHERE n < ${to})`;
    inBatches(
      client,
      passes - 1,
      (from, to) => `
      INSERT INTO passes (template_id, serial_number, hash, authentication_token, update_tag, created_at, updated_at,
        accessed, access, overrides)
      ${numbers(from, to)}
      SELECT template_id, lower(hex(randomblob(16))), lower(hex(randomblob(16))), lower(hex(randomblob(16))), update_tag,
        created_at, updated_at, accessed, access, overrides
      FROM numbers, passes WHERE passes.id = ${first.id}`,
    );
    client.exec(`CREATE TEMP TABLE made AS SELECT * FROM events WHERE access_type = ${SCAN}`);
    // Goes over all passes round after round, as scans come in, so that the events of one pass lie
    // far apart.
    for (let round = 1; round <= EVENTS_A_PASS; round++) {
      inBatches(
        client,
        passes,
        (from, to) => `
        INSERT INTO events (pass_id, of_template, template_version, access_type, time, outcome, logged, changed,
          trace_number, packed_trace)
        SELECT passes.id, of_template, template_version, access_type, time + ${round}, outcome, logged, changed,
          ${round + 1}, packed_trace
        FROM passes, made WHERE passes.id BETWEEN ${first.id + from - 1} AND ${first.id + to - 1}`,
      );
    }
    client.exec('ANALYZE');
  } finally {
    client.close();
  }
}

/** Calls with the numbers 1 to `count`, ten thousand in a transaction. */
function inBatches(client: Sqlite.Database, count: number, sql: (from: number, to: number) => string): void {
  const size = 10_000;
  for (let from = 1; from <= count; from += size)
    client.exec(`BEGIN; ${sql(from, Math.min(count, from + size - 1))}; COMMIT`);
}
