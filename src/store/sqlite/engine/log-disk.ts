// Waits until the commits in the log of a database are on the disk. SQLite would wait inside COMMIT,
// in the thread that answers requests; here libuv's threads wait, and the next scans are decided
// meanwhile. An answered write still survives a power cut:
// - COMMIT has given its frames to the operating system before the wait begins, and one fdatasync
//   writes everything that the file lacks, earlier commits too. After a power cut SQLite reads the
//   log up to the first frame with a wrong checksum, so what survives is a beginning of the commits.
// - With `synchronous = NORMAL` SQLite still syncs the log before a checkpoint copies from it, the
//   database before the log restarts, and the header of a restarted log
//   (https://sqlite.org/pragma.html#pragma_synchronous, walCheckpoint and sqlite3WalFrames in wal.c).
import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';
import type { Database } from 'better-sqlite3';

export interface LogDisk {
  /** Calls `done` when what was committed before this call is on the disk, or with the error. One call at a time. */
  sync(done: (error: Error | null) => void): void;
  /** The same in this thread. */
  syncNow(): Error | null;
  /** Resolves once nothing waits any more; a second call does nothing. */
  close(): Promise<void>;
}

/**
 * Takes over the waits of a connection that is in WAL mode; null for another one, which waits
 * itself. `file`: the path of its database.
 */
export function logDisk(client: Database, file: string): LogDisk | null {
  if (client.pragma('journal_mode', { simple: true }) !== 'wal') return null;
  // SQLite locks no byte of the log, so that closing this handle drops no lock of the process, and
  // no process deletes the log while the client is open.
  const log = openSync(`${file}-wal`, 'r+');
  client.pragma('synchronous = NORMAL');
  let waiting: Promise<void> | null = null;
  let isOpen = true;
  return {
    sync(done) {
      waiting = new Promise((resolve) => {
        fdatasync(log, (error) => {
          waiting = null;
          resolve();
          done(error);
        });
      });
    },
    syncNow() {
      try {
        fdatasyncSync(log);
        return null;
      } catch (error) {
        return error as Error;
      }
    },
    async close() {
      await waiting;
      if (isOpen) closeSync(log);
      isOpen = false;
    },
  };
}
