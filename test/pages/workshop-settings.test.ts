// The settings as an owner uses them, in a browser: Apple's certificate from the request to the test card,
// a backup that is downloaded and restored, and the other pages, on a phone and a desktop.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../fixtures/commands/run-command.ts';
import { OWNER, pointsTemplate } from '../fixtures/open-app.ts';
import { DESKTOP, openPages, type Pages, SCHEMES, SIZES, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';
import { faultsOf } from '../fixtures/pages/faults.ts';
import { logIn } from '../fixtures/pages/log-in.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';
import { type AppleChain, makeAppleChain } from '../fixtures/pass/apple-chain.ts';

/** How far the layout of these pages may shift. */
const MOST_SHIFT = 0.01;

describe.skipIf(WITHOUT_BROWSER)('the settings', () => {
  let pages: Pages;
  let chain: AppleChain;
  let folder: string;
  // Certificates of openssl are dated by the real clock.
  const now = Date.now() + 60_000;
  beforeAll(async () => {
    chain = makeAppleChain();
    folder = await mkdtemp(join(tmpdir(), 'passwright-settings-'));
    const installation = {
      look: async () => ({
        version: '1.2.3',
        node: 'v22.0.0',
        kind: 'git' as const,
        folder: '/srv/passwright',
        diskFree: 12_000_000_000,
        diskTotal: 20_000_000_000,
        databaseBytes: 1_500_000,
      }),
    };
    pages = await openPages({ injected: { clock: { now: () => now }, installation } });
  });
  afterAll(async () => {
    await pages?.close();
    chain?.remove();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  const openSettings = async (page: Page, email = OWNER.email) => {
    // Uploads and backups start processes of their own, which a busy machine starts slowly.
    page.setDefaultTimeout(90_000);
    await logIn(page, `${pages.root}/settings`, { ...OWNER, email });
  };

  test.each(Object.entries(SIZES))(
    'Apple’s certificate, from the request to a test card (%s)',
    async (size, viewport) => {
      const email = `certificate-${size}@example.com`;
      await pages.t.account(email);
      const { clientHash } = await pages.t.call('login', { email, password: OWNER.password });
      const card = { clientHash, templateName: 'Bonus card', passConstructor: pointsTemplate() };
      await pages.t.call('insertUpdateTemplate', card);
      const { page, complaints, close } = await pages.open({ viewport, acceptDownloads: true });
      await openSettings(page, email);
      // Each click of the job, the login apart.
      let clicks = 0;
      const click = async (name: string, role: 'button' | 'link' = 'button') => {
        clicks += 1;
        await page.getByRole(role, { name, exact: true }).first().click();
      };
      await click('Set it up', 'link');
      await page.getByRole('heading', { name: 'Apple’s certificate', level: 1 }).waitFor();
      expect(await faultsOf(page, MOST_SHIFT)).toEqual([]);
      await keepScreenshot(page, `settings-certificate-${size}`);

      const downloading = page.waitForEvent('download');
      await click('Download the request');
      const download = await downloading;
      expect(download.suggestedFilename()).toBe('pass.certSigningRequest');
      const request = join(folder, `${size}.csr`);
      await download.saveAs(request);

      // A wrong file first: a sentence says what it is.
      await page.getByLabel('File from Apple').setInputFiles(request);
      await click('Check and use it');
      await page.getByText('This is the request from step 1.').waitFor();
      expect(await faultsOf(page, MOST_SHIFT)).toEqual([]);

      const issued = chain.leaf({ request });
      await page.getByLabel('File from Apple').setInputFiles(chain.der(issued));
      await page.getByText('More files').click();
      await page.getByLabel('Apple’s intermediate certificate').setInputFiles(chain.g4.pem);
      await click('Check and use it');
      await page.getByRole('status').filter({ hasText: 'The certificate is in use from now on.' }).waitFor();
      expect(await page.getByText('Phones refuse your cards').count()).toBe(0);
      expect(await faultsOf(page, MOST_SHIFT)).toEqual([]);

      await click('Make a test card');
      await page.getByRole('heading', { name: 'Your test card' }).waitFor();
      expect(await faultsOf(page, MOST_SHIFT)).toEqual([]);
      const link = await page.getByRole('link', { name: 'Open the link', exact: true }).getAttribute('href');
      const file = await pages.t.fetch(`${link!.slice(pages.root.length)}&download=true`);
      expect(file.headers.get('content-type')).toBe('application/vnd.apple.pkpass');
      expect(clicks).toBeLessThanOrEqual(5);
      expect(complaints).toEqual([]);
      await close();
    },
  );

  test.each(Object.entries(SIZES))(
    'a backup is made, downloaded with its key, and restored (%s)',
    async (size, viewport) => {
      const { page, complaints, close } = await pages.open({ viewport, acceptDownloads: true });
      await openSettings(page);
      await page.getByRole('link', { name: /^Server/ }).click();
      await page.getByRole('button', { name: 'Back up now' }).click();
      const made = page.getByRole('status').filter({ hasText: 'The backup is made and checked.' });
      const again = page.getByRole('link', { name: 'Look again' });
      // A busy machine takes longer than the form waits.
      while ((await made.or(again).first().innerText({ timeout: 60_000 })) === 'Look again') await again.click();
      expect(await faultsOf(page, MOST_SHIFT)).toEqual([]);
      await keepScreenshot(page, `settings-server-${size}`);
      const save = async (act: () => Promise<void>, name: string) => {
        const downloading = page.waitForEvent('download');
        await act();
        const download = await downloading;
        await download.saveAs(join(folder, name));
        return download.suggestedFilename();
      };
      const file = `${size}.sqlite`;
      const named = await save(
        () =>
          page
            .getByRole('link', { name: /^Download:/ })
            .first()
            .click(),
        file,
      );
      await page.getByLabel('Your password').fill(OWNER.password);
      const key = await save(
        () => page.getByRole('button', { name: 'Download the secret key' }).click(),
        `${file}.key`,
      );
      expect(key).toBe(`${named}.key`);
      const restored = await runCommand(['restore', join(folder, file), '--json'], { DATA_DIR: join(folder, size) });
      expect(restored).toMatchObject({ code: 0, stderr: '' });
      expect(JSON.parse(restored.stdout).accounts).toBeGreaterThan(0);
      expect((await readFile(join(folder, size, 'secret.key'), 'utf8')).trim()).toBe(
        pages.t.app.context.settings.secret,
      );
      expect(complaints).toEqual([]);
      await close();
    },
  );

  test.each(SCHEMES)('every page is whole, still and open to everybody in both sizes (%s)', async (colorScheme) => {
    await pages.t.apiKey('passkit');
    const { page, complaints, close } = await pages.open({ colorScheme });
    await openSettings(page);
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      for (const path of ['', '/account', '/look', '/mail', '/keys', '/keys/renew', '/mail/remove', '/server']) {
        await page.goto(`${pages.root}/settings${path}`);
        expect([path, size, await faultsOf(page, MOST_SHIFT)]).toEqual([path, size, []]);
        if (colorScheme === 'light' && path === '/account' && size === 'desktop') {
          await keepScreenshot(page, 'settings-account-desktop');
        }
      }
    }
    expect(complaints).toEqual([]);
    await close();
  });

  test('without JavaScript every form works, and no button does nothing', async () => {
    const { page, close } = await pages.open({ javaScriptEnabled: false });
    await openSettings(page);
    await page.getByRole('link', { name: /^Account/ }).click();
    await page.getByLabel('Name', { exact: true }).fill('Corner Bakery');
    await page.getByLabel('Time zone').selectOption('Europe/Berlin');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    expect(await page.getByRole('status').innerText()).toBe('Saved.');
    expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/Berlin');
    await page.getByLabel('E-mail address').fill('wrong');
    await page.goto(`${pages.root}/settings/keys`);
    await page.getByLabel('For programs of').selectOption('Pass2U');
    await page.getByRole('button', { name: 'Make a key' }).click();
    expect(await page.locator('[aria-labelledby=made] code').innerText()).toMatch(/^p2u/);
    expect(await page.locator('button[data-copy]:visible').count()).toBe(0);
    await page
      .getByRole('link', { name: /^Revoke/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Revoke' }).click();
    expect(await page.getByRole('status').innerText()).toContain('Revoked.');
    await page.goto(`${pages.root}/settings/look`);
    await page.getByLabel('Without a colour of my own').uncheck();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    expect(await page.getByRole('status').innerText()).toBe('Saved.');
    expect(await page.locator('.brandSample').count()).toBe(1);
    await close();
  });

  test('the keyboard alone changes the name, and a fault has the focus', async () => {
    const { page, close } = await pages.open({ viewport: DESKTOP });
    await openSettings(page);
    await page.goto(`${pages.root}/settings/account`);
    await page.getByLabel('Name', { exact: true }).focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('   ');
    await page.keyboard.press('Enter');
    await page.getByText('Please give a name').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('field-name');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Corner Bakery');
    await page.keyboard.press('Enter');
    await page.getByText('Saved.').waitFor();
    await close();
  });
});
