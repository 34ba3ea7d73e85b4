// Messages to other systems over real sockets: what they say, their signatures, their order, and
// receivers that are away, slow, gone, elsewhere or inside.
import { mkdtemp, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WAITS } from '../../src/operations/webhooks/deliver-message.ts';
import { withMessages } from '../../src/operations/webhooks/push-messages.ts';
import { tellOfEndedWebhooks } from '../../src/operations/webhooks/tell-owners.ts';
import type { After } from '../../src/outbound/client.ts';
import type { MailMessage } from '../../src/ports/mail.ts';
import type { Job } from '../../src/ports/store/jobs.ts';
import type { Store } from '../../src/ports/store/store.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { renderEndedWebhook } from '../../src/ui/webhook-mails.ts';
import { signIn } from '../fixtures/http/signed-in.ts';
import { type Receiver, signedBy, startReceiver } from '../fixtures/http/webhook-receiver.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { names } from '../fixtures/outbound/servers.ts';
import { newCampaign, newIssue } from '../fixtures/store/fixtures.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const POINTS = 'structure_headerFields_points_value';

let t: TestApp;
let receiver: Receiver;
/** Time limits of requests that are under way. */
const limits = new Set<() => void>();
const after: After = (_, work) => {
  limits.add(work);
  return () => void limits.delete(work);
};

beforeAll(async () => {
  receiver = await startReceiver();
  t = await openTestApp({
    env: { OUTBOUND_ALLOW: `127.0.0.1:${receiver.port}` },
    injected: { after, lookup: names({ 'inside.example': ['10.0.0.7'] }) },
  });
});
afterAll(async () => {
  await t.close();
  await receiver.close();
});

const call = async (name: string, parameters: Record<string, unknown> = {}) => {
  const answer = await t.call(name, { clientHash: t.clientHash, ...parameters });
  if (answer.success !== true) throw new Error(`${name}: ${JSON.stringify(answer)}`);
  return answer;
};
const scan = (hashedSerialNumber: string, app = t) =>
  app.call('trackPassAccess', { clientHash: app.clientHash, hashedSerialNumber, accessType: 7 });
/** A webhook of a template of its own, so that no test gets the messages of another one. */
async function hooked(path: string, events: string, more: Record<string, unknown> = {}, parts: JsonObject = {}) {
  const templateHash = await t.template(pointsTemplate(parts));
  const hook = await call('insertUpdateWebhook', { url: receiver.at(path), events, templateHash, ...more });
  return { templateHash, ...hook } as { templateHash: string; webhookId: string; secret: string };
}
const deliveries = async (webhookId: string) => (await call('webhookDeliveries', { webhookId })).deliveries as any[];
const tries = async (messageId: string) => (await call('webhookDeliveries', { messageId })).tries as any[];
const stateOf = async (webhookId: string) =>
  (await call('getWebhooks')).webhooks.find((hook: any) => hook.webhookId === webhookId);
const now = () => Math.floor(t.now() / 1000);
const status =
  (code: number, headers: Record<string, string> = {}) =>
  (_: unknown, response: ServerResponse) =>
    response.writeHead(code, headers).end(`status ${code}`);
const remove = (webhookId: string) => call('deleteWebhook', { webhookId });

describe('what is sent', () => {
  test('a scan is told in a signed message, in which no secret of the account is', async () => {
    const { templateHash, webhookId, secret } = await hooked('/scan', 'pass.scanned');
    const pass = await t.pass(templateHash, { note: `x ${t.clientHash} y` });
    await scan(pass);
    await t.deliver();
    const [seen] = receiver.seen('/scan');
    expect(receiver.seen('/scan')).toHaveLength(1);
    expect(seen).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } });
    expect(seen!.headers['webhook-id']).toMatch(/^msg_[\w-]{24}$/);
    expect(signedBy(seen!, [secret], now())).toBe(1);
    expect(() => signedBy({ ...seen!, body: `${seen!.body} ` }, [secret], now())).toThrow('Somebody else');
    const { pass: row, template } = (await t.app.context.store.passByHash(pass))!;
    expect(JSON.parse(seen!.body)).toEqual({
      type: 'pass.scanned',
      timestamp: new Date(t.now()).toISOString(),
      data: {
        ...{ hashedSerialNumber: pass, serialNumber: row.serialNumber, templateHash, templateName: template.name },
        values: { note: 'x  y', [POINTS]: 1 },
        ...{ accessType: 'scan', outcome: 'fired', changed: { [POINTS]: { before: null, after: 1 } } },
      },
    });
    expect(seen!.body).not.toContain(row.authenticationToken);
    const [delivery] = await deliveries(webhookId);
    expect(delivery).toMatchObject({ state: 'delivered', failedTries: 0, next: null, body: seen!.body });
    expect(await tries(delivery.messageId)).toMatchObject([{ status: 200, answer: 'ok' }]);
    await remove(webhookId);
  });

  test('each event tells those who want it, of the card and under the condition that they chose', async () => {
    const { templateHash, webhookId } = await hooked(
      '/all',
      'pass.created,pass.installed,pass.updated,pass.registered,pass.scanned,pass.edited,pass.deleted,pass.expired',
    );
    const many = await call('insertUpdateWebhook', {
      ...{ url: receiver.at('/many'), events: 'pass.scanned', templateHash, condition: `{${POINTS}} > 1` },
    });
    const none = await call('insertUpdateWebhook', {
      ...{ url: receiver.at('/none'), events: 'pass.scanned', templateHash: await t.template(pointsTemplate()) },
    });
    const pass = await t.pass(templateHash);
    for (const accessType of [2, 4, 7, 7, 8, 6, 0])
      await call('trackPassAccess', { hashedSerialNumber: pass, accessType });
    await call('updatePassFields', { hashedSerialNumber: pass, note: 'new' });
    await call('updatePassFields', { hashedSerialNumber: pass, note: 'new' });
    await call('pushPassUpdates', { hashedSerialNumber: pass });
    const expirationDate = new Date(t.now() + HOUR).toISOString();
    await call('updatePassFields', { hashedSerialNumber: pass, expirationDate });
    t.advance(2 * HOUR);
    await t.deliver();
    await call('deletePass', { hashedSerialNumber: pass });
    await t.deliver();
    expect(receiver.bodies('/all').map(({ type }) => type)).toEqual([
      'pass.created',
      'pass.installed',
      'pass.registered',
      ...['pass.scanned', 'pass.updated', 'pass.scanned', 'pass.updated'],
      'pass.edited',
      'pass.deleted',
      ...['pass.updated', 'pass.updated'],
      'pass.expired',
      'pass.deleted',
    ]);
    const [byPhone, byServer] = receiver.bodies('/all').filter(({ type }) => type === 'pass.deleted');
    expect([byPhone.data.accessType, byPhone.data.by, byServer.data.by]).toEqual(['delete', undefined, 'server']);
    const updates = receiver.bodies('/all').filter(({ type }) => type === 'pass.updated');
    expect(updates[2].data.changed).toEqual({ note: { before: null, after: 'new' } });
    expect(receiver.bodies('/many').map(({ data }) => data.values[POINTS])).toEqual([2]);
    expect(receiver.bodies('/none')).toEqual([]);
    for (const id of [webhookId, many.webhookId, none.webhookId]) await remove(id);
  });

  test('a campaign that is over, and pushes that were given up', async () => {
    const { context } = t.app;
    const { webhookId } = await call('insertUpdateWebhook', {
      ...{ url: receiver.at('/over'), events: 'campaign.over,push.failed' },
    });
    const endsAt = t.now() + HOUR;
    const campaign = await context.store.createCampaign(newCampaign(t.owner.id, { endsAt }));
    const issue = newIssue(campaign.id);
    const made = { name: 'In it', isPublic: false, triggersPaused: false, passConstructor: pointsTemplate() };
    await context.store.createTemplate({ ...made, accountId: t.owner.id, hash: 'in-it', now: t.now(), issue });
    await t.deliver();
    t.advance(2 * HOUR);
    // The end writes the message that the second one sends.
    await t.deliver();
    await t.deliver();
    const data = { templateHash: 'in-it', templateName: 'In it', campaignName: 'summer' };
    expect(receiver.bodies('/over')).toMatchObject([{ type: 'campaign.over', data }]);
    const givenUp = { accountId: t.owner.id, devices: 3, status: 503, reason: 'Shutdown', time: t.now() };
    const job = { kind: 'push_pass', subjectId: 1 } as Job;
    const { messages } = await withMessages(context, job, givenUp);
    expect(messages).toMatchObject([{ webhookId: Number(webhookId), type: 'push.failed', passId: 1 }]);
    expect(JSON.parse(messages![0]!.payload).data).toEqual({ devices: 3, status: 503, reason: 'Shutdown' });
    await remove(webhookId);
    expect(await withMessages(context, job, givenUp)).toEqual(givenUp);
  });

  test('a new secret signs together with the old one for a day', async () => {
    const { templateHash, webhookId, secret } = await hooked('/rotate', 'pass.created');
    const { secret: next } = await call('insertUpdateWebhook', { webhookId, newSecret: true });
    expect(next).toMatch(/^whsec_/);
    await t.pass(templateHash);
    await t.deliver();
    expect(signedBy(receiver.seen('/rotate')[0]!, [secret, next], now())).toBe(2);
    t.advance(DAY);
    await t.pass(templateHash);
    await t.deliver();
    expect(signedBy(receiver.seen('/rotate')[1]!, [next], now())).toBe(1);
    await remove(webhookId);
  });
});

describe('receivers', () => {
  test('that are away for an hour get every message, in the order of each pass', async () => {
    const { templateHash, webhookId } = await hooked('/away', 'pass.scanned');
    const passes = [await t.pass(templateHash), await t.pass(templateHash)];
    receiver.answer('/away', status(500));
    for (let round = 0; round < 3; round++) for (const pass of passes) await scan(pass);
    const arrived = () => receiver.bodies('/away').length;
    await t.deliver();
    // The first of each pass alone: the others wait for it.
    expect(arrived()).toBe(2);
    t.advance(6000);
    await t.deliver();
    t.advance(6 * MINUTE);
    await t.deliver();
    expect(arrived()).toBe(6);
    expect((await stateOf(webhookId)).failingSince).not.toBeNull();
    t.advance(54 * MINUTE);
    receiver.answer('/away', status(204));
    await t.deliver();
    for (const pass of passes) {
      const taken = receiver.bodies('/away').filter(({ data }) => data.hashedSerialNumber === pass);
      expect(taken.map(({ data }) => data.values[POINTS])).toEqual([1, 1, 1, 1, 2, 3]);
    }
    const ids = receiver.seen('/away').map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(6);
    const last = (await deliveries(webhookId)).at(-1);
    expect(last).toMatchObject({ state: 'delivered', failedTries: 3 });
    expect(await tries(last.messageId)).toMatchObject([
      { status: 500, answer: 'status 500' },
      ...[{ status: 500 }, { status: 500 }, { status: 204, answer: '' }],
    ]);
    expect((await stateOf(webhookId)).failingSince).toBeNull();
    await remove(webhookId);
  });

  test('that fail for three days are given up message by message, and after five days altogether', async () => {
    const { templateHash, webhookId } = await hooked('/down', 'pass.created');
    receiver.answer('/down', status(500));
    await t.pass(templateHash);
    const began = t.now();
    await t.deliver();
    for (const wait of WAITS) {
      t.advance(wait * 1.1);
      await t.deliver();
    }
    expect(receiver.seen('/down')).toHaveLength(10);
    expect(t.now() - began).toBeGreaterThan(3 * DAY);
    expect((await deliveries(webhookId))[0]).toMatchObject({ state: 'failed', failedTries: 10, next: null });
    expect(await stateOf(webhookId)).toMatchObject({ state: 'active', failingSince: new Date(began).toISOString() });
    t.advance(began + 5 * DAY - t.now());
    await t.pass(templateHash);
    await t.deliver();
    expect(await stateOf(webhookId)).toMatchObject({ state: 'disabled', reason: 'failing' });
    await t.pass(templateHash);
    expect(await deliveries(webhookId)).toHaveLength(2);

    const sent: MailMessage[] = [];
    const mailer = {
      ...t.app.context.mailer,
      isSetUp: async () => true,
      send: async (message: MailMessage) => {
        sent.push(message);
        return { verdict: 'delivered' as const, messageId: '<1@example.com>' };
      },
    };
    const tell = () =>
      tellOfEndedWebhooks({ ...t.app.context, mailer }, ({ language }, hook) =>
        renderEndedWebhook(hook, { language, rootUrl: 'http://passes.test' }),
      );
    await tell();
    await tell();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ recipient: t.owner.email, subject: expect.stringContaining('127.0.0.1') });
    expect(sent[0]!.text).toContain(`http://passes.test/settings/webhooks/${webhookId}`);
    await call('insertUpdateWebhook', { webhookId, state: 'active' });
    receiver.answer('/down', status(200));
    await t.pass(templateHash);
    t.advance(6000);
    await t.deliver();
    expect(await stateOf(webhookId)).toMatchObject({ state: 'active', reason: null, failingSince: null });
    // The message that waited, and the new one.
    expect(receiver.bodies('/down')).toHaveLength(13);
    await remove(webhookId);
  });

  test.each([
    ['gone', status(410), { state: 'failed', failedTries: 1 }, { status: 410 }, 'disabled'],
    ['elsewhere', status(302, { location: '/scan' }), { state: 'waiting' }, { status: 302 }, 'active'],
    ['busy', status(503, { 'retry-after': '7200' }), { state: 'waiting' }, { status: 503 }, 'active'],
    ['breaking', (_: unknown, response: ServerResponse) => response.destroy(), {}, { status: null }, 'active'],
  ] as const)('that are %s', async (name, answer, message, attempt, state) => {
    const { templateHash, webhookId } = await hooked(`/${name}`, 'pass.created');
    const scans = receiver.seen('/scan').length;
    receiver.answer(`/${name}`, answer);
    await t.pass(templateHash);
    await t.deliver();
    const [delivery] = await deliveries(webhookId);
    expect(delivery).toMatchObject(message);
    expect(await tries(delivery.messageId)).toMatchObject([attempt]);
    expect((await stateOf(webhookId)).state).toBe(state);
    expect(receiver.seen('/scan')).toHaveLength(scans);
    if (name === 'busy') expect(Date.parse(delivery.next)).toBe(t.now() + 2 * HOUR);
    await remove(webhookId);
  });

  test('that never finish their answer are left, and try again later', async () => {
    const { templateHash, webhookId } = await hooked('/never', 'pass.created');
    receiver.answer('/never', () => {
      for (const end of [...limits]) end();
    });
    await t.pass(templateHash);
    await t.deliver();
    const [delivery] = await deliveries(webhookId);
    expect(delivery).toMatchObject({ state: 'waiting', failedTries: 1 });
    expect((await tries(delivery.messageId))[0].answer).toContain('within 15000 ms');
    await remove(webhookId);
  });

  test('that are slow hold up nobody else', async () => {
    const slow = await hooked('/slow', 'pass.created');
    const fast = await hooked('/fast', 'pass.created');
    const waiting: ServerResponse[] = [];
    receiver.answer('/slow', (_, response) => waiting.push(response));
    for (let count = 0; count < 6; count++) await t.pass(slow.templateHash);
    for (let count = 0; count < 6; count++) await t.pass(fast.templateHash);
    const delivering = t.deliver();
    await expect.poll(() => receiver.seen('/fast').length).toBe(6);
    await expect.poll(() => waiting.length).toBe(4);
    receiver.answer('/slow', status(200));
    for (const response of waiting) response.end();
    await delivering;
    expect(receiver.seen('/slow')).toHaveLength(6);
    for (const { webhookId } of [slow, fast]) await remove(webhookId);
  });

  test.each([
    ['http://10.0.0.7/hook', 'address_refused', /not a public address/],
    ['http://inside.example:99/', 'port', /Port 99/],
    ['ftp://shop.example/', 'scheme', /Only http/],
    ['https://user:word@shop.example/', 'credentials', /user name/],
    ['http://passes.test/api/', 'own', /this server itself/],
    ['nowhere', 'text', /cannot be read/],
  ])('at %s are refused at once', async (url, _, message) => {
    const answer = await t.call('insertUpdateWebhook', { clientHash: t.clientHash, url, events: 'pass.scanned' });
    expect(answer).toMatchObject({ success: false, code: 'parameter_invalid', field: 'url' });
    expect(answer.message).toMatch(message);
  });

  test('whose name leads inside are refused at the connection', async () => {
    const url = 'http://inside.example/hook';
    const { templateHash, webhookId } = await hooked('/', 'pass.created', { url });
    await t.pass(templateHash);
    await t.deliver();
    const [delivery] = await deliveries(webhookId);
    expect((await tries(delivery.messageId))[0]).toMatchObject({
      ...{ status: null, answer: expect.stringContaining('leads to an address that is not public') },
    });
    await remove(webhookId);
  });
});

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
