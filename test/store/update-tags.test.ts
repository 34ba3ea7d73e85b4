// Update tags grow over everything that draws them: groups that fail, tools beside the server, and
// a power cut.
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../src/ports/store/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { install, passIn, readPass, T0, templateIn } from '../fixtures/store/fixtures.ts';

let folder: string;
let file: string;
let store: Store;
const open = (path: string, exclusive: boolean) => openSqliteStore({ file: path, exclusive });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'passwright-tags-'));
  file = join(folder, 'tags.sqlite');
  store = await open(file, true);
  await templateIn(store);
  for (const hash of ['p1', 'p2', 'p3']) await passIn(store, hash);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const touch = (of: Store, hash: string) => of.changePass(hash, () => ({ touchedAt: T0, push: true, result: null }));
const tagOf = async (hash: string) => (await readPass(store, hash)).updateTag;

/** Touches a pass and returns its new tag. */
async function drawn(of: Store, hash: string): Promise<number> {
  await touch(of, hash);
  return tagOf(hash);
}

function counter(path: string, name: string): number {
  const client = new Sqlite(path);
  const value = client.prepare<[string], number>('SELECT value FROM counters WHERE name = ?').pluck().get(name);
  client.close();
  return value!;
}

test('most changes of a pass leave the counter alone', async () => {
  const first = await drawn(store, 'p1');
  const written = counter(file, 'update_tag');
  expect(written).toBeGreaterThanOrEqual(first);
  for (let n = 1; n <= 900; n++) await touch(store, 'p1');
  expect(await tagOf('p1')).toBeGreaterThanOrEqual(first + 900);
  expect(counter(file, 'update_tag')).toBeLessThanOrEqual(written + 1000);
});

test('a tool beside the server draws other numbers, and each change has a larger tag than those before it', async () => {
  const tool = await open(file, false);
  const tags: number[] = [];
  for (const of of [store, tool, store, store, tool, tool, store]) tags.push(await drawn(of, 'p1'));
  await tool.close();
  expect(tags).toEqual([...new Set(tags)].sort((a, b) => a - b));
});

test('numbers of a change that is undone are not missed, and none is drawn twice', async () => {
  const tags = [await drawn(store, 'p1')];
  // Fails after its first pass was written.
  const failing = () =>
    store.changePasses([
      { hash: 'p2', decide: () => ({ touchedAt: T0, result: null }) },
      { hash: 'absent', decide: () => ({ touchedAt: T0, result: null }) },
    ]);
  for (const others of [[], ['p1'], ['p3', 'p1']]) {
    // Uses up what is set aside, so that the first member of the group moves the counter.
    for (let left = counter(file, 'update_tag') - (await tagOf('p1')); left > 0; left--) await touch(store, 'p1');
    tags.push(await tagOf('p1'));
    const results = await Promise.allSettled([failing(), ...others.map((hash) => touch(store, hash)), failing()]);
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(2);
    for (const hash of others) tags.push(await tagOf(hash));
    tags.push(await drawn(store, 'p1'));
  }
  expect(tags).toEqual([...new Set(tags)].sort((a, b) => a - b));
  expect(tags.at(-1)).toBeLessThanOrEqual(counter(file, 'update_tag'));
});

test('after a power cut the next tag and the next job come after all that were given away', async () => {
  for (const hash of ['p1', 'p2']) await install(store, hash);
  const last = Math.max(await drawn(store, 'p1'), await drawn(store, 'p2'));
  const jobs = await store.waitingJobs(10);
  expect(jobs).toHaveLength(2);
  const copy = join(folder, 'copy.sqlite');
  for (const end of ['', '-wal']) if (existsSync(`${file}${end}`)) copyFileSync(`${file}${end}`, `${copy}${end}`);
  const next = await open(copy, true);
  await install(next, 'p3');
  await touch(next, 'p3');
  expect((await readPass(next, 'p3')).updateTag).toBeGreaterThan(last);
  const [newest] = (await next.waitingJobs(10)).filter(
    ({ subjectId }) => !jobs.some((job) => job.subjectId === subjectId),
  );
  expect(newest!.id).toBeGreaterThan(Math.max(...jobs.map(({ id }) => id)));
  await next.close();
});
