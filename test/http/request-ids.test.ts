// Every line that is logged during a request has the request's id, at every kind of door, while other
// requests are at work.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OWNER, openTestApp, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const wrong = () => ({ method: 'POST', body: new URLSearchParams({ email: OWNER.email, password: 'wrong' }) });
const report = () => ({ method: 'POST', body: JSON.stringify({ logs: ['it broke'] }) });

test.each<[door: string, path: string, init: () => RequestInit, line: string]>([
  ['a function of the API', '/api/login.php', wrong, 'failed login'],
  ['a page', '/login', wrong, 'failed login'],
  ['a phone', '/wallet/v1/log', report, 'a device reports'],
])('%s', async (_, path, init, line) => {
  t.logged.length = 0;
  const ids = ['first-id', 'second-id', 'third-id'];
  const ask = (id: string) =>
    t.fetch(path, { ...init(), headers: { 'x-request-id': id, origin: 'http://passes.test' } });
  // A page that is answered before the others.
  const [, ...answers] = await Promise.all([t.fetch('/login'), ...ids.map(ask)]);
  expect(answers.map(({ headers }) => headers.get('x-request-id'))).toEqual(ids);
  const idsOf = (message: string) =>
    t.logged.filter(([, said]) => said === message).map(([fields]) => fields.requestId);
  expect(idsOf(line).sort()).toEqual([...ids].sort());
  expect(idsOf('request')).toHaveLength(4);
  expect(idsOf('request')).toEqual(expect.arrayContaining(ids));
});
