// Google's stand-in is as strict as Google: tokens, ids, states, quotas, save links; and the simulated
// Android phone hears what changes.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { importPKCS8, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { remove, save, update } from '../../../src/device/google/android.ts';
import { type AndroidPhone, newAndroidPhone } from '../../../src/device/google/android-state.ts';
import { newServiceAccount } from '../../../src/device/google/service-account.ts';
import { type StandIn, startGoogleStandIn } from '../../../src/device/google/stand-in.ts';
import { readRootKeys, verifyCallback } from '../../../src/pass/google/callback.ts';
import { saveLink } from '../../../src/pass/google/save-link.ts';

const ISSUER = '3388000000000000001';
const account = newServiceAccount();
const signer = {
  clientEmail: account.client_email,
  privateKey: account.private_key,
  privateKeyId: account.private_key_id,
};
const CLASS = {
  id: `${ISSUER}.card_loyalty`,
  issuerName: 'Café',
  programName: 'Points',
  programLogo: { sourceUri: { uri: 'https://passes.example.com/logo.png' } },
  reviewStatus: 'UNDER_REVIEW',
};
const OBJECT = {
  id: `${ISSUER}.pass-1`,
  classId: CLASS.id,
  state: 'ACTIVE',
  loyaltyPoints: { label: 'Points', balance: { int: 3 } },
};

let now = Date.parse('2026-11-30T10:00:00Z');
let standIn: StandIn;
let server: Server;
/** What the callbacks of saves and deletions brought, and the statuses that they get next. */
let callbacks: string[] = [];
let statuses: number[] = [];
let token = '';
let phone: AndroidPhone;
let lines: string[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    callbacks.push(body);
    response.writeHead(statuses.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

beforeEach(async () => {
  [callbacks, statuses, lines] = [[], [], []];
  now += 3_600_000;
  phone = newAndroidPhone();
  const callbackUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/google/callback`;
  const onEvent = (line: string) => lines.push(line);
  standIn = await startGoogleStandIn({ issuerId: ISSUER, account, port: 0, now: () => now, callbackUrl, onEvent });
  token = (await grant({})).json.access_token as string;
  return () => standIn.close();
});

async function signedBy(key: string, claims: JWTPayload): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(await importPKCS8(key, 'RS256'));
}

async function grant(change: Record<string, unknown>, key = account.private_key) {
  const second = Math.floor(now / 1000);
  const claims = {
    iss: account.client_email,
    aud: 'https://oauth2.googleapis.com/token',
    scope: 'https://www.googleapis.com/auth/wallet_object.issuer',
    iat: second,
    exp: second + 3600,
    ...change,
  };
  const body = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: await signedBy(key, claims),
  });
  const answer = await fetch(standIn.settings.GOOGLE_TOKEN_URL, { method: 'POST', body });
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
}

interface Answer {
  readonly status: number;
  readonly json: Record<string, unknown> & { error?: { message: string; errors: { reason: string }[] } };
}

async function api(method: string, path: string, body?: unknown, bearer = token): Promise<Answer> {
  const answer = await fetch(`${standIn.settings.GOOGLE_WALLET_URL}/${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: (await answer.json()) as Answer['json'] };
}

/** Status and short word of a refusal. */
async function refused(...call: Parameters<typeof api>): Promise<[number, string | undefined, string | undefined]> {
  const { status, json } = await api(...call);
  return [status, json.error?.errors[0]?.reason, json.error?.message];
}

function link(object: Record<string, unknown> = OBJECT) {
  const terms = { origin: 'https://passes.example.com', saveUrl: standIn.settings.GOOGLE_SAVE_URL, now };
  return saveLink(signer, { resource: 'loyalty', object: object as never }, terms);
}

test('a token is granted to whom the account signed an assertion of an hour for this scope', async () => {
  expect(await grant({})).toMatchObject({ status: 200, json: { token_type: 'Bearer' } });
  const other = newServiceAccount();
  expect((await grant({}, other.private_key)).json).toMatchObject({ error: 'invalid_grant' });
  expect((await grant({ iss: 'other@example.com' })).json).toMatchObject({ error: 'invalid_grant' });
  expect((await grant({ aud: 'google' })).json).toMatchObject({ error_description: 'Invalid audience: google' });
  const second = Math.floor(now / 1000);
  expect((await grant({ exp: second + 7200 })).json.error_description).toContain('short-lived');
  expect((await grant({ scope: 'email' })).json).toMatchObject({ error: 'invalid_scope' });
  expect((await refused('GET', `loyaltyClass/${CLASS.id}`, undefined, 'ya29.other')).slice(0, 2)).toEqual([
    401,
    'authError',
  ]);
  now += 3_600_000;
  expect((await refused('GET', `loyaltyClass/${CLASS.id}`))[0]).toBe(401);
});

test('classes and objects are checked as Google checks them', async () => {
  expect((await refused('POST', 'loyaltyObject', OBJECT)).slice(0, 2)).toEqual([404, 'classNotFound']);
  expect((await api('POST', 'loyaltyClass', CLASS)).json.reviewStatus).toBe('APPROVED');
  expect((await refused('POST', 'loyaltyClass', CLASS)).slice(0, 2)).toEqual([409, 'existingResource']);
  const foreign = { ...CLASS, id: '3388000000000000002.card' };
  expect((await refused('POST', 'loyaltyClass', foreign)).slice(0, 2)).toEqual([403, 'permissionDenied']);
  expect((await refused('POST', 'loyaltyObject', { ...OBJECT, points: 3 }))[2]).toContain('Unknown name "points"');
  const { state: _, ...stateless } = OBJECT;
  expect((await refused('POST', 'loyaltyObject', stateless))[2]).toBe('Missing required field: state.');

  expect(await api('POST', 'loyaltyObject', OBJECT)).toMatchObject({ status: 200, json: { hasUsers: false } });
  expect(await api('GET', `loyaltyObject/${OBJECT.id}`)).toMatchObject({ status: 200, json: OBJECT });
  expect((await refused('GET', `genericObject/${OBJECT.id}`)).slice(0, 2)).toEqual([404, 'resourceNotFound']);
  expect((await refused('PATCH', 'loyaltyObject/3388000000000000001.none', {}))[0]).toBe(404);
  const path = `loyaltyObject/${OBJECT.id}`;
  expect((await refused('PATCH', path, { classId: `${ISSUER}.other` }))[2]).toContain('classId cannot change');
  expect((await refused('PATCH', path, { state: 'GONE' }))[2]).toContain("Invalid value at 'state'");
  expect((await refused('PATCH', path, { state: null }))[2]).toBe('Missing required field: state.');
  expect((await refused('PATCH', `loyaltyClass/${CLASS.id}`, { programName: 'More' }))[2]).toContain('reviewStatus');
  const draft = { programName: 'More', reviewStatus: 'DRAFT' };
  expect((await refused('PATCH', `loyaltyClass/${CLASS.id}`, draft))[2]).toContain('from APPROVED to DRAFT');

  const patched = await api('PATCH', path, { loyaltyPoints: { balance: { int: 4 }, label: null }, accountName: 'Ada' });
  const { notifyPreference, ...after } = patched.json;
  expect(notifyPreference).toBeUndefined();
  expect(after).toEqual({ ...OBJECT, loyaltyPoints: { balance: { int: 4 } }, accountName: 'Ada', hasUsers: false });
  expect((await api('PUT', path, OBJECT)).json).toEqual({ ...OBJECT, hasUsers: false });
  expect((await api('GET', `loyaltyObject?classId=${CLASS.id}`)).json.resources).toHaveLength(1);
  expect((await api('GET', `issuer/${ISSUER}`)).status).toBe(200);
});

test('an issuer has twenty requests a second', async () => {
  const all = await Promise.all(Array.from({ length: 22 }, () => api('GET', `issuer/${ISSUER}`)));
  expect(all.filter(({ status }) => status === 429)).toHaveLength(2);
  now += 1000;
  expect((await api('GET', `issuer/${ISSUER}`)).status).toBe(200);
});

test('a save link is taken when the account signed it for Google and it is short enough', async () => {
  await api('POST', 'loyaltyClass', CLASS);
  const open = async (claims: JWTPayload, key = account.private_key) => {
    const url = `${standIn.settings.GOOGLE_SAVE_URL}${await signedBy(key, claims)}`;
    const answer = await fetch(url, { headers: { accept: 'application/json' } });
    return [answer.status, await answer.text()];
  };
  const claims = {
    iss: account.client_email,
    aud: 'google',
    typ: 'savetowallet',
    iat: Math.floor(now / 1000),
    payload: { loyaltyObjects: [{ id: OBJECT.id }] },
  };
  expect(await open(claims)).toEqual([404, expect.stringContaining(`${OBJECT.id} was not found`)]);
  await api('POST', 'loyaltyObject', OBJECT);
  expect((await open(claims))[0]).toBe(200);
  expect(await open(claims, newServiceAccount().private_key)).toEqual([400, expect.stringContaining('did not sign')]);
  expect(await open({ ...claims, aud: 'other' })).toEqual([400, expect.stringContaining('aud is')]);
  expect(await open({ ...claims, typ: 'JWT' })).toEqual([400, expect.stringContaining('typ is')]);
  expect(await open({ ...claims, payload: {} })).toEqual([400, expect.stringContaining('names no object')]);
  expect(await open({ ...claims, more: 'x'.repeat(1800) })).toEqual([400, expect.stringContaining('browsers cut it')]);
  // A browser gets a page, and its button saves.
  const page = await fetch((await link({ id: OBJECT.id }))!);
  expect(await page.text()).toContain('<button id="add">Add</button>');
  const saved = await fetch((await link({ id: OBJECT.id }))!, { method: 'POST' });
  expect(await saved.text()).toContain('Added to Google Wallet.');
});

test('a phone saves a card, hears of its changes, three of them a day aloud, and deletes it', async () => {
  await api('POST', 'loyaltyClass', CLASS);
  // The whole object fits into the link, so that nobody inserted it before.
  expect(await save(phone, (await link())!)).toMatchObject([{ objectId: OBJECT.id, name: 'Points', outcome: 'saved' }]);
  expect(await update(phone, false)).toEqual([]);

  const path = `loyaltyObject/${OBJECT.id}`;
  const points = (int: number, notifyPreference?: string) =>
    api('PATCH', path, { loyaltyPoints: { balance: { int } }, ...(notifyPreference && { notifyPreference }) });
  const waiting = update(phone, true);
  await points(4);
  expect(await waiting).toMatchObject([
    { outcome: 'updated', fields: [{ label: 'Points', before: '3', after: '4' }], notifications: [] },
  ]);
  for (const int of [5, 6, 7, 8]) await points(int, 'NOTIFY_ON_UPDATE');
  const [loud] = await update(phone, false);
  expect(loud!.fields).toMatchObject([{ before: '4', after: '8' }]);
  expect(loud!.notifications).toEqual(Array(3).fill('Updated: loyaltyPoints'));
  now += 86_400_000;
  token = (await grant({})).json.access_token as string;
  const message = { header: 'News', body: 'Open on Sunday', messageType: 'TEXT_AND_NOTIFY' };
  expect((await api('POST', `${path}/addMessage`, { message })).status).toBe(200);
  expect(await update(phone, false)).toMatchObject([{ notifications: ['News: Open on Sunday'] }]);
  await api('PATCH', path, { state: 'EXPIRED' });
  expect(await update(phone, false)).toMatchObject([{ state: 'EXPIRED', fields: [] }]);

  expect(await remove(phone, OBJECT.id)).toMatchObject([{ outcome: 'removed' }]);
  expect(phone.cards).toEqual([]);
  await expect(remove(phone, OBJECT.id)).rejects.toThrow('This phone has no card');
  const roots = readRootKeys(await (await fetch(standIn.settings.GOOGLE_KEYS_URL)).text());
  expect(callbacks.map((body) => verifyCallback(body, roots, now))).toMatchObject([
    // The first message was valid for a day, which is over.
    { refusal: expect.stringContaining('expired') },
    { callback: { issuerId: ISSUER, classId: CLASS.id, objectId: OBJECT.id, eventType: 'del', count: 1 } },
  ]);
  expect(lines).toContain(`save ${OBJECT.id}`);
});

test('a callback that fails is sent once more, as it was', async () => {
  await api('POST', 'loyaltyClass', CLASS);
  statuses = [500, 200];
  await save(phone, (await link())!);
  expect(callbacks).toHaveLength(2);
  expect(callbacks[1]).toBe(callbacks[0]);
  expect(standIn.lastCallback()?.body).toBe(callbacks[0]);
  // Who has the card already saves nothing.
  await save(phone, (await link())!);
  expect(callbacks).toHaveLength(2);
});

test('a phone says what is wrong with a link', async () => {
  await expect(save(phone, 'ftp://example.com')).rejects.toThrow('has to begin with https:// or http://');
  await expect(save(phone, `${standIn.origin}/keys`)).rejects.toThrow('answered with 200 and leads to no save link');
  await expect(save(phone, `${standIn.settings.GOOGLE_SAVE_URL}abc`)).rejects.toThrow('Google answered with 400');
  await expect(save(phone, 'http://127.0.0.1:9/x')).rejects.toThrow('http://127.0.0.1:9 does not answer');
});
