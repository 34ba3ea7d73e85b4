// The way to a certificate over HTTP: one request however often it is downloaded, uploads in every form
// that is read in a process of its own, a sentence for each mistake, the test card, and the reminders.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { de } from '../../src/ui/texts/de/index.ts';
import { type SignedIn, signIn } from '../fixtures/http/signed-in.ts';
import { startMailServer } from '../fixtures/mail/mail-server.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { type AppleChain, type Issued, makeAppleChain } from '../fixtures/pass/apple-chain.ts';

const PAGE = '/settings/certificate';
const DAY = 86_400_000;
let t: TestApp;
let chain: AppleChain;
let leaf: Issued;
let now: number;
beforeAll(async () => {
  chain = makeAppleChain();
  leaf = chain.leaf();
  now = Date.now() + 60_000;
  t = await openTestApp({ injected: { clock: { now: () => now } } });
});
afterAll(async () => {
  await t?.close();
  chain.remove();
});

let accounts = 0;
async function newOwner(): Promise<SignedIn & { readonly email: string; readonly id: number }> {
  const email = `owner${++accounts}@example.com`;
  const { account } = await t.account(email);
  return { ...(await signIn(t, email)), email, id: account.id };
}
const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const faultOf = (html: string, name: string) => {
  const words = new RegExp(`id="field-${name}-fault"[^>]*>(.*?)</p>`, 's').exec(html)?.[1];
  return words?.replaceAll('&quot;', '"').replaceAll('&#39;', "'");
};
const g4 = () => readFileSync(chain.g4.pem);
const bytes = (path: string) => new Uint8Array(readFileSync(path));

test('a request is the same file each time, and what Apple makes of it signs from then on', async () => {
  const owner = await newOwner();
  // A look at the address makes no key.
  expect((await owner.get(`${PAGE}/request`)).status).toBe(303);
  expect(await t.app.context.store.certificateRequests(owner.id)).toEqual([]);
  const load = async () => {
    const asked = await owner.post(`${PAGE}/request`);
    const file = await owner.get(asked.headers.get('location')!);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="pass.certSigningRequest"');
    return file.text();
  };
  const keyOf = (pem: string) =>
    chain.openssl(['req', '-in', chain.file(pem), '-noout', '-pubkey', '-verify']).toString();
  const [first, second] = [await load(), await load()];
  expect(keyOf(second)).toBe(keyOf(first));
  expect(await t.app.context.store.certificateRequests(owner.id)).toHaveLength(1);

  const made = chain.leaf({ request: chain.file(first) });
  const uploaded = await owner.post(`${PAGE}/upload`, {
    certificate: bytes(chain.der(made)),
    password: '',
    intermediate: bytes(chain.g4.pem),
  });
  expect(uploaded.status, await uploaded.clone().text()).toBe(303);
  const page = plain(await owner.page(uploaded.headers.get('location')!));
  expect(page).toContain('The certificate is in use from now on.');
  expect(page).toContain('pass.com.example.bakery');
  expect(page).toContain('Corner Bakery');
  expect(page).not.toContain('Phones refuse your cards');
  const acts = await t.app.context.store.auditOf(owner.id, { before: 1e9, count: 9 });
  expect(acts.map(({ what }) => what)).toEqual(['certificate.import', 'certificate.request']);
});

test('a .p12 is opened in a process of its own; after a wrong password only the password is missing', async () => {
  const owner = await newOwner();
  const p12 = bytes(chain.p12(leaf, 'Käse'));
  const refused = await owner.post(`${PAGE}/upload`, { certificate: p12, password: 'Kase', intermediate: g4() });
  expect(refused.status).toBe(400);
  const html = await refused.text();
  expect(faultOf(html, 'password')).toContain('not the password that the file was exported with');
  const kept = /name="kept" value="([^"]*)"/.exec(html)![1]!;
  expect(Buffer.from(kept, 'base64')).toEqual(Buffer.from(p12));
  expect(html).not.toContain('Kase');
  const again = await owner.post(`${PAGE}/upload`, { kept, password: 'Käse', intermediate: g4() });
  expect(again.status, await again.clone().text()).toBe(303);
  expect(await t.app.context.store.certificates(owner.id)).toHaveLength(1);
});

test('each mistake is a sentence beside the file that it is about, and nothing is stored', async () => {
  const owner = await newOwner();
  const cases: readonly (readonly [
    what: string,
    form: () => Record<string, string | Uint8Array>,
    field: string,
    says: string,
  ])[] = [
    ['no file', () => ({ certificate: new Uint8Array(0) }), 'certificate', 'Please choose the file'],
    ['a text', () => ({ certificate: Buffer.from('hello') }), 'certificate', 'This is not a certificate.'],
    ['an expired one', () => ({ certificate: bytes(chain.leaf({ days: -1 }).pem) }), 'certificate', 'ended on'],
    ['no key', () => ({ certificate: bytes(leaf.pem) }), 'key', 'The key of this certificate is not here'],
    [
      'another key',
      () => ({ certificate: bytes(leaf.pem), key: bytes(chain.g3.key) }),
      'key',
      'This key belongs to another certificate',
    ],
    [
      'the wrong intermediate',
      () => ({ certificate: bytes(leaf.pem), key: bytes(leaf.key), intermediate: bytes(chain.g3.pem) }),
      'intermediate',
      'Please download "Worldwide Developer Relations - G4',
    ],
    [
      'another kind',
      () => ({ certificate: bytes(chain.leaf({ subject: '/CN=Website Push ID: web.x/O=X/C=US' }).pem) }),
      'certificate',
      'another kind of certificate',
    ],
    ['an authority', () => ({ certificate: bytes(chain.g4.pem) }), 'certificate', 'another kind of certificate'],
    ['a p12 without password', () => ({ certificate: bytes(chain.p12(leaf, 'x')) }), 'password', 'protected'],
    ['a large file', () => ({ certificate: new Uint8Array(300 * 1024) }), 'certificate', 'too large'],
    [
      'an elliptic key',
      () => ({ certificate: bytes(chain.p12(chain.leaf({ kind: 'ec' }), 'x')), password: 'x' }),
      'certificate',
      'another kind of key',
    ],
  ];
  for (const [what, form, field, says] of cases) {
    const refused = await owner.post(`${PAGE}/upload`, { password: '', ...form() });
    expect(refused.status, what).toBe(400);
    const html = await refused.text();
    expect(faultOf(html, field), what).toContain(says);
    if (field === 'key' || field === 'intermediate') expect(html, what).toMatch(/<details open/);
  }
  expect(await t.app.context.store.certificates(owner.id)).toEqual([]);
  await owner.post('/settings/account/profile', { name: 'Bäckerei', language: 'de', timeZone: '' });
  const german = await owner.post(`${PAGE}/upload`, { password: '', certificate: Buffer.from('hallo') });
  expect(faultOf(await german.text(), 'certificate')).toBe(de.settings.certificateMistakes.file_unknown());
});

test('a test card: link and code, and a mail where there is a mail server', async () => {
  const owner = await newOwner();
  const { clientHash } = await t.call('login', { email: owner.email, password: OWNER.password });
  const given = { clientHash, templateName: 'Bonus', passConstructor: pointsTemplate() };
  const { templateHash } = await t.call('insertUpdateTemplate', given);
  await owner.post(`${PAGE}/upload`, { certificate: bytes(chain.p12(leaf, 'x')), password: 'x', intermediate: g4() });
  expect(await owner.page(PAGE)).not.toContain('name="address"');
  const made = await owner.post(`${PAGE}/test`, { templateHash, address: '' });
  expect(made.status, await made.clone().text()).toBe(303);
  const page = await owner.page(made.headers.get('location')!);
  const hash = made.headers.get('location')!.split('/').at(-1)!;
  expect((await t.app.context.store.passByHash(hash))!.pass.isTest).toBe(true);
  const link = /data-copy="([^"]+)"/.exec(page)![1]!;
  expect(page).toContain('data:image/svg+xml;base64,');
  const download = await t.fetch(`${new URL(link).pathname}${new URL(link).search}&download=true`);
  expect(download.status).toBe(200);
  // Cards of others stay theirs.
  const stranger = await newOwner();
  expect((await stranger.get(made.headers.get('location')!)).status).toBe(403);
  const foreign = await stranger.post(`${PAGE}/test`, { templateHash, address: '' });
  expect(foreign.status).toBe(403);
});

test('a certificate that cards need stays, another one is removed after a question', async () => {
  const owner = await newOwner();
  await owner.post(`${PAGE}/upload`, { certificate: bytes(chain.p12(leaf, 'x')), password: 'x', intermediate: g4() });
  const [{ id } = { id: 0 }] = await t.app.context.store.certificates(owner.id);
  expect(await owner.page(`${PAGE}/${id}/remove`)).toContain('Remove the certificate for pass.com.example.bakery?');
  const { clientHash } = await t.call('login', { email: owner.email, password: OWNER.password });
  const { templateHash } = await t.call('insertUpdateTemplate', {
    clientHash,
    templateName: 'Bonus',
    passConstructor: pointsTemplate(),
  });
  const { hashedSerialNumber } = await t.call('createPassFromTemplateFields', { clientHash, templateHash });
  const stays = await owner.post(`${PAGE}/${id}/remove`);
  expect(stays.status).toBe(409);
  expect(plain(await stays.text())).toContain('It stays: cards or templates need it.');
  await t.call('deletePass', { clientHash, hashedSerialNumber });
  expect((await owner.post(`${PAGE}/${id}/remove`)).status).toBe(303);
  expect(await t.app.context.store.certificates(owner.id)).toEqual([]);
});

test('owners are mailed before a certificate ends, once at each step, also after an outage', async () => {
  const smtp = await startMailServer();
  // The certificate is dated by the real clock, and later than this line.
  let today = Date.now() + 60_000;
  let everyDay: () => unknown = () => {};
  const mailing = await openTestApp({
    env: { SMTP_URL: `smtp://127.0.0.1:${smtp.port}`, MAIL_FROM: 'server@example.com' },
    injected: {
      clock: { now: () => today },
      every: (ms, work) => {
        if (ms === DAY) everyDay = work;
        return () => {};
      },
    },
  });
  try {
    const owner = await signIn(mailing);
    const short = bytes(chain.p12(chain.leaf({ days: 40, key: leaf.key }), 'x'));
    const uploaded = await owner.post(`${PAGE}/upload`, { certificate: short, password: 'x', intermediate: g4() });
    expect(uploaded.status, await uploaded.clone().text()).toBe(303);
    const subjects = () => smtp.received.map(({ mail }) => mail.subject);
    const passes = async (days: number, mails: number) => {
      const before = smtp.received.length;
      today += days * DAY;
      await everyDay();
      expect(smtp.received.length - before).toBe(mails);
    };
    await passes(5, 0);
    await passes(6, 1);
    expect(subjects()).toEqual(['The certificate for pass.com.example.bakery ends in 28 days']);
    expect(smtp.received[0]!.mail.text).toContain(`${mailing.config.rootUrl}/settings/certificate`);
    expect(smtp.received[0]!.to).toEqual([OWNER.email]);
    await passes(1, 0);
    smtp.refuse({ at: 'recipient', code: 450 });
    await passes(15, 0);
    smtp.refuse(null);
    await passes(1, 1);
    expect(subjects()).toHaveLength(2);
    await passes(20, 1);
    expect(subjects().at(-1)).toBe('The certificate for pass.com.example.bakery has ended');
    await passes(9, 0);
    expect(subjects()).toHaveLength(3);
  } finally {
    await mailing.close();
    await smtp.stop();
  }
});
