// The designer in a browser, as an owner uses it: change colours and texts and see the card follow,
// add and move a field, mend what is hard to read. On phone and desktop, by the keyboard alone, and
// without script.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { pointsTemplate } from '../fixtures/open-app.ts';
import {
  DESKTOP,
  NARROWEST,
  openPages,
  type Pages,
  PHONE,
  SCHEMES,
  WITHOUT_BROWSER,
} from '../fixtures/pages/browser.ts';
import { faultsOfPages } from '../fixtures/pages/faults.ts';
import { logIn } from '../fixtures/pages/log-in.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';
import { reachByTab } from '../fixtures/pages/sight.ts';

const KEPT = ['design-desktop', 'design-phone', 'design-field-desktop'];
/** In bytes: what a page of the designer may load as script. */
const MOST_SCRIPT = 400 * 1024;

const CARD = pointsTemplate({
  backgroundColor: 'rgb(138, 47, 60)',
  foregroundColor: 'white',
  labelColor: 'rgb(255, 221, 200)',
  logoText: 'Bakery at the corner',
  structure: {
    ...(pointsTemplate().structure as JsonObject),
    backFields: [{ key: 'news', label: 'Latest news', value: 'Fresh bread from six o’clock.', changeMessage: '%@' }],
  },
});

describe.skipIf(WITHOUT_BROWSER)('the designer', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages();
  });
  afterAll(() => pages?.close());

  const newCard = () => pages.t.template(CARD, { templateName: 'Bonus card' });
  const addressOf = (hash: string, path = '') => `${pages.root}/cards/${hash}/design${path}`;
  const draftOf = async (hash: string) => {
    const { template } = (await pages.t.app.context.store.templateByHash(hash))!;
    return (await pages.t.app.context.store.draftOf(template.id))?.passConstructor as any;
  };

  test.each(SCHEMES)('every page is whole, still and open to everybody in both widths (%s)', async (colorScheme) => {
    const hash = await newCard();
    const watched = await pages.open({ colorScheme });
    const { page } = watched;
    await logIn(page, pages.root);
    const seen = async (picture: string) => {
      if (colorScheme === 'light' && KEPT.includes(picture)) await keepScreenshot(page, `workshop-${picture}`);
    };
    const addresses = {
      design: addressOf(hash),
      'design-field': addressOf(hash, '/field?group=secondaryFields&key=name'),
      'design-value': addressOf(hash, '/value?key=counter'),
      'design-remove': addressOf(hash, '/remove?group=secondaryFields&key=seen'),
    };
    expect(await faultsOfPages(watched, addresses, { seen })).toEqual({});
    await watched.close();
  });

  test('German pages are whole on the narrowest phone', async () => {
    const hash = await newCard();
    const watched = await pages.open({ locale: 'de-DE', viewport: NARROWEST });
    await logIn(watched.page, pages.root);
    const addresses = { design: addressOf(hash), field: addressOf(hash, '/field?group=headerFields&key=points') };
    expect(await faultsOfPages(watched, addresses, { sizes: { narrowest: NARROWEST } })).toEqual({});
    await watched.close();
  });

  test('the card follows what is typed, with little script, and asks before it is lost', async () => {
    const hash = await newCard();
    const { page, complaints, close } = await pages.open({ viewport: DESKTOP });
    let script = 0;
    page.on('response', async (response) => {
      if (response.url().includes('/assets/') && response.url().endsWith('.js'))
        script += (await response.body()).length;
    });
    await logIn(page, pages.root);
    await page.goto(addressOf(hash));
    await page.getByLabel('Text beside the logo').fill('Café');
    await page.locator('.ofUsual .logoText', { hasText: 'Café' }).waitFor();
    const row = page.locator('#field-headerFields-0');
    await row.getByLabel('Value').fill('12');
    await page.locator('.ofUsual .headerFields', { hasText: '12' }).waitFor();
    await page.getByRole('textbox', { name: 'Background', exact: true }).fill('#fafafa');
    await page.getByText('hard to read').first().waitFor();
    await page.getByRole('button', { name: 'Make readable' }).click();
    await page.getByText('Saved as a draft.').waitFor();
    expect(await draftOf(hash)).toMatchObject({
      logoText: 'Café',
      backgroundColor: '#fafafa',
      foregroundColor: 'rgb(20, 20, 20)',
    });
    expect(script).toBeGreaterThan(1000);
    expect(script).toBeLessThan(MOST_SCRIPT);
    await page.getByLabel('Lock screen', { exact: true }).check();
    await page.locator('.lockNote', { hasText: 'Fresh bread' }).waitFor();
    await page.locator('#side-back').check();
    await page.locator('.ofBack', { hasText: 'Latest news' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test.each([
    ['phone', { viewport: PHONE, javaScriptEnabled: true }],
    ['desktop', { viewport: DESKTOP, javaScriptEnabled: true }],
    ['phone without script', { viewport: PHONE, javaScriptEnabled: false }],
  ])('a field is added, worded, told to phones and moved (%s)', async (_, options) => {
    const hash = await newCard();
    const { page, complaints, close } = await pages.open(options);
    await logIn(page, pages.root);
    await page.goto(addressOf(hash));
    // Two clicks: add, and more.
    await page.getByLabel('New field: Lowest row').first().fill('LEVEL');
    await page.getByRole('button', { name: /^Add\s+New field: Lowest row$/ }).click();
    await page.locator('#field-auxiliaryFields-0').waitFor();
    await page.locator('#field-auxiliaryFields-0').getByLabel('Value').fill('Gold');
    await page.getByRole('button', { name: /^More ›\s+LEVEL$/ }).click();
    await page.getByLabel('What lock screens say when the value changes').fill('You are %@ now');
    await page.getByLabel('Customers may fill this in').check();
    await page.getByRole('button', { name: 'Save draft' }).last().click();
    await page.locator('.bubble', { hasText: 'You are Gold now' }).waitFor();
    await page.getByRole('link', { name: 'Back to the design' }).click();
    await page.getByRole('button', { name: 'Move SEEN up' }).click();
    await page.getByText('Saved as a draft.').waitFor();
    const { structure } = await draftOf(hash);
    expect(structure.auxiliaryFields).toEqual([
      { key: 'level', label: 'LEVEL', value: { PSValue: 'Gold', PSEditable: true }, changeMessage: 'You are %@ now' },
    ]);
    expect(structure.secondaryFields.map(({ key }: JsonObject) => key)).toEqual(['seen', 'name']);
    expect(complaints).toEqual([]);
    await close();
  });

  test('a field is dragged to another place in its group', async () => {
    const hash = await newCard();
    const { page, complaints, close } = await pages.open({ viewport: DESKTOP });
    await logIn(page, pages.root);
    await page.goto(addressOf(hash));
    const grip = page.locator('#field-secondaryFields-1 [data-grip]');
    await grip.scrollIntoViewIfNeeded();
    await grip.dragTo(page.locator('#field-secondaryFields-0'), { targetPosition: { x: 40, y: 8 } });
    await page.getByText('Saved as a draft.').waitFor();
    const { structure } = await draftOf(hash);
    expect(structure.secondaryFields.map(({ key }: JsonObject) => key)).toEqual(['seen', 'name']);
    expect(complaints).toEqual([]);
    await close();
  });

  test('the keyboard alone changes a value and saves it', async () => {
    const hash = await newCard();
    const { page, close } = await pages.open({ viewport: DESKTOP });
    await logIn(page, pages.root);
    await page.goto(addressOf(hash));
    await reachByTab(page, page.locator('#field-headerFields-0').getByLabel('Value'));
    await page.keyboard.press('Control+A');
    await page.keyboard.type('33');
    await page.keyboard.press('Enter');
    await page.getByText('Saved as a draft.').waitFor();
    expect((await draftOf(hash)).structure.headerFields[0].value).toBe(33);
    await close();
  });
});
