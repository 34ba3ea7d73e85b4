// The page for a guest whose network made too many passes: how long to wait, and the link that works then.
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
import { faintTexts, unnamed } from '../fixtures/pages/sight.ts';

/** More than any server that tests open lets through in a minute. */
const MANY = 1000;

const WORDS = {
  'en-GB': {
    title: 'Please wait',
    wait: /^Please wait \d+ seconds?, then try again\. The link works as before\.$/,
    again: 'Try again',
  },
  'de-DE': {
    title: 'Bitte warten',
    wait: /^Bitte warten Sie \d+ Sekunden? und versuchen Sie es dann noch einmal\. Der Link gilt wie vorher\.$/,
    again: 'Noch einmal versuchen',
  },
};

describe.skipIf(WITHOUT_BROWSER)('too many passes from one network', () => {
  let pages: Pages;
  let link: string;
  beforeAll(async () => {
    pages = await openPages();
    link = `${pages.root}/pass/create.php?templateHash=${await pages.t.template(pointsTemplate())}`;
  });
  afterAll(() => pages?.close());

  const useUp = async () => {
    for (let made = 0; made < MANY; made++) {
      const { status } = await fetch(`${link}&generate=true`);
      if (status === 429) return;
    }
    throw new Error(`${MANY} passes were made.`);
  };

  test.each(SCHEMES)('the page says how long to wait, in every width and both languages (%s)', async (colorScheme) => {
    await useUp();
    for (const [locale, words] of Object.entries(WORDS)) {
      const { page, complaints, close } = await pages.open({ colorScheme, locale });
      const response = (await page.goto(link))!;
      expect([response.status(), Number(response.headers()['retry-after'])]).toEqual([429, expect.any(Number)]);
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(words.title);
      await page.getByText(words.wait).waitFor();
      const text = await page.locator('main').innerText();
      expect(text).not.toMatch(/[Hh]ash|ask whoever|Absender/);
      for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
        await page.setViewportSize(viewport);
        expect([
          ...(await violations(page)),
          ...(await faintTexts(page)),
          ...(await unnamed(page)),
          await overflow(page),
        ]).toEqual([0]);
        if (locale === 'en-GB') await keepScreenshot(page, `too-many-${size}-${colorScheme}`);
      }
      // The link leads to the same address, where the pass is made once the wait is over.
      await page.getByRole('link', { name: words.again }).click();
      expect(page.url()).toBe(link);
      expect(complaints).toEqual([]);
      await close();
    }
  });

  test('the form keeps what was typed and says how long to wait', async () => {
    await useUp();
    const { page, close } = await pages.open();
    await page.goto(link.replace('create.php', 'register.php'));
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Register' }).click();
    await page
      .getByRole('alert')
      .getByText(/Please wait \d+ seconds?, then send the form again\./)
      .waitFor();
    expect(await page.getByLabel('Your name').inputValue()).toBe('Ada');
    await close();
  });
});
