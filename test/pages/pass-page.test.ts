// The page of a pass in a browser: carried to a phone by its code, shared, branded, in two languages, and there before any
// script is.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { readExamples } from '../../src/examples.ts';
import { STYLES } from '../../src/rules/vocabulary.ts';
import { violations } from '../fixtures/pages/axe.ts';
import {
  DESKTOP,
  layoutShift,
  openPages,
  overflow,
  type Pages,
  PHONE,
  SCHEMES,
  SIZES,
  WITHOUT_BROWSER,
} from '../fixtures/pages/browser.ts';
import { GALLERY } from '../fixtures/pages/gallery.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';
import { faintTexts } from '../fixtures/pages/sight.ts';

const ANDROID =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36';

describe.skipIf(WITHOUT_BROWSER)('the page of a pass', () => {
  let pages: Pages;
  /** Name -> path. */
  const shown: Record<string, string> = {};
  const pathOf = (pass: string) => `/pass/create.php?hashedSerialNumber=${pass}`;

  beforeAll(async () => {
    pages = await openPages({ examples: await readExamples() });
    for (const { name, hash } of pages.t.app.first!.templates) shown[name] = pathOf(await pages.t.pass(hash));
    for (const style of STYLES) shown[style] = pathOf(await pages.t.pass(await pages.t.template(GALLERY[style]!)));
  });
  afterAll(() => pages?.close());

  const publicPass = async () => {
    const templateHash = await pages.t.template(GALLERY.storeCard!, { templatePublic: true });
    return { templateHash, path: pathOf(await pages.t.pass(templateHash)) };
  };

  test.each(Object.keys(SIZES) as (keyof typeof SIZES)[])(
    'every style and example keeps still and keeps nobody out (%s)',
    async (size) => {
      const { page, complaints, close } = await pages.open({ viewport: SIZES[size] });
      const found: Record<string, unknown> = {};
      for (const [name, path] of Object.entries(shown)) {
        const wrong: string[] = [];
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme });
          await page.goto(pages.root + path, { waitUntil: 'load' });
          const shift = await layoutShift(page);
          if (shift >= 0.1) wrong.push(`moved by ${shift}`);
          wrong.push(...(await violations(page)), ...complaints.splice(0));
          if (colorScheme === 'light' && (STYLES as readonly string[]).includes(name))
            await keepScreenshot(page, `pass-${name}-${size}`);
        }
        if (wrong.length > 0) found[name] = wrong;
      }
      expect(found).toEqual({});
      await close();
    },
  );

  test('the first paint needs no script, and page and style sheet are under 100 KB together', async () => {
    const { page, close } = await pages.open({ javaScriptEnabled: false });
    for (const style of STYLES) {
      const sizes: Record<string, number> = {};
      page.removeAllListeners('response');
      page.on('response', async (response) => {
        const type = response.request().resourceType();
        // The icon for the tab is of no type.
        if (type !== 'image' && type !== 'other') sizes[type] = (await response.body()).length;
      });
      await page.goto(pages.root + shown[style], { waitUntil: 'networkidle' });
      expect(Object.keys(sizes).sort()).toEqual(['document', 'stylesheet']);
      expect(sizes.document! + sizes.stylesheet!).toBeLessThan(100 * 1000);
      expect(await page.locator('.front').isVisible()).toBe(true);
      expect(await page.getByRole('link', { name: 'Add to Apple Wallet' }).isVisible()).toBe(true);
    }
    await close();
    // Modules wait until the page is there.
    const { path } = await publicPass();
    const html = await (await pages.t.fetch(path)).text();
    const scripts = html.match(/<script[^>]*>/g)!;
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((tag) => !/ type="module"/.test(tag) || / async/.test(tag))).toEqual([]);
  });

  test('a code carries the pass from a desktop to a phone, and is left out on the phone', async () => {
    const { page, close } = await pages.open({ viewport: DESKTOP });
    await page.goto(pages.root + shown.storeCard);
    const code = page.getByAltText('QR code that leads to this pass');
    const wasm = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));
    prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(await readFile(wasm)).buffer } });
    const [read] = await readBarcodes(await code.screenshot({ scale: 'device' }), { formats: ['QRCode'] });
    expect(read!.text).toBe(pages.root + shown.storeCard);
    await page.setViewportSize(PHONE);
    expect(await code.isVisible()).toBe(false);
    await close();
  });

  test.each(SCHEMES)(
    'on Android the page is the card: no button of Apple’s, a code to scan (%s)',
    async (colorScheme) => {
      const { page, complaints, close } = await pages.open({ colorScheme, userAgent: ANDROID });
      for (const style of STYLES) {
        await page.goto(pages.root + shown[style]);
        expect(await page.getByRole('heading', { name: 'This page is your card' }).isVisible()).toBe(true);
        expect(await page.getByText('Add to Apple Wallet').count()).toBe(0);
        const code = (await page.locator('.front .barcode img').boundingBox())!;
        expect(code.width).toBeGreaterThan(100);
        expect([...(await violations(page)), ...(await faintTexts(page)), await overflow(page)]).toEqual([0]);
        if (style === 'storeCard') await keepScreenshot(page, `pass-android-${colorScheme}`);
      }
      expect(complaints).toEqual([]);
      await close();
    },
  );

  test('what a chat program shows of the link', async () => {
    const html = await (await pages.t.fetch(shown.storeCard!)).text();
    const tag = (name: string) => new RegExp(`<meta property="og:${name}" content="([^"]*)"`).exec(html)?.[1];
    expect(tag('title')).toBe('Trattoria da Nina, points card');
    expect(tag('description')).toContain('Apple Wallet');
    expect(tag('url')).toBe(pages.root + shown.storeCard);
    const image = await pages.t.fetch(tag('image')!.slice(pages.root.length));
    expect([image.status, image.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^image\//)]);
    // Without any picture there is no tag for one.
    const bare = pathOf(await pages.t.pass(await pages.t.template(GALLERY.empty!)));
    expect(await (await pages.t.fetch(bare)).text()).not.toContain('og:image');
  });

  test('a public pass says so and is shared by the device, by mail where it cannot; others are not', async () => {
    const { templateHash, path } = await publicPass();
    const { page, complaints, close } = await pages.open();
    await page.addInitScript(() => {
      Object.assign(navigator, {
        share: (data: unknown) => {
          (globalThis as { shared?: unknown }).shared = data;
          return Promise.reject(new Error('closed'));
        },
      });
    });
    await page.goto(pages.root + path);
    await keepScreenshot(page, 'pass-public-phone');
    expect(await page.getByText('Public pass').isVisible()).toBe(true);
    const link = `${pages.root}/pass/create.php?templateHash=${templateHash}`;
    const share = page.getByRole('link', { name: 'Share this pass' });
    expect(decodeURIComponent((await share.getAttribute('href'))!)).toBe(
      `mailto:?subject=Trattoria da Nina, points card&body=${link}`,
    );
    await share.click();
    expect(await page.evaluate(() => (globalThis as { shared?: unknown }).shared)).toEqual({
      title: 'Trattoria da Nina, points card',
      url: link,
    });
    expect(await violations(page)).toEqual([]);
    await page.goto(pages.root + shown.storeCard);
    expect(await page.getByText('Public pass').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Share this pass' }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  test('whitelabelled pages have the account’s colour and nobody else’s name', async () => {
    const { path } = await publicPass();
    const { page, complaints, close } = await pages.open({ viewport: DESKTOP });
    await page.goto(pages.root + path);
    expect(await page.getByText('Made with Passwright').isVisible()).toBe(true);
    const { store } = pages.t.app.context;
    const owner = (await store.accountByEmail('owner@example.com'))!;
    for (const backgroundColor of ['#123456', 'gold', 'no colour;}', null]) {
      await store.changeAccount(owner.id, { whitelabel: true, backgroundColor });
      await page.goto(pages.root + path);
      expect(await page.content()).not.toMatch(/passwright/i);
      const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const expected: Record<string, string> = { '#123456': 'rgb(18, 52, 86)', gold: 'rgb(255, 215, 0)' };
      expect(colour).toBe(expected[backgroundColor ?? ''] ?? 'rgb(244, 245, 247)');
      expect(await violations(page)).toEqual([]);
      if (backgroundColor === '#123456') await keepScreenshot(page, 'pass-whitelabel-desktop');
    }
    await store.changeAccount(owner.id, { whitelabel: false, backgroundColor: '#123456' });
    await page.goto(pages.root + path);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(244, 245, 247)');
    expect(complaints).toEqual([]);
    await store.changeAccount(owner.id, { whitelabel: false, backgroundColor: null });
    await close();
  });

  test('in German for who reads German, the values too', async () => {
    const { page, close } = await pages.open({ locale: 'de-DE' });
    await page.goto(pages.root + shown.storeCard);
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    expect(await page.getByRole('link', { name: 'Zu Apple Wallet hinzufügen' }).isVisible()).toBe(true);
    expect(await page.getByText('21,50').isVisible()).toBe(true);
    expect(await violations(page)).toEqual([]);
    await close();
  });
});
