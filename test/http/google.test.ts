// Google Wallet's engine against its stand-in over real sockets: the class of a template, the objects
// of its passes, what a scan tells, and what happens while Google refuses, waits or is away.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newServiceAccount } from '../../src/device/google/service-account.ts';
import { type StandIn, startGoogleStandIn } from '../../src/device/google/stand-in.ts';
import { ensureGoogleObject, wantGoogleObject } from '../../src/operations/google/ensure-object.ts';
import { checkStoredGoogle, shownGoogle, storeGoogle } from '../../src/operations/google/settings.ts';
import type { Account } from '../../src/ports/store/accounts.ts';
import { signIn } from '../fixtures/http/signed-in.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const ISSUER = '3388000000000000001';
const DAY = 86_400_000;
const account = newServiceAccount();
const KEY_FILE = JSON.stringify(account);

/** What the door before the stand-in answers instead of it. */
interface Refusal {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

let t: TestApp;
let standIn: StandIn;
/** The method, collection and body of each request of the API. */
let seen: { readonly what: string; readonly body: any }[] = [];
let refusals: Refusal[] = [];
let clock = () => 0;
let closeDoor = async () => {};

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

/** Stands before the stand-in, to see what is sent and to answer instead of it. */
async function openDoor(): Promise<string> {
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const collection = request.url!.slice('/walletobjects/v1/'.length).split('/')[0];
    seen.push({ what: `${request.method} ${collection}`, body: body === '' ? null : JSON.parse(body) });
    const refusal = refusals.shift();
    if (refusal !== undefined) {
      response.writeHead(refusal.status, refusal.headers).end(JSON.stringify(refusal.body ?? {}));
      return;
    }
    const { authorization = '' } = request.headers;
    const headers = { authorization, 'content-type': 'application/json' };
    const init = { method: request.method!, headers, ...(body === '' ? {} : { body }) };
    const answer = await fetch(`${standIn.origin}${request.url}`, init);
    response.writeHead(answer.status).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeDoor = () => new Promise((resolve) => server.close(() => resolve()));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/walletobjects/v1/`;
}

beforeAll(async () => {
  standIn = await startGoogleStandIn({ issuerId: ISSUER, account, port: 0, now: () => clock() });
  const env = { GOOGLE_WALLET_URL: await openDoor(), GOOGLE_TOKEN_URL: standIn.settings.GOOGLE_TOKEN_URL };
  t = await openTestApp({ env });
  clock = t.now;
  await storeGoogle(t.app.context, t.owner, { issuerId: ` ${ISSUER} `, key: KEY_FILE });
});
afterAll(async () => {
  await t.close();
  await closeDoor();
  await standIn.close();
});
beforeEach(() => {
  // A second of its own, so that no test uses up another's quota.
  t.advance(1000);
  [seen, refusals] = [[], []];
});

const sent = () => seen.map(({ what }) => what);
const problem = async (of: Account = t.owner) => (await shownGoogle(t.app.context, of.id))!.problem;
const scan = (hashedSerialNumber: string) =>
  t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber, accessType: 7 });
const objectOf = (hash: string) => standIn.wallet.object(`${ISSUER}.${hash}`)?.object as any;
const rowOf = async (hash: string) => {
  const { pass } = (await t.app.context.store.passByHash(hash))!;
  return (await t.app.context.store.googleObject(pass.id))!;
};

/** A loyalty card whose points are told aloud; `of`: the template that becomes it. */
async function card(parts: Record<string, any> = {}, of?: string) {
  const points = { key: 'points', label: 'POINTS', value: 0, changeMessage: 'You have %@ points' };
  const structure = { headerFields: [points] };
  const changed = of === undefined ? {} : { templateHash: of };
  const templateHash = await t.template(pointsTemplate({ structure, ...parts }), changed);
  await t.deliver();
  return templateHash;
}

test('settings are checked by what they are, and by what Google says of them', async () => {
  const { context } = t.app;
  const refuse = (issuerId: string, key: string) => storeGoogle(context, t.owner, { issuerId, key });
  await expect(refuse('abc', KEY_FILE)).rejects.toThrow('The issuer ID is a number');
  for (const key of ['', 'no JSON', '[]', '{}', JSON.stringify({ ...account, private_key: 'x' })]) {
    await expect(refuse(ISSUER, key), key).rejects.toThrow('The key is the JSON file of a service account');
  }
  expect(await shownGoogle(context, t.owner.id)).toEqual({
    ...{ issuerId: ISSUER, clientEmail: account.client_email, privateKeyId: account.private_key_id },
    ...{ changedAt: expect.any(Number), problem: null },
  });
  expect(await checkStoredGoogle(context, t.owner.id)).toEqual({
    ...{ verdict: 'done', status: 200, reason: null, retryAfterMs: null },
  });

  const { account: other } = await t.account('other@example.com');
  await expect(checkStoredGoogle(context, other.id)).rejects.toMatchObject({ code: 'google_missing' });
  const wrong = { ...newServiceAccount(), client_email: 'wrong@example.com' };
  await storeGoogle(context, other, { issuerId: ISSUER, key: JSON.stringify(wrong) });
  expect(await checkStoredGoogle(context, other.id)).toMatchObject({ verdict: 'refused', status: 401 });
  expect(await problem(other)).toMatchObject({ status: 401, time: t.now() });
  // With the right key, another issuer is refused.
  await storeGoogle(context, other, { issuerId: '77', key: KEY_FILE });
  expect(await problem(other)).toBeNull();
  expect(await checkStoredGoogle(context, other.id)).toMatchObject({ verdict: 'refused', status: 403 });
  expect(await problem(other)).toMatchObject({ status: 403, reason: 'The account has no rights of issuer 77.' });
});

test('a class goes to Google as its template is published, and each new design changes it', async () => {
  const templateHash = await card();
  expect(sent()).toEqual(['PUT loyaltyClass', 'POST loyaltyClass']);
  const [first, second] = [await t.pass(templateHash), await t.pass(templateHash)];
  seen = [];
  await ensureGoogleObject(t.app.context, first);
  expect(sent()).toEqual(['POST loyaltyObject']);
  seen = [];
  await ensureGoogleObject(t.app.context, second);
  expect(sent()).toEqual(['POST loyaltyObject']);
  seen = [];
  await t.call('pushTemplateUpdates', { clientHash: t.clientHash, templateHash });
  await t.deliver();
  expect(sent()).toEqual([]);
  await card({ organizationName: 'New Bakery' }, templateHash);
  expect(sent()[0]).toBe('PUT loyaltyClass');
  const { body } = standIn.wallet.get('Class', 'loyalty', `${ISSUER}.${templateHash}_loyalty`);
  expect(body).toMatchObject({ issuerName: 'New Bakery' });
});

test('a wanted object is inserted once, and each change of its pass is one PATCH with a notice', async () => {
  const pass = await t.pass(await card());
  await scan(pass);
  await t.deliver();
  seen = [];
  const wanted = await wantGoogleObject(t.app.context, pass);
  expect(wanted).toMatchObject({ id: `${ISSUER}.${pass}`, resource: 'loyalty', isLive: false });
  expect(objectOf(pass)).toBeUndefined();
  // Nobody has used the link yet: Google is asked, and nothing comes into being.
  await scan(pass);
  await t.deliver();
  expect(objectOf(pass)).toBeUndefined();
  expect((await rowOf(pass)).state).toBe('wanted');

  expect((await ensureGoogleObject(t.app.context, pass)).isLive).toBe(true);
  expect((await ensureGoogleObject(t.app.context, pass)).isLive).toBe(true);
  expect(sent()).toEqual(['PATCH loyaltyObject', 'POST loyaltyObject']);
  expect(JSON.stringify(objectOf(pass).loyaltyPoints)).toContain('2');
  standIn.wallet.save('phone', `${ISSUER}.${pass}`);
  seen = [];
  for (let scans = 0; scans < 4; scans += 1) {
    await scan(pass);
    await t.deliver();
  }
  // Google tells the holder three times a day, and the fourth change arrives without a word.
  expect(seen.map(({ what, body }) => [what, body.notifyPreference])).toEqual([
    ...Array(3).fill(['PATCH loyaltyObject', 'NOTIFY_ON_UPDATE']),
    ['PATCH loyaltyObject', undefined],
  ]);
  expect(Object.keys(seen[3]!.body)).toEqual(['loyaltyPoints']);
  expect(standIn.wallet.notices('phone', 0)).toHaveLength(3);
  expect(await rowOf(pass)).toMatchObject({ state: 'live', notices: 3, status: 200, toldAt: t.now() });
  t.advance(DAY);
  await scan(pass);
  await t.deliver();
  expect(standIn.wallet.notices('phone', 0)).toHaveLength(4);
});

test('holders of a generic object are told by a message', async () => {
  const pass = await t.pass(await card({ type: 'generic' }));
  await ensureGoogleObject(t.app.context, pass);
  standIn.wallet.save('generic phone', `${ISSUER}.${pass}`);
  for (let scans = 1; scans <= 2; scans += 1) {
    seen = [];
    await scan(pass);
    await t.deliver();
    expect(sent()).toEqual(['PATCH genericObject', 'POST genericObject']);
    const messages = [{ body: `You have ${scans} points`, messageType: 'TEXT_AND_NOTIFY' }];
    expect(objectOf(pass).messages).toEqual(messages);
  }
  expect(standIn.wallet.notices('generic phone', 0)).toHaveLength(2);
});

test('what Google cannot take now waits in the database, for as long as Google says', async () => {
  const pass = await t.pass(await card());
  await ensureGoogleObject(t.app.context, pass);
  const before = JSON.stringify(objectOf(pass));
  seen = [];
  const busy = { error: { code: 429, message: 'Too many requests', status: 'RESOURCE_EXHAUSTED' } };
  refusals = [{ status: 503 }, { status: 429, headers: { 'retry-after': '90' }, body: busy }];
  await scan(pass);
  await t.deliver();
  expect(sent()).toEqual(['PATCH loyaltyObject']);
  expect(await rowOf(pass)).toMatchObject({ status: 503, reason: 'Google answered 503.' });
  t.advance(1000);
  await t.deliver();
  expect(sent()).toHaveLength(2);
  expect(await problem()).toMatchObject({ status: 429, reason: 'Too many requests' });
  t.advance(89_000);
  await t.deliver();
  expect(sent()).toHaveLength(2);
  expect(JSON.stringify(objectOf(pass))).toBe(before);
  t.advance(1000);
  await t.deliver();
  expect(sent()).toHaveLength(3);
  expect(JSON.stringify(objectOf(pass))).not.toBe(before);
  expect(await rowOf(pass)).toMatchObject({ status: 200, reason: null });
  expect(await problem()).toBeNull();
});

test('more changes than the quota of a second wait for the next ones, and none is lost', async () => {
  const templateHash = await card();
  const passes: string[] = [];
  for (let number = 0; number < 45; number += 1) passes.push(await t.pass(templateHash));
  for (const pass of passes) {
    await ensureGoogleObject(t.app.context, pass);
    t.advance(100);
  }
  t.advance(1100);
  seen = [];
  const statuses: number[] = [];
  for (const pass of passes) await scan(pass);
  for (let second = 0; second < 3; second += 1) {
    await t.deliver();
    statuses.push(sent().length);
    t.advance(1100);
  }
  expect(statuses).toEqual([20, 40, 45]);
  for (const pass of passes) expect(JSON.stringify(objectOf(pass).loyaltyPoints), pass).toContain('1');
  expect(await problem()).toBeNull();
});

test('a body that Google refuses is given up until the next change, with the reason', async () => {
  const pass = await t.pass(await card());
  await ensureGoogleObject(t.app.context, pass);
  refusals = [{ status: 400, body: { error: { code: 400, message: 'The account name is too long' } } }];
  await scan(pass);
  await t.deliver();
  expect(await rowOf(pass)).toMatchObject({ status: 400, reason: 'The account name is too long' });
  // It concerns this pass alone.
  expect(await problem()).toBeNull();
  expect((await t.jobs()).filter(({ kind }) => kind.startsWith('google'))).toEqual([]);
  await scan(pass);
  await t.deliver();
  expect(await rowOf(pass)).toMatchObject({ status: 200, reason: null });
  expect(JSON.stringify(objectOf(pass).loyaltyPoints)).toContain('2');
});

test('a design that Google refuses is named at once, on Today, in the settings and beside its cards', async () => {
  const { context } = t.app;
  const owner = await signIn(t);
  const reason = 'programLogo is not reachable';
  const refusal = { status: 400, body: { error: { code: 400, message: reason } } };
  const showing = async (path: string) => (await owner.page(path)).includes(reason);
  refusals = [refusal];
  const templateHash = await t.template(pointsTemplate());
  await t.deliver();
  expect(sent()).toEqual(['PUT loyaltyClass']);
  expect(await Promise.all(['/', '/settings/google'].map(showing))).toEqual([true, true]);
  expect(await owner.page('/settings/google')).toContain(`/cards/${templateHash}`);
  // It concerns this template alone, and nothing is tried again.
  expect(await problem()).toBeNull();
  expect((await t.jobs()).filter(({ kind }) => kind.startsWith('google'))).toEqual([]);
  const pass = await t.pass(templateHash);
  refusals = [refusal];
  await expect(ensureGoogleObject(context, pass)).rejects.toMatchObject({ code: 'google_failed' });
  expect(await owner.page(`/customers/${pass}/phones`)).toContain(
    `Google refused the design of this card: 400 ${reason}`,
  );
  await t.template(pointsTemplate({ organizationName: 'Mended' }), { templateHash, templateName: 'Test' });
  await t.deliver();
  const pages = ['/', '/settings/google', `/customers/${pass}/phones`];
  expect(await Promise.all(pages.map(showing))).toEqual([false, false, false]);
});

test('a new design reaches the objects of all passes; a deleted pass is INACTIVE', async () => {
  const templateHash = await card();
  const [kept, gone] = [await t.pass(templateHash), await t.pass(templateHash)];
  for (const pass of [kept, gone]) await ensureGoogleObject(t.app.context, pass);
  const { template } = (await t.app.context.store.passByHash(kept))!;
  seen = [];
  const passConstructor = pointsTemplate({
    structure: { headerFields: [{ key: 'points', label: 'STARS', value: 0 }] },
  });
  await t.template(passConstructor, { templateHash, templateName: 'Test' });
  await t.deliver();
  expect(JSON.stringify(objectOf(kept))).toContain('STARS');
  expect(JSON.stringify(objectOf(gone))).toContain('STARS');
  expect((await t.app.context.store.googleClasses(template.id)).map(({ resource }) => resource)).toEqual(['loyalty']);

  const { pass } = (await t.app.context.store.passByHash(gone))!;
  await t.call('deletePass', { clientHash: t.clientHash, hashedSerialNumber: gone });
  await t.deliver();
  expect(objectOf(gone).state).toBe('INACTIVE');
  expect(objectOf(kept).state).toBe('ACTIVE');
  expect(await t.app.context.store.googleObject(pass.id)).toBeNull();
});

test('a pass that nobody wanted on Android costs Google nothing', async () => {
  const pass = await t.pass(await card());
  seen = [];
  await scan(pass);
  expect((await t.jobs()).filter(({ kind }) => kind.startsWith('google'))).toEqual([]);
  await t.deliver();
  expect(sent()).toEqual([]);
});
