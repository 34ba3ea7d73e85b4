// The connection behind the pushes: one for each certificate, reused, bounded, replaced when it is lost, closed when idle.
import net from 'node:net';
import { beforeAll, expect, test, vi } from 'vitest';
import type { PushIdentity } from '../../src/ports/push.ts';
import { makeIdentity, tokenOf } from '../fixtures/push/identities.ts';
import { listen, pushTo, standIn } from '../fixtures/push/pushing.ts';

let loyalty: PushIdentity;
let tickets: PushIdentity;
let rootPem: string;
let otherRootPem: string;

beforeAll(async () => {
  const [one, other] = await Promise.all([
    makeIdentity(1, 'pass.com.example.loyalty'),
    makeIdentity(2, 'pass.com.example.tickets'),
  ]);
  ({ identity: loyalty, rootPem } = one);
  ({ identity: tickets, rootPem: otherRootPem } = other);
});

const tokens = (count: number) => Array.from({ length: count }, (_, index) => tokenOf(index));
const DELIVERED = { verdict: 'delivered', status: 200, reason: null, since: null, retryAfterMs: null };

test('a thousand pushes share one connection, in the order they came', async () => {
  const apns = await standIn({ clientCa: rootPem });
  const push = pushTo(apns);
  const results = await Promise.all(tokens(1_000).map((token) => push.send(loyalty, token)));
  expect(results).toEqual(tokens(1_000).map(() => DELIVERED));
  expect(apns.received.map(({ token }) => token)).toEqual(tokens(1_000));
  for (const token of tokens(5)) await push.send(loyalty, token);
  expect(apns.received).toHaveLength(1_005);
  expect(apns.sessions()).toBe(1);
});

test('each certificate has a connection of its own', async () => {
  const apns = await standIn({ clientCa: rootPem + otherRootPem });
  const push = pushTo(apns);
  const sending = tokens(20).map((token, index) => push.send(index % 2 === 0 ? loyalty : tickets, token));
  expect((await Promise.all(sending)).map(({ verdict }) => verdict)).toEqual(tokens(20).map(() => 'delivered'));
  expect(apns.sessions()).toBe(2);
  for (const { headers, passTypeIdentifier } of apns.received) expect(passTypeIdentifier).toBe(headers['apns-topic']);
});

test('no more streams are open than APNs allows; the rest waits its turn', async () => {
  const apns = await standIn({ clientCa: rootPem, maxConcurrentStreams: 10 });
  apns.answer('hold');
  const push = pushTo(apns);
  const sending = tokens(100).map((token) => push.send(loyalty, token));
  await apns.waitFor(10);
  apns.answer({ status: 200 });
  apns.release();
  expect(await Promise.all(sending)).toEqual(tokens(100).map(() => DELIVERED));
  expect(apns.mostAtOnce()).toBe(10);
  expect(apns.received.map(({ token }) => token)).toEqual(tokens(100));
  expect(apns.sessions()).toBe(1);
});

test('where APNs allows more, there is a bound of ours', async () => {
  const apns = await standIn({ clientCa: rootPem, maxConcurrentStreams: 5_000 });
  apns.answer('hold');
  const push = pushTo(apns);
  const sending = tokens(800).map((token) => push.send(loyalty, token));
  await apns.waitFor(500);
  apns.answer({ status: 200 });
  apns.release();
  await Promise.all(sending);
  expect(apns.mostAtOnce()).toBe(500);
});

test('GOAWAY: what APNs took is finished, the rest goes over a new connection', async () => {
  const apns = await standIn({ clientCa: rootPem, maxConcurrentStreams: 10 });
  apns.answer('hold');
  const push = pushTo(apns);
  const sending = tokens(30).map((token) => push.send(loyalty, token));
  await apns.waitFor(10);
  apns.answer({ status: 200 });
  apns.goaway({ taken: 4 });
  // Six that were refused and twenty that waited, over the second connection, while four are still to be answered.
  await apns.waitFor(36);
  apns.release();
  expect(await Promise.all(sending)).toEqual(tokens(30).map(() => DELIVERED));
  const over = (session: number) => apns.received.filter((one) => one.session === session).map(({ token }) => token);
  expect(over(1)).toEqual(tokens(10));
  expect(over(2).sort()).toEqual(tokens(30).slice(4));
  await apns.waitForSessions(1);
  expect(apns.sessions()).toBe(2);
});

test('GOAWAY with an error: the caller is told of each push whose fate is unknown', async () => {
  const apns = await standIn({ clientCa: rootPem });
  apns.answer('hold', tokenOf(1));
  apns.answer('hold', tokenOf(2));
  const push = pushTo(apns);
  await push.send(loyalty, tokenOf(0));
  const sending = [push.send(loyalty, tokenOf(1)), push.send(loyalty, tokenOf(2))];
  await apns.waitFor(3);
  apns.answer({ status: 200 }, tokenOf(2));
  apns.goaway({ code: 2, reason: 'InternalServerError', taken: 2 });
  const [unknown, again] = await Promise.all(sending);
  expect(unknown).toMatchObject({
    verdict: 'unavailable',
    status: null,
    reason: 'APNs closed the connection: InternalServerError.',
  });
  // The third was beyond what APNs had looked at, so that it could be sent again.
  expect(again).toEqual(DELIVERED);
  expect(apns.received.map(({ token }) => token)).toEqual([0, 1, 2, 2].map(tokenOf));
});

test('a stream that is refused is tried once more, not for ever', async () => {
  const apns = await standIn({ clientCa: rootPem });
  apns.answer('refuse stream', tokenOf(1));
  const push = pushTo(apns);
  expect(await push.send(loyalty, tokenOf(1))).toMatchObject({ verdict: 'unavailable', status: null });
  expect(apns.received).toHaveLength(2);
  expect(await push.send(loyalty, tokenOf(2))).toEqual(DELIVERED);
});

test('a connection that is lost: every push of it is told, and the next one opens another', async () => {
  const apns = await standIn({ clientCa: rootPem });
  const push = pushTo(apns);
  await push.send(loyalty, tokenOf(0));
  for (const answer of ['lose before headers', 'lose after headers'] as const) {
    apns.answer('hold', tokenOf(1));
    apns.answer(answer, tokenOf(2));
    const sending = [push.send(loyalty, tokenOf(1)), push.send(loyalty, tokenOf(2))];
    for (const result of await Promise.all(sending)) {
      expect(result).toMatchObject({ verdict: 'unavailable', status: null, retryAfterMs: null });
      expect(result.reason).toMatch(/^The connection to APNs was lost.*\.$/);
    }
    expect(await push.send(loyalty, tokenOf(3))).toEqual(DELIVERED);
  }
  expect(apns.sessions()).toBe(3);
});

test('APNs away and back: at first a sentence, then no knocking, then pushes again', async () => {
  const apns = await standIn({ clientCa: rootPem });
  let now = 0;
  const push = pushTo(apns, { now: () => now });
  expect(await push.send(loyalty, tokenOf(0))).toEqual(DELIVERED);
  await apns.stop();
  const refused = await push.send(loyalty, tokenOf(1));
  expect(refused).toMatchObject({ verdict: 'unavailable', status: null });
  expect(refused.reason).toMatch(/^APNs was not reached at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)\.$/);
  await apns.start();
  now = 999;
  expect(await push.send(loyalty, tokenOf(2))).toEqual(refused);
  expect(apns.sessions()).toBe(1);
  now = 1_000;
  expect(await push.send(loyalty, tokenOf(3))).toEqual(DELIVERED);
  expect(apns.sessions()).toBe(2);
  // The answer ended the row of failures: the next one is waited out as long as the first.
  await apns.stop();
  expect((await push.send(loyalty, tokenOf(4))).verdict).toBe('unavailable');
  await apns.start();
  now = 2_000;
  expect(await push.send(loyalty, tokenOf(5))).toEqual(DELIVERED);
});

test('failures in a row are waited out longer each time', async () => {
  let now = 0;
  const knocks: number[] = [];
  const server = net.createServer((socket) => {
    knocks.push(now);
    socket.destroy();
  });
  const push = pushTo({ host: '127.0.0.1', port: await listen(server), ca: '' }, { now: () => now });
  for (; now < 200_000; now += 500) {
    const { verdict, reason } = await push.send(loyalty, tokenOf(1));
    expect(verdict).toBe('unavailable');
    expect(reason).toMatch(/^APNs was not reached at 127\.0\.0\.1:\d+ \(\w+\)\.$/);
  }
  expect(knocks).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183].map((second) => second * 1_000));
});

test('a push without an answer ends, and the next one takes another connection', async () => {
  const apns = await standIn({ clientCa: rootPem });
  apns.answer('silence', tokenOf(1));
  const push = pushTo(apns, { timing: { requestMs: 1_000 } });
  await push.send(loyalty, tokenOf(0));
  expect(await push.send(loyalty, tokenOf(1))).toMatchObject({
    verdict: 'unavailable',
    reason: 'APNs did not answer within 1000 ms.',
  });
  expect(await push.send(loyalty, tokenOf(2))).toEqual(DELIVERED);
  expect(apns.received.at(-1)?.session).toBe(2);
});

test('a connection without pushes is closed after a while, and opened again for the next one', async () => {
  const apns = await standIn({ clientCa: rootPem });
  const push = pushTo(apns, { timing: { idleMs: 20 } });
  expect(await push.send(loyalty, tokenOf(0))).toEqual(DELIVERED);
  await apns.waitForSessions(0);
  expect(await push.send(loyalty, tokenOf(1))).toEqual(DELIVERED);
  expect(apns.sessions()).toBe(2);
});

test('a failure is forgotten when nothing came for a while', async () => {
  const apns = await standIn({ clientCa: rootPem });
  await apns.stop();
  const push = pushTo(apns, { now: () => 0, timing: { idleMs: 50 } });
  expect((await push.send(loyalty, tokenOf(0))).verdict).toBe('unavailable');
  await apns.start();
  // By the clock it is still the moment of the failure.
  await vi.waitFor(async () => expect(await push.send(loyalty, tokenOf(1))).toEqual(DELIVERED), {
    interval: 200,
    timeout: 10_000,
  });
});

test('close ends what is under way, what waits, and what comes after', async () => {
  const apns = await standIn({ clientCa: rootPem, maxConcurrentStreams: 2 });
  apns.answer('hold');
  const push = pushTo(apns);
  const sending = tokens(5).map((token) => push.send(loyalty, token));
  await apns.waitFor(2);
  await push.close();
  const late = await push.send(loyalty, tokenOf(9));
  for (const result of [...(await Promise.all(sending)), late]) {
    expect(result).toMatchObject({ verdict: 'unavailable', status: null });
    expect(result.reason).toMatch(/^This server is shutting down/);
  }
  await apns.waitForSessions(0);
  expect(apns.received).toHaveLength(2);
});

test('close while a connection is being made', async () => {
  const apns = await standIn({ clientCa: rootPem });
  const push = pushTo(apns);
  const sending = push.send(loyalty, tokenOf(0));
  await push.close();
  expect(await sending).toMatchObject({ verdict: 'unavailable' });
  expect(apns.received).toEqual([]);
});
