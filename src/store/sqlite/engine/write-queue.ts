// Group commit: runs changes that arrive together as one transaction, so that they share one wait
// for the disk. Changes run in order of arrival, each sees what earlier ones wrote, and none is
// answered before its transaction is on the disk. While the disk works, the next group is decided.
import type { Database } from 'better-sqlite3';
import { StoreUnavailableError } from '../../../errors.ts';
import { awayOr } from './away.ts';
import type { LogDisk } from './log-disk.ts';

export interface WriteQueue {
  /**
   * Runs `change` inside the next transaction and resolves with its result when the transaction is
   * on the disk. When `change` throws, its writes are undone and only its own promise rejects.
   * `change` may run twice, so its only effects must be on the database.
   */
  write<T>(change: () => T): Promise<T>;
  /**
   * The same for work that nobody waits for, as that of jobs: while changes of `write` come one after
   * the other, `change` shares the transaction of one of them, because a wait for the disk of its own
   * would hold up the next. Later changes of `write` may run before it.
   */
  writeAlong<T>(change: () => T): Promise<T>;
  /** Resolves once everything that is committed now is on the disk. Rejects when the disk fails. */
  onDisk(): Promise<void>;
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

export interface QueueOptions {
  /** The most changes of `write` in one transaction; the event loop turns between two groups. */
  readonly groupSize: number;
  readonly watcher: Watcher;
  /** Where the commits have to arrive; null for a database in memory. */
  readonly disk: LogDisk | null;
  /** Called before the answers of each group: its seconds end when the disk has it. */
  readonly onGroup?: OnGroup;
  /** Called as each change joins the queue. Without it, `onGroup` receives no marks. */
  readonly mark?: (() => unknown) | undefined;
}

interface Member {
  readonly change: () => unknown;
  readonly mark: unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (reason: unknown) => void;
}

/** Tells a member what came of its change. `lost`: the failure of a disk that may not have the change. */
type Answer = (lost: Error | null) => void;

/** What came of a group. */
interface Decided {
  readonly answers: Answer[];
  /** False: every change failed before it wrote, or was undone. */
  readonly mayHaveWritten: boolean;
}

/**
 * While the disk works, so many changes are decided together, and fewer wait until it is done: each
 * transaction writes the same few pages again. So many of `writeAlong` wait for nobody.
 */
const WORTH_A_GROUP = 16;

/** Of `writeAlong`, the most changes that one transaction of others carries: they take its time. */
const MOST_ALONG = 8;
/**
 * Changes of `writeAlong` wait for others until none has come for so many of the usual gaps between
 * two; then they run by themselves …
 */
const GAPS = 4;
/** … and no longer than so many ms after the last. */
const LONGEST_WAIT = 50;
/** How much the newest gap moves the usual one. */
const NEWEST_SHARE = 0.1;

export function writeQueue(client: Database, { groupSize, watcher, disk, onGroup, mark }: QueueOptions): WriteQueue {
  const begin = client.prepare('BEGIN IMMEDIATE');
  const commit = client.prepare('COMMIT');
  const rollback = client.prepare('ROLLBACK');
  const savepoint = client.prepare('SAVEPOINT member');
  const release = client.prepare('RELEASE member');
  const rollbackTo = client.prepare('ROLLBACK TO member');
  const changesSoFar = client.prepare<[], number>('SELECT total_changes()').pluck();
  const waiting: Member[] = [];
  const alongside: Member[] = [];
  /** When the last change of `write` came, by `performance.now()`, and the usual gap between two. */
  let lastCame = Number.NEGATIVE_INFINITY;
  let usualGap = LONGEST_WAIT;
  let patience: NodeJS.Timeout | null = null;
  /** Answers of commits that the next wait for the disk will put there. */
  let committed: Answer[] = [];
  /** Answers of the wait that is under way; null: the disk has everything but `committed`. */
  let underWay: Answer[] | null = null;
  let isScheduled = false;
  /** The disk's first failure. Nobody knows what the disk has since, so every later change is refused. */
  let failure: Error | null = null;
  let closed = false;

  function schedule(): void {
    if (isScheduled) return;
    const left = alongside.length === 0 ? 0 : timeForCompany();
    const count = waiting.length + (left > 0 ? 0 : alongside.length);
    if (left > 0) {
      patience ??= setTimeout(() => {
        patience = null;
        schedule();
      }, left);
    }
    if (count === 0 || (underWay !== null && count < WORTH_A_GROUP)) return;
    isScheduled = true;
    setImmediate(flush);
  }

  /** For so many ms a change is likely to come that those alongside can go with. Many need no other. */
  function timeForCompany(): number {
    if (closed || alongside.length >= WORTH_A_GROUP) return 0;
    return lastCame + Math.min(LONGEST_WAIT, GAPS * usualGap) - performance.now();
  }

  function came(): void {
    const now = performance.now();
    usualGap += NEWEST_SHARE * (Math.min(LONGEST_WAIT, now - lastCame) - usualGap);
    lastCame = now;
  }

  function nextGroup(): Member[] {
    const group = waiting.splice(0, groupSize);
    if (alongside.length === 0) return group;
    // A full group carries them as well, because it may be that no other comes for long.
    group.push(...alongside.splice(0, group.length === 0 ? groupSize : MOST_ALONG));
    return group;
  }

  function flush(): void {
    isScheduled = false;
    const group = nextGroup();
    if (group.length === 0) return;
    schedule();
    const started = performance.now();
    const { answers: outcomes, mayHaveWritten } = decide(group);
    const tell = () => {
      const marks = mark === undefined ? [] : group.map((member) => member.mark);
      onGroup?.(group.length, (performance.now() - started) / 1000, marks);
    };
    const answers = [tell, ...outcomes];
    if (disk === null || !mayHaveWritten) {
      for (const each of answers) whenOnDisk(each);
      return;
    }
    committed.push(...answers);
    // Where nobody else waits, this thread waits itself: that is faster than to hear from another.
    const isAlone = underWay === null && group.length === 1 && waiting.length === 0;
    if (isAlone || closed) answer(takeCommitted(), disk.syncNow());
    else if (underWay === null) sync(disk);
  }

  function sync(disk: LogDisk): void {
    const answers = takeCommitted();
    underWay = answers;
    disk.sync((error) => {
      underWay = null;
      answer(answers, error);
      if (committed.length > 0) sync(disk);
      schedule();
    });
  }

  /** Answers once everything that is committed now is on the disk. */
  function whenOnDisk(each: Answer): void {
    if (committed.length > 0) committed.push(each);
    else if (underWay !== null) underWay.push(each);
    else each(failure && refused(failure));
  }

  function takeCommitted(): Answer[] {
    const taken = committed;
    committed = [];
    return taken;
  }

  function answer(answers: readonly Answer[], error: Error | null): void {
    failure ??= error;
    const lost = failure && new StoreUnavailableError({ cause: failure, isUnknown: true });
    for (const each of answers) each(lost);
  }

  function decide(group: readonly Member[]): Decided {
    try {
      if (failure !== null) throw refused(failure);
      return run(group, false) ?? run(group, true)!;
    } catch (error) {
      if (client.inTransaction) rollback.run();
      watcher.undone();
      return { answers: group.map((member) => () => member.reject(awayOr(error))), mayHaveWritten: false };
    }
  }

  /**
   * Runs one transaction. Savepoints cost two statements and copied pages per member, so the first
   * try does without them: when a member fails after it wrote, the group is rolled back and the
   * result is null. Throws when the transaction as a whole failed.
   */
  function run(group: readonly Member[], savepoints: boolean): Decided | null {
    const answers: Answer[] = [];
    let mayHaveWritten = false;
    begin.run();
    watcher.begun();
    for (const { change, resolve, reject } of group) {
      const before = savepoints ? 0 : changesSoFar.get();
      try {
        if (savepoints) savepoint.run();
        const value = change();
        if (savepoints) release.run();
        mayHaveWritten = true;
        answers.push((lost) => (lost === null ? resolve(value as never) : reject(lost)));
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
        answers.push((lost) => reject(lost ?? awayOr(error)));
      }
    }
    commit.run();
    return { answers, mayHaveWritten };
  }

  function join<T>(queue: Member[], change: () => T): Promise<T> {
    if (closed) return Promise.reject(new Error('The store is closed.'));
    return new Promise<T>((resolve, reject) => {
      queue.push({ change, resolve, reject, mark: mark?.() });
      schedule();
    });
  }

  return {
    write(change) {
      came();
      return join(waiting, change);
    },
    writeAlong: (change) => join(alongside, change),
    onDisk: () => new Promise((resolve, reject) => whenOnDisk((lost) => (lost === null ? resolve() : reject(lost)))),
    close() {
      closed = true;
      clearTimeout(patience ?? undefined);
      while (waiting.length + alongside.length > 0) flush();
      if (disk !== null && committed.length > 0) answer(takeCommitted(), disk.syncNow());
    },
  };
}

function refused(cause: Error): StoreUnavailableError {
  const message = 'The disk of the database failed, so nothing was changed. The server has to be started again.';
  return new StoreUnavailableError({ cause, message });
}
