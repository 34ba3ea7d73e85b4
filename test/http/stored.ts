// All stored data as one value, because a refused call must not change it. Reads the file itself
// beside the server, so that no answer of the server can hide a row.
import Sqlite from 'better-sqlite3';
import type { TestApp } from '../open-app.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Table -> its rows; for bytes only their number. */
export function stored(t: TestApp): Readonly<Record<string, readonly Row[]>> {
  return withDatabase(t, (database) => {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all();
    return Object.fromEntries(
      (tables as string[]).map((table) => [table, database.prepare(`SELECT * FROM "${table}"`).all().map(readable)]),
    );
  });
}

/** Works on the server's database over a connection of its own, like another process. */
export function withDatabase<T>(t: TestApp, work: (database: Sqlite.Database) => T): T {
  const database = new Sqlite(t.config.databaseFile, { timeout: 5000 });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

function readable(row: unknown): Row {
  const entries = Object.entries(row as Row).map(([name, value]) => [
    name,
    value instanceof Uint8Array ? `${value.length} bytes` : value,
  ]);
  return Object.fromEntries(entries);
}
