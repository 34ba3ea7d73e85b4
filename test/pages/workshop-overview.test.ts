// A card's overview, news and sending in a browser, as an owner does these jobs: how many have the
// card, change a text on all cards and tell the phones, give the card away. On phone and desktop,
// with and without script.
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
  SIZES,
  WITHOUT_BROWSER,
} from '../fixtures/pages/browser.ts';
import { faultsOf, faultsOfPages, STILL } from '../fixtures/pages/faults.ts';
import { logIn } from '../fixtures/pages/log-in.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';
import { reachByTab } from '../fixtures/pages/sight.ts';

const NEWS = 'structure_backFields_news_value';
const NAME = 'structure_secondaryFields_name_value';
const HOUR = 60 * 60 * 1000;
const PATHS = { overview: '', passes: '/passes?with=scanned', export: '/export', news: '/news', send: '/send' };
/** The pictures for people. */
const KEPT = ['overview-desktop', 'overview-phone', 'news-phone', 'send-desktop'];

const CARD = pointsTemplate({
  backgroundColor: 'rgb(138, 47, 60)',
  foregroundColor: 'white',
  labelColor: 'rgb(255, 221, 200)',
  logoText: 'Bakery at the corner',
  structure: {
    ...(pointsTemplate().structure as JsonObject),
    backFields: [{ key: 'news', label: 'Latest news', value: 'Fresh bread from six o’clock.', changeMessage: '%@' }],
  },
  additional: {
    psPortalUpdatePaths: NEWS,
    psPassDescription: `{${NAME}}`,
    psExportPaths: `hashedSerialNumber,${NAME}`,
  },
});

describe.skipIf(WITHOUT_BROWSER)('a card’s overview', () => {
  let pages: Pages;
  let hash: string;
  beforeAll(async () => {
    pages = await openPages();
    const { t } = pages;
    hash = await t.template(CARD, { templateName: 'Bonus card' });
    const { store } = t.app.context;
    for (let day = 24; day >= 0; day--) {
      for (let index = 0; index < (day % 4) + 1; index++) {
        const pass = await t.pass(hash, { [NAME]: `Customer ${day}-${index}` });
        if (index > 0) await t.install(pass);
        for (let scan = 0; scan < (day * 7 + index * 3) % 5; scan++) {
          await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 });
        }
        if (index === 2)
          await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 2 });
      }
      t.advance(24 * HOUR);
    }
    for (const [index, source] of ['flyer', 'flyer', 'website'].entries()) {
      const name = `source-${index}`;
      const create = {
        serialNumber: name,
        hash: name,
        authenticationToken: 't',
        overrides: { [NAME]: name },
        createdAt: t.now(),
      };
      await store.createPass(hash, () => ({ create, source, result: null }));
    }
    await t.deliver();
  });
  afterAll(() => pages?.close());

  const addresses = () =>
    Object.fromEntries(Object.entries(PATHS).map(([name, path]) => [name, `${pages.root}/cards/${hash}${path}`]));
  const newsOf = async () => {
    const { template } = (await pages.t.app.context.store.templateByHash(hash))!;
    const made = (await pages.t.app.context.store.templateVersion(template.id, template.version)) as any;
    return made.structure.backFields[0].value as string;
  };

  test.each(SCHEMES)('every page is whole, still and open to everybody in both widths (%s)', async (colorScheme) => {
    const watched = await pages.open({ colorScheme });
    const { page } = watched;
    await logIn(page, pages.root);
    const seen = async (picture: string) => {
      if (colorScheme === 'light' && KEPT.includes(picture)) await keepScreenshot(page, `workshop-${picture}`);
    };
    expect(await faultsOfPages(watched, addresses(), { seen })).toEqual({});
    await watched.close();
  });

  test('German pages are whole on the narrowest phone', async () => {
    const watched = await pages.open({ locale: 'de-DE', viewport: NARROWEST });
    const { page } = watched;
    await logIn(page, pages.root);
    const seen = async (picture: string) => {
      if (picture === 'overview-german') await keepScreenshot(page, `workshop-${picture}`);
    };
    expect(await faultsOfPages(watched, addresses(), { sizes: { german: NARROWEST }, seen })).toEqual({});
    await watched.close();
  });

  test.each(Object.entries(SIZES))(
    'how many have it: one click on a number, one on a customer (%s)',
    async (_, viewport) => {
      const { page, close } = await pages.open({ viewport });
      await logIn(page, pages.root);
      await page.goto(`${pages.root}/portal.php?templateHash=${hash}`);
      const onPhones = page.getByRole('link', { name: /on phones now/ });
      const count = Number((await onPhones.locator('strong').textContent())!.replace(/\D/g, ''));
      const { template } = (await pages.t.app.context.store.templateByHash(hash))!;
      expect(count).toBe((await pages.t.app.context.store.templateCounts(template.id)).onPhones);
      await onPhones.click();
      await page.getByRole('heading', { name: 'Cards on phones now' }).waitFor();
      expect(await page.locator('.rows li').count()).toBe(count);
      expect(await page.locator('.rows a').first().getAttribute('href')).toMatch(/^\/customers\/[\w-]+$/);
      await close();
    },
  );

  test.each([
    ['phone', { viewport: PHONE, javaScriptEnabled: true }],
    ['desktop', { viewport: DESKTOP, javaScriptEnabled: true }],
    ['phone without script', { viewport: PHONE, javaScriptEnabled: false }],
  ])('change a text on all cards and tell the phones: type and press one button (%s)', async (name, options) => {
    const { page, complaints, close } = await pages.open(options);
    await logIn(page, pages.root);
    await page.goto(`${pages.root}/cards/${hash}`);
    const text = `Cake at half price on Sunday, ${name}`;
    await page.getByLabel('Latest news').fill(text);
    // Only a script can follow the typing.
    const shown = await page.locator('.bubble').textContent();
    expect(shown === text).toBe(options.javaScriptEnabled);
    await page.getByRole('button', { name: /^Send to \d+ cards on phones$/ }).click();
    await page.getByText('Sent. The card has the new text, and the phones are being told.').waitFor();
    expect(await newsOf()).toBe(text);
    await page.getByText(/phones? (is|are) told so far/).waitFor();
    await pages.t.deliver();
    if (!options.javaScriptEnabled) await page.getByRole('link', { name: 'Look again' }).click();
    await page.getByText('All phones that had the card were told').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('a refused text is shown again with its mistake, to the keyboard first', async () => {
    const other = await pages.t.template(
      pointsTemplate({
        additional: {
          psPortalUpdatePaths: 'points,note',
          points: { PSValue: 5, PSLabel: 'Points' },
          note: { PSValue: 'x', PSLabel: 'Note' },
        },
      }),
    );
    const watched = await pages.open({ viewport: PHONE });
    const { page } = watched;
    await logIn(page, pages.root);
    await page.goto(`${pages.root}/cards/${other}/news`);
    await page.getByRole('textbox', { name: 'Points' }).fill('many');
    await page.getByRole('textbox', { name: 'Note' }).fill('kept');
    await page.getByRole('button', { name: 'Put it on the card' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('kept');
    expect(await page.getByRole('textbox', { name: 'Points' }).inputValue()).toBe('many');
    expect([...(await faultsOf(page, STILL)), ...watched.complaints]).toEqual([]);
    await watched.close();
  });

  test('give it away: copy the link, take the code and the poster', async () => {
    const { page, close } = await pages.open({ viewport: DESKTOP, permissions: ['clipboard-read', 'clipboard-write'] });
    await logIn(page, pages.root);
    await page.goto(`${pages.root}/cards/${hash}`);
    await page.getByRole('button', { name: 'Copy the link' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(`${pages.root}/pass/create.php?templateHash=${hash}`);
    await page.getByRole('link', { name: 'Code, poster, form and spreadsheet' }).click();
    await page.getByRole('link', { name: 'A form first' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Poster as PDF' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('Bonus-card-poster.pdf');
    await close();
  });

  test('the keyboard alone sends news', async () => {
    const { page, close } = await pages.open({ viewport: DESKTOP });
    await logIn(page, pages.root);
    await page.goto(`${pages.root}/cards/${hash}/news`);
    await reachByTab(page, page.getByLabel('Latest news'));
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Typed by keys');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Sent. The card has the new text').waitFor();
    expect(await newsOf()).toBe('Typed by keys');
    await close();
  });
});
