// A SQLite file as a side of a move.
import { existsSync, renameSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { StoreOpenError } from '../open-error.ts';
import { configure, connect } from '../sqlite/engine/connection.ts';
import { type FileLock, lockFile } from '../sqlite/engine/lock.ts';
import { migrate, migrationsMissing } from '../sqlite/engine/migrate.ts';
import { unpacked } from '../sqlite/events-traces.ts';
import { file as fileEvents } from '../sqlite/migrations/0026-small-events.ts';
import type { ColumnKind, MovedTable, Numbers, Row, Side, Target, Value } from './tables.ts';

const WAIT = 5000;

/** Opens a database file that no server uses. Fails with StoreOpenError. */
export function sqliteSource(file: string): Side {
  if (!existsSync(file)) throw new StoreOpenError(`There is no database at ${file}.`);
  const lock = lockFile(file, 0);
  const client = connect(file, WAIT);
  if (migrationsMissing(client, file) > 0) {
    configure(client);
    migrate(client);
  }
  // Numbers lack the newest events until these are filed.
  if (client.prepare('SELECT max(id) FROM events').pluck().get() !== null)
    client.transaction(() => client.exec(fileEvents))();
  return { ...side(client), close: async () => end(client, lock) };
}

/**
 * Makes a database file, beside its name until the move is finished. Fails with StoreOpenError when
 * there is a file of the name.
 */
export function sqliteTarget(file: string): Target {
  if (existsSync(file)) throw new StoreOpenError(`${file} is there already. Name another file, or delete this one.`);
  const partial = `${file}.moving`;
  const lock = lockFile(partial, 0);
  const client = connect(partial, WAIT);
  configure(client);
  if (migrationsMissing(client, partial) > 0) migrate(client);
  client.exec(
    'CREATE TABLE IF NOT EXISTS move_triggers (sql TEXT); CREATE TABLE IF NOT EXISTS move_progress (name TEXT PRIMARY KEY, done TEXT)',
  );
  // What triggers would write moves as well.
  client.transaction(() => {
    const found = client
      .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
      .all();
    for (const { name, sql } of found) {
      client.prepare('INSERT INTO move_triggers (sql) VALUES (?)').run(sql);
      client.exec(`DROP TRIGGER ${name}`);
    }
  })();

  return {
    ...side(client),
    progress: async () => {
      const rows = client.prepare<[], { name: string; done: string }>('SELECT name, done FROM move_progress').all();
      return new Map(rows.map(({ name, done }) => [name, JSON.parse(done) as Row | true]));
    },
    write: async (table, rows, done) => {
      const { name, columns } = table;
      const insert = client.prepare<(number | string | Uint8Array | null)[]>(
        `INSERT INTO ${name} (${columns.map((column) => column.name).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      );
      const note = client.prepare<[string, string]>('INSERT OR REPLACE INTO move_progress (name, done) VALUES (?, ?)');
      client.transaction(() => {
        client.pragma('defer_foreign_keys = ON');
        for (const row of rows) insert.run(...row.map((value) => (typeof value === 'boolean' ? Number(value) : value)));
        note.run(name, JSON.stringify(done));
      })();
    },
    finish: async ({ updateTag, lastModified, ids }) => {
      client.transaction(() => {
        const count = client.prepare<[number, string]>('UPDATE counters SET value = max(value, ?) WHERE name = ?');
        count.run(updateTag, 'update_tag');
        count.run(lastModified, 'last_modified');
        count.run(ids.jobs ?? 0, 'job');
        for (const [name, id] of Object.entries(ids)) {
          const { changes } = client
            .prepare('UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?')
            .run(id, name);
          if (changes === 0 && name !== 'jobs')
            client.prepare('INSERT INTO sqlite_sequence (seq, name) VALUES (?, ?)').run(id, name);
        }
        client.exec(`
          INSERT OR IGNORE INTO template_counts (template_id, created, installed, deleted, scanned, registered, on_phones)
            SELECT id, 0, 0, 0, 0, 0, 0 FROM templates;
          INSERT INTO template_events (template_id, event_id) SELECT of_template, id FROM events ORDER BY 1, 2;
          UPDATE filed_events SET last_id = (SELECT coalesce(max(id), 0) FROM events);
          INSERT OR IGNORE INTO jobs (kind, subject_id, key, id, update_tag, run_at, attempts)
            SELECT 'index_passes', id, '', (SELECT value FROM counters WHERE name = 'job') + row_number() OVER (), 0, 0, 0 FROM templates;
          UPDATE counters SET value = (SELECT max(value, coalesce((SELECT max(id) FROM jobs), 0))) WHERE name = 'job';`);
        for (const sql of client.prepare<[], string>('SELECT sql FROM move_triggers').pluck().all()) client.exec(sql);
        client.exec('DROP TABLE move_triggers; DROP TABLE move_progress');
      })();
      client.pragma('wal_checkpoint(TRUNCATE)');
      client.close();
      renameSync(partial, file);
    },
    close: async () => end(client, lock),
  };
}

function end(client: Database, lock: FileLock): void {
  client.close();
  lock.release();
}

function side(client: Database): Pick<Side, 'read' | 'numbers'> {
  const dictionary = client
    .prepare<[number], Uint8Array>('SELECT content FROM trace_dictionaries WHERE id = ?')
    .pluck();
  return {
    read: async (table, after, count) => {
      const names = table.columns.map(({ name }) => name);
      const key = table.key.map((place) => names[place]!);
      const behind = after === null ? '' : `WHERE (${key.join(', ')}) > (${key.map(() => '?').join(', ')})`;
      const isOfEvents = table.name === 'events';
      const rows = client
        .prepare<unknown[], (number | string | Uint8Array | null)[]>(
          `SELECT ${names.join(', ')}${isOfEvents ? ', packed_trace' : ''} FROM ${table.name} ${behind} ORDER BY ${key.join(', ')} LIMIT ?`,
        )
        .raw()
        .all(...(after ?? []), Math.min(count, 2 ** 31));
      if (!isOfEvents) return rows.map((row) => valuesOf(table, row));
      const trace = names.indexOf('trace');
      return rows.map((row) => {
        const packed = row.pop();
        if (packed instanceof Uint8Array) row[trace] = unpacked(packed, (id) => dictionary.get(id));
        return valuesOf(table, row);
      });
    },
    numbers: async (): Promise<Numbers> => {
      const counter = client.prepare<[string], number>('SELECT value FROM counters WHERE name = ?').pluck();
      const drawn = client.prepare<[], { name: string; seq: number }>('SELECT name, seq FROM sqlite_sequence').all();
      const events = client.prepare<[], number>('SELECT coalesce(max(id), 0) FROM events').pluck().get()!;
      return {
        updateTag: counter.get('update_tag') ?? 0,
        lastModified: counter.get('last_modified') ?? 0,
        ids: {
          ...Object.fromEntries(drawn.map(({ name, seq }) => [name, seq])),
          jobs: counter.get('job') ?? 0,
          events,
        },
      };
    },
  };
}

function valuesOf({ columns }: MovedTable, row: readonly (number | string | Uint8Array | null)[]): Row {
  return row.map((value, place) => asValue(value, columns[place]!.kind));
}

function asValue(value: number | string | Uint8Array | null, kind: ColumnKind): Value {
  return kind === 'boolean' && value !== null ? value === 1 : value;
}
