// The one counter behind every update tag, and the seconds that stand for changes in HTTP. Both only grow, also across
// restarts.
import { eq, sql } from 'drizzle-orm';
import type { Connection } from './connection.ts';
import { counters } from './schema.ts';

export interface UpdateTags {
  /** The next update tag. Inside a write only. */
  draw(): number;
  /**
   * `lastModified` for a change of a pass at this time (ms): its second, or the next one after what its devices may have seen.
   * Inside a write only.
   */
  passModified(at: number, pass: { lastModified: number }, template: { lastModified: number }): number;
  /** `lastModified` for a change of a template: a second that none of its passes has been given. Inside a write only. */
  templateModified(at: number, template: { lastModified: number }): number;
}

export function updateTags({ db }: Connection): UpdateTags {
  const next = db
    .update(counters)
    .set({ value: sql`${counters.value} + 1` })
    .where(eq(counters.name, 'update_tag'))
    .returning({ value: counters.value })
    .prepare();
  const raiseAhead = db
    .update(counters)
    .set({ value: sql`max(${counters.value}, ${sql.placeholder('second')})` })
    .where(eq(counters.name, 'last_modified'))
    .prepare();
  const ahead = db.select({ value: counters.value }).from(counters).where(eq(counters.name, 'last_modified')).prepare();

  return {
    draw() {
      const row = next.get();
      if (!row) throw new Error('The counter of update tags is missing from the database.');
      return row.value;
    },
    passModified(at, pass, template) {
      const second = Math.floor(at / 1000);
      const modified = Math.max(second, Math.max(pass.lastModified, template.lastModified) + 1);
      if (modified > second) raiseAhead.run({ second: modified });
      return modified;
    },
    templateModified: (at, template) =>
      // A pass may have changed in this very second.
      Math.max(Math.floor(at / 1000), template.lastModified, ahead.get()?.value ?? 0) + 1,
  };
}
