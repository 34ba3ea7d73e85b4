// Keeps two servers off one database file: a transaction that never ends, on a second SQLite database beside it.
// The operating system lets go of the lock when the process ends, however it ends, so nothing stale is left behind.
import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { StoreOpenError } from './open-error.ts';

export interface FileLock {
  release(): void;
}

/**
 * Locks `<file>.lock`, waiting at most `wait` ms for another process to let go.
 * Fails with StoreOpenError when it does not, or the lock file cannot be made.
 */
export function lockFile(file: string, wait: number): FileLock {
  let client: Sqlite.Database | null = null;
  try {
    client = new Sqlite(`${file}.lock`, { timeout: wait });
    client.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    client?.close();
    const busy = error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY');
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreOpenError(
      busy
        ? `Another Passwright server is using ${file}. Stop it first, or give this one a database file of its own.`
        : `${file} cannot be locked: ${reason}.`,
      { cause: error },
    );
  }
  const held = client;
  // The lock file stays: deleting it would let a third process lock a new file while a second still has the old one.
  return { release: () => held.close() };
}

/** One name for one file, however it is reached, so that two servers meet at the same lock. */
export function canonicalPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    // Not there yet. When its folder is missing too, opening says so.
    try {
      return join(realpathSync(dirname(file)), basename(file));
    } catch {
      return file;
    }
  }
}
