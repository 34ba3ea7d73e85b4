// Reads the single rows that every scan needs. drizzle writes the SQL; this file turns rows into
// objects, because drizzle's own mapping of a join takes longer than SQLite's search.
import type { Database } from 'better-sqlite3';
import type { Column } from 'drizzle-orm';

type Columns = Readonly<Record<string, Column>>;

/** A query of drizzle's with one placeholder. */
export interface Query {
  toSQL(): { readonly sql: string };
}

/**
 * Reads one row of one table by the value of the query's placeholder. `columns`: the selected
 * columns, in their order.
 */
export function quickRow<T>(
  client: Database,
  query: Query,
  columns: Columns,
): (value: string | number) => T | undefined {
  const statement = client.prepare<[string | number], unknown[]>(query.toSQL().sql).raw();
  const read = readerOf(columns);
  return (value) => {
    const row = statement.get(value);
    return row === undefined ? undefined : (read(row, 0) as T);
  };
}

/** Does the same for a join that selects one object per table. */
export function quickJoin<T>(
  client: Database,
  query: Query,
  tables: Readonly<Record<string, Columns>>,
): (value: string | number) => T | undefined {
  const statement = client.prepare<[string | number], unknown[]>(query.toSQL().sql).raw();
  let width = 0;
  const parts = Object.entries(tables).map(([name, columns]) => {
    const start = width;
    width += Object.keys(columns).length;
    return { name, start, read: readerOf(columns) };
  });
  return (value) => {
    const row = statement.get(value);
    if (row === undefined) return undefined;
    const joined: Record<string, unknown> = {};
    for (const { name, start, read } of parts) joined[name] = read(row, start);
    return joined as T;
  };
}

/** Makes an object from the columns of a row, beginning at `start`. */
function readerOf(columns: Columns): (row: readonly unknown[], start: number) => object {
  const parts = Object.entries(columns).map(([key, column]) => {
    // SQLite returns numbers and texts ready to use; JSON and booleans need decoding.
    const isAsIs = column.dataType === 'number' || column.dataType === 'string';
    return { key, decode: isAsIs ? null : (value: unknown) => column.mapFromDriverValue(value) };
  });
  return (row, start) => {
    const object: Record<string, unknown> = {};
    for (let index = 0; index < parts.length; index++) {
      const { key, decode } = parts[index]!;
      const value = row[start + index];
      object[key] = decode === null || value === null ? value : decode(value);
    }
    return object;
  };
}
