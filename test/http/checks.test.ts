// Checks of a card: kept from a try, run with the rules of the draft, bounded, deleted.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkConstructor } from '../../src/operations/templates/stored-checks.ts';
import { MOST_CHECKS } from '../../src/rules/checks/check.ts';
import { formIn, sentBy } from '../fixtures/http/page-forms.ts';
import { NAME, POINTS, stampCard } from '../fixtures/http/stamp-card.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let owner: OwnersBrowser;
beforeAll(async () => {
  t = await openTestApp();
  owner = await ownersBrowser(t);
});
afterAll(() => t.close());

const TENTH = { event: 'onScan', [`set.${POINTS}`]: '9' };

/** Sends the form as it is, with a name. */
async function keep(card: string, name: string, query: Record<string, string> = TENTH) {
  const html = await owner.page(`/cards/${card}/checks/new?${new URLSearchParams(query)}`);
  const form = sentBy(formIn(html, ({ attributes }) => attributes.action === `/cards/${card}/checks`));
  form.set('name', name);
  return owner.post(`/cards/${card}/checks`, form);
}

const contentOf = async (card: string) => {
  const { store } = t.app.context;
  return (await store.checksOf((await store.templateByHash(card))!.template.id)).map(({ content }) => content);
};

test('a try is kept, passes, and fails once the rule is broken in the draft', async () => {
  const card = await t.template(stampCard(), { templateName: 'Bonus card' });
  const text = textOf(await owner.page(`/cards/${card}/try?${new URLSearchParams(TENTH)}`));
  expect(text).toContain('Keep as a check');
  const form = textOf(await owner.page(`/cards/${card}/checks/new?${new URLSearchParams(TENTH)}`));
  expect(form).toContain('POINTS is 10');
  expect(form).toContain('The till shows “Free coffee, Guest!”');
  expect(form).toContain('The lock screen says “You now have 10 points”');
  expect(form).toContain('The check keeps these values of the card before: POINTS is 9');
  expect((await keep(card, 'The tenth coffee is free')).status).toBe(303);
  expect(await contentOf(card)).toEqual([
    {
      name: 'The tenth coffee is free',
      event: 'onScan',
      times: 1,
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      pass: { values: { [POINTS]: 9 }, access: { create: { count: 1, last: expect.any(String) } } },
      expect: {
        changes: true,
        values: { [POINTS]: 10, backgroundColor: expect.any(String) },
        till: { text: 'Free coffee, Guest!', colour: '' },
        lockScreen: ['You now have 10 points'],
        stopped: null,
      },
    },
  ]);
  expect(textOf(await owner.page(`/cards/${card}/checks`))).toContain('The check passes.');
  const { store } = t.app.context;
  const broken = stampCard(11);
  await store.changeDraft(card, () => ({
    draft: { baseVersion: 1, passConstructor: broken, editedBy: 'ada@example.com', editedAt: t.now() },
    result: null,
  }));
  const failing = textOf(await owner.page(`/cards/${card}/checks`));
  expect(failing).toContain('The check fails.');
  expect(failing).toContain('Run with the rules of the draft.');
  expect(failing).toContain('The till shows nothing, and the check expects “Free coffee, Guest!”.');
  const german = textOf(await owner.page(`/cards/${card}/checks`, 'de'));
  expect(german).toContain('Die Kasse zeigt nichts, und die Prüfung erwartet „Free coffee, Guest!“.');
  // Publishing asks the same of the draft.
  const snapshot = (await store.templateByHash(card))!;
  const [result] = await checkConstructor(t.app.context, snapshot, broken);
  expect(result!.differences.map(({ kind }) => kind)).toContain('till_text');
  const [passing] = await checkConstructor(t.app.context, snapshot, stampCard());
  expect(passing!.differences).toEqual([]);
});

test('a check of a customer keeps what it was, whatever becomes of the customer', async () => {
  const card = await t.template(stampCard());
  const pass = await t.pass(card, { [NAME]: 'Ada', [POINTS]: 2 });
  expect((await keep(card, 'Three', { event: 'onScan', pass })).status).toBe(303);
  await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 });
  await t.app.context.store.deletePass(pass, t.now());
  expect(textOf(await owner.page(`/cards/${card}/checks`))).toContain('The check passes.');
});

test('a card that is made, and one that stays as it is, can be checked', async () => {
  const card = await t.template(stampCard());
  await keep(card, 'Made as it is', { event: 'onCreate' });
  await keep(card, 'A check changes nothing', { event: 'onCheck' });
  await keep(card, 'Twenty', { event: 'onScan', n: '20' });
  expect(textOf(await owner.page(`/cards/${card}/checks`))).toContain('All 3 checks pass.');
  const contents = await contentOf(card);
  expect(contents.map(({ expect: expected }) => (expected as { changes: boolean }).changes)).toEqual([
    false,
    false,
    true,
  ]);
});

test('a value that is no longer there is told', async () => {
  const parts = {
    additional: { bonus: 0 },
    triggers: { onScan: { action: 'PSActionIncrementValue', targetPath: 'bonus', amount: 1 } },
  };
  const card = await t.template(stampCard(10, parts));
  await keep(card, 'From four to five', { event: 'onScan', 'set.bonus': '4' });
  await keep(card, 'From nothing to one', { event: 'onScan' });
  await t.template(stampCard(10, { additional: {}, triggers: {} }), { templateHash: card });
  const text = textOf(await owner.page(`/cards/${card}/checks`));
  expect(text).toContain('The check cannot be run: This template has no API path "bonus".');
  expect(text).toContain('The card has no Bonus any more, and the check expects 1 there.');
});

test('mistakes show the form again, and more checks than a card may have are refused', async () => {
  const card = await t.template(stampCard());
  const nameless = await keep(card, '  ');
  expect(nameless.status).toBe(400);
  const html = await nameless.text();
  expect(html).toContain('Give the check a name of 1 to 100 characters.');
  expect(html).toContain('POINTS is 10');
  expect((await keep(card, 'x'.repeat(101))).status).toBe(400);
  expect(await contentOf(card)).toEqual([]);
  const { store } = t.app.context;
  const { id } = (await store.templateByHash(card))!.template;
  await keep(card, 'first');
  const [content] = await contentOf(card);
  await store.replaceChecks(id, Array(MOST_CHECKS).fill({ name: 'x', content: content! }), t.now());
  const full = await keep(card, 'one more');
  expect(full.status).toBe(400);
  expect(await full.text()).toContain(`A card has at most ${MOST_CHECKS} checks. Delete one first.`);
});

test('a check is deleted on a page of its own, once', async () => {
  const card = await t.template(stampCard());
  await keep(card, 'To go');
  const html = await owner.page(`/cards/${card}/checks`);
  const path = /href="([^"]*\/checks\/\d+\/delete)"/.exec(html)![1]!;
  expect(textOf(await owner.page(path))).toContain('The check “To go” is no longer run when you publish.');
  expect((await owner.post(path, {})).status).toBe(303);
  expect(await contentOf(card)).toEqual([]);
  // Somebody else presses it again.
  expect((await owner.post(path, {})).status).toBe(303);
  expect((await owner.get(path)).status).toBe(303);
  const log = textOf(await owner.page('/settings/audit'));
  expect(log).toContain('Check of a card kept');
  expect(log).toContain('Check of a card deleted');
});

test('a copy of a card has its checks', async () => {
  const card = await t.template(stampCard());
  await keep(card, 'Ten');
  const copied = await owner.post(`/cards/${card}/copy`, { name: 'Second' });
  const copy = /\/cards\/([\w-]{32})/.exec(copied.headers.get('location')!)![1]!;
  expect(copy).not.toBe(card);
  expect(await contentOf(copy)).toEqual(await contentOf(card));
});
