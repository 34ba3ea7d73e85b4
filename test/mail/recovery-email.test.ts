// `recoveryEmail` mails the link of a new pass on every surface that makes passes, in the language of
// its reader.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cardWith, editable, passIn, sendForm } from '../fixtures/http/register-forms.ts';
import { type ModelApp, modelApp } from '../fixtures/pass2u/model-app.ts';
import { openPassKit, type PassKitClient } from '../fixtures/passkit/client.ts';

let p: PassKitClient;
let models: ModelApp;
beforeAll(async () => {
  p = await openPassKit();
  models = await modelApp(p.t);
});
afterAll(() => p.t.close());

const GERMAN = { 'accept-language': 'de-AT,de;q=0.9,en;q=0.5' };

/** Address, pass and language of the newest mail. */
async function newest() {
  const [mail] = await p.t.app.context.store.mails(null);
  return mail === undefined ? null : [mail.recipient, mail.passHash, mail.language];
}
const count = async () => (await p.t.app.context.store.mails(null)).length;

test("PassSource's function and creation links, with the owner's clientHash", async () => {
  const templateHash = await p.t.template(cardWith({ note: '' }));
  const given = { templateHash, recoveryEmail: 'ada@example.com' };
  const { clientHash } = p.t;
  const made = await p.t.call('createPassFromTemplateFields', { clientHash, ...given });
  expect(await newest()).toEqual(['ada@example.com', made.hashedSerialNumber, null]);
  const link = `/pass/create.php?${new URLSearchParams({ clientHash, generate: 'true', ...given, recoveryEmail: 'bob@example.com' })}`;
  const hash = await (await p.t.fetch(link, { headers: GERMAN })).text();
  expect(await newest()).toEqual(['bob@example.com', hash, GERMAN['accept-language']]);
  const before = await count();
  const wrong = await p.t.call('createPassFromTemplateFields', { clientHash, templateHash, recoveryEmail: 'nobody' });
  expect(wrong).toMatchObject({ success: false, field: 'recoveryEmail' });
  // Without the clientHash the owner has to want it: nobody's server mails strangers.
  await p.t.call('createPassFromTemplateFields', { ...given, recoveryEmail: 'eve@example.com' });
  expect(await count()).toBe(before);
});

test('a registration form that asks for it', async () => {
  const templateHash = await p.t.template(cardWith({ recoveryEmail: editable('', 'E-mail') }));
  const hash = passIn(await sendForm(p.t, { templateHash }, { recoveryEmail: 'cy@example.com' }, GERMAN));
  expect(await newest()).toEqual(['cy@example.com', hash, GERMAN['accept-language']]);
  const before = await count();
  await sendForm(p.t, { templateHash }, { recoveryEmail: '' });
  await sendForm(p.t, { templateHash }, { recoveryEmail: 'no address' });
  expect(await count()).toBe(before);
});

test('Pass2U', async () => {
  const modelId = await models.model();
  const passId = await models.made(modelId, { recoveryEmail: 'dan@example.com' });
  expect(await newest()).toEqual(['dan@example.com', passId, null]);
  const refused = await models.api('POST', `/models/${modelId}/passes`, { recoveryEmail: 'nobody' });
  expect(refused.status).toBe(400);
  const pass = `/models/${modelId}/passes/${passId}`;
  expect((await models.api('PUT', pass, { recoveryEmail: 'fay@example.com' }, GERMAN)).status).toBe(200);
  expect(await newest()).toEqual(['fay@example.com', passId, GERMAN['accept-language']]);
});

test('PassKit, in the language of the template', async () => {
  await p.campaign();
  await p.template({ language: 'de' });
  const id = await p.pass({ recoveryEmail: 'gus@example.com' });
  expect(await newest()).toEqual(['gus@example.com', id, 'de']);
  await p.call('PUT', '/recoveryEmails/resend', [{ passId: id }]);
  expect(await newest()).toEqual(['gus@example.com', id, 'de']);
  expect(await p.t.app.context.store.mails(null)).toMatchObject([
    { passHash: id },
    { passHash: id },
    {},
    {},
    {},
    {},
    {},
  ]);
});
