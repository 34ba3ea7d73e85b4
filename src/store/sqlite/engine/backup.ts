// Copies of a database that is in use, by SQLite's online backup; and what makes a file one that can be relied on.
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { canonicalPath } from './lock.ts';
import { migrationsMissing } from './migrate.ts';
import { StoreOpenError } from './open-error.ts';

/** What a copy holds: rows by table, and its size. */
export interface CopyFacts {
  readonly accounts: number;
  readonly templates: number;
  readonly passes: number;
  readonly events: number;
  readonly bytes: number;
  /** Of every certificate and API key in it, and of every request for one, encrypted: the secret key that opens them belongs to the copy. */
  readonly encryptedKeys: readonly Uint8Array[];
}

/** Pages of 4 KiB copied at a time; in between, `onProgress` is called. */
const PAGES_A_STEP = 512;

export interface BackupOptions {
  /** The database file, which must be there. */
  readonly file: string;
  readonly backup: string;
  /** Whether a file that is there may be replaced; it is, once the new one is whole. */
  readonly replace: boolean;
  readonly onProgress: (done: number, total: number) => void;
}

/** Makes a backup under its own name once it is whole, checked and on the disk. Fails with StoreOpenError. */
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
 * Copies the database at `from`, as it is at one moment, to the new file `to`, readable by its owner alone. Servers may
 * write meanwhile: they do not wait, and what they write is not in the copy. The copy is one file, checked and on the
 * disk. Fails with StoreOpenError; then `to` is not there.
 */
export async function copyDatabase(
  from: string,
  to: string,
  onProgress: (done: number, total: number) => void,
): Promise<CopyFacts> {
  try {
    // The backup opens what is there, so that the file never has other rights than these.
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
    // Without this read transaction, every commit of another process would make the backup begin anew.
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

/** Opens a database that must be there. Fails with StoreOpenError. */
function openExisting(file: string): Sqlite.Database {
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
    // The write-ahead log's mode came along; in it, a reader would put files beside the copy.
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

/** Gives a finished file its name, over one that is there, so that it survives a power cut. */
export function putInPlace(file: string, place: string): void {
  renameSync(file, place);
  syncFolder(dirname(place));
}

/** Removes a database file with what SQLite keeps beside it. */
export function removeDatabase(file: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

function syncFile(path: string): void {
  const handle = openSync(path, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

function syncFolder(path: string): void {
  // Windows has no such thing as a folder that can be opened.
  if (process.platform === 'win32') return;
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

const ENCRYPTED: readonly (readonly [table: string, column: string])[] = [
  ['certificates', 'encrypted_key'],
  ['certificate_requests', 'encrypted_key'],
  ['api_keys', 'encrypted_secret'],
];

/** A copy of an older version has not all of the tables. */
function encryptedKeysIn(client: Sqlite.Database): readonly Uint8Array[] {
  const tables = client.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  return ENCRYPTED.filter(([table]) => tables.includes(table)).flatMap(([table, column]) =>
    client.prepare<[], Uint8Array>(`SELECT ${column} FROM ${table} WHERE ${column} IS NOT NULL`).pluck().all(),
  );
}
