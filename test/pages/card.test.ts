// The card in the browser: installed, changed by a scan without a reload, shown without a network as it
// was, and up to date again afterwards.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { violations } from '../fixtures/pages/axe.ts';
import { DESKTOP, layoutShift, openPages, overflow, type Pages, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';

describe.skipIf(WITHOUT_BROWSER)('a card in the browser', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages();
  });
  afterAll(() => pages?.close());

  test('is installed, live, and there without a network', { timeout: 120_000 }, async () => {
    const { t, root } = pages;
    const pass = await t.pass(await t.template(pointsTemplate()));
    const path = `/card/${pass}`;
    const scan = () => t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 });
    const { page, complaints, close } = await pages.open();
    const points = page.locator('#card-now .headerFields dd');
    const state = page.locator('#card-state');
    await page.goto(root + path);
    await state.getByText('Up to date').waitFor();
    expect(await points.textContent()).toBe('0');
    expect([await layoutShift(page), await overflow(page), ...(await violations(page))]).toEqual([0, 0]);
    await keepScreenshot(page, 'card-phone');

    // What makes a browser offer to install the page.
    await page.evaluate(() => navigator.serviceWorker.ready);
    const session = await page.context().newCDPSession(page);
    const { errors, url } = await session.send('Page.getAppManifest');
    expect([errors, new URL(url).pathname]).toEqual([[], `${path}/manifest.webmanifest`]);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);

    // Live.
    await scan();
    await points.getByText('1', { exact: true }).waitFor();
    await state.getByText('The card has changed.').waitFor();

    // The code alone, by keyboard, and live there too.
    await page.getByRole('button', { name: 'Show the code large' }).press('Enter');
    const code = page.locator('#card-code');
    await code.waitFor();
    // As wide as the phone but for the white edge that scanners want: of four modules, one in the picture.
    const picture = (await page.locator('#card-code-picture').boundingBox())!;
    expect(picture.width).toBeGreaterThan(310);
    expect(picture.x).toBeGreaterThan((3 * picture.width) / 31);
    await keepScreenshot(page, 'card-code');
    await page.keyboard.press('Escape');
    await code.waitFor({ state: 'hidden' });

    // Without a network: the last state, which says so. The worker stores nothing of other pages.
    const stored = () =>
      page.evaluate(async () => {
        const found: string[] = [];
        for (const name of await caches.keys())
          for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
        return found;
      });
    expect(await stored()).toContain(path);
    expect((await stored()).filter((each) => each.startsWith('/card/') && each !== path)).toEqual([]);
    await pages.hangUp();
    await page.reload();
    await state.getByText(/^Offline, as of /).waitFor();
    expect(await points.textContent()).toBe('1');
    await keepScreenshot(page, 'card-offline');
    await scan();
    complaints.length = 0;

    // Back: what happened meanwhile is there.
    await pages.answerAgain();
    await points.getByText('2', { exact: true }).waitFor();
    await page.reload();
    await state.getByText('Up to date').waitFor();
    expect(await points.textContent()).toBe('2');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(DESKTOP);
      await page.emulateMedia({ colorScheme });
      expect(await violations(page)).toEqual([]);
      await keepScreenshot(page, `card-desktop-${colorScheme}`);
    }

    // A deleted card is gone, also from the device.
    await t.app.context.store.deletePass(pass, t.now());
    await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Points card' }).waitFor();
    expect(await page.locator('#card').count()).toBe(0);
    expect(await stored()).toEqual([]);
    await close();
  });
});
