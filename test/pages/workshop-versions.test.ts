// Drafts and history in a browser, as an owner does these jobs: see what is not published yet, publish
// it, go back to yesterday's version. On phone and desktop, with and without script.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Caller, callerOfMember, ownerOf } from '../../src/operations/access/caller.ts';
import { editDraft, openDraft } from '../../src/operations/templates/drafts.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { person } from '../fixtures/http/people.ts';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { DESKTOP, openPages, type Pages, PHONE, SCHEMES, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';
import { faultsOfPages } from '../fixtures/pages/faults.ts';
import { logIn } from '../fixtures/pages/log-in.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';
import { reachByTab } from '../fixtures/pages/sight.ts';
import { noise } from '../fixtures/pass/pictures.ts';

const HOUR = 60 * 60 * 1000;
const PATHS = {
  publish: '/publish',
  discard: '/discard',
  versions: '/versions',
  version: '/versions/3',
  compared: '/versions/1?with=3',
  replace: '/versions/1/restore',
};
/** The pictures for people. */
const KEPT = [
  'publish-desktop',
  'publish-phone',
  'versions-desktop',
  'versions-phone',
  'version-desktop',
  'version-phone',
];

const scan = (parts: object = {}) => ({
  action: 'PSActionIncrementValue',
  targetPath: 'structure_headerFields_points_value',
  amount: 1,
  ...parts,
});
const card = (parts: JsonObject = {}): JsonObject =>
  pointsTemplate({
    backgroundColor: 'rgb(138, 47, 60)',
    foregroundColor: 'white',
    labelColor: 'rgb(255, 221, 200)',
    logoText: 'Bakery at the corner',
    structure: {
      headerFields: [{ key: 'points', label: 'POINTS', value: 0, changeMessage: 'You now have %@ points' }],
      primaryFields: [{ key: 'offer', label: 'YOUR CARD', value: '10 points are a coffee' }],
      backFields: [{ key: 'news', label: 'Latest news', value: 'Fresh bread from six o’clock.', changeMessage: '%@' }],
    },
    triggers: { onScan: [scan()] },
    ...parts,
  });

describe.skipIf(WITHOUT_BROWSER)('a card’s draft and history', () => {
  let pages: Pages;
  let hash: string;
  let bob: Caller;
  beforeAll(async () => {
    pages = await openPages();
    const { t } = pages;
    bob = (await callerOfMember(t.app.context, (await person(t, 'developer')).member))!;
  });
  beforeEach(async () => {
    const { t } = pages;
    hash = await t.template(card(), { templateName: 'Bonus card' });
    t.advance(20 * HOUR);
    const logo = `data:image/png;base64,${(await noise(160, 50)).toString('base64')}`;
    await save({ labelColor: 'rgb(255, 240, 200)', images: { logo } });
    t.advance(4 * HOUR);
    await save({ triggers: { onScan: [scan({ amount: 10 }), scan({ PSConditions: 'registered' })] } });
    await t.install(await t.pass(hash));
  });
  afterAll(() => pages?.close());

  const save = (parts: JsonObject) => {
    const { t } = pages;
    return t.call('insertUpdateTemplate', {
      clientHash: t.clientHash,
      templateHash: hash,
      passConstructor: card(parts),
    });
  };
  const edit = async (change: (given: JsonObject) => JsonObject, caller = ownerOf(pages.t.owner)) => {
    const { context } = pages.t.app;
    const { revision } = await openDraft(context, caller, hash);
    return editDraft(context, caller, hash, { revision, edit: change });
  };
  const news = (text: string) => (given: JsonObject) => {
    const structure = given.structure as Record<string, JsonObject[]>;
    return { ...given, structure: { ...structure, backFields: [{ ...structure.backFields![0]!, value: text }] } };
  };
  const state = async () => {
    const { store } = pages.t.app.context;
    const { template } = (await store.templateByHash(hash))!;
    return { version: template.version, draft: await store.draftOf(template.id) };
  };

  test.each(SCHEMES)('every page is whole, still and open to everybody in both widths (%s)', async (colorScheme) => {
    await edit(
      (given) => ({ ...news('Cake at half price on Sunday.')(given), backgroundColor: 'rgb(31, 79, 94)' }),
      bob,
    );
    // Somebody publishes while the draft is there.
    await save({ triggers: { onScan: [scan({ amount: 2 })] } });
    const watched = await pages.open({ colorScheme });
    const { page } = watched;
    await logIn(page, pages.root);
    const addresses = Object.fromEntries(
      Object.entries(PATHS).map(([name, path]) => [name, `${pages.root}/cards/${hash}${path}`]),
    );
    const seen = async (picture: string) => {
      if (colorScheme === 'light' && KEPT.includes(picture)) await keepScreenshot(page, `workshop-${picture}`);
    };
    expect(await faultsOfPages(watched, addresses, { seen })).toEqual({});
    await watched.close();
  });

  test.each([
    ['phone', { viewport: PHONE, javaScriptEnabled: true }],
    ['desktop', { viewport: DESKTOP, javaScriptEnabled: true }],
    ['phone without script', { viewport: PHONE, javaScriptEnabled: false }],
  ])('go back to yesterday’s version: six clicks from the cards (%s)', async (_, options) => {
    const { page, complaints, close } = await pages.open(options);
    await logIn(page, pages.root);
    await page.goto(`${pages.root}/cards`);
    let clicks = 0;
    const click = async (role: 'link' | 'button', name: string | RegExp) => {
      clicks += 1;
      await page.getByRole(role, { name }).first().click();
    };
    await click('link', 'Bonus card');
    await click('link', 'Versions');
    await page.getByText('When a card is scanned: add 10 to POINTS. Before: add 1 to POINTS').waitFor();
    await click('link', 'Version 2');
    await page.getByRole('heading', { name: 'Version 2', exact: true }).waitFor();
    await click('button', 'Bring back as draft');
    await page.getByText('The draft is version 2 now. No phone sees it before you publish it.').waitFor();
    expect((await state()).version).toBe(3);
    await click('link', 'See and publish');
    await page.getByText('When a card is scanned: add 1 to POINTS. Before: add 10 to POINTS').waitFor();
    await page.getByLabel('Note').fill('The tenfold points were a mistake');
    await click('button', 'Publish to 1 phone');
    await page.getByText('Version 4 is published.').waitFor();
    await page.getByText('The tenfold points were a mistake').waitFor();
    expect(clicks).toBe(6);
    expect(await state()).toEqual({ version: 4, draft: null });
    expect(complaints).toEqual([]);
    await close();
  });

  test('a draft is published with a notice, which says what lock screens will read', async () => {
    await edit(news('Cake at half price on Sunday.'));
    const { page, close } = await pages.open({ viewport: PHONE });
    await logIn(page, pages.root);
    await page.goto(`${pages.root}/cards/${hash}`);
    await page.getByText('Draft: 1 change').waitFor();
    await page.getByRole('link', { name: 'See and publish' }).click();
    expect(await page.locator('.bubble').allTextContents()).toEqual(['Cake at half price on Sunday.']);
    await page.getByLabel('Tell the phones now').check();
    await page.getByRole('button', { name: 'Publish to 1 phone' }).click();
    await page.getByText('Version 4 is published. 1 phone is being told.').waitFor();
    expect((await pages.t.jobs()).map(({ kind }) => kind)).toContain('push_template');
    await pages.t.deliver();
    await close();
  });

  test('a draft that somebody else changed is shown as it is now, and nothing is published unseen', async () => {
    await edit(news('First'));
    const { page, close } = await pages.open({ viewport: DESKTOP });
    await logIn(page, pages.root);
    await page.goto(`${pages.root}/cards/${hash}/publish`);
    await page.getByLabel('Note').fill('My note');
    await edit(news('Second'), bob);
    await page.getByRole('button', { name: /^Publish/ }).click();
    await page.getByRole('alert').getByText(`was changed by ${bob.email}`).waitFor();
    expect(await page.getByLabel('Note').inputValue()).toBe('My note');
    await page.getByText('Latest news: “Fresh bread from six o’clock.” → Second').waitFor();
    expect((await state()).version).toBe(3);
    await page.getByRole('button', { name: /^Publish/ }).click();
    await page.getByText('Version 4 is published.').waitFor();
    await close();
  });

  test('the keyboard alone throws a draft away', async () => {
    await edit(news('Never mind'));
    const { page, close } = await pages.open({ viewport: DESKTOP });
    await logIn(page, pages.root);
    await page.goto(`${pages.root}/cards/${hash}`);
    const press = async (name: string | RegExp, role: 'link' | 'button') => {
      await reachByTab(page, page.getByRole(role, { name }).first());
      await page.keyboard.press('Enter');
    };
    await press('Throw away…', 'link');
    await page.getByRole('heading', { name: 'Throw the draft away?' }).waitFor();
    await press('Throw the draft away', 'button');
    await page.getByText('The draft was thrown away.').waitFor();
    expect((await state()).draft).toBeNull();
    await close();
  });
});
