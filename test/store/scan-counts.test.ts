// What a scan costs in figures that no machine changes: its statements, and the pages and bytes
// that it adds to the log. Who adds a statement or an index to the path of a scan changes them.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';

/** The bytes of a page in the log: the page and its header. */
const FRAME = 4096 + 24;
const PASSES = 64;

const CARD = {
  type: 'storeCard',
  description: 'Points card',
  structure: { headerFields: [{ key: 'points', label: 'POINTS', value: 0 }] },
  additional: { lastVisit: 'never', note: '', psScanText: '{structure_headerFields_points_value} points' },
  triggers: {
    onScan: [
      {
        action: 'PSActionIncrementValue',
        targetPath: 'structure_headerFields_points_value',
        amount: 1,
        PSConditions: '{note} isSet',
      },
      {
        action: 'PSActionSetValue',
        targetPath: 'lastVisit',
        value: 'visit of {timestamp}',
        PSConditions: '{structure_headerFields_points_value} > 0 AND !deleted',
      },
    ],
  },
};

let folder: string;
let app: TestApp;
let hashes: string[];
/** The statements that ran since the last look, each by its first words. */
let ran: string[] = [];
const restore: (() => void)[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'passwright-counts-'));
  const statement = Object.getPrototypeOf(new Sqlite(':memory:').prepare('SELECT 1'));
  for (const name of ['run', 'get', 'all', 'iterate'] as const) {
    const call = statement[name];
    statement[name] = function (this: Sqlite.Statement, ...given: unknown[]) {
      ran.push(this.source);
      return call.apply(this, given);
    };
    restore.push(() => {
      statement[name] = call;
    });
  }
  app = await openTestApp({ env: { DATA_DIR: folder } });
  const template = await app.template(CARD);
  const note = 'Likes dark bread, no nuts. '.repeat(30);
  hashes = [];
  for (let n = 0; n < PASSES; n++) hashes.push(await app.install(await app.pass(template, { note })));
  // Each pass has been scanned today and has a push that waits.
  for (let n = 0; n < 3; n++) await Promise.all(hashes.map(scan));
});
afterAll(async () => {
  await app.close();
  for (const back of restore) back();
  rmSync(folder, { recursive: true });
});

async function scan(hashedSerialNumber: string): Promise<void> {
  app.advance(1000);
  const { clientHash } = app;
  expect(await app.call('trackPassAccess', { clientHash, hashedSerialNumber, accessType: 7 })).toMatchObject({
    updated: true,
  });
}

const file = () => join(folder, 'passwright.sqlite');

/** Empties the log, as a checkpoint does. */
function emptyLog(): void {
  const client = new Sqlite(file());
  client.pragma('wal_checkpoint(TRUNCATE)');
  client.close();
}

/** Does `work` and returns how much of the log it wrote, in pages. */
async function pagesOf(work: () => Promise<unknown>): Promise<number> {
  emptyLog();
  await work();
  const { size } = statSync(`${file()}-wal`);
  return (size - 32) / FRAME;
}

/** One after the other, each pass once. */
async function scanEach(): Promise<void> {
  for (const hash of hashes) await scan(hash);
}

/** The table and the kind of each statement, such as `update passes`. */
function kinds(statements: readonly string[]): string[] {
  return statements.map((sql) => {
    const text = sql.replaceAll('"', '').replace(/\s+/g, ' ').trim().toLowerCase();
    const table = /(?:\bfrom|\binto|^update) (\w+)/.exec(text)?.[1];
    return table === undefined ? text : `${text.split(' ')[0]} ${table}`;
  });
}

test('a scan runs these statements and no other', async () => {
  await scan(hashes[0]!);
  ran = [];
  await scan(hashes[1]!);
  const statements = kinds(ran);
  expect(statements).toEqual([
    'begin immediate',
    'pragma data_version',
    'select total_changes()',
    'select passes',
    'update passes',
    'select events',
    'insert events',
    'insert jobs',
    'commit',
  ]);
});

test('scans that arrive together share all statements but their own', async () => {
  await Promise.all(hashes.map(scan));
  ran = [];
  await Promise.all(hashes.map(scan));
  const statements = kinds(ran);
  const count = (kind: string) => statements.filter((each) => each === kind).length;
  expect(count('begin immediate')).toBe(1);
  expect(count('commit')).toBe(1);
  // One for what is read before the transaction, one inside.
  expect(count('pragma data_version')).toBeLessThanOrEqual(2);
  // At most two moments of each thousand numbers write their counter.
  expect(statements.length).toBeLessThanOrEqual(PASSES * 7 + 3 + 2);
});

test('a scan of a pass whose push waits adds three pages to the log', async () => {
  const pages = await pagesOf(scanEach);
  // The row of the pass, the event, and its entry in one index. The waiting job stays as it is.
  expect(pages / PASSES).toBeLessThan(3.75);
});

test('a scan of a pass without a push that waits adds two pages more, of the job and of the order they are due', async () => {
  const waiting = (await pagesOf(scanEach)) / PASSES;
  const client = new Sqlite(file());
  client.exec('DELETE FROM jobs');
  client.close();
  const pages = (await pagesOf(scanEach)) / PASSES;
  expect(pages - waiting).toBeLessThan(2.25);
});

test('scans that arrive together write each page once', async () => {
  const alone = await pagesOf(scanEach);
  const together = await pagesOf(() => Promise.all(hashes.map(scan)));
  expect(together).toBeLessThan(alone / 6);
});
