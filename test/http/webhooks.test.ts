// Messages to other systems over real sockets: what they say, their signatures, their order, and
// receivers that are away, slow, gone, elsewhere or inside.
import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WAITS } from '../../src/operations/webhooks/deliver-message.ts';
import { withMessages } from '../../src/operations/webhooks/push-messages.ts';
import { tellOfEndedWebhooks } from '../../src/operations/webhooks/tell-owners.ts';
import type { MailMessage } from '../../src/ports/mail.ts';
import type { Job } from '../../src/ports/store/jobs.ts';
import { renderEndedWebhook } from '../../src/ui/webhook-mails.ts';
import { type HookedApp, openHookedApp } from '../fixtures/http/hooked-app.ts';
import { type Receiver, signedBy } from '../fixtures/http/webhook-receiver.ts';
import { pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { newCampaign, newIssue } from '../fixtures/store/fixtures.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
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
const hooked: HookedApp['hooked'] = (...given) => app.hooked(...given);
const stateOf: HookedApp['stateOf'] = (...given) => app.stateOf(...given);
const remove: HookedApp['remove'] = (...given) => app.remove(...given);
const deliveries: HookedApp['deliveries'] = (...given) => app.deliveries(...given);
const tries: HookedApp['tries'] = (...given) => app.tries(...given);
const now = () => app.now();
const status =
  (code: number, headers: Record<string, string> = {}) =>
  (_: unknown, response: ServerResponse) =>
    response.writeHead(code, headers).end(`status ${code}`);

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

  test('a bulk change tells what it did to each pass; an imported past tells nothing', async () => {
    const { templateHash, webhookId } = await hooked('/bulk', 'pass.updated,pass.scanned');
    const pass = await t.pass(templateHash);
    const segment = { templateHash, name: 'All', condition: `{${POINTS}} = 0` };
    const { segmentId } = await call('insertUpdateSegment', segment);
    await call('bulkUpdate', { segmentId, action: { kind: 'set', targetPath: 'note', value: 'x' } });
    const past = { accessType: 7, time: t.now() - DAY, outcome: 'skipped', logged: true, trace: null } as const;
    const row = { hash: pass, key: 'row', decide: () => ({ event: { ...past, imported: 'row' }, result: null }) };
    expect(await t.app.context.store.importHistory([row])).toEqual([null]);
    await t.deliver();
    await t.deliver();
    const changed = { note: { before: null, after: 'x' } };
    expect(receiver.bodies('/bulk')).toMatchObject([{ type: 'pass.updated', data: { changed } }]);
    await remove(webhookId);
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
    receiver.answer('/never', () => app.endRequests());
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
