// Limits that servers share: the shared cases, on two servers, with a bound of rows.
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { StoreUnavailableError } from '../../src/errors.ts';
import { countGuess, createGuessThrottle } from '../../src/operations/access/guess-throttle.ts';
import { connection } from '../../src/store/postgres/engine/connection.ts';
import { pool } from '../../src/store/postgres/engine/pool.ts';
import { postgresLimits } from '../../src/store/postgres/limits.ts';
import { openPostgresStore, type PostgresStore } from '../../src/store/postgres/open.ts';
import { type Databases, databases } from '../fixtures/postgres/databases.ts';
import { limitCases } from './suite.ts';

let all: Databases;
let url: string;
let here: PostgresStore;
let there: PostgresStore;
beforeAll(async () => {
  all = await databases();
});
afterAll(() => all.stop());
beforeEach(async () => {
  url = await all.empty();
  [here, there] = await Promise.all([openPostgresStore({ url }), openPostgresStore({ url })]);
});
afterEach(async () => {
  await Promise.all([here.close(), there.close()]);
});

limitCases(() => here.limits);

async function rows(where = 'true'): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const found = await client.query(`SELECT count(*)::int AS rows FROM limit_counts WHERE ${where}`);
  await client.end();
  return found.rows[0].rows;
}

test('what one server counts is counted for all', async () => {
  const terms = { points: 30, seconds: 60 };
  const limits = [here, there].map((store) => store.limits.limit('api_calls shared', terms));
  const waits = await Promise.all(Array.from({ length: 100 }, (_, index) => limits[index % 2]!.count('a')));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(30);
});

test('guesses at a password count together, and a right one makes its network known to all', async () => {
  const throttles = [here, there].map((store) => createGuessThrottle(store.limits, 'login'));
  const refusal = () => new Error('refused');
  const guess = (server: number, address: string) =>
    countGuess(throttles[server]!, { address, target: 'ada' }, refusal as never);
  await (await guess(0, '192.0.2.1'))();
  const tries = await Promise.allSettled(
    Array.from({ length: 140 }, (_, index) => guess(index % 2, `2001:db8:0:${index}::1`)),
  );
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(100);
  await expect(guess(1, '192.0.2.1')).resolves.toBeTypeOf('function');
  await expect(guess(1, '192.0.2.2')).rejects.toThrow('refused');
});

test('rows that are over go, and so do those beyond the bound of a limit', async () => {
  const connections = pool(url);
  const { read } = connection(connections, { id: 'x', deadAfter: 1000 }, () => {});
  const counting = postgresLimits({ read }, 50);
  const one = counting.limit('api_calls one', { points: 1, seconds: 3600 });
  const other = counting.limit('api_calls one more', { points: 1, seconds: 60 });
  await other.count('stays');
  vi.useFakeTimers({ toFake: ['Date'], now: 0 });
  await other.count('long over');
  vi.useRealTimers();
  expect(await rows("key LIKE 'api_calls one more:%'")).toBe(2);
  for (let at = 0; at < 1001; at += 13) {
    await Promise.all(Array.from({ length: Math.min(13, 1001 - at) }, (_, index) => one.count(`${at + index}`)));
  }
  // Those that were counted side by side with the last one may come after the others went.
  await expect.poll(() => rows("key LIKE 'api_calls one:%'"), { timeout: 20_000 }).toBeLessThanOrEqual(50 + 13);
  expect(await rows("key LIKE 'api_calls one more:%'")).toBe(1);
  await connections.close();
});

test('what cannot be counted fails as other calls of the store do', async () => {
  const limit = here.limits.limit('api_calls away', { points: 1, seconds: 60 });
  await Promise.all([here.close(), there.close()]);
  await expect(limit.count('a')).rejects.toThrow();
  [here, there] = await Promise.all([openPostgresStore({ url }), openPostgresStore({ url })]);
  await all.server.kill();
  const again = here.limits.limit('api_calls away', { points: 1, seconds: 60 });
  await expect(again.count('a')).rejects.toBeInstanceOf(StoreUnavailableError);
  await all.server.start();
  await expect.poll(() => again.count('a').catch(() => -1), { timeout: 60_000 }).toBe(0);
});
