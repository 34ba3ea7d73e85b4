// The server is killed in the middle of a batch: the next one goes on, no row twice and none lost.
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { connect, type RunningServer } from '../fixtures/scenarios/processes.ts';
import { login, startTill } from '../fixtures/scenarios/till.ts';

const NAME = 'structure_secondaryFields_name_value';
const ROWS = 6000;
const FILE = `${NAME}\n${Array.from({ length: ROWS }, (_, at) => `Guest ${at}`).join('\n')}\n`;

/** Reads a number from the database file beside the running server. */
function count({ dataDir }: RunningServer, sql: string): number {
  const client = new Sqlite(join(dataDir, 'passwright.sqlite'), { readonly: true });
  try {
    return client.prepare<[], number>(sql).pluck().get()!;
  } finally {
    client.close();
  }
}
const PASSES = 'SELECT count(*) FROM passes';

test('kill -9 in the middle of a batch, twice: the next server makes the rest, each row once', async () => {
  const first = await startTill();
  const client = connect(first);
  const clientHash = await login(client);
  const passConstructor = pointsTemplate();
  const { templateHash } = await client.call('insertUpdateTemplate', {
    ...{ clientHash, templateName: 'Batch', passConstructor },
  });
  const before = count(first, PASSES);
  const { batchId } = await client.call('batchCreate', { clientHash, templateHash, mode: 'passes', file: FILE });
  const made = (server: RunningServer) => count(server, PASSES) - before;
  await expect.poll(() => made(first), { timeout: 120_000, interval: 5 }).toBeGreaterThan(ROWS / 20);
  await first.end('SIGKILL');
  const afterFirst = made(first);
  expect(afterFirst).toBeLessThan(ROWS);
  // A step is there whole or not at all.
  expect(count(first, 'SELECT count(*) FROM batch_rows WHERE pass_id IS NOT NULL')).toBe(afterFirst);
  expect(count(first, 'SELECT made FROM batches')).toBe(afterFirst);

  const second = await startTill({ DATA_DIR: first.dataDir });
  await expect.poll(() => made(second), { timeout: 120_000, interval: 5 }).toBeGreaterThan(afterFirst);
  await second.end('SIGKILL');
  expect(made(second)).toBeLessThan(ROWS);

  const third = await startTill({ DATA_DIR: first.dataDir });
  const again = connect(third);
  const state = async () => (await again.call('batchInfo', { clientHash, batchId })).state;
  await expect.poll(state, { timeout: 240_000, interval: 50 }).toBe('done');
  expect(await again.call('batchInfo', { clientHash, batchId })).toMatchObject({ total: ROWS, made: ROWS, failed: 0 });
  expect(made(third)).toBe(ROWS);
  const { bytes } = await again.get(`/batch/result.php?batchId=${batchId}&clientHash=${clientHash}`);
  const rows: Record<string, string>[] = parse(Buffer.from(bytes), { bom: true, columns: true });
  expect(new Set(rows.map((row) => row.hashedSerialNumber)).size).toBe(ROWS);
  expect(rows.map((row) => row[NAME])).toEqual(Array.from({ length: ROWS }, (_, at) => `Guest ${at}`));
  // Each pass has the values of its own row, and its one onCreate.
  expect(count(third, 'SELECT count(*) FROM events WHERE access_type = 1') - before).toBe(ROWS);
  const named = `SELECT count(*) FROM batch_rows r JOIN passes p ON p.id = r.pass_id
    WHERE json_extract(p.overrides, '$.${NAME}') = json_extract(r.cells, '$[0]')`;
  expect(count(third, named)).toBe(ROWS);
});
