// What the parts of the PostgreSQL store share: reads, transactions and what follows a commit.
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { StoreUnavailableError } from '../../../errors.ts';
import { type Announcements, announcements } from '../../announcements.ts';
import { drizzleOn } from './drizzle.ts';
import { failureOf, isConflict } from './failures.ts';
import { type Kept, keptRows } from './kept.ts';
import type { Lane } from './lanes.ts';
import type { Pool } from './pool.ts';
import type { OwnServer } from './servers.ts';
import type { Statement } from './statement.ts';

/** How often a transaction runs that others are in the way of. */
const MOST_RUNS = 5;

/** Statements outside of a transaction, or inside of one. Each fails with StoreUnavailableError. */
export interface Queries {
  readonly db: NodePgDatabase;
  rows<Row>(statement: Statement<Row>, ...values: readonly unknown[]): Promise<Row[]>;
  row<Row>(statement: Statement<Row>, ...values: readonly unknown[]): Promise<Row | undefined>;
  /** Answers how many rows were written. */
  run(statement: Statement<unknown>, ...values: readonly unknown[]): Promise<number>;
}

/** One transaction at READ COMMITTED: what it must not see change, it locks. */
export interface Tx extends Queries {
  /**
   * Sends a write that nobody has to wait for before the commit, which fails when the write fails.
   * Resolves with the number of rows written, 0 when the write fails.
   */
  send(statement: Statement<unknown>, ...values: readonly unknown[]): Promise<number>;
  /** Tells the watchers of jobs and mails, or those of events and passes, after the commit. */
  announceJobs(): void;
  announceEvents(): void;
  /** Says that the transaction writes no row that servers cache (kept.ts): else all are read again. */
  leavesKept(): void;
}

export interface Connection {
  /** Each statement by itself: two of them may see different commits. */
  readonly read: Queries;
  /**
   * Runs `change` in a transaction and resolves after the commit. `change` may run again, when
   * another transaction is in the way: its only effects must be on the database. Fails with what
   * `change` throws, having written nothing.
   */
  write<T>(change: (tx: Tx) => Promise<T>): Promise<T>;
  /** Jobs and mails; of this process and of others. */
  readonly jobsWritten: Announcements;
  readonly eventsWritten: Announcements;
  readonly kept: Kept;
  readonly server: OwnServer;
}

const BEGIN = { text: 'BEGIN', name: 'begin' };
const COMMIT = { text: 'COMMIT', name: 'commit' };
const ROLLBACK = { text: 'ROLLBACK', name: 'rollback' };

/** `committed` runs after each commit, before `write` answers. */
export function connection(pool: Pool, server: OwnServer, committed: (what: Committed) => void): Connection {
  const jobsWritten = announcements();
  const eventsWritten = announcements();
  const kept = keptRows();

  async function once<T>(lane: Lane, change: (tx: Tx) => Promise<T>): Promise<T> {
    const begun = lane.send(BEGIN, []);
    const sent: Promise<unknown>[] = [begun];
    begun.catch(() => {});
    const what = { jobs: false, events: false, kept: true };
    // Nothing that comes late may write outside of the transaction.
    let isOver = false;
    const own = () => {
      if (isOver) throw new Error('The transaction is over.');
      return lane;
    };
    const tx: Tx = {
      ...queriesOn(async () => own()),
      send(statement, ...values) {
        const written = own().send(statement, values);
        sent.push(written);
        return written.then(
          ({ count }) => count,
          () => 0,
        );
      },
      announceJobs() {
        what.jobs = true;
      },
      announceEvents() {
        what.events = true;
      },
      leavesKept() {
        what.kept = false;
      },
    };
    let result: T;
    try {
      result = await change(tx);
    } catch (error) {
      isOver = true;
      await lane.send(ROLLBACK, []).catch(() => lane.drop());
      // A write that failed earlier is why later ones fail.
      await Promise.all(sent);
      throw error;
    }
    isOver = true;
    const commit = lane.send(COMMIT, []);
    commit.catch(() => {});
    try {
      await Promise.all(sent);
    } catch (error) {
      await commit.catch(() => lane.drop());
      throw error;
    }
    try {
      const { command } = await commit;
      if (command !== 'COMMIT') throw new Error('The transaction was rolled back.');
    } catch (error) {
      lane.drop();
      throw error instanceof StoreUnavailableError ? failureOf(error.cause, true) : error;
    }
    if (what.kept) kept.forget();
    committed(what);
    if (what.jobs) jobsWritten.announce();
    if (what.events) eventsWritten.announce();
    return result;
  }

  return {
    read: queriesOn(() => pool.reader()),
    async write(change) {
      for (let runs = 1; ; runs++) {
        const lane = await pool.take();
        try {
          return await once(lane, change);
        } catch (error) {
          if (!isConflict(error) || runs === MOST_RUNS) throw error;
        } finally {
          pool.giveBack(lane);
        }
      }
    },
    jobsWritten,
    eventsWritten,
    kept,
    server,
  };
}

/** What a transaction has written, for those who watch. */
export interface Committed {
  readonly jobs: boolean;
  readonly events: boolean;
  /** Whether rows may have changed that servers cache. */
  readonly kept: boolean;
}

function queriesOn(laneOf: () => Promise<Lane>): Queries {
  const send = async (statement: Statement<unknown>, values: readonly unknown[]) =>
    (await laneOf()).send(statement, values);
  const client = {
    query: async (...given: Parameters<Lane['client']['query']>) => (await laneOf()).client.query(...given),
  };
  return {
    db: drizzleOn(client),
    rows: async <Row>(statement: Statement<Row>, ...values: readonly unknown[]) =>
      (await send(statement, values)).rows as Row[],
    row: async <Row>(statement: Statement<Row>, ...values: readonly unknown[]) =>
      (await send(statement, values)).rows[0] as Row | undefined,
    run: async (statement, ...values) => (await send(statement, values)).count,
  };
}
