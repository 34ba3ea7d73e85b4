// Whether the database answers: one real write, which changes nothing.
import type { Store } from '../../../ports/store/store.ts';
import type { Connection } from './connection.ts';
import { migrationsMissing } from './migrate.ts';

export function probeStore({ client, write }: Connection): Pick<Store, 'probe'> {
  return {
    probe: () =>
      write(() => {
        const missing = migrationsMissing(client, client.name);
        // SQLite writes the page also when the number is the same, so a full or read-only disk shows.
        client.pragma(`user_version = ${client.pragma('user_version', { simple: true })}`);
        return { migrationsMissing: missing };
      }),
  };
}
