// What people see of a pass that was invalidated for good: pages that say so in their language, never an error with a code.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UNCALLED } from '../../src/operations/depth.ts';
import { changePasses } from '../../src/operations/passes/change-passes.ts';
import { cardWith, editable, read } from '../fixtures/http/register-forms.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let hash: string;
beforeAll(async () => {
  t = await openTestApp();
  const fields = [{ key: 'name', label: 'NAME', value: editable('', 'Name') }];
  const structure = { primaryFields: [{ key: 'title', value: 'Bakery' }], secondaryFields: fields };
  hash = await t.pass(await t.template(cardWith({}, { structure })), {
    // The form would open this container.
    structure_secondaryFields: JSON.stringify([{ key: 'name', value: 'Ada' }]),
  });
  await changePasses(t.app.context, t.owner, [{ hashedSerialNumber: hash, fields: {}, invalidates: true }], UNCALLED);
});
afterAll(() => t.close());

const pageOf = async (path: string, language = 'en') => {
  const response = await t.fetch(path, { headers: { 'accept-language': language } });
  return { status: response.status, page: read(await response.text()) };
};

describe.each([
  ['en', 'Not available', 'This pass is no longer valid. Nothing on it can be changed any more.'],
  ['de', 'Nicht verfügbar', 'Dieser Pass ist nicht mehr gültig. An ihm lässt sich nichts mehr ändern.'],
])('in %s', (language, title, sentence) => {
  test('a guest who opens the form', async () => {
    const { status, page } = await pageOf(`/pass/register.php?hashedSerialNumber=${hash}`, language);
    expect([status, page]).toEqual([409, expect.stringContaining(sentence)]);
    expect(page).toContain(`>${title}</h1>`);
    expect(page).not.toMatch(/pass_invalid|<form|for good|endgültig/);
  });
});

test('an owner sees in the editor what the pass is and why it cannot be saved', async () => {
  const { status, page } = await pageOf(`/pass/editor.php?hashedSerialNumber=${hash}&clientHash=${t.clientHash}`);
  expect([status, page]).toEqual([200, expect.stringContaining('This pass was invalidated for good')]);
  const german = await pageOf(`/pass/editor.php?hashedSerialNumber=${hash}&clientHash=${t.clientHash}`, 'de');
  expect(german.page).toContain('Dieser Pass wurde endgültig ungültig gemacht');
});

test('the pass page and the page that thanks stay', async () => {
  expect((await pageOf(`/pass/create.php?hashedSerialNumber=${hash}`)).page).toContain('No longer valid');
  expect((await pageOf(`/pass/registered.php?hashedSerialNumber=${hash}`)).status).toBe(200);
});
