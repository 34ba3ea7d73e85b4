// What the parts of the SQLite store share: one connection, as drizzle and bare, and the queue of
// its writes.
import Sqlite from 'better-sqlite3';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type { Announcements } from '../../announcements.ts';
import { StoreOpenError } from '../../open-error.ts';
import type { Kept } from './kept.ts';
import type { WriteQueue } from './write-queue.ts';

export interface Connection {
  readonly client: Sqlite.Database;
  readonly db: BetterSQLite3Database;
  /** Runs every change of the database. */
  readonly write: WriteQueue['write'];
  /** Runs a change that belongs to a job. */
  readonly writeAlong: WriteQueue['writeAlong'];
  readonly onDisk: WriteQueue['onDisk'];
  /** Jobs and mails. */
  readonly jobsWritten: Announcements;
  readonly eventsWritten: Announcements;
  readonly kept: Kept;
}

/**
 * Opens a database file, and creates it when it is missing, but not its folder. `busyTimeout`: ms
 * to wait while another process writes. Fails with StoreOpenError.
 */
export function connect(file: string, busyTimeout: number): Sqlite.Database {
  let client: Sqlite.Database | null = null;
  try {
    client = new Sqlite(file, { timeout: busyTimeout });
    // Opening reads nothing: the first statement finds out whether the file is a database.
    client.pragma('schema_version');
    return client;
  } catch (error) {
    client?.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreOpenError(`${file} cannot be opened as a database: ${reason}.`, { cause: error });
  }
}

/** Applies the settings of this connection. Only WAL is also stored in the file. */
export function configure(client: Sqlite.Database): void {
  client.pragma('journal_mode = WAL');
  // Make every answered write survive a power cut; log-disk.ts takes the waits of the server's
  // commits over. On macOS only F_FULLFSYNC reaches the disk; elsewhere it has no effect.
  client.pragma('synchronous = FULL');
  client.pragma('fullfsync = ON');
  client.pragma('foreign_keys = ON');
  // Cache 16 MB: with SQLite's own 2 MB, every event reads the inner index pages of a large
  // database again. A larger cache costs more: SQLite walks through all of its slots in a commit
  // after pages of an index changed places.
  client.pragma('cache_size = -16384');
  // Let 8 MB of log gather between two checkpoints, not SQLite's 4 MB: events of different passes
  // change different pages, and a checkpoint waits for the disk twice. Not more, because scans
  // wait for a checkpoint that no thread takes over (checkpoints.ts), as long as the log has pages.
  client.pragma('wal_autocheckpoint = 2048');
  // After a burst, shrink the log file back to this many bytes.
  client.pragma('journal_size_limit = 67108864');
}
