// A registration form that is sent more than once: a double click, a reload, a page that was left open.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { REGISTER } from '../../src/rules/passes/facts.ts';
import { cardWith, editable, overridesOf, passIn, sendForm } from '../fixtures/http/register-forms.ts';
import { type Service, startService } from '../fixtures/http/served.ts';
import { allStored } from '../fixtures/http/stored.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let service: Service;
/** Requests of onCreate that wait for an answer. */
let waiting: (() => void)[] = [];
let templateHash: string;
let slowTemplate: string;
beforeAll(async () => {
  service = await startService((_, response) => waiting.push(() => response.end()));
  t = await openTestApp({ env: { OUTBOUND_ALLOW: `127.0.0.1:${service.port}` } });
  const additional = { name: editable('', 'Name'), times: 0 };
  const onRegister = { action: 'PSActionIncrementValue', targetPath: 'times', amount: 1 };
  templateHash = await t.template(cardWith(additional, { triggers: { onRegister } }));
  const onCreate = { action: 'PSActionURL', url: `http://127.0.0.1:${service.port}/` };
  slowTemplate = await t.template(cardWith(additional, { triggers: { onRegister, onCreate } }));
});
beforeEach(() => {
  waiting = [];
});
afterAll(async () => {
  await t.close();
  await service.close();
});

/** The key of a form as the page has it. */
async function formKey(target: Record<string, string>): Promise<string> {
  const page = await (await t.fetch(`/pass/register.php?${new URLSearchParams(target)}`)).text();
  return /name="requestId" value="([^"]+)"/.exec(page)![1]!;
}
const passes = async () => (await allStored(t)).passes!.length;
const registrationsOf = async (hash: string) =>
  (await t.events(hash)).filter(({ accessType }) => accessType === REGISTER).length;

describe('a form for a new pass', () => {
  test('sent again makes one pass and leads to it again', async () => {
    const requestId = await formKey({ templateHash });
    const before = await passes();
    const first = await sendForm(t, { templateHash, requestId }, { name: 'Ada' });
    t.advance(60_000);
    const again = await sendForm(t, { templateHash, requestId }, { name: 'Ada' });
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(passIn(again)).toBe(passIn(first));
    expect(await passes()).toBe(before + 1);
    expect(await overridesOf(t, passIn(first))).toEqual({ name: 'Ada', times: 1 });
    expect(await registrationsOf(passIn(first))).toBe(1);
  });

  test('sent ten times at once makes one pass, also while onCreate waits for a request', async () => {
    for (const template of [templateHash, slowTemplate]) {
      const requestId = await formKey({ templateHash: template });
      const before = await passes();
      const sent = Array.from({ length: 10 }, () =>
        sendForm(t, { templateHash: template, requestId }, { name: 'Grace' }),
      );
      if (template === slowTemplate) {
        await expect.poll(() => waiting.length).toBe(1);
        // A click that comes while the first is under way.
        sent.push(sendForm(t, { templateHash: template, requestId }, { name: 'Grace' }));
        waiting[0]!();
      }
      const hashes = new Set((await Promise.all(sent)).map(passIn));
      expect(hashes.size).toBe(1);
      expect(await passes()).toBe(before + 1);
      const [hash] = [...hashes];
      expect(await overridesOf(t, hash!)).toEqual({ name: 'Grace', times: 1 });
      expect(await registrationsOf(hash!)).toBe(1);
    }
    expect(waiting).toHaveLength(1);
  });

  test('with other values, or opened anew, is another registration', async () => {
    const requestId = await formKey({ templateHash });
    const before = await passes();
    const first = passIn(await sendForm(t, { templateHash, requestId }, { name: 'Ada' }));
    const other = passIn(await sendForm(t, { templateHash, requestId }, { name: 'Charles' }));
    const reopened = await formKey({ templateHash });
    const third = passIn(await sendForm(t, { templateHash, requestId: reopened }, { name: 'Ada' }));
    expect(new Set([first, other, third]).size).toBe(3);
    expect(await passes()).toBe(before + 3);
  });

  test('a refused form keeps no pass from being made by the next one', async () => {
    const strict = await t.template(cardWith({ zip: editable('', 'ZIP', { PSValidation: 'VZip' }) }));
    const requestId = await formKey({ templateHash: strict });
    for (const _ of [1, 2])
      expect((await sendForm(t, { templateHash: strict, requestId }, { zip: 'x' })).status).toBe(400);
    expect(passIn(await sendForm(t, { templateHash: strict, requestId }, { zip: '90210' }))).toMatch(/./);
  });

  test('of a client that has no key makes a pass each time, as ever', async () => {
    const before = await passes();
    const sent = await Promise.all([1, 2].map(() => sendForm(t, { templateHash }, { name: 'Ada' })));
    expect(new Set(sent.map(passIn)).size).toBe(2);
    expect(await passes()).toBe(before + 2);
  });
});

describe('a form that changes a pass', () => {
  test('sent again, and twice at once, runs onRegister once', async () => {
    const hashedSerialNumber = await t.pass(templateHash);
    const requestId = await formKey({ hashedSerialNumber });
    const send = () => sendForm(t, { hashedSerialNumber, requestId }, { name: 'Ada' });
    for (const response of [...(await Promise.all([send(), send()])), await send()]) {
      expect(passIn(response)).toBe(hashedSerialNumber);
    }
    expect(await overridesOf(t, hashedSerialNumber)).toEqual({ name: 'Ada', times: 1 });
    expect(await registrationsOf(hashedSerialNumber)).toBe(1);
  });

  test('that psTriggerError stopped says so again', async () => {
    const onRegister = { action: 'PSActionSetValue', targetPath: 'psTriggerError', value: 'We are closed.' };
    const closed = await t.template(cardWith({ name: editable('', 'Name') }, { triggers: { onRegister } }));
    const hashedSerialNumber = await t.pass(closed);
    const requestId = await formKey({ hashedSerialNumber });
    for (const _ of [1, 2]) {
      const response = await sendForm(t, { hashedSerialNumber, requestId }, { name: 'Ada' });
      expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('We are closed.')]);
    }
    expect((await t.events(hashedSerialNumber)).filter(({ outcome }) => outcome === 'stopped')).toHaveLength(1);
  });
});
