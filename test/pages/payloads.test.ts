// What a holder wrote, in a real browser, wherever a page shows it: no payload runs. The content security policy is switched
// off here, so that escaping alone has to keep them from running. Attributes and JSON one by one are in
// test/http/shown-text.test.ts, messages in HTML in register-html.test.ts, CSV in export.test.ts.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAYLOADS } from '../fixtures/http/payloads.ts';
import { editable } from '../fixtures/http/register-forms.ts';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { openPages, type Pages, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';

const NAME = 'structure_secondaryFields_name_value';

/** Whatever a payload calls is counted, in every frame. */
const COUNT_CALLS = `globalThis.calls = 0;
for (const name of ['alert', 'confirm', 'prompt', 'print']) globalThis[name] = () => { globalThis.top.calls += 1; };`;

/** Everything of the page that could run something, now or when it is touched. */
function runnable(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll('*')) {
      const name = element.localName;
      // The scanner's own frame shows web addresses of others.
      const isOwn = element.id === 'result-frame';
      if (['iframe', 'object', 'embed', 'base', 'math'].includes(name) && !isOwn) found.push(name);
      if (name === 'script' && !(element as HTMLScriptElement).src.startsWith(`${location.origin}/`)) found.push(name);
      if (name === 'meta' && element.getAttribute('http-equiv') !== null) found.push('meta http-equiv');
      for (const { name: attribute, value } of element.attributes) {
        if (attribute.startsWith('on') || attribute === 'srcdoc') found.push(`${name} ${attribute}`);
        if (
          /^\s*(?:javascript|vbscript):/i.test(value) &&
          ['href', 'src', 'action', 'formaction'].includes(attribute)
        ) {
          found.push(`${name} ${attribute}=${value}`);
        }
      }
    }
    return found;
  });
}

describe.skipIf(WITHOUT_BROWSER)('no payload of a holder runs', () => {
  let pages: Pages;
  let templateHash: string;
  beforeAll(async () => {
    pages = await openPages();
    templateHash = await pages.t.template({
      ...pointsTemplate(),
      description: `{${NAME}}`,
      logoText: `{${NAME}}`,
      organizationName: `{${NAME}}`,
      structure: {
        headerFields: [{ key: 'points', label: `{${NAME}}`, value: 0 }],
        primaryFields: [{ key: 'first', label: 'First', value: `{${NAME}}` }],
        secondaryFields: [{ key: 'name', label: 'NAME', value: editable('', 'Your name') }],
        backFields: [
          { key: 'own', label: `{${NAME}}`, value: `{${NAME}}` },
          { key: 'linked', label: 'Link', value: `{${NAME}}`, attributedValue: `<a href="{${NAME}}">{${NAME}}</a>` },
        ],
      },
      barcode: { format: 'PKBarcodeFormatQR', message: 'fixed', altText: `{${NAME}}` },
      additional: {
        note: '',
        zip: editable('', 'ZIP', { PSValidation: 'VZip' }),
        psPassDescription: `{${NAME}}`,
        psScanText: `{${NAME}}`,
        psInformationURL: `{${NAME}}`,
        psDisplayURL: `{${NAME}}`,
        psRegistrationMessage: `<p title="{${NAME}}">Hello {${NAME}}</p>`,
        psRegisteredMessage: `<p title="{${NAME}}">Bye <a href="{${NAME}}">{${NAME}}</a></p>`,
        psEditorPaths: `${NAME},structure_headerFields_points_value,note`,
      },
      triggers: { onEdit: { action: 'PSActionSetValue', targetPath: 'note', value: `{${NAME}}` } },
    });
  });
  afterAll(() => pages?.close());

  const openWatched = async () => {
    const watched = await pages.open({ bypassCSP: true, serviceWorkers: 'block' });
    const { page } = watched;
    await page.context().addInitScript(COUNT_CALLS);
    let dialogs = 0;
    page.on('dialog', (dialog) => {
      dialogs += 1;
      return dialog.dismiss();
    });
    const requireQuiet = async (what: string) => {
      expect([what, await page.evaluate('globalThis.calls'), dialogs]).toEqual([what, 0, 0]);
      expect([what, await runnable(page)]).toEqual([what, []]);
      expect(new URL(page.url()).origin, what).toBe(pages.root);
    };
    return { ...watched, requireQuiet };
  };
  const passWith = async (payload: string) => {
    const made = await pages.t.call('createPassFromTemplateFields', { templateHash, [NAME]: payload });
    return made.hashedSerialNumber as string;
  };

  test('and one that is let through is noticed', async () => {
    const { page, close } = await openWatched();
    await page.goto(pages.root);
    for (const payload of [
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '<iframe srcdoc="<script>alert(1)</script>">',
    ]) {
      const before = Number(await page.evaluate('globalThis.calls'));
      await page.evaluate((html) => {
        document.body.append(document.createRange().createContextualFragment(html));
      }, payload);
      await expect.poll(() => page.evaluate('globalThis.calls')).toBe(before + 1);
      expect((await runnable(page)).length).toBeGreaterThan(0);
    }
    await close();
  });

  test('on the page of the pass, in forms sent and refused, on the page that thanks, and in the editor', async () => {
    const { page, complaints, close, requireQuiet } = await openWatched();
    for (const payload of PAYLOADS) {
      const hashedSerialNumber = await passWith(payload);
      const query = `?hashedSerialNumber=${hashedSerialNumber}`;

      await page.goto(`${pages.root}/pass/create.php${query}`);
      expect(await page.title()).toBe(await page.evaluate(() => document.querySelector('h1')!.textContent));
      await requireQuiet(`pass: ${payload}`);

      await page.goto(`${pages.root}/pass/register.php${query}`);
      expect(await page.getByLabel('Your name').inputValue()).toBe(payload);
      await requireQuiet(`form: ${payload}`);
      await page.getByLabel('ZIP').fill(payload);
      await page.locator('form button[type=submit]').click();
      await page.locator('.problems').waitFor();
      expect(await page.getByLabel('ZIP').inputValue()).toBe(payload);
      await requireQuiet(`refused form: ${payload}`);

      await page.goto(`${pages.root}/pass/registered.php${query}`);
      await requireQuiet(`thanks: ${payload}`);

      const clientHash = encodeURIComponent(pages.t.clientHash);
      await page.goto(`${pages.root}/pass/editor.php${query}&clientHash=${clientHash}`);
      await page.getByLabel('structure_headerFields_points_value').fill('1');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('status').waitFor();
      expect(await page.getByLabel('Your name').inputValue()).toBe(payload);
      await requireQuiet(`editor: ${payload}`);
    }
    expect(complaints).toEqual([]);
    await close();
  });

  test('on the scanner, as text and as an address', async () => {
    const { page, complaints, close, requireQuiet } = await openWatched();
    await page.clock.install();
    await page.goto(`${pages.root}/scanner#clientHash=${pages.t.clientHash}`);
    await page.locator('#account:not(:empty)').waitFor();
    for (const payload of PAYLOADS) {
      await page.keyboard.type(await passWith(payload));
      await page.keyboard.press('Enter');
      await page.locator('#result').waitFor();
      expect(await page.locator('#result-title').textContent()).toBe('Nothing changed');
      expect(await page.locator('#result-text').textContent()).toBe(payload);
      await requireQuiet(`scanner: ${payload}`);
      await page.clock.fastForward(5001);
      await page.locator('#result').waitFor({ state: 'hidden' });
    }
    await requireQuiet('recent scans');
    expect(complaints.filter((line) => !/serviceWorker|service worker/i.test(line))).toEqual([]);
    await close();
  });
});
