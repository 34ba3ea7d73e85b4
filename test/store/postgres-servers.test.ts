// Two servers on one PostgreSQL: what one has claimed the other leaves alone while the first one
// lives, and what both decide about at once is decided once.
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDueWork } from '../../src/jobs/due-work.ts';
import type { Context } from '../../src/operations/context.ts';
import type { Job, PushOutcome, PushTarget } from '../../src/ports/store/jobs.ts';
import type { Mail } from '../../src/ports/store/mails.ts';
import type { Store } from '../../src/ports/store/store.ts';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import { UNTRACED } from '../../src/tracing/untraced.ts';
import { type Databases, databases } from '../fixtures/postgres/databases.ts';
import { passIn, readPass, T0, templateIn } from '../fixtures/store/fixtures.ts';
import { register, TYPE } from './suite-devices.ts';
import { takeTurns } from './suite-store.ts';

const DAY = 24 * 60 * 60 * 1000;

let all: Databases;
let url: string;
let one: Store;
let two: Store;
/** Opened by a test, beside the two. */
const others: Store[] = [];

beforeAll(async () => {
  all = await databases();
});
afterAll(() => all.stop());
beforeEach(async () => {
  url = await all.empty();
  one = await openPostgresStore({ url });
  two = await openPostgresStore({ url });
});
afterEach(async () => {
  await Promise.all([one, two, ...others.splice(0)].map((store) => store.close()));
});

/** A server that takes every other one for dead at once. */
async function impatient(): Promise<Store> {
  const store = await openPostgresStore({ url, deadAfter: 0 });
  others.push(store);
  return store;
}

async function query(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

const ids = (pieces: readonly { readonly id: number }[]) => pieces.map(({ id }) => id).sort((a, b) => a - b);
const names = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`);

async function dueJobs(count: number): Promise<void> {
  await templateIn(one);
  for (const hash of names(count)) await passIn(one, hash, { due: [{ kind: 'expire_pass', at: T0 }] });
}

describe('jobs', () => {
  test('two servers that claim at once get different ones, and together all', async () => {
    await dueJobs(20);
    const claims = await Promise.all([one, two, one, two].map((store) => store.claimJobs(5, T0, [])));
    const [a, b] = [
      [...claims[0]!, ...claims[2]!],
      [...claims[1]!, ...claims[3]!],
    ].map((jobs) => new Set(ids(jobs)));
    for (const id of a!) expect(b!.has(id)).toBe(false);
    const rest = await Promise.all([one.claimJobs(20, T0, [...a!]), two.claimJobs(20, T0, [...b!])]);
    expect(ids([...rest[0]!, ...rest[1]!].concat())).toHaveLength(20 - a!.size - b!.size);
    expect(await one.claimJobs(20, T0, [...a!, ...ids(rest[0]!)])).toEqual([]);
    expect(await two.claimJobs(20, T0, [...b!, ...ids(rest[1]!)])).toEqual([]);
  });

  test('a row that another transaction holds is skipped, not waited for', async () => {
    await dueJobs(2);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('BEGIN');
    const { rows } = await client.query('SELECT id FROM jobs ORDER BY run_at, id LIMIT 1 FOR UPDATE');
    const claimed = await one.claimJobs(10, T0);
    expect(claimed).toHaveLength(1);
    expect(claimed[0]!.id).not.toBe(Number(rows[0].id));
    await client.query('ROLLBACK');
    await client.end();
    expect(await two.claimJobs(10, T0)).toMatchObject([{ id: Number(rows[0].id) }]);
  });

  test('a claim lasts while its server lives; a dead server’s jobs are taken over', async () => {
    await dueJobs(2);
    const claimed = await one.claimJobs(10, T0);
    expect(claimed).toHaveLength(2);
    expect(await two.claimJobs(10, T0)).toEqual([]);
    const third = await impatient();
    expect(ids(await third.claimJobs(10, T0))).toEqual(ids(claimed));
    // What the first server records of a step that it was thought dead in ends no claim of another.
    await one.recordStep(claimed[0]!, { kind: 'next', cursor: 7 });
    expect(await two.claimJobs(10, T0)).toEqual([]);
  });

  test('what a server had claimed when it stopped is free at once', async () => {
    await dueJobs(2);
    const third = await openPostgresStore({ url });
    const claimed = await third.claimJobs(1, T0);
    await third.close();
    expect(ids(await two.claimJobs(10, T0))).toEqual(expect.arrayContaining(ids(claimed)));
  });

  test('a server that was away itself takes nobody for dead', async () => {
    await dueJobs(1);
    await query("INSERT INTO servers (id, seen_at, since) VALUES ('third', now_ms() - 3600000, 0)");
    await query("UPDATE jobs SET claimed_by = 'third'");
    // As after PostgreSQL was away: the third server was not heard of yet, and the others just were.
    await query("UPDATE servers SET since = now_ms() WHERE id <> 'third'");
    expect(await two.claimJobs(1, T0)).toEqual([]);
    await query("UPDATE servers SET since = now_ms() - 3600000 WHERE id <> 'third'");
    expect(await two.claimJobs(1, T0)).toHaveLength(1);
  });

  test('a claim ends with the step of the job', async () => {
    await dueJobs(1);
    const [job] = await one.claimJobs(1, T0);
    await one.recordStep(job!, { kind: 'next', cursor: 3 });
    expect(await two.claimJobs(1, T0)).toMatchObject([{ id: job!.id, cursor: 3 }]);
    await two.recordStep(job!, { kind: 'retry', runAt: T0 + 5 });
    expect(await one.claimJobs(1, T0 + 4)).toEqual([]);
    expect(await one.claimJobs(1, T0 + 5)).toMatchObject([{ id: job!.id, attempts: 1 }]);
    await one.recordStep(job!, { kind: 'done' });
    expect(await one.claimJobs(1, T0 + 5)).toEqual([]);
  });
});

describe('mails', () => {
  const mail = (recipient: string) =>
    ({ kind: 'pass_link', recipient, language: null, createdAt: T0, giveUpAt: T0 + DAY }) as const;

  test('two servers that claim at once get different ones; a claim ends with the outcome or the server', async () => {
    await templateIn(one);
    for (const hash of names(6)) await passIn(one, hash, { mail: mail(`${hash}@example.com`) });
    const [a, b] = (await Promise.all([one.claimMails(3, T0), two.claimMails(3, T0)])).map(ids) as [number[], number[]];
    expect(a.filter((id) => b.includes(id))).toEqual([]);
    const c = ids(await one.claimMails(6, T0, a));
    expect([...a, ...b, ...c].sort((x, y) => x - y)).toEqual(ids(await one.mails('queued')));
    expect(await two.claimMails(6, T0, b)).toEqual([]);
    await one.recordMail(a[0]!, { state: 'queued', runAt: T0 + 9, error: '450 later' });
    expect(ids(await two.claimMails(6, T0 + 9, b))).toEqual([a[0]]);
    await one.recordMail(a[1]!, { state: 'sent', sentAt: T0 + 1, messageId: '<1@example.com>' });
    const rest = ids(await (await impatient()).claimMails(6, T0 + 9));
    expect(rest).toHaveLength(5);
    expect(rest).not.toContain(a[1]);
  });
});

describe('due work', () => {
  /** What `openDueWork` asks of a context. */
  const contextOf = (store: Store) =>
    ({
      store,
      clock: { now: () => T0 },
      spans: UNTRACED,
      log: { error: () => {}, warn: () => {}, info: () => {} },
    }) as unknown as Context;
  const sending = (store: Store, perform: (id: number) => Promise<void>) =>
    openDueWork<Mail>(contextOf(store), {
      sideBySide: 4,
      claim: (...given) => store.claimMails(...given),
      perform: async ({ id }) => {
        await perform(id);
        return () => store.recordMail(id, { state: 'sent', sentAt: T0, messageId: `<${id}@example.com>` });
      },
      traceOf: ({ id }) => ({ name: 'sendMail', subject: `mail ${id}`, fields: {} }),
      describe: ({ id }) => ({ subject: id }),
    });

  test('two servers send each mail once; what a server had in hand when it died, another one sends', async () => {
    await templateIn(one);
    for (const hash of names(20)) {
      const mail = { kind: 'pass_link', recipient: `${hash}@example.com`, language: null } as const;
      await passIn(one, hash, { mail: { ...mail, createdAt: T0, giveUpAt: T0 + DAY } });
    }
    // The first server dies with four mails in hand: what it sends never ends.
    const inHand: number[] = [];
    let full = () => {};
    const isFull = new Promise<void>((resolve) => {
      full = resolve;
    });
    const dead = await openPostgresStore({ url });
    others.push(dead);
    void sending(dead, async (id) => {
      inHand.push(id);
      if (inHand.length === 4) full();
      await new Promise(() => {});
    }).settle();
    await isFull;
    const sent: number[] = [];
    const send = async (id: number) => void sent.push(id);
    await Promise.all([one, two].map((store) => sending(store, send).settle()));
    expect([...sent, ...inHand].sort((a, b) => a - b)).toEqual(ids(await one.mails(null)));
    expect(new Set(sent).size).toBe(16);
    await sending(await impatient(), send).settle();
    expect(sent.slice(16).sort((a, b) => a - b)).toEqual(inHand.sort((a, b) => a - b));
    expect(await one.mails('queued')).toEqual([]);
  });
});

describe('pushes', () => {
  const told = ({ deviceId, pushToken }: PushTarget, given: Partial<PushOutcome> = {}): PushOutcome => ({
    deviceId,
    pushToken,
    time: T0 + 9,
    status: 200,
    reason: null,
    fate: { kind: 'told' },
    ...given,
  });
  const touch = (store: Store, hash: string) =>
    store.changePass(hash, () => ({ touchedAt: T0, push: true, result: null }));
  async function pushAll(store: Store, job: Job): Promise<readonly PushTarget[]> {
    const { targets, step } = await store.pushTargets(job, 100);
    await store.recordPushes(
      job,
      targets.map((target) => told(target)),
      step,
    );
    return targets;
  }
  const device = { deviceLibraryIdentifier: 'd1', passTypeIdentifier: TYPE };

  /**
   * Changes a pass in a transaction whose tag is older than all that follow, although it commits
   * after them: it has locked the pass `first`, and waits for `second`, until it is let go.
   */
  async function olderChange(last: string): Promise<{ readonly commit: () => Promise<void> }> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query("BEGIN; SELECT id FROM passes WHERE hash = 'second' FOR UPDATE");
    const changing = two.changePasses([
      { hash: 'first', decide: () => ({ result: null }) },
      { hash: 'second', decide: () => ({ result: null }) },
      { hash: last, decide: () => ({ touchedAt: T0, push: true, result: null }) },
    ]);
    const waiting = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while ((await client.query(waiting)).rows.length === 0);
    return {
      async commit() {
        await client.query('ROLLBACK');
        await client.end();
        await changing;
      },
    };
  }
  beforeEach(async () => {
    await templateIn(one);
    for (const hash of ['first', 'second']) await passIn(one, hash);
  });

  test('a device learns of a change with an older tag that commits after a newer one', async () => {
    for (const hash of ['p1', 'p2']) await passIn(one, hash);
    for (const hash of ['p1', 'p2']) await register(one, hash, 'd1');
    const since = (await one.updatesFor(device, 0))!.updateTag;
    const older = await olderChange('p2');
    await touch(one, 'p1');
    const [job] = await one.claimJobs(10, T0);
    expect(await pushAll(one, job!)).toHaveLength(1);
    const answer = (await one.updatesFor(device, since))!;
    expect(answer.serialNumbers).toEqual(['serial-p1']);
    expect(answer.updateTag).toBeLessThan((await readPass(one, 'p1')).updateTag);
    await older.commit();
    expect((await readPass(one, 'p2')).updateTag).toBeLessThan((await readPass(one, 'p1')).updateTag);
    const [later] = await two.claimJobs(10, T0);
    expect(await pushAll(two, later!)).toHaveLength(1);
    expect((await two.updatesFor(device, answer.updateTag))!.serialNumbers).toContain('serial-p2');
    // What was seen before a push needs none: both passes change, and one push is enough.
    for (const hash of ['p1', 'p2']) await touch(one, hash);
    const both = await one.claimJobs(10, T0);
    expect(both).toHaveLength(2);
    expect((await pushAll(one, both[0]!)).length + (await pushAll(one, both[1]!)).length).toBe(1);
  });

  test('a job that a change with an older tag joins while it runs begins anew', async () => {
    await passIn(one, 'p1');
    await register(one, 'p1', 'd1');
    const older = await olderChange('p1');
    await touch(one, 'p1');
    const [job] = await one.claimJobs(10, T0);
    const { targets, step } = await one.pushTargets(job!, 100);
    await older.commit();
    const outcomes = targets.map((target) => told(target));
    expect(await one.recordPushes(job!, outcomes, step)).toBe(false);
    const [again] = await two.claimJobs(10, T0);
    expect(again!.updateTag).toBeGreaterThan(job!.updateTag);
    expect(await pushAll(two, again!)).toHaveLength(1);
    expect(await one.waitingJobs(10)).toEqual([]);
  });

  test('the last devices of a pass may go at once: then it is on no phone', async () => {
    const { id } = await passIn(one, 'p1');
    const gone = { status: 410, reason: 'Unregistered', fate: { kind: 'gone', since: null } } as const;
    for (let n = 0; n < 5; n++) {
      for (const name of ['d1', 'd2']) await register(one, 'p1', name);
      await touch(one, 'p1');
      const [job] = await one.claimJobs(1, T0);
      const { targets } = await one.pushTargets(job!, 100);
      expect(targets).toHaveLength(2);
      const step = { kind: 'next', cursor: 0 } as const;
      await Promise.all(
        [one, two].map((store, index) => store.recordPushes(job!, [told(targets[index]!, gone)], step)),
      );
      expect(await query('SELECT on_phone FROM passes WHERE id = $1', [id])).toEqual([{ on_phone: false }]);
      expect(await query('SELECT count(*)::integer AS count FROM devices')).toEqual([{ count: 0 }]);
    }
  });

  test('a device that lets go of one pass and takes another at once stays', async () => {
    for (const hash of ['p1', 'p2']) await passIn(one, hash);
    for (let n = 0; n < 5; n++) {
      await register(one, 'p1', 'd1');
      await Promise.all([one.unregisterDevice('p1', device, () => ({ result: null })), register(two, 'p2', 'd1')]);
      expect(await one.devicesOf((await readPass(one, 'p2')).id)).toHaveLength(1);
      await one.unregisterDevice('p2', device, () => ({ result: null }));
    }
  });
});

describe('batches', () => {
  const making = (number: number, hash: string) => ({
    number,
    templateHash: 'template-1',
    decide: () => ({
      create: { serialNumber: hash, hash, authenticationToken: hash, overrides: {}, createdAt: T0 },
      result: hash,
    }),
  });
  const batch = (accountId: number, templateId: number, mode: 'links' | 'blank') => ({
    ...{ accountId, templateId, hash: `batch ${mode}`, name: 'b', mode, headings: [], decimalComma: false },
    ...{ total: mode === 'blank' ? 1 : 0, columns: null, createdAt: T0 },
  });

  test('two servers that do the same step make its passes once', async () => {
    const template = await templateIn(one);
    const { id } = await one.createBatch(batch(template.accountId, template.id, 'blank'));
    await one.startBatch(id, T0);
    const step = { after: 0, cursor: 1, isLast: true, faulty: [], now: T0 };
    const results = await Promise.all(
      [one, two].map((store, index) => store.makeBatchPasses(id, step, [making(1, `made ${index}`)], () => [])),
    );
    expect(results.filter((result) => result === null)).toHaveLength(1);
    expect(await one.countPasses(template.id)).toBe(1);
    expect(await one.batchById(id)).toMatchObject({ state: 'done', made: 1 });
  });

  test('a link that is opened twice at once makes one pass', async () => {
    const template = await templateIn(one);
    const { id } = await one.createBatch(batch(template.accountId, template.id, 'links'));
    await one.addBatchRows(id, [{ number: 2, cells: [], token: 'link', faults: null }]);
    await one.startBatch(id, T0);
    const opened = await Promise.all(
      [one, two].map((store, index) => store.openLink('link', 'template-1', making(2, `made ${index}`).decide)),
    );
    expect(opened.filter((result) => result === null)).toHaveLength(1);
    expect(await one.batchById(id)).toMatchObject({ opened: 1 });
  });
});

describe('ends', () => {
  test('an end that two servers perform at once is performed once', async () => {
    await templateIn(one);
    await passIn(one, 'p1', { due: [{ kind: 'expire_pass', at: T0 }] });
    await register(one, 'p1', 'd1');
    const [job] = await one.waitingJobs(10);
    const before = (await readPass(one, 'p1')).lastModified;
    await Promise.all([one.expire(job!, T0), two.expire(job!, T0)]);
    expect((await readPass(one, 'p1')).lastModified).toBe(before + 1);
    expect(await one.waitingJobs(10)).toMatchObject([{ kind: 'push_pass' }]);
  });
});

test('work of one name takes turns between servers', () => takeTurns(one, two));
