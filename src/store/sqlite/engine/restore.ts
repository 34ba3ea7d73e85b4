// Replaces the database by a backup. No server may run meanwhile. Nothing moves before the backup
// has been copied beside the database and checked. The old database stays under another name.
import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { StoreOpenError } from '../../open-error.ts';
import { type CopyFacts, copyDatabase, putInPlace, removeDatabase } from './backup.ts';
import { canonicalPath, lockFile } from './lock.ts';

export interface RestoreOptions {
  readonly backup: string;
  /** The database file; its folder must exist. */
  readonly file: string;
  /** Part of the name that the replaced database gets, such as a time. */
  readonly label: string;
  /** Whether to replace an existing database. */
  readonly replace: boolean;
  readonly onProgress: (done: number, total: number) => void;
  /**
   * Called with what the backup contains, right before the database is replaced. Rejects to leave
   * everything as it is.
   */
  readonly accept: (facts: CopyFacts) => Promise<void>;
}

export interface Restored {
  readonly facts: CopyFacts;
  /** The path of the replaced database; null when there was none. */
  readonly kept: string | null;
}

/**
 * How far to move the counter of update tags ahead. Devices remember the last tag they saw, which
 * may be newer than the backup. Later changes need even newer tags, or devices would ignore them.
 */
const TAGS_AHEAD = 1_000_000;

/** Fails with StoreOpenError, and with what `accept` throws. Then the old database is untouched. */
export async function restoreDatabase(options: RestoreOptions): Promise<Restored> {
  const file = canonicalPath(options.file);
  const lock = lockFile(file, 0);
  try {
    if (existsSync(file) && !options.replace) {
      throw new StoreOpenError(`${file} is there already. With --force it is replaced, and kept under another name.`);
    }
    const copy = `${file}.restoring`;
    // Remove the copy of an interrupted restore: the lock says that none is running.
    removeDatabase(copy);
    const facts = await copyDatabase(options.backup, copy, options.onProgress);
    try {
      moveTagsAhead(copy);
      settle(file);
      await options.accept(facts);
      const kept = existsSync(file) ? keep(file, `${file}.replaced-${options.label}`) : null;
      putInPlace(copy, file);
      return { facts, kept };
    } catch (error) {
      removeDatabase(copy);
      throw error;
    }
  } finally {
    lock.release();
  }
}

function moveTagsAhead(file: string): void {
  const client = new Sqlite(file);
  try {
    client.pragma('synchronous = FULL');
    client.prepare("UPDATE counters SET value = value + ? WHERE name = 'update_tag'").run(TAGS_AHEAD);
  } finally {
    client.close();
  }
}

/** Links the present database under a second name, so that its own name exists at every moment. */
function keep(file: string, name: string): string {
  try {
    linkSync(file, name);
  } catch {
    // This file system has no links.
    copyFileSync(file, name);
  }
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${name}-wal`);
  rmSync(`${file}-shm`, { force: true });
  return name;
}

/**
 * Writes the log of the present database, if there is one, into the database. A database too
 * damaged for that leaves its log as a file, if SQLite does. Fails with StoreOpenError when another
 * command is using the database.
 */
function settle(file: string): void {
  if (!existsSync(file)) return;
  let client: Sqlite.Database | null = null;
  try {
    client = new Sqlite(file, { fileMustExist: true, timeout: 0 });
    // Leaving WAL mode needs exclusive use of the database.
    client.pragma('journal_mode = DELETE');
  } catch (error) {
    const busy = error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY');
    if (busy) {
      throw new StoreOpenError(`Another passwright command is using ${file}. Wait for its end, then try again.`, {
        cause: error,
      });
    }
  } finally {
    client?.close();
  }
}
