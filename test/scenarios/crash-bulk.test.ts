// The server is killed in the middle of a bulk change: the next one goes on, no pass twice and none
// lost.
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { connect, type RunningServer } from '../fixtures/scenarios/processes.ts';
import { login, startTill } from '../fixtures/scenarios/till.ts';

const POINTS = 'structure_headerFields_points_value';
const PASSES = 1500;

/** Reads a number from the database file beside the running server. */
function count({ dataDir }: RunningServer, sql: string): number {
  const client = new Sqlite(join(dataDir, 'passwright.sqlite'), { readonly: true });
  try {
    return client.prepare<[], number>(sql).pluck().get()!;
  } finally {
    client.close();
  }
}
const POINTS_OF_ALL = `SELECT coalesce(sum(json_extract(overrides, '$.${POINTS}')), 0) FROM passes
  WHERE template_id = (SELECT template_id FROM bulk_changes)`;

test('kill -9 in the middle of a bulk change: the next server adds to the rest, once each', async () => {
  const first = await startTill();
  const client = connect(first);
  const clientHash = await login(client);
  const passConstructor = pointsTemplate();
  const { templateHash } = await client.call('insertUpdateTemplate', {
    ...{ clientHash, templateName: 'Bulk', passConstructor },
  });
  await client.call('batchCreate', { clientHash, templateHash, mode: 'blank', count: PASSES });
  const jobs = () => count(first, "SELECT count(*) FROM jobs WHERE kind = 'make_batch'");
  await expect.poll(jobs, { timeout: 120_000, interval: 20 }).toBe(0);
  const { segmentId } = await client.call('insertUpdateSegment', { clientHash, templateHash, name: 'All' });
  const action = { kind: 'increment', targetPath: POINTS, amount: 1 };
  const { bulkId } = await client.call('bulkUpdate', { clientHash, segmentId, action });
  const points = (server: RunningServer) => count(server, POINTS_OF_ALL);
  await expect.poll(() => points(first), { timeout: 120_000, interval: 5 }).toBeGreaterThan(PASSES / 20);
  await first.end('SIGKILL');
  const before = points(first);
  expect(before).toBeLessThan(PASSES);
  // A step is there whole or not at all.
  expect(count(first, 'SELECT changed FROM bulk_changes')).toBe(before);
  expect(count(first, "SELECT count(*) FROM bulk_passes WHERE fate = 'changed'")).toBe(before);

  const second = await startTill({ DATA_DIR: first.dataDir });
  const again = connect(second);
  const status = () => again.call('bulkStatus', { clientHash, bulkId });
  await expect.poll(async () => (await status()).state, { timeout: 240_000, interval: 50 }).toBe('done');
  expect(await status()).toMatchObject({ changed: PASSES, looked: PASSES, failed: 0 });
  expect(points(second)).toBe(PASSES);
  expect(count(second, 'SELECT count(*) FROM events WHERE access_type = 8')).toBe(PASSES);
});
