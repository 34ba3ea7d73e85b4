// Every page with content that is hard to draw: nothing sticks out, moves, is too faint, unnamed, refused or fetched elsewhere.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../../src/examples.ts';
import { OWNER } from '../fixtures/open-app.ts';
import {
  DESKTOP,
  firstPaint,
  layoutShift,
  MARK_ALONE,
  openPages,
  overflow,
  type Pages,
  PHONE,
  SCHEMES,
  WITHOUT_BROWSER,
} from '../fixtures/pages/browser.ts';
import { GALLERY, TEMPLATE_NAMES } from '../fixtures/pages/gallery.ts';
import { faintTexts, unnamed } from '../fixtures/pages/sight.ts';

/**
 * Pages know no image's size, so the place of a logo is reserved as a square: a text beside a wider one moves aside when it
 * comes. Everything else stays where it is.
 */
const MAY_MOVE: Readonly<Record<string, number>> = { long: 0.1 };

const NARROW = { width: 320, height: 568 };

describe.skipIf(WITHOUT_BROWSER)('how the pages look', () => {
  let pages: Pages;
  /** Name -> path. */
  const shown: Record<string, string> = {
    login: '/',
    'pass not found': '/pass/create.php?hashedSerialNumber=none',
    'template not found': '/pass/create.php?templateHash=none',
    'incomplete link': '/pass/create.php',
    'editor without access': '/pass/editor.php?hashedSerialNumber=none',
    'no such page': '/nothing/here',
    'the API': '/docs',
    'the API like PassKit’s': '/docs/passkit',
    'the API like Pass2U’s': '/docs/pass2u',
    'the scanner': '/scanner',
  };

  beforeAll(async () => {
    pages = await openPages({ examples: await readExamples() });
    await pages.t.account('new@example.com');
    for (const { name, hash } of pages.t.app.first!.templates) {
      shown[name] = `/pass/create.php?hashedSerialNumber=${await pages.t.pass(hash)}`;
    }
    const club = pages.t.app.first!.templates.find(({ name }) => name === 'Club membership with registration')!;
    shown.registration = `/pass/register.php?templateHash=${club.hash}&email=${'x'.repeat(200)}`;
    shown.registered = `/pass/registered.php?hashedSerialNumber=${await pages.t.pass(club.hash)}`;
    for (const [name, passConstructor] of Object.entries(GALLERY)) {
      const template = await pages.t.template(passConstructor, { templateName: TEMPLATE_NAMES[name] ?? name });
      shown[name] = `/pass/create.php?hashedSerialNumber=${await pages.t.pass(template)}`;
    }
  });
  afterAll(() => pages?.close());

  /** Looks at the page that is open, at every width; answers what is wrong. */
  const look = async ({ page, complaints }: Awaited<ReturnType<Pages['open']>>) => {
    const wrong: string[] = [];
    for (const viewport of [PHONE, DESKTOP, NARROW]) {
      await page.setViewportSize(viewport);
      const wider = await overflow(page);
      if (wider > 0) wrong.push(`${wider} pixels too wide at ${viewport.width}`);
    }
    return [...wrong, ...(await faintTexts(page)), ...(await unnamed(page)), ...complaints.splice(0)];
  };

  test.each(SCHEMES)('every page is whole in every width (%s)', async (colorScheme) => {
    const watched = await pages.open({ colorScheme });
    // Pictures that come after the page was painted move what has no place reserved for them.
    await watched.page.route('**/images/*', async (route) => {
      await firstPaint(watched.page);
      await route.continue();
    });
    const found: Record<string, unknown> = {};
    for (const [name, path] of Object.entries(shown)) {
      await watched.page.setViewportSize(PHONE);
      await watched.page.goto(pages.root + path);
      // Measured before the window changes its size, which moves everything.
      const shift = await layoutShift(watched.page);
      const wrong = [
        ...(shift > (MAY_MOVE[name] ?? MARK_ALONE) ? [`moved by ${shift}`] : []),
        ...(await look(watched)),
      ];
      if (wrong.length > 0) found[name] = wrong;
    }
    expect(found).toEqual({});
    await watched.close();
  });

  test.each(SCHEMES)('Today and the cards of an account with many, and of a new one (%s)', async (colorScheme) => {
    const watched = await pages.open({ colorScheme });
    const { page } = watched;
    for (const email of [OWNER.email, 'new@example.com']) {
      await page.goto(pages.root);
      await page.getByLabel('E-mail').fill(email);
      await page.getByLabel('Password').fill('wrong password');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
      expect(await look(watched)).toEqual([]);
      await page.getByLabel('Password').fill(OWNER.password);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Log out' }).waitFor();
      expect(await look(watched)).toEqual([]);
      for (const path of ['/cards', '/cards?examples=1', '/cards/new']) {
        await page.goto(pages.root + path);
        await page.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true;
        });
        expect([path, await look(watched)]).toEqual([path, []]);
      }
      await page.getByRole('button', { name: 'Log out' }).click();
      await page.getByLabel('E-mail').waitFor();
    }
    await watched.close();
  });

  test('what a template or a holder writes stays text', async () => {
    const watched = await pages.open();
    await watched.page.goto(pages.root + shown.markup);
    expect(await watched.page.getByRole('heading', { level: 1 }).textContent()).toBe('<script>alert(1)</script>');
    expect(await watched.page.locator('script').count()).toBe(0);
    expect(
      await watched.page.locator('.back a').evaluateAll((links) => links.map((a) => a.getAttribute('href'))),
    ).toEqual(['https://example.com/']);
    const page = await watched.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(page).toBe('rgb(244, 245, 247)');
    await watched.close();
  });

  test('each style has its own order of fields', async () => {
    const { page, close } = await pages.open();
    const order = async (name: string) => {
      await page.goto(pages.root + shown[name]);
      const lists = page.locator('.front dl');
      return lists.evaluateAll((all) => all.map((list) => list.className.replace('fields ', '').replace('Fields', '')));
    };
    expect(await order('boardingPass')).toEqual(['header', 'primary', 'auxiliary', 'secondary']);
    expect(await order('eventTicket')).toEqual(['header', 'primary', 'secondary', 'auxiliary']);
    await page.goto(pages.root + shown.storeCard);
    const strip = (await page.locator('.strip').boundingBox())!;
    const primary = (await page.locator('.primaryFields').boundingBox())!;
    expect(primary.y).toBeGreaterThanOrEqual(strip.y);
    expect(primary.y + primary.height).toBeLessThanOrEqual(strip.y + strip.height);
    expect(strip.height / strip.width).toBeCloseTo(144 / 375, 2);
    await close();
  });
});
