// Statistics of an ANALYZE: no file of a store has them for long, so that its statements are planned
// as the tests of the store have seen them. plans.ts has what they do to a running server's plans.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { passIn, templateIn } from '../fixtures/store/fixtures.ts';
import { register } from './suite-devices.ts';

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

/** What an ANALYZE writes while each table has one row. */
function analyse(client: Sqlite.Database): void {
  client.exec(`ANALYZE; DELETE FROM sqlite_stat1;
    INSERT INTO sqlite_stat1 (tbl, idx, stat)
    SELECT i.tbl_name, i.name, '1' || (SELECT group_concat(' 1', '') FROM pragma_index_info(i.name))
    FROM sqlite_schema i WHERE i.type = 'index'`);
}

test.each(['a server', 'a tool'])('somebody analysed the file before %s opens it', async (who) => {
  const file = join(folder, `analysed before ${who}.sqlite`);
  await (await openSqliteStore({ file, exclusive: true })).close();
  const usual = plan(file);
  expect(usual).not.toContain('SCAN');
  at(file, analyse);
  expect(plan(file)).toContain('SCAN');
  await (await openSqliteStore({ file, exclusive: who === 'a server' })).close();
  expect(plan(file)).toBe(usual);
});

test('somebody analyses the file of a running server, whose next transaction is taken back', async () => {
  const file = join(folder, 'analysed meanwhile.sqlite');
  const store = await openSqliteStore({ file, exclusive: true });
  await templateIn(store);
  await passIn(store, 'p1');
  const usual = plan(file);
  at(file, analyse);
  expect(plan(file)).toContain('SCAN');
  // Refused after it has written, so that its whole group is rolled back and done once more.
  const refused = register(store, 'p1', 'd1', { most: 0 });
  await expect(refused).rejects.toThrow(/at most 0 devices/);
  expect(plan(file)).toBe(usual);
  await store.close();
});
