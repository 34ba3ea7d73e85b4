// Copies a database while it is in use, by SQLite's online backup, and checks the copy.
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { StoreOpenError } from '../../open-error.ts';
import { canonicalPath } from './lock.ts';
import { migrationsMissing } from './migrate.ts';

/** The content of a copy: rows by table, and its size. */
export interface CopyFacts {
  readonly accounts: number;
  readonly templates: number;
  readonly passes: number;
  readonly events: number;
  readonly bytes: number;
  /**
   * The encrypted key of every certificate, certificate request, API key and secret setting in the copy. Only the
   * secret key that encrypted these keys can open them.
   */
  readonly encryptedKeys: readonly Uint8Array[];
}

/** Pages of 4 KiB per step; `onProgress` is called between two steps. */
const PAGES_A_STEP = 512;

export interface BackupOptions {
  /** The database file, which must exist. */
  readonly file: string;
  readonly backup: string;
  /** Whether to replace an existing file, once the new one is complete. */
  readonly replace: boolean;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Makes a backup, which gets its name once it is complete, checked and on the disk. Fails with
 * StoreOpenError.
 */
export async function backupDatabase({ file, backup, replace, onProgress }: BackupOptions): Promise<CopyFacts> {
  if (!existsSync(file)) {
    throw new StoreOpenError(`There is no database at ${file}. Set DATA_DIR to the folder that the server uses.`);
  }
  const target = canonicalPath(backup);
  if (target === canonicalPath(file)) throw new StoreOpenError(`${backup} is the database itself. Name another file.`);
  if (existsSync(target) && !replace) {
    throw new StoreOpenError(`${backup} is there already. Name another file, or replace it with --force.`);
  }
  const partial = `${target}.partial-${process.pid}`;
  const facts = await copyDatabase(file, partial, onProgress);
  putInPlace(partial, target);
  return facts;
}

/**
 * Copies the database at `from`, as it is at one moment, to the new file `to`, which only its owner
 * can read. Servers may write meanwhile: they do not wait, and the copy lacks what they write. The
 * copy is one file, checked and on the disk. Fails with StoreOpenError, and removes a copy that it
 * began.
 */
export async function copyDatabase(
  from: string,
  to: string,
  onProgress: (done: number, total: number) => void,
): Promise<CopyFacts> {
  try {
    // Create the file first, so that it has these rights from the start: the backup opens it.
    closeSync(openSync(to, 'wx', 0o600));
  } catch (error) {
    throw new StoreOpenError(`${to} cannot be written: ${(error as Error).message}.`, { cause: error });
  }
  try {
    await copy(from, to, onProgress);
    const facts = checkCopy(to);
    syncFile(to);
    return facts;
  } catch (error) {
    removeDatabase(to);
    if (error instanceof StoreOpenError) throw error;
    throw new StoreOpenError(`${from} cannot be copied to ${to}: ${(error as Error).message}.`, { cause: error });
  }
}

async function copy(from: string, to: string, onProgress: (done: number, total: number) => void): Promise<void> {
  const source = openExisting(from);
  try {
    migrationsMissing(source, from);
    if (source.pragma('user_version', { simple: true }) === 0) {
      throw new StoreOpenError(`${from} holds no Passwright database.`);
    }
    // Hold a read transaction: otherwise every commit of another process would restart the backup.
    source.exec('BEGIN');
    source.prepare('SELECT count(*) FROM sqlite_schema').get();
    await source.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress(totalPages - remainingPages, totalPages);
        return PAGES_A_STEP;
      },
    });
  } finally {
    source.close();
  }
}

/** Opens an existing database to read it. Fails with StoreOpenError. */
export function openExisting(file: string): Sqlite.Database {
  let client: Sqlite.Database | null = null;
  try {
    client = new Sqlite(file, { readonly: true, fileMustExist: true });
    client.pragma('schema_version');
    return client;
  } catch (error) {
    client?.close();
    throw new StoreOpenError(`${file} cannot be opened as a database: ${(error as Error).message}.`, { cause: error });
  }
}

/** Makes the copy a single file and checks all of it. Fails with StoreOpenError. */
function checkCopy(file: string): CopyFacts {
  const client = new Sqlite(file);
  try {
    // The copy is in WAL mode, in which a reader would create files beside it.
    client.pragma('journal_mode = DELETE');
    const problems = client.pragma('integrity_check') as { integrity_check: string }[];
    if (problems[0]?.integrity_check !== 'ok') {
      throw new StoreOpenError(`The database is damaged: ${problems[0]?.integrity_check}. Use an older backup.`);
    }
    const orphans = client.pragma('foreign_key_check') as { table: string }[];
    if (orphans.length > 0) {
      throw new StoreOpenError(`The database is damaged: rows of ${orphans[0]!.table} belong to nothing.`);
    }
    const count = (table: string) => client.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get()!;
    const pages = client.pragma('page_count', { simple: true }) as number;
    return {
      accounts: count('accounts'),
      templates: count('templates'),
      passes: count('passes'),
      events: count('events'),
      bytes: pages * (client.pragma('page_size', { simple: true }) as number),
      encryptedKeys: encryptedKeysIn(client),
    };
  } finally {
    client.close();
  }
}

/**
 * Renames a finished file into place, over an existing one, so that the name survives a power cut.
 */
export function putInPlace(file: string, place: string): void {
  renameSync(file, place);
  syncFolder(dirname(place));
}

/** Removes a database file and the files that SQLite puts beside it. */
export function removeDatabase(file: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

function syncFile(path: string): void {
  const handle = openSync(path, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

function syncFolder(path: string): void {
  // Windows cannot open folders.
  if (process.platform === 'win32') return;
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

const ENCRYPTED: readonly (readonly [table: string, column: string])[] = [
  ['certificates', 'encrypted_key'],
  ['certificate_requests', 'encrypted_key'],
  ['api_keys', 'encrypted_secret'],
  ['server_settings', 'encrypted_value'],
];

/** Reads every encrypted key. Skips tables that a copy of an older version lacks. */
export function encryptedKeysIn(client: Sqlite.Database): readonly Uint8Array[] {
  const tables = client.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  return ENCRYPTED.filter(([table]) => tables.includes(table)).flatMap(([table, column]) =>
    client.prepare<[], Uint8Array>(`SELECT ${column} FROM ${table} WHERE ${column} IS NOT NULL`).pluck().all(),
  );
}
