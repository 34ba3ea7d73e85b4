// The pass editor in a browser: a clerk changes points on a phone, with and without script, by link and by session.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { OWNER, pointsTemplate } from '../fixtures/open-app.ts';
import { violations } from '../fixtures/pages/axe.ts';
import {
  DESKTOP,
  LOCAL_NAME,
  layoutShift,
  openPages,
  overflow,
  type Pages,
  PHONE,
  SCHEMES,
  WITHOUT_BROWSER,
} from '../fixtures/pages/browser.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';
import { faintTexts, unnamed } from '../fixtures/pages/sight.ts';

const POINTS = 'structure_headerFields_points_value';
const NAME = 'structure_secondaryFields_name_value';
const LONG = 'A sentence that goes on for longer than any input is wide, as the terms of a discount usually do';

const attribute = (type: string, label: string, PSValue: unknown, more: object = {}) =>
  ({ PSValue, PSAttributeType: `PSAttributeType${type}`, PSLabel: label, ...more }) as JsonObject;

const WORDS_OF_HISTORY = {
  'en-GB': {
    paused: 'Nothing changed because the rules of this card are paused.',
    refused: 'The card shows other fields now. No rule applied because POINTS was 0 and rule 1 wants more than 20.',
    nothing: 'left out',
  },
  'de-DE': {
    paused: 'Nichts hat sich geändert, weil die Regeln dieser Karte angehalten sind.',
    refused:
      'Die Karte zeigt jetzt andere Felder. Keine Regel galt, weil POINTS 0 war und Regel 1 mehr als 20 verlangt.',
    nothing: 'übergangen',
  },
};

/** One of everything. */
const EVERYTHING = pointsTemplate({
  structure: {
    headerFields: [{ key: 'points', label: 'POINTS', value: attribute('Stepper', 'Points', 10, { PSStepAmount: 5 }) }],
    secondaryFields: [{ key: 'name', label: 'NAME', value: { PSValue: 'Guest', PSEditable: true, PSLabel: 'Name' } }],
    backFields: [{ key: 'terms', label: 'Terms', value: LONG }],
  },
  additional: {
    level: attribute('Dropdown', 'Level', 'silver', { PSOptions: { Silver: 'silver', Gold: 'gold' } }),
    extras: attribute('Multiselect', 'Extras', 'milk', { PSOptions: { Milk: 'milk', Sugar: 'sugar' } }),
    vip: attribute('Checkbox', 'Very important', true),
    until: { PSValue: '2026-12-31', PSLabel: 'Valid until', PSValidation: 'VDate' },
    visits: 0,
    psPassDescription: `{${NAME}} has {${POINTS}} points`,
    psEditorPaths: `${POINTS},${NAME},level,extras,vip,backgroundColor,until,structure_backFields_terms_value`,
  },
  triggers: {
    onEdit: [
      { action: 'PSActionIncrementValue', targetPath: 'visits', amount: 1 },
      {
        action: 'PSActionSetValue',
        targetPath: 'psTriggerError',
        value: 'Nobody has more than 100 points.',
        PSConditions: `{${POINTS}} > 100`,
      },
    ],
  },
});

describe.skipIf(WITHOUT_BROWSER)('the editor', () => {
  let pages: Pages;
  let templateHash: string;
  beforeAll(async () => {
    pages = await openPages();
    templateHash = await pages.t.template(EVERYTHING);
  });
  afterAll(() => pages?.close());

  const linkTo = (pass: string) =>
    `${pages.root}/pass/editor.php?clientHash=${pages.t.clientHash}&hashedSerialNumber=${pass}`;
  const overridesOf = async (pass: string) => (await pages.t.app.context.store.passByHash(pass))!.pass.overrides;
  const save = (page: Page) => page.locator('form > .button').click();

  test.each(SCHEMES)('whole, still, and open to everybody, in every width (%s)', async (colorScheme) => {
    const { page, complaints, close } = await pages.open({ colorScheme });
    const pass = await pages.t.pass(templateHash, { [NAME]: 'Ada' });
    for (const [size, viewport] of Object.entries({
      phone: PHONE,
      desktop: DESKTOP,
      narrow: { width: 320, height: 568 },
    })) {
      await page.setViewportSize(viewport);
      await page.goto(linkTo(pass));
      expect(await layoutShift(page)).toBeLessThan(0.1);
      await page.getByLabel('Name').fill(`Ada ${size}`);
      await save(page);
      await page.getByRole('status').waitFor();
      await page.locator('summary').first().click();
      expect([
        ...(await violations(page)),
        ...(await faintTexts(page)),
        ...(await unnamed(page)),
        await overflow(page),
        ...complaints,
      ]).toEqual([0]);
      if (colorScheme === 'light' && size !== 'narrow') await keepScreenshot(page, `editor-${size}`);
    }
    await page.setViewportSize(PHONE);
    await page.getByLabel('Points', { exact: true }).fill('101');
    await save(page);
    await page.getByRole('alert').waitFor();
    expect([...(await violations(page)), ...(await faintTexts(page)), await overflow(page)]).toEqual([0]);
    await keepScreenshot(page, `editor-error-${colorScheme}`);
    await close();
  });

  test('a link with the clientHash: steps, saves, keeps working, and gives the clientHash to no other page', async () => {
    const pass = await pages.t.pass(templateHash);
    const { page, complaints, close } = await pages.open();
    await page.goto(linkTo(pass));
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Guest has 10 points');
    const points = page.getByLabel('Points', { exact: true });
    await page.getByRole('button', { name: 'Points: 5 more' }).click();
    await page.getByRole('button', { name: 'Points: 5 more' }).click();
    await page.getByRole('button', { name: 'Points: 5 less' }).click();
    expect(await points.inputValue()).toBe('15');
    // Nothing is saved before Save is pressed, and Enter presses Save and no stepper.
    expect(await overridesOf(pass)).toEqual({});
    await points.press('Enter');
    await page.getByRole('status').waitFor();
    expect(await overridesOf(pass)).toEqual({ [POINTS]: 15, visits: 1 });
    expect(page.url()).not.toContain(pages.t.clientHash);

    await page.getByLabel('Level').selectOption('Gold');
    await page.getByLabel('Sugar').check();
    await page.getByLabel('Very important').uncheck();
    await page.getByLabel('backgroundColor').fill('#ff8800');
    await page.getByLabel('Valid until').fill('2027-01-31');
    await save(page);
    await page.getByRole('status').waitFor();
    expect(await overridesOf(pass)).toEqual({
      [POINTS]: 15,
      visits: 2,
      level: 'gold',
      extras: 'milk, sugar',
      vip: false,
      backgroundColor: '#ff8800',
      until: '2027-01-31',
    });
    expect(await page.locator('#history ~ ol strong').allTextContents()).toEqual(['Edited', 'Edited', 'Created']);
    await page.getByText('What happened, and why').first().click();
    expect(await page.locator('pre').first().textContent()).toContain('Visits 1 → 2');

    await page.goto(linkTo(pass));
    const [request] = await Promise.all([
      page.waitForRequest((made) => made.url().includes('create.php')),
      page.getByRole('link', { name: 'Open the pass' }).click(),
    ]);
    expect(await request.headerValue('referer')).toBeNull();
    expect(complaints).toEqual([]);
    await close();
  });

  test.each(SCHEMES)('the history says why nothing happened, and shows the trace (%s)', async (colorScheme) => {
    const few = `{${POINTS}} > 20`;
    const scanned = await pages.t.template(
      pointsTemplate({
        triggers: {
          onScan: {
            action: 'PSActionSetValue',
            targetPath: NAME,
            value: 'Gold',
            PSConditions: few,
          },
        },
      }),
    );
    const pass = await pages.t.pass(scanned);
    const scan = () =>
      pages.t.call('trackPassAccess', {
        clientHash: pages.t.clientHash,
        hashedSerialNumber: pass,
        accessType: 7,
      });
    await scan();
    const pause = { clientHash: pages.t.clientHash, templateHash: scanned, triggersPaused: true };
    expect(await pages.t.call('insertUpdateTemplate', pause)).toMatchObject({ success: true });
    await scan();
    for (const [locale, words] of Object.entries(WORDS_OF_HISTORY)) {
      const { page, complaints, close } = await pages.open({ colorScheme, locale });
      await page.goto(linkTo(pass));
      const events = page.locator('#history ~ ol > li');
      const paused = await events.nth(0).textContent();
      expect(paused).toContain(words.paused);
      const refused = events.nth(1);
      expect(await refused.textContent()).toContain(words.refused);
      await refused.locator('summary').click();
      expect(await refused.locator('pre').textContent()).toContain(words.nothing);
      // There the trace has nothing to add.
      for (const index of [0, 2]) expect(await events.nth(index).locator('summary').count()).toBe(0);
      for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
        await page.setViewportSize(viewport);
        expect([...(await violations(page)), ...(await faintTexts(page)), await overflow(page)]).toEqual([0]);
        if (locale === 'en-GB') await keepScreenshot(page, `history-${size}-${colorScheme}`);
      }
      expect(complaints).toEqual([]);
      await close();
    }
  });

  test('reloading the answer saves nothing twice', async () => {
    const pass = await pages.t.pass(templateHash);
    const { page, close } = await pages.open();
    await page.goto(linkTo(pass));
    await page.getByLabel('Name').fill('Ada');
    await save(page);
    await page.getByRole('status').waitFor();
    await page.reload();
    await page.getByRole('status').waitFor();
    expect(await overridesOf(pass)).toEqual({ [NAME]: 'Ada', visits: 1 });
    await close();
  });

  test('without script the stepper’s buttons send the form, and Enter still saves', async () => {
    const pass = await pages.t.pass(templateHash);
    const { page, close } = await pages.open({ javaScriptEnabled: false });
    await page.goto(linkTo(pass));
    await page.getByLabel('Name').fill('Ada');
    await page.getByRole('button', { name: 'Points: 5 more' }).click();
    await page.getByRole('button', { name: 'Points: 5 more' }).click();
    expect(await page.getByLabel('Points', { exact: true }).inputValue()).toBe('20');
    expect(await page.getByLabel('Name').inputValue()).toBe('Ada');
    expect(await overridesOf(pass)).toEqual({});
    await page.getByLabel('Name').press('Enter');
    await page.getByRole('status').waitFor();
    expect(await overridesOf(pass)).toEqual({ [POINTS]: 20, [NAME]: 'Ada', visits: 1 });
    await close();
  });

  test('a session is enough; a stranger’s page cannot use it', async () => {
    const pass = await pages.t.pass(templateHash);
    const { page, close } = await pages.open();
    const address = `${pages.root}/pass/editor.php?hashedSerialNumber=${pass}`;
    await page.goto(address);
    await page.getByRole('link', { name: 'Log in' }).click();
    await page.getByLabel('E-mail').fill(OWNER.email);
    await page.getByLabel('Password').fill(OWNER.password);
    await page.keyboard.press('Enter');
    await page.waitForURL(address);
    await page.getByLabel('Name').fill('Ada');
    await save(page);
    await page.getByRole('status').waitFor();
    expect(await overridesOf(pass)).toEqual({ [NAME]: 'Ada', visits: 1 });

    // A page of another origin; 127.0.0.1 and localhost are two sites.
    const form = `<form method="post" action="${address}"><input name="${NAME}" value="Mallory"><button>Win</button></form>`;
    await page.route('http://evil.test/', (route) => route.fulfill({ contentType: 'text/html', body: form }));
    await page.goto('http://evil.test/');
    await page.getByRole('button', { name: 'Win' }).click();
    await page.waitForURL(address);
    expect((await overridesOf(pass))[NAME]).toBe('Ada');
    await close();
  });

  test('over plain http in a local network, where browsers say less of where a form came from', async () => {
    const pass = await pages.t.pass(templateHash);
    const root = pages.root.replace('127.0.0.1', LOCAL_NAME);
    const { page, close } = await pages.open();
    await page.goto(root);
    await page.getByLabel('E-mail').fill(OWNER.email);
    await page.getByLabel('Password').fill(OWNER.password);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Log out' }).waitFor();
    await page.goto(`${root}/pass/editor.php?hashedSerialNumber=${pass}`);
    await page.getByLabel('Name').fill('Ada');
    await save(page);
    await page.getByRole('status').waitFor();
    await page.goto(linkTo(pass).replace('127.0.0.1', LOCAL_NAME));
    await page.getByLabel('Name').fill('Grace');
    await save(page);
    await page.getByRole('status').waitFor();
    expect((await overridesOf(pass))[NAME]).toBe('Grace');
    await close();
  });
});
