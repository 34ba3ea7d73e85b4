// A database from before the search: its passes are listed by their visits at once, and found by their
// words as soon as the job that the migration leaves has run.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { search } from '../../src/store/sqlite/migrations/0019-search.ts';
import { MIGRATIONS } from '../../src/store/sqlite/migrations/list.ts';
import { OWNER, openTestApp, pointsTemplate } from '../fixtures/open-app.ts';

const NAME = 'structure_secondaryFields_name_value';
const DAY = 86_400_000;
const VISITED = 20_500;

function oldDatabase(file: string): void {
  const client = new Sqlite(file);
  const before = MIGRATIONS.indexOf(search);
  for (const migration of MIGRATIONS.slice(0, before)) client.exec(migration);
  client.pragma('application_id = 1349736308');
  client.pragma(`user_version = ${before}`);
  client
    .prepare(`
      INSERT INTO accounts (id, email, email_key, name, password_hash, subscription, additional, whitelabel, created_at)
      VALUES (1, :email, :email, 'Bakery', 'x', 'pro', '{}', 0, 0)`)
    .run({ email: OWNER.email });
  client.exec(`INSERT INTO templates
    (id, account_id, hash, name, is_public, version, triggers_paused, update_tag, created_at, updated_at)
    VALUES (1, 1, 'card', 'Bonus card', 0, 1, 0, 1, 0, 0)`);
  client
    .prepare('INSERT INTO template_versions (template_id, version, pass_constructor, created_at) VALUES (1, 1, ?, 0)')
    .run(JSON.stringify(pointsTemplate()));
  const pass = client.prepare(`
    INSERT INTO passes (template_id, serial_number, hash, authentication_token, update_tag, created_at, updated_at,
      accessed, access, overrides)
    VALUES (1, :hash, :hash, 'token', 1, 0, 0, :accessed, :access, :overrides)`);
  const scanned = JSON.stringify({ 7: { count: 2, last: VISITED * DAY + 5 } });
  pass.run({ hash: 'ada', accessed: 128, access: scanned, overrides: JSON.stringify({ [NAME]: 'Ada Byron' }) });
  pass.run({ hash: 'eve', accessed: 2, access: '{}', overrides: JSON.stringify({ [NAME]: 'Eve' }) });
  client.close();
}

test('an older database is indexed by a job', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'passwright-old-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  oldDatabase(join(data, 'passwright.sqlite'));
  const t = await openTestApp({ env: { DATA_DIR: data } });
  try {
    const { store } = t.app.context;
    const found = async (given: object) => {
      const query = { accountId: 1, templateId: null, words: [], onPhone: null, visit: null, after: null, count: 9 };
      return (await store.customers({ ...query, ...given })).rows.map(({ pass }) => pass.hash);
    };
    expect(await found({})).toEqual(['eve', 'ada']);
    expect(await found({ visit: { kind: 'since', day: VISITED } })).toEqual(['ada']);
    expect(await found({ visit: { kind: 'since', day: VISITED + 1 } })).toEqual([]);
    expect(await found({ visit: { kind: 'never' } })).toEqual(['eve']);
    expect(await found({ words: ['byron'] })).toEqual([]);
    expect(await store.waitingJob('index_passes', 1)).not.toBeNull();
    await t.deliver();
    expect(await found({ words: ['byron'] })).toEqual(['ada']);
    expect(await store.waitingJob('index_passes', 1)).toBeNull();
  } finally {
    await t.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
