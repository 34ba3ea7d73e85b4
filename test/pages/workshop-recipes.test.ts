// Recipes and values in texts, as an owner uses them: from an empty account to a card with a recipe in
// its draft, on a phone and a desktop, by keyboard, and without scripts.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../../src/examples.ts';
import { RECIPE_NAMES } from '../../src/rules/recipes/recipe.ts';
import { violations } from '../fixtures/pages/axe.ts';
import { DESKTOP, openPages, type Pages, PHONE, SIZES, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';
import { faultsOf } from '../fixtures/pages/faults.ts';
import { logIn } from '../fixtures/pages/log-in.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';

describe.skipIf(WITHOUT_BROWSER)('Recipes', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages({ examples: await readExamples() });
  });
  afterAll(() => pages?.close());

  /** A new card of a job, made by clicks; answers its address and how many clicks that took. */
  const newCard = async (page: Page, job: string) => {
    await page.goto(`${pages.root}/cards/new`);
    await page.getByRole('link', { name: job }).click();
    await page.getByLabel('Name of your shop').fill('Bäckerei Lindner');
    await page.getByRole('button', { name: 'Make the card' }).click();
    await page.getByRole('heading', { level: 1, name: `${job} Bäckerei Lindner` }).waitFor();
    return new URL(page.url()).pathname;
  };
  const draftOf = async (card: string) => {
    const { store } = pages.t.app.context;
    const { template } = (await store.templateByHash(card.split('/').at(-1)!))!;
    return JSON.stringify((await store.draftOf(template.id))?.passConstructor ?? null);
  };

  test.each(Object.entries(SIZES))(
    'a points card becomes a stamp card too: four clicks from the rules (%s)',
    async (size, viewport) => {
      const { page, complaints, close } = await pages.open({ viewport });
      await logIn(page, pages.root);
      const card = await newCard(page, 'Points card');
      await page.goto(`${pages.root}${card}/rules/recipes`);
      await page.getByRole('link', { name: 'Punch card' }).waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await keepScreenshot(page, `recipes-${size}`);
      await page.getByRole('link', { name: 'Stamp card' }).click();
      await page.getByRole('heading', { name: 'What it does' }).waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await keepScreenshot(page, `recipe-${size}`);
      // What is typed shows in the sentences without another click.
      await page.getByLabel('What is the reward?').fill('One free loaf');
      await page.getByLabel('How many stamps fill').fill('8');
      await page.keyboard.press('Tab');
      await page.getByText('Stamp {STAMPS} of 8').first().waitFor();
      expect(await page.locator('.recipePreview .pass').innerText()).toContain('STAMPS');
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Add to the draft' }).click();
      await page.waitForURL(/rules\?added=stamps/);
      const draft = await draftOf(card);
      expect([draft.includes('One free loaf'), draft.includes('of 8 stamps')]).toEqual([true, true]);
      expect(complaints).toEqual([]);
      await close();
    },
  );

  test('every recipe can be added to a ticket by clicks alone', async () => {
    const { page, complaints, close } = await pages.open({ viewport: DESKTOP });
    await logIn(page, pages.root);
    const card = await newCard(page, 'Ticket');
    for (const name of RECIPE_NAMES) {
      await page.goto(`${pages.root}${card}/rules/recipes/${name}`);
      if (name === 'tell') await page.getByLabel('At which address').fill('https://shop.example/hook');
      if (name === 'period') {
        await page.getByLabel('From when?').fill('2026-12-01T16:00');
        await page.getByLabel('Until when?').fill('2026-12-01T18:00');
      }
      const add = page.getByRole('button', { name: 'Add to the draft' });
      if (name === 'tell' || name === 'period') await page.getByRole('button', { name: 'Show with' }).click();
      await add.click();
      await page.waitForURL(new RegExp(`added=${name}`));
    }
    const draft = await draftOf(card);
    for (const mark of ['stampsBefore', 'setLevel', 'birthday', 'admittedAt2', 'visits', 'charge', 'shop.example']) {
      expect([mark, draft.includes(mark)]).toEqual([mark, true]);
    }
    expect(complaints).toEqual([]);
    await close();
  });

  test('a value is inserted as a chip, by keyboard, and its magic string is what is sent', async () => {
    const { page, complaints, close } = await pages.open({ viewport: DESKTOP });
    await logIn(page, pages.root);
    const card = await newCard(page, 'Ticket');
    await page.goto(`${pages.root}${card}/rules/recipes/ticket`);
    const box = page.getByLabel('What does the till say the first time?');
    await box.fill('Hello !');
    await box.press('End');
    await box.press('ArrowLeft');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const menu = page.getByRole('menu', { name: 'Insert a value' });
    await menu.waitFor();
    expect(await violations(page)).toEqual([]);
    await keepScreenshot(page, 'value-menu-desktop');
    // The first letter of NAME, then the value.
    await page.keyboard.press('n');
    await page.keyboard.press('Enter');
    await menu.waitFor({ state: 'detached' });
    expect(await box.locator('.chip').innerText()).toBe('NAME');
    expect(await page.locator('[name="welcome"]').inputValue()).toBe('Hello {structure_secondaryFields_name_value}!');
    await page.getByText('Hello Guest!').waitFor();
    // Typing goes on behind the chip, and Backspace takes the chip away as one.
    await page.keyboard.type(' and friends');
    expect(await page.locator('[name="welcome"]').inputValue()).toBe(
      'Hello {structure_secondaryFields_name_value} and friends!',
    );
    await box.fill('{Name}');
    await page.keyboard.press('Tab');
    expect(await box.locator('.chip').innerText()).toBe('NAME');
    await box.press('End');
    await page.keyboard.press('Backspace');
    expect(await page.locator('[name="welcome"]').inputValue()).toBe('');
    await box.fill('Come in, {Name}');
    await page.keyboard.press('Enter');
    await page.getByText('The answers have changed.').waitFor();
    await page.getByRole('button', { name: 'Add to the draft' }).click();
    await page.waitForURL(/added=ticket/);
    expect(await draftOf(card)).toContain('Come in, {structure_secondaryFields_name_value}');
    // The menu closes without a choice, and gives the focus back.
    await page.goto(`${pages.root}${card}/rules/recipes/ticket`);
    const button = page.getByRole('button', { name: 'Insert a value' }).first();
    await button.click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(complaints).toEqual([]);
    await close();
  });

  test('a rule of her own says a value of the card, chosen from the menu', async () => {
    const { page, complaints, close } = await pages.open({ viewport: PHONE });
    await logIn(page, pages.root);
    const card = await newCard(page, 'Membership');
    await page.goto(`${pages.root}${card}/rules/onScan/new`);
    await page.getByLabel('What is done').selectOption('say');
    const box = page.getByLabel('The words');
    await box.fill('Hello ');
    await page.getByRole('button', { name: 'Insert a value' }).click();
    await page.getByRole('menuitem', { name: /^NAME/ }).click();
    await page.getByText('Hello Guest').waitFor();
    expect(await box.locator('.chip').innerText()).toBe('NAME');
    await page.getByRole('button', { name: 'Save draft' }).last().click();
    await page.waitForURL(/rules\?done=saved/);
    expect(await draftOf(card)).toContain('"Hello {structure_primaryFields_name_value}"');
    expect(complaints).toEqual([]);
    await close();
  });

  test('without scripts: answers are shown, then added; values stand in a list', async () => {
    const { page, close } = await pages.open({ javaScriptEnabled: false });
    await logIn(page, pages.root);
    const card = await newCard(page, 'Gift card');
    await page.goto(`${pages.root}${card}/rules/recipes`);
    await page.getByRole('link', { name: 'Coupon that is used once' }).click();
    await page.getByLabel('What is it good for?').fill('One roll');
    await page.getByRole('link', { name: 'Insert a value' }).first().click();
    await page.getByText('Values you can put into a text').click();
    expect(await page.locator('#values').innerText()).toContain('{structure_primaryFields_balance_value}');
    await page.getByLabel('What does the till say when').fill('Used, {Balance} left');
    await page.getByRole('button', { name: 'Add to the draft' }).click();
    await page.getByText('The answers have changed.').waitFor();
    expect(await page.locator('.recipePreview').innerText()).toContain('say “Give now: One roll” at the till');
    await page.getByRole('button', { name: 'Add to the draft' }).click();
    await page.waitForURL(/added=coupon/);
    expect(await draftOf(card)).toContain('Used, {structure_primaryFields_balance_value} left');
    await close();
  });
});
