// Whitelabelled pages in a browser: the logo is there, nothing moves when it comes, and what lies on the account's colour can
// be read.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownerOf } from '../../src/operations/access/caller.ts';
import { brandAccount } from '../../src/operations/accounts/brand.ts';
import { editable } from '../fixtures/http/register-forms.ts';
import { OWNER, pointsTemplate } from '../fixtures/open-app.ts';
import { violations } from '../fixtures/pages/axe.ts';
import {
  DESKTOP,
  layoutShift,
  MARK_ALONE,
  openPages,
  overflow,
  type Pages,
  PHONE,
  WITHOUT_BROWSER,
} from '../fixtures/pages/browser.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';
import { faintTexts } from '../fixtures/pages/sight.ts';
import { noise } from '../fixtures/pass/pictures.ts';
import { modelApp } from '../fixtures/pass2u/model-app.ts';

/** Of these a picture is kept. */
const KEPT = ['pass', 'registration', 'editor', 'passcode'];

describe.skipIf(WITHOUT_BROWSER)('whitelabelled pages', () => {
  let pages: Pages;
  const paths: Record<string, string> = {};
  beforeAll(async () => {
    pages = await openPages();
    const { t } = pages;
    const templateHash = await t.template(pointsTemplate({ additional: { note: '', city: editable('', 'City') } }));
    const pass = await t.pass(templateHash);
    paths.pass = `/pass/create.php?hashedSerialNumber=${pass}`;
    paths.registration = `/pass/register.php?templateHash=${templateHash}`;
    paths.registered = `/pass/registered.php?hashedSerialNumber=${pass}`;
    paths.editor = `/pass/editor.php?hashedSerialNumber=${pass}&clientHash=${encodeURIComponent(t.clientHash)}`;
    paths.denied = `/pass/editor.php?hashedSerialNumber=${pass}`;
    paths.login = `/?${new URLSearchParams({ next: paths.denied })}`;
    const model = await modelApp(t);
    paths.passcode = `/d/${await model.made(await model.model(), { passcode: 'sesame' })}`;
    paths.error = `/pass/create.php?hashedSerialNumber=${pass}&templateHash=absent&note=1`;
  });
  afterAll(() => pages?.close());

  test.each([
    ['phone', PHONE],
    ['desktop', DESKTOP],
  ])('logo and colour (%s)', async (size, viewport) => {
    for (const [logo, width, height] of [
      [await noise(1200, 300, '#ffffff'), 224, 56],
      [await noise(1600, 100, '#ffffff'), 240, 15],
    ] as const) {
      await brandAccount(pages.t.app.context, ownerOf(pages.t.owner), { whitelabel: true, logo, color: '#123456' });
      for (const [name, path] of Object.entries(paths)) {
        const { page, complaints, close } = await pages.open({ viewport });
        await page.goto(pages.root + path);
        const image = page.getByRole('img', { name: OWNER.email, exact: true });
        expect(await image.boundingBox(), name).toMatchObject({ width, height });
        expect(await image.evaluate((element: HTMLImageElement) => element.naturalWidth), name).toBeGreaterThan(0);
        expect(await layoutShift(page), name).toBeLessThan(MARK_ALONE);
        expect(await overflow(page), name).toBeLessThanOrEqual(0);
        expect(await violations(page), name).toEqual([]);
        expect(await page.content(), name).not.toMatch(/passwright/i);
        if (width === 224 && KEPT.includes(name)) await keepScreenshot(page, `brand-${name}-${size}`);
        expect(complaints, name).toEqual([]);
        await close();
      }
    }
  });

  test('the start page of a whitelabelled account', async () => {
    const club = await pages.t.account('club@example.com');
    const logo = await noise(1200, 300, '#ffffff');
    await brandAccount(pages.t.app.context, ownerOf(club.account), { whitelabel: true, logo, color: '#123456' });
    const { page, complaints, close } = await pages.open();
    await page.goto(pages.root);
    await page.getByLabel('E-mail').fill('club@example.com');
    await page.getByLabel('Password').fill(OWNER.password);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Log out' }).waitFor();
    expect(await page.getByRole('img', { name: 'club@example.com', exact: true }).count()).toBe(1);
    expect(await page.title()).toBe('Today');
    expect(await page.locator('body').innerText()).not.toMatch(/passwright/i);
    expect([await violations(page), await faintTexts(page), await overflow(page), complaints]).toEqual([[], [], 0, []]);
    await close();
  });
});
