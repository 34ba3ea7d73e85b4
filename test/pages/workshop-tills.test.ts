// Jobs 8 and 14 of an owner: gives a waiter the scanner and locks it out later, and lets a second
// employee in with fewer rights. On a phone and on a desktop, with and without JavaScript.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OWNER, pointsTemplate } from '../fixtures/open-app.ts';
import { violations } from '../fixtures/pages/axe.ts';
import {
  layoutShift,
  MARK_ALONE,
  openPages,
  overflow,
  type Pages,
  SCHEMES,
  SIZES,
  WITHOUT_BROWSER,
} from '../fixtures/pages/browser.ts';
import { logIn } from '../fixtures/pages/log-in.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';

/** The pages whose pictures are worth keeping. */
const PICTURES = ['tills', 'till-code', 'people', 'scanner-till'];
const NAME = 'structure_secondaryFields_name_value';
const SHOWN = { note: '', counter: 0, psPassDescription: `{${NAME}}`, psScanText: 'Welcome' };

describe.skipIf(WITHOUT_BROWSER)('tills and people', () => {
  let pages: Pages;
  let template: string;
  beforeAll(async () => {
    pages = await openPages();
    template = await pages.t.template(pointsTemplate({ additional: SHOWN }), { templateName: 'Coffee card' });
  });
  afterAll(() => pages?.close());

  const points = async (hash: string) =>
    (await pages.t.call('passInfo', { clientHash: pages.t.clientHash, hashedSerialNumber: hash })).userFields
      .structure_headerFields_points_value;
  /** Whether the page is whole in both widths, and nothing keeps people out. */
  const look = async (page: Page, name: string, isKept: boolean) => {
    const size = page.viewportSize()!;
    for (const [label, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      expect(await overflow(page), `${name} ${label}`).toBe(0);
      if (isKept && PICTURES.includes(name)) await keepScreenshot(page, `${name}-${label}`);
    }
    await page.setViewportSize(size);
    expect(await violations(page), name).toEqual([]);
  };

  /** Sets up a till as an owner does; answers what its QR code holds. */
  const setUp = async (page: Page, name: string) => {
    let clicks = 0;
    const click = async (role: 'link' | 'button', label: string) => {
      clicks += 1;
      await page.getByRole(role, { name: label, exact: true }).first().click();
    };
    await click('link', 'Tills');
    await click('link', 'Set up a till');
    await page.getByLabel('Name', { exact: true }).fill(name);
    await click('button', 'Show the code');
    await page.getByRole('heading', { name: `Set up ${name}` }).waitFor();
    expect(
      await page.locator('.tillCode').evaluate((image) => (image as HTMLImageElement).naturalWidth),
    ).toBeGreaterThan(0);
    const link = (await page.locator('code').textContent())!;
    return { link, clicks };
  };

  test.each(Object.entries(SIZES))(
    'a waiter gets the scanner and is locked out later, on a %s',
    async (size, viewport) => {
      const owner = await pages.open({ viewport });
      await logIn(owner.page, pages.root);
      const till = `Bar ${size}`;
      const { link, clicks } = await setUp(owner.page, till);
      expect(clicks).toBe(3);

      const waiter = await pages.open();
      const { page } = waiter;
      await page.clock.install();
      await page.goto(link);
      await page.getByRole('button', { name: 'Use this device' }).click();
      await page.getByText(`Till: ${till}`).waitFor();
      expect(
        await page.locator('#modes, #settings').evaluateAll((parts) => parts.map((part) => part.checkVisibility())),
      ).toEqual([false, false]);
      const hash = await pages.t.pass(template, { [NAME]: `Ada ${size}` });
      const result = page.locator('#result');
      const scan = async (text: string) => {
        await page.getByLabel('Barcode').fill(text);
        await page.getByRole('button', { name: 'Go' }).click();
        await result.waitFor();
      };
      // Three coffees in one scan, and one again afterwards.
      await page.getByText('3', { exact: true }).click();
      await scan(hash);
      expect(await page.locator('#result-title').textContent()).toBe('Welcome');
      expect(await points(hash)).toBe(3);
      await page.getByRole('button', { name: 'Next scan' }).click();
      expect(await page.getByRole('radio', { name: '1' }).isChecked()).toBe(true);

      // A phone without power: the customer is found by name, and the scan is taken back.
      await page.clock.fastForward(5000);
      await page.getByLabel('Look up a customer').fill(`ada ${size}`);
      await page.getByRole('button', { name: 'Look up' }).click();
      await page.locator('#found button').click();
      await result.waitFor();
      expect(await points(hash)).toBe(4);
      await page.getByRole('button', { name: 'Undo' }).first().click();
      await page.locator('#result-title').getByText('Taken back').waitFor();
      expect(await points(hash)).toBe(3);
      await page.getByRole('button', { name: 'Next scan' }).click();
      expect(await page.locator('#recent li').first().textContent()).toContain('Taken back');
      // The scan before can no longer be the last event of the pass; another pass's can.
      const other = await pages.t.pass(template, { [NAME]: 'Ben' });
      await scan(other);
      await page.clock.fastForward(5001);
      await result.waitFor({ state: 'hidden' });
      await page.locator('#recent li').first().getByRole('button', { name: 'Undo' }).click();
      await page.locator('#result-title').getByText('Taken back').waitFor();
      expect(await points(other)).toBeUndefined();
      await page.getByRole('button', { name: 'Next scan' }).click();

      expect(await page.evaluate(() => JSON.stringify({ ...localStorage }) + document.cookie)).not.toContain(
        pages.t.clientHash,
      );
      await owner.page.getByRole('link', { name: 'To all tills' }).click();
      const row = owner.page.locator('.rows li', { has: owner.page.getByRole('heading', { name: till }) });
      expect(await row.textContent()).toContain('Last scan');
      await row.getByRole('link', { name: /Lock out/ }).click();
      await owner.page.getByRole('button', { name: 'Lock it out' }).click();
      await owner.page.getByText('Locked out').first().waitFor();
      await scan(hash);
      await page.locator('#result-text').getByText('This till was locked out.').waitFor();
      await page.getByRole('button', { name: 'Next scan' }).click();
      // A sentence is left, and nothing to scan with.
      await page.locator('#account').getByText('Ask the owner of the account.').waitFor();
      const left = page.locator('.scanner-camera, #manual, #find, #amounts, #recent, #sign-in');
      expect(await left.evaluateAll((parts) => parts.filter((part) => part.checkVisibility()).length)).toBe(0);
      expect(await points(hash)).toBe(3);
      expect([...owner.complaints, ...waiter.complaints]).toEqual([]);
      await owner.close();
      await waiter.close();
    },
  );

  test('scans made without a network are sent once, by the till, which says how many wait', async () => {
    const owner = await pages.open();
    await logIn(owner.page, pages.root);
    const { link } = await setUp(owner.page, 'Cellar');
    const { page, close } = await pages.open();
    await page.clock.install();
    await page.goto(link);
    await page.getByRole('button', { name: 'Use this device' }).click();
    await page.getByText('Till: Cellar').waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready);
    const hash = await pages.t.pass(template);
    await page.context().setOffline(true);
    await page.getByText('2', { exact: true }).click();
    await page.keyboard.type(hash);
    await page.keyboard.press('Enter');
    await page.getByText('The scan is kept on this device').first().waitFor();
    await pages.hangUp();
    await page.reload();
    await page.getByText('1 scan waits for a connection.').waitFor();
    await page.getByText('Till: Cellar · No connection').waitFor();
    expect(await page.locator('#modes').isVisible()).toBe(false);
    await pages.answerAgain();
    // What waits is told before it is sent, when the device is heard of first.
    await page.route('**/scanner/track', (route) => route.abort());
    await page.context().setOffline(false);
    await page.clock.fastForward(60_001);
    await expect
      .poll(async () => {
        await owner.page.goto(`${pages.root}/tills`);
        return owner.page.locator('.rows').textContent();
      })
      .toContain('1 scan waits on it');
    await page.unroute('**/scanner/track');
    await page.clock.fastForward(15_001);
    await page.locator('#waiting').waitFor({ state: 'hidden' });
    expect(await points(hash)).toBe(2);
    await close();
    await owner.close();
  });

  test.each(Object.entries(SIZES))(
    'a second employee is let in, with the scanner alone, on a %s',
    async (size, viewport) => {
      const owner = await pages.open({ viewport });
      const { page } = owner;
      await logIn(page, pages.root);
      await page.goto(`${pages.root}/settings/people`);
      const email = `bob-${size}@example.com`;
      await page.getByLabel('E-mail').fill(email);
      await page.getByLabel('Role', { exact: true }).selectOption('Counter');
      await page.getByRole('button', { name: 'Invite', exact: true }).click();
      await page.getByText('no mail could be sent').waitFor();
      const row = page.locator('.rows li', { hasText: email });
      const link = (await row.locator('code').textContent())!;

      const bob = await pages.open({ viewport });
      await bob.page.goto(link);
      await bob.page.getByLabel('Your name').fill('Bob');
      await bob.page.getByLabel('Password').fill('battery staple');
      await bob.page.keyboard.press('Enter');
      await bob.page.waitForURL((url) => !url.pathname.startsWith('/join'));
      await bob.page.goto(`${pages.root}/settings/people`);
      await bob.page.getByText('Your role in this account does not allow that').first().waitFor();
      await bob.page.goto(`${pages.root}/tills`);
      expect(await bob.page.getByRole('link', { name: 'Set up a till' }).count()).toBe(0);
      await bob.page.goto(`${pages.root}/scanner`);
      await bob.page.getByText(`Scans as ${email}`).waitFor();

      await page.reload();
      await page.goto(`${pages.root}/settings/people`);
      const member = page.locator('.rows li', { hasText: email });
      await member.getByRole('combobox').selectOption('Manager');
      await member.getByRole('button', { name: 'Change' }).click();
      await page.getByText('Saved.').waitFor();
      await bob.page.goto(`${pages.root}/tills`);
      await bob.page.getByRole('link', { name: 'Set up a till' }).waitFor();
      await page.locator('.rows li', { hasText: email }).getByRole('link', { name: 'Remove' }).click();
      await page.getByRole('button', { name: 'Remove', exact: true }).click();
      await page.getByText('was removed').waitFor();
      await bob.page.goto(`${pages.root}/tills`);
      await bob.page.getByLabel('Password').waitFor();
      expect([...owner.complaints, ...bob.complaints]).toEqual([]);
      await owner.close();
      await bob.close();
    },
  );

  test('everything but the scanner works without JavaScript', async () => {
    const { page, close } = await pages.open({ javaScriptEnabled: false });
    await logIn(page, pages.root);
    const { link } = await setUp(page, 'No script');
    await page.goto(link);
    await page.getByText(`${OWNER.email} is logged in here`).waitFor();
    await page.getByRole('button', { name: 'Use this device' }).click();
    await page.waitForURL(`${pages.root}/scanner`);
    await logIn(page, pages.root);
    await page.goto(`${pages.root}/settings/people`);
    await page.getByLabel('E-mail').fill('script@example.com');
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    const join = (await page.locator('.rows li', { hasText: 'script@example.com' }).locator('code').textContent())!;
    await page.getByRole('button', { name: 'Withdraw: script@example.com' }).click();
    await page.getByText('The invitation was withdrawn.').waitFor();
    await page.goto(join);
    await page.getByText('This invitation was used, withdrawn or has ended').first().waitFor();
    await page.goto(`${pages.root}/settings/audit`);
    await page.getByText('Invitation withdrawn').waitFor();
    await close();
  });

  test.each(SCHEMES)('the pages are whole, readable and named (%s)', async (colorScheme) => {
    const watched = await pages.open({ colorScheme });
    const { page } = watched;
    const shots = colorScheme === 'light';
    await logIn(page, pages.root);
    const { link } = await setUp(page, `Kasse mit einem ziemlich langen Namen ${colorScheme}`);
    await look(page, 'till-code', shots);
    await page.goto(`${pages.root}/tills/new`);
    await page.getByLabel('Only these:').check();
    await page.getByLabel('Name', { exact: true }).fill('Bar');
    await page.getByRole('button', { name: 'Show the code' }).click();
    await page.getByRole('alert').waitFor();
    await look(page, 'till-new', shots);
    for (const [name, path] of Object.entries({
      tills: '/tills',
      people: '/settings/people',
      audit: '/settings/audit',
      'own-login': '/settings/me',
    })) {
      await page.goto(pages.root + path);
      expect(await layoutShift(page), path).toBeLessThanOrEqual(MARK_ALONE);
      await look(page, name, shots);
    }
    await page.goto(link);
    await look(page, 'till-setup', shots);
    await page.getByRole('button', { name: 'Use this device' }).click();
    await page.getByText('Till: Kasse').waitFor();
    await look(page, 'scanner-till', shots);
    expect(watched.complaints).toEqual([]);
    await watched.close();
  });
});
