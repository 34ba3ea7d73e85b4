// Migrates a database file to the tables of this version, and refuses files of other programs or
// newer versions.
import type { Database } from 'better-sqlite3';
import { StoreOpenError } from '../../open-error.ts';
import { MIGRATIONS } from '../migrations/list.ts';

/** The version of the tables that this program works with: the number of all migrations. */
export const DATABASE_VERSION = MIGRATIONS.length;

/** PRAGMA application_id of a Passwright database: "PsWt". */
const APPLICATION_ID = 0x50735774;

/**
 * Counts the migrations that the file still needs. Writes nothing. Fails with StoreOpenError when
 * the file is newer than this version, or no Passwright database.
 */
export function migrationsMissing(client: Database, file: string): number {
  const version = read(client, 'user_version');
  if (read(client, 'application_id') !== APPLICATION_ID) {
    const tables = client.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
    if (version !== 0 || tables !== 0) throw new StoreOpenError(`${file} is a database of another program.`);
  }
  if (version > MIGRATIONS.length) {
    throw new StoreOpenError(
      `${file} was written by a newer Passwright (database version ${version}; this one knows up to ` +
        `${MIGRATIONS.length}). Install that version or a newer one, or restore a backup.`,
    );
  }
  return MIGRATIONS.length - version;
}

/**
 * Runs the missing migrations, each in a transaction of its own. The caller holds the file's lock.
 */
export function migrate(client: Database): void {
  for (let version = read(client, 'user_version'); version < MIGRATIONS.length; version++) {
    const step = client.transaction(() => {
      client.exec(MIGRATIONS[version]!);
      client.pragma(`application_id = ${APPLICATION_ID}`);
      client.pragma(`user_version = ${version + 1}`);
    });
    step.immediate();
  }
}

function read(client: Database, pragma: 'user_version' | 'application_id'): number {
  return client.pragma(pragma, { simple: true }) as number;
}
