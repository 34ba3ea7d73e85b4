// Job 3 of the owner: a scan did nothing, and she finds out why, by clicks, on a phone and a
// desktop, with and without script.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { DESKTOP, openPages, type Pages, PHONE, SCHEMES, SIZES, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';
import { faultsOf } from '../fixtures/pages/faults.ts';
import { logIn } from '../fixtures/pages/log-in.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';

const POINTS = 'structure_headerFields_points_value';
const NAME = 'structure_secondaryFields_name_value';

/** A card whose till calls a shop that nobody can reach, with a reward from 10 points on. */
const CARD = pointsTemplate({
  structure: {
    headerFields: [{ key: 'points', label: 'POINTS', value: 0, changeMessage: 'You have %@ points' }],
    secondaryFields: [{ key: 'name', label: 'NAME', value: { PSValue: 'Guest', PSEditable: true } }],
  },
  additional: { note: '', lastVisit: '', psPassDescription: `{${NAME}}` },
  triggers: {
    onScan: [
      { action: 'PSActionIncrementValue', targetPath: POINTS, amount: 1, PSConditions: `{${NAME}} != "Guest"` },
      { action: 'PSActionSetValue', targetPath: 'note', value: 'Free coffee', PSConditions: `{${POINTS}} !< 10` },
      { action: 'PSActionURL', url: 'http://127.0.0.1:9/till', PSConditions: `{${NAME}} = "Grace Hopper"` },
    ],
  },
});

describe.skipIf(WITHOUT_BROWSER)('the pages of runs', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages();
    const { t } = pages;
    const card = await t.template(CARD, { templateName: 'Bonus card of the corner bakery' });
    const scan = async (fields: object) => {
      const hashedSerialNumber = await t.install(await t.pass(card, { ...fields }));
      t.advance(60_000);
      await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber, accessType: 7 });
      t.advance(60_000);
    };
    await scan({ [NAME]: 'Ada Byron', [POINTS]: 2 });
    await scan({ [NAME]: 'Grace Hopper' });
    await scan({ [NAME]: 'Ada Byron', [POINTS]: 9 });
    await scan({});
  });
  afterAll(() => pages?.close());

  const isGood = async (page: Page, complaints: readonly string[]) => {
    expect([...(await faultsOf(page)), ...complaints]).toEqual([]);
  };

  test.each(SCHEMES)('two clicks from the list to why, and what would happen now (%s)', async (colorScheme) => {
    const { page, complaints, close } = await pages.open({ colorScheme });
    await logIn(page, `${pages.root}/runs`);
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      await isGood(page, complaints);
      await keepScreenshot(page, `runs-${size}-${colorScheme}`);
    }
    const nothing = page.getByRole('link', { name: /Nothing changed because NAME was Guest/ });
    await nothing.click();
    const verdict = page.locator('.verdict');
    expect(await verdict.textContent()).toBe(
      'Nothing changed because NAME was Guest and rule 1 wants anything but Guest.',
    );
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      await isGood(page, complaints);
      await keepScreenshot(page, `run-${size}-${colorScheme}`);
    }
    await page.getByRole('link', { name: 'Try it again' }).click();
    await page.getByText('Nothing was stored, sent or pushed.').waitFor();
    await isGood(page, complaints);
    await close();
  });

  test('a failed run says which address, a changed one how far it has come', async () => {
    const { page, complaints, close } = await pages.open({ viewport: DESKTOP });
    await logIn(page, `${pages.root}/runs`);
    await page.getByLabel('Result').selectOption('Failed');
    await page.getByRole('button', { name: 'Show' }).click();
    const failed = page.locator('.runs a');
    expect(await failed.count()).toBe(1);
    expect(await failed.textContent()).toContain('127.0.0.1:9 could not be told. POINTS 0 → 1.');
    await failed.click();
    expect(await page.locator('.checks .isBad .isFault').first().textContent()).toContain('127.0.0.1:9');
    await page.goto(`${pages.root}/runs?result=changed`);
    await page.getByRole('link', { name: /POINTS 9 → 10; Note nothing → “Free coffee”/ }).click();
    const phones = page.getByRole('region', { name: 'On phones' });
    expect(await phones.textContent()).toContain('Phones refuse this card');
    expect(await phones.textContent()).toContain('POINTS has a notification text');
    await page.getByText('Details for programs').click();
    expect(await page.locator('.programs pre').textContent()).toContain(POINTS);
    await isGood(page, complaints);
    await keepScreenshot(page, 'run-changed-desktop-light');
    await page.setViewportSize(PHONE);
    await isGood(page, complaints);
    await close();
  });

  test('without script and in German', async () => {
    const { page, complaints, close } = await pages.open({ javaScriptEnabled: false, locale: 'de-DE' });
    await logIn(page, `${pages.root}/runs`);
    await page.getByText('Ich finde den Scan nicht').click();
    expect(await page.getByText('Keine Kasse hat gemeldet, dass Scans warten.').isVisible()).toBe(true);
    await page.getByLabel('Ergebnis').selectOption('Nichts geändert');
    await page.getByRole('button', { name: 'Anzeigen' }).click();
    await page.getByRole('link', { name: /NAME Guest war/ }).click();
    expect(await page.locator('.verdict').textContent()).toBe(
      'Nichts hat sich geändert, weil NAME Guest war und Regel 1 alles außer Guest verlangt.',
    );
    await page.getByRole('link', { name: 'Noch einmal probieren' }).click();
    await page.getByText('Nichts wurde gespeichert, gesendet oder gepusht.').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('by keyboard alone', async () => {
    const { page, close } = await pages.open({ viewport: DESKTOP });
    await logIn(page, `${pages.root}/runs`);
    const run = page.locator('.runs a').first();
    await run.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/runs\/\d+$/);
    await page.getByRole('link', { name: 'Try it again' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/try\?event=onScan&run=\d+$/);
    await close();
  });
});
