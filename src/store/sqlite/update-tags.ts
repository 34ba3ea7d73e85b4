// The one counter behind every update tag, and the latest second that ran ahead of the clock (see
// store/changes.ts). Both only grow, also across restarts.
import type { Connection } from './engine/connection.ts';

export interface UpdateTags {
  /** Draws the next update tag. Inside a write only. */
  draw(): number;
  /**
   * The latest `lastModified` (s) of any pass that ran ahead of the clock, 0 for none. Inside a
   * write only.
   */
  ahead(): number;
  /** Stores a `lastModified` (s) that ran ahead of the clock. Inside a write only. */
  raiseAhead(lastModified: number): void;
}

export function updateTags({ client }: Connection): UpdateTags {
  const next = client
    .prepare<[], number>("UPDATE counters SET value = value + 1 WHERE name = 'update_tag' RETURNING value")
    .pluck();
  const raiseAhead = client.prepare<[number]>("UPDATE counters SET value = max(value, ?) WHERE name = 'last_modified'");
  const ahead = client.prepare<[], number>("SELECT value FROM counters WHERE name = 'last_modified'").pluck();

  return {
    draw() {
      const tag = next.get();
      if (tag === undefined) throw new Error('The counter of update tags is missing from the database.');
      return tag;
    },
    ahead: () => ahead.get() ?? 0,
    raiseAhead: (lastModified) => {
      raiseAhead.run(lastModified);
    },
  };
}
