// Migration 17 on a database of the version before it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { MIGRATIONS } from '../../src/store/sqlite/migrations/list.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';

const folder = mkdtempSync(join(tmpdir(), 'passwright-migration-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a file of a version without lists of events knows the template of each event, and the rules of each template', async () => {
  const file = join(folder, 'old.sqlite');
  const client = new Sqlite(file);
  for (const migration of MIGRATIONS.slice(0, 16)) client.exec(migration);
  client.pragma('application_id = 1349736308');
  client.pragma('user_version = 16');
  client.exec(`
      INSERT INTO accounts VALUES
        (1, 'a@example.com', 'a@example.com', 'A', 'x', 'pro', NULL, '{}', 0, NULL, NULL, 1, NULL, 0);
      INSERT INTO templates VALUES (1, 1, 't1', 'T', 0, 2, 0, 1, 1, 1, NULL, 1), (2, 1, 't2', 'T', 0, 1, 0, 1, 1, 1, NULL, 1);
      INSERT INTO template_versions VALUES
        (1, 1, '{"triggers":{"onEdit":[{"action":"a"}]}}', 1),
        (1, 2, '{"triggers":{"onScan":[{"action":"a"},{"action":"b"}],"onEdit":{"action":"c","value":[1,2]},"onCheck":null}}', 1),
        (2, 1, '{"type":"coupon"}', 1);
      INSERT INTO passes (id, template_id, serial_number, hash, authentication_token, update_tag, created_at,
        updated_at, accessed, access, overrides) VALUES (1, 2, 's', 'p1', 't', 2, 1, 1, 0, '{}', '{}');
      INSERT INTO events (pass_id, template_id, access_type, time, outcome, logged) VALUES
        (1, NULL, 7, 5, 'fired', 1), (NULL, 1, 5, 6, 'skipped', 1);
    `);
  client.close();
  const store = await openSqliteStore({ file, exclusive: true });
  const page = { before: Number.MAX_SAFE_INTEGER, count: 9, look: 9 };
  expect((await store.eventsOf([1], page, {})).events).toMatchObject([{ time: 6, hash: null, changed: null }]);
  expect((await store.eventsOf([2], page, { result: 'changed' })).events).toMatchObject([{ time: 5, hash: 'p1' }]);
  const rules = await store.quietRules(1, Number.MAX_SAFE_INTEGER);
  expect(rules.map(({ templateId, place, appliedAt }) => [templateId, place, appliedAt])).toEqual([
    [1, 'onEdit_0', null],
    [1, 'onScan_0', null],
    [1, 'onScan_1', null],
  ]);
  await store.close();
});
