// What is refused leaves nothing in memory, and what is counted has a bound.
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { memoryLimits } from '../../src/limits/memory.ts';
import { countCreation, createCreationThrottle } from '../../src/operations/access/creation-throttle.ts';
import { countGuess, createGuessThrottle } from '../../src/operations/access/guess-throttle.ts';
import { networkOf } from '../../src/operations/access/network.ts';
import { openTestApp, pointsTemplate } from '../fixtures/open-app.ts';

const refusal = () => new AppError('login_throttled');

test('an address that is refused leaves no target behind', async () => {
  const limits = memoryLimits();
  const throttle = createGuessThrottle(limits, 'login');
  let refused = 0;
  for (let at = 0; at < 100; at++) {
    await countGuess(throttle, { address: '192.0.2.1', target: `${at}@example.com` }, refusal).catch(() => refused++);
  }
  expect([refused, limits.size('login network'), limits.size('login target')]).toEqual([70, 1, 30]);
});

test('a target that is closed costs the address nothing', async () => {
  const throttle = createGuessThrottle(memoryLimits(), 'login');
  const guess = (target: string) => countGuess(throttle, { address: '192.0.2.1', target }, refusal);
  for (let at = 0; at < 50; at++) await guess('a').catch(() => undefined);
  await expect(guess('a')).rejects.toMatchObject({ code: 'login_throttled' });
  await expect(guess('b')).resolves.toBeTypeOf('function');
});

test('throttles that are filled keep so many addresses, and count those of them', async () => {
  const limits = memoryLimits(100);
  const guesses = createGuessThrottle(limits, 'login');
  const creations = createCreationThrottle(limits);
  for (let at = 0; at < 1000; at++) {
    await countGuess(guesses, { address: `2001:db8:0:${at}::1`, target: `pass ${at}` }, refusal);
    await countCreation(creations, `2001:db8:0:${at}::1`);
  }
  const names = ['login network', 'login target', 'login strangers', 'creation'];
  expect(names.map(limits.size)).toEqual([100, 100, 100, 100]);
  const last = { address: '2001:db8:0:999::2', target: 'pass 999' };
  for (let at = 0; at < 9; at++) await countGuess(guesses, last, refusal);
  await expect(countGuess(guesses, last, refusal)).rejects.toMatchObject({ code: 'login_throttled' });
});

test('the addresses of one IPv6 network guess as one', async () => {
  const throttle = createGuessThrottle(memoryLimits(), 'login');
  const guess = (address: string) => countGuess(throttle, { address, target: 'a' }, refusal);
  for (let at = 0; at < 10; at++) await guess(`2001:db8:1:2:${at}::${at}`);
  await expect(guess('2001:db8:1:2:ffff::1')).rejects.toMatchObject({ code: 'login_throttled' });
  await expect(guess('2001:db8:1:3::1')).resolves.toBeTypeOf('function');
  expect(['::ffff:192.0.2.7', '2001:DB8:1:2::', 'unknown'].map(networkOf)).toEqual([
    '192.0.2.7',
    '2001:db8:1:2::/64',
    'unknown',
  ]);
});

test('many networks together guess a hundred times a day, and a network that was right before goes on', async () => {
  const throttle = createGuessThrottle(memoryLimits(), 'login');
  const seconds: number[] = [];
  const guess = (address: string, target = 'a') =>
    countGuess(throttle, { address, target }, (retryAfter) => {
      seconds.push(retryAfter);
      return refusal();
    });
  await (await guess('192.0.2.1'))();
  let counted = 0;
  for (let at = 0; at < 1000; at++) {
    await guess(`2001:db8:0:${at}::1`).then(
      () => counted++,
      () => undefined,
    );
  }
  expect(counted).toBe(100);
  expect(Math.max(...seconds)).toBeLessThanOrEqual(24 * 60 * 60);
  expect(Math.min(...seconds)).toBeGreaterThan(23 * 60 * 60);
  // A refused stranger may try elsewhere, and the owner's network is no stranger.
  await expect(guess('2001:db8:0:999::1', 'b')).resolves.toBeTypeOf('function');
  for (let at = 0; at < 20; at++) await (await guess('192.0.2.1'))();
  for (let at = 0; at < 10; at++) await guess('192.0.2.1');
  await expect(guess('192.0.2.1')).rejects.toMatchObject({ code: 'login_throttled' });
});

test('right tries of strangers use nothing up', async () => {
  const throttle = createGuessThrottle(memoryLimits(), 'login');
  for (let at = 0; at < 200; at++) {
    await (await countGuess(throttle, { address: `2001:db8:0:${at}::1`, target: 'a' }, refusal))();
  }
});

test('idempotency keys that have expired go while the server runs', async () => {
  const tasks: (() => void)[] = [];
  const every = (_: number, task: () => void) => {
    tasks.push(task);
    return () => {};
  };
  const t = await openTestApp({ injected: { every } });
  const templateHash = await t.template(pointsTemplate());
  await t.call('createPassFromTemplateFields', { templateHash, requestId: 'once' });
  const keys = () => {
    const file = new Database(t.config.databaseFile, { readonly: true });
    const rows = file.prepare('SELECT key FROM idempotency_keys').all();
    file.close();
    return rows;
  };
  expect(keys()).toHaveLength(1);
  t.advance(25 * 60 * 60 * 1000);
  for (const task of tasks) task();
  await expect.poll(keys).toHaveLength(0);
  await t.close();
});
