// Statistics of an ANALYZE: a server opens its file without them, so that its statements are planned
// as the tests of the store have seen them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'passwright-statistics-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Works on a file as another program would. */
function at<T>(file: string, work: (client: Sqlite.Database) => T): T {
  const client = new Sqlite(file);
  try {
    return work(client);
  } finally {
    client.close();
  }
}

const RUN = 'SELECT e.id, p.hash FROM events e LEFT JOIN passes p ON p.id = e.pass_id WHERE e.id = ?';

function plan(file: string): string {
  const rows = at(file, (client) => client.prepare<[number], { detail: string }>(`EXPLAIN QUERY PLAN ${RUN}`).all(1));
  return rows.map(({ detail }) => detail).join('; ');
}

test('somebody analysed the file while its tables had one row', async () => {
  const file = join(folder, 'analysed.sqlite');
  await (await openSqliteStore({ file, exclusive: true })).close();
  const usual = plan(file);
  expect(usual).not.toContain('SCAN');
  at(file, (client) => {
    client.exec('ANALYZE');
    client.exec(`INSERT INTO sqlite_stat1 (tbl, idx, stat)
      SELECT i.tbl_name, i.name, '1' || (SELECT group_concat(' 1', '') FROM pragma_index_info(i.name))
      FROM sqlite_schema i WHERE i.type = 'index'`);
  });
  expect(plan(file)).toContain('SCAN');
  // A tool leaves the file of a running server as it is.
  await (await openSqliteStore({ file, exclusive: false })).close();
  expect(plan(file)).toContain('SCAN');
  await (await openSqliteStore({ file, exclusive: true })).close();
  expect(plan(file)).toBe(usual);
});
