// The one counter behind every update tag. It only grows, also across restarts.
import { eq, sql } from 'drizzle-orm';
import type { Connection } from './connection.ts';
import { counters } from './schema.ts';

export interface UpdateTags {
  /** The next update tag. Inside a write only. */
  draw(): number;
}

export function updateTags({ db }: Connection): UpdateTags {
  const next = db
    .update(counters)
    .set({ value: sql`${counters.value} + 1` })
    .where(eq(counters.name, 'update_tag'))
    .returning({ value: counters.value })
    .prepare();
  return {
    draw() {
      const row = next.get();
      if (!row) throw new Error('The counter of update tags is missing from the database.');
      return row.value;
    },
  };
}
