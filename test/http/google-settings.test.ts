// Google Wallet on the settings page: the issuer and the key as a file or as text, what Google answers,
// and the way out. The key is never shown again.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newServiceAccount } from '../../src/device/google/service-account.ts';
import { checkGoogle } from '../../src/doctor/google.ts';
import { ensureGoogleObject } from '../../src/operations/google/ensure-object.ts';
import { type GoogleApp, ISSUER, KEY_FILE, openGoogleApp, SERVICE_ACCOUNT } from '../fixtures/google/open-google.ts';
import { type SignedIn, signIn } from '../fixtures/http/signed-in.ts';
import { pointsTemplate } from '../fixtures/open-app.ts';

const PAGE = '/settings/google';
let g: GoogleApp;
let owner: SignedIn;
beforeAll(async () => {
  g = await openGoogleApp();
  owner = await signIn(g.t);
});
afterAll(() => g.close());

const plain = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ');
const answered = async (response: Response) => [response.status, plain(await response.text())] as const;

test('wrong input says which and changes nothing', async () => {
  for (const [form, words] of [
    [{ issuerId: 'BCR2DN4T', key: KEY_FILE }, 'The issuer ID is a number, such as 3388000000012345678.'],
    [{ issuerId: ISSUER, key: '' }, 'This is not the JSON file of a service account'],
    [{ issuerId: ISSUER, key: `{"type":"service_account","client_email":"a@b.example"}` }, 'This is not the JSON file'],
    [{ issuerId: ISSUER, key: `${KEY_FILE}${' '.repeat(20_000)}` }, 'This is not the JSON file'],
  ] as const) {
    const [status, text] = await answered(await owner.post(PAGE, form));
    expect([status, text]).toEqual([400, expect.stringContaining(words)]);
  }
  expect(plain(await owner.page(PAGE))).toContain('Get an issuer account');
});

test('the key arrives as a file or as text, Google is asked, and nothing shows the key again', async () => {
  const saved = await owner.post(PAGE, { issuerId: ISSUER, file: Buffer.from(KEY_FILE), key: '' });
  expect([saved.status, saved.headers.get('location')]).toEqual([303, `${PAGE}?done=saved`]);
  const page = await owner.page(PAGE);
  expect(plain(page)).toContain(`${ISSUER} ${SERVICE_ACCOUNT.client_email}`);
  expect(page).not.toContain(SERVICE_ACCOUNT.private_key_id);
  expect(page).not.toContain('PRIVATE KEY');
  expect(page).not.toContain('not public');
  expect(await answered(await owner.post(`${PAGE}/check`))).toEqual([200, expect.stringContaining('It works: Google')]);

  const wrong = JSON.stringify({ ...newServiceAccount(), client_email: 'wrong@example.com' });
  expect((await owner.post(PAGE, { issuerId: ISSUER, key: wrong })).status).toBe(303);
  const [, refused] = await answered(await owner.post(`${PAGE}/check`));
  expect(refused).toContain('It does not work. Google answers with 401:');
  expect(plain(await owner.page(PAGE))).toContain('Google last refused what was sent to it:');
  // So does the doctor of the whole server, who changes nothing.
  const examined = () => checkGoogle(g.t.app.context);
  expect(await examined()).toMatchObject([{ status: 'problem', message: expect.stringContaining('401') }]);
  // Today names what concerns all cards until it is over.
  expect(plain(await owner.page('/'))).toContain('Google Wallet refuses what concerns all of your cards:');
  await owner.post(PAGE, { issuerId: ISSUER, key: KEY_FILE });
  expect(await examined()).toMatchObject([{ status: 'ok', advice: null }]);
  const { store } = g.t.app.context;
  await store.noteGoogleProblem(g.t.owner.id, { status: 429, reason: 'Quota exceeded', time: g.t.now() });
  expect(await examined()).toMatchObject([
    { status: 'warning', message: expect.stringContaining('429 Quota exceeded') },
  ]);
  await owner.post(`${PAGE}/check`);
  expect(plain(await owner.page('/'))).not.toContain('Google Wallet refuses');
});

test('the pages of a pass say how far its last change has come to Google', async () => {
  const { t } = g;
  const pass = await t.pass(await t.template(pointsTemplate()));
  await t.deliver();
  const doctor = async () => plain(await owner.page(`/customers/${pass}/phones`));
  expect(await doctor()).toContain('No phone has this card, so none was told.');
  await ensureGoogleObject(t.app.context, pass);
  expect(await doctor()).toContain('Google Wallet has the change.');
  await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 });
  expect(await doctor()).toContain('Google Wallet waits to be told.');
  expect(plain(await owner.page(`/customers/${pass}`))).toContain('Save and tell 1 phone');
  const { pass: row } = (await t.app.context.store.passByHash(pass))!;
  await t.deliver();
  await t.app.context.store.recordGoogleObject(row.id, { status: 400, reason: 'Invalid balance' });
  const text = await doctor();
  expect(text).toContain('Google Wallet did not take the change.');
  expect(text).toContain('Google answered with 400 Invalid balance');
  expect(text).not.toContain('On no phone');
  const [run] = (await t.app.context.store.eventsOfPass(row.id, { before: Number.MAX_SAFE_INTEGER, count: 1 })).events;
  expect(plain(await owner.page(`/runs/${run!.id}`))).toContain('Google answered with 400 Invalid balance');
});

test('who leaves Google Wallet is asked first, and cards say that they follow no more', async () => {
  expect(plain(await owner.page(`${PAGE}/remove`))).toContain('Leave Google Wallet?');
  const pass = await g.t.pass(await g.t.template(pointsTemplate()));
  await ensureGoogleObject(g.t.app.context, pass);
  const removed = await owner.post(`${PAGE}/remove`);
  expect(removed.headers.get('location')).toBe(`${PAGE}?done=removed`);
  expect(plain(await owner.page(PAGE))).toContain('Get an issuer account');
  expect(plain(await owner.page(`/customers/${pass}/phones`))).toContain('is told of no changes');
  const again = await owner.post(`${PAGE}/check`);
  expect([again.status, again.headers.get('location')]).toEqual([303, PAGE]);
});
