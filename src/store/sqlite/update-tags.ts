// The one counter behind every update tag. It only grows, also across restarts.
import type { Connection } from './connection.ts';

export interface UpdateTags {
  /** The next update tag. Inside a write only. */
  draw(): number;
}

export function updateTags({ client }: Connection): UpdateTags {
  const next = client
    .prepare<[], number>("UPDATE counters SET value = value + 1 WHERE name = 'update_tag' RETURNING value")
    .pluck();
  return {
    draw() {
      const tag = next.get();
      if (tag === undefined) throw new Error('The counter of update tags is missing from the database.');
      return tag;
    },
  };
}
