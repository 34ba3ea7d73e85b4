// The owner's jobs that no other file does by the keyboard alone: links from a spreadsheet, who has the
// card on a phone, a till, a second employee, a backup, and Apple's certificate up to her file.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BusyWorkshop, busyWorkshop } from '../fixtures/http/busy-workshop.ts';
import { DESKTOP, openPages, type Pages, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';
import { logIn } from '../fixtures/pages/log-in.ts';
import { reachByTab } from '../fixtures/pages/sight.ts';

describe.skipIf(WITHOUT_BROWSER)('by the keyboard alone', () => {
  let pages: Pages;
  let things: BusyWorkshop['things'];
  let page: Page;
  beforeAll(async () => {
    pages = await openPages();
    ({ things } = await busyWorkshop(pages.t));
    ({ page } = await pages.open({ viewport: DESKTOP }));
    await logIn(page, pages.root);
  });
  afterAll(() => pages?.close());

  const press = async (to: Locator) => {
    await reachByTab(page, to);
    await page.keyboard.press('Enter');
  };
  const link = (name: string | RegExp) => page.getByRole('link', { name }).first();
  const button = (name: string) => page.getByRole('button', { name, exact: true }).first();
  const write = async (label: Locator, text: string) => {
    await reachByTab(page, label);
    await page.keyboard.type(text);
  };

  test('links for customers from a spreadsheet', async () => {
    await page.goto(`${pages.root}/cards/${things.card}/send/spreadsheet`);
    const file = page.locator('input[type=file]');
    await reachByTab(page, file);
    // The window that chooses a file is the system's.
    const buffer = Buffer.from('NAME,E-mail\nAda,ada@example.com\nGrace,grace@example.com\n');
    await file.setInputFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer });
    await press(button('Upload and go on'));
    await page.getByRole('heading', { name: 'What are the columns for?' }).waitFor();
    await press(button('Check every row'));
    await page.waitForURL(/\/send\/[^/]+$/);
    await press(page.locator('form[action$="/start"] button'));
    await link('Download the table with the links').waitFor();
  });

  test('who has the card on a phone', async () => {
    await page.goto(`${pages.root}/cards/${things.card}`);
    await press(link(/on phones now/));
    await page.getByRole('heading', { name: 'Cards on phones now' }).waitFor();
    await press(page.locator('.rows a').first());
    await page.waitForURL(/\/customers\//);
  });

  test('a till is set up, and locked out', async () => {
    await page.goto(pages.root);
    await press(link('Tills'));
    await press(link('Set up a till'));
    await write(page.getByLabel('Name', { exact: true }), 'Terrace');
    await press(button('Show the code'));
    await page.getByRole('heading', { name: 'Set up Terrace' }).waitFor();
    await press(link('Tills'));
    const terrace = page.getByRole('listitem').filter({ hasText: 'Terrace' });
    await press(terrace.getByRole('link', { name: /Lock/ }));
    await press(button('Lock it out'));
    await page.getByRole('heading', { name: 'Tills', level: 1 }).waitFor();
  });

  test('a second employee is invited with a role', async () => {
    await page.goto(`${pages.root}/settings`);
    await press(link(/^People/));
    await write(page.getByLabel('E-mail', { exact: true }), 'second@example.com');
    await reachByTab(page, page.getByLabel('Role', { exact: true }));
    await page.keyboard.press('ArrowDown');
    await press(button('Invite'));
    await page.getByText('second@example.com').first().waitFor();
    const { store } = pages.t.app.context;
    const invited = await store.invitationsOf(pages.t.owner.id);
    expect(invited.map(({ email, role }) => [email, role])).toContainEqual(['second@example.com', 'manager']);
  });

  test('a backup is made', async () => {
    await page.goto(`${pages.root}/settings`);
    await press(link(/^Server/));
    await press(button('Back up now'));
    await page.waitForURL(/done=backedUp|settings\/server/);
    await link(/^Download:/).waitFor();
  });

  test('Apple’s certificate is asked for, and the file is refused with a sentence', async () => {
    await page.goto(`${pages.root}/settings`);
    await press(link(/certificate/));
    const downloading = page.waitForEvent('download');
    await press(button('Download the request'));
    await (await downloading).path();
    const file = page.locator('input[type=file]').first();
    await reachByTab(page, file);
    await file.setInputFiles({ name: 'pass.cer', mimeType: 'application/x-x509-ca-cert', buffer: Buffer.from('no') });
    await press(button('Check and use it'));
    await page.locator('.fault, .error, [role=alert]').first().waitFor();
  });
});
