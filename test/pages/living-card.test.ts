// From an empty account to the guide's loyalty card with automatic redemption, without a word of JSON
// or an API path: made, given rules, tried, put on a phone, scanned at a till, explained, changed and
// brought back. On a phone and a desktop, by keyboard alone, and without scripts.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OWNER } from '../fixtures/open-app.ts';
import { DESKTOP, openPages, type Pages, PHONE, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';
import { faultsOf } from '../fixtures/pages/faults.ts';
import { reachByTab } from '../fixtures/pages/sight.ts';

/** How often the form of a rule was put in place anew, on a page that runs COUNT_REPLACED. */
const replacedTimes = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as { replaced?: number }).replaced ?? 0);
const COUNT_REPLACED = `document.addEventListener('rule-form-replaced', () => {
  globalThis.replaced = (globalThis.replaced ?? 0) + 1;
});`;

/** Waits until the form was replaced once more: elements that were there before are gone then. */
const replacedAfter = (page: Page, before: number): Promise<void> =>
  expect.poll(() => replacedTimes(page), { timeout: 30_000 }).toBeGreaterThan(before);

/** How somebody works with pages. All of them do the same acts, which are counted. */
interface Hands {
  readonly page: Page;
  acts: number;
  press(role: 'button' | 'link', name: string | RegExp, within?: Locator): Promise<void>;
  write(label: Locator, text: string): Promise<void>;
  choose(list: Locator, label: string): Promise<void>;
}

function mouse(page: Page): Hands {
  const hands: Hands = {
    page,
    acts: 0,
    async press(role, name, within) {
      hands.acts++;
      await (within ?? page).getByRole(role, { name, exact: true }).last().click();
    },
    async write(label, text) {
      hands.acts++;
      await label.fill(text);
    },
    async choose(list, label) {
      hands.acts++;
      await list.selectOption({ label });
    },
  };
  return hands;
}

function keyboard(page: Page): Hands {
  const hands: Hands = {
    page,
    acts: 0,
    async press(role, name, within) {
      hands.acts++;
      await reachByTab(page, (within ?? page).getByRole(role, { name, exact: true }).last());
      await page.keyboard.press('Enter');
    },
    async write(label, text) {
      hands.acts++;
      await reachByTab(page, label);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(text);
    },
    async choose(list, label) {
      hands.acts++;
      for (let presses = 0; presses < 100; presses++) {
        await reachByTab(page, list);
        const { away, isReplacing } = await list.evaluate((element, wanted) => {
          const { options, selectedIndex, dataset } = element as HTMLSelectElement;
          const at = [...options].findIndex(({ text }) => text.trim() === wanted);
          return { away: at - selectedIndex, isReplacing: dataset.press !== undefined };
        }, label);
        if (away === 0) return;
        const before = await replacedTimes(page);
        await page.keyboard.press(away > 0 ? 'ArrowDown' : 'ArrowUp');
        // A key pressed meanwhile goes to a list that is about to leave, and all of the page is one
        // Tab after another away from the list that comes.
        if (isReplacing) await replacedAfter(page, before);
      }
      throw new Error(`no arrow leads to ${label}`);
    },
  };
  return hands;
}

describe.skipIf(WITHOUT_BROWSER)('a living card', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages();
  });
  afterAll(() => pages?.close());

  test.each([
    ['on a phone', mouse, { viewport: PHONE }],
    ['on a desktop', mouse, { viewport: DESKTOP }],
    ['by keyboard alone', keyboard, { viewport: DESKTOP }],
    ['without scripts', mouse, { viewport: DESKTOP, javaScriptEnabled: false }],
  ] as const)(
    'made, tried, published, scanned, explained, changed and brought back (%s)',
    { timeout: 240_000 },
    async (how, by, options) => {
      const { t, root } = pages;
      const { page, complaints, close } = await pages.open(options);
      const hands = by(page);
      const hasScript = how !== 'without scripts';
      // The same pages on the same desktop are looked at with a mouse.
      const isLookedAt = hasScript && how !== 'by keyboard alone';
      const isGood = async () => {
        if (isLookedAt) expect(await faultsOf(page)).toEqual([]);
      };
      await page.goto(root);
      await hands.write(page.getByLabel('E-mail'), OWNER.email);
      await hands.write(page.getByLabel('Password'), OWNER.password);
      await hands.press('button', 'Log in');
      await page.getByRole('heading', { level: 1, name: /^Today/ }).waitFor();

      // Made.
      await hands.press('link', 'Cards');
      await hands.press('link', 'New card');
      await hands.press('link', /^Membership/);
      await hands.write(page.getByLabel('Name of your shop'), 'Café Central');
      await hands.press('button', 'Make the card');
      await page.getByRole('heading', { level: 1, name: 'Membership Café Central' }).waitFor();
      const card = new URL(page.url()).pathname.split('/')[2]!;
      await hands.press('link', 'Design');
      await hands.write(page.getByLabel('New field: Top right'), 'STAMPS');
      await hands.press('button', /^Add/, page.locator('#group-headerFields'));
      const stamps = page.locator('.designField', { has: page.locator('input[value="STAMPS"]') });
      await hands.write(stamps.getByLabel('Value'), '0');
      await hands.press('button', 'Save draft');
      await page.getByText('Saved as a draft').first().waitFor();
      await isGood();

      // Every third scan is free: the card becomes a coupon, and the next scan redeems the coupon.
      await page.addInitScript(COUNT_REPLACED);
      /** With scripts, some acts put another form in place of the one that is open. */
      const andReplaced = async (act: () => Promise<void>) => {
        const before = hasScript ? await replacedTimes(page) : 0;
        await act();
        if (hasScript) await replacedAfter(page, before);
      };
      const give = async (input: Locator, text: string) => {
        await input.waitFor();
        const isList = (await input.evaluate((element) => element.tagName)) === 'SELECT';
        await (isList ? hands.choose(input, text) : hands.write(input, text));
      };
      const rule = async (conditions: readonly string[][], steps: readonly string[][]) => {
        await hands.press('link', 'Rules');
        await hands.press('link', 'Add a rule');
        await page.locator('#home').waitFor();
        for (const [at, [subject, question, value]] of conditions.entries()) {
          await andReplaced(() => hands.press('button', 'Add a condition'));
          await andReplaced(() => hands.choose(page.locator(`#row-${at}-subject`), subject!));
          if (question !== 'is') await andReplaced(() => hands.choose(page.locator(`#row-${at}-test`), question!));
          if (!hasScript) await hands.press('button', 'Show its inputs');
          await give(page.locator(`#row-${at}-value`), value!);
        }
        for (const [at, [verb, ...parts]] of steps.entries()) {
          if (at > 0) await andReplaced(() => hands.press('button', 'Add a step'));
          if (verb !== 'set') await andReplaced(() => hands.choose(page.locator(`#step-${at}-verb`), verb!));
          if (!hasScript) await hands.press('button', 'Show its inputs');
          for (const part of parts) {
            const [field, given] = part.split('=') as [string, string];
            await give(page.locator(`#step-${at}-${field}`), given);
          }
        }
        await hands.press('button', 'Save draft');
        await page.getByText('Saved as a draft').waitFor();
        await isGood();
      };
      await rule(
        [['the kind of card', 'is', 'a plain card']],
        [
          ['add', 'text=1', 'path=STAMPS'],
          ['say at the till', 'text=A stamp for you'],
        ],
      );
      await rule(
        [['the kind of card', 'is', 'a coupon']],
        [
          ['set', 'path=STAMPS', 'text=0'],
          ['say at the till', 'text=One free coffee'],
          ['make another kind of card of it', 'text=a plain card'],
        ],
      );
      await rule(
        [['STAMPS', 'is … or more', '3']],
        [
          ['make another kind of card of it', 'text=a coupon'],
          ['say at the till', 'text=The next coffee is free'],
        ],
      );
      expect(await page.locator('main').innerText()).toContain('if the kind of card is a coupon');

      // Tried: three scans make a coupon of a new card, and no card was touched.
      await hands.press('link', 'Try');
      await hands.write(page.getByLabel('How often'), '3');
      await hands.press('button', 'Try it');
      await page.locator('.tryTill').getByText('The next coffee is free').first().waitFor();
      await isGood();

      // Published.
      await hands.press('link', 'See and publish');
      await page.getByRole('heading', { name: 'What changes' }).waitFor();
      await isGood();
      await hands.write(page.getByLabel('Note'), 'Every third coffee is free');
      await hands.press('button', 'Publish');
      await page.getByText('Version 2 is published.').waitFor();

      // On a phone, from the link that the card is given away by.
      await hands.press('link', 'Send');
      const link = (
        await page
          .locator('code', { hasText: /create\.php|\/c\// })
          .first()
          .innerText()
      ).trim();
      const guest = await pages.open({ viewport: PHONE });
      await guest.page.goto(link);
      await guest.page.waitForURL(/hashedSerialNumber=/);
      const hash = new URL(guest.page.url()).searchParams.get('hashedSerialNumber')!;
      await guest.close();
      await t.install(hash);
      const shown = async () => {
        const { pass } = (await t.app.context.store.passByHash(hash))!;
        return pass.overrides;
      };

      // Scanned at a till: twice a stamp, then the coupon, then the coffee.
      const till = await pages.open({ viewport: PHONE });
      await till.page.clock.install();
      const scan = async () => {
        await till.page.getByLabel('Barcode').fill(hash);
        await till.page.getByRole('button', { name: 'Go' }).click();
        await till.page.locator('#result').waitFor();
        const said = await till.page.locator('#result').innerText();
        await till.page.getByRole('button', { name: 'Next scan' }).click();
        // The scanner takes the same code again after a while.
        await till.page.clock.fastForward(5001);
        t.advance(60_000);
        return said;
      };
      await hands.press('link', 'Tills');
      await hands.press('link', 'Set up a till');
      await hands.write(page.getByLabel('Name', { exact: true }), `Till ${how}`);
      await hands.press('button', 'Show the code');
      const setup = await page.locator('code').first().innerText();
      await till.page.goto(setup.trim());
      await till.page.getByRole('button', { name: 'Use this device' }).click();
      await till.page.getByText(`Till: Till ${how}`).waitFor();
      for (const words of ['A stamp for you', 'A stamp for you', 'The next coffee is free', 'One free coffee']) {
        expect(await scan()).toContain(words);
      }
      expect(await shown()).toMatchObject({ type: 'generic' });
      expect(complaints).toEqual([]);

      // Explained.
      await page.goto(`${root}/cards/${card}`);
      await hands.press('link', /One free coffee/);
      await page.locator('.verdict').waitFor();
      await isGood();

      // Changed and brought back.
      await page.goto(`${root}/cards/${card}`);
      await hands.press('link', 'Design');
      await hands.write(page.getByLabel('Background', { exact: true }), '#8a2f3c');
      await hands.press('button', 'Save draft');
      await page.getByText('Saved as a draft').first().waitFor();
      await hands.press('link', 'See and publish');
      await hands.press('button', 'Publish to 1 phone');
      await page.getByText('Version 3 is published.').waitFor();
      await hands.press('link', 'Versions');
      await hands.press('link', /^Version 2/);
      await hands.press('button', 'Bring back as draft');
      await page.getByText('The draft is version 2 now.').waitFor();
      await hands.press('link', 'See and publish');
      await hands.press('button', 'Publish to 1 phone');
      await page.getByText('Version 4 is published.').waitFor();
      const { template } = (await t.app.context.store.templateByHash(card))!;
      const [now, then] = await Promise.all(
        [4, 2].map((version) => t.app.context.store.templateVersion(template.id, version)),
      );
      expect(now).toEqual(then);
      expect(complaints).toEqual([]);
      process.stderr.write(`a living card ${how}: ${hands.acts} acts\n`);
      await till.close();
      await close();
    },
  );
});
