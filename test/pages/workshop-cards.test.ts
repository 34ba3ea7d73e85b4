// Today and the cards, as a baker uses them: from the first login to a card of her own, on a phone
// and a desktop, and once without scripts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../../src/examples.ts';
import { DESKTOP, openPages, type Pages, SIZES, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';
import { faultsOf, looksWrong } from '../fixtures/pages/faults.ts';
import { logIn } from '../fixtures/pages/log-in.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';
import { noise } from '../fixtures/pass/pictures.ts';

describe.skipIf(WITHOUT_BROWSER)('Today and the cards', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages({ examples: await readExamples() });
  });
  afterAll(() => pages?.close());

  test.each(Object.entries(SIZES))('from the first login to a card of her own (%s)', async (size, viewport) => {
    const { page, complaints, close } = await pages.open({ viewport, acceptDownloads: true });
    await logIn(page, pages.root);
    expect(await faultsOf(page)).toEqual([]);
    await keepScreenshot(page, `today-${size}`);

    await page.getByRole('link', { name: 'Cards' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Cards' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await keepScreenshot(page, `cards-${size}`);

    await page.getByRole('link', { name: 'New card' }).click();
    await page.getByRole('link', { name: 'Stamp card' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await keepScreenshot(page, `new-card-${size}`);
    await page.getByRole('link', { name: 'Stamp card' }).click();

    await page.getByLabel('Name of your shop').fill('Bäckerei Lindner');
    await page.getByLabel('Main colour').fill('#8a2f3c');
    const front = page.locator('.ofCardDrawing .front');
    expect(await front.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe('rgb(138, 47, 60)');
    expect(await page.locator('.ofCardDrawing .logoText').textContent()).toBe('Bäckerei Lindner');
    expect(await faultsOf(page)).toEqual([]);
    const logo = Buffer.from(await noise(300, 300, '#ffffff'));
    await page.getByLabel('Logo').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: logo });
    await page.getByRole('button', { name: 'Make the card' }).click();
    await page.getByRole('heading', { level: 1, name: 'Stamp card Bäckerei Lindner' }).waitFor();
    expect(await front.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe('rgb(138, 47, 60)');

    const card = new URL(page.url()).pathname;
    await page.goto(`${pages.root}${card}/test`);
    await page.getByRole('button', { name: 'Make a test card' }).click();
    await page.waitForURL(/hashedSerialNumber=/);
    await page.goto(`${pages.root}${card}/test`);
    expect(await faultsOf(page)).toEqual([]);
    await page.goto(`${pages.root}/cards`);
    expect(await page.locator('.tile', { hasText: 'Bäckerei Lindner' }).first().innerText()).toContain('Test only');
    await page.goto(`${pages.root}${card}/test`);
    await page.getByRole('button', { name: 'Delete the test card' }).click();
    await page.getByText('There is no test card.').waitFor();

    await page.goto(`${pages.root}${card}/code`);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Delete this card' }).click();
    await page.getByLabel('Name').fill('another');
    await page.getByRole('button', { name: 'Delete the card for good' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('another');
    expect(await faultsOf(page)).toEqual([]);
    await page.getByLabel('Name').fill('stamp card bäckerei lindner');
    await page.getByRole('button', { name: 'Delete the card for good' }).click();
    await page.getByText('“Stamp card Bäckerei Lindner” is deleted.').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('a scan shows on the open page, without a reload', async () => {
    const { page, complaints, close } = await pages.open({ viewport: DESKTOP });
    const { t } = pages;
    const [example] = t.app.first!.templates;
    const pass = await t.pass(example!.hash, { structure_secondaryFields_name_value: 'Ada' });
    await logIn(page, pages.root);
    const scans = () => page.locator('.numbers li').first().innerText();
    const before = await scans();
    await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 });
    await page.locator('.runs > li', { hasText: 'Scanned' }).first().waitFor();
    expect(await scans()).not.toBe(before);
    await keepScreenshot(page, 'today-live-desktop');
    expect(await looksWrong(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  test('without scripts: a card from a file, its rules let run, copied and deleted', async () => {
    const { page, close } = await pages.open({ javaScriptEnabled: false });
    await logIn(page, pages.root);
    await page.goto(`${pages.root}/cards/new`);
    const template = {
      templateName: 'Brought along',
      passConstructor: {
        type: 'coupon',
        triggers: { onScan: { action: 'PSActionSetValue', targetPath: 'backgroundColor', value: 'navy' } },
      },
    };
    const buffer = (text: string) => ({ name: 'card.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await page.getByLabel('File').setInputFiles(buffer('{"type": "coupon",}'));
    await page.getByRole('button', { name: 'Make a card of it' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('Line 1, column 19');
    await page.getByLabel('File').setInputFiles(buffer(JSON.stringify(template)));
    await page.getByRole('button', { name: 'Make a card of it' }).click();
    expect(await page.getByRole('status').innerText()).toContain('Its rules are paused');
    const card = new URL(page.url()).pathname.replace(/\/code$/, '');
    await page.getByRole('button', { name: 'Let the rules run' }).click();
    await page.goto(`${pages.root}${card}/code`);
    expect(await page.getByText('The rules of this card run.').count()).toBe(1);
    await page.goto(`${pages.root}${card}/copy`);
    await page.getByRole('button', { name: 'Copy the card' }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Brought along (copy)');
    await page.goto(`${pages.root}${card}/delete`);
    await page.getByLabel('Name').fill('Brought along');
    await page.getByRole('button', { name: 'Delete the card for good' }).click();
    expect(await page.getByRole('status').innerText()).toBe('“Brought along” is deleted.');
    await page.goto(pages.root);
    await page.getByRole('button', { name: 'Hide this list' }).click();
    expect(await page.getByText('Make your own card').count()).toBe(0);
    await close();
  });
});
