// The push of a template to more phones than a chunk has: how many pushes are under way, and what
// becomes of them when APNs, the database or a newer change comes in between.
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJobs } from '../../src/jobs/jobs.ts';
import type { Context } from '../../src/operations/context.ts';
import { pushTemplate } from '../../src/operations/devices/push.ts';
import type { PushResult } from '../../src/ports/push.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { copyRows } from '../fixtures/store/copy-rows.ts';

const PHONES = 1200;
const CHUNK = 500;
const ACCEPTED: PushResult = { verdict: 'delivered', status: 200, reason: null, since: null, retryAfterMs: null };
const DOWN: PushResult = { ...ACCEPTED, verdict: 'unavailable', status: 503, reason: 'ServiceUnavailable' };

let app: TestApp;
let template: string;
/** The tokens of all pushes so far, in order. */
let sent: string[];
/** What APNs answers, with the number of the push. */
let answer: (number: number) => PushResult | Promise<PushResult>;
let context: Context;

/** Each pass is on a phone of its own, whose token is the number of the pass. */
beforeEach(async () => {
  // The development certificate pushes only to a server that is not Apple's.
  app = await openTestApp({ env: { APNS_HOST: '127.0.0.1' } });
  template = await app.template(pointsTemplate());
  await app.install(await app.pass(template));
  look((client) => {
    const first = client.prepare<[], number>('SELECT id FROM passes').pluck().get()!;
    const rest = { from: first + 1, to: first + PHONES - 1 };
    const text = (column: string) => `${column} || ids.id`;
    client.exec(
      `UPDATE devices SET id = ${first}, push_token = '${first}'; UPDATE registrations SET device_id = pass_id`,
    );
    copyRows(client, 'passes', rest, { id: 'ids.id', serial_number: text('serial_number'), hash: text('hash') });
    const device = { id: 'ids.id', device_library_identifier: text('device_library_identifier'), push_token: 'ids.id' };
    copyRows(client, 'devices', rest, device);
    copyRows(client, 'registrations', rest, { pass_id: 'ids.id', device_id: 'ids.id' });
  });
  sent = [];
  answer = () => ACCEPTED;
  const send = async (_: unknown, token: string) => answer(sent.push(token));
  context = { ...app.app.context, push: { send, close: async () => {} } };
});
afterEach(() => app.close());

function look<T>(ask: (client: Sqlite.Database) => T): T {
  const client = new Sqlite(app.config.databaseFile);
  try {
    client.pragma('foreign_keys = OFF');
    return ask(client);
  } finally {
    client.close();
  }
}

async function pushAll(with_: Context = context): Promise<void> {
  const jobs = openJobs(with_);
  await jobs.settle();
  await jobs.close();
}

/** How often each phone was pushed to: number of pushes -> number of phones. */
function timesPushed(): Record<number, number> {
  const times = new Map<string, number>();
  for (const token of sent) times.set(token, (times.get(token) ?? 0) + 1);
  const phones: Record<number, number> = {};
  for (const count of times.values()) phones[count] = (phones[count] ?? 0) + 1;
  return phones;
}

test('two chunks are under way at once, no more, and each phone is pushed to once', async () => {
  await pushTemplate(context, app.owner, template);
  let underWay = 0;
  let most = 0;
  const waiting: (() => void)[] = [];
  answer = async () => {
    most = Math.max(most, ++underWay);
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      // APNs answers when nothing more comes.
      if (underWay === Math.min(2 * CHUNK, PHONES - sent.length + underWay)) {
        for (const each of waiting.splice(0)) each();
      }
    });
    underWay--;
    return ACCEPTED;
  };
  await pushAll();
  expect(most).toBe(2 * CHUNK);
  expect(timesPushed()).toEqual({ 1: PHONES });
  expect(await app.jobs()).toEqual([]);
  const told = look((client) =>
    client.prepare('SELECT count(*) FROM devices WHERE last_push_status = 200').pluck().get(),
  );
  expect(told).toBe(PHONES);
});

test('a phone with passes in two chunks that are under way gets one push', async () => {
  look((client) => {
    const first = client.prepare<[], number>('SELECT min(id) FROM passes').pluck().get()!;
    copyRows(client, 'registrations', { from: first + CHUNK, to: first + CHUNK + 9 }, { pass_id: 'ids.id' });
  });
  await pushTemplate(context, app.owner, template);
  await pushAll();
  expect(timesPushed()).toEqual({ 1: PHONES });
});

test('a push that APNs did not take in one chunk waits alone: the next chunk is told and stored', async () => {
  await pushTemplate(context, app.owner, template);
  answer = (number) => (number === 7 ? DOWN : ACCEPTED);
  await pushAll();
  expect(sent).toHaveLength(2 * CHUNK);
  expect(await app.jobs()).toMatchObject([{ kind: 'push_template', cursor: 0, attempts: 1, told: 2 * CHUNK - 1 }]);
  answer = () => ACCEPTED;
  app.advance(60_000);
  await pushAll();
  expect(timesPushed()).toEqual({ 1: PHONES - 1, 2: 1 });
  expect(sent.filter((token) => token === sent[6])).toHaveLength(2);
});

test('a database that refuses a result gets it and the next one later, and nobody is pushed to twice', async () => {
  await pushTemplate(context, app.owner, template);
  let refusals = 2;
  const { store } = context;
  const recordPushes: typeof store.recordPushes = async (...result) => {
    if (refusals-- > 0) throw new Error('database or disk is full');
    return store.recordPushes(...result);
  };
  const jobs = openJobs({ ...context, store: { ...store, recordPushes } });
  await jobs.settle();
  // What was under way is kept, and nothing else goes out before it is stored.
  expect(sent).toHaveLength(2 * CHUNK);
  await jobs.settle();
  await jobs.close();
  expect(timesPushed()).toEqual({ 1: PHONES });
  expect(await app.jobs()).toEqual([]);
});

test('a change that joins the job has every phone told of it, and the older push goes no further', async () => {
  await pushTemplate(context, app.owner, template);
  let joined = false;
  answer = async (number) => {
    if (number === 1) {
      await pushTemplate(context, app.owner, template);
      joined = true;
    }
    return ACCEPTED;
  };
  await pushAll();
  expect(joined).toBe(true);
  expect(timesPushed()).toEqual({ 1: PHONES - 2 * CHUNK, 2: 2 * CHUNK });
  expect(await app.jobs()).toEqual([]);
});
