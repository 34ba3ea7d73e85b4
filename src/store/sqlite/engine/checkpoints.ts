// Has the log copied into the database file by a thread beside the server's, so that no scan waits
// for it. Durability does not depend on it: a commit is on disk in the log.
import { Worker } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';

export interface ThreadOrder {
  /** The path of the database. */
  readonly file: string;
  /** Two numbers of 32 bits: how many commits there were, and 1 when the store closes. */
  readonly shared: SharedArrayBuffer;
}

export interface Checkpoints {
  /** A commit has happened. */
  committed(): void;
  /** Resolves when the thread has closed the file. */
  close(): Promise<void>;
}

/** Small databases need no thread: the log is looked at once in so many commits … */
const COMMITS_BETWEEN_LOOKS = 16;
/** … and the thread starts when it has so many pages. */
const WORTH_A_THREAD = 1024;
/**
 * Pages, 32 MB of log. From there each commit checkpoints as well, until the log restarts: the
 * thread has left few pages, but while commits follow each other it never finds the log unchanged.
 */
const LONGEST_LOG = 8192;

/** The heap of the thread, MiB: SQLite copies outside of it. */
const MOST_HEAP = 16;

const ENTRY = import.meta.url.replace(/checkpoints\.(ts|js)$/, 'checkpoint-thread.$1');

/**
 * `file`: the path of the client's database. `entry`: the file:// URL of what the thread runs. Where
 * no thread can start, commits checkpoint as configured.
 */
export function checkpoints(client: Database, file: string, entry = ENTRY): Checkpoints {
  const shared = new SharedArrayBuffer(8);
  const [commits, isClosing] = [new Int32Array(shared, 0, 1), new Int32Array(shared, 4, 1)];
  const withoutThread = client.pragma('wal_autocheckpoint', { simple: true }) as number;
  let running: Worker | null = null;
  let ended: Promise<void> | null = null;

  function start(): Promise<void> {
    const order: ThreadOrder = { file, shared };
    const thread = new Worker(new URL(entry), {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP },
    });
    // A process that has nothing else to do may end: SQLite copies the log at the next start.
    thread.unref();
    running = thread;
    return new Promise((resolve) => {
      thread.once('online', () => {
        if (client.open) client.pragma(`wal_autocheckpoint = ${LONGEST_LOG}`);
      });
      // A thread that could not start or go on, as without memory, is followed by its exit.
      thread.once('error', () => {});
      thread.once('exit', () => {
        if (client.open) client.pragma(`wal_autocheckpoint = ${withoutThread}`);
        resolve();
      });
    });
  }

  return {
    committed() {
      const before = Atomics.add(commits, 0, 1);
      if (ended !== null) {
        Atomics.notify(commits, 0);
        return;
      }
      if (before % COMMITS_BETWEEN_LOOKS !== 0) return;
      const [{ log }] = client.pragma('wal_checkpoint(NOOP)') as [{ log: number }];
      if (log >= WORTH_A_THREAD) ended = start();
    },
    async close() {
      Atomics.store(isClosing, 0, 1);
      Atomics.notify(isClosing, 0);
      // A thread that is about to wait for a commit sees that the number is another one.
      Atomics.add(commits, 0, 1);
      Atomics.notify(commits, 0);
      // Nothing else may be left that would make the process wait for the thread's end.
      running?.ref();
      await ended;
    },
  };
}
