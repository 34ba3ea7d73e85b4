// Who may call the PassKit surface: every endpoint of its table, with every token.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENDPOINTS } from '../../src/http/passkit/endpoints.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { token } from '../fixtures/passkit/tokens.ts';
import { acceptedTokens, ask, type Callers, makeCallers, refusedTokens } from './auth-cases.ts';

let t: TestApp;
let callers: Callers;

beforeAll(async () => {
  t = await openTestApp();
  callers = await makeCallers(t);
});
afterAll(() => t.close());

const current = () => callers;
const CSR = { method: 'POST', path: '/v2/passbookCsrs' };

const guarded = ENDPOINTS.filter((endpoint) => !endpoint.open);
describe.each(guarded)('$method $path', ({ method, path }) => {
  // Where nothing has that name: who may not know is told no more.
  refusedTokens(current, { method, path: `/v2${path.replace(/:\w+/g, 'absent')}` });
});

describe('a certificate request', () => {
  acceptedTokens(current, CSR, 200);

  test('belongs to the account whose key the token names', async () => {
    const { account } = await t.account('third@example.com');
    const apiKey = await t.apiKey('passkit', account);
    const response = await ask(callers, CSR, `PKAuth ${token(apiKey, t.now())}`);
    expect(await response.text()).toMatch(/^-----BEGIN CERTIFICATE REQUEST-----/);
    expect(await t.app.context.store.certificateRequests(account.id)).toHaveLength(1);
  });
});

test('an account that has ended is told so', async () => {
  const { account } = await t.account('ended@example.com');
  const apiKey = await t.apiKey('passkit', account);
  await t.app.context.store.changeAccount(account.id, { expiresAt: t.now() });
  const response = await ask(callers, CSR, `PKAuth ${token(apiKey, t.now())}`);
  expect(response.status).toBe(403);
  expect(await response.json()).toEqual({ error: 'account_expired', message: expect.stringContaining('has ended') });
});

test('a Pass2U key is no PassKit key, whatever signs', async () => {
  const { key } = await t.apiKey('pass2u');
  const response = await ask(callers, CSR, `PKAuth ${token({ key, secret: key }, t.now())}`);
  expect(response.status).toBe(401);
});

test('the bundle of a pass needs no token', async () => {
  const hash = await t.pass(await t.template(pointsTemplate()));
  const response = await t.fetch(`/v2/passes/${hash}/bundle`);
  expect(response.headers.get('content-type')).toBe('application/vnd.apple.pkpass');
  expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(await t.file(hash)));
  const absent = await t.fetch('/v2/passes/absent/bundle');
  expect(absent.status).toBe(404);
  expect(await absent.json()).toEqual({ error: 'pass_not_found', field: 'id', message: expect.any(String) });
});

test.each([
  ['GET', '/v2/absent'],
  ['GET', '/v2'],
  ['DELETE', '/v2/passbookCsrs'],
  ['POST', '/v2/images/x'],
])('%s %s is no endpoint', async (method, path) => {
  const response = await t.fetch(path, { method });
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ error: 'endpoint_unknown', message: expect.stringContaining(method) });
});
