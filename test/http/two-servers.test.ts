// Two servers on one PostgreSQL database behind a load balancer: what one of them counts, ends or
// makes, the other one knows.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn } from '../fixtures/http/signed-in.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { type Databases, databases } from '../fixtures/postgres/databases.ts';

let all: Databases;
let url: string;
let one: TestApp;
let other: TestApp;
/** Sends each request to the server whose turn it is. */
let balanced: TestApp;

const open = (secret: string, env: Record<string, string> = {}) =>
  openTestApp({ firstStart: true, env: { DATABASE_URL: url, SECRET_KEY: secret, ...env } });

beforeAll(async () => {
  all = await databases();
  url = await all.empty();
  [one, other] = await Promise.all([open('s'.repeat(40), { METRICS_TOKEN: 'metrics' }), open('s'.repeat(40))]);
  let turn = 0;
  balanced = { ...one, fetch: (path, init) => (turn++ % 2 === 0 ? one : other).fetch(path, init) };
});
afterAll(async () => {
  await one?.close();
  await other?.close();
  await all.stop();
});

test('both have one first account, and one clientHash', async () => {
  expect(other.clientHash).toBe(one.clientHash);
  expect(await other.app.context.store.accounts()).toHaveLength(1);
});

test('a server with another secret does not start', async () => {
  await expect(open('t'.repeat(40))).rejects.toThrow(/SECRET_KEY is not that of the other servers/);
});

test('backups are made elsewhere, which the page of the server says, and no number of theirs is there', async () => {
  const owner = await signIn(one);
  const page = await owner.page('/settings/server');
  expect(page).toContain('The database is a PostgreSQL server, so backups are made there');
  for (const absent of ['Back up now', 'There was no backup yet', 'passwright restore', 'could not be made']) {
    expect(page).not.toContain(absent);
  }
  // Who sends the form of another page learns the same, and it is no error of the server.
  const sent = await owner.post('/settings/server/backup');
  expect(await sent.text()).toContain('so backups are made there');
  expect(await owner.page('/settings/server')).toContain('There was no error since the server was started.');
  const german = await owner.get('/settings/server', { 'accept-language': 'de' });
  expect(await german.text()).toContain('also wird dort gesichert');
  const metrics = await (await one.fetch('/metrics', { headers: { authorization: 'Bearer metrics' } })).text();
  expect(metrics).toContain('passwright_ready ');
  expect(metrics).not.toMatch(/^passwright_last_backup_timestamp_seconds \d/m);
});

test('a new key is shown once, whichever server answers', async () => {
  const owner = await signIn(balanced);
  const made = await owner.post('/settings/keys', { surface: 'pass2u' });
  const address = made.headers.get('location')!;
  const key = /p2u[0-9a-f]{29}/.exec(await owner.page(address))![0];
  expect(await owner.page(address)).not.toContain(key);
  for (const server of [one, other]) {
    const { status } = await server.fetch('/v2/models/1/passes/absent', { headers: { 'x-api-key': key } });
    expect(status).toBe(404);
  }
});

test('who logs out at one server is logged out at the other', async () => {
  const login = await one.fetch('/login', {
    method: 'POST',
    headers: { origin: one.config.rootUrl },
    body: new URLSearchParams({ email: OWNER.email, password: OWNER.password }),
    redirect: 'manual',
  });
  const headers = { cookie: login.headers.getSetCookie()[0]!.split(';')[0]!, origin: one.config.rootUrl };
  expect((await other.fetch('/', { headers, redirect: 'manual' })).status).toBe(200);
  await one.fetch('/logout', { method: 'POST', headers, redirect: 'manual' });
  expect((await other.fetch('/settings/keys', { headers, redirect: 'manual' })).status).toBe(303);
});

test('passes that links make are counted for both, and so are wrong passwords', async () => {
  const templateHash = await one.template(pointsTemplate());
  const make = (server: TestApp) => server.call('createPassFromTemplateFields', { templateHash });
  await one.app.context.quotas.passes.count(templateHash, 99_998);
  const answers = [];
  for (const server of [one, other, one, other]) answers.push((await make(server)).code ?? 'made');
  expect(answers).toEqual(['made', 'made', 'rate_limited', 'rate_limited']);

  const guess = (server: TestApp) => server.call('login', { email: OWNER.email, password: 'wrong' });
  const codes = [];
  for (let tries = 0; tries < 12; tries++) codes.push((await guess(tries % 2 === 0 ? one : other)).code);
  expect(codes).toEqual([...Array(10).fill('login_failed'), 'login_throttled', 'login_throttled']);
});
