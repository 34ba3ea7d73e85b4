// Stores events of the past: each row of a file once, as a change of its pass.
import type { HistoryStore } from '../../ports/store/history.ts';
import type { Connection } from './engine/connection.ts';
import type { ChangePass } from './passes.ts';
import { passByHash } from './snapshots.ts';

export function historyStore(connection: Connection, change: ChangePass): HistoryStore {
  const { client, write } = connection;
  const byHash = passByHash(connection);
  const isKnown = client
    .prepare<[number, string], number>('SELECT 1 FROM imported_events WHERE pass_id = ? AND key = ?')
    .pluck();
  return {
    importHistory: (rows) =>
      write(() =>
        rows.map(({ hash, key, decide }) => {
          const snapshot = byHash(hash);
          if (!snapshot) return 'gone';
          if (isKnown.get(snapshot.pass.id, key) !== undefined) return 'known';
          return change(snapshot, decide).result;
        }),
      ),
  };
}
