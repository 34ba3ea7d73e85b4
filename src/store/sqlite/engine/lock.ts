// Prevents two servers from using one database file: holds an endless transaction on a second
// SQLite database beside it. The operating system releases the lock when the process ends, however
// it ends, so no stale lock remains.
import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { StoreOpenError } from '../../open-error.ts';

export interface FileLock {
  release(): void;
}

/**
 * Locks `<file>.lock`, waiting at most `wait` ms for another process to release it. Fails with
 * StoreOpenError when it does not, or when the lock file cannot be created.
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
  // Leave the lock file: after deleting it, a third process could lock a new file while a second
  // one has the old one.
  return { release: () => held.close() };
}

/**
 * Returns one name for a file, whatever path leads to it, so that two servers use the same lock.
 */
export function canonicalPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    // The file does not exist yet. When its folder is missing too, opening reports that.
    try {
      return join(realpathSync(dirname(file)), basename(file));
    } catch {
      return file;
    }
  }
}

/**
 * Refuses a file that has a second name. SQLite keeps the newest commits in a file beside the
 * database that is called like it: over another name they would be missing, and two programs that
 * use two names would destroy the database. Fails with StoreOpenError.
 */
export function requireOneName(file: string): void {
  const names = statSync(file, { throwIfNoEntry: false })?.nlink ?? 1;
  if (names <= 1) return;
  throw new StoreOpenError(
    `${file} has ${names} names (hard links), and SQLite works with one alone. Delete the others; ` +
      'for a copy that works, use `passwright backup`.',
  );
}
