// A database of a version that counted the passes of a template whenever somebody asked.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { counts } from '../../src/store/sqlite/migrations/0018-counts.ts';
import { bothWallets } from '../../src/store/sqlite/migrations/0036-both-wallets.ts';
import { MIGRATIONS } from '../../src/store/sqlite/migrations/list.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';

const folder = mkdtempSync(join(tmpdir(), 'passwright-counts-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('its passes and events are counted once', async () => {
  const file = join(folder, 'earlier.sqlite');
  const client = new Sqlite(file);
  for (const migration of MIGRATIONS.slice(0, MIGRATIONS.indexOf(counts))) client.exec(migration);
  client.pragma('application_id = 1349736308');
  client.pragma(`user_version = ${MIGRATIONS.indexOf(counts)}`);
  client.exec(`
    INSERT INTO accounts (id, email, email_key, name, password_hash, subscription, additional, whitelabel, created_at)
    VALUES (1, 'a@example.com', 'a@example.com', 'A', 'x', 'pro', '{}', 0, 1);
    INSERT INTO templates (id, account_id, hash, name, is_public, version, triggers_paused, update_tag, created_at, updated_at)
    VALUES (1, 1, 't1', 'T', 0, 1, 0, 1, 1, 1), (2, 1, 't2', 'U', 0, 1, 0, 1, 1, 1);
    INSERT INTO passes (id, template_id, serial_number, hash, authentication_token, update_tag, created_at, updated_at,
      accessed, access, overrides) VALUES
      (1, 1, 's1', 'p1', 't', 2, 1, 1, 134, '{}', '{"points":4,"note":"x"}'),
      (2, 1, 's2', 'p2', 't', 2, 1, 1, 82, '{}', '{"points":4}'),
      (3, 1, 's3', 'p3', 't', 2, 1, 1, 0, '{}', '{}'),
      (4, 1, 's4', 'p4', 't', 2, 1, 1, 0, '{}', '{}');
    INSERT INTO devices (id, device_library_identifier, pass_type_identifier, push_token, token_at, pushed_tag)
    VALUES (1, 'd', 'pass.dev', 'x', 1, 0), (2, 'e', 'pass.dev', 'x', 1, 0);
    INSERT INTO registrations (pass_id, device_id, created_at) VALUES (1, 1, 1), (1, 2, 1), (2, 1, 1);
    INSERT INTO events (pass_id, template_id, of_template, access_type, time, outcome, logged) VALUES
      (1, NULL, 1, 7, 900000, 'fired', 1), (2, NULL, 1, 7, 1799999, 'fired', 1), (1, NULL, 1, 7, 900000, 'stopped', 0),
      (NULL, 1, 1, 5, 900000, 'skipped', 1);
  `);
  for (const migration of MIGRATIONS.slice(MIGRATIONS.indexOf(counts), MIGRATIONS.indexOf(bothWallets))) {
    client.exec(migration);
  }
  client.pragma(`user_version = ${MIGRATIONS.indexOf(bothWallets)}`);
  // Of passes on an iPhone, on an Android phone, and on none.
  client.exec(`
    INSERT INTO google_objects (pass_id, account_id, template_id, pass_hash, issuer_id, resource, state, notice_day, notices)
    SELECT id, 1, 1, hash, '3388', 'loyalty', iif(id = 4, 'wanted', 'live'), 0, 0 FROM passes WHERE id <> 2;
    UPDATE passes SET on_google = 1 WHERE id <> 2`);
  client.close();
  const store = await openSqliteStore({ file, exclusive: true });
  const counted = { created: 4, installed: 1, deleted: 1, scanned: 1, registered: 1, onPhones: 3 };
  expect(await store.templateCounts(1)).toEqual(counted);
  expect(await store.templateCounts(2)).toMatchObject({ created: 0, installed: 0, onPhones: 0 });
  expect(await store.countOwnValues(1, 'points')).toBe(2);
  expect(await store.countOwnValues(1, 'note')).toBe(1);
  const spans = [{ from: 900_000, to: 1_800_000 }];
  expect(await store.accessesIn(1, 7, spans)).toEqual([2]);
  expect(await store.accessesIn(1, 5, spans)).toEqual([1]);
  expect((await store.passesIn(1, 'onPhones', { before: null, count: 5 })).map(({ id }) => id)).toEqual([3, 2, 1]);
  await store.close();
});
