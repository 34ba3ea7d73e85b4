// Webhooks: messages are written with their cause, wait behind the earlier ones of their pass, and
// are claimed a few of each webhook at a time.
import { expect, test } from 'vitest';
import type { Message, NewMessage, NewWebhook, QueuedMessage, Webhook } from '../../src/ports/store/webhooks.ts';
import { campaignIn, newAccount, passIn, readPass, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

const SECRET = new Uint8Array([1, 2, 3]);

const webhook = (accountId: number, given: Partial<NewWebhook> = {}): NewWebhook => ({
  accountId,
  kind: 'endpoint',
  url: 'https://shop.example/hooks',
  description: 'Shop',
  events: ['pass.scanned', 'pass.created'],
  templateHash: null,
  condition: null,
  encryptedSecret: SECRET,
  createdAt: T0,
  ...given,
});

const message = (webhookId: number, publicId: string, given: Partial<NewMessage> = {}): NewMessage => ({
  ...{ webhookId, publicId, type: 'pass.scanned', payload: `{"n":"${publicId}"}`, createdAt: T0 },
  ...given,
});

const tried = (time: number, status: number | null = 200) => ({ time, status, durationMs: 5, answer: 'ok' });

export function webhookCases(store: Current): void {
  const names = (messages: readonly Pick<Message, 'publicId'>[]) => messages.map(({ publicId }) => publicId);
  const claimed = async (now = T0, underWay: readonly number[] = []) => store().claimMessages(50, now, underWay);
  const add = async (given: Partial<NewWebhook> = {}): Promise<Webhook> => {
    const account = (await store().accountByEmail('ada@example.com')) ?? (await store().createAccount(newAccount()));
    return (await store().createWebhook(webhook(account.id, given), 20))!;
  };
  const queued = (webhookId: number, publicId: string, given: Partial<QueuedMessage> = {}): QueuedMessage => ({
    ...message(webhookId, publicId),
    passId: null,
    ...given,
  });

  test('are listed, changed and taken away, by their own account alone', async () => {
    const made = await add();
    expect(made).toMatchObject({ state: 'active', reason: null, encryptedSecret: SECRET, failingSince: null });
    const { accountId, id } = made;
    expect(await store().createWebhook(webhook(accountId), 1)).toBeNull();
    const second = await add({ description: 'Second' });
    expect((await store().webhooksOf(accountId)).map((each) => each.id)).toEqual([id, second.id]);
    const change = {
      url: 'https://new.example/',
      events: ['pass.edited'],
      oldSecret: SECRET,
      oldUntil: T0 + 5,
    } as const;
    const changed = await store().changeWebhook(accountId, id, { ...change, encryptedSecret: new Uint8Array([9]) });
    expect(changed).toEqual({ ...made, ...change, encryptedSecret: new Uint8Array([9]) });
    expect((await store().webhooksOf(accountId))[0]).toEqual(changed);
    expect(await store().changeWebhook(accountId + 1, id, { state: 'paused' })).toBeNull();
    expect(await store().deleteWebhook(accountId + 1, id)).toBe(false);
    expect(await store().deleteWebhook(accountId, id)).toBe(true);
    expect(await store().deleteWebhook(accountId, id)).toBe(false);
    expect(await store().webhooksOf(accountId)).toEqual([second]);
    const actions = await add({ kind: 'actions', events: [] });
    expect(await add({ kind: 'actions', description: 'another' })).toEqual(actions);
  });

  test('a decision sees the active endpoints of the owner at once', async () => {
    await templateIn(store());
    await passIn(store(), 'p1');
    const seen = async () => {
      const rules: unknown[] = [];
      await store().changePass('p1', (snapshot) => {
        rules.push(snapshot.webhooks);
        return { result: null };
      });
      expect((await store().passByHash('p1'))!.webhooks).toEqual(rules[0]);
      return rules[0];
    };
    expect(await seen()).toEqual([]);
    const { id, accountId } = await add({ templateHash: 'template-1', condition: '{a}' });
    const rule = { id, events: ['pass.scanned', 'pass.created'], templateHash: 'template-1', condition: '{a}' };
    expect(await seen()).toEqual([rule]);
    await add({ kind: 'actions', events: [] });
    await store().changeWebhook(accountId, id, { condition: null });
    expect(await seen()).toEqual([{ ...rule, condition: null }]);
    await store().changeWebhook(accountId, id, { state: 'paused' });
    expect(await seen()).toEqual([]);
    await store().changeWebhook(accountId, id, { state: 'active' });
    expect(await seen()).toHaveLength(1);
    await store().deleteWebhook(accountId, id);
    expect(await seen()).toEqual([]);
  });

  test('creations, changes and deletions write messages with themselves, or not at all', async () => {
    await templateIn(store());
    const { id } = await add();
    await passIn(store(), 'p1', { messages: [message(id, 'made')] });
    await store().changePass('p1', () => ({ messages: [message(id, 'changed')], result: null }));
    const failing = store().changePasses([
      { hash: 'p1', decide: () => ({ messages: [message(id, 'lost')], result: null }) },
      {
        hash: 'p1',
        decide: () => {
          throw new Error('no');
        },
      },
    ]);
    await expect(failing).rejects.toThrow('no');
    const pass = await readPass(store(), 'p1');
    await store().deletePass('p1', T0, (snapshot) => [message(id, `gone ${snapshot.pass.serialNumber}`)]);
    await store().queueMessages([queued(id, 'test')]);
    const all = await store().messagesOf(id, { before: Number.MAX_SAFE_INTEGER, count: 10 });
    expect(names(all)).toEqual(['test', 'gone serial-p1', 'changed', 'made']);
    expect(all[3]).toMatchObject({
      ...{ state: 'waiting', dueAt: T0, attempts: 0, overAt: null, passId: pass.id, request: null },
      ...{ type: 'pass.scanned', payload: '{"n":"made"}' },
    });
    expect(names(await store().messagesOf(id, { before: all[1]!.id, count: 1 }))).toEqual(['changed']);
  });

  test('the ends of passes and campaigns write theirs', async () => {
    const { template, account } = await campaignIn(store(), { endsAt: T0 + 10 });
    const { id } = (await store().createWebhook(webhook(account.id), 20))!;
    await passIn(store(), 'p1', { due: [{ kind: 'expire_pass', at: T0 + 5 }] });
    const tell = {
      pass: ({ pass }: { pass: { hash: string } }) => [message(id, `over ${pass.hash}`)],
      template: () => [message(id, `over ${template.hash}`)],
    };
    for (const job of await store().waitingJobs(10)) {
      if (job.kind === 'expire_pass' || job.kind === 'expire_template') await store().expire(job, T0 + 20, tell);
    }
    const all = await store().messagesOf(id, { before: Number.MAX_SAFE_INTEGER, count: 10 });
    expect(names(all).sort()).toEqual(['over p1', 'over template-1']);
  });

  test('a message waits until the earlier one of its pass is over, whatever became of it', async () => {
    await templateIn(store());
    const { id } = await add();
    const other = await add({ description: 'other' });
    for (const hash of ['p1', 'p2']) await passIn(store(), hash);
    const write = (hash: string, to: number, publicId: string) =>
      store().changePass(hash, () => ({ messages: [message(to, publicId)], result: null }));
    for (const name of ['a1', 'a2', 'a3']) await write('p1', id, name);
    await write('p2', id, 'b1');
    await write('p1', other.id, 'c1');
    const first = await claimed();
    expect(names(first)).toEqual(['a1', 'b1', 'c1']);
    expect(first[0]!.webhook).toMatchObject({ id, url: 'https://shop.example/hooks', encryptedSecret: SECRET });
    const [a1, b1] = first;
    await store().recordAttempt(a1!, tried(T0 + 1, 500), { kind: 'retry', dueAt: T0 + 100 });
    expect(names(await claimed(T0 + 50))).toEqual(['b1', 'c1']);
    expect(await store().messageOf(a1!.webhook.accountId, 'a1')).toMatchObject({ attempts: 1, dueAt: T0 + 100 });
    const [again] = (await claimed(T0 + 100)).filter(({ publicId }) => publicId === 'a1');
    // Who comes late with the first try changes nothing.
    await store().recordAttempt(a1!, tried(T0 + 2), { kind: 'delivered' });
    expect(await store().messageOf(a1!.webhook.accountId, 'a1')).toMatchObject({ state: 'waiting', attempts: 1 });
    await store().recordAttempt(again!, tried(T0 + 101), { kind: 'delivered' });
    expect(await store().attemptsOf(a1!.id)).toEqual([tried(T0 + 1, 500), tried(T0 + 101)]);
    expect(names(await claimed(T0 + 101)).sort()).toEqual(['a2', 'b1', 'c1']);
    const [a2] = (await claimed(T0 + 101)).filter(({ publicId }) => publicId === 'a2');
    await store().recordAttempt(a2!, tried(T0 + 102, null), { kind: 'failed' });
    await store().recordAttempt(b1!, tried(T0 + 102), { kind: 'delivered' });
    expect(names(await claimed(T0 + 102)).sort()).toEqual(['a3', 'c1']);
    expect(await store().messageOf(a2!.webhook.accountId, 'a2')).toMatchObject({ state: 'failed', overAt: T0 + 102 });
    expect(await store().messageOf(a2!.webhook.accountId + 1, 'a2')).toBeNull();

    await store().resendMessage(a2!.id, T0 + 200);
    expect(await store().messageOf(a2!.webhook.accountId, 'a2')).toMatchObject({
      ...{ state: 'waiting', attempts: 0, dueAt: T0 + 200, overAt: null },
    });
    expect(names(await claimed(T0 + 200))).toContain('a2');
  });

  test('of one webhook a few are under way, of a paused one none, of others as many as are due', async () => {
    const { id, accountId } = await add();
    const other = await add({ description: 'other' });
    const many = Array.from({ length: 9 }, (_, at) => queued(id, `m${at}`));
    await store().queueMessages([...many, queued(other.id, 'o1'), queued(other.id, 'o2', { dueAt: T0 + 60 })]);
    const first = await claimed();
    expect(names(first)).toEqual(['m0', 'm1', 'm2', 'm3', 'o1']);
    const underWay = first.map((each) => each.id);
    expect(names(await claimed(T0, underWay))).toEqual([]);
    const rest = await claimed(T0, underWay.slice(2));
    expect(names(rest).slice(0, 2)).toEqual(['m0', 'm1']);
    expect(names(await claimed(T0 + 60, underWay))).toEqual(['o2']);
    await store().changeWebhook(accountId, id, { state: 'paused' });
    expect(names(await claimed(T0 + 60))).toEqual(['o1', 'o2']);
    expect(names(await store().claimMessages(1, T0 + 60, []))).toEqual(['o1']);
  });

  test('a webhook knows since when it fails; one that ends is told of once', async () => {
    const { id, accountId } = await add();
    await store().queueMessages(['m1', 'm2', 'm3'].map((name) => queued(id, name)));
    const [m1, m2, m3] = await claimed();
    const since = async () => (await store().webhooksOf(accountId))[0]!.failingSince;
    await store().recordAttempt(m1!, tried(T0 + 1, 500), { kind: 'retry', dueAt: T0 + 10 });
    await store().recordAttempt(m2!, tried(T0 + 2, 500), { kind: 'retry', dueAt: T0 + 10 });
    expect(await since()).toBe(T0 + 1);
    await store().recordAttempt(m3!, tried(T0 + 3), { kind: 'delivered' });
    expect(await since()).toBeNull();
    const [again] = await claimed(T0 + 10);
    expect(await store().untoldWebhooks(5)).toEqual([]);
    await store().recordAttempt(again!, tried(T0 + 11, 410), { kind: 'failed' }, 'gone');
    expect((await store().webhooksOf(accountId))[0]).toMatchObject({ state: 'disabled', reason: 'gone' });
    expect(await claimed(T0 + 20)).toEqual([]);
    expect((await store().untoldWebhooks(5)).map((each) => each.id)).toEqual([id]);
    await store().webhookTold(id);
    expect(await store().untoldWebhooks(5)).toEqual([]);
    await store().changeWebhook(accountId, id, { state: 'active', reason: null, failingSince: null });
    expect(await claimed(T0 + 20)).toHaveLength(1);
  });

  test('old messages are purged in parts, and those of a webhook that was taken away', async () => {
    const { id, accountId } = await add();
    const other = await add({ description: 'other' });
    const old = ['o1', 'o2', 'o3'].map((name) => queued(id, name, { createdAt: T0 - 10 }));
    await store().queueMessages([...old, queued(id, 'n1'), queued(other.id, 'x1'), queued(other.id, 'x2')]);
    const [m1] = await claimed(T0);
    await store().recordAttempt(m1!, tried(T0), { kind: 'delivered' });
    expect(await store().purgeMessages(T0, 2)).toBe(2);
    expect(await store().purgeMessages(T0, 2)).toBe(1);
    expect(await store().purgeMessages(T0, 2)).toBe(0);
    expect(await store().attemptsOf(m1!.id)).toEqual([]);
    expect(names(await claimed())).toEqual(['n1', 'x1', 'x2']);
    await store().deleteWebhook(accountId, other.id);
    expect(names(await claimed())).toEqual(['n1']);
    expect(await store().messageOf(accountId, 'x1')).toBeNull();
    await store().queueMessages([queued(other.id, 'x3')]);
    for (let left = 3; left > 0; left -= 2) await store().purgeMessages(0, 2);
    expect(await store().purgeMessages(0, 2)).toBe(0);
    expect(await store().messagesOf(other.id, { before: Number.MAX_SAFE_INTEGER, count: 9 })).toEqual([]);
    await store().queueMessages([queued(other.id, 'nobody')]);
    expect(await store().messagesOf(other.id, { before: Number.MAX_SAFE_INTEGER, count: 9 })).toEqual([]);
  });

  test('a request of a URL action is stored as it was', async () => {
    const { id, accountId } = await add({ kind: 'actions', events: [] });
    const request = { method: 'PUT', url: 'https://shop.example/x?a=b', headers: { 'x-shop': 'ü' }, isSigned: true };
    await store().queueMessages([queued(id, 'r1', { request, payload: 'a=b', type: 'action.retry' })]);
    expect((await claimed())[0]).toMatchObject({ request, payload: 'a=b', type: 'action.retry' });
    expect(await store().messageOf(accountId, 'r1')).toMatchObject({ request });
  });
}
