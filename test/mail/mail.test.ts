// From a change of a pass to the mailbox: mails are sent by SMTP, and what the mail server answers decides what becomes of them.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listMails, retryMails } from '../../src/operations/mails/mails.ts';
import { passLinkMail } from '../../src/operations/mails/pass-link-mail.ts';
import { serverMeasures } from '../../src/operations/server/server-measures.ts';
import { renderPassLink } from '../../src/ui/pass-link-mail.tsx';
import { de } from '../../src/ui/texts/de/index.ts';
import { enqueuePassLink } from '../fixtures/mail/enqueue-pass-link.ts';
import { FROM, openMailingApp, startMailServer, type WithMail } from '../fixtures/mail/mail-server.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const ADA = 'ada@example.com';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let t: TestApp & WithMail;
beforeEach(async () => {
  t = await openMailingApp();
});
afterEach(() => t.close());

const mailTo = (app: TestApp, hash: string, recipient = ADA) =>
  enqueuePassLink(app.app.context, hash, recipient, 'recoveryEmail');
const all = (app: TestApp = t) => listMails(app.app.context, null);
const made = async (app: TestApp = t) => app.pass(await app.template(pointsTemplate()));
async function metric(app: TestApp, name: string): Promise<number | null> {
  // Metrics are read from this machine; a request without a socket is none of it.
  const { context, monitoring } = { context: app.app.context, monitoring: app.app.monitoring };
  const { text } = await monitoring.metrics.expose(await serverMeasures(context));
  const line = text.split('\n').find((line) => line.startsWith(`${name} `));
  return line === undefined ? null : Number(line.slice(name.length + 1));
}

test('the mail has HTML and text, says whose pass it is, and its link opens the page of the pass', async () => {
  const hash = await made();
  await mailTo(t, hash);
  await t.deliver();
  expect(t.smtp.received).toHaveLength(1);
  const { from, to, mail, raw } = t.smtp.received[0]!;
  expect({ from, to }).toEqual({ from: FROM, to: [ADA] });
  expect(mail.subject).toBe('Your pass: Points card');
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
  expect(mail.headers.get('content-type')).toMatchObject({ value: 'multipart/alternative' });
  const link = `http://passes.test/pass/create.php?hashedSerialNumber=${hash}`;
  for (const content of [mail.text!, String(mail.html)]) {
    expect(content).toContain('Your pass from Corner Bakery');
    expect(content).toContain('Points card');
    expect(content).toContain('Made with Passwright');
    const found = /https?:[^\s"<]+/.exec(content)![0].replaceAll('&amp;', '&');
    expect(found).toBe(link);
    const page = await t.fetch(found.slice('http://passes.test'.length));
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Points card');
  }
  // Loads nothing: no picture, style or script of anybody else.
  expect(String(mail.html)).not.toMatch(/<(?:img|script|link|style)|url\(/i);
  expect(raw).not.toContain(t.clientHash);
  expect(await all()).toMatchObject([
    { id: 1, state: 'sent', recipient: ADA, attempts: 0, messageId: mail.messageId, lastError: null, next: null },
  ]);
  expect(await metric(t, 'passwright_mails_total{outcome="delivered"}')).toBe(1);
  // Sent once.
  t.advance(DAY);
  await t.deliver();
  expect(t.smtp.received).toHaveLength(1);
  expect(JSON.stringify(t.logged)).not.toContain(ADA);
  expect(JSON.stringify(t.logged)).not.toContain(hash);
});

test('a whitelabelled account sends its own mail; the sender has the name of the owner', async () => {
  const { context } = t.app;
  const owner = (await context.store.accountByEmail('owner@example.com'))!;
  await mailTo(t, await made());
  await t.deliver();
  expect(t.smtp.received[0]!.mail.from?.value).toEqual([{ address: FROM, name: '' }]);
  await context.store.changeAccount(owner.id, { name: 'Bäckerei, „Eck“', whitelabel: true });
  await mailTo(t, await made());
  await t.deliver();
  const { mail } = t.smtp.received[1]!;
  expect(mail.from?.value).toEqual([{ address: FROM, name: 'Bäckerei, „Eck“' }]);
  expect(mail.text! + String(mail.html)).not.toContain('Passwright');
});

test('in German', () => {
  const brand = { named: true, background: null, logo: null };
  const named = { senderName: null, organisation: 'Bäckerei', description: 'Punkte' };
  const letter = { ...named, link: 'https://p.test/x', google: null, brand, language: null };
  const { subject, html, text } = renderPassLink(letter, de);
  expect(subject).toBe('Ihr Pass: Punkte');
  expect(html).toContain('<html lang="de">');
  expect(text).toContain('Ihr Pass von Bäckerei\n\nPunkte\n\nPass öffnen:\nhttps://p.test/x\n');
});

test('a mail is written in the commit of its cause, or not at all', async () => {
  const { store } = t.app.context;
  const hash = await made();
  const mail = passLinkMail(t.app.context, { address: ADA, field: 'recoveryEmail' });
  const failing = store.changePass(hash, () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await store.changePass(hash, ({ pass }) => ({ overrides: pass.overrides, touchedAt: t.now(), mail, result: null }));
  expect(await all()).toMatchObject([{ recipient: ADA, state: 'queued', attempts: 0 }]);
  // It goes with its pass.
  await store.deletePass(hash, t.now());
  await t.deliver();
  expect([await all(), t.smtp.received]).toEqual([[], []]);
});

describe('a mail server that is away', () => {
  test('is tried later and later; the mail is listed and counted meanwhile, and arrives when it is back', async () => {
    const hash = await made();
    await t.smtp.stop();
    for (const recipient of ['one@example.com', 'two@example.com']) await mailTo(t, hash, recipient);
    let [waited, wait] = [0, MINUTE];
    for (let tries = 1; tries <= 12; tries++) {
      await t.deliver();
      const mails = await all();
      expect(mails).toMatchObject([
        { state: 'queued', attempts: tries },
        { state: 'queued', attempts: tries },
      ]);
      expect(mails[0]!.lastError).toMatch(/ECONNREFUSED/);
      expect(Date.parse(mails[0]!.next!)).toBe(t.now() + wait);
      // Not a moment sooner.
      t.advance(wait - 1);
      await t.deliver();
      expect((await all())[0]!.attempts).toBe(tries);
      t.advance(1);
      waited += wait;
      wait = Math.min(wait * 2, 6 * HOUR);
    }
    expect(waited).toBeLessThan(2 * DAY);
    expect(await metric(t, 'passwright_jobs_waiting{kind="mail"}')).toBe(2);
    expect(await metric(t, 'passwright_mails_total{outcome="unavailable"}')).toBe(24);
    const ready = await (await t.fetch('/readyz')).json();
    expect(ready).toMatchObject({ status: 'ready', checks: { mail: { status: 'warning', message: /^2 mails/ } } });

    await t.smtp.start();
    await t.deliver();
    expect(t.smtp.received.map(({ to }) => to[0]).sort()).toEqual(['one@example.com', 'two@example.com']);
    expect(await all()).toMatchObject([{ state: 'sent' }, { state: 'sent' }]);
    expect(await metric(t, 'passwright_jobs_waiting{kind="mail"}')).toBe(0);
  });

  test('for three days: given up, said so, and sent when somebody says it', async () => {
    await t.smtp.stop();
    await mailTo(t, await made());
    for (let hours = 0; hours < 72; hours++) {
      await t.deliver();
      t.advance(HOUR);
    }
    await t.deliver();
    expect(await all()).toMatchObject([
      { state: 'failed', lastError: expect.stringMatching(/^Given up\. .*ECONNREFUSED/) },
    ]);
    expect(t.logged.at(-1)).toMatchObject([{ mail: 1 }, 'a mail could not be sent']);
    await t.smtp.start();
    t.advance(DAY);
    await t.deliver();
    expect(t.smtp.received).toEqual([]);
    expect(await retryMails(t.app.context, null)).toBe(1);
    await t.deliver();
    expect(t.smtp.received).toHaveLength(1);
    await expect(retryMails(t.app.context, 1)).rejects.toThrow('Mail 1 was sent already.');
    await expect(retryMails(t.app.context, 2)).rejects.toThrow('There is no mail 2.');
  });
});

describe('what the mail server answers', () => {
  test.each([
    ['the recipient', { at: 'recipient', code: 550 }],
    ['the content', { at: 'content', code: 554 }],
  ] as const)('%s is refused for good: failed at once, and not tried again', async (_, refusal) => {
    t.smtp.refuse(refusal);
    await mailTo(t, await made());
    await t.deliver();
    t.advance(DAY);
    t.smtp.refuse(null);
    await t.deliver();
    expect(await all()).toMatchObject([
      { state: 'failed', attempts: 1, lastError: expect.stringContaining(`${refusal.code}`) },
    ]);
    expect(t.smtp.received).toEqual([]);
    expect(await metric(t, 'passwright_mails_total{outcome="refused"}')).toBe(1);
    // The server's answer names the recipient; the log does not.
    expect(JSON.stringify(t.logged)).not.toContain(ADA);
  });

  test.each([
    ['a recipient, for now', { at: 'recipient', code: 450 }],
    ['the content, for now', { at: 'content', code: 451 }],
    ['ourselves', { at: 'sender', code: 550 }],
  ] as const)('%s: tried again', async (_, refusal) => {
    t.smtp.refuse(refusal);
    await mailTo(t, await made());
    await t.deliver();
    expect(await all()).toMatchObject([
      { state: 'queued', attempts: 1, lastError: expect.stringContaining(`${refusal.code}`) },
    ]);
    t.smtp.refuse(null);
    t.advance(MINUTE);
    await t.deliver();
    expect(t.smtp.received).toHaveLength(1);
  });
});

test('a mail that is sent twice is recognised: it has the same Message-ID, and no other mail has it', async () => {
  const hash = await made();
  await mailTo(t, hash);
  const { store } = t.app.context;
  const [mail] = await store.claimMails(10, t.now());
  await t.deliver();
  // As after a kill between the mail server's answer and the commit.
  await store.recordMail(mail!.id, { state: 'queued', runAt: t.now(), error: 'killed' });
  await mailTo(t, hash);
  await t.deliver();
  const ids = t.smtp.received.map(({ mail }) => mail.messageId);
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) expect(id).toMatch(/^<[0-9a-f]{32}@corner\.example>$/);
});

test('many mails go out side by side over few connections, each once', async () => {
  const hash = await made();
  const recipients = Array.from({ length: 60 }, (_, n) => `holder-${n}@example.com`);
  for (const recipient of recipients) await mailTo(t, hash, recipient);
  await t.deliver();
  expect(t.smtp.received.map(({ to }) => to[0]).sort()).toEqual([...recipients].sort());
});

test('without SMTP_URL mails wait and say for what; with it, the next start sends them', async () => {
  const DATA_DIR = t.config.dataDir;
  const before = await openTestApp({ env: { DATA_DIR: `${DATA_DIR}-other` } });
  await mailTo(before, await made(before));
  for (let n = 0; n < 8; n++) {
    await before.deliver();
    before.advance(HOUR);
  }
  expect(await all(before)).toMatchObject([
    { state: 'queued', lastError: 'No mail server is set: neither SMTP_URL nor one on the page Settings, Mail.' },
  ]);
  expect(before.logged).toContainEqual([
    expect.objectContaining({ reason: 'No mail server is set: neither SMTP_URL nor one on the page Settings, Mail.' }),
    'a mail has to wait',
  ]);
  const { now } = before;
  await before.app.close();
  const env = { DATA_DIR: `${DATA_DIR}-other`, SMTP_URL: `smtp://127.0.0.1:${t.smtp.port}`, MAIL_FROM: FROM };
  const after = await openTestApp({ env, injected: { clock: { now } } });
  await after.deliver();
  expect(t.smtp.received).toHaveLength(1);
  await after.close();
});

test('a server that wants a password gets it', async () => {
  const smtp = await startMailServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, callback) =>
      password === 'p@ss/word' ? callback(null, { user: username }) : callback(new Error('Wrong password')),
  });
  const open = (password: string) =>
    openTestApp({ env: { SMTP_URL: `smtp://me:${password}@127.0.0.1:${smtp.port}`, MAIL_FROM: FROM } });
  const right = await open('p%40ss%2Fword');
  await mailTo(right, await made(right));
  await right.deliver();
  expect(smtp.received).toMatchObject([{ user: 'me' }]);
  await right.close();
  const wrong = await open('secret-mistake');
  await mailTo(wrong, await made(wrong));
  await wrong.deliver();
  // The operator's mistake, not the recipient's.
  expect(await all(wrong)).toMatchObject([{ state: 'queued', attempts: 1, lastError: expect.stringContaining('535') }]);
  expect(JSON.stringify([wrong.logged, await all(wrong)])).not.toContain('secret-mistake');
  await wrong.close();
  await smtp.stop();
});

test('a mail whose outcome the database refuses is not sent again, and no other one before it is stored', async () => {
  const { store } = t.app.context;
  const record = store.recordMail;
  let isFull = true;
  const refuse: typeof record = (id, outcome) =>
    isFull ? Promise.reject(new Error('database or disk is full')) : record(id, outcome);
  Object.assign(store, { recordMail: refuse });
  const hash = await made();
  await mailTo(t, hash);
  await t.deliver();
  await mailTo(t, hash, 'bob@example.com');
  for (let poll = 0; poll < 5; poll++) await t.deliver();
  expect(t.smtp.received.map(({ to }) => to)).toEqual([[ADA]]);
  expect(await all()).toMatchObject([{ state: 'queued' }, { state: 'queued' }]);
  isFull = false;
  await t.deliver();
  expect(t.smtp.received.map(({ to }) => to)).toEqual([[ADA], ['bob@example.com']]);
  expect(await all()).toMatchObject([{ state: 'sent' }, { state: 'sent' }]);
});
