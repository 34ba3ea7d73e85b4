// The simulator as an owner uses it: she tries the tenth coffee, keeps it as a check, breaks the rule
// and is stopped before she publishes. On a phone and a desktop, by the keyboard, and without script.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAME, POINTS, stampCard } from '../fixtures/http/stamp-card.ts';
import { OWNER } from '../fixtures/open-app.ts';
import { DESKTOP, openPages, type Pages, PHONE, SIZES, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';
import { faultsOf } from '../fixtures/pages/faults.ts';
import { logIn } from '../fixtures/pages/log-in.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';

describe.skipIf(WITHOUT_BROWSER)('the simulator', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages();
  });
  afterAll(() => pages?.close());

  const cardOf = async () => {
    const { t } = pages;
    const card = await t.template(stampCard(), { templateName: 'Bonus card of the corner bakery' });
    for (const [name, points] of [
      ['Grace Hopper', 2],
      ['Ada Byron', 9],
    ] as const) {
      await t.install(await t.pass(card, { [NAME]: name, [POINTS]: points }));
    }
    return card;
  };
  /** Somebody makes the reward cost eleven points, as a draft. */
  const breakRule = (card: string, reward: number) =>
    pages.t.app.context.store.changeDraft(card, ({ template }) => ({
      draft: {
        baseVersion: template.version,
        passConstructor: stampCard(reward),
        editedBy: OWNER.email,
        editedAt: pages.t.now(),
      },
      result: null,
    }));
  /** The button of the form, which also has one for the Enter key. */
  const press = (page: Page, name: string) => page.locator(`button:not(.onEnter)`, { hasText: name }).click();

  test.each(Object.entries(SIZES))('the tenth coffee, tried, kept and guarded (%s)', async (size, viewport) => {
    const card = await cardOf();
    const { page, complaints, close } = await pages.open({ viewport });
    // 1 The card's tab "Try"
    await logIn(page, `${pages.root}/cards/${card}`);
    await page.getByRole('link', { name: 'Try', exact: true }).click();
    await page.getByRole('heading', { name: 'What would happen' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);

    // 2, 3 Whose card, and try it
    await page.getByLabel('Whose card').selectOption({ label: 'Ada Byron' });
    await press(page, 'Try it');
    await page.locator('.tryTill').waitFor();
    expect(await page.locator('.tryTill').innerText()).toContain('Free coffee, Ada Byron!');
    expect(await page.locator('.bubble').allInnerTexts()).toEqual(['You now have 10 points']);
    expect(await page.getByText('1 phone would be told:').count()).toBe(1);
    // What changes is outlined, before and after.
    expect(await page.locator('.tryCards .toField').count()).toBe(4);
    expect(await faultsOf(page)).toEqual([]);
    await keepScreenshot(page, `try-${size}`);
    expect(await page.locator('.verdict').innerText()).toContain('POINTS 9 → 10');

    // The steps one by one, by links.
    await page.getByRole('link', { name: 'One step back' }).click();
    await page.getByText('After step 3 of 4').waitFor();
    await page.getByRole('link', { name: 'All steps' }).click();

    // 4, 5 Keep it as a check
    await page.getByRole('link', { name: 'Keep as a check' }).click();
    await page.getByLabel('Name of the check').fill('The tenth coffee is free');
    expect(await faultsOf(page)).toEqual([]);
    await keepScreenshot(page, `check-new-${size}`);
    await page.getByRole('button', { name: 'Keep the check' }).click();
    await page.getByText('The check passes.').waitFor();
    expect(await faultsOf(page)).toEqual([]);

    // The rule is broken, and the check stands before the phones.
    await breakRule(card, 11);
    await page.goto(`${pages.root}/cards/${card}/checks`);
    await page.getByText('The check fails.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await keepScreenshot(page, `checks-${size}`);
    await page.goto(`${pages.root}/cards/${card}/publish`);
    await page.getByText('The till shows nothing, and the check expects “Free coffee, Ada Byron!”.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await keepScreenshot(page, `publish-check-${size}`);
    await page.getByRole('button', { name: /^Publish/ }).click();
    await page.getByRole('alert').getByText('A check fails.').waitFor();
    const { store } = pages.t.app.context;
    expect((await store.templateByHash(card))!.template.version).toBe(1);

    // Overruled, it goes out.
    await page.getByLabel('Publish although a check fails').check();
    await page.getByRole('button', { name: /^Publish/ }).click();
    await page.waitForURL(/versions\?published=2/);
    // Mended, it asks for nothing.
    await breakRule(card, 10);
    await page.goto(`${pages.root}/cards/${card}/publish`);
    await page.getByText('The check passes.').waitFor();
    expect(await page.getByLabel('Publish although a check fails').count()).toBe(0);
    await page.getByRole('button', { name: /^Publish/ }).click();
    await page.waitForURL(/versions\?published=3/);
    expect(complaints).toEqual([]);
    await close();
  });

  test('without script: ten scans of a new card, each by itself, with values of her own', async () => {
    const card = await cardOf();
    const { page, complaints, close } = await pages.open({ viewport: PHONE, javaScriptEnabled: false });
    await logIn(page, `${pages.root}/cards/${card}/try`);
    await page.getByLabel('How often').fill('10');
    await page.getByText('Values before').click();
    await page.getByLabel('NAME').fill('Eve');
    await press(page, 'Try it');
    await page.getByText('One after the other').waitFor();
    expect(new URL(page.url()).search).toBe(`?event=onScan&n=10&set.${NAME}=Eve`);
    expect(await page.locator('.tryTill').innerText()).toContain('Free coffee, Eve!');
    await page.getByRole('link', { name: '9. POINTS 8 → 9.' }).click();
    await page.getByText('No text of its own.').waitFor();
    // A mistake stays in its input.
    await page.getByLabel('How often').fill('99');
    await page.locator('form.tryForm').evaluate((form: HTMLFormElement) => {
      form.noValidate = true;
    });
    await press(page, 'Try it');
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('How often').inputValue()).toBe('99');
    expect(complaints).toEqual([]);
    await close();
  });

  test('by the keyboard: a customer is searched, and a past run tried again', async () => {
    const { t } = pages;
    const card = await cardOf();
    const { page, complaints, close } = await pages.open({ viewport: DESKTOP });
    await logIn(page, `${pages.root}/cards/${card}/try`);
    await page.getByLabel('Find another customer').focus();
    await page.keyboard.type('grace');
    await page.keyboard.press('Enter');
    await page.locator('.verdict', { hasText: 'POINTS 2 → 3' }).waitFor();
    expect(await page.getByLabel('Whose card').locator('option:checked').innerText()).toBe('Grace Hopper');
    const [grace] = await t.app.context.store.passesOf((await t.app.context.store.templateByHash(card))!.template.id, {
      start: 0,
      count: 1,
    });
    await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: grace!.hash, accessType: 7 });
    const run = (await t.events(grace!.hash)).at(-1)!.id;
    await page.goto(`${pages.root}/runs/${run}`);
    await page.getByRole('link', { name: 'Try it again' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('The card is exactly as it was then.').waitFor();
    expect(await page.locator('.verdict').innerText()).toContain('POINTS 2 → 3');
    expect(await page.getByLabel('Whose card').locator('option:checked').innerText()).toBe(
      'Grace Hopper, as it was then',
    );
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});
