// The one counter behind every update tag, and the seconds that stand for changes in HTTP. Both only grow, also across
// restarts.
import type { Connection } from './engine/connection.ts';

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
    passModified(at, pass, template) {
      const second = Math.floor(at / 1000);
      const modified = Math.max(second, Math.max(pass.lastModified, template.lastModified) + 1);
      if (modified > second) raiseAhead.run(modified);
      return modified;
    },
    templateModified: (at, template) =>
      // A pass may have changed in this very second.
      Math.max(Math.floor(at / 1000), template.lastModified, ahead.get() ?? 0) + 1,
  };
}
