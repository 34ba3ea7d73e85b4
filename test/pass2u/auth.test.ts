// Who may call the Pass2U surface, and how often.
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { readJsonObject } from '../../src/http/pass2u/body.ts';
import { ENDPOINTS } from '../../src/http/pass2u/endpoints.ts';
import { revokeApiKey } from '../../src/operations/access/api-keys.ts';
import { withDatabase } from '../fixtures/http/stored.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let key: string;
let pass: string;
let modelId: number;

beforeAll(async () => {
  t = await openTestApp();
  key = (await t.apiKey('pass2u')).key;
  pass = await t.pass(await t.template(pointsTemplate()));
  modelId = (await t.app.context.store.passByHash(pass))!.template.id;
});
afterAll(() => t.close());
afterEach(() => {
  vi.useRealTimers();
});

async function ask(method: string, path: string, apiKey?: string) {
  const response = await t.fetch(`/v2${path}`, {
    method,
    headers: apiKey === undefined ? {} : { 'x-api-key': apiKey },
  });
  return { status: response.status, headers: response.headers, answer: await response.text() };
}
const passPath = () => `/models/${modelId}/passes/${pass}`;

test('a key has 32 characters, of which the database knows the last four and a digest', () => {
  expect(key).toMatch(/^[\w+/=]{32}$/);
  const rows = withDatabase(t, (database) => database.prepare('SELECT * FROM api_keys').all());
  expect(JSON.stringify(rows)).not.toContain(key.slice(4, -4));
  expect(rows).toMatchObject([{ ending: key.slice(-4), encrypted_secret: null }]);
});

describe.each(ENDPOINTS)('$method $path', ({ method, path }) => {
  const filled = path.replace(/:\w+/g, '1');

  test('is refused without a key, and with an unknown, revoked, or PassKit one', async () => {
    const none = await ask(method, filled);
    // Where PassKit has the same path, its own answer.
    if (path.startsWith('/models/')) {
      expect(none.status).toBe(403);
      expect(JSON.parse(none.answer)).toEqual({
        message: 'The request has no API key. It needs the header x-api-key.',
      });
    }
    const revoked = await t.apiKey('pass2u');
    await revokeApiKey(t.app.context, revoked.key);
    const passkit = await t.apiKey('passkit');
    for (const wrong of [`p2u${'0'.repeat(29)}`, 'x', revoked.key, passkit.key, passkit.secret!]) {
      const { status, answer } = await ask(method, filled, wrong);
      expect({ status, answer }).toEqual({
        status: 403,
        answer: '{"message":"The API key in the header x-api-key is unknown or revoked."}',
      });
    }
  });

  test('is refused when the account has ended', async () => {
    const { account } = await t.account(`ended-${method}${filled.replaceAll('/', '-')}@example.com`);
    const ended = await t.apiKey('pass2u', account);
    await t.app.context.store.changeAccount(account.id, { expiresAt: t.now() });
    expect((await ask(method, filled, ended.key)).status).toBe(403);
  });
});

test('the pass file is for its owner and the account that manages the owner', async () => {
  const own = await ask('GET', passPath(), key);
  expect(own.status).toBe(200);
  expect(own.headers.get('content-type')).toBe('application/vnd.apple.pkpass');
  const { account } = await t.account('stranger@example.com');
  const stranger = await t.apiKey('pass2u', account);
  for (const [path, apiKey] of [
    [passPath(), stranger.key],
    [`/models/${modelId + 1}/passes/${pass}`, key],
    [`/models/${modelId}/passes/absent`, key],
  ] as const) {
    const { status, answer } = await ask('GET', path, apiKey);
    expect({ status, answer }).toEqual({
      status: 404,
      answer: '{"message":"This model has no pass with this passId."}',
    });
  }
});

test('what is no endpoint, or not with this method, is told so', async () => {
  for (const path of ['/models', '/models/1', '/models/1/absent/2']) {
    expect(await ask('GET', path, key)).toMatchObject({
      status: 404,
      answer: '{"message":"There is no such endpoint."}',
    });
  }
  const { status, headers, answer } = await ask('PATCH', passPath(), key);
  expect(status).toBe(405);
  expect(headers.get('allow')).toContain('GET');
  expect(JSON.parse(answer)).toEqual({ message: expect.stringMatching(/^This path takes .*GET.* only\.$/) });
});

describe('100 requests a second of each API and key', () => {
  test('of 150, 50 are told when to come back, and another key is untouched', async () => {
    const [hasty, other] = [(await t.apiKey('pass2u')).key, (await t.apiKey('pass2u')).key];
    // The counter goes by the process's clock, which stands still here.
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    const asked = await Promise.all(Array.from({ length: 150 }, () => ask('GET', '/models/1/passes/absent', hasty)));
    const answers = asked.map(({ status, headers }) => `${status} ${headers.get('retry-after')}`);
    expect(answers.filter((answer) => answer === '404 null')).toHaveLength(100);
    expect(answers.filter((answer) => answer === '429 1')).toHaveLength(50);
    expect(asked.find(({ status }) => status === 429)?.answer).toBe(
      '{"message":"Too many requests: each API takes 100 requests per second for each API key."}',
    );
    expect((await ask('GET', '/models/1/passes/absent', other)).status).toBe(404);
    // Who has no key is refused for that, and not counted.
    expect((await ask('GET', '/models/1/passes/absent')).status).toBe(403);
    vi.advanceTimersByTime(1000);
    expect((await ask('GET', '/models/1/passes/absent', hasty)).status).toBe(404);
  });

  test('each API counts for itself', async () => {
    const { count } = t.app.context.callLimit;
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    const waits = await Promise.all(Array.from({ length: 101 }, () => count('1 GET /a')));
    expect(waits.filter((wait) => wait > 0)).toEqual([1000]);
    expect(await count('1 GET /b')).toBe(0);
  });
});

describe('a body', () => {
  const read = (text: string, type?: string) =>
    readJsonObject(
      new Request('http://passes.test/', {
        method: 'POST',
        body: new TextEncoder().encode(text),
        headers: type === undefined ? {} : { 'content-type': type },
      }),
    );

  test.each([undefined, 'application/json', 'application/json; charset=utf-8', 'application/x-www-form-urlencoded'])(
    'is JSON when it is said to be %s',
    async (type) => expect(await read(' {"a": "ä"}', type)).toEqual({ a: 'ä' }),
  );

  test.each([
    ['<a/>', 'text/xml; charset=utf-8', 'media_type_unsupported', /must be JSON, not text\/xml\./],
    ['a=1', 'application/x-www-form-urlencoded', 'media_type_unsupported', /must be JSON/],
    ['{"a": }', 'text/plain', 'body_invalid', /Line 1, column 7: there should be a value/],
    ['', undefined, 'body_invalid', /^The body is not valid JSON/],
    ['[1]', undefined, 'body_invalid', /must be a JSON object/],
  ])('%j, said to be %s, is refused', async (text, type, code, message) => {
    await expect(read(text, type)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
});
