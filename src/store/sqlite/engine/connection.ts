// What the parts of the SQLite store share: one connection, as drizzle and bare, and the queue its writes go through.
import Sqlite from 'better-sqlite3';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type { JobsWritten } from './jobs-written.ts';
import type { Kept } from './kept.ts';
import { StoreOpenError } from './open-error.ts';
import type { WriteQueue } from './write-queue.ts';

export interface Connection {
  readonly client: Sqlite.Database;
  readonly db: BetterSQLite3Database;
  /** Every change of the database goes through here. */
  readonly write: WriteQueue['write'];
  readonly jobsWritten: JobsWritten;
  readonly kept: Kept;
}

/**
 * Opens a database file, which is made if it is missing (its folder is not). `busyTimeout`: ms to wait while another
 * process writes. Fails with StoreOpenError.
 */
export function connect(file: string, busyTimeout: number): Sqlite.Database {
  let client: Sqlite.Database | null = null;
  try {
    client = new Sqlite(file, { timeout: busyTimeout });
    // The first statement that reads the file finds out whether it is a database.
    client.pragma('schema_version');
    return client;
  } catch (error) {
    client?.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreOpenError(`${file} cannot be opened as a database: ${reason}.`, { cause: error });
  }
}

/** Settings of this connection; WAL also stays with the file. */
export function configure(client: Sqlite.Database): void {
  client.pragma('journal_mode = WAL');
  // What was answered survives a power cut. On macOS only F_FULLFSYNC reaches the disk; elsewhere this changes nothing.
  client.pragma('synchronous = FULL');
  client.pragma('fullfsync = ON');
  client.pragma('foreign_keys = ON');
  // 64 MB: with SQLite's own 2 MB the inner pages of the indexes of a large database are read again for every event.
  client.pragma('cache_size = -65536');
  // 32 MB of log between two checkpoints and not SQLite's 4: events of different passes change different pages, and a
  // checkpoint waits for the disk twice while every scan waits for it.
  client.pragma('wal_autocheckpoint = 8192');
  // After a burst the log file shrinks back to this many bytes.
  client.pragma('journal_size_limit = 67108864');
}
