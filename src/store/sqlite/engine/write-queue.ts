// Group commit: runs changes that arrive together as one transaction, so that they share one wait
// for the disk. Changes run in order of arrival, each sees what earlier ones wrote, and none is
// answered before the COMMIT.
import type { Database } from 'better-sqlite3';
import { awayOr } from './away.ts';

export interface WriteQueue {
  /**
   * Runs `change` inside the next transaction and resolves with its result after the commit. When
   * `change` throws, its writes are undone and only its own promise rejects. `change` may run
   * twice, so its only effects must be on the database.
   */
  write<T>(change: () => T): Promise<T>;
  /** Commits what waits now, and refuses every later change. */
  close(): void;
}

/** A cache of database content. */
export interface Watcher {
  /** A transaction has begun: until its end, no other code changes anything. */
  begun(): void;
  /** A rollback has happened; nothing was read or written since. */
  undone(): void;
}

/**
 * Receives each group: the number of its changes, the seconds it took, and what `mark` answered as
 * each change joined the queue.
 */
export type OnGroup = (size: number, seconds: number, marks: readonly unknown[]) => void;

interface Member {
  readonly change: () => unknown;
  readonly mark: unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * `groupSize`: the most changes of one transaction; the event loop turns between two groups.
 * Without `mark`, `onGroup` receives no marks.
 */
export function writeQueue(
  client: Database,
  groupSize: number,
  watcher: Watcher,
  onGroup: OnGroup = () => {},
  mark?: () => unknown,
): WriteQueue {
  const begin = client.prepare('BEGIN IMMEDIATE');
  const commit = client.prepare('COMMIT');
  const rollback = client.prepare('ROLLBACK');
  const savepoint = client.prepare('SAVEPOINT member');
  const release = client.prepare('RELEASE member');
  const rollbackTo = client.prepare('ROLLBACK TO member');
  const changesSoFar = client.prepare<[], number>('SELECT total_changes()').pluck();
  const waiting: Member[] = [];
  let closed = false;

  function flush(): void {
    if (waiting.length === 0) return;
    const group = waiting.splice(0, groupSize);
    if (waiting.length > 0) setImmediate(flush);
    const started = performance.now();
    let answers: (() => void)[] | null;
    try {
      answers = run(group, false) ?? run(group, true);
    } catch (error) {
      if (client.inTransaction) rollback.run();
      watcher.undone();
      answers = group.map((member) => () => member.reject(awayOr(error)));
    }
    const marks = mark === undefined ? [] : group.map((member) => member.mark);
    onGroup(group.length, (performance.now() - started) / 1000, marks);
    for (const answer of answers ?? []) answer();
  }

  /**
   * Runs one transaction. Savepoints cost two statements and copied pages per member, so the first
   * try does without them: when a member fails after it wrote, the group is rolled back and the
   * answer is null. Throws when the transaction as a whole failed.
   */
  function run(group: readonly Member[], savepoints: boolean): (() => void)[] | null {
    const answers: (() => void)[] = [];
    begin.run();
    watcher.begun();
    for (const { change, resolve, reject } of group) {
      const before = savepoints ? 0 : changesSoFar.get();
      try {
        if (savepoints) savepoint.run();
        const value = change();
        if (savepoints) release.run();
        answers.push(() => resolve(value as never));
      } catch (error) {
        // SQLite itself ends the transaction on a full disk or an I/O error: the earlier members
        // are lost too.
        if (!client.inTransaction) throw error;
        if (savepoints) {
          rollbackTo.run();
          release.run();
          watcher.undone();
        } else if (changesSoFar.get() !== before) {
          rollback.run();
          watcher.undone();
          return null;
        }
        answers.push(() => reject(awayOr(error)));
      }
    }
    commit.run();
    return answers;
  }

  return {
    write<T>(change: () => T): Promise<T> {
      if (closed) return Promise.reject(new Error('The store is closed.'));
      return new Promise<T>((resolve, reject) => {
        waiting.push({ change, resolve, reject, mark: mark?.() });
        if (waiting.length === 1) setImmediate(flush);
      });
    },
    close() {
      closed = true;
      while (waiting.length > 0) flush();
    },
  };
}
