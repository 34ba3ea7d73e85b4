// An owner's and a guest's way through the pages, in a real browser, in light and dark.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../../src/examples.ts';
import { OWNER } from '../fixtures/open-app.ts';
import { DESKTOP, openPages, type Pages, SCHEMES, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';
import { tabStops } from '../fixtures/pages/sight.ts';
import { openPackage, verifyPackage } from '../fixtures/pass/open-package.ts';

const EXAMPLES = await readExamples();
const EXAMPLE_NAMES = EXAMPLES.map((example) => example.templateName);

describe.skipIf(WITHOUT_BROWSER)('the pages in a browser', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages({ examples: EXAMPLES });
  });
  afterAll(() => pages?.close());

  const logIn = async (page: Page, password = OWNER.password) => {
    await page.getByLabel('E-mail').fill(OWNER.email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Log in' }).click();
  };
  /** Goes to a card by the gallery, and opens the link that it is given away by. */
  const openLink = async (page: Page, name: string) => {
    await page.getByRole('navigation').getByRole('link', { name: 'Cards' }).click();
    await page.getByRole('link', { name, exact: true }).click();
    await page.goto((await page.locator('code', { hasText: '/pass/create.php' }).first().textContent())!.trim());
  };
  const passesOf = async (name: string) => {
    const account = await pages.t.app.context.store.accountByEmail(OWNER.email);
    const template = (await pages.t.app.context.store.templatesOf(account!.id)).find((item) => item.name === name);
    return pages.t.app.context.store.countPasses(template!.id);
  };

  test.each(SCHEMES)('log in, make a pass, reload, download, log out (%s)', async (colorScheme) => {
    const { page, complaints, close } = await pages.open({ colorScheme, acceptDownloads: true });
    await page.goto(pages.root);
    await logIn(page, 'not the password');
    expect(await page.getByRole('alert').textContent()).toContain('password is wrong');
    expect(await page.getByLabel('E-mail').inputValue()).toBe(OWNER.email);
    expect(await page.getByLabel('Password').inputValue()).toBe('');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('password');

    await logIn(page);
    expect(new URL(page.url()).pathname).toBe('/');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/^Today, /);
    expect(await page.content()).not.toContain(pages.t.clientHash);

    const before = await passesOf('Points on scan');
    await openLink(page, 'Points on scan');
    await page.waitForURL(/\?hashedSerialNumber=[\w-]+$/);
    await page.reload();
    await page.reload();
    expect(await passesOf('Points on scan')).toBe(before + 1);

    const hash = new URL(page.url()).searchParams.get('hashedSerialNumber')!;
    const waiting = page.waitForEvent('download');
    await page.locator('p.downloadButton a').click();
    const download = await waiting;
    expect(download.suggestedFilename()).toBe('Points-on-scan.pkpass');
    const bytes = await readFile(await download.path());
    verifyPackage(bytes, await pages.t.rootPem(), pages.t.now());
    expect(openPackage(bytes).passJson).toMatchObject({ barcodes: [{ message: hash }] });

    await page.goto(pages.root);
    await page.getByRole('button', { name: 'Log out' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Log in to Passwright');
    await page.goto(pages.root);
    expect(await page.getByRole('button', { name: 'Log out' }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  test('a scan shows on the page: one more point, another colour, a field that was not there', async () => {
    const { page, complaints, close } = await pages.open();
    await page.goto(pages.root);
    await logIn(page);
    await openLink(page, 'Points on scan');
    await page.waitForURL(/hashedSerialNumber/);
    const colour = () => page.locator('.front').evaluate((front) => getComputedStyle(front).backgroundColor);
    expect(await page.locator('.headerFields').textContent()).toBe('POINTS0');
    expect(await page.getByText('LAST VISIT').count()).toBe(0);
    const green = await colour();
    const hashedSerialNumber = new URL(page.url()).searchParams.get('hashedSerialNumber');
    const { clientHash } = pages.t;
    await pages.t.call('trackPassAccess', { clientHash, hashedSerialNumber, accessType: 7 });
    await page.reload();
    expect(await page.locator('.headerFields').textContent()).toBe('POINTS1');
    expect(await page.getByText('LAST VISIT').count()).toBe(1);
    expect(await colour()).not.toBe(green);
    expect(complaints).toEqual([]);
    await close();
  });

  test('everything works without JavaScript', async () => {
    const { page, close } = await pages.open({ javaScriptEnabled: false });
    await page.goto(pages.root);
    await logIn(page, 'not the password');
    expect(await page.getByLabel('E-mail').inputValue()).toBe(OWNER.email);
    await logIn(page);
    await openLink(page, 'One-time event ticket');
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    const waiting = page.waitForEvent('download');
    await page.locator('p.downloadButton a').click();
    expect(openPackage(await readFile(await (await waiting).path())).passJson).toHaveProperty('eventTicket');
    await page.goto(pages.root);
    await page.getByRole('button', { name: 'Log out' }).click();
    expect(await page.getByLabel('E-mail').count()).toBe(1);
    await close();
  });

  test.each(SCHEMES)(
    'the Tab key reaches everything in the order it is read, and shows where it is (%s)',
    async (colorScheme) => {
      const { page, close } = await pages.open({ colorScheme, viewport: DESKTOP });
      await page.goto(pages.root);
      expect(await tabStops(page)).toEqual(['email', 'password', 'Log in', 'The API']);
      await page.getByLabel('E-mail').fill(OWNER.email);
      await page.getByLabel('Password').fill(OWNER.password);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Log out' }).waitFor();
      const frame = ['Skip to content', 'Today', 'Cards', 'Customers', 'Tills', 'Settings', 'Set it up'];
      const steps = ['Hide this list', 'Make your own card', 'Get Apple’s certificate', 'Put a first card on a phone'];
      const numbers = [/scans? today$/, /new cards? today$/, /on phones$/].map((text) => expect.stringMatching(text));
      const runs = ['All runs', ...(await page.locator('.runs > li > a').allTextContents())];
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      expect(await tabStops(page, 60)).toEqual([
        ...frame,
        'Open the scanner',
        ...steps,
        ...numbers,
        ...runs,
        'Help',
        'Log out',
      ]);
      await page.goto(`${pages.root}/cards`);
      expect(await tabStops(page, 60)).toEqual([
        ...frame,
        'New card',
        'Hide them for good',
        ...EXAMPLE_NAMES,
        'Help',
        'Log out',
      ]);
      await page.getByRole('link', { name: 'New card' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'What is it?' }).waitFor();
      await close();
    },
  );

  test('a robot that looks at a creation link sees what it leads to, and makes no pass', async () => {
    const { page, complaints, close } = await pages.open({ userAgent: 'Twitterbot/1.0' });
    const before = await passesOf('Points on scan');
    const account = await pages.t.app.context.store.accountByEmail(OWNER.email);
    const [template] = await pages.t.app.context.store.templatesOf(account!.id);
    await page.goto(`${pages.root}/pass/create.php?templateHash=${template!.hash}`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Points on scan');
    expect(await page.locator('meta[property="og:title"]').getAttribute('content')).toBe('Points on scan');
    expect(await page.locator('meta[property="og:description"]').getAttribute('content')).toContain('Apple Wallet');
    expect(await passesOf('Points on scan')).toBe(before);
    expect(complaints).toEqual([]);
    await close();
  });
});
