// Probes whether the database answers and takes writes.
import type { Store } from '../../../ports/store/store.ts';
import { MIGRATIONS } from '../migrations/list.ts';
import type { Connection } from './connection.ts';
import { statement } from './statement.ts';

const version = statement<{ version: number }>('SELECT version FROM schema_version');
// A row lock is a write: a full or read-only disk refuses it.
const touch = statement("SELECT value FROM counters WHERE name = 'last_modified' FOR UPDATE");

export function probeStore({ write }: Connection): Pick<Store, 'probe'> {
  return {
    probe: () =>
      write(async (tx) => {
        tx.leavesKept();
        tx.send(touch);
        const row = await tx.row(version);
        return { migrationsMissing: MIGRATIONS.length - (row?.version ?? 0) };
      }),
  };
}
