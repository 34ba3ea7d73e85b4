// Webhooks as their owners see them, requests of URL actions that are signed and tried again, and a
// server that ends in the middle of a delivery.
import { mkdtemp, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../src/ports/store/store.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { type HookedApp, openHookedApp } from '../fixtures/http/hooked-app.ts';
import { signIn } from '../fixtures/http/signed-in.ts';
import { type Receiver, signedBy } from '../fixtures/http/webhook-receiver.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const POINTS = 'structure_headerFields_points_value';

let app: HookedApp;
let t: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  app = await openHookedApp();
  ({ t, receiver } = app);
});
afterAll(() => app.close());

const call: HookedApp['call'] = (...given) => app.call(...given);
const scan: HookedApp['scan'] = (...given) => app.scan(...given);
const deliveries: HookedApp['deliveries'] = (...given) => app.deliveries(...given);
const tries: HookedApp['tries'] = (...given) => app.tries(...given);
const now = () => app.now();
const status =
  (code: number, headers: Record<string, string> = {}) =>
  (_: unknown, response: ServerResponse) =>
    response.writeHead(code, headers).end(`status ${code}`);

describe('owners', () => {
  test.each([
    [{ events: 'pass.scanned,none' }, 'events'],
    [{ condition: '{points} >' }, 'condition'],
    [{ description: 'x'.repeat(201) }, 'description'],
  ])('are told what is wrong with %j', async (given, field) => {
    const templateHash = await t.template(pointsTemplate());
    const right = { clientHash: t.clientHash, url: receiver.at('/'), events: 'pass.scanned', templateHash };
    expect(await t.call('insertUpdateWebhook', { ...right, ...given })).toMatchObject({
      ...{ success: false, code: 'parameter_invalid', field },
    });
  });

  test('have a few webhooks, see no others, and change their own', async () => {
    const { account, clientHash } = await t.account('other@example.com');
    const own = { clientHash, url: 'https://shop.example/', events: 'pass.scanned' };
    for (let count = 0; count < 20; count++)
      expect(await t.call('insertUpdateWebhook', own)).toMatchObject({ success: true });
    expect(await t.call('insertUpdateWebhook', own)).toMatchObject({ success: false, code: 'webhooks_limit' });
    const { id } = (await t.app.context.store.webhooksOf(account.id))[0]!;
    for (const name of ['insertUpdateWebhook', 'deleteWebhook', 'webhookDeliveries'])
      expect(await t.call(name, { clientHash: t.clientHash, webhookId: id })).toMatchObject({
        code: 'webhook_not_found',
      });
    const changed = await t.call('insertUpdateWebhook', { clientHash, webhookId: id, events: 'pass.edited' });
    expect(changed).toMatchObject({ url: own.url, events: ['pass.edited'], state: 'active' });
    expect(changed.secret).toBeUndefined();
  });

  test('try a webhook out, pause it and send a message again, on its pages', async () => {
    const owner = await signIn(t);
    const templateHash = await t.template(pointsTemplate());
    const form = { url: receiver.at('/page'), description: 'Till <1>', events: 'pass.created', templateHash };
    const made = await owner.post('/settings/webhooks/new', form);
    expect(made.status, await made.clone().text()).toBe(303);
    const shown = await owner.page(made.headers.get('location')!);
    const secret = /whsec_[\w+/=]+/.exec(shown)![0];
    expect(shown).toContain('Till &lt;1&gt;');
    expect(await owner.page(made.headers.get('location')!)).toContain('was shown already');
    const { webhookId } = (await call('getWebhooks')).webhooks.at(-1);
    const page = `/settings/webhooks/${webhookId}`;
    expect((await owner.post(`${page}/test`)).headers.get('location')).toContain('done=sent');
    await t.deliver();
    expect(receiver.bodies('/page')).toMatchObject([{ type: 'webhook.test', data: { description: 'Till <1>' } }]);
    expect(signedBy(receiver.seen('/page')[0]!, [secret], now())).toBe(1);
    expect(await owner.page(page)).toContain('Test message');

    await owner.post(`${page}/pause`);
    await t.pass(templateHash);
    await t.deliver();
    expect(receiver.seen('/page')).toHaveLength(1);
    await owner.post(`${page}/resume`);
    await t.pass(templateHash);
    await t.deliver();
    const [delivery] = await deliveries(webhookId);
    const message = `/settings/webhooks/messages/${delivery.messageId}`;
    expect(await owner.page(message)).toContain('&quot;type&quot;: &quot;pass.created&quot;');
    await owner.post(`${message}/resend`);
    await call('resendWebhook', { messageId: delivery.messageId });
    await t.deliver();
    const [, first, second] = receiver.seen('/page');
    expect([second!.body, second!.headers['webhook-id']]).toEqual([first!.body, first!.headers['webhook-id']]);
    expect(await tries(delivery.messageId)).toHaveLength(2);

    const refused = await owner.post(`${page}/change`, { ...form, url: 'http://10.0.0.7/' });
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('field-url-fault')]);
    await owner.post(`${page}/change`, { ...form, description: '', condition: 'scanned' });
    expect(await owner.page(page)).toContain('<code>scanned</code>');
    await owner.post(`${page}/remove`);
    expect((await owner.get(page)).status).toBe(404);
    const acts = await t.app.context.store.auditOf(t.owner.id, { before: Number.MAX_SAFE_INTEGER, count: 20 });
    expect(acts.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['webhook.add', 'webhook.pause', 'webhook.resume', 'webhook.resend', 'webhook.remove']),
    );
  });
});

describe('URL actions', () => {
  const action = (path: string, more: JsonObject) => ({
    onScan: [
      { action: 'PSActionURL', url: receiver.at(path), method: 'POST', body: { who: '{clientHash}' }, ...more },
      { action: 'PSActionIncrementValue', targetPath: POINTS, amount: 1 },
    ],
  });
  const scanned = async (path: string, more: JsonObject) => {
    const pass = await t.pass(await t.template(pointsTemplate({ triggers: action(path, more) })));
    expect(await scan(pass)).toMatchObject({ success: true, updated: true });
    return pass;
  };

  test('are signed with the secret of the account when they ask for it', async () => {
    const owner = await signIn(t);
    const shown = await owner.post('/settings/webhooks/actions');
    const [secret] = /whsec_[\w+/=]+/.exec(await owner.page(shown.headers.get('location')!))!;
    await scanned('/signed', { sign: true });
    await scanned('/unsigned', {});
    const [signed] = receiver.seen('/signed');
    expect(JSON.parse(signed!.body)).toEqual({ who: t.clientHash });
    // The secret that the page replaced signs too.
    expect(signed!.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    const [own] = String(signed!.headers['webhook-signature']).split(' ');
    const alone = { ...signed!, headers: { ...signed!.headers, 'webhook-signature': own } };
    expect(signedBy(alone, [secret], now())).toBe(1);
    expect(receiver.seen('/unsigned')[0]!.headers['webhook-id']).toBeUndefined();
    const { webhooks } = await call('getWebhooks');
    expect(webhooks.filter(({ url }: { url: string }) => url === '')).toEqual([]);
  });

  test('that fail are tried again beside the run when they ask for it', async () => {
    receiver.answer('/retried', status(500));
    receiver.answer('/once', status(500));
    await scanned('/retried', { sign: true, retry: true });
    await scanned('/once', {});
    t.advance(6000);
    receiver.answer('/retried', status(200));
    await t.deliver();
    const [first, second] = receiver.seen('/retried');
    expect(receiver.seen('/retried')).toHaveLength(2);
    expect(receiver.seen('/once')).toHaveLength(1);
    expect([second!.body, second!.method]).toEqual([first!.body, first!.method]);
    expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
    const hook = (await t.app.context.store.webhooksOf(t.owner.id)).find(({ kind }) => kind === 'actions')!;
    const [stored] = await t.app.context.store.messagesOf(hook.id, { before: Number.MAX_SAFE_INTEGER, count: 1 });
    expect(JSON.stringify(stored)).not.toContain(t.clientHash);
    const owner = await signIn(t);
    const page = await owner.page(`/settings/webhooks/messages/${stored!.publicId}`);
    expect(page).toContain('{clientHash}');
    expect(page).not.toContain(t.clientHash);
  });
});

test('a server that ends between an answer and its commit sends the message again, in order', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'passwright-webhooks-'));
  const env = { DATA_DIR: join(folder, 'data'), OUTBOUND_ALLOW: `127.0.0.1:${receiver.port}` };
  let isEnding = true;
  const faults = (store: Store): Store => ({
    ...store,
    recordAttempt: (...given) => (isEnding ? Promise.reject(new Error('killed')) : store.recordAttempt(...given)),
  });
  const first = await openTestApp({ env, injected: { faults } });
  const made = await first.call('insertUpdateWebhook', {
    ...{ clientHash: first.clientHash, url: receiver.at('/crash'), events: 'pass.scanned' },
  });
  const pass = await first.pass(await first.template(pointsTemplate()));
  for (let count = 0; count < 3; count++) await scan(pass, first);
  await first.deliver();
  await first.close();
  isEnding = false;
  expect(receiver.seen('/crash')).toHaveLength(1);
  const second = await openTestApp({ env });
  await second.deliver();
  const points = receiver.bodies('/crash').map(({ data }) => data.values[POINTS]);
  expect(points).toEqual([1, 1, 2, 3]);
  const [one, again] = receiver.seen('/crash');
  expect(again!.headers['webhook-id']).toBe(one!.headers['webhook-id']);
  expect(signedBy(again!, [made.secret], Math.floor(second.now() / 1000))).toBe(1);
  await second.close();
  await rm(folder, { recursive: true });
});
