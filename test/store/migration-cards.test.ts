// A database of a version before examples, test passes and the owners of mails were stored.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { cards } from '../../src/store/sqlite/migrations/0023-cards.ts';
import { MIGRATIONS } from '../../src/store/sqlite/migrations/list.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { readPass } from '../fixtures/store/fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'passwright-cards-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('its examples are marked by name, and its mails get their accounts', async () => {
  const file = join(folder, 'earlier.sqlite');
  const client = new Sqlite(file);
  for (const migration of MIGRATIONS.slice(0, MIGRATIONS.indexOf(cards))) client.exec(migration);
  client.pragma('application_id = 1349736308');
  client.pragma(`user_version = ${MIGRATIONS.indexOf(cards)}`);
  client.exec(`
    INSERT INTO accounts (id, email, email_key, name, password_hash, subscription, additional, whitelabel, created_at)
    VALUES (1, 'a@example.com', 'a@example.com', 'A', 'x', 'pro', '{}', 0, 1);
    INSERT INTO templates (id, account_id, hash, name, is_public, version, triggers_paused, update_tag, created_at,
      updated_at, last_modified) VALUES
      (1, 1, 'example', 'Points on scan', 0, 1, 0, 1, 1, 1, 1),
      (2, 1, 'rewritten', 'Points on scan', 0, 2, 0, 1, 1, 1, 1),
      (3, 1, 'own', 'Points', 0, 1, 0, 1, 1, 1, 1);
    INSERT INTO passes (id, template_id, serial_number, hash, authentication_token, update_tag, created_at, updated_at,
      last_modified, accessed, access, overrides) VALUES (1, 3, 's', 'p1', 't', 2, 1, 1, 1, 0, '{}', '{}');
    INSERT INTO mails (pass_id, kind, recipient, created_at, give_up_at, state, run_at, attempts)
    VALUES (1, 'pass_link', 'b@example.com', 5, 9, 'failed', 9, 1);
  `);
  client.close();
  const store = await openSqliteStore({ file, exclusive: true });
  const isExample = async (hash: string) => (await store.templateByHash(hash))!.template.isExample;
  expect([await isExample('example'), await isExample('rewritten'), await isExample('own')]).toEqual([
    true,
    false,
    false,
  ]);
  expect((await readPass(store, 'p1')).isTest).toBe(false);
  expect(await store.failedMails(1, { since: 0, count: 9 })).toMatchObject([{ passHash: 'p1' }]);
  await store.close();
});
