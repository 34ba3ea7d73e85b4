// Draws numbers that only grow from the counters of the database. A counter moves ahead by a
// thousand at a time and memory has the numbers in between, so that most draws write nothing. A
// crash skips numbers, and none is drawn twice.
import type { Connection } from './connection.ts';

/** How many numbers a write of the counter sets aside. */
const SET_ASIDE = 1000;

export interface Numbers {
  /** Draws the next number. Inside a write only. */
  draw(): number;
  /** Draws so many at once and answers the first; the others follow it. Inside a write only. */
  drawSeveral(count: number): number;
  /** The last number that this connection drew; else one that all future numbers are above. */
  newest(): number;
}

/** `name`: a row of the table `counters`. */
export function numbersOf({ client, kept }: Pick<Connection, 'client' | 'kept'>, name: string): Numbers {
  const advance = client
    .prepare<[number, string], number>('UPDATE counters SET value = value + ? WHERE name = ? RETURNING value')
    .pluck();
  const read = client.prepare<[string], number>('SELECT value FROM counters WHERE name = ?').pluck();
  let next = 1;
  let last = 0;
  // Numbers grow over all connections: after a commit of another one, which may have drawn larger
  // numbers, the rest is skipped. After a rollback the counter may not have moved at all.
  kept.watch(() => {
    next = 1;
    last = 0;
  });

  function drawSeveral(count: number): number {
    if (last - next + 1 < count) {
      const setAside = Math.max(count, SET_ASIDE);
      const value = advance.get(setAside, name);
      if (value === undefined) throw new Error(`The counter ${name} is missing from the database.`);
      last = value;
      next = value - setAside + 1;
    }
    const first = next;
    next += count;
    return first;
  }
  return { draw: () => drawSeveral(1), drawSeveral, newest: () => (last === 0 ? (read.get(name) ?? 0) : next - 1) };
}
