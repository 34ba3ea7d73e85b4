// What a scan costs whatever the machine: statements, and pages that SQLite writes into its log.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
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
  for (const hash of hashes) await scan(hash);
});
afterEach(() => t.close());

async function scan(hashedSerialNumber: string): Promise<void> {
  t.advance(1000);
  const answer = await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber, accessType: 7 });
  expect(answer).toMatchObject({ success: true, updated: true });
}

test('a scan runs at most 11 statements, its transaction included', async () => {
  const counted = countStatements();
  try {
    for (const hash of hashes) await scan(hash);
  } finally {
    counted.stop();
  }
  console.log('STATEMENTS', counted.all.size, [...counted.all].map(([s, n]) => [n / PASSES, s.replace(/\s+/g, ' ').slice(0, 120)]));
  const statements = [...counted.all.values()].reduce((sum, count) => sum + count, 0) / PASSES;
  expect(statements).toBeGreaterThan(4);
  expect(statements).toBeLessThanOrEqual(11);
});

test('a scan alone writes at most 5 pages, and 32 that share a commit fewer each', async () => {
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
  console.log('PAGES', alone / 32, together / 32);
  expect(alone / 32).toBeGreaterThanOrEqual(2);
  expect(alone / 32).toBeLessThanOrEqual(5);
  expect(together / 32).toBeLessThan(alone / 32);
});

/** Counts every statement of every connection by its text. */
function countStatements() {
  const client = new Sqlite(':memory:');
  const methods = Object.getPrototypeOf(client.prepare('SELECT 1')) as Record<string, (...values: unknown[]) => unknown>;
  client.close();
  const all = new Map<string, number>();
  const before = ['run', 'get', 'all', 'iterate'].map((name) => [name, methods[name]!] as const);
  for (const [name, method] of before) {
    methods[name] = function (this: { source: string }, ...values) {
      all.set(this.source, (all.get(this.source) ?? 0) + 1);
      return method.apply(this, values);
    };
  }
  return {
    all,
    stop() {
      for (const [name, method] of before) methods[name] = method;
    },
  };
}
