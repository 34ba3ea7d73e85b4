// Deletes the rows that refer to a row, in every table that has such a reference. Reads the tables
// from the database itself, so that a new table needs no line here.
import type { Tx } from './connection.ts';
import { statement } from './statement.ts';

interface Reference {
  readonly table: string;
  readonly column: string;
  readonly to: string;
}

// References whose rows do not go by themselves.
const references = statement<Reference>(`
  SELECT c.conrelid::regclass::text AS "table", c.confrelid::regclass::text AS "to", a.attname AS "column"
  FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
  WHERE c.contype = 'f' AND c.confdeltype = 'a' AND c.connamespace = current_schema()::regnamespace
  ORDER BY 1, 3`);

/**
 * Deletes what refers to the row `id` of `table`, except in the tables `spared`. A table goes before
 * those that it refers to.
 */
export async function deleteRowsOf(tx: Tx, table: string, id: number, spared: readonly string[]): Promise<void> {
  const all = await tx.rows(references);
  const isLeft = (reference: Reference) => reference.to === table && !spared.includes(reference.table);
  let left = all.filter(isLeft);
  while (left.length > 0) {
    const needed = (name: string) =>
      left.some((other) => other.table !== name && all.some((each) => each.table === other.table && each.to === name));
    const next = left.filter((reference) => !needed(reference.table));
    if (next.length === 0) throw new Error(`The tables ${left.map((each) => each.table).join(', ')} form a circle.`);
    for (const { table: from, column } of next) {
      await tx.run(statement(`DELETE FROM ${from} WHERE ${column} = $1`), id);
    }
    left = left.filter((reference) => !next.includes(reference));
  }
}
