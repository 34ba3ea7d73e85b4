// Makes a database with very many passes, ten events and a phone each, by SQL: made through the server
// it would take an hour. It stays in the system's temporary folder, where the next run finds it.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { UNCALLED } from '../../src/operations/depth.ts';
import { trackAccess } from '../../src/operations/events/track-access.ts';
import { SCAN } from '../../src/rules/passes/facts.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { MIGRATIONS } from '../../src/store/sqlite/migrations/list.ts';
import { en } from '../../src/ui/texts/en/index.ts';
import { openBenchAppIn, overridesOf, SHOP_CARD } from './bench-app.ts';
import { installAll } from './installed.ts';

export const EVENTS_A_PASS = 10;
/** Bytes of the file for one pass, its events and its phone, rounded up. */
const BYTES_A_PASS = 6000;
/** The tables that are filled: their indexes are made afterwards, sorted, which takes a tenth of the time. */
const FILLED = "('passes', 'events', 'devices', 'registrations')";

/** What a database is filled with. */
export interface Filling {
  /** Small letters: a part of the folder's name. */
  readonly name: string;
  readonly card: JsonObject;
  readonly eventsAPass: number;
  /** Columns of the passes with a value of their own, as SQL that may use `ids.id` and the first pass `one`. */
  readonly columns: Readonly<Record<string, string>>;
}

const SHOP: Filling = { name: 'filled', card: SHOP_CARD, eventsAPass: EVENTS_A_PASS, columns: {} };

/** The folder of a database with `passes` passes of one template, each on a phone of its own. */
export async function filledFolder(passes: number, filling: Filling = SHOP): Promise<string> {
  const { name: kind } = filling;
  const ofThis = `passwright-bench-${kind}-v${MIGRATIONS.length}-${passes}`;
  const folder = join(tmpdir(), ofThis);
  if (existsSync(join(folder, 'filled'))) return folder;
  // A file of an older version would be migrated each time, and takes room.
  for (const name of readdirSync(tmpdir())) {
    const known = /^passwright-bench-([a-z]+)-(?:v\d+-)?(\d+)(?:-unfinished)?$/.exec(name);
    if (known?.[1] === kind && Number(known[2]) === passes)
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize < passes * BYTES_A_PASS * 1.5) {
    throw new Error(`${tmpdir()} has no room for ${passes} passes: ${Math.round((passes * BYTES_A_PASS) / 1e6)} MB.`);
  }
  const unfinished = `${folder}-unfinished`;
  mkdirSync(unfinished);
  await makeFirst(unfinished, filling);
  fill(join(unfinished, 'passwright.sqlite'), passes, filling);
  writeFileSync(join(unfinished, 'filled'), '');
  renameSync(unfinished, folder);
  return folder;
}

/**
 * The account, the template and one pass on a phone with one scan, made by the server's own code. All
 * other rows are copies.
 */
async function makeFirst(folder: string, { card }: Filling): Promise<void> {
  const { test, templateHash, close } = await openBenchAppIn(folder, {}, { card });
  // Its trace shows the note, which is not as long on an ordinary pass as what fills up a row.
  const hashedSerialNumber = await test.pass(templateHash, { ...overridesOf(0), note: 'Likes dark bread.' });
  installAll(folder);
  await trackAccess(test.app.context, test.owner, {
    hashedSerialNumber,
    accessType: SCAN,
    depth: UNCALLED,
    words: en.sentences,
  });
  await close();
}

function fill(file: string, passes: number, filling: Filling): void {
  const client = new Sqlite(file);
  try {
    // A fill that is cut off is thrown away, so it needs no journal.
    client.pragma('journal_mode = DELETE');
    client.pragma('journal_mode = OFF');
    client.pragma('synchronous = OFF');
    client.pragma('foreign_keys = OFF');
    client.pragma('cache_size = -1000000');
    client.pragma('threads = 2');
    // Numbers that triggers count are not measured here, and triggers take most of the time.
    const dropped = client
      .prepare<[], { type: string; name: string; sql: string }>(
        `SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND (type = 'trigger'
           OR (type = 'index' AND tbl_name IN ${FILLED}))`,
      )
      .all();
    for (const { type, name } of dropped) client.exec(`DROP ${type} ${name}`);
    fillTables(client, passes, filling);
    for (const { sql } of dropped) client.exec(sql);
    client.pragma('journal_mode = WAL');
  } finally {
    client.close();
  }
}

function fillTables(client: Sqlite.Database, passes: number, { eventsAPass, columns: own }: Filling): void {
  const first = client.prepare<[], number>('SELECT id FROM passes').pluck().get()!;
  const [from, to] = [first + 1, first + passes - 1];
  const ids = `WITH RECURSIVE ids (id) AS (SELECT ${from} UNION ALL SELECT id + 1 FROM ids WHERE id < ${to})`;
  /** Copies the one row of a table for each id; the columns of `other` get another value. */
  const copy = (table: string, other: Readonly<Record<string, string>>) => {
    const columns = columnsOf(client, table);
    const values = columns.map((column) => other[column] ?? `one.${column}`);
    client.exec(`${ids} INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM ids, one`);
  };
  const one = (table: string) =>
    client.exec(`DROP TABLE IF EXISTS temp.one; CREATE TEMP TABLE one AS SELECT * FROM ${table} LIMIT 1`);
  client.prepare("UPDATE passes SET overrides = json_set(overrides, '$.note', ?)").run(overridesOf(0).note as string);
  const random = 'lower(hex(randomblob(16)))';
  one('passes');
  copy('passes', { id: 'ids.id', serial_number: random, hash: random, authentication_token: random, ...own });
  one('devices');
  copy('devices', {
    id: 'ids.id',
    device_library_identifier: "printf('%032x', ids.id)",
    push_token: "printf('%064x', ids.id)",
  });
  one('registrations');
  copy('registrations', { pass_id: 'ids.id', device_id: 'ids.id' });
  one(`(SELECT * FROM events WHERE access_type = ${SCAN})`);
  // Goes over all passes round after round, as scans come in, so that the events of one pass lie far
  // apart.
  const columns = columnsOf(client, 'events').filter((column) => column !== 'id');
  const other: Record<string, string> = { pass_id: 'ids.id', time: 'time + round', trace_number: 'round + 1' };
  client.exec(`
    WITH RECURSIVE
      rounds (round) AS (SELECT 1 UNION ALL SELECT round + 1 FROM rounds WHERE round < ${eventsAPass}),
      ids (id) AS (SELECT ${first} UNION ALL SELECT id + 1 FROM ids WHERE id < ${to})
    INSERT INTO events (${columns.join(', ')})
    SELECT ${columns.map((column) => other[column] ?? `one.${column}`).join(', ')}
    FROM rounds CROSS JOIN ids CROSS JOIN one`);
  // What the trigger of every 256th event does; see migrations/0026-small-events.ts.
  client.exec(`
    INSERT OR IGNORE INTO template_events (template_id, event_id) SELECT of_template, id FROM events ORDER BY 1, 2;
    UPDATE filed_events SET last_id = (SELECT max(id) FROM events)`);
}

function columnsOf(client: Sqlite.Database, table: string): string[] {
  return client.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
}
