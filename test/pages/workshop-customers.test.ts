// The list of customers and one customer's page in a browser, as an owner does the job "find one
// customer, correct the points". On phone and desktop, with and without script.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCAN } from '../../src/rules/passes/facts.ts';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { DESKTOP, openPages, type Pages, SCHEMES, SIZES, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';
import { faultsOfPages } from '../fixtures/pages/faults.ts';
import { logIn } from '../fixtures/pages/log-in.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';

const POINTS = 'structure_headerFields_points_value';
const NAME = 'structure_secondaryFields_name_value';
const CARD = pointsTemplate({
  backgroundColor: 'rgb(138, 47, 60)',
  foregroundColor: 'white',
  labelColor: 'rgb(255, 221, 200)',
  logoText: 'Bakery at the corner',
  additional: {
    note: '',
    counter: 0,
    psPassDescription: `{${NAME}} · {${POINTS}} points`,
    psEditorPaths: `${POINTS},${NAME}`,
  },
});
const LONG = 'Rhoshandiatellyneshiaunneveshenk Koyaanisquatsiuth Williams-von Hohenzollern';

describe.skipIf(WITHOUT_BROWSER)('customers', () => {
  let pages: Pages;
  let card: string;
  const passes: Record<string, string> = {};
  beforeAll(async () => {
    pages = await openPages();
    const { t } = pages;
    card = await t.template(CARD, { templateName: 'Bonus card' });
    await t.template(pointsTemplate(), { templateName: 'Voucher' });
    for (const name of ['Grace Hopper', 'Jürgen Müller', LONG, 'سارة العلي', 'Ada Byron']) {
      passes[name] = await t.pass(card, { [NAME]: name });
      await t.install(passes[name]!);
      t.advance(60_000);
      for (let scan = 0; scan < name.length % 4; scan++) {
        await t.call('trackPassAccess', {
          clientHash: t.clientHash,
          hashedSerialNumber: passes[name],
          accessType: SCAN,
        });
      }
    }
    await t.deliver();
  });
  afterAll(() => pages?.close());

  const pointsOf = async (name: string) =>
    (await pages.t.app.context.store.passByHash(passes[name]!))!.pass.overrides[POINTS];

  test.each(SCHEMES)('every page is whole, still and open to everybody in both widths (%s)', async (colorScheme) => {
    const watched = await pages.open({ colorScheme });
    const { page } = watched;
    await logIn(page, pages.root);
    const paths = {
      customers: '/customers',
      'nobody found': '/customers?q=nobody',
      'of a card': `/cards/${card}/customers`,
      customer: `/customers/${passes['Ada Byron']}`,
      'long name': `/customers/${passes[LONG]}`,
      mail: `/customers/${passes['Ada Byron']}/mail`,
      delete: `/customers/${passes['Ada Byron']}/delete`,
    };
    const addresses = Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, pages.root + path]));
    const seen = async (picture: string) => {
      if (/^customers?-/.test(picture)) await keepScreenshot(page, `workshop-${picture}-${colorScheme}`);
    };
    expect(await faultsOfPages(watched, addresses, { seen })).toEqual({});
    await watched.close();
  });

  test.each(Object.entries(SIZES))('finds a customer and corrects the points (%s)', async (_, viewport) => {
    const { page, close } = await pages.open({ viewport });
    await logIn(page, pages.root);
    let clicks = 0;
    const click = async (name: string | RegExp, role: 'link' | 'button') => {
      clicks += 1;
      await page.getByRole(role, { name }).first().click();
    };
    const before = Number(await pointsOf('Jürgen Müller'));
    await click('Customers', 'link');
    await page.getByLabel('Name, e-mail, number').fill('muller');
    await click('Search', 'button');
    await click(/Jürgen Müller/, 'link');
    expect(await page.title()).toContain('Jürgen Müller');
    await click('POINTS: 1 more', 'button');
    expect(await page.getByLabel('POINTS', { exact: true }).inputValue()).toBe(String(before + 1));
    await page.getByLabel('Why?').fill('forgot at the till');
    await click('Save and tell 1 phone', 'button');
    await page.getByText('Saved. 1 phone is being told.').waitFor();
    expect(await pointsOf('Jürgen Müller')).toBe(before + 1);
    expect(clicks).toBe(5);
    await page.getByText('“forgot at the till”').first().waitFor();
    await click('Undo', 'button');
    await page.getByText('The card is as it was before.').waitFor();
    expect(await pointsOf('Jürgen Müller')).toBe(before);
    await close();
  });

  test('does all of it by the keyboard alone, and without script', async () => {
    const { page, close } = await pages.open({ javaScriptEnabled: false, viewport: DESKTOP });
    await logIn(page, pages.root);
    await page.goto(`${pages.root}/customers`);
    await page.getByLabel('Name, e-mail, number').fill('hopper');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /Grace Hopper/ }).focus();
    await page.keyboard.press('Enter');
    const before = Number((await pointsOf('Grace Hopper')) ?? 0);
    // The button counts on the server.
    await page.getByRole('button', { name: 'POINTS: 1 more' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('POINTS', { exact: true }).waitFor();
    expect(await page.getByLabel('POINTS', { exact: true }).inputValue()).toBe(String(before + 1));
    await page.getByLabel('POINTS', { exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Saved. 1 phone is being told.').waitFor();
    expect(await pointsOf('Grace Hopper')).toBe(before + 1);
    await page.getByRole('button', { name: 'Undo' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('The card is as it was before.').waitFor();
    await page.getByRole('link', { name: 'Mail the link' }).click();
    await page.getByLabel('E-mail address').fill('grace@example.com');
    await page.keyboard.press('Enter');
    await page.getByText('The link is on its way.').waitFor();
    await page.getByRole('link', { name: 'Make invalid' }).click();
    await page.getByRole('button', { name: 'Make invalid' }).click();
    await page.getByText('The card is invalid now.').waitFor();
    await page.getByRole('link', { name: 'Delete' }).click();
    await page.getByText('This cannot be undone.').waitFor();
    await page.getByRole('link', { name: 'Cancel' }).click();
    await page.getByRole('link', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('The card was deleted.').waitFor();
    expect(await pages.t.app.context.store.passByHash(passes['Grace Hopper']!)).toBeNull();
    await close();
  });

  test('no page is heavy', async () => {
    const { page, close } = await pages.open();
    await logIn(page, pages.root);
    for (const path of ['/customers', `/customers/${passes['Ada Byron']}`]) {
      const response = await page.goto(`${pages.root}${path}`);
      expect((await response!.body()).length).toBeLessThan(150_000);
    }
    await close();
  });
});
