// Every page in German: each word that a visitor reads or hears is one of texts/de/, a value of the test's own, or said to be
// English. A text that stands in a component instead of a file of texts is found here.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { de } from '../../src/ui/texts/de/index.ts';
import { en } from '../../src/ui/texts/en/index.ts';
import { LANGUAGES, OWNER_LANGUAGES, textsFor } from '../../src/ui/texts/language.ts';
import { OWNER } from '../fixtures/open-app.ts';
import { openPages, type Pages, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';

/** `section.key` -> text, or the texts of a function with a mark in place of what it is given. */
const GIVEN = '\u0000';
function flatten(texts: object, prefix = ''): [key: string, texts: string[]][] {
  return Object.entries(texts).flatMap(([name, value]: [string, unknown]): [string, string[]][] => {
    const key = `${prefix}${name}`;
    if (typeof value === 'string') return [[key, [value]]];
    if (typeof value !== 'function') return flatten(value as object, `${key}.`);
    // One and many of something may be worded apart.
    const given = [GIVEN, GIVEN, GIVEN];
    return [[key, [String(value(GIVEN, ...given)), ...ofOne(() => String(value(1, ...given)))]]];
  });
}

/** Nothing for a function that takes a text in place of a number. */
function ofOne(call: () => string): string[] {
  try {
    return [call()];
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const patternOf = (text: string) =>
  escaped(text)
    .replaceAll(GIVEN, '.+')
    .replace(/\\\{(?:count|names)\\\}/g, '.+');

test('both languages have the same texts, none is empty, and none was left in English', () => {
  const [english, german] = [Object.fromEntries(flatten(en)), Object.fromEntries(flatten(de))];
  expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort());
  expect(Object.entries(german).filter(([, texts]) => texts.some((text) => text.trim() === ''))).toEqual([]);
  const alike = Object.entries(german).filter(([key, texts]) => texts.join() === english[key]!.join());
  // Words that are the same in both languages.
  expect(alike.map(([key]) => key).sort()).toEqual([
    'batch.modes.links',
    'cards.cardName',
    'cards.exportTitle',
    'cards.hash',
    'cards.id',
    'cards.logo',
    'cards.name',
    'design.field.inputs.',
    'design.field.kinds.text',
    'design.others.code',
    'design.preview.looks.poster',
    'design.preview.sides.small',
    'design.preview.sides.usual',
    'design.preview.sides.watch',
    'design.transits.PKTransitTypeBus',
    'differences.changed',
    'differences.ofKind',
    'differences.part',
    'overview.series.scanned',
    'pass.barcodes.PKBarcodeFormatCodabar',
    'pass.barcodes.PKBarcodeFormatCode128',
    'pass.barcodes.PKBarcodeFormatCode39',
    'pass.barcodes.PKBarcodeFormatEAN13',
    'pass.barcodes.PKBarcodeFormatI2of5',
    'pass.barcodes.PKBarcodeFormatPDF417',
    'recipes.card.cards.isMember',
    'recipes.card.cards.statusLabel',
    'recipes.card.levels.names.0',
    'recipes.card.levels.names.2',
    'recipes.card.name',
    'runs.doctor.onGoogle',
    'runs.of',
    'scanner.clientHash',
    'scanner.title',
    'schedules.about',
    'schedules.inputs.name',
    'send.code',
    'send.link',
    'sentences.calculates.+',
    'sentences.calculates.-',
    'sentences.dateWishes.equal',
    'sentences.did.change',
    'sentences.oneOfWishes.0',
    'sentences.reads',
    'sentences.wishes.equal',
    'settings.entries.google.name',
    'settings.entries.webhooks.name',
    'settingsGoogle.title',
    'settingsKeys.address.pass2u',
    'settingsKeys.address.passkit',
    'settingsKeys.address.passsource',
    'settingsKeys.surfaces.pass2u',
    'settingsKeys.surfaces.passkit',
    'settingsWebhooks.milliseconds',
    'settingsWebhooks.title',
    'simulator.change',
    'simulator.number',
    'tills.name',
    'versions.number',
  ]);
});

const GUESTS = /^(?:form|mail|pass|passcode|register)\.|^errors\.(?!codes)|^certificate\.testPass(?:Text)?$/;

test.each(LANGUAGES.filter((texts) => !OWNER_LANGUAGES.includes(texts)).map((texts) => [texts.tag, texts]))(
  'what guests read in %s is whole, and nothing was left in English',
  (_, texts) => {
    const [english, own] = [Object.fromEntries(flatten(en)), Object.fromEntries(flatten(texts))];
    expect(Object.keys(own).sort()).toEqual(Object.keys(english).sort());
    const read = Object.entries(own).filter(([key]) => GUESTS.test(key));
    expect(read.length).toBeGreaterThan(120);
    expect(read.filter(([, words]) => words.some((word) => word.trim() === ''))).toEqual([]);
    const alike = read.filter(([key, words]) => words.join() === english[key]!.join()).map(([key]) => key);
    expect(alike.filter((key) => !/barcodes|images_(?:logo|strip|thumbnail)/.test(key))).toEqual([]);
  },
);

test.each([
  ['de', 'de'],
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['nl,DE;q=0.5,en;q=0.4', 'de'],
  ['fr-CA,fr;q=0.9,en;q=0.8', 'fr'],
  ['es-MX', 'es'],
  ['it', 'it'],
  ['en-GB,de;q=0.9', 'en'],
  ['de;q=0,en;q=0.1', 'en'],
  ['nl', 'en'],
  ['*,de;q=0.5', 'en'],
  ['de;q=much', 'en'],
  [undefined, 'en'],
])('Accept-Language %j is answered in %s', (header, tag) => {
  expect(textsFor(header).tag).toBe(tag);
});

const label = (PSLabel: string, PSValue: unknown, more = {}) => ({ PSValue, PSLabel, PSEditable: true, ...more });
const VALIDATORS = Object.keys(en.register.faults).filter((name) => name.startsWith('V'));
const checked = (name: string) => label(`#${name}`, '', { PSValidation: name });

/** All labels are no words, so that what is left is the page's. */
const CARD = {
  type: 'storeCard',
  description: '#card',
  organizationName: '#shop',
  barcode: { format: 'PKBarcodeFormatQR', message: '#1' },
  structure: {
    headerFields: [
      { key: 'points', label: '#points', value: label('#points', 1, { PSAttributeType: 'PSAttributeTypeStepper' }) },
    ],
    backFields: [{ key: 'back', label: '#back', value: label('#back', '#text') }],
  },
  images: { strip: label('#strip', '') },
  additional: {
    ...Object.fromEntries(VALIDATORS.map((name) => [`field${name}`, checked(name)])),
    size: label('#size', '', { PSOptions: { '#s': 's', '#m': 'm' } }),
    sizeToo: label('#size2', '', { PSOptions: { '#s': 's' }, PSValidation: 'VRequired' }),
    json: label('#json', [1]),
    psEditorPaths: 'structure_headerFields_points_value,size,json,structure_backFields_back_value,images_strip,nowhere',
  },
  triggers: {
    onEdit: [
      { action: 'PSActionSetValue', targetPath: 'fieldVEmail', value: '#x', PSConditions: '{size} = "s"' },
      { action: 'PSActionSetValue', targetPath: 'psTriggerError', value: '#no', PSConditions: '{size} = "m"' },
    ],
  },
};

test.each(['fr', 'es', 'it'])('the owner’s pages answer a browser that asks for %s in English', (tag) => {
  expect(textsFor(tag, OWNER_LANGUAGES).tag).toBe('en');
});

describe.skipIf(WITHOUT_BROWSER)('a German browser', () => {
  let pages: Pages;
  let page: Page;
  let close: () => Promise<void>;
  let templateHash: string;
  let pass: string;
  beforeAll(async () => {
    pages = await openPages();
    templateHash = await pages.t.template(CARD as never, { templateName: '#template', isPublic: true });
    pass = await pages.t.pass(templateHash);
    ({ page, close } = await pages.open({ locale: 'de-DE' }));
  });
  afterAll(async () => {
    await close();
    await pages.close();
  });

  // A text of nothing but what it is given, such as a value in quotes, would let everything through.
  const isWords = (text: string) => /\p{L}/u.test(text.replaceAll(GIVEN, ''));
  const patterns = flatten(de).flatMap(([, texts]) => texts.filter(isWords).map(patternOf));
  const data = [
    '#\\w+',
    'clientHash',
    'insertUpdateTemplate',
    escaped(OWNER.email),
    // A long address breaks before its @.
    ...OWNER.email.split(/(?=@)/).map(escaped),
    'psEditorPaths',
    'nowhere',
    'Passwright',
    'HTTP',
    'API',
    // Hashes, addresses, API paths, dates.
    '\\S*[\\d_/]\\S*',
    '(?:Sonn|Mon|Diens|Donners|Frei|Sams)tag|Mittwoch|Jan|Feb|März|Apr|Mai|Juni|Juli|Aug|Sept|Okt|Nov|Dez|UTC',
  ];
  const known = new RegExp(
    `^(?:${[...patterns, ...data].sort((a, b) => b.length - a.length).join('|')}|[^\\p{L}])+$`,
    'u',
  );

  /** Everything that is shown or read aloud and is none of ours in German. */
  async function strangers(): Promise<string[]> {
    const texts = await page.evaluate(() => {
      const found: string[] = [document.title];
      const isGerman = (element: Element | null) => element?.closest('[lang]')?.getAttribute('lang') === 'de';
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const { parentElement: parent } = node;
        if (parent?.closest('script, style, code, pre, textarea, noscript, [translate=no]') || !isGerman(parent))
          continue;
        found.push(node.textContent ?? '');
      }
      for (const element of document.querySelectorAll('body *')) {
        for (const name of ['aria-label', 'alt', 'title', 'placeholder']) {
          if (isGerman(element)) found.push(element.getAttribute(name) ?? '');
        }
      }
      for (const meta of document.querySelectorAll('meta[name=description], meta[property="og:description"]')) {
        found.push(meta.getAttribute('content') ?? '');
      }
      return found.map((text) => text.trim().replace(/\s+/g, ' '));
    });
    expect(texts.filter((text) => /\p{L}{3}/u.test(text)).length).toBeGreaterThan(2);
    return texts.filter((text) => text !== '' && !known.test(text));
  }

  const look = async (path?: string) => {
    if (path !== undefined) await page.goto(pages.root + path);
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    expect([page.url(), ...(await strangers())]).toEqual([page.url()]);
  };

  test('a text that is not of texts/de/ is found', async () => {
    await page.setContent('<html lang="de"><body><p>Anmelden Abmelden Log in now</p><p>Anmelden</p><p>Startseite</p>');
    expect(await strangers()).toEqual(['Anmelden Abmelden Log in now']);
  });

  test('guests: pass, public page, errors', async () => {
    await look(`/pass/create.php?hashedSerialNumber=${pass}`);
    await look(`/pass/create.php?templateHash=${templateHash}`);
    await look('/pass/create.php');
    await look('/pass/create.php?hashedSerialNumber=nope');
    await look('/pass/register.php?templateHash=nope');
    await look(`/pass/create.php?templateHash=${templateHash}&clientHash=nope`);
    await look('/nowhere');
    for (const path of ['/docs', '/docs/passkit', '/docs/pass2u']) await look(path);
  });

  test('registration: empty, with every validator’s message, changed, thanked for', async () => {
    await look(`/pass/register.php?templateHash=${templateHash}`);
    const wrong: Readonly<Record<string, string>> = { VRequired: '', VFalse: 'true' };
    // A field that must be filled in has a star behind its label.
    const field = (name: string) => page.getByLabel(new RegExp(`^#${name}(?: \\*)?$`));
    for (const name of VALIDATORS) await field(name).fill(wrong[name] ?? '§');
    await page.getByLabel('#points', { exact: true }).fill('§');
    await page.getByLabel('#strip').setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('x') });
    await page.getByRole('button', { name: de.register.submitNew }).click();
    await page.getByRole('alert').waitFor();
    const { faults } = de.register;
    // Two validators ask for the same.
    const wanted = [...VALIDATORS.map((name) => faults[name as 'VRequired'])];
    wanted.push(faults.chooseRequired, faults.image_invalid);
    const said = await page.locator('.fault').allTextContents();
    expect([...new Set(said)].sort()).toEqual([...new Set(wanted)].sort());
    await look();
    await keepScreenshot(page, 'german-registration-phone');
    await look(`/pass/register.php?hashedSerialNumber=${pass}`);
    await look(`/pass/registered.php?hashedSerialNumber=${pass}`);
  });

  test('login, start page, editor with its traces, scanner', async () => {
    await look(`/pass/editor.php?hashedSerialNumber=${pass}`);
    await page.getByRole('link', { name: de.login.submit }).click();
    await look();
    await page.getByLabel(de.login.email).fill(OWNER.email);
    await page.getByLabel(de.login.password).fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await look();
    await keepScreenshot(page, 'german-login-phone');
    await page.getByLabel(de.login.password).fill(OWNER.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: de.editor.history }).waitFor();
    await look();
    const save = () => page.getByRole('button', { name: de.editor.save }).last().click();
    await page.getByLabel('#size').selectOption('s');
    await save();
    await page.getByRole('status').waitFor();
    await look();
    expect(await page.locator('pre').first().textContent()).toContain('  #size war s\n  übergangen');
    await page.getByLabel('#points', { exact: true }).fill('x');
    await save();
    await page.getByText('#points muss eine Zahl mit Punkt sein, etwa 2.5.').first().waitFor();
    await look();
    await keepScreenshot(page, 'german-editor-phone');
    await page.getByLabel('#points', { exact: true }).fill('1');
    await page.getByLabel('#json').fill('[');
    await save();
    await page.getByText('#json muss ein JSON-Array oder -Objekt sein.').first().waitFor();
    await page.getByLabel('#json').fill('[1]');
    await page.getByLabel('#size').selectOption('m');
    await save();
    await page.getByText(de.editor.stopped).waitFor();
    await look();
    await look('/');
    await keepScreenshot(page, 'german-today-phone');
    for (const path of ['', '/new', `/${templateHash}/copy`, `/${templateHash}/delete`, `/${templateHash}/test`]) {
      await look(`/cards${path}`);
    }
    await look(`/cards/${templateHash}/code`);
    const again = `pass=${pass}&event=onEdit&n=2`;
    for (const path of ['try', `try?${again}`, `try?${again}&step=1.1`, 'try?n=99', 'checks', `checks/new?${again}`]) {
      await look(`/cards/${templateHash}/${path}`);
    }
    for (const path of ['', '/onScan/new']) await look(`/cards/${templateHash}/rules${path}`);
    for (const path of ['dates', 'places', 'programs', 'details', 'pictures', 'languages']) {
      await look(`/cards/${templateHash}/design/${path}`);
    }
    await look(`/cards/${templateHash}/design/rename?path=structure_headerFields_points_value`);
    await look('/runs');
    await page.locator('.runs a').first().click();
    await look();
    const { account, clientHash } = await pages.t.account('other@example.com');
    expect(account.email).toBe('other@example.com');
    await look(`/pass/editor.php?hashedSerialNumber=${pass}&clientHash=${clientHash}`);
    await page.goto(`${pages.root}/scanner`);
    await page.locator('#account:not(:empty)').waitFor();
    await look();
    await page.getByLabel(de.scanner.typed).fill('nope');
    await page.getByRole('button', { name: de.scanner.submit }).click();
    await page.locator('#result').waitFor();
    await look();
  });
});
