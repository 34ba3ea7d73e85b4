// Group commit by itself: what shares a transaction, who hears of a failure, and when.
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { StoreUnavailableError } from '../../src/errors.ts';
import { type WriteQueue, writeQueue } from '../../src/store/sqlite/engine/write-queue.ts';

const GROUP = 4;
let client: Sqlite.Database;
let queue: WriteQueue;
let statements: string[];
let begun: number;
let undone: number;

beforeEach(() => {
  statements = [];
  client = new Sqlite(':memory:', { verbose: (statement) => statements.push(String(statement)) });
  client.exec(`
    CREATE TABLE kept (value INTEGER PRIMARY KEY);
    CREATE TABLE child (parent INTEGER REFERENCES kept (value) DEFERRABLE INITIALLY DEFERRED);
  `);
  client.pragma('foreign_keys = ON');
  begun = undone = 0;
  const watcher = {
    begun: () => {
      begun++;
    },
    undone: () => {
      undone++;
    },
  };
  queue = writeQueue(client, { groupSize: GROUP, watcher, disk: null });
  statements = [];
});
afterEach(() => {
  client.close();
});

const put = (value: number) => () => client.prepare('INSERT INTO kept VALUES (?)').run(value).changes;
const kept = () => client.prepare('SELECT value FROM kept').pluck().all();
const count = (statement: string) => statements.filter((one) => one === statement).length;

test('what arrives together is one transaction, up to the size of a group', async () => {
  await Promise.all([1, 2, 3, 4].map((value) => queue.write(put(value))));
  expect([count('BEGIN IMMEDIATE'), count('COMMIT')]).toEqual([1, 1]);
  await Promise.all([5, 6, 7, 8, 9].map((value) => queue.write(put(value))));
  expect([count('BEGIN IMMEDIATE'), count('COMMIT')]).toEqual([3, 3]);
  expect(count('SAVEPOINT member')).toBe(0);
  expect(kept()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('each transaction is told, with its members and its time', async () => {
  const groups: number[] = [];
  const nobody = { begun: () => {}, undone: () => {} };
  const watched = writeQueue(client, {
    groupSize: GROUP,
    watcher: nobody,
    disk: null,
    onGroup(size, seconds) {
      expect(seconds).toBeGreaterThan(0);
      groups.push(size);
    },
  });
  await Promise.all([1, 2, 3, 4, 5].map((value) => watched.write(put(value))));
  await watched.write(put(6));
  expect(groups).toEqual([4, 1, 1]);
});

test('members run in order of arrival and see what the earlier ones wrote', async () => {
  const order: string[] = [];
  const first = queue.write(() => {
    order.push('first runs');
    return put(1)();
  });
  const second = queue.write(kept);
  first.then(() => order.push(`first answered, in a transaction: ${client.inTransaction}`));
  expect(order).toEqual([]);
  expect(await second).toEqual([1]);
  expect(order).toEqual(['first runs', 'first answered, in a transaction: false']);
});

test('a member that fails before it wrote does not disturb the transaction', async () => {
  const results = await Promise.allSettled([
    queue.write(put(1)),
    queue.write(() => {
      throw new Error('no');
    }),
    queue.write(put(2)),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect([count('BEGIN IMMEDIATE'), count('ROLLBACK'), count('SAVEPOINT member')]).toEqual([1, 0, 0]);
  expect([begun, undone]).toEqual([1, 0]);
  expect(kept()).toEqual([1, 2]);
});

test('a member that fails after it wrote is undone alone; the group runs once more with savepoints', async () => {
  const results = await Promise.allSettled([
    queue.write(put(1)),
    queue.write(() => {
      put(2)();
      throw new Error('half way');
    }),
    queue.write(put(1)),
    queue.write(put(3)),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  expect(results[1]).toMatchObject({ reason: { message: 'half way' } });
  expect([count('BEGIN IMMEDIATE'), count('ROLLBACK'), count('COMMIT')]).toEqual([2, 1, 1]);
  // The group, then each of the two members in their second run.
  expect([begun, undone]).toEqual([2, 3]);
  expect(kept()).toEqual([1, 3]);
});

test('when the commit fails, all hear of it and nothing is kept; the next group is not affected', async () => {
  const orphan = () => client.prepare('INSERT INTO child VALUES (99)').run().changes;
  const results = await Promise.allSettled([queue.write(put(1)), queue.write(orphan)]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(results[0]).toMatchObject({ reason: { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' } });
  expect(client.inTransaction).toBe(false);
  expect(undone).toBe(1);
  expect(await queue.write(put(2))).toBe(1);
  expect(kept()).toEqual([2]);
});

test('a group that SQLite itself ended is lost as a whole', async () => {
  const results = await Promise.allSettled([
    queue.write(put(1)),
    queue.write(() => {
      put(2)();
      client.exec('ROLLBACK');
      throw new Error('disk full');
    }),
    queue.write(put(3)),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(kept()).toEqual([]);
  expect(await queue.write(put(4))).toBe(1);
});

test('a full disk is a store that is away, and takes changes again when it has room', async () => {
  client.pragma(`max_page_count = ${client.pragma('page_count', { simple: true })}`);
  const fill = () => client.prepare('INSERT INTO kept VALUES (abs(random())), (abs(random()))').run();
  const filling = Promise.all(Array.from({ length: 4000 }, () => queue.write(fill)));
  await expect(filling).rejects.toThrow(StoreUnavailableError);
  await expect(filling).rejects.toThrow('The disk of the database is full');
  client.pragma('max_page_count = 100000');
  expect(await queue.write(put(1))).toBe(1);
});

test('the event loop turns between two groups', async () => {
  let done = 0;
  const seen: number[] = [];
  const all = Array.from({ length: GROUP * 3 }, (_, value) => queue.write(put(value)).then(() => ++done));
  const watch = () => {
    seen.push(done);
    if (done < all.length) setImmediate(watch);
  };
  setImmediate(watch);
  await Promise.all(all);
  expect(seen).toContain(GROUP);
  expect(seen).toContain(GROUP * 2);
});

test('closing commits what waits and refuses what comes later', async () => {
  const waiting = [1, 2, 3, 4, 5].map((value) => queue.write(put(value)));
  queue.close();
  expect(kept()).toEqual([1, 2, 3, 4, 5]);
  expect(await Promise.all(waiting)).toEqual([1, 1, 1, 1, 1]);
  await expect(queue.write(put(6))).rejects.toThrow('The store is closed.');
});

describe('changes of jobs', () => {
  /** Ms between two changes of a steady stream. */
  const GAP = 5;
  const turn = () => new Promise(setImmediate);
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Others come one after the other, the last of them just now. */
  async function stream(): Promise<void> {
    const from = kept().length + 1;
    for (let value = from; value < from + 40; value++) {
      vi.advanceTimersByTime(GAP);
      await queue.write(put(value));
    }
    statements = [];
  }

  test('run at once while nobody else changes anything', async () => {
    await Promise.all([1, 2, 3].map((value) => queue.writeAlong(put(value))));
    expect([count('COMMIT'), kept()]).toEqual([1, [1, 2, 3]]);
  });

  test('share the transaction of the next change while others come one after the other', async () => {
    await stream();
    const along = [101, 102].map((value) => queue.writeAlong(put(value)));
    await turn();
    await turn();
    expect(statements).toEqual([]);
    vi.advanceTimersByTime(GAP);
    await Promise.all([queue.write(put(50)), ...along]);
    expect([count('COMMIT'), kept().slice(-3)]).toEqual([1, [50, 101, 102]]);
  });

  test('run by themselves when no other has come for a while', async () => {
    await stream();
    const along = queue.writeAlong(put(101));
    vi.advanceTimersByTime(GAP);
    await turn();
    expect(statements).toEqual([]);
    vi.advanceTimersByTime(10 * GAP);
    expect([await along, count('COMMIT')]).toEqual([1, 1]);
  });

  test('lengthen a transaction of others by eight at most, and the rest waits for the next', async () => {
    await stream();
    const along = Array.from({ length: 12 }, (_, index) => queue.writeAlong(put(101 + index)));
    await queue.write(put(50));
    await turn();
    expect([kept().length, count('COMMIT')]).toEqual([40 + 1 + 8, 1]);
    await Promise.all([queue.write(put(51)), ...along]);
    expect([kept().length, count('COMMIT')]).toEqual([40 + 2 + 12, 2]);
  });

  test('wait for nobody when they are worth a transaction of their own', async () => {
    queue = writeQueue(client, { groupSize: 256, watcher: { begun: () => {}, undone: () => {} }, disk: null });
    await stream();
    const along = Array.from({ length: 15 }, (_, index) => queue.writeAlong(put(101 + index)));
    await turn();
    expect(statements).toEqual([]);
    await Promise.all([...along, queue.writeAlong(put(116))]);
    expect([kept().length, count('COMMIT')]).toEqual([40 + 16, 1]);
  });

  test('fail alone, and disturb no change that they share a transaction with', async () => {
    await stream();
    const along = queue.writeAlong(() => {
      put(101)();
      throw new Error('half way');
    });
    const results = await Promise.allSettled([queue.write(put(50)), along]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect([kept().includes(50), kept().includes(101)]).toEqual([true, false]);
  });

  test('are committed by closing', async () => {
    await stream();
    const along = queue.writeAlong(put(101));
    queue.close();
    expect([await along, kept().at(-1)]).toEqual([1, 101]);
    await expect(queue.writeAlong(put(102))).rejects.toThrow('The store is closed.');
  });
});
