// Group commit: changes that arrive together become one transaction, so that they share one wait for the disk.
// Each member runs in order of arrival and sees what the earlier ones wrote; none is answered before the COMMIT.
import type { Database } from 'better-sqlite3';

export interface WriteQueue {
  /**
   * Runs `change` inside the next transaction and resolves with its result after the commit. When it throws, what it
   * wrote is undone and only its own promise rejects. It may run twice: it must have no effects but on the database.
   */
  write<T>(change: () => T): Promise<T>;
  /** Commits what waits now, and refuses whatever comes later. */
  close(): void;
}

/** Who keeps in memory what the database holds. */
export interface Watcher {
  /** A transaction has begun: until its end nobody else changes anything. */
  begun(): void;
  /** Something was rolled back; nothing was read or written since. */
  undone(): void;
}

interface Member {
  readonly change: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * `groupSize`: the most members of one transaction; the event loop turns between two groups. `onGroup` is told of each:
 * its members, and the seconds it took.
 */
export function writeQueue(
  client: Database,
  groupSize: number,
  watcher: Watcher,
  onGroup: (size: number, seconds: number) => void = () => {},
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
      answers = group.map((member) => () => member.reject(error));
    }
    onGroup(group.length, (performance.now() - started) / 1000);
    for (const answer of answers ?? []) answer();
  }

  /**
   * One transaction. Savepoints cost two statements and copied pages for each member, so they come second: without
   * them, a member that fails after it wrote spoils the group, which is rolled back and has null for an answer.
   * Throws when the transaction as a whole failed.
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
        // SQLite ends the transaction by itself on a full disk or an I/O error: the earlier members are lost too.
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
        answers.push(() => reject(error));
      }
    }
    commit.run();
    return answers;
  }

  return {
    write<T>(change: () => T): Promise<T> {
      if (closed) return Promise.reject(new Error('The store is closed.'));
      return new Promise<T>((resolve, reject) => {
        waiting.push({ change, resolve, reject });
        if (waiting.length === 1) setImmediate(flush);
      });
    },
    close() {
      closed = true;
      while (waiting.length > 0) flush();
    },
  };
}
