// The mail server set on a page: stored encrypted, used at once, and never without the password that it
// was typed with. The test mail says what the mail server said.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SignedIn, signIn } from '../fixtures/http/signed-in.ts';
import { type MailServer, startMailServer } from '../fixtures/mail/mail-server.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let owner: SignedIn;
let mails: MailServer;
beforeEach(async () => {
  t = await openTestApp();
  owner = await signIn(t);
  mails = await startMailServer({
    onAuth: ({ username, password }, _, callback) =>
      password === 'sesame'
        ? callback(null, { user: username! })
        : callback(Object.assign(new Error('5.7.8 that is not it'), { responseCode: 535 })),
  });
});
afterEach(async () => {
  await t.close();
  await mails.stop();
});

const plain = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ');
const form = (given: Record<string, string> = {}) => ({
  host: '127.0.0.1',
  port: String(mails.port),
  security: 'offered',
  user: 'bakery',
  password: 'sesame',
  from: 'cards@bakery.example',
  ...given,
});

test('without a mail server mails wait; with one they go out, the test mail first', async () => {
  const templateHash = await t.template(pointsTemplate());
  await t.pass(templateHash, { recoveryEmail: 'ada@example.com' });
  await t.app.jobs.settle();
  expect(mails.received).toHaveLength(0);
  expect(plain(await owner.page('/settings/mail'))).toContain('There is no mail server yet');

  const saved = await owner.post('/settings/mail', form());
  expect(saved.status, await saved.clone().text()).toBe(303);
  await t.app.jobs.settle();
  expect(mails.received).toMatchObject([{ from: 'cards@bakery.example', to: ['ada@example.com'], user: 'bakery' }]);

  const tested = await owner.post('/settings/mail/test');
  expect(plain(await tested.text())).toContain(`Look into the mailbox of ${OWNER.email}`);
  expect(mails.received[1]).toMatchObject({ to: [OWNER.email], mail: { subject: 'It works: a test mail' } });

  const { encryptedSettings } = (await t.app.context.store.mailServer())!;
  expect(Buffer.from(encryptedSettings).toString('latin1')).not.toContain('sesame');
  const page = await owner.page('/settings/mail');
  expect(page).toContain('value="127.0.0.1"');
  expect(page).not.toContain('sesame');
  const [act] = await t.app.context.store.auditOf(t.owner.id, { before: 1e9, count: 1 });
  expect(act).toMatchObject({ what: 'mail.set', subject: '127.0.0.1', before: null });
  expect(JSON.stringify(act)).not.toContain('sesame');
});

test('a failed test mail shows the exact answer of the mail server', async () => {
  await owner.post('/settings/mail', form({ password: 'wrong' }));
  const refused = plain(await (await owner.post('/settings/mail/test')).text());
  expect(refused).toContain('It did not work. The mail server said:');
  expect(refused).toContain('535 5.7.8 that is not it');
  await owner.post('/settings/mail', form());
  mails.refuse({ at: 'sender', code: 553 });
  expect(plain(await (await owner.post('/settings/mail/test')).text())).toContain(
    '553 &lt;cards@bakery.example&gt; not taken here',
  );
  mails.refuse(null);
  await mails.stop();
  expect(plain(await (await owner.post('/settings/mail/test')).text())).toContain('ECONNREFUSED');
  await mails.start();
});

test('each mistake is named beside its input, and what was typed stays', async () => {
  for (const [field, given, says] of [
    ['host', { host: 'smtp example' }, 'not the name of a server'],
    ['host', { host: '' }, 'not the name of a server'],
    ['port', { port: '70000' }, 'from 1 to 65535'],
    ['port', { port: 'x' }, 'from 1 to 65535'],
    ['security', { security: 'none' }, 'has to encrypt'],
    ['security', { host: 'smtp.example.com' }, 'has to encrypt'],
    ['user', { user: '' }, 'go together'],
    ['password', { password: '' }, 'go together'],
    ['from', { from: 'Bakery <cards@bakery.example>' }, 'not an e-mail address'],
  ] as const) {
    const refused = await owner.post('/settings/mail', form({ host: 'localhost', ...given }));
    const name = `${field} ${JSON.stringify(given)}`;
    expect(refused.status, name).toBe(400);
    const html = await refused.text();
    expect(new RegExp(`id="field-${field}-fault"[^>]*>([^<]*)`).exec(html)?.[1], name).toContain(says);
    expect(html, name).toContain('value="bakery"'.slice(0, field === 'user' ? 0 : undefined));
    expect(html, name).not.toContain('sesame');
  }
  expect(await t.app.context.store.mailServer()).toBeNull();
});

test('the stored password is kept for the same server and user alone', async () => {
  await owner.post('/settings/mail', form());
  const again = await owner.post('/settings/mail', form({ password: '', from: 'other@bakery.example' }));
  expect(again.status).toBe(303);
  await owner.post('/settings/mail/test');
  expect(mails.received.at(-1)).toMatchObject({ from: 'other@bakery.example', user: 'bakery' });
  for (const given of [{ host: 'localhost' }, { user: 'thief' }]) {
    const refused = await owner.post('/settings/mail', form({ password: '', ...given }));
    expect(await refused.text(), JSON.stringify(given)).toContain('type the password again');
  }
  expect(await owner.page('/settings/mail/remove')).toContain('Mails then wait');
  expect((await owner.post('/settings/mail/remove')).status).toBe(303);
  expect(await t.app.context.store.mailServer()).toBeNull();
  expect(plain(await owner.page('/settings/mail'))).toContain('There is no mail server yet');
});

test('the language of mails goes before none, and the preview shows it', async () => {
  await owner.post('/settings/mail', form());
  expect(await (await owner.get('/settings/mail/preview')).text()).toContain('Your pass from');
  expect((await owner.post('/settings/mail/language', { language: 'de' })).status).toBe(303);
  const preview = await owner.get('/settings/mail/preview');
  expect(await preview.text()).toContain('Ihr Pass von');
  const templateHash = await t.template(pointsTemplate());
  await t.pass(templateHash, { recoveryEmail: 'ada@example.com' });
  await t.app.jobs.settle();
  expect(mails.received.at(-1)!.mail.subject).toMatch(/^Ihr Pass/);
});

test('a mail server of the environment is shown and cannot be changed', async () => {
  const env = { SMTP_URL: `smtp://127.0.0.1:${mails.port}`, MAIL_FROM: 'operator@example.com' };
  const set = await openTestApp({ env });
  try {
    const there = await signIn(set);
    const page = plain(await there.page('/settings/mail'));
    expect(page).toContain('Mails leave through 127.0.0.1 and come from operator@example.com.');
    expect(page).not.toContain('Encryption');
    await there.post('/settings/mail/test');
    expect(mails.received.at(-1)).toMatchObject({ from: 'operator@example.com', to: [OWNER.email] });
  } finally {
    await set.close();
  }
});
