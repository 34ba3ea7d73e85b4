// Notes in a database that a backup of it was made by a program that has the store not open.
import Sqlite from 'better-sqlite3';

/** The row of the setting in server_settings. */
export const LAST_BACKUP = 'last_backup';

/** How long to wait for a writing server, in ms. */
const WAIT = 5000;

/**
 * Leaves a database of an older version as it is, because only a start may change its tables. Answers
 * whether the note was made.
 */
export function noteBackup(
  database: string,
  backup: { readonly time: number; readonly bytes: number; readonly file: string },
): boolean {
  const client = new Sqlite(database, { fileMustExist: true, timeout: WAIT });
  try {
    const has = client.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'server_settings'");
    if (has.get() === undefined) return false;
    client
      .prepare(
        `INSERT INTO server_settings (name, value, changed_at) VALUES (?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at`,
      )
      .run(LAST_BACKUP, JSON.stringify(backup), backup.time);
    return true;
  } finally {
    client.close();
  }
}
