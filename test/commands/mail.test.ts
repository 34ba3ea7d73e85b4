// Mails on the command line, while a server that cannot send them has the database open.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../fixtures/commands/run-command.ts';
import { enqueuePassLink } from '../fixtures/mail/enqueue-pass-link.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let pass = '';
beforeAll(async () => {
  t = await openTestApp();
  pass = await t.pass(await t.template(pointsTemplate()));
});
afterAll(() => t.close());

const run = (...args: string[]) => runCommand(args, { DATA_DIR: t.config.dataDir });
const said = async (...args: string[]) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stderr }, args.join(' ')).toEqual({ code: 0, stderr: '' });
  return stdout;
};

test('mails are listed by what became of them, with the reason, and sent again on somebody’s word', async () => {
  const { context } = t.app;
  expect(await said('mail', 'list')).toBe('There are no such mails.\n');
  for (const name of ['waits', 'refused', 'sent']) {
    await enqueuePassLink(context, pass, `${name}@example.com`, 'recoveryEmail');
  }
  await t.deliver();
  await context.store.recordMail(2, { state: 'failed', error: '550 no such user' });
  await context.store.recordMail(3, { state: 'sent', sentAt: t.now(), messageId: '<3@example.com>' });

  expect(await said('mail', 'list')).toBe(
    [
      '3  sent@example.com  2026-03-01T12:00:00Z  sent 2026-03-01T12:00:00Z',
      '2  refused@example.com  2026-03-01T12:00:00Z  failed, 2 tries',
      '    550 no such user',
      '1  waits@example.com  2026-03-01T12:00:00Z  queued, 1 try, next 2026-03-01T12:01:00Z',
      '    No mail server is set: neither SMTP_URL nor one on the page Settings, Mail.\n',
    ].join('\n'),
  );
  expect(await said('mail', 'list', '--state', 'failed')).toMatch(/^2 {2}refused@example\.com .*\n.*no such user\n$/);
  expect(JSON.parse(await said('mail', 'list', '--state', 'queued', '--json'))).toEqual([
    {
      ...{ id: 1, kind: 'pass_link', state: 'queued', recipient: 'waits@example.com', attempts: 1 },
      ...{
        lastError: 'No mail server is set: neither SMTP_URL nor one on the page Settings, Mail.',
        messageId: null,
        hashedSerialNumber: pass,
      },
      ...{ created: '2026-03-01T12:00:00Z', next: '2026-03-01T12:01:00Z', sent: null },
    },
  ]);

  expect(await said('mail', 'retry', '2')).toBe('1 mail is sent again.\n');
  expect(await said('mail', 'list', '--state', 'failed')).toBe('There are no such mails.\n');
  expect(await said('mail', 'retry', '--all')).toBe('2 mails are sent again.\n');
  expect(await context.store.mails('queued')).toMatchObject([{ attempts: 0 }, { attempts: 0 }]);
});

test.each([
  [['retry'], /give a mail's number, or --all/],
  [['retry', '1', '--all'], /give a mail's number, or --all/],
  [['retry', 'x'], /It is a whole number/],
  [['retry', '99'], /^passwright: There is no mail 99\.\n$/],
  [['retry', '3'], /^passwright: Mail 3 was sent already\.\n$/],
  [['list', '--state', 'lost'], /queued, sent, failed/],
])('mail %j is refused', async (args, says) => {
  const { code, stdout, stderr } = await run('mail', ...args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(says);
});
