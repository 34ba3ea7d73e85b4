// The rows of birthdays.ts on PostgreSQL, in a database that SQL fills and that the run deletes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../fixtures/postgres/server.ts';
import { openBenchAppIn, overridesOf } from './bench-app.ts';
import {
  APNS,
  BIRTHDAY_CARD,
  birthdayOf,
  DAYS_OF_YEAR,
  KEY,
  measureBirthdays,
  nextBirthdays,
  openClock,
} from './birthdays.ts';
import type { Effort, Row } from './row.ts';

export async function birthdaysOnPostgres({ quick, rounds }: Effort): Promise<Row[]> {
  const passes = quick ? 20_000 : 1_000_000;
  const folder = mkdtempSync(join(tmpdir(), 'passwright-bench-'));
  const flags = ['shared_buffers=512MB', 'maintenance_work_mem=512MB', 'max_wal_size=4GB'];
  const database = await startPostgres({ isDurable: true, flags });
  try {
    const url = await database.create('birthdays');
    const clock = openClock();
    const options = { card: BIRTHDAY_CARD, now: clock.now };
    const bench = await openBenchAppIn(folder, { DATABASE_URL: url, ...APNS }, options);
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await bench.test.install(await bench.test.pass(bench.templateHash, overridesOf(0)));
      await fill(client, passes);
      const { rows } = await client.query('SELECT hash FROM passes ORDER BY random() LIMIT 1000');
      const hashes = rows.map(({ hash }) => hash as string);
      const one = async (sql: string) => Number(Object.values((await client.query(sql)).rows[0])[0]);
      const given = { prefix: 'PostgreSQL: ', bench, passes, hashes, one };
      return await measureBirthdays(given, clock, Math.min(rounds, 5));
    } finally {
      await client.end();
      await bench.close();
    }
  } finally {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Copies the pass that is there, with its phone, and gives each pass a birthday and the row that waits for it. */
async function fill(client: pg.Client, passes: number): Promise<void> {
  const run = async (text: string, values?: unknown[]) => (await client.query(text, values)).rows;
  // Numbers that triggers count are not measured here, and triggers take most of the time.
  await run('SET session_replication_role = replica');
  const filled = "('passes', 'devices', 'registrations', 'dues')";
  const indexes = await run(`
    SELECT indexname AS name, indexdef AS text FROM pg_indexes
    WHERE schemaname = current_schema() AND tablename IN ${filled} AND indexdef NOT LIKE 'CREATE UNIQUE%'`);
  for (const { name } of indexes) await run(`DROP INDEX ${name}`);
  const first = Number((await run('SELECT min(id) AS id FROM passes'))[0].id);
  const copy = async (table: string, other: Readonly<Record<string, string>>) => {
    const columns = await run(
      'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1',
      [table],
    );
    const names = columns.map(({ name }) => name as string);
    await run(`
      INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.map((name) => other[name] ?? `one.${name}`).join(', ')}
      FROM generate_series(${first + 1}, ${first + passes - 1}) n, (SELECT * FROM ${table} ORDER BY 1 LIMIT 1) one`);
  };
  await copy('passes', { id: 'n', serial_number: "'serial number ' || n", hash: 'md5(n::text)' });
  await copy('devices', {
    id: 'n',
    device_library_identifier: "lpad(n::text, 32, '0')",
    push_token: "lpad(n::text, 64, '0')",
  });
  await copy('registrations', { pass_id: 'n', device_id: 'n' });
  const born = Array.from({ length: DAYS_OF_YEAR }, (_, day) => birthdayOf(day));
  await run(
    `UPDATE passes SET overrides = jsonb_set(overrides::jsonb, '{birthday}', to_jsonb(($1::text[])[id % ${DAYS_OF_YEAR} + 1]))`,
    [born],
  );
  await run('DELETE FROM dues');
  await run(
    `INSERT INTO dues (pass_id, template_id, key, due_at)
      SELECT id, template_id, $1, ($2::bigint[])[id % ${DAYS_OF_YEAR} + 1] FROM passes`,
    [KEY, nextBirthdays(Date.now())],
  );
  for (const { text } of indexes) await run(text);
  for (const table of ['passes', 'devices', 'dues']) {
    await run(`SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT max(id) FROM ${table}))`);
  }
  await run('VACUUM ANALYZE');
}
