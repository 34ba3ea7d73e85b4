// More requests than the server can: what is refused, in which form, and what never is.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Admission, openAdmission } from '../../src/http/admission.ts';

const BOUNDS = { most: 60, usual: 30, fewest: 10, registrations: 8 };

let now: number;
/** How long each look at the clock takes, in ms. */
let cost: number;
let tick: () => void;
let admission: Admission;
let held: ServerResponse[];
let refused: number;
let states: unknown[];
let root: string;
let close: () => Promise<void>;
/** Whether the listener answers at once. */
let answers: boolean;

beforeEach(async () => {
  now = 1000;
  cost = 0;
  held = [];
  refused = 0;
  states = [];
  answers = false;
  admission = openAdmission({
    onRefused: () => refused++,
    onOverload: (state) => states.push(state),
    bounds: BOUNDS,
    now: () => {
      now += cost;
      return now;
    },
    every: (_, work) => {
      tick = work;
      return () => {};
    },
  });
  const server = createServer(
    admission.guard((_, response) => {
      if (answers) response.end('done');
      else held.push(response);
    }),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
});
afterEach(() => close());

/** Lets so many requests be under way, on connections of their own. */
async function fill(count: number, request = 'GET /slow HTTP/1.1\r\nHost: a\r\n\r\n'): Promise<void> {
  const { port, hostname } = new URL(root);
  const wanted = held.length + count;
  for (let opened = 0; opened < count; opened++) {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    socket.write(request);
  }
  while (held.length < wanted) await new Promise((resolve) => setImmediate(resolve));
}

/** A turn of the event loop that comes `late` ms after its time. */
function turn(late: number): void {
  now += 50 + late;
  tick();
}

const ask = (path: string, init?: RequestInit) => fetch(`${root}${path}`, init);

describe('as many as may be are under way', () => {
  beforeEach(() => fill(BOUNDS.usual));

  test('the next one is refused in the form of its surface, and told when to come back', async () => {
    const json = async (path: string, init?: RequestInit) => {
      const response = await ask(path, init);
      expect(response.status).toBe(503);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      return response.json();
    };
    const message = 'The server has more to do than it can. Try again in a moment.';
    expect(await json('/api/trackPassAccess.php', { method: 'POST', body: '{}' })).toEqual({
      success: false,
      code: 'overloaded',
      message,
      retryAfter: expect.any(Number),
    });
    expect(await json('/scanner/track', { method: 'POST', body: '{}' })).toMatchObject({ code: 'overloaded' });
    expect(await json('/v2/passbookCsrs')).toEqual({ error: 'overloaded', message });
    expect(await json('/v2/models/1/passes/2')).toEqual({ message });
    expect(await json('/v2/images', { method: 'POST', headers: { 'x-api-key': 'k' } })).toEqual({ message });
    expect(await json('/below/wallet/v1/passes/a/b')).toEqual({ message });
    const page = await ask('/d/hash', { headers: { 'accept-language': 'de' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
    expect(await page.text()).toMatch(/<html lang="de">[\s\S]*Der Server kann im Augenblick nicht antworten/);
    expect(refused).toBe(7);
    expect(held).toHaveLength(BOUNDS.usual);
  });

  test('probes are answered, and phones that register are refused last', async () => {
    answers = true;
    for (const path of ['/healthz', '/below/readyz', '/metrics']) expect((await ask(path)).status).toBe(200);
    const device = '/wallet/v1/devices/a/registrations/b/c';
    expect((await ask(device, { method: 'DELETE' })).status).toBe(200);
    expect((await ask(device)).status).toBe(503);
    answers = false;
    await fill(BOUNDS.registrations, `DELETE ${device} HTTP/1.1\r\nHost: a\r\n\r\n`);
    expect((await ask(device, { method: 'DELETE' })).status).toBe(503);
    answers = true;
    expect((await ask('/healthz')).status).toBe(200);
  });

  test('once one is answered, the next one is admitted; the log hears of begin and end', async () => {
    expect((await ask('/d/a')).status).toBe(503);
    now += 700;
    expect((await ask('/d/a')).status).toBe(503);
    expect(states).toEqual([{ since: 'now' }]);
    held.pop()!.end();
    answers = true;
    while (admission.inFlight() === BOUNDS.usual) await new Promise((resolve) => setImmediate(resolve));
    expect((await ask('/d/a')).status).toBe(200);
    now += 5000;
    tick();
    expect(states).toEqual([{ since: 'now' }, { refused: 2, ms: 700 }]);
  });

  test('the connection goes on, except where a long body would have to be read', async () => {
    const short = await ask('/api/x.php', { method: 'POST', body: 'x'.repeat(1000) });
    expect(short.headers.get('connection')).toBe('keep-alive');
    const long = await ask('/api/x.php', { method: 'POST', body: 'x'.repeat(70_000) });
    expect([long.status, long.headers.get('connection')]).toEqual([503, 'close']);
  });

  test('those that wait for their client leave room for others', async () => {
    answers = true;
    expect((await ask('/d/a')).status).toBe(503);
    // Streams to open pages, and files over a slow network.
    for (const response of held.slice(0, 10)) response.write('begun');
    // They are counted again in the next turn.
    expect((await ask('/d/a')).status).toBe(503);
    tick();
    expect((await ask('/d/a')).status).toBe(200);
  });
});

test('refusals that take too much of the time wait for the next turn, and each comes', async () => {
  await fill(BOUNDS.usual);
  cost = 3;
  const asked = Array.from({ length: 9 }, () => ask('/d/a').then(({ status }) => status));
  while (refused < 9) await new Promise((resolve) => setImmediate(resolve));
  const done = { count: 0 };
  for (const one of asked) void one.then(() => done.count++);
  await asked[0];
  // 40 % of 50 ms are enough for seven at the most.
  expect(done.count).toBeLessThan(9);
  cost = 0;
  tick();
  expect(await Promise.all(asked)).toEqual(Array(9).fill(503));
  expect(refused).toBe(9);
});

test('bodies that never come do not use up the room', async () => {
  await fill(BOUNDS.usual, 'POST /api/x.php HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n');
  answers = true;
  expect((await ask('/d/a')).status).toBe(200);
});

describe('the number that is admitted follows the machine', () => {
  const isAdmitted = async () => (await ask('/d/a')).status === 200;

  test('it grows while it is reached in time, up to its bound', async () => {
    let grown = 0;
    for (; grown < 40; grown++) {
      answers = true;
      while (await isAdmitted()) {
        answers = false;
        await fill(1);
        answers = true;
      }
      if (held.length === BOUNDS.most) break;
      turn(20);
    }
    expect(held).toHaveLength(BOUNDS.most);
    expect(grown).toBeGreaterThan(3);
    turn(0);
    expect(await isAdmitted()).toBe(false);
  });

  test('it shrinks while it is reached and turns are late, but never to nothing', async () => {
    await fill(BOUNDS.usual);
    answers = true;
    for (let count = 0; count < 20; count++) {
      expect(await isAdmitted()).toBe(false);
      turn(300);
    }
    for (const response of held.splice(BOUNDS.fewest)) response.end();
    while (admission.inFlight() > BOUNDS.fewest) await new Promise((resolve) => setImmediate(resolve));
    expect(await isAdmitted()).toBe(false);
    expect((await ask('/healthz')).status).toBe(200);
    held.pop()!.end();
    while (admission.inFlight() >= BOUNDS.fewest) await new Promise((resolve) => setImmediate(resolve));
    expect(await isAdmitted()).toBe(true);
    // Turns in time, in which nobody is refused, bring the usual number back.
    for (let count = 0; count < 20; count++) turn(0);
    answers = false;
    await fill(BOUNDS.usual - held.length);
    answers = true;
    expect(await isAdmitted()).toBe(false);
  });

  test('a late turn of a server with little to do changes nothing', async () => {
    answers = false;
    await fill(BOUNDS.usual - 1);
    answers = true;
    for (let count = 0; count < 5; count++) turn(3000);
    expect(await isAdmitted()).toBe(true);
    expect(refused).toBe(0);
  });
});
