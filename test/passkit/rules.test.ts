// A PassKit template is a template: triggers come through insertUpdateTemplate and run, its keys are magic strings, holders
// edit what isEditable says, and mails bring the link of a pass.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { startMailServer } from '../fixtures/mail/mail-server.ts';
import { openPackage } from '../fixtures/pass/open-package.ts';
import { openPassKit, type PassKitClient } from '../fixtures/passkit/client.ts';
import { TEMPLATE } from '../fixtures/passkit/guide-bodies.ts';

const text = (defaultValue: string) => ({ defaultValue, format: { type: 'text' } });

describe('triggers', () => {
  let p: PassKitClient;
  beforeEach(async () => {
    p = await openPassKit();
    await p.campaign();
  });
  afterEach(() => p.t.close());

  /** Gives the template triggers, as its owner does on the PassSource surface. */
  async function trigger(triggers: JsonObject): Promise<void> {
    const templateHash = await p.hashOf('templateName');
    const { passConstructor } = await p.t.call('templateInfo', { clientHash: p.t.clientHash, templateHash });
    await p.t.template({ ...passConstructor, triggers }, { templateHash });
  }
  const scan = (id: string) =>
    p.t.call('trackPassAccess', { clientHash: p.t.clientHash, hashedSerialNumber: id, accessType: 7 });
  const values = async (id: string, group = 'secondaryFields') =>
    (openPackage(await p.t.file(id)).passJson as any).generic[group].map(({ value }: { value: unknown }) => value);

  test('#{key}, \u0024{key} and {key} mean the same, and a trigger changes them', async () => {
    const passbook = {
      ...(TEMPLATE.passbook as JsonObject),
      secondary: [text('#{points} points'), text('\u0024{points} points'), text('{points} points'), text('#{other}')],
    };
    await p.template({ passbook, dynamicKeys: [{ key: 'points', type: 'number', defaultValue: 0 }] });
    await trigger({ onScan: { action: 'PSActionIncrementValue', targetPath: 'points', amount: 5 } });
    const id = await p.t.install(await p.pass({ dynamicData: { points: '10' } }));
    expect(await values(id)).toEqual(['10 points', '10 points', '10 points', '#{other}']);
    expect(await scan(id)).toMatchObject({ success: true, updated: true });
    expect(await values(id)).toEqual(['15 points', '15 points', '15 points', '#{other}']);
    expect(await values(id, 'headerFields')).toEqual([15]);
    expect((await p.call('GET', `/passes/${id}`)).body.dynamicData).toEqual({ points: 15 });
    // The rule that counts was new, so the words of passes are found anew.
    expect((await p.t.jobs()).map(({ kind }) => kind)).toEqual(['index_passes', 'push_pass']);
  });

  test('redeem a pass', async () => {
    await p.template();
    await trigger({ onScan: { action: 'PSActionSetValue', targetPath: 'isRedeemed', value: true } });
    const id = await p.pass();
    await scan(id);
    expect((await p.call('GET', `/passes/${id}`)).body.isRedeemed).toBe(true);
  });

  test('an update is an edit by the owner: onEdit runs, onCreate once', async () => {
    await p.template({ dynamicKeys: [{ key: 'points', type: 'number', defaultValue: 0 }] });
    const add = { action: 'PSActionIncrementValue', targetPath: 'points', amount: 100 };
    await trigger({ onEdit: add, onCreate: { ...add, amount: 1 } });
    const id = await p.pass({ dynamicData: { points: 10 } });
    expect((await p.call('GET', `/passes/${id}`)).body.dynamicData).toEqual({ points: 11 });
    await p.call('PUT', `/passes/${id}`, { dynamicData: { points: 20 } });
    expect((await p.call('GET', `/passes/${id}`)).body.dynamicData).toEqual({ points: 120 });
    const events = (await p.t.events(id)).map(({ accessType, outcome }) => [accessType, outcome]);
    expect(events).toEqual([
      [1, 'fired'],
      [8, 'fired'],
    ]);
  });

  test('one that stops an edit says why, and names the pass of a batch', async () => {
    await p.template();
    await trigger({ onEdit: { action: 'PSActionSetValue', targetPath: 'psTriggerError', value: 'Closed today' } });
    const id = await p.pass();
    const refused = { error: 'trigger_error', message: expect.stringContaining('Closed today') };
    const body = { dynamicData: { points: '2' } };
    expect(await p.call('PUT', `/passes/${id}`, body)).toMatchObject({ status: 400, body: refused });
    const batch = await p.call('PUT', '/passesBatch', [{ id, ...body }]);
    expect(batch).toMatchObject({ status: 400, body: { ...refused, field: 'passes[0]' } });
  });

  test('one that stops a creation names the pass that was made all the same', async () => {
    await p.template();
    await trigger({ onCreate: { action: 'PSActionSetValue', targetPath: 'psTriggerError', value: 'Closed today' } });
    const answer = await p.call('POST', '/passes', { templateName: 'templateName' });
    expect(answer).toMatchObject({ status: 400, body: { error: 'trigger_error', id: expect.any(String) } });
    expect((await p.call('GET', `/passes/${answer.body.id}`)).status).toBe(200);
    const batch = await p.call('POST', '/passesBatch', [
      { templateName: 'templateName' },
      { templateName: 'templateName' },
    ]);
    expect(batch).toMatchObject({
      status: 400,
      body: { field: 'passes[0]', id: [expect.any(String), expect.any(String)] },
    });
  });

  test('holders edit what isEditable says, and see no other key', async () => {
    const keys = [
      { key: 'nickname', type: 'string', isEditable: true },
      { key: 'level', type: 'number', isEditable: true, defaultValue: 1 },
      { key: 'secret', type: 'string', defaultValue: 'hidden' },
    ];
    await p.template({ dynamicKeys: keys });
    const id = await p.pass();
    const page = await (await p.t.fetch(`/pass/register.php?hashedSerialNumber=${id}`)).text();
    expect(page).toContain('psForm_0_nickname');
    expect(page).toContain('psForm_0_level');
    expect(page).not.toContain('secret');
    const form = new FormData();
    const fields = { psForm: '0', psForm_0_nickname: 'Ada', psForm_0_level: 'two', psForm_0_submit: 'Register' };
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    const post = () => p.t.fetch(`/pass/register.php?hashedSerialNumber=${id}`, { method: 'POST', body: form });
    expect((await post()).status).not.toBe(302);
    form.set('psForm_0_level', '2');
    expect((await post()).status).toBe(302);
    expect((await p.call('GET', `/passes/${id}`)).body.dynamicData).toEqual({ nickname: 'Ada', level: 2 });
  });
});

describe('recovery mails', () => {
  test('bring the link at creation, when the address changes, and again when asked', async () => {
    const smtp = await startMailServer();
    const env = { SMTP_URL: `smtp://127.0.0.1:${smtp.port}`, MAIL_FROM: 'passes@corner.example' };
    const p = await openPassKit({ env });
    try {
      await p.campaign();
      await p.template({ language: 'de' });
      const id = await p.pass({ recoveryEmail: 'ada@example.com' });
      expect((await p.call('GET', `/passes/${id}`)).body.recoveryEmail).toBe('ada@example.com');
      await p.t.deliver();
      expect(smtp.received.map(({ to }) => to)).toEqual([['ada@example.com']]);
      const { html, text: plain } = smtp.received[0]!.mail;
      const link = /http:\/\/passes\.test(\/\S+hashedSerialNumber=[\w-]+)/.exec(String(plain))![1]!;
      expect(link).toContain(id);
      expect(String(html)).toContain(id);
      expect(String(html)).toContain('<html lang="de">');
      expect(smtp.received[0]!.mail.subject).toMatch(/^Ihr Pass/);
      expect(await (await p.t.fetch(link)).text()).toContain('downloadButton');

      const put = (recoveryEmail: string) => p.call('PUT', `/passes/${id}`, { recoveryEmail });
      await put('ada@example.com');
      await put('bob@example.com');
      const sent = (passId: string, recoveryEmail: string) => ({
        ...{ passId, recoveryEmail, newRecoveryEmail: recoveryEmail },
        ...{ success: true, error: '' },
      });
      const resend = (body: unknown) => p.call('PUT', '/recoveryEmails/resend', body);
      expect(await resend([{ passId: id }, { passId: id, newRecoveryEmail: 'cy@example.com' }])).toEqual({
        status: 200,
        body: [sent(id, 'bob@example.com'), sent(id, 'cy@example.com')],
      });
      await p.t.deliver();
      const to = smtp.received.flatMap((mail) => mail.to).sort();
      expect(to).toEqual(['ada@example.com', 'bob@example.com', 'bob@example.com', 'cy@example.com']);
      expect((await p.call('GET', `/passes/${id}`)).body.recoveryEmail).toBe('cy@example.com');

      const other = await p.pass();
      const failed = (passId: string, recoveryEmail: string, error: RegExp) => ({
        ...{ passId, recoveryEmail, newRecoveryEmail: recoveryEmail },
        ...{ success: false, error: expect.stringMatching(error) },
      });
      const links = [
        { passId: other },
        { passId: 'absent' },
        { passId: id, newRecoveryEmail: 'nobody' },
        { passId: id },
      ];
      expect(await resend(links)).toEqual({
        status: 200,
        body: [
          failed(other, '', /^The pass has no recovery address/),
          failed('absent', '', /^There is no pass with the id "absent"/),
          failed(id, 'nobody', /is one e-mail address/),
          sent(id, 'cy@example.com'),
        ],
      });
      expect(await resend([{}])).toMatchObject({ status: 400, body: { field: 'passes[0].passId' } });
      await p.t.deliver();
      expect(smtp.received).toHaveLength(5);
    } finally {
      await p.t.close();
      await smtp.stop();
    }
  });
});
