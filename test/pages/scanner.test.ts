// The scanner as staff use it: camera, hand scanner, modes, what it shows, and scans made without a network.
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OWNER, openTestApp, pointsTemplate } from '../fixtures/open-app.ts';
import {
  DESKTOP,
  openPages,
  overflow,
  type Pages,
  PHONE,
  SCHEMES,
  WITHOUT_BROWSER,
} from '../fixtures/pages/browser.ts';
import { type FakeCamera, fakeCamera } from '../fixtures/pages/fake-camera.ts';

const FORMATS = ['PKBarcodeFormatQR', 'PKBarcodeFormatPDF417', 'PKBarcodeFormatAztec', 'PKBarcodeFormatCode128'];

const SHOWN = {
  psScanText: 'Welcome, {structure_secondaryFields_name_value}',
  psScanColor: '#ffd54f',
  psPassDescription: '{structure_headerFields_points_value} points',
  psInformationURL: '{rootPath}/information?pass={hashedSerialNumber}',
};

describe.skipIf(WITHOUT_BROWSER)('the scanner', () => {
  let pages: Pages;
  let template: string;
  beforeAll(async () => {
    pages = await openPages();
    template = await pages.t.template(pointsTemplate({ additional: { note: '', counter: 0, ...SHOWN } }));
  });
  afterAll(() => pages?.close());

  const scans = async (hash: string, accessType = 7) =>
    (await pages.t.events(hash)).filter((event) => event.accessType === accessType && event.logged).length;
  const open = async (options: Parameters<Pages['open']>[0] = {}, path = '/scanner') => {
    const watched = await pages.open(options);
    await watched.page.clock.install();
    await watched.page.goto(pages.root + path);
    await watched.page.locator('#account:not(:empty)').waitFor();
    return watched;
  };
  const configured = (options: Parameters<Pages['open']>[0] = {}) =>
    open(options, `/scanner#clientHash=${pages.t.clientHash}`);
  const result = (page: Page) => page.locator('#result');
  const handScan = async (page: Page, text: string) => {
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  };

  test('whoever is logged in scans by typing, and the page returns after five seconds unless it is touched', async () => {
    const hash = await pages.t.pass(template);
    const { page, complaints, close } = await pages.open();
    await page.clock.install();
    await page.goto(pages.root);
    await page.getByLabel('E-mail').fill(OWNER.email);
    await page.getByLabel('Password').fill(OWNER.password);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Open the scanner' }).click();
    await page.getByText(`Scans as ${OWNER.email}`).waitFor();
    expect(await page.content()).not.toContain(pages.t.clientHash);

    await page.getByLabel('Barcode').fill(hash);
    await page.getByRole('button', { name: 'Go' }).click();
    await result(page).waitFor();
    expect(await page.locator('#result-title').textContent()).toBe('Welcome, Guest');
    expect(await page.locator('#result-text').textContent()).toBe('1 points');
    expect(await result(page).evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(
      'rgb(255, 213, 79)',
    );
    expect(await result(page).evaluate((element) => getComputedStyle(element).color)).toBe('rgb(0, 0, 0)');
    const link = page.getByRole('link', { name: 'More information' });
    expect(await link.getAttribute('href')).toBe(`${pages.root}/information?pass=${hash}`);
    await page.clock.fastForward(4000);
    expect(await result(page).isVisible()).toBe(true);
    await page.clock.fastForward(1001);
    await result(page).waitFor({ state: 'hidden' });
    expect(await scans(hash)).toBe(1);
    expect(await page.locator('#recent li').allTextContents()).toEqual([
      expect.stringMatching(/^Welcome, Guest.*1 pointsUndo$/),
    ]);

    await handScan(page, hash);
    await result(page).waitFor();
    await page.locator('#result-title').click();
    await page.clock.fastForward(60_000);
    expect(await result(page).isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Next scan' }).click();
    await result(page).waitFor({ state: 'hidden' });
    expect(await scans(hash)).toBe(2);

    // What a till may, a person may too: several at once, look up by name, take back.
    await pages.t.pass(template, { structure_secondaryFields_name_value: 'Zoe' });
    await page.clock.fastForward(5000);
    await page.getByText('3', { exact: true }).click();
    await page.getByLabel('Look up a customer').fill('zoe');
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.locator('#found button').first().click();
    await result(page).waitFor();
    expect(await page.locator('#result-text').textContent()).toBe('3 points');
    await page.locator('#result-undo').click();
    await page.locator('#result-title').getByText('Taken back').waitFor();
    await page.getByRole('button', { name: 'Next scan' }).click();
    await page.getByText('Check only').click();
    expect(await page.locator('#amounts').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await close();
  });

  test('a hand scanner is heard anywhere, twice within three seconds is once, and a check is no scan', async () => {
    const hash = await pages.t.pass(template);
    const { page, complaints, close } = await configured();
    expect(page.url()).toBe(`${pages.root}/scanner`);
    await page.getByText('Scans with the clientHash of this device').waitFor();
    await page.getByRole('button', { name: 'Start camera' }).focus();
    await handScan(page, hash);
    await result(page).waitFor();
    await handScan(page, hash);
    await page.clock.fastForward(5001);
    await result(page).waitFor({ state: 'hidden' });
    await page.getByText('Check only').click();
    await handScan(page, `${pages.root}/pass/create.php?hashedSerialNumber=${hash}`);
    await result(page).waitFor();
    expect([await scans(hash), await scans(hash, 0)]).toEqual([1, 1]);

    // A result gives way to the next code, and says in words what is wrong with it.
    await handScan(page, 'no-such-pass');
    await page.getByText('There is no such pass.').first().waitFor();
    const { clientHash } = await pages.t.account('other@example.com');
    const answer = await pages.t.call('insertUpdateTemplate', {
      clientHash,
      templateName: 'Other',
      passConstructor: pointsTemplate(),
    });
    const { hashedSerialNumber } = await pages.t.call('createPassFromTemplateFields', {
      clientHash,
      templateHash: answer.templateHash,
    });
    await handScan(page, hashedSerialNumber);
    await page.getByText('This pass belongs to another account.').first().waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('a trigger that refuses is told in its own words', async () => {
    const once = await pages.t.template(
      pointsTemplate({
        additional: { note: '', counter: 0, psTriggerError: '' },
        triggers: { onScan: { action: 'PSActionSetValue', targetPath: 'psTriggerError', value: 'Used up' } },
      }),
    );
    const { page, close } = await configured();
    await handScan(page, await pages.t.pass(once));
    await page.locator('#result-text').getByText('Used up').waitFor();
    expect(await result(page).getAttribute('data-tone')).toBe('bad');
    await close();
  });

  test('three scans without a network are three events afterwards, also when an answer was lost', async () => {
    const hashes = [await pages.t.pass(template), await pages.t.pass(template), await pages.t.pass(template)];
    const { page, close } = await configured();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.context().setOffline(true);
    for (const hash of hashes) {
      await handScan(page, hash);
      await page.getByText('The scan is kept on this device').first().waitFor();
    }
    await page.getByText('3 scans wait for a connection.').waitFor();
    await page.clock.fastForward(5001);
    // What waits outlives the page, and the page itself opens without a network. Chromium may forget that it is to play
    // offline when a page loads: so the server is really gone.
    await pages.hangUp();
    await page.reload();
    await page.getByText('3 scans wait for a connection.').waitFor();
    expect(await Promise.all(hashes.map((hash) => scans(hash)))).toEqual([0, 0, 0]);

    await pages.answerAgain();
    // The first try arrives, and its answer does not.
    let lost = 0;
    await page.route('**/api/trackPassAccess.php', async (route) => {
      if (lost++ > 0) return route.continue();
      await route.fetch();
      await route.abort();
    });
    await page.context().setOffline(false);
    await expect.poll(() => scans(hashes[0]!)).toBe(1);
    await page.clock.fastForward(15_001);
    await page.locator('#waiting').waitFor({ state: 'hidden' });
    expect(await Promise.all(hashes.map((hash) => scans(hash)))).toEqual([1, 1, 1]);
    expect(lost).toBe(4);
    await close();
  });

  test("data is shown, and an address of one's own is opened with the message", async () => {
    const { page, close } = await configured();
    await page.getByText('Show data').click();
    await handScan(page, 'anything at all');
    await page.locator('#result-text').getByText('anything at all').waitFor();
    await page.getByRole('button', { name: 'Next scan' }).click();

    await page.getByText('Open my address', { exact: true }).click();
    await handScan(page, 'first');
    await page.getByText('Enter the address to open in the settings').first().waitFor();
    await page.getByRole('button', { name: 'Next scan' }).click();
    await page.getByText('Settings', { exact: true }).click();
    const other = pages.root.replace('127.0.0.1', 'localhost');
    await page.route(`${other}/**`, (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Our page</h1>' }));
    await page.getByLabel('Address to open').fill(`${other}/own?station=2`);
    await page.getByRole('button', { name: 'Save' }).click();
    await handScan(page, 'a&b');
    await page.frameLocator('#result-frame').getByText('Our page').waitFor();
    expect(await page.locator('#result-page').getAttribute('href')).toBe(`${other}/own?station=2&message=a%26b`);
    await page.clock.fastForward(60_000);
    expect(await result(page).isVisible()).toBe(true);
    await close();
  });

  test('a psDisplayURL is shown in the page; one of this server, which cannot be framed, and what is no address are not', async () => {
    const other = pages.root.replace('127.0.0.1', 'localhost');
    const passOf = async (psDisplayURL: string) =>
      pages.t.pass(await pages.t.template(pointsTemplate({ additional: { note: '', counter: 0, psDisplayURL } })));
    const { page, close } = await configured();
    await page.route(`${other}/**`, (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Seat 14</h1>' }));
    await handScan(page, await passOf(`${other}/seat`));
    await page.frameLocator('#result-frame').getByText('Seat 14').waitFor();
    await page.clock.fastForward(5001);
    await result(page).waitFor({ state: 'hidden' });
    await handScan(page, await passOf('{rootPath}/pass/create.php?hashedSerialNumber={hashedSerialNumber}'));
    await page.getByRole('link', { name: 'Open the page in a new tab' }).waitFor();
    expect(await page.locator('#result-frame').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Next scan' }).click();
    await handScan(page, await passOf('javascript:alert(1)'));
    await result(page).waitFor();
    expect(await page.locator('#result a:visible').count()).toBe(0);
    await close();
  });

  test('a link of the scheme passscanner configures; a code of it has to be saved', async () => {
    const link = `passscanner://?clientHash=${pages.t.clientHash}&proximityUUID=1-2-3&mode=check`;
    const { page, complaints, close } = await open({}, `/scanner?config=${encodeURIComponent(`web+${link}`)}`);
    expect(page.url()).toBe(`${pages.root}/scanner`);
    await page.getByText('This scanner was set up by the link. Without meaning here: proximityUUID.').waitFor();
    expect(await page.getByRole('radio', { name: 'Check only' }).isChecked()).toBe(true);
    await handScan(page, 'passscanner://?clientHash=1-of-somebody-else');
    await page.getByText('The code holds settings for this scanner.').waitFor();
    expect(await page.evaluate(() => localStorage.getItem('passwright-scanner-settings'))).toContain(
      pages.t.clientHash,
    );
    await page.getByRole('button', { name: 'Save' }).click();
    await handScan(page, 'some-pass');
    await page.locator('#result-text').getByText('The clientHash of this device is not valid any more.').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('only pages of this site may scan with a session', async () => {
    const login = await pages.t.fetch('/login', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams(OWNER).toString(),
    });
    const cookie = login.headers.get('set-cookie')!.split(';')[0]!;
    const hash = await pages.t.pass(template);
    const body = JSON.stringify({ hashedSerialNumber: hash, accessType: 7 });
    const track = (headers: Record<string, string>) =>
      pages.t.fetch('/scanner/track', { method: 'POST', headers: { cookie, ...headers }, body });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const refused = await track({
        'content-type': type,
        origin: 'https://evil.example',
        'sec-fetch-site': 'cross-site',
      });
      expect([refused.status, (await refused.json()).code]).toEqual([403, 'access_denied']);
    }
    expect(await scans(hash)).toBe(0);
    const without = await track({ 'content-type': 'application/json', cookie: '' });
    expect(await without.json()).toMatchObject({ success: false, code: 'client_hash_missing' });
    const right = await track({ 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' });
    expect(await right.json()).toMatchObject({ success: true, scanText: 'Welcome, Guest' });
    expect(await scans(hash)).toBe(1);
  });

  test('it can be installed, in two languages, with icons of its own', async () => {
    const response = await pages.t.fetch('/scanner/manifest.webmanifest', { headers: { 'accept-language': 'de' } });
    const manifest = (await response.json()) as { icons: { src: string; sizes: string }[]; lang: string };
    expect(manifest).toMatchObject({ lang: 'de', start_url: '/scanner', display: 'standalone' });
    for (const { src } of manifest.icons) {
      const icon = await pages.t.fetch(src);
      expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/png']);
    }
    const { page, complaints, close } = await open({ locale: 'de-DE' });
    await page.getByText('Niemand ist angemeldet').waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready);
    expect(complaints).toEqual([]);
    await close();
  });

  test('it is at home below a path, too', async () => {
    const t = await openTestApp({ env: { ROOT_URL: 'http://passes.test/cards' } });
    const html = await (await t.fetch('/scanner')).text();
    const script = /<script type="module" src="([^"]+)"/.exec(html)![1]!;
    expect(script).toMatch(/^\/cards\/assets\/scanner\//);
    expect((await t.app.server.request(`http://passes.test${script}`)).status).toBe(200);
    const worker = await t.fetch('/scanner/service-worker.js');
    expect(worker.headers.get('service-worker-allowed')).toBe('/cards/scanner');
    expect(await worker.text()).toContain('"page":"/cards/scanner"');
    await t.close();
  });

  test.each(SCHEMES)('everything has a name, stands out and fits (%s)', async (colorScheme) => {
    const hash = await pages.t.pass(template);
    const { page, close } = await configured({ colorScheme });
    const look = async (name: string) => {
      for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
        await page.setViewportSize(viewport);
        expect(await overflow(page), `${name} ${size}`).toBe(0);
        if (process.env.SCREENSHOTS !== undefined && colorScheme === 'light') {
          await page.evaluate(() => scrollTo(0, 0));
          await keep(await page.screenshot({ fullPage: name === 'scanner-settings' }), `${name}-${size}`);
        }
      }
      expect(await violations(page), name).toEqual([]);
    };
    await page.locator('#settings summary').click();
    await look('scanner-settings');
    await page.locator('#settings summary').click();
    await handScan(page, hash);
    await result(page).waitFor();
    await look('scanner-result');
    await handScan(page, 'no-such-pass');
    await page.getByText('There is no such pass.').first().waitFor();
    await look('scanner-refused');
    await page.clock.fastForward(5001);
    await look('scanner');
    await close();
  });
});

describe.skipIf(WITHOUT_BROWSER)('the camera of the scanner', () => {
  let camera: FakeCamera;
  let pages: Pages;
  beforeAll(async () => {
    camera = await fakeCamera();
    pages = await openPages({ browserArgs: camera.args });
  });
  afterAll(async () => {
    await pages?.close();
    await camera?.remove();
  });

  test('reads all four formats, and the points go up', async () => {
    const template = await pages.t.template(pointsTemplate());
    const shown: { format: string; message: string }[] = [];
    for (const format of FORMATS) shown.push({ format, message: await pages.t.pass(template) });
    await camera.show(shown);
    const { page, complaints, close } = await pages.open();
    await page.goto(`${pages.root}/scanner#clientHash=${pages.t.clientHash}`);
    await page.getByRole('button', { name: 'Start camera' }).click();
    const points = async () => {
      await page.locator('#result-next').evaluate((button) => (button as HTMLButtonElement).click());
      const answers = shown.map(({ message: hashedSerialNumber }) =>
        pages.t.call('passInfo', { clientHash: pages.t.clientHash, hashedSerialNumber }),
      );
      return (await Promise.all(answers)).map(({ userFields }) =>
        Number(userFields.structure_headerFields_points_value ?? 0),
      );
    };
    await expect.poll(async () => Math.min(...(await points())), { timeout: 30_000, interval: 100 }).toBeGreaterThan(0);
    if (process.env.SCREENSHOTS !== undefined) {
      await points();
      await keep(await page.screenshot(), 'scanner-camera-phone');
    }
    await page.getByRole('button', { name: 'Stop camera' }).click();
    expect(complaints).toEqual([]);
    await close();
  });
});

/** `SCREENSHOTS=1` makes the files anew; in few colours they are small. */
async function keep(screenshot: Buffer, name: string): Promise<void> {
  await sharp(screenshot).png({ palette: true }).toFile(`test/screenshots/${name}.png`);
}

/** What axe calls serious or critical. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => (globalThis as any).axe.run() as Promise<axe.AxeResults>);
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
