// Google's list of keys for callbacks, from a real server: asked for once, remembered as long as the
// server says, and still used while the server is away.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openCallbackKeys } from '../../src/google/callback-keys.ts';
import { openOutbound } from '../../src/outbound/client.ts';

let answer: { status: number; body: string; cache?: string };
let asked = 0;
let now = 1_000_000;
let host = '';
const server = createServer((_, response) => {
  asked += 1;
  const { status, body, cache } = answer;
  response.writeHead(status, cache === undefined ? {} : { 'cache-control': cache }).end(body);
});
const open = () => {
  const outbound = openOutbound({ rootUrl: 'https://passes.example.com', allow: [host] });
  return openCallbackKeys({ outbound, keysUrl: `http://${host}/keys`, now: () => now });
};

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = 0;
});

test('the list is remembered for its max-age, and an hour without one', async () => {
  const keys = open();
  answer = { status: 200, body: 'first', cache: 'private, max-age=100' };
  // Callbacks that arrive together ask once.
  expect(await Promise.all([keys(), keys()])).toEqual(['first', 'first']);
  answer = { status: 200, body: 'second' };
  now += 99_999;
  expect([await keys(), asked]).toEqual(['first', 1]);
  now += 1;
  expect([await keys(), asked]).toEqual(['second', 2]);
  answer = { status: 200, body: 'third', cache: 'max-age=999999999' };
  now += 3_599_999;
  expect([await keys(), asked]).toEqual(['second', 2]);
  now += 1;
  expect([await keys(), asked]).toEqual(['third', 3]);
  answer = { status: 200, body: 'fourth', cache: 'max-age=0' };
  now += 86_400_000;
  expect([await keys(), asked]).toEqual(['fourth', 4]);
  now += 29_999;
  expect([await keys(), asked]).toEqual(['fourth', 4]);
});

test('without an answer the former list counts, and nobody is asked again for 30 seconds', async () => {
  const keys = open();
  answer = { status: 500, body: 'no' };
  expect([await keys(), await keys(), asked]).toEqual([null, null, 1]);
  now += 30_000;
  answer = { status: 200, body: 'first', cache: 'max-age=60' };
  expect([await keys(), asked]).toEqual(['first', 2]);
  now += 60_000;
  answer = { status: 200, body: 'x'.repeat(65_537) };
  expect([await keys(), await keys(), asked]).toEqual(['first', 'first', 3]);
  now += 30_000;
  answer = { status: 302, body: '' };
  expect([await keys(), asked]).toEqual(['first', 4]);
});
