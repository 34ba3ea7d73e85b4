// Two servers on one PostgreSQL: a schedule reaches each pass once, whichever server does it.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { PassChange } from '../../src/ports/store/passes.ts';
import type { Store } from '../../src/ports/store/store.ts';
import { SCHEDULE } from '../../src/rules/passes/facts.ts';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import { type Databases, databases } from '../fixtures/postgres/databases.ts';
import { event, passIn, readPass, T0, templateIn } from '../fixtures/store/fixtures.ts';

let all: Databases;
let url: string;
let one: Store;
let two: Store;
/** Opened by a test, beside the two. */
const others: Store[] = [];

beforeAll(async () => {
  all = await databases();
});
afterAll(() => all.stop());
beforeEach(async () => {
  url = await all.empty();
  one = await openPostgresStore({ url });
  two = await openPostgresStore({ url });
});
afterEach(async () => {
  await Promise.all([one, two, ...others.splice(0)].map((store) => store.close()));
});

/** A server that takes every other one for dead at once. */
async function impatient(): Promise<Store> {
  const store = await openPostgresStore({ url, deadAfter: 0 });
  others.push(store);
  return store;
}

const ids = (pieces: readonly { readonly id: number }[]) => pieces.map(({ id }) => id);
const names = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`);

const KEY = 'schedule:s';
const fire = (): PassChange<string> => ({
  event: event({ accessType: SCHEDULE, time: T0 }),
  dues: [{ key: KEY, at: null, fired: { count: 1, at: T0 } }],
  reached: true,
  result: 'fired',
});

test('two servers fire each row once, and go on with what a dead one had claimed', async () => {
  const template = await templateIn(one);
  for (const hash of names(12)) await passIn(one, hash, { dues: [{ key: KEY, at: T0 }] });
  const [a, b] = await Promise.all([one.claimDues(6, T0), two.claimDues(5, T0)]);
  expect(new Set(ids([...a, ...b])).size).toBe(a.length + b.length);
  expect(await two.changeDue(a[0]!, fire)).toBeNull();
  for (const due of b) expect(await two.changeDue(due, fire)).toEqual({ result: 'fired' });
  const third = await impatient();
  const left = await third.claimDues(20, T0);
  expect(left).toHaveLength(12 - b.length);
  // The first server was not dead, only taken for it.
  expect(await one.changeDue(a[0]!, fire)).toBeNull();
  await Promise.all(left.map((due) => third.changeDue(due, fire)));
  for (const hash of names(12)) expect((await readPass(one, hash)).access[SCHEDULE]).toMatchObject({ count: 1 });
  expect(await one.scheduleStates(template.id, [KEY])).toMatchObject([{ nextAt: null, last: { reached: 12 } }]);
});

test('a step of a schedule for all passes is that of the server that claimed it', async () => {
  const template = await templateIn(one);
  for (const hash of names(3)) await passIn(one, hash);
  await one.scheduleRuns(template.id, [{ key: KEY, at: T0 }], T0 - 1);
  const [job] = await one.claimJobs(5, T0);
  expect(await two.claimJobs(5, T0)).toEqual([]);
  const passes = names(3).map((hash) => ({ hash, decide: fire }));
  expect(await two.walkPasses(job!, passes, { runAt: null })).toBeNull();
  const third = await impatient();
  const [again] = await third.claimJobs(5, T0);
  expect(again).toEqual(job);
  expect(await one.walkPasses(job!, passes, { runAt: null })).toBeNull();
  expect(await third.walkPasses(again!, passes, { runAt: null })).toEqual(['fired', 'fired', 'fired']);
  for (const hash of names(3)) expect((await readPass(one, hash)).access[SCHEDULE]).toMatchObject({ count: 1 });
});
