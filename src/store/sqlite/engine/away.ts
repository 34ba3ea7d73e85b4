// Tells a database that takes no changes now, as on a full disk, from a mistake in a statement.
import { StoreUnavailableError } from '../../../errors.ts';

/** What SQLite says -> what callers are told. */
const SAID: readonly (readonly [beginning: string, message: string])[] = [
  ['SQLITE_FULL', 'The disk of the database is full, so nothing was changed. Try again later.'],
  ['SQLITE_BUSY', 'Another program holds the database, so nothing was changed. Try again in a moment.'],
  ['SQLITE_IOERR', 'The disk of the database failed, so nothing was changed. Try again later.'],
  ['SQLITE_READONLY', 'The database may not be written, so nothing was changed. Try again later.'],
  ['SQLITE_CANTOPEN', 'The database cannot be opened, so nothing was changed. Try again later.'],
];

/** StoreUnavailableError for what another try may mend; any other error as it is. */
export function awayOr(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const [, message] = SAID.find(([beginning]) => code.startsWith(beginning)) ?? [];
  return message === undefined ? error : new StoreUnavailableError({ cause: error, message });
}
