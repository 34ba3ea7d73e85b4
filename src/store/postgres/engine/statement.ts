// A statement that each connection prepares once, by a name of its own.
import { createHash } from 'node:crypto';
import { getTableColumns } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';

export interface Statement<Row> {
  readonly name: string;
  readonly text: string;
  /** Never there: the type of the rows. */
  readonly row?: Row;
}

/** Names a statement by its text. `Row`: what a row is, by the names of its columns. */
export function statement<Row = unknown>(text: string): Statement<Row> {
  return { name: createHash('sha256').update(text).digest('base64url').slice(0, 24), text };
}

/**
 * A list of columns for SELECT, each by the name that the drizzle table gives it: `p.hash AS "hash"`.
 * `without`: names to leave out.
 */
export function columnsOf(table: PgTable, alias: string, without: readonly string[] = []): string {
  return Object.entries(getTableColumns(table))
    .filter(([name]) => !without.includes(name))
    .map(([name, column]) => `${alias}.${column.name} AS "${name}"`)
    .join(', ');
}
