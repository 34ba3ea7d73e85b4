// Stores events of the past: each row of a file once, as a change of its pass.
import type { HistoryRow, HistoryStore } from '../../ports/store/history.ts';
import type { Connection } from './engine/connection.ts';
import { statement } from './engine/statement.ts';
import type { ChangePass } from './passes-changes.ts';
import type { Snapshots } from './snapshots.ts';

const isKnown = statement<{ known: boolean }>(
  'SELECT true AS known FROM imported_events WHERE pass_id = $1 AND key = $2',
);

export function historyStore({ write }: Connection, snapshots: Snapshots, change: ChangePass): HistoryStore {
  return {
    importHistory: <T>(rows: readonly HistoryRow<T>[]) =>
      write(async (tx) => {
        tx.leavesKept();
        // Locks all passes in one order, so that two imports never wait for each other.
        await snapshots.lockedByHashes(
          tx,
          rows.map(({ hash }) => hash),
        );
        const fates: (T | 'known' | 'gone')[] = [];
        for (const { hash, key, decide } of rows) {
          const snapshot = await snapshots.lockedByHash(tx, hash);
          if (snapshot === null) fates.push('gone');
          else if ((await tx.row(isKnown, snapshot.pass.id, key)) !== undefined) fates.push('known');
          else fates.push((await change(tx, snapshot, decide)).result);
        }
        return fates;
      }),
  };
}
