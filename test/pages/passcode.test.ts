// The passcode of a pass in a browser: asked for, refused, entered with the keyboard alone, and then the pass is there. Without
// JavaScript, in both languages.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../fixtures/pages/axe.ts';
import {
  DESKTOP,
  NARROWEST,
  openPages,
  overflow,
  type Pages,
  PHONE,
  SCHEMES,
  SIZES,
  WITHOUT_BROWSER,
} from '../fixtures/pages/browser.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';
import { faintTexts, unnamed } from '../fixtures/pages/sight.ts';
import { type ModelApp, modelApp } from '../fixtures/pass2u/model-app.ts';

describe.skipIf(WITHOUT_BROWSER)('the passcode of a pass', () => {
  let pages: Pages;
  let t: ModelApp;
  let path: string;
  beforeAll(async () => {
    pages = await openPages();
    t = await modelApp(pages.t);
    const passId = await t.made(await t.model(), {
      passcode: 'open sesame',
      logoText: 'Bistro Coffee',
      barcode: { message: '4711', altText: '4711' },
      fields: [
        { key: 'name', value: 'Ada Lovelace' },
        { key: 'level', value: 'GOLD' },
      ],
    });
    path = `/d/${passId}`;
  });
  afterAll(() => pages?.close());

  test.each(Object.keys(SIZES) as (keyof typeof SIZES)[])(
    'is asked for, refused, and opens the pass (%s)',
    async (size) => {
      const { page, complaints, close } = await pages.open({ viewport: SIZES[size], javaScriptEnabled: false });
      await page.goto(pages.root + path);
      expect(await page.title()).toBe('This pass has a passcode');
      expect(await page.content()).not.toContain('Ada');
      await keepScreenshot(page, `passcode-${size}`);
      await page.locator('#passcode').fill('wrong');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText('This passcode is not right.').waitFor();
      await keepScreenshot(page, `passcode-wrong-${size}`);
      await page.locator('#passcode').fill('open sesame');
      await page.keyboard.press('Enter');
      await page.getByText('Ada Lovelace').first().waitFor();
      expect(page.url()).toBe(pages.root + path);
      const download = await page.locator('p.downloadButton a').getAttribute('href');
      expect(download).toBe(`${path}?download=true`);
      expect(complaints).toEqual([]);
      await close();
    },
  );

  test.each(SCHEMES)('its form is whole, named and not faint (%s)', async (colorScheme) => {
    const { page, complaints, close } = await pages.open({ colorScheme, locale: 'de-DE' });
    for (const viewport of [PHONE, DESKTOP, NARROWEST]) {
      await page.setViewportSize(viewport);
      await page.goto(pages.root + path);
      expect(await page.title()).toBe('Dieser Pass hat ein Kennwort');
      await page.locator('#passcode').fill('falsch');
      await page.getByRole('button').click();
      await page.getByRole('alert').waitFor();
      expect([await overflow(page), await faintTexts(page), await unnamed(page), await violations(page)]).toEqual([
        0,
        [],
        [],
        [],
      ]);
    }
    expect(complaints).toEqual([]);
    await close();
  });
});
