// The backups of a database that the server does not copy itself: PostgreSQL has tools for its own.
import { AppError } from '../errors.ts';
import type { Backups } from '../ports/backups.ts';

const ELSEWHERE =
  'The database is a PostgreSQL server: back it up there, with pg_dump or with its archive of changes (examples/deploy/).';

export const noBackups: Backups = {
  isElsewhere: true,
  list: async () => [],
  make: async () => {
    throw new AppError('backup_failed', { message: ELSEWHERE });
  },
  isUnderWay: () => false,
  failure: () => null,
  read: async () => null,
  close: async () => {},
};
