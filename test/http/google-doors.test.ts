// The doors of Google Wallet for holders: the button and the link behind it, and what Google tells of
// saves and deletions. The stand-in and the phone ask over real sockets.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { update as hear, remove, save } from '../../src/device/google/android.ts';
import { newAndroidPhone } from '../../src/device/google/android-state.ts';
import { openCallbackSigner } from '../../src/device/google/callbacks.ts';
import { install, update } from '../../src/device/phone.ts';
import { readPhone } from '../../src/device/state.ts';
import { UNCALLED } from '../../src/operations/depth.ts';
import { createCallbackThrottle, receiveCallback } from '../../src/operations/google/receive-callback.ts';
import { storeGoogle } from '../../src/operations/google/settings.ts';
import { passLetter } from '../../src/operations/mails/pass-letter.ts';
import { CREATE, DELETE, DEVICE_UPDATE, INSTALL, SCAN } from '../../src/rules/passes/facts.ts';
import { renderPassLink } from '../../src/ui/pass-link-mail.tsx';
import { textsFor } from '../../src/ui/texts/language.ts';
import { type GoogleApp, ISSUER, KEY_FILE, openGoogleApp } from '../fixtures/google/open-google.ts';
import { pointsTemplate } from '../fixtures/open-app.ts';

const ANDROID = 'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1';
const DESKTOP = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36';
const DAY = 86_400_000;

let g: GoogleApp;
let template: string;
let other: { clientHash: string; template: string };

beforeAll(async () => {
  g = await openGoogleApp();
  const { t } = g;
  await storeGoogle(t.app.context, t.owner, { issuerId: ISSUER, key: KEY_FILE });
  template = await t.template(
    pointsTemplate({
      triggers: {
        onScan: { action: 'PSActionIncrementValue', targetPath: 'structure_headerFields_points_value', amount: 1 },
        onInstall: { action: 'PSActionIncrementValue', targetPath: 'counter', amount: 1 },
        onDelete: { action: 'PSActionIncrementValue', targetPath: 'counter', amount: 100 },
      },
    }),
  );
  const { clientHash } = await t.account('other@example.com');
  const made = await t.call('insertUpdateTemplate', {
    ...{ clientHash, templateName: 'Other', passConstructor: pointsTemplate() },
  });
  other = { clientHash, template: made.templateHash };
});
afterAll(() => g.close());
// A second of its own, so that no test uses up another's quota.
beforeEach(() => g.t.advance(1000));

const click = (hash: string, agent = ANDROID) =>
  g.t.fetch(`/pass/${hash}/google`, { headers: { 'user-agent': agent } });
async function linkOf(hash: string): Promise<string> {
  const answer = await click(hash);
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([302, 'private, no-store']);
  return answer.headers.get('location')!;
}
const payloadOf = (link: string) => {
  expect(link.startsWith(g.standIn.settings.GOOGLE_SAVE_URL), link).toBe(true);
  expect(link.length).toBeLessThanOrEqual(1800);
  return (decodeJwt(link.slice(g.standIn.settings.GOOGLE_SAVE_URL.length)).payload as any).loyaltyObjects[0];
};
const objectOf = (hash: string) => g.standIn.wallet.object(`${ISSUER}.${hash}`)?.object as any;
const accessOf = async (hash: string, { t } = g) => (await t.events(hash)).map(({ accessType }) => accessType);
const counterOf = async (hash: string) => (await g.t.app.context.store.passByHash(hash))!.pass.overrides.counter ?? 0;
const tell = (body: string) => g.t.fetch('/google/callback', { method: 'POST', body });
const scan = (hash: string) =>
  g.t.call('trackPassAccess', { clientHash: g.t.clientHash, hashedSerialNumber: hash, accessType: SCAN });
const messageOf = (hash: string, eventType: 'save' | 'del', issuer = ISSUER) =>
  g.standIn.signer.body(issuer, { classId: `${issuer}.c`, objectId: `${issuer}.${hash}`, eventType });

test('the link has the whole pass, and its use is an install of a pass that is up to date', async () => {
  const pass = await g.t.pass(template);
  const link = await linkOf(pass);
  expect(payloadOf(link)).toMatchObject({ id: `${ISSUER}.${pass}`, state: 'ACTIVE', barcode: { value: pass } });
  expect(objectOf(pass)).toBeUndefined();
  // Somebody scans the pass before the holder uses the link.
  await scan(pass);
  await g.t.deliver();
  expect(objectOf(pass)).toBeUndefined();

  const phone = newAndroidPhone();
  await save(phone, `${g.origin}/pass/${pass}/google`);
  await save(phone, link);
  expect(g.lines).toContain(`callback save of ${ISSUER}.${pass}: 200`);
  expect(await accessOf(pass)).toEqual([CREATE, SCAN, INSTALL]);
  expect(await counterOf(pass)).toBe(1);

  // Whoever adds the pass to a second phone gets a link to the object that Google has.
  expect(payloadOf(await linkOf(pass))).toEqual({ id: `${ISSUER}.${pass}` });
  await remove(phone, `${ISSUER}.${pass}`);
  expect(await accessOf(pass)).toEqual([CREATE, SCAN, INSTALL, DELETE]);
  expect(await counterOf(pass)).toBe(101);
});

test('one scan updates an iPhone and an Android phone of the same pass', async () => {
  const local = await openGoogleApp({ isLocal: true });
  try {
    const { t, origin } = local;
    await storeGoogle(t.app.context, t.owner, { issuerId: ISSUER, key: KEY_FILE });
    const points = { key: 'points', label: 'POINTS', value: 0, changeMessage: 'You have %@ points' };
    const pass = await t.pass(await t.template(pointsTemplate({ structure: { headerFields: [points] } })));
    await t.deliver();
    const iphone = await readPhone(join(t.config.dataDir, 'no phone yet'));
    const android = newAndroidPhone();
    const link = `${origin}/pass/create.php?hashedSerialNumber=${pass}`;
    await install(iphone, link);
    await save(android, `${origin}/pass/${pass}/google`);
    expect(
      (await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: SCAN }))
        .updated,
    ).toBe(true);
    await t.deliver();
    const change = { label: 'POINTS', before: '0', after: '1' };
    const notification = 'You have 1 points';
    expect((await update(iphone, undefined)).passes).toMatchObject([
      { outcome: 'updated', fields: [{ ...change, notification }] },
    ]);
    expect(await hear(android, false)).toMatchObject([
      { outcome: 'updated', fields: [change], notifications: ['Updated: loyaltyPoints'] },
    ]);
    expect(await accessOf(pass, local)).toEqual([
      ...[CREATE, INSTALL, DEVICE_UPDATE, INSTALL],
      ...[SCAN, DEVICE_UPDATE],
    ]);
  } finally {
    await local.close();
  }
});

test('what changed between the link and its use arrives after the save', async () => {
  const pass = await g.t.pass(template);
  const link = await linkOf(pass);
  const phone = newAndroidPhone();
  await scan(pass);
  await g.t.deliver();
  await save(phone, link);
  expect(JSON.stringify(objectOf(pass).loyaltyPoints)).not.toContain('1');
  await g.t.deliver();
  expect(JSON.stringify(objectOf(pass).loyaltyPoints)).toContain('1');
});

test('an object that a link has no room for goes to Google first', async () => {
  const pass = await g.t.pass(template, { note: 'All the terms of the card. '.repeat(60) });
  expect(payloadOf(await linkOf(pass))).toEqual({ id: `${ISSUER}.${pass}` });
  expect(objectOf(pass)).toMatchObject({ state: 'ACTIVE' });
  await save(newAndroidPhone(), await linkOf(pass));
  expect(await accessOf(pass)).toEqual([CREATE, INSTALL]);
});

test('a callback counts once, however often it comes', async () => {
  const pass = await g.t.pass(template);
  await save(newAndroidPhone(), await linkOf(pass));
  const { body } = g.standIn.lastCallback()!;
  for (const wait of [0, 1000, DAY - 2000]) {
    g.t.advance(wait);
    expect((await tell(body)).status).toBe(200);
  }
  expect(await accessOf(pass)).toEqual([CREATE, INSTALL]);
  g.t.advance(2000);
  const late = await tell(body);
  expect([late.status, await late.json()]).toEqual([
    403,
    { code: 'google_callback_refused', message: expect.stringContaining('its message has expired') },
  ]);
  expect(await counterOf(pass)).toBe(1);
});

test('a crash between the event and its number repeats no event', async () => {
  const pass = await g.t.pass(template);
  await linkOf(pass);
  const { store } = g.t.app.context;
  const body = messageOf(pass, 'save');
  const { useGoogleNonce } = store;
  Object.assign(store, { useGoogleNonce: () => Promise.reject(new Error('killed')) });
  expect((await tell(body)).status).toBe(500);
  Object.assign(store, { useGoogleNonce });
  expect((await tell(body)).status).toBe(200);
  expect(await accessOf(pass)).toEqual([CREATE, INSTALL]);
  const { nonce } = JSON.parse(JSON.parse(body).signedMessage);
  expect(await store.isGoogleNonceUsed(nonce)).toBe(true);
});

test('what Google did not sign, or signed for another issuer or pass, is refused and counts nothing', async () => {
  const pass = await g.t.pass(template);
  const unwanted = await g.t.pass(template);
  await linkOf(pass);
  const good = messageOf(pass, 'save');
  const changed = (change: (parts: any) => void) => {
    const parts = JSON.parse(good);
    change(parts);
    return JSON.stringify(parts);
  };
  const stranger = openCallbackSigner(g.t.now);
  const refused: [string, string, string][] = [
    ['no JSON', 'save me', 'it is no JSON object'],
    [
      'altered',
      changed((parts) => (parts.signedMessage = parts.signedMessage.replace('save', 'del'))),
      'its signature',
    ],
    ['of another key', stranger.body(ISSUER, JSON.parse(JSON.parse(good).signedMessage)), 'no root key signed'],
    ['for another issuer', messageOf(pass, 'save', '77'), 'not at Google under the issuer'],
    ['of a pass that nobody wanted', messageOf(unwanted, 'save'), 'not at Google under the issuer'],
  ];
  for (const [what, body, why] of refused) {
    const answer = await tell(body);
    expect([what, answer.status], what).toEqual([what, 403]);
    expect((await answer.json()).message, what).toContain(why);
  }
  const large = await tell(' '.repeat(16_385));
  expect([large.status, (await large.json()).code]).toEqual([413, 'body_too_large']);
  expect(await accessOf(pass)).toEqual([CREATE]);
  // A pass that was deleted here is nothing to count, and nothing to send again.
  expect((await tell(messageOf('gone', 'del'))).status).toBe(200);
  expect((await g.t.fetch('/google/callback')).status).toBe(404);
});

test('one network sends 600 messages a minute at most', async () => {
  const { context } = g.t.app;
  const throttle = createCallbackThrottle(context.ownLimits);
  const call = { body: '{}', address: '2001:db8::1', depth: UNCALLED };
  await throttle.count('2001:db8:0:0::/64', 599);
  await expect(receiveCallback(context, throttle, call)).rejects.toMatchObject({ code: 'google_callback_refused' });
  await expect(receiveCallback(context, throttle, { ...call, address: '2001:db8::2' })).rejects.toMatchObject({
    ...{ code: 'rate_limited', beside: { retryAfter: 60 } },
  });
});

test('each phone sees the button of its wallet, and only where the owner uses Google Wallet', async () => {
  const pass = await g.t.pass(template);
  const { hashedSerialNumber: without } = await g.t.call('createPassFromTemplateFields', {
    ...{ clientHash: other.clientHash, templateHash: other.template },
  });
  /** The wallets in the order of the page. */
  const wallets = async (path: string, agent: string) => {
    const page = await (await g.t.fetch(path, { headers: { 'user-agent': agent } })).text();
    const links = [...page.matchAll(/href="([^"]+)"/g)].map(([, href]) => href!);
    return links.flatMap((href) =>
      href.includes('/google') ? ['Google'] : href.includes('download=true') ? ['Apple'] : [],
    );
  };
  const page = (hash: string) => `/pass/create.php?hashedSerialNumber=${hash}`;
  const thanks = (hash: string) => `/pass/registered.php?hashedSerialNumber=${hash}`;
  expect(await wallets(page(pass), ANDROID)).toEqual(['Google', 'Apple']);
  expect(await wallets(page(pass), DESKTOP)).toEqual(['Apple', 'Google']);
  expect(await wallets(thanks(pass), ANDROID)).toEqual(['Google']);
  expect(await wallets(thanks(pass), IPHONE)).toEqual(['Apple']);
  expect(await wallets(thanks(pass), DESKTOP)).toEqual(['Apple', 'Google']);
  expect(await wallets(`/card/${pass}`, ANDROID)).toEqual(['Google', 'Apple']);
  expect(await wallets(`/card/${pass}`, IPHONE)).toEqual(['Apple']);
  for (const path of [page(without), thanks(without), `/card/${without}`]) {
    for (const agent of [ANDROID, DESKTOP]) expect(await wallets(path, agent)).not.toContain('Google');
  }
  const back = await click(without);
  expect(back.headers.get('location')).toBe(page(without));
});

test('robots and closed passes get no link', async () => {
  const pass = await g.t.pass(template);
  const page = `/pass/create.php?hashedSerialNumber=${pass}`;
  expect((await click(pass, 'Googlebot/2.1')).headers.get('location')).toBe(page);
  expect((await g.t.fetch(`/pass/${pass}/google`, { method: 'HEAD' })).headers.get('location')).toBe(page);
  expect((await click('no-such-pass')).status).toBe(404);
  const hash = createHash('sha256').update('no passcode').digest('hex');
  await g.t.app.context.store.changePass(pass, () => ({ passcodeHash: hash, result: null }));
  expect((await click(pass)).headers.get('location')).toBe(`/d/${pass}`);
  const { pass: row } = (await g.t.app.context.store.passByHash(pass))!;
  expect(await g.t.app.context.store.googleObject(row.id)).toBeNull();
});

test('the mail with the link of a pass has both buttons', async () => {
  const { hashedSerialNumber: pass } = await g.t.call('createPassFromTemplateFields', {
    ...{ clientHash: g.t.clientHash, templateHash: template, recoveryEmail: 'ada@example.com' },
  });
  const letter = await passLetter(g.t.app.context, { passHash: pass });
  const { html, text } = renderPassLink(letter, textsFor('de'));
  const google = `https://passes.example.com/pass/${pass}/google`;
  expect(html).toContain(`<a href="${google}"`);
  expect(text).toContain(`Zu Google Wallet hinzufügen:\n${google}`);
  const plain = await g.t.call('createPassFromTemplateFields', {
    ...{ clientHash: other.clientHash, templateHash: other.template },
  });
  const without = await passLetter(g.t.app.context, { passHash: plain.hashedSerialNumber });
  expect(renderPassLink(without, textsFor('de')).text).not.toContain('Google');
});

test('while Google cannot be asked, a link says so, and a callback has to come again', async () => {
  const away = await openGoogleApp({
    env: { GOOGLE_KEYS_URL: 'http://127.0.0.1:9/keys', GOOGLE_TOKEN_URL: 'http://127.0.0.1:9/token' },
  });
  try {
    const { t } = away;
    const told = await t.fetch('/google/callback', { method: 'POST', body: messageOf('gone', 'save') });
    expect([told.status, (await told.json()).code]).toEqual([503, 'google_keys_missing']);
    await storeGoogle(t.app.context, t.owner, { issuerId: ISSUER, key: KEY_FILE });
    const pass = await t.pass(await t.template(pointsTemplate()));
    const answer = await t.fetch(`/pass/${pass}/google`, { headers: { 'user-agent': ANDROID } });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    const { text } = await t.app.monitoring.metrics.expose({ passFiles: { signed: 0, kept: 0 } });
    expect(text).toContain('passwright_google_request_duration_seconds_count{verdict="unavailable",status="none"} 1');
  } finally {
    await away.close();
  }
});
