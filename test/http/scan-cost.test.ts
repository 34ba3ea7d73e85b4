// What a scan costs whatever the machine: pages that SQLite writes into its log, and bytes that
// JavaScript allocates. Its statements stand in test/store/scan-counts.test.ts.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { allocatedBy } from '../bench/allocations.ts';
import { overridesOf, SHOP_CARD } from '../bench/bench-app.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';

const PASSES = 40;
/** Bytes of a page in the log, and of what SQLite writes around it. */
const FRAME = 4096 + 24;
const LOG_HEADER = 32;

let t: TestApp;
let hashes: string[];

beforeEach(async () => {
  t = await openTestApp();
  const template = await t.template(SHOP_CARD);
  hashes = [];
  for (let number = 0; number < PASSES; number++) {
    hashes.push(await t.install(await t.pass(template, overridesOf(number))));
  }
  // The first scan of a pass writes its push job and makes its row longer.
  await scanAll(1);
});
afterEach(() => t.close());

async function scan(hashedSerialNumber: string): Promise<void> {
  t.advance(1000);
  const response = await t.fetch('/api/trackPassAccess.php', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientHash: t.clientHash, hashedSerialNumber, accessType: 7 }),
  });
  expect(await response.text()).toContain('"updated":true');
}

async function scanAll(rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) for (const hash of hashes) await scan(hash);
}

test('a scan alone writes three pages, one more now and then, and 32 that share a commit one each', async () => {
  const log = `${join(t.config.dataDir, 'passwright.sqlite')}-wal`;
  const pagesOf = async (work: () => Promise<unknown>) => {
    const client = new Sqlite(join(t.config.dataDir, 'passwright.sqlite'));
    client.pragma('wal_checkpoint(TRUNCATE)');
    client.close();
    await work();
    return (statSync(log).size - LOG_HEADER) / FRAME;
  };
  const alone = await pagesOf(async () => {
    for (const hash of hashes.slice(0, 32)) await scan(hash);
  });
  const together = await pagesOf(() => Promise.all(hashes.slice(0, 32).map(scan)));
  expect(alone / 32).toBeGreaterThanOrEqual(2);
  expect(alone / 32).toBeLessThanOrEqual(3.25);
  expect(together / 32).toBeLessThanOrEqual(1);
});

test('a scan allocates at most 150 kB on its way through the server', async () => {
  // Code that has run often allocates less.
  await scanAll(10);
  const bytes = (await allocatedBy(() => scanAll(10))) / (PASSES * 10);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(150_000);
});
