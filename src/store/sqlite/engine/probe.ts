// Probes whether the database answers, by one real write that changes nothing, and measures its room.
import { stat } from 'node:fs/promises';
import type { Store } from '../../../ports/store/store.ts';
import type { Connection } from './connection.ts';
import { migrationsMissing } from './migrate.ts';

export function probeStore({ client, write }: Connection): Pick<Store, 'probe' | 'size'> {
  return {
    size: async () => {
      const sizes = [client.name, `${client.name}-wal`].map(
        async (path) => (await stat(path).catch(() => null))?.size ?? 0,
      );
      return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    },

    probe: () =>
      write(() => {
        const missing = migrationsMissing(client, client.name);
        // Write the number although it stays the same: SQLite writes the page, so a full or
        // read-only disk fails.
        client.pragma(`user_version = ${client.pragma('user_version', { simple: true })}`);
        return { migrationsMissing: missing };
      }),
  };
}
