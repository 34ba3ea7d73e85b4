// The mailer alone: what it asks of a mail server before it trusts it with a password.
import { expect, test } from 'vitest';
import { openMailer } from '../../src/mail/client.ts';
import { FROM, startMailServer } from '../fixtures/mail/mail-server.ts';

const MESSAGE = { id: '1', senderName: null, recipient: 'ada@example.com', subject: 's', html: '<p>h</p>', text: 't' };
const user = { name: 'me', password: 'secret' };

test.each([
  ['that offers no TLS', { secure: false, server: {} }, /STARTTLS/],
  ['whose certificate nobody vouches for', { secure: true, server: { secure: true } }, /certificate/i],
])('a server %s gets no password, and the mail waits', async (_, { secure, server }, says) => {
  const logins: unknown[] = [];
  const smtp = await startMailServer({
    ...server,
    allowInsecureAuth: true,
    onAuth: (auth, _, callback) => {
      logins.push(auth);
      callback(null, { user: auth.username });
    },
  });
  const options = { host: '127.0.0.1', port: smtp.port, secure, user, from: FROM };
  const mailer = openMailer({ ...options, startTls: 'required' });
  expect(await mailer.send(MESSAGE)).toEqual({ verdict: 'unavailable', reason: expect.stringMatching(says) });
  expect([logins, smtp.received]).toEqual([[], []]);
  mailer.close();
  await smtp.stop();
});

test('a server on this machine is taken at its word, whatever its certificate', async () => {
  const smtp = await startMailServer({ disabledCommands: [] });
  const options = { host: '127.0.0.1', port: smtp.port, secure: false, user: null, from: FROM };
  const mailer = openMailer({ ...options, startTls: 'never' });
  expect(await mailer.send(MESSAGE)).toEqual({ verdict: 'delivered', messageId: '<1@corner.example>' });
  mailer.close();
  await smtp.stop();
});

test('a mail that is under way when the mailer is closed waits; a mailer that was closed sends nothing', async () => {
  let asked = () => {};
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const smtp = await startMailServer({ onRcptTo: () => asked() });
  const mailer = openMailer({
    host: '127.0.0.1',
    port: smtp.port,
    secure: false,
    user: null,
    startTls: 'never',
    from: FROM,
  });
  const sending = mailer.send(MESSAGE);
  await isAsked;
  mailer.close();
  expect(await sending).toMatchObject({ verdict: 'unavailable' });
  expect(await mailer.send(MESSAGE)).toMatchObject({ verdict: 'unavailable' });
  await smtp.stop();
});
