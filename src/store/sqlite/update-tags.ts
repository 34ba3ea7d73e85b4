// The one counter behind every update tag, and the latest second that ran ahead of the clock (see
// store/changes.ts). Both only grow, also across restarts.
import type { Connection } from './engine/connection.ts';

export interface UpdateTags {
  /** Draws the next update tag. Inside a write only. */
  draw(): number;
  /** Draws so many at once and answers the first; the others follow it. Inside a write only. */
  drawSeveral(count: number): number;
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
    .prepare<[number], number>("UPDATE counters SET value = value + ? WHERE name = 'update_tag' RETURNING value")
    .pluck();
  const raiseAhead = client.prepare<[number]>("UPDATE counters SET value = max(value, ?) WHERE name = 'last_modified'");
  const ahead = client.prepare<[], number>("SELECT value FROM counters WHERE name = 'last_modified'").pluck();

  const drawSeveral = (count: number) => {
    const last = next.get(count);
    if (last === undefined) throw new Error('The counter of update tags is missing from the database.');
    return last - count + 1;
  };
  return {
    draw: () => drawSeveral(1),
    drawSeveral,
    ahead: () => ahead.get() ?? 0,
    raiseAhead: (lastModified) => {
      raiseAhead.run(lastModified);
    },
  };
}
