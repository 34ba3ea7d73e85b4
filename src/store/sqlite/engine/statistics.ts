// Keeps SQLite's plans the same on every server. Statistics of ANALYZE may come from a day when a
// table was almost empty, and then whole tables of passes and events are read for one row.
import type { Database } from 'better-sqlite3';

/** Drops the statistics of an ANALYZE that somebody ran: without them, plans follow the indexes. */
export function forgetStatistics(client: Database): void {
  const names = client
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE name IN ('sqlite_stat1', 'sqlite_stat4')")
    .pluck()
    .all();
  if (names.length === 0) return;
  for (const name of names) client.exec(`DROP TABLE ${name}`);
  // Makes this connection forget what it has read already.
  client.exec('ANALYZE sqlite_schema');
}
