// Puts a backup into the place of the database. No server may run meanwhile, and nothing is moved before the backup has
// been copied beside it and checked; what was there stays, under another name.
import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { type CopyFacts, copyDatabase, putInPlace, removeDatabase } from './backup.ts';
import { canonicalPath, lockFile } from './lock.ts';
import { StoreOpenError } from './open-error.ts';

export interface RestoreOptions {
  readonly backup: string;
  /** The database file; its folder must exist. */
  readonly file: string;
  /** A word for the name that the present database is kept under, such as a time. */
  readonly label: string;
  /** Whether a database that is there may be replaced. */
  readonly replace: boolean;
  readonly onProgress: (done: number, total: number) => void;
  /** Called with what the backup holds, right before the database gets its place; rejects to leave all as it is. */
  readonly accept: (facts: CopyFacts) => Promise<void>;
}

export interface Restored {
  readonly facts: CopyFacts;
  /** Where the database is kept that was there before; null when there was none. */
  readonly kept: string | null;
}

/**
 * How far ahead the counter of update tags is set. Devices remember the last tag they saw, which may be newer than the
 * backup: what changes from now on must be newer still, or they would not be told.
 */
const TAGS_AHEAD = 1_000_000;

/** Fails with StoreOpenError, and with what `accept` throws; then the database that was there is untouched. */
export async function restoreDatabase(options: RestoreOptions): Promise<Restored> {
  const file = canonicalPath(options.file);
  const lock = lockFile(file, 0);
  try {
    if (existsSync(file) && !options.replace) {
      throw new StoreOpenError(`${file} is there already. With --force it is replaced, and kept under another name.`);
    }
    const copy = `${file}.restoring`;
    // Left by a restore that was interrupted: the lock says that none is at work.
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

/** Gives the present database a second name: so there is one under its own name at every moment. */
function keep(file: string, name: string): string {
  try {
    linkSync(file, name);
  } catch {
    // A file system without links.
    copyFileSync(file, name);
  }
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${name}-wal`);
  rmSync(`${file}-shm`, { force: true });
  return name;
}

/**
 * Writes the log of the present database into it, if there is one. A database too damaged for that keeps its log as a
 * file, if SQLite leaves it one. Fails with StoreOpenError when another command is using it.
 */
function settle(file: string): void {
  if (!existsSync(file)) return;
  let client: Sqlite.Database | null = null;
  try {
    client = new Sqlite(file, { fileMustExist: true, timeout: 0 });
    // Leaving the log's mode needs the database to itself.
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
