// The tables that move between SQLite and PostgreSQL, from the drizzle schemas of both. Each side
// reads and writes a row as one list of values, in the order of the columns here.
import { getTableName, is } from 'drizzle-orm';
import { PgTable, getTableConfig as postgresTable } from 'drizzle-orm/pg-core';
import { SQLiteTable, getTableConfig as sqliteTable } from 'drizzle-orm/sqlite-core';
import * as postgresSchema from '../postgres/schema.ts';
import * as postgresPeople from '../postgres/schema-people.ts';
import * as sqliteSchema from '../sqlite/schema.ts';
import * as sqlitePeople from '../sqlite/schema-people.ts';

/** JSON is text here. Bytes are a Buffer. */
export type Value = number | string | boolean | Uint8Array | null;
export type Row = readonly Value[];
export type ColumnKind = 'number' | 'text' | 'boolean' | 'json' | 'bytes';

export interface MovedTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly kind: ColumnKind }[];
  /** Places of the columns that make a row unique, in their order. */
  readonly key: readonly number[];
  /** Whether PostgreSQL has several rows for one, by `shard`, whose numbers add up. */
  readonly isSharded: boolean;
  /** Whether ids are drawn by the database and never come back. */
  readonly drawsIds: boolean;
}

/** What SQLite has for itself: counters move apart, and the others follow from other tables. */
const OF_SQLITE = ['counters', 'filed_events', 'template_events', 'trace_dictionaries'];

/** Tables that others refer to, before those; the rest is in any order. */
const FIRST = [
  'accounts',
  'templates',
  'campaigns',
  'passes',
  'batches',
  'bulk_changes',
  'devices',
  'certificates',
  'tills',
  'events',
  'webhooks',
  'webhook_messages',
];

const KINDS: Readonly<Record<string, ColumnKind>> = {
  bigint: 'number',
  integer: 'number',
  text: 'text',
  boolean: 'boolean',
  json: 'json',
  bytea: 'bytes',
};

function tableOf(own: SQLiteTable, other: PgTable): MovedTable {
  const { name, columns, primaryKeys, uniqueConstraints } = sqliteTable(own);
  const there = new Map(postgresTable(other).columns.map((column) => [column.name, column]));
  const moved = columns
    .filter((column) => there.has(column.name))
    .map((column) => ({ name: column.name, kind: KINDS[there.get(column.name)!.getSQLType()]! }));
  const primary = columns.filter((column) => column.primary);
  const unique = primary.length > 0 ? primary : (primaryKeys[0]?.columns ?? uniqueConstraints[0]!.columns);
  return {
    name,
    columns: moved,
    key: unique.map((column) => moved.findIndex((each) => each.name === column.name)),
    isSharded: there.has('shard'),
    drawsIds: there.get('id')?.generatedIdentity !== undefined,
  };
}

export const MOVED: readonly MovedTable[] = (() => {
  const others = new Map(
    Object.values({ ...postgresSchema, ...postgresPeople })
      .filter((table) => is(table, PgTable))
      .map((table) => [getTableName(table) as string, table]),
  );
  const own = Object.values({ ...sqliteSchema, ...sqlitePeople }).filter((table) => is(table, SQLiteTable));
  const place = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return own
    .filter((table) => !OF_SQLITE.includes(getTableName(table)))
    .sort((a, b) => place(getTableName(a)) - place(getTableName(b)))
    .map((table) => {
      const other = others.get(getTableName(table));
      if (other === undefined) throw new Error(`PostgreSQL lacks the table ${getTableName(table)}.`);
      return tableOf(table, other);
    });
})();

/** What a database knows beside its rows. */
export interface Numbers {
  /** The highest update tag so far, and the latest second that ran ahead of the clock. */
  readonly updateTag: number;
  readonly lastModified: number;
  /** The last id that each table drew, by its name. */
  readonly ids: Readonly<Record<string, number>>;
}

/** A database to move rows from or to. */
export interface Side {
  /** Up to `count` rows behind a key, in the order of the keys. `after` null: from the first row on. */
  read(table: MovedTable, after: Row | null, count: number): Promise<readonly Row[]>;
  numbers(): Promise<Numbers>;
  close(): Promise<void>;
}

export interface Target extends Side {
  /** The key of the last row of each table that an interrupted move has written; true: all of them. */
  progress(): Promise<ReadonlyMap<string, Row | true>>;
  /** Writes rows and what is done, in one commit. */
  write(table: MovedTable, rows: readonly Row[], done: Row | true): Promise<void>;
  /** Makes the database ready for a server. */
  finish(numbers: Numbers): Promise<void>;
}

/** The key of a row. */
export function keyOf(table: MovedTable, row: Row): Row {
  return table.key.map((place) => row[place]!);
}
