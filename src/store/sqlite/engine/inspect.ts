// Looks at a database file without changing it: its version, its size, its private keys, and
// whether it is whole.
import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { encryptedKeysIn, openExisting } from './backup.ts';
import { DATABASE_VERSION, migrationsMissing } from './migrate.ts';

export interface DatabaseState {
  /** The file with its log. */
  readonly bytes: number;
  /** The number of migrations that the file has, and that it lacks. */
  readonly version: number;
  readonly missing: number;
  /** What SQLite found wrong in the file; null: nothing, or the file was too large to read all of it. */
  readonly damage: string | null;
  /** Whether all of the file was read. */
  readonly isRead: boolean;
  readonly encryptedKeys: readonly Uint8Array[];
}

/**
 * The largest file that is read whole, in bytes: a slow disk takes some ten seconds. Each backup
 * checks its copy, however large.
 */
const LARGEST_READ = 1024 * 1024 * 1024;

/** Works while a server runs. Fails with StoreOpenError. */
export function inspectDatabase(file: string): DatabaseState {
  const client = openExisting(file);
  try {
    const missing = migrationsMissing(client, file);
    const bytes = ['', '-wal'].reduce(
      (sum, end) => sum + (statSync(file + end, { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
    const isRead = bytes <= LARGEST_READ;
    return {
      bytes,
      version: DATABASE_VERSION - missing,
      missing,
      damage: isRead ? damageIn(client) : null,
      isRead,
      encryptedKeys: encryptedKeysIn(client),
    };
  } finally {
    client.close();
  }
}

function damageIn(client: Database): string | null {
  const [first] = client.pragma('quick_check(1)') as { quick_check: string }[];
  return first === undefined || first.quick_check === 'ok' ? null : first.quick_check;
}
