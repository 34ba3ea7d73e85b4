// What is refused leaves nothing in memory, and what is counted has a bound.
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { countCreation, createCreationThrottle } from '../../src/operations/access/creation-throttle.ts';
import { countGuess, createGuessThrottle } from '../../src/operations/access/guess-throttle.ts';
import { openTestApp, pointsTemplate } from '../open-app.ts';

const refusal = () => new AppError('login_throttled');

test('an address that is refused leaves no target behind', async () => {
  const throttle = createGuessThrottle();
  let refused = 0;
  for (let at = 0; at < 100; at++) {
    await countGuess(throttle, { address: '192.0.2.1', target: `${at}@example.com` }, refusal).catch(() => refused++);
  }
  expect([refused, throttle.byAddress.size(), throttle.byTarget.size()]).toEqual([70, 1, 30]);
});

test('a target that is closed costs the address nothing', async () => {
  const throttle = createGuessThrottle();
  const guess = (target: string) => countGuess(throttle, { address: '192.0.2.1', target }, refusal);
  for (let at = 0; at < 50; at++) await guess('a').catch(() => undefined);
  await expect(guess('a')).rejects.toMatchObject({ code: 'login_throttled' });
  await expect(guess('b')).resolves.toBeTypeOf('function');
});

test('throttles that are filled keep so many addresses, and count those of them', async () => {
  const guesses = createGuessThrottle(100);
  const creations = createCreationThrottle(100);
  for (let at = 0; at < 1000; at++) {
    await countGuess(guesses, { address: `2001:db8::${at}`, target: 'a' }, refusal);
    await countCreation(creations, `2001:db8::${at}`);
  }
  expect([guesses.byAddress.size(), guesses.byTarget.size(), creations.size()]).toEqual([100, 100, 100]);
  const last = { address: '2001:db8::999', target: 'a' };
  for (let at = 0; at < 9; at++) await countGuess(guesses, last, refusal);
  await expect(countGuess(guesses, last, refusal)).rejects.toMatchObject({ code: 'login_throttled' });
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
