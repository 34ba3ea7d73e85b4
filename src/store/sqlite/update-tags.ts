// The one counter behind every update tag, and the latest second that ran ahead of the clock (see
// store/changes.ts). Both only grow, also across restarts.
import type { Connection } from './engine/connection.ts';
import { type Numbers, numbersOf } from './engine/numbers.ts';

/** Draws update tags. */
export interface UpdateTags extends Numbers {
  /**
   * The latest `lastModified` (s) of any pass that ran ahead of the clock, 0 for none. Inside a
   * write only.
   */
  ahead(): number;
  /** Stores a `lastModified` (s) that ran ahead of the clock. Inside a write only. */
  raiseAhead(lastModified: number): void;
}

export function updateTags(connection: Connection): UpdateTags {
  const { client, kept } = connection;
  const write = client.prepare<[number]>("UPDATE counters SET value = ? WHERE name = 'last_modified'");
  const read = client.prepare<[], number>("SELECT value FROM counters WHERE name = 'last_modified'").pluck();
  // Null: not read since another connection wrote, or since a rollback.
  let known: number | null = null;
  kept.watch(() => {
    known = null;
  });
  const ahead = () => {
    known ??= read.get() ?? 0;
    return known;
  };
  return {
    ...numbersOf(connection, 'update_tag'),
    ahead,
    raiseAhead(lastModified) {
      if (lastModified <= ahead()) return;
      write.run(lastModified);
      known = lastModified;
    },
  };
}
