// A schedule as its owner makes it: the birthday is written in the form, tried, kept as a check, published,
// and its morning comes. On a phone in German, and on a desktop without
// scripts.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAME, POINTS, stampCard } from '../fixtures/http/stamp-card.ts';
import { DESKTOP, openPages, type Pages, PHONE, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';
import { faultsOf } from '../fixtures/pages/faults.ts';
import { logIn } from '../fixtures/pages/log-in.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';

const HOUR = 3_600_000;

/** What is clicked and read on the way, in the language of the page. */
const WORDS = {
  en: {
    schedules: 'Schedules',
    add: 'Add a schedule',
    name: 'Name',
    kind: 'days before or after a date of the card',
    days: 'Days',
    side: 'after, or on the day itself',
    time: 'Time',
    yearly: 'Each year again, as on a birthday',
    save: 'Save draft',
    saved: 'Saved in the draft. It takes effect when you publish the card.',
    tryOne: 'Try it on a card: Birthday',
    change: 'POINTS: 4 → 9',
    notToday: 'At this time “Birthday” would not reach this card: due on another day.',
    customer: 'Whose card',
    run: 'Try it',
    keep: 'Keep as a check',
    check: 'Name of the check',
    keepIt: 'Keep the check',
    event: 'The schedule “Birthday” runs, once',
    passes: '✓ passes',
    publish: /^Publish/,
    happened: 'POINTS 4 → 9',
  },
  de: {
    schedules: 'Zeitpläne',
    add: 'Zeitplan hinzufügen',
    name: 'Name',
    kind: 'Tage vor oder nach einem Datum der Karte',
    days: 'Tage',
    side: 'danach, oder am Tag selbst',
    time: 'Uhrzeit',
    yearly: 'Jedes Jahr wieder, wie an einem Geburtstag',
    save: 'Entwurf speichern',
    saved: 'Im Entwurf gespeichert. Es gilt, sobald Sie die Karte veröffentlichen.',
    tryOne: 'An einer Karte ausprobieren: Birthday',
    change: 'POINTS: 4 → 9',
    notToday: 'Zu dieser Zeit würde „Birthday“ diese Karte nicht erreichen: an einem anderen Tag fällig.',
    customer: 'Wessen Karte',
    run: 'Probieren',
    keep: 'Als Prüfung behalten',
    check: 'Name der Prüfung',
    keepIt: 'Prüfung behalten',
    event: 'Der Zeitplan „Birthday“ läuft, einmal',
    passes: '✓ bestanden',
    publish: /veröffentlichen$/i,
    happened: 'POINTS 4 → 9',
  },
} as const;
type Words = (typeof WORDS)[keyof typeof WORDS];

describe.skipIf(WITHOUT_BROWSER)('a schedule', () => {
  let pages: Pages;
  let ahead = 0;
  beforeAll(async () => {
    pages = await openPages({ injected: { clock: { now: () => Date.now() + ahead } } });
  });
  afterAll(() => pages?.close());

  /** Fills in the form: five points on the birthday at nine. */
  async function write(page: Page, words: Words, hasScript: boolean) {
    await page.getByLabel(words.name, { exact: true }).fill('Birthday');
    await page.locator('#schedule-kind').selectOption({ label: words.kind });
    if (!hasScript) await page.locator('.needsNoScript button').first().click();
    await page.getByLabel(words.days, { exact: true }).fill('0');
    await page.locator('#schedule-side').selectOption({ label: words.side });
    await page.locator('#schedule-date').selectOption('birthday');
    await page.locator('#schedule-at').fill('09:00');
    await page.getByLabel(words.yearly).check();
    await page.locator('#step-0-verb').selectOption('add');
    if (!hasScript) await page.locator('.needsNoScript button').last().click();
    await page.locator('#step-0-path').selectOption(POINTS);
    await page.locator('#step-0-text').fill('5');
  }

  test.each([
    ['phone', PHONE, 'de', true],
    ['desktop', DESKTOP, 'en', false],
  ] as const)(
    'is made, tried, checked, published, and fires (%s)',
    async (size, viewport, locale, javaScriptEnabled) => {
      const words = WORDS[locale];
      const { t } = pages;
      const card = await t.template(stampCard(10, { additional: { birthday: '' }, triggers: {} }), {
        templateName: 'Bonus card of the corner bakery',
      });
      // In two days: her birthday is neither today nor past when the morning comes.
      const born = new Date(t.app.context.clock.now() + 48 * HOUR).toISOString().slice(0, 10);
      const ada = await t.install(await t.pass(card, { [NAME]: 'Ada Byron', [POINTS]: 4, birthday: born }));
      const { page, complaints, close } = await pages.open({ viewport, locale, javaScriptEnabled });
      // What is wrong with a page is found by scripts in it.
      const faults = async () => (javaScriptEnabled ? await faultsOf(page) : []);
      await logIn(page, `${pages.root}/cards/${card}/rules`);
      await page.getByRole('link', { name: words.schedules }).click();
      await page.getByRole('link', { name: words.add }).click();
      expect(await faults()).toEqual([]);
      await write(page, words, javaScriptEnabled);
      if (javaScriptEnabled) await page.locator('[data-reads]').getByText('5').waitFor();
      await keepScreenshot(page, `schedule-${size}`);
      await page.getByRole('button', { name: words.save }).last().click();
      await page.getByText(words.saved).waitFor();
      expect(await faults()).toEqual([]);
      await keepScreenshot(page, `schedules-${size}`);

      await page.getByRole('link', { name: words.tryOne }).click();
      await page.getByLabel(words.customer).selectOption({ label: 'Ada Byron' });
      await page.locator('button:not(.onEnter)', { hasText: words.run }).click();
      await page.getByText(words.notToday).waitFor();
      await page.getByText(words.change).waitFor();
      expect(await faults()).toEqual([]);
      await keepScreenshot(page, `try-schedule-${size}`);
      await page.getByRole('link', { name: words.keep }).click();
      await page.getByLabel(words.check).fill('Five points');
      await page.getByRole('button', { name: words.keepIt }).click();
      await page.getByText(words.event).waitFor();
      expect(await page.getByText(words.passes).count()).toBe(1);
      await page.goto(`${pages.root}/cards/${card}/publish`);
      await page.getByRole('button', { name: words.publish }).click();
      await page.waitForURL(/versions\?published=2/);
      await t.deliver();

      // Her morning.
      const morning = Date.parse(`${born}T09:00:01Z`);
      ahead = morning - Date.now();
      await t.deliver();
      await logIn(page, `${pages.root}/customers/${ada}`);
      await page.getByText(words.happened).first().waitFor();
      expect(await faults()).toEqual([]);
      expect(complaints).toEqual([]);
      await close();
    },
  );
});
