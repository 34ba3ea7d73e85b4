// The mail of an invitation: sent at once, in the language of the page, and the page says what the mail
// server answered.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownerCookie, sendForm } from '../fixtures/http/people.ts';
import { FROM, openMailingApp, type WithMail } from '../fixtures/mail/mail-server.ts';
import { OWNER, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp & WithMail;
beforeEach(async () => {
  t = await openMailingApp();
});
afterEach(() => t.close());

const invite = (email: string, language = 'en') =>
  sendForm(t, '/settings/people/invite', ownerCookie(t), { email, role: 'manager' }, { 'accept-language': language });

/** The page that the form leads to. */
async function afterInviting(email: string): Promise<string> {
  const answer = await invite(email);
  expect(answer.status).toBe(303);
  return (await t.fetch(answer.headers.get('location')!, { headers: { cookie: ownerCookie(t) } })).text();
}

test('has the link to join, and its sender is the server', async () => {
  await t.app.context.store.changeAccount(t.owner.id, { name: 'Corner\r\nBakery <b>' });
  const page = await afterInviting('bob@example.com');
  expect(page).toContain('The invitation is on its way to bob@example.com.');
  const { from, to, mail, raw } = t.smtp.received[0]!;
  expect({ from, to }).toEqual({ from: FROM, to: ['bob@example.com'] });
  expect(mail.subject).toBe('Your login for Corner Bakery <b>');
  const [link] = /http:\/\/passes\.test\/join\/[\w-]{32}/.exec(mail.text!)!;
  expect(page).toContain(link);
  expect(String(mail.html)).toContain(`href="${link}"`);
  expect(String(mail.html)).toContain('Bakery &lt;b&gt;');
  expect(mail.text).toContain(`${OWNER.email} invites you`);
  expect(raw).not.toContain(t.clientHash);
  expect((await t.fetch(new URL(link).pathname)).status).toBe(200);
});

test('speaks the language of the page', async () => {
  await invite('bob@example.com', 'de');
  expect(t.smtp.received[0]!.mail.subject).toContain('Ihre Anmeldung für');
});

test('a mail that the server refuses leaves the invitation, and the page says why', async () => {
  t.smtp.refuse({ at: 'recipient', code: 550 });
  const page = await afterInviting('bob@example.com');
  expect(page).toContain('bob@example.com is invited, but no mail could be sent.');
  expect(page).toMatch(/The mail server said:[\s\S]*550/);
  const [link] = /http:\/\/passes\.test\/join\/[\w-]{32}/.exec(page)!;
  expect((await t.fetch(new URL(link).pathname)).status).toBe(200);
  expect(JSON.stringify(t.logged)).not.toContain('bob@example.com');
});

test('the page shows no reason that somebody else wrote into its address', async () => {
  t.smtp.refuse({ at: 'recipient', code: 550 });
  const address = (await invite('bob@example.com')).headers.get('location')!;
  const forged = address.replace(/reason=[^&]*/, 'reason=Call+this+number');
  const page = await (await t.fetch(forged, { headers: { cookie: ownerCookie(t) } })).text();
  expect(page).toContain('bob@example.com is invited, but no mail could be sent.');
  expect(page).not.toContain('Call this number');
});
