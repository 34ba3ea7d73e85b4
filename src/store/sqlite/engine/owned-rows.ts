// Deletes the rows that refer to a row, in every table that has such a reference. Reads the tables
// from the database itself, so that a new table needs no line here.
import type { Database } from 'better-sqlite3';
import Sqlite from 'better-sqlite3';

interface Reference {
  readonly table: string;
  readonly column: string;
}

/**
 * Deletes what refers to the row `id` of `table`, except in the tables `kept`. Inside a write only.
 * Throws when rows of a kept table refer to one that has to go.
 */
export function deleteRowsOf(client: Database, table: string, id: number, kept: readonly string[]): void {
  let left = referencesTo(client, table).filter((reference) => !kept.includes(reference.table));
  while (left.length > 0) {
    // A table may refer to another one of them; SQLite refuses until the other rows are gone.
    const refused = left.filter((reference) => !deleteOf(client, reference, id));
    if (refused.length === left.length) {
      throw new Error(`Rows of ${refused.map((each) => each.table).join(', ')} are still in use.`);
    }
    left = refused;
  }
}

function referencesTo(client: Database, table: string): readonly Reference[] {
  const tables = client.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  const keys = client
    .prepare<[string, string], string>(
      `SELECT "from" FROM pragma_foreign_key_list(?) WHERE "table" = ? AND on_delete = 'NO ACTION'`,
    )
    .pluck();
  return tables.flatMap((name) => keys.all(name, table).map((column) => ({ table: name, column })));
}

function deleteOf(client: Database, { table, column }: Reference, id: number): boolean {
  try {
    client.prepare(`DELETE FROM "${table}" WHERE "${column}" = ?`).run(id);
    return true;
  } catch (error) {
    if (error instanceof Sqlite.SqliteError && error.code === 'SQLITE_CONSTRAINT_FOREIGNKEY') return false;
    throw error;
  }
}
