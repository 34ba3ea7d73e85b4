// Reads of a single row that every scan makes. drizzle writes their SQL; the row is made into objects here, because
// drizzle's own mapping of a join takes longer than SQLite takes to find the row.
import type { Database } from 'better-sqlite3';
import type { Column } from 'drizzle-orm';

type Columns = Readonly<Record<string, Column>>;

/** A query of drizzle's that has one placeholder. */
export interface Query {
  toSQL(): { readonly sql: string };
}

/** The row of one table for which the query's placeholder has this value. `columns` are those selected, in their order. */
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

/** The same for a join that was selected as one object for each table. */
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

/** Makes an object of the columns of a row from `start` on. */
function readerOf(columns: Columns): (row: readonly unknown[], start: number) => object {
  const parts = Object.entries(columns).map(([key, column]) => {
    // Numbers and texts come from SQLite as they are; JSON and truths do not.
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
