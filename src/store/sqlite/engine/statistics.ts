// Keeps SQLite's plans the same on every server: no statistics, so that plans follow the indexes as
// the tests of the store have seen them. Statistics of ANALYZE may come from a day when a table was
// almost empty, and then whole tables of passes and events are read for one row; statistics of the
// server's own would make the plans of each installation its own, which no test has seen.
import type { Database } from 'better-sqlite3';
import type { Kept } from './kept.ts';
import type { Watcher } from './write-queue.ts';

const TABLES = ['sqlite_stat1', 'sqlite_stat4'];

/**
 * Deletes the statistics of an ANALYZE that somebody ran. Leaves the tables in the file, and makes
 * them where they are missing: an ANALYZE that finds the tables does not change the schema, so that
 * open connections do not read what it writes.
 */
export function forgetStatistics(client: Database): void {
  const present = client
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE name IN ('sqlite_stat1', 'sqlite_stat4')")
    .pluck()
    .all();
  const filled = present.filter((name) => client.prepare(`SELECT 1 FROM ${name} LIMIT 1`).get() !== undefined);
  // Makes missing tables; analyses no table.
  if (present.length < TABLES.length) client.exec('ANALYZE sqlite_schema');
  if (filled.length === 0) return;
  for (const name of filled) client.exec(`DELETE FROM ${name}`);
  // A new table that is taken back makes this connection read the schema anew. Without the new reading,
  // SQLite goes on believing what the statistics said of the size of a table.
  client.exec('SAVEPOINT forgetting; CREATE TABLE forgetting (id); ROLLBACK TO forgetting; RELEASE forgetting');
}

/**
 * Does the same while the store is open: the first transaction after a commit of another connection
 * looks for statistics, because after a VACUUM or a new table this connection reads them too.
 */
export function watchStatistics(client: Database, kept: Kept): Watcher {
  let isDue = false;
  kept.watch(() => {
    isDue = true;
  });
  return {
    begun() {
      kept.begun();
      if (!isDue) return;
      forgetStatistics(client);
      isDue = false;
    },
    undone: kept.undone,
  };
}
