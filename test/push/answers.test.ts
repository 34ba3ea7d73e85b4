// What APNs' answers mean: each status it may give, from the server to the verdict.
import { beforeAll, describe, expect, test } from 'vitest';
import type { PushIdentity } from '../../src/ports/push.ts';
import { readAnswer } from '../../src/push/answers.ts';
import type { Answer } from '../fixtures/push/apns-stand-in.ts';
import { makeIdentity, tokenOf } from '../fixtures/push/identities.ts';
import { pushTo, standIn } from '../fixtures/push/pushing.ts';

const TOKEN = tokenOf(7);
let identity: PushIdentity;
let rootPem: string;

beforeAll(async () => {
  ({ identity, rootPem } = await makeIdentity(1, 'pass.com.example.loyalty'));
});

type Row = readonly [
  answer: Exclude<Answer, string>,
  verdict: string,
  rest?: { since?: number; retryAfterMs?: number },
];
const SINCE = 1_757_000_000_123;
const TABLE: readonly Row[] = [
  [{ status: 200 }, 'delivered'],
  [{ status: 410, reason: 'Unregistered', timestamp: SINCE }, 'gone', { since: SINCE }],
  [{ status: 410, reason: 'ExpiredToken' }, 'gone'],
  [{ status: 400, reason: 'BadDeviceToken' }, 'gone'],
  [{ status: 400, reason: 'DeviceTokenNotForTopic' }, 'refused'],
  [{ status: 400, reason: 'BadTopic' }, 'refused'],
  [{ status: 400, reason: 'TopicDisallowed' }, 'refused'],
  [{ status: 400, reason: 'PayloadEmpty' }, 'refused'],
  [{ status: 400, reason: 'IdleTimeout' }, 'unavailable'],
  [{ status: 403, reason: 'BadCertificate' }, 'unavailable'],
  [{ status: 403, reason: 'BadCertificateEnvironment' }, 'unavailable'],
  [{ status: 403, reason: 'ExpiredProviderToken' }, 'unavailable'],
  [{ status: 404, reason: 'BadPath' }, 'refused'],
  [{ status: 405, reason: 'MethodNotAllowed' }, 'refused'],
  [{ status: 413, reason: 'PayloadTooLarge' }, 'refused'],
  [{ status: 429, reason: 'TooManyRequests' }, 'busy'],
  [{ status: 429, reason: 'TooManyRequests', retryAfter: 120 }, 'busy', { retryAfterMs: 120_000 }],
  [{ status: 500, reason: 'InternalServerError' }, 'unavailable'],
  [{ status: 502, reason: 'BadGateway' }, 'unavailable'],
  [{ status: 503, reason: 'ServiceUnavailable', retryAfter: 30 }, 'unavailable', { retryAfterMs: 30_000 }],
  [{ status: 503, reason: 'Shutdown' }, 'unavailable'],
];

test('each answer of APNs becomes its verdict', async () => {
  const apns = await standIn({ clientCa: rootPem });
  const push = pushTo(apns);
  for (const [index, [answer]] of TABLE.entries()) apns.answer(answer, tokenOf(index));
  const results = await Promise.all(TABLE.map((_, index) => push.send(identity, tokenOf(index))));
  expect(results).toEqual(
    TABLE.map(([{ status, reason = null }, verdict, { since = null, retryAfterMs = null } = {}]) => {
      return { verdict, status, reason, since, retryAfterMs };
    }),
  );
  expect(apns.sessions()).toBe(1);
});

test('what is sent is what Apple asks for, and nothing else', async () => {
  const apns = await standIn({ clientCa: rootPem });
  await pushTo(apns).send(identity, TOKEN);
  const [received] = apns.received;
  expect(received).toMatchObject({ token: TOKEN, method: 'POST', payload: '{}', session: 1 });
  expect(received?.passTypeIdentifier).toBe('pass.com.example.loyalty');
  expect(Object.fromEntries(Object.entries(received?.headers ?? {}))).toEqual({
    ':method': 'POST',
    ':path': `/3/device/${TOKEN}`,
    ':scheme': 'https',
    ':authority': `127.0.0.1:${apns.port}`,
    'apns-topic': 'pass.com.example.loyalty',
    'apns-push-type': 'background',
    'apns-priority': '5',
  });
});

test('push type and priority are settings, and the type may be left out', async () => {
  const apns = await standIn({ clientCa: rootPem });
  await pushTo(apns, { pushType: 'alert', priority: 10 }).send(identity, TOKEN);
  await pushTo(apns, { pushType: null }).send(identity, TOKEN);
  expect(apns.received.map(({ headers }) => headers['apns-push-type'])).toEqual(['alert', undefined]);
  expect(apns.received.map(({ headers }) => headers['apns-priority'])).toEqual(['10', '5']);
});

test('a token is part of the path, whatever a phone called it', async () => {
  const apns = await standIn({ clientCa: rootPem });
  const push = pushTo(apns);
  for (const token of ['a/../b?c#d', 'é%0d%0a', '\ud800', '']) {
    expect(await push.send(identity, token), token).toMatchObject({ verdict: 'delivered' });
  }
  expect(apns.received.map(({ token }) => token)).toEqual(['a/../b?c#d', 'é%0d%0a', '\ufffd', '']);
  expect(await push.send(identity, 'é'.repeat(1_000))).toMatchObject({ verdict: 'delivered' });
  expect(await push.send(identity, 'é'.repeat(1_001))).toMatchObject({ verdict: 'gone', status: null });
  expect(apns.received).toHaveLength(5);
});

describe('answers that no APNs gives', () => {
  test.each([
    [{ status: 400, body: '' }, 'refused', 'APNs answered with status 400 and no reason.'],
    [{ status: 400, body: '[]' }, 'refused', 'APNs answered with status 400 and no reason.'],
    [{ status: 502, body: '<html>' }, 'unavailable', 'APNs answered with status 502 and no reason.'],
    [{ status: 302, body: 'null' }, 'unavailable', 'APNs answered with status 302 and no reason.'],
    [{ status: 204, body: '' }, 'unavailable', 'APNs answered with status 204 and no reason.'],
    [{ status: 410, body: '{"reason":7,"timestamp":"x"}' }, 'gone', 'APNs answered with status 410 and no reason.'],
    [{ status: 400, body: '{"reason":"toString"}' }, 'refused', 'toString'],
  ])('%j', ({ status, body }, verdict, reason) => {
    const expected = { verdict, status, reason, since: null, retryAfterMs: null };
    expect(readAnswer({ status, body, retryAfter: undefined })).toEqual(expected);
  });

  test.each([
    ['1', 1_000],
    ['0', 0],
    ['-1', null],
    ['1.5', null],
    ['Wed, 21 Oct 2026 07:28:00 GMT', null],
    [undefined, null],
  ])('Retry-After: %s', (retryAfter, retryAfterMs) => {
    expect(readAnswer({ status: 503, body: '', retryAfter })).toMatchObject({ verdict: 'unavailable', retryAfterMs });
  });
});
