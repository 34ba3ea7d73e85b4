// The pages beside the designer in a browser, as an owner uses them: a renamed key, a place with its
// map, a picture that is cut, a second language, and the editor of JSON. On phone and desktop, by
// keyboard, with and without script.
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserFiles } from '../../src/http/browser-files.ts';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { DESKTOP, NARROWEST, openPages, type Pages, SCHEMES, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';
import { faultsOfPages } from '../fixtures/pages/faults.ts';
import { logIn } from '../fixtures/pages/log-in.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';

const POINTS = 'structure_headerFields_points_value';
const PATHS = {
  rename: `/design/rename?path=${POINTS}&key=score`,
  dates: '/design/dates',
  places: '/design/places',
  programs: '/design/programs',
  details: '/design/details',
  poster: '/design/poster',
  pictures: '/design/pictures',
  crop: '/design/pictures/crop?name=logo',
  languages: '/design/languages',
  removeLanguage: '/design/languages/remove?language=fr',
  code: '/code',
};
/** The pictures for people. */
const KEPT = ['places-phone', 'pictures-desktop', 'crop-phone', 'languages-desktop', 'code-desktop', 'rename-phone'];

const CARD = pointsTemplate({
  type: 'eventTicket',
  logoText: 'Bakery at the corner',
  backgroundColor: 'rgb(138, 47, 60)',
  foregroundColor: 'white',
  labelColor: 'rgb(255, 221, 200)',
  additional: { psScanText: `{${POINTS}} points`, psEditorPaths: POINTS },
  triggers: { onScan: [{ action: 'PSActionIncrementValue', targetPath: POINTS, amount: 1 }] },
  locations: [{ latitude: 52.5186, longitude: 13.4081, relevantText: 'Fresh bread is near.' }],
  localizations: { fr: { POINTS: 'POINTS FR' } },
});

describe.skipIf(WITHOUT_BROWSER)('the pages beside the designer', () => {
  let pages: Pages;
  let hash: string;
  let logo: Buffer;
  beforeAll(async () => {
    pages = await openPages();
    logo = await sharp({ create: { width: 480, height: 320, channels: 3, background: '#8a2f3c' } })
      .png()
      .toBuffer();
    hash = await fresh();
  });
  afterAll(() => pages?.close());

  const fresh = async () =>
    pages.t.template(
      { ...CARD, images: { logo: `data:image/png;base64,${logo.toString('base64')}` } },
      { templateName: 'Bonus card' },
    );
  const draftOf = async (card: string) => {
    const { template } = (await pages.t.app.context.store.templateByHash(card))!;
    return (await pages.t.app.context.store.draftOf(template.id))?.passConstructor as any;
  };
  const addressOf = (card: string, path: string) => `${pages.root}/cards/${card}${path}`;
  const addresses = () =>
    Object.fromEntries(Object.entries(PATHS).map(([name, path]) => [name, addressOf(hash, path)]));
  const goTo = (page: Page, card: string, path: string) => page.goto(addressOf(card, path));

  test.each(SCHEMES)('every page is whole, still and open to everybody in both widths (%s)', async (colorScheme) => {
    const watched = await pages.open({ colorScheme });
    const { page } = watched;
    await logIn(page, pages.root);
    const opened = async (name: string) => {
      if (name === 'code') await page.locator('.cm-content').waitFor();
    };
    const seen = async (picture: string) => {
      const isKept = KEPT.includes(picture) || process.env.SCREENSHOTS === 'all';
      if (colorScheme === 'light' && isKept) await keepScreenshot(page, `workshop-${picture}`);
    };
    expect(await faultsOfPages(watched, addresses(), { opened, seen })).toEqual({});
    await watched.close();
  });

  test('German pages are whole on the narrowest phone', async () => {
    const watched = await pages.open({ locale: 'de-DE', viewport: NARROWEST });
    await logIn(watched.page, pages.root);
    expect(await faultsOfPages(watched, addresses(), { sizes: { narrowest: NARROWEST } })).toEqual({});
    await watched.close();
  });

  test.each([true, false])('a key is renamed with three clicks (script: %s)', async (javaScriptEnabled) => {
    const card = await fresh();
    const watched = await pages.open({ javaScriptEnabled });
    const { page } = watched;
    await logIn(page, pages.root);
    await goTo(page, card, `/design/rename?path=${POINTS}`);
    await page.getByLabel('New key').fill('score');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Rename to score' }).click();
    await page.getByText('Renamed in the draft').waitFor();
    expect((await draftOf(card)).triggers.onScan[0].targetPath).toBe('structure_headerFields_score_value');
    expect(watched.complaints).toEqual([]);
    await watched.close();
  });

  test.each([true, false])('a place and an end are added by keyboard (script: %s)', async (javaScriptEnabled) => {
    const card = await fresh();
    const watched = await pages.open({ javaScriptEnabled, viewport: DESKTOP });
    const { page } = watched;
    await logIn(page, pages.root);
    await goTo(page, card, '/design/places');
    await page.locator('summary', { hasText: 'Add a place' }).click();
    const added = page.getByRole('group', { name: 'Add a place' });
    await added.getByLabel('Latitude').fill('48,1372');
    await added.getByLabel('Longitude').fill('11.5755');
    await page.keyboard.press('Enter');
    await page.getByText('Saved in the draft. Phones').waitFor();
    await expect(
      page
        .getByRole('link', { name: /openstreetmap/ })
        .nth(1)
        .getAttribute('href'),
    ).resolves.toContain('mlat=48.1372&mlon=11.5755');
    await goTo(page, card, '/design/dates');
    await page.getByLabel('Expires', { exact: true }).fill('2030-12-31T20:00');
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByText('Saved in the draft. Phones').waitFor();
    const draft = await draftOf(card);
    expect(draft.locations[1]).toEqual({ latitude: 48.1372, longitude: 11.5755 });
    expect(draft.expirationDate).toMatch(/^2030-12-31T20:00/);
    await watched.close();
  });

  test('a picture is put, and cut by keyboard and by dragging', async () => {
    const card = await fresh();
    const watched = await pages.open({ viewport: DESKTOP });
    const { page } = watched;
    await logIn(page, pages.root);
    await goTo(page, card, '/design/pictures');
    await page.locator('#file-strip').setInputFiles({ name: 'strip.png', mimeType: 'image/png', buffer: logo });
    await page.getByRole('button', { name: 'Use this file: Wide picture', exact: true }).click();
    await page.getByText('The picture is in the draft').waitFor();
    await page.getByRole('link', { name: 'Cut: Wide picture', exact: true }).click();
    const frame = page.getByRole('button', { name: /The part that stays/ });
    const top = () => page.getByLabel('From the top').inputValue();
    const before = Number(await top());
    await frame.focus();
    await page.keyboard.press('ArrowDown');
    expect(Number(await top())).toBeGreaterThan(before);
    await page.keyboard.press('Shift+ArrowLeft');
    expect(Number(await page.getByLabel('Width').inputValue())).toBeLessThan(480);
    const box = (await frame.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y - 300);
    await page.mouse.up();
    expect(await top()).toBe('0');
    await page.getByRole('button', { name: 'Cut to this part' }).click();
    await page.getByText('The picture is cut').waitFor();
    const stored = (await pages.t.app.context.store.image((await draftOf(card)).images.strip))!;
    const { width = 0, height = 0 } = await sharp(stored.bytes).metadata();
    // A strip of a ticket is 375 by 98 points.
    expect(Math.abs(width / height - 375 / 98)).toBeLessThan(0.05);
    expect(watched.complaints).toEqual([]);
    await watched.close();
  });

  test('a language is added and translated without script', async () => {
    const card = await fresh();
    const watched = await pages.open({ javaScriptEnabled: false });
    const { page } = watched;
    await logIn(page, pages.root);
    await goTo(page, card, '/design/languages');
    await page.getByLabel('Language, by its code').fill('de');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const points = page.getByRole('group', { name: 'POINTS', exact: true });
    await points.getByLabel('German').fill('PUNKTE');
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByText('Saved in the draft. Phones').waitFor();
    expect((await draftOf(card)).localizations.de).toEqual({ POINTS: 'PUNKTE' });
    await watched.close();
  });

  describe('the editor of JSON', () => {
    test('colours in a shadow root, faults at their place, completion, and a save by keyboard', async () => {
      const card = await fresh();
      const watched = await pages.open({ viewport: DESKTOP });
      const { page } = watched;
      await logIn(page, pages.root);
      await goTo(page, card, '/code');
      const editor = page.locator('.cm-content');
      await editor.waitFor();
      expect(await page.locator('textarea[name=json]').isVisible()).toBe(false);
      // Styles of the editor are there although the policy allows no inline style.
      const colour = await page.evaluate(() => {
        const root = document.querySelector('.jsonEditor')!.shadowRoot!;
        const [key, mark] = [root.querySelector('.cm-line span')!, root.querySelector('.cm-gutters')!];
        return [getComputedStyle(key).color, getComputedStyle(mark).backgroundColor];
      });
      expect(colour).not.toContain('rgba(0, 0, 0, 0)');
      await editor.click();
      await page.keyboard.press('Control+Home');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await page.keyboard.type('"stripC');
      // Enter would count as a new line just after the list came, and so it should.
      await page.getByRole('option', { name: '"stripColor"' }).click();
      await page.keyboard.type(': "nocolour",');
      const mark = page.locator('.cm-lint-marker-error').first();
      await mark.waitFor();
      // The mark is drawn anew while faults come in, and a pointer that rests on it shows nothing then.
      const words = page.getByText('stripColor is a colour').first();
      const told = async () => {
        await page.mouse.move(0, 0);
        await mark.hover();
        const isThere = words.waitFor({ timeout: 3000 });
        return isThere.then(
          () => true,
          () => false,
        );
      };
      await expect.poll(told, { timeout: 30_000, interval: 400 }).toBe(true);
      await page.keyboard.press('Control+s');
      await page.getByText('Saved in the draft. Phones').waitFor();
      expect((await draftOf(card)).stripColor).toBe('nocolour');
      expect(watched.complaints).toEqual([]);
      await watched.close();
    });

    test('leaves the keyboard free, and saves a text area without script', async () => {
      const card = await fresh();
      const watched = await pages.open({ javaScriptEnabled: false });
      const { page } = watched;
      await logIn(page, pages.root);
      await goTo(page, card, '/code');
      const area = page.locator('textarea[name=json]');
      const typed = (await area.inputValue()).replace('Bakery at the corner', 'Bakery by the sea');
      await area.fill(typed);
      await page.getByRole('button', { name: 'Save draft' }).click();
      await page.getByText('Saved in the draft. Phones').waitFor();
      expect((await draftOf(card)).logoText).toBe('Bakery by the sea');
      await watched.close();
    });

    test('is one minified file of less than 400 KB that names no other', async () => {
      const file = (await browserFiles()).get('editor/json-editor.js')!;
      expect(file.imports).toEqual([]);
      expect((file.content as string).length).toBeLessThan(400_000);
      expect([...(await browserFiles()).keys()].filter((name) => name.startsWith('editor/'))).toEqual([
        'editor/json-editor.js',
      ]);
    });
  });
});
