// The wait for the disk beside group commit: who is answered when, what a failing disk means, and
// what a power cut leaves.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { configure, connect } from '../../src/store/sqlite/engine/connection.ts';
import { type LogDisk, logDisk } from '../../src/store/sqlite/engine/log-disk.ts';
import { type WriteQueue, writeQueue } from '../../src/store/sqlite/engine/write-queue.ts';
import { randomOf } from '../fuzz/random.ts';

const WATCHER = { begun: () => {}, undone: () => {} };
const SECTOR = 512;
const REFUSED = 'The disk of the database failed, so nothing was changed.';

let folder: string;
let file: string;
let client: Sqlite.Database;
/** The waits that began and did not end. */
let waits: ((error: Error | null) => void)[];
let waitsHere: number;
let failsHere: Error | null;

/** A disk that is done when the test says so. */
const byHand: LogDisk = {
  sync: (done) => void waits.push(done),
  syncNow() {
    waitsHere++;
    return failsHere;
  },
  close: async () => {},
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'passwright-disk-'));
  file = join(folder, 'log.sqlite');
  client = connect(file, 0);
  configure(client);
  client.exec('CREATE TABLE kept (value INTEGER PRIMARY KEY, text TEXT)');
  waits = [];
  waitsHere = 0;
  failsHere = null;
});
afterEach(() => {
  client.close();
  rmSync(folder, { recursive: true });
});

const queueOn = (disk: LogDisk | null) => writeQueue(client, { groupSize: 256, watcher: WATCHER, disk });
const put = (value: number) => () =>
  client.prepare('INSERT INTO kept VALUES (?, ?)').run(value, 'x'.repeat(500)).changes;
const kept = (at = client) => at.prepare<[], number>('SELECT value FROM kept ORDER BY value').pluck().all();
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const turns = async (count: number) => {
  for (let turned = 0; turned < count; turned++) await turn();
};

/** Writes these values; `answered` grows in the order of the answers. */
function writeAll(queue: WriteQueue, values: readonly number[], answered: number[]): Promise<unknown> {
  return Promise.all(values.map((value) => queue.write(put(value)).then(() => answered.push(value))));
}

test('none is answered before the disk has it, and what waits meanwhile shares the next wait', async () => {
  const queue = queueOn(byHand);
  const answered: number[] = [];
  const all = [writeAll(queue, [1, 2], answered)];
  await turns(3);
  expect([kept(), waits.length, answered]).toEqual([[1, 2], 1, []]);
  // Few wait until the disk is done …
  all.push(writeAll(queue, [3, 4], answered));
  await turns(3);
  expect(kept()).toEqual([1, 2]);
  // … many are decided while it works, and hear nothing of a wait that began before their commit.
  all.push(writeAll(queue, range(5, 20), answered));
  await turns(3);
  expect([kept(), waits.length]).toEqual([range(1, 20), 1]);
  waits.shift()!(null);
  await turns(3);
  expect([answered, waits.length]).toEqual([[1, 2], 1]);
  waits.shift()!(null);
  await Promise.all(all);
  expect([answered, waits.length, waitsHere]).toEqual([range(1, 20), 0, 0]);
});

test('a change that waits alone waits in its thread; one that fails waits for nothing', async () => {
  const queue = queueOn(byHand);
  await queue.write(put(1));
  expect(waitsHere).toBe(1);
  await expect(queue.write(put(1))).rejects.toThrow('UNIQUE');
  await queue.onDisk();
  expect([waitsHere, waits.length]).toEqual([1, 0]);
  const answered: number[] = [];
  const pair = writeAll(queue, [2, 3], answered);
  await turns(2);
  let isOnDisk = false;
  const onDisk = queue.onDisk().then(() => {
    isOnDisk = true;
  });
  await turns(2);
  expect([isOnDisk, answered]).toEqual([false, []]);
  waits.shift()!(null);
  await Promise.all([pair, onDisk]);
  expect(waits).toEqual([]);
});

test('after a failure of the disk nothing counts that may be lost, and the queue refuses every change', async () => {
  const queue = queueOn(byHand);
  const first = Promise.allSettled([1, 2].map((value) => queue.write(put(value))));
  await turns(2);
  const meanwhile = Promise.allSettled(range(3, 18).map((value) => queue.write(put(value))));
  await turns(2);
  const told = queue.onDisk();
  waits.shift()!(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
  // The wait for the second group says that all is well, which nobody can believe any more.
  waits.shift()!(null);
  for (const result of [...(await first), ...(await meanwhile)]) {
    expect(result).toMatchObject({
      status: 'rejected',
      reason: expect.objectContaining({ message: expect.stringContaining('may have written it') }),
    });
  }
  await expect(told).rejects.toThrow('may have written it');
  const before = kept();
  await expect(queue.write(put(99))).rejects.toThrow(REFUSED);
  await expect(queue.onDisk()).rejects.toThrow(REFUSED);
  expect(kept()).toEqual(before);
  // Opened anew, the file says what it has.
  expect(await queueOn(byHand).write(put(99))).toBe(1);
});

test('the same for a change that waited alone, and at the end', async () => {
  const queue = queueOn(byHand);
  failsHere = new Error('EIO');
  await expect(queue.write(put(1))).rejects.toThrow('may have written it');
  await expect(queue.write(put(2))).rejects.toThrow(REFUSED);
  const closing = queueOn(byHand);
  const last = Promise.allSettled([3, 4].map((value) => closing.write(put(value))));
  closing.close();
  expect(await last).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
});

test('closing waits for the disk in this thread, also for what another wait has not reached', async () => {
  const queue = queueOn(byHand);
  const answered: number[] = [];
  const first = writeAll(queue, [1, 2], answered);
  await turns(2);
  const later = writeAll(queue, [3, 4], answered);
  queue.close();
  await later;
  expect([answered, waitsHere]).toEqual([[3, 4], 1]);
  waits.shift()!(null);
  await first;
});

test('the connection leaves the wait to the queue; a database in memory has no log', async () => {
  const synchronous = () => client.pragma('synchronous', { simple: true });
  expect(synchronous()).toBe(2);
  const disk = logDisk(client, file)!;
  expect([synchronous(), disk.syncNow()]).toEqual([1, null]);
  const answered: number[] = [];
  await writeAll(queueOn(disk), range(1, 40), answered);
  expect(answered).toEqual(range(1, 40));
  await disk.close();
  const inMemory = connect(':memory:', 0);
  expect(logDisk(inMemory, ':memory:')).toBeNull();
  inMemory.close();
});

test.each(range(1, 12))(
  'a power cut keeps a beginning of the commits, with all that were answered (%i)',
  async (seed) => {
    const random = randomOf(String(seed));
    // No checkpoint: SQLite itself syncs log and database around one, which this disk would not see.
    client.pragma('wal_autocheckpoint = 0');
    const real = logDisk(client, file)!;
    const log = `${file}-wal`;
    /** What the disk has for sure: the log as it was when the last finished wait began. */
    let durable = readFileSync(log);
    const disk: LogDisk = {
      ...real,
      sync(done) {
        const begun = readFileSync(log);
        real.sync((error) => {
          durable = begun;
          done(error);
        });
      },
      syncNow() {
        const error = real.syncNow();
        durable = readFileSync(log);
        return error;
      },
    };
    const queue = queueOn(disk);
    const answered: number[] = [];
    const cut = join(folder, 'after.sqlite');
    const atCut = 20 + random.below(150);
    let answeredBefore: number[] | null = null;
    const cutPower = () => {
      answeredBefore = [...answered];
      copyFileSync(file, cut);
      const now = readFileSync(log);
      const left = Buffer.alloc(now.length);
      durable.copy(left);
      // Of what was written since, each sector arrived or did not.
      for (let at = 0; at < now.length; at += SECTOR) {
        if (random.below(2) === 0) now.copy(left, at, at, Math.min(at + SECTOR, now.length));
      }
      writeFileSync(`${cut}-wal`, left);
    };
    const all: Promise<unknown>[] = [];
    for (let value = 1; value <= 200; ) {
      const some = range(value, Math.min(200, value + random.below(30)));
      all.push(writeAll(queue, some, answered));
      value += some.length;
      await turns(random.below(3));
      if (value > atCut && answeredBefore === null) cutPower();
    }
    await Promise.all(all);
    await real.close();
    const after = connect(cut, 0);
    const survived = kept(after);
    expect(after.pragma('integrity_check', { simple: true })).toBe('ok');
    after.close();
    expect(survived).toEqual(range(1, survived.length));
    expect(survived.length).toBeGreaterThanOrEqual(Math.max(0, ...answeredBefore!));
  },
);
