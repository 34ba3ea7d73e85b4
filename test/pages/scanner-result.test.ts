// The result of a scan in the scanner: neutral when nothing changed, told when a code comes twice, and it keeps the focus.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { violations } from '../fixtures/pages/axe.ts';
import {
  DESKTOP,
  openPages,
  overflow,
  type Pages,
  PHONE,
  SCHEMES,
  WITHOUT_BROWSER,
} from '../fixtures/pages/browser.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';

const SHOWN = {
  psScanText: 'Welcome, {structure_secondaryFields_name_value}',
  psScanColor: '#ffd54f',
  psPassDescription: '{structure_headerFields_points_value} points',
  psInformationURL: '{rootPath}/information?pass={hashedSerialNumber}',
};

const NAME_FIELD = {
  key: 'name',
  label: 'NAME',
  value: { PSValue: 'Guest', PSEditable: true, PSLabel: 'Your name' },
};

describe.skipIf(WITHOUT_BROWSER)('the result of a scan', () => {
  let pages: Pages;
  let template: string;
  beforeAll(async () => {
    pages = await openPages();
    template = await pages.t.template(pointsTemplate({ additional: { note: '', counter: 0, ...SHOWN } }));
  });
  afterAll(() => pages?.close());

  const scans = async (hash: string) =>
    (await pages.t.events(hash)).filter(({ accessType, logged }) => accessType === 7 && logged).length;
  const configured = async (options: Parameters<Pages['open']>[0] = {}) => {
    const watched = await pages.open(options);
    await watched.page.clock.install();
    await watched.page.goto(`${pages.root}/scanner#clientHash=${pages.t.clientHash}`);
    await watched.page.locator('#account:not(:empty)').waitFor();
    return watched;
  };
  const result = (page: Page) => page.locator('#result');
  const handScan = async (page: Page, text: string) => {
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  };

  test.each(SCHEMES)('a scan that changed nothing is neutral, and says why (%s)', async (colorScheme) => {
    const few = '{structure_headerFields_points_value} > 20';
    const full = await pages.t.template(
      pointsTemplate({
        additional: { note: '', counter: 0, ...SHOWN },
        structure: { headerFields: [{ key: 'points', label: 'POINTS', value: 0 }], secondaryFields: [NAME_FIELD] },
        triggers: {
          onScan: { action: 'PSActionSetValue', targetPath: 'note', value: 'reward', PSConditions: few },
        },
      }),
    );
    const pass = await pages.t.pass(full);
    const { page, complaints, close } = await configured({ colorScheme });
    await handScan(page, pass);
    await result(page).waitFor();
    expect(await page.locator('#result-title').textContent()).toBe('Nothing changed');
    expect(await result(page).getAttribute('data-tone')).toBe('unchanged');
    // Neither green nor the owner's yellow.
    expect(await result(page).evaluate((element) => getComputedStyle(element).backgroundColor)).toBe('rgb(43, 48, 56)');
    expect(await page.locator('#result-text').textContent()).toBe('Welcome, Guest\n0 points');
    expect(await page.locator('#result-reasons p').allTextContents()).toEqual([
      'Nothing changed because POINTS was 0 and rule 1 wants more than 20.',
    ]);
    for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
      await page.setViewportSize(viewport);
      expect(await overflow(page)).toBe(0);
      await keepScreenshot(page, `scanner-unchanged-${size}-${colorScheme}`);
    }
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await page.locator('#recent li').first().getAttribute('data-tone')).toBe('unchanged');

    const paused = { clientHash: pages.t.clientHash, templateHash: full, triggersPaused: true };
    expect(await pages.t.call('insertUpdateTemplate', paused)).toMatchObject({ success: true });
    await page.clock.fastForward(3001);
    await handScan(page, pass);
    await page.getByText('the rules of this card are paused').waitFor();
    // A check is not meant to change anything.
    await page.keyboard.press('Escape');
    await page.getByText('Check only').click();
    await page.clock.fastForward(3001);
    await handScan(page, pass);
    await page.locator('#result-title').getByText('Welcome, Guest').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('one code typed twice within a second counts once, by its link too, and whoever typed it is told', async () => {
    const hash = await pages.t.pass(template);
    const { page, close } = await configured();
    const type = async (code: string) => {
      await page.getByLabel('Barcode').fill(code);
      await page.getByLabel('Barcode').press('Enter');
    };
    await type(hash);
    await result(page).waitFor();
    await handScan(page, hash);
    await page.locator('#result-repeat').getByText('It counts once.').waitFor();
    await page.getByRole('button', { name: 'Next scan' }).click();
    await type(`${pages.root}/pass/create.php?hashedSerialNumber=${hash}`);
    await page.locator('#notice').getByText('It counts once.').waitFor();
    expect(await result(page).isVisible()).toBe(false);
    expect(await scans(hash)).toBe(1);
    await page.clock.fastForward(3001);
    await type(hash);
    await result(page).waitFor();
    expect(await scans(hash)).toBe(2);
    await close();
  });

  test('the focus stays inside the result, and is where it was once the result closes', async () => {
    const hash = await pages.t.pass(template);
    const { page, complaints, close } = await configured();
    await page.getByLabel('Barcode').fill(hash);
    await page.getByLabel('Barcode').press('Enter');
    await result(page).waitFor();
    const focused = () =>
      page.evaluate(() => {
        const active = document.activeElement;
        return active?.closest('#result') === null ? `outside: ${active.outerHTML.slice(0, 80)}` : active?.id;
      });
    expect(await focused()).toBe('result');
    expect(await page.locator('#result-note').textContent()).toMatch(/^Closes by itself/);
    const stops = ['result-information', 'result-next'];
    for (const key of ['Tab', 'Shift+Tab']) {
      const seen: (string | undefined)[] = [];
      for (let count = 0; count < 5; count++) {
        await page.keyboard.press(key);
        seen.push(await focused());
      }
      expect(seen.filter((id) => !stops.includes(id ?? ''))).toEqual([]);
      expect(new Set(seen).size).toBe(2);
    }
    // What lies behind takes no focus, even from a script.
    await page.evaluate(() => document.getElementById('camera-switch')!.focus());
    expect(stops).toContain(await focused());
    await page.clock.fastForward(60_000);
    expect(await result(page).isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await result(page).waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('code');
    expect(complaints).toEqual([]);
    await close();
  });
});
