// Probes whether the database answers, by one real write that changes nothing.
import type { Store } from '../../../ports/store/store.ts';
import type { Connection } from './connection.ts';
import { migrationsMissing } from './migrate.ts';

export function probeStore({ client, write }: Connection): Pick<Store, 'probe'> {
  return {
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
