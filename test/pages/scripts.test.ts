// What the scripts of single pages (src/browser/pages/) do, each in a browser and from the address
// that the server gives it.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { openPages, type Pages, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';

describe.skipIf(WITHOUT_BROWSER)('scripts of pages', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages();
  });
  afterAll(() => pages?.close());

  const stepper = (PSValue: number, PSStepAmount: number) =>
    ({ PSValue, PSAttributeType: 'PSAttributeTypeStepper', PSEditable: true, PSStepAmount }) as JsonObject;
  const count = async (templateHash: string) => {
    const { store } = pages.t.app.context;
    return store.countPasses((await store.templateByHash(templateHash))!.template.id);
  };
  /** The scripts that the page asked for, by the names of their modules. */
  const asked = (page: Page) => {
    const names: string[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return;
      const { pathname } = new URL(response.url());
      names.push(`${response.status()} ${pathname.replace(/^\/assets\/(.*)\.[0-9a-f]{12}\.js$/, '$1')}`);
    });
    return names;
  };

  test('created: a reload shows the pass; without script it makes another', async () => {
    const templateHash = await pages.t.template(pointsTemplate(), { templatePublic: true });
    const link = `${pages.root}/pass/create.php?templateHash=${templateHash}`;
    const { page, complaints, close } = await pages.open();
    const names = asked(page);
    await page.goto(link);
    const { search } = new URL(page.url());
    expect(search).toMatch(/^\?hashedSerialNumber=[\w-]{32}$/);
    await page.reload();
    expect([await count(templateHash), new URL(page.url()).search]).toEqual([1, search]);
    // A pass that was there before keeps its address: the module is not even loaded.
    expect(names.sort()).toEqual(['200 pages/created', '200 pages/share', '200 pages/share']);
    expect(complaints).toEqual([]);
    await close();
    const without = await pages.open({ javaScriptEnabled: false });
    await without.page.goto(link);
    await without.page.reload();
    expect([await count(templateHash), without.page.url()]).toEqual([3, link]);
    await without.close();
  });

  test('stepper: fractions stay exact, spaces and signs count, and the server judges the rest', async () => {
    const additional = { amount: stepper(0.1, 0.2), psEditorPaths: 'amount' };
    const pass = await pages.t.pass(await pages.t.template(pointsTemplate({ additional })));
    const { page, complaints, close } = await pages.open();
    const names = asked(page);
    const address = `${pages.root}/pass/editor.php?clientHash=${pages.t.clientHash}&hashedSerialNumber=${pass}`;
    await page.goto(address);
    const input = page.locator('.steps input');
    const more = page.locator('.steps button').last();
    const less = page.locator('.steps button').first();
    const after = async (text: string, button = more) => {
      await input.fill(text);
      await button.click();
      return input.inputValue();
    };
    expect(names).toEqual(['200 pages/stepper']);
    expect(await after('0.1')).toBe('0.3');
    expect(await after('0.3', less)).toBe('0.1');
    expect(await after('0.2', less)).toBe('0');
    expect(await after(' +1.25 ')).toBe('1.45');
    expect(await after('-1', less)).toBe('-1.2');
    expect(await after('')).toBe('0.2');
    expect(page.url()).toBe(address);
    // No number for the script: the button sends the form, and the server counts from 0.
    await input.fill('1e2');
    await Promise.all([page.waitForURL((url) => !url.search.includes('clientHash')), more.click()]);
    expect(await input.inputValue()).toBe('0.2');
    expect(complaints).toEqual([]);
    await close();
  });

  test('share: a browser without a share sheet follows the link', async () => {
    const templateHash = await pages.t.template(pointsTemplate(), { templatePublic: true });
    const pass = await pages.t.pass(templateHash);
    for (const has of [true, false]) {
      const { page, complaints, close } = await pages.open();
      await page.addInitScript((hasSheet) => {
        const share = (data: unknown) => {
          (globalThis as { shared?: unknown }).shared = data;
          return Promise.resolve();
        };
        Object.defineProperty(Navigator.prototype, 'share', { value: hasSheet ? share : undefined });
        // After the page's own listener: whether the link would be followed.
        window.addEventListener('click', (event) => {
          (globalThis as { followed?: boolean }).followed = !event.defaultPrevented;
          event.preventDefault();
        });
      }, has);
      await page.goto(`${pages.root}/pass/create.php?hashedSerialNumber=${pass}`);
      await page.getByRole('link', { name: 'Share this pass' }).click();
      const done = await page.evaluate(() => {
        const { shared, followed } = globalThis as { shared?: { url: string }; followed?: boolean };
        return { url: shared?.url ?? null, followed };
      });
      const url = `${pages.root}/pass/create.php?templateHash=${templateHash}`;
      expect(done).toEqual({ url: has ? url : null, followed: !has });
      expect(complaints).toEqual([]);
      await close();
    }
  });
});
