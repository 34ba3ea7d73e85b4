// Probes whether the database answers and takes writes, and measures its room.
import type { Store } from '../../../ports/store/store.ts';
import { MIGRATIONS } from '../migrations/list.ts';
import type { Connection } from './connection.ts';
import { statement } from './statement.ts';

const version = statement<{ version: number }>('SELECT version FROM schema_version');
// A row lock is a write: a full or read-only disk refuses it.
const touch = statement("SELECT value FROM counters WHERE name = 'last_modified' FOR UPDATE");

const size = statement<{ bytes: number }>('SELECT pg_database_size(current_database()) AS bytes');

export function probeStore({ read, write }: Connection): Pick<Store, 'probe' | 'size'> {
  return {
    size: async () => (await read.row(size))!.bytes,
    probe: () =>
      write(async (tx) => {
        tx.leavesKept();
        tx.send(touch);
        const row = await tx.row(version);
        return { migrationsMissing: MIGRATIONS.length - (row?.version ?? 0) };
      }),
  };
}
