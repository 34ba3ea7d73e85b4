// Registering in a real browser: a phone and a desktop, light and dark, by keyboard, and without JavaScript.
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../../src/examples.ts';
import {
  DESKTOP,
  layoutShift,
  MARK_ALONE,
  openPages,
  overflow,
  type Pages,
  PHONE,
  SCHEMES,
  WITHOUT_BROWSER,
} from '../fixtures/pages/browser.ts';
import { faintTexts, tabStops, unnamed } from '../fixtures/pages/sight.ts';

const editable = (value: unknown, label: string, more = {}) => ({
  PSValue: value,
  PSEditable: true,
  PSLabel: label,
  ...more,
});

const CLUB = {
  type: 'generic',
  description: 'Membership card of the Hill Library',
  organizationName: 'Hill Library',
  backgroundColor: editable('#12355b', 'Colour of your card', { PSAttributeType: 'PSAttributeTypeColor' }),
  structure: {
    primaryFields: [{ key: 'name', label: 'NAME', value: editable('', 'Your name', { PSValidation: 'VRequired' }) }],
    backFields: [{ key: 'about', label: 'About', value: editable('', 'What do you like to read?') }],
  },
  images: { thumbnail: editable('', 'Your picture') },
  additional: {
    email: editable('', 'E-mail', { PSValidation: 'VRequired,VEmail' }),
    phone: editable('', 'Phone', { PSValidation: 'VPhone' }),
    branch: editable('', 'Branch', {
      PSOptions: { Harbour: 'harbour', Hill: 'hill' },
      PSValidation: 'VRequired',
    }),
    topics: editable('', 'News about', {
      PSAttributeType: 'PSAttributeTypeMultiselect',
      PSOptions: { 'New books': 'books', Readings: 'readings', Courses: 'courses' },
    }),
    guests: editable(1, 'Readers in your household', { PSAttributeType: 'PSAttributeTypeStepper' }),
    birthday: editable('', 'Birthday', { PSAttributeType: 'PSAttributeTypeDate' }),
    agree: editable(false, 'I have read the rules of the library', {
      PSAttributeType: 'PSAttributeTypeCheckbox',
      PSValidation: 'VTrue',
    }),
    psRegistrationMessage: '<p>Become a reader: it takes <b>one minute</b> and costs nothing.</p>',
    psRegisteredMessage: '',
  },
  triggers: {
    onRegister: [
      {
        action: 'PSActionSetValue',
        targetPath: 'psTriggerError',
        value: 'The branch {branch} is closed. Please choose another one.',
        PSConditions: '{branch} = "harbour"',
      },
      {
        action: 'PSActionSetValue',
        targetPath: 'psRegisteredMessage',
        value: '<p>Welcome, {structure_primaryFields_name_value}!</p>',
      },
    ],
  },
};

/** `SCREENSHOTS=1` keeps what the pages look like. */
const keepScreenshot = async (page: Page, name: string) => {
  if (process.env.SCREENSHOTS === undefined) return;
  const taken = await page.screenshot({ fullPage: true });
  const path = new URL(`../screenshots/${name}.png`, import.meta.url).pathname;
  await sharp(taken).png({ palette: true, colours: 48, compressionLevel: 9 }).toFile(path);
};

describe.skipIf(WITHOUT_BROWSER)('registration in a browser', () => {
  let pages: Pages;
  let address: string;
  let png: Buffer;
  beforeAll(async () => {
    pages = await openPages({ examples: await readExamples() });
    address = `${pages.root}/pass/register.php?templateHash=${await pages.t.template(CLUB as never)}`;
    const picture = { width: 120, height: 120, channels: 3, background: '#2f6f4f' } as const;
    png = await sharp({ create: picture }).png().toBuffer();
  });
  afterAll(() => pages?.close());

  const violations = async (page: Page) => {
    await page.evaluate(axe.source);
    const { violations: found } = await page.evaluate(() => (globalThis as any).axe.run());
    return found
      .filter(({ impact }: any) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }: any) => `${id}: ${nodes.map(({ html }: any) => html).join(' ')}`);
  };
  const look = async (page: Page) => {
    const wider = await overflow(page);
    return [
      ...(wider > 0 ? [`${wider} pixels too wide`] : []),
      ...(await faintTexts(page)),
      ...(await unnamed(page)),
      ...(await violations(page)),
    ];
  };
  const submit = (page: Page) => page.locator('form button[type=submit]').click();
  const overridesOf = async (page: Page) => {
    const hash = new URL(page.url()).searchParams.get('hashedSerialNumber')!.replace(',', '');
    return (await pages.t.app.context.store.passByHash(hash))!.pass.overrides;
  };

  /** Sends the form empty, then with a mistake, then to a closed branch, then right; looks at every page on the way. */
  const story = async (page: Page, seen: (name: string) => Promise<void>) => {
    await page.goto(address);
    await seen('form');
    await submit(page);
    await page.getByRole('alert').waitFor();
    expect(await page.locator('.fault').allTextContents()).toEqual([
      ...['Please fill this in.', 'Please fill this in.', 'Please choose an answer.', 'Please tick this to go on.'],
    ]);
    await page.getByLabel('Your name').fill('Ada {x} <b>Lovelace</b>');
    await page.getByLabel('E-mail').fill('ada@');
    await page.getByLabel('Phone').fill('call me');
    await page.getByLabel('Branch').selectOption('Harbour');
    await page.getByLabel('Readings').check();
    await page.getByLabel('Courses').check();
    await page.getByLabel('Readers in your household', { exact: true }).fill('3');
    await page.getByLabel('Birthday').fill('1990-12-10');
    await page.getByLabel('What do you like to read?').fill('Novels\nand maps');
    await page.getByLabel('Your picture').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: png });
    await page.getByLabel('I have read the rules').check();
    await submit(page);
    await page.getByText('2 fields need another look').waitFor();
    await seen('errors');
    expect(await page.getByLabel('Your name').inputValue()).toBe('Ada {x} <b>Lovelace</b>');
    expect(await page.getByLabel('What do you like to read?').inputValue()).toBe('Novels\nand maps');
    expect(await page.getByLabel('Courses').isChecked()).toBe(true);
    expect(await page.getByLabel('I have read the rules').isChecked()).toBe(true);
    expect(await page.getByText('Your picture has arrived').count()).toBe(1);
    await page.getByRole('link', { name: /^E-mail:/ }).click();
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('psForm_0_email');
    await page.keyboard.type('example.com');
    const email = await page.getByLabel('E-mail').inputValue();
    await page.getByLabel('E-mail').fill(email.includes('@example') ? email : 'ada@example.com');
    await page.getByLabel('Phone').fill('+44 20 1234567');
    await submit(page);
    await page.getByText('The branch harbour is closed').waitFor();
    await seen('stopped');
    expect(await page.getByLabel('Phone').inputValue()).toBe('+44 20 1234567');
    await page.getByLabel('Branch').selectOption('Hill');
    await submit(page);
    await page.waitForURL(/registered\.php\?hashedSerialNumber=/);
    await page.getByText('Welcome, Ada {x} <b>Lovelace</b>!').waitFor();
    await seen('registered');
    expect(await overridesOf(page)).toMatchObject({
      email: 'ada@example.com',
      phone: '+44 20 1234567',
      branch: 'hill',
      topics: 'readings, courses',
      guests: 3,
      birthday: '1990-12-10',
      agree: true,
      structure_backFields_about_value: 'Novels\nand maps',
      images_thumbnail: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    await page.getByRole('link', { name: 'Change your information' }).click();
    expect(await page.getByLabel('Your name').inputValue()).toBe('Ada {x} <b>Lovelace</b>');
    await seen('again');
    await page.getByLabel('Readings').uncheck();
    await page.getByLabel('Courses').uncheck();
    await submit(page);
    await page.waitForURL(/registered\.php/);
    expect((await overridesOf(page)).topics).toBe('');
    await page.getByRole('link', { name: 'Show the pass' }).click();
    await page.locator('.pass').waitFor();
  };

  test.each([
    ['phone', PHONE, 'light'],
    ['desktop', DESKTOP, 'dark'],
  ] as const)('fill in, put right, register, change (%s)', async (name, viewport, colorScheme) => {
    const { page, complaints, close } = await pages.open({ viewport, colorScheme });
    const wrong: Record<string, unknown> = {};
    await story(page, async (step) => {
      const found = [...(await look(page)), ...complaints.splice(0)];
      const shift = await layoutShift(page);
      if (shift > MARK_ALONE) found.push(`moved by ${shift}`);
      if (found.length > 0) wrong[step] = found;
      if (step === 'errors' || step === 'form') await keepScreenshot(page, `registration-${step}-${name}`);
      if (step === 'registered') await keepScreenshot(page, `registration-thanks-${name}`);
    });
    expect(wrong).toEqual({});
    await close();
  });

  test('without JavaScript it is the same', async () => {
    const { page, close } = await pages.open({ javaScriptEnabled: false });
    await story(page, async () => {});
    await close();
  });

  test('a stepper counts by its step; without script it is an input alone', async () => {
    const { page, complaints, close } = await pages.open();
    await page.goto(address);
    const guests = page.getByLabel('Readers in your household', { exact: true });
    await page.getByRole('button', { name: 'Readers in your household: 1 more' }).click();
    await page.getByRole('button', { name: 'Readers in your household: 1 more' }).click();
    await page.getByRole('button', { name: 'Readers in your household: 1 less' }).click();
    expect([await guests.inputValue(), page.url(), ...complaints]).toEqual(['2', address]);
    await close();
    const without = await pages.open({ javaScriptEnabled: false });
    await without.page.goto(address);
    expect(await without.page.getByRole('button', { name: 'Readers in your household' }).count()).toBe(0);
    expect(await without.page.getByLabel('Readers in your household', { exact: true }).isEditable()).toBe(true);
    await without.close();
  });

  test('by keyboard alone, in the order it is read', async () => {
    const { page, close } = await pages.open({ viewport: DESKTOP });
    const templates = pages.t.app.first!.templates;
    const { hash } = templates.find(({ name }) => name === 'Club membership with registration')!;
    await page.goto(`${pages.root}/register.php?templateHash=${hash}`);
    expect(await tabStops(page)).toEqual([
      'psForm_0_structure_primaryFields_name_value',
      'No answerAny seatBowStrokeCox',
      'psForm_0_email',
      'Register',
    ]);
    await page.keyboard.press('Tab');
    await page.getByLabel('Your name').focus();
    await page.keyboard.type('Ada');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    // The keyboard is at what is wrong, and its link leads to the field.
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('problems');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.type('ada@example.com');
    await page.keyboard.press('Enter');
    await page.waitForURL(/registered\.php/);
    expect(await tabStops(page)).toEqual(['Add to Apple Wallet', 'Show the pass', 'Change your information']);
    await close();
  });

  test.each(SCHEMES)('in German, at the width of a small phone (%s)', async (colorScheme) => {
    const { page, complaints, close } = await pages.open({
      colorScheme,
      locale: 'de-AT',
      viewport: { width: 320, height: 568 },
    });
    await page.goto(address);
    await submit(page);
    await page.getByText('4 Felder stimmen noch nicht').waitFor();
    expect(await look(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  test('nothing that a holder types runs', async () => {
    const { page, complaints, close } = await pages.open();
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      return dialog.dismiss();
    });
    const { hash } = pages.t.app.first!.templates.find(({ name }) => name === 'Club membership with registration')!;
    const payload = `"></option></select></textarea></title><img src=x onerror=alert(1)><script>alert(2)</script>' onfocus='alert(3)' autofocus`;
    const query = new URLSearchParams({
      templateHash: hash,
      structure_primaryFields_name_value: payload,
      email: payload,
    });
    await page.goto(`${pages.root}/register.php?${query}`);
    await submit(page);
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Your name').inputValue()).toBe(payload);
    await page.getByLabel('E-mail').fill('ada@example.com');
    await submit(page);
    await page.waitForURL(/registered\.php/);
    await page.getByText(`Welcome aboard, ${payload}!`).waitFor();
    expect(await page.locator('script, main img').count()).toBe(0);
    expect([dialogs, complaints]).toEqual([[], []]);
    await close();
  });

  test('a double click on the button makes one pass', async () => {
    const templateHash = await pages.t.template({ ...CLUB, additional: {}, triggers: {}, images: {} } as never);
    const template = (await pages.t.app.context.store.templateByHash(templateHash))!.template;
    const { page, close } = await pages.open({ javaScriptEnabled: false });
    await page.goto(`${pages.root}/pass/register.php?templateHash=${templateHash}`);
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Register' }).dblclick();
    await page.waitForURL(/registered\.php/);
    expect(await pages.t.app.context.store.countPasses(template.id)).toBe(1);
    await close();
  });
});
