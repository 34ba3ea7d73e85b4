// Job 4 of an owner: personal links for her customers from a spreadsheet, on a phone and on a
// desktop, with and without script; and the guide's Batch Create Tool.
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { DESKTOP, openPages, type Pages, PHONE, SCHEMES, SIZES, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';
import { faultsOf, STILL } from '../fixtures/pages/faults.ts';
import { logIn } from '../fixtures/pages/log-in.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';

const CARD = pointsTemplate({
  structure: {
    headerFields: [{ key: 'points', label: 'Punkte', value: 0 }],
    secondaryFields: [{ key: 'name', label: 'Vorname', value: { PSValue: 'Guest', PSEditable: true } }],
    auxiliaryFields: [{ key: 'price', label: 'PRICE', value: 1, currencyCode: 'EUR' }],
  },
  additional: { note: '', psPassDescription: 'Card of {structure_secondaryFields_name_value}' },
});

/** As a German Excel writes it: windows-1252 and semicolons; row 4 has no address, row 5 a word for a price. */
const TABLE = Buffer.from(
  [
    'Vorname;Mail;Punkte;Telefon;PRICE',
    'Jürgen;juergen@example.com;3;030 1;1,5',
    'Zoë;zoe@example.com;5;;2',
    'Ada;;1;;3',
    'Grace;grace@example.com;2;;drei',
    '',
  ].join('\r\n'),
  'latin1',
);
const FILE = { name: 'Kunden.csv', mimeType: 'text/csv', buffer: TABLE };

describe.skipIf(WITHOUT_BROWSER)('cards from a spreadsheet', () => {
  let pages: Pages;
  let template: string;
  beforeAll(async () => {
    pages = await openPages();
    template = await pages.t.template(CARD, { templateName: 'Bonuskarte' });
  });
  afterAll(() => pages?.close());

  const upload = async (page: Page, mode?: 'passes') => {
    await page.goto(`${pages.root}/cards/${template}/send/spreadsheet`);
    await page.locator('#file').setInputFiles(FILE);
    if (mode !== undefined) await page.locator(`input[value=${mode}]`).check();
    await page.locator('form[enctype] > .button').click();
  };

  test.each(SCHEMES)(
    'links: every page is whole, still, and open to everybody, in both widths (%s)',
    async (colorScheme) => {
      const { page, complaints, close } = await pages.open({ colorScheme });
      await logIn(page, pages.root);
      const seen = async (name: string) => {
        for (const [size, viewport] of Object.entries(SIZES)) {
          await page.setViewportSize(viewport);
          expect([...(await faultsOf(page, STILL)), ...complaints], name).toEqual([]);
          const isKept = colorScheme === 'light' && ['columns', 'check'].includes(name);
          if (isKept) await keepScreenshot(page, `batch-${name}-${size}`);
        }
      };
      await page.goto(`${pages.root}/cards/${template}/send/spreadsheet`);
      await seen('upload');
      await upload(page);
      await seen('columns');
      await page.locator('form.form > .button').click();
      await seen('check');
      await page.locator('form[action$="/start"] .button').click();
      await seen('done');
      await page.locator('a[href$="/mail"]').click();
      await seen('mail');
      await page.goto(`${pages.root}/send`);
      await seen('list');
      await page.locator('.rows a').first().click();
      await page.locator('a[href$="/delete"]').click();
      await seen('delete');
      await close();
    },
  );

  test('the whole job takes an owner six clicks: columns are guessed, wrong rows are told and left out', async () => {
    const { page, close } = await pages.open({ viewport: PHONE, acceptDownloads: true });
    await logIn(page, pages.root);
    await upload(page);
    // The headings Vorname, Mail, Punkte and PRICE are guessed, Telefon is left out.
    const chosen = await page
      .locator('.batchColumns select')
      .evaluateAll((all) => all.map((each) => (each as unknown as { value: string }).value));
    expect(chosen).toEqual([
      'structure_secondaryFields_name_value',
      '',
      'structure_headerFields_points_value',
      '',
      'structure_auxiliaryFields_price_value',
    ]);
    expect(await page.locator('#email').inputValue()).toBe('1');
    await page.locator('form.form > .button').click();
    const faults = await page.locator('.batchFaults tbody tr').allInnerTexts();
    expect(faults.map((text) => text.split('\t').map((cell) => cell.trim()))).toEqual([
      ['4', 'Mail', 'There is no e-mail address.'],
      ['5', 'PRICE', '“drei” is no number.'],
    ]);
    const wrong = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download the wrong rows' }).click();
    const mended = parse(await readFile(await (await wrong).path()), { bom: true, columns: true });
    expect(mended).toMatchObject([
      { Vorname: 'Ada', error: 'Mail: There is no e-mail address.' },
      { Vorname: 'Grace' },
    ]);
    await page.getByRole('button', { name: 'Make 2 links' }).click();
    const table = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download the table with the links' }).click();
    const rows: Record<string, string>[] = parse(await readFile(await (await table).path()), {
      bom: true,
      columns: true,
    });
    expect(rows.map(({ Vorname, link }) => [Vorname, link !== ''])).toEqual([
      ['Jürgen', true],
      ['Zoë', true],
      ['Ada', false],
      ['Grace', false],
    ]);
    await page.goto(rows[0]!.link!);
    await page.getByText('Jürgen').first().waitFor();
    expect(await page.locator('.front').innerText()).toMatch(/1\.50|1,50/);
    await close();
  });

  test('without script, in German: cards at once, stopped and resumed', async () => {
    const { page, close } = await pages.open({ javaScriptEnabled: false, locale: 'de-DE', viewport: DESKTOP });
    await logIn(page, pages.root);
    await upload(page, 'passes');
    await page.locator('#email').selectOption('');
    await page.getByRole('button', { name: 'Jede Zeile prüfen' }).click();
    await page.getByText('„drei“ ist keine Zahl.').waitFor();
    await page.getByRole('button', { name: '3 Karten erstellen' }).click();
    await page.getByText('0 von 3 sind erstellt').waitFor();
    await page.getByRole('button', { name: 'Anhalten' }).click();
    await pages.t.deliver();
    await page.getByText(/^Angehalten\./).waitFor();
    await page.getByRole('button', { name: 'Weitermachen' }).click();
    await page.getByRole('button', { name: 'Anhalten' }).waitFor();
    await pages.t.deliver();
    await page.reload();
    await page.getByRole('link', { name: 'Die Tabelle mit den Links herunterladen' }).waitFor();
    expect((await page.locator('.numbers').innerText()).replace(/\s+/g, ' ')).toContain('3 erstellt');
    await page.getByRole('link', { name: 'Diese Tabelle löschen' }).click();
    await page.getByRole('button', { name: 'Löschen' }).click();
    await page.getByRole('heading', { name: 'Aus Tabellen verschickt' }).waitFor();
    await close();
  });

  test('a file that is no table, no file and no number are told on the page that asked', async () => {
    const { page, close } = await pages.open();
    await logIn(page, pages.root);
    await page.goto(`${pages.root}/cards/${template}/send/spreadsheet`);
    await page.locator('#file').setInputFiles({ ...FILE, buffer: Buffer.from('%PDF-1.7') });
    await page.locator('form[enctype] > .button').click();
    expect(await page.getByRole('alert').innerText()).toContain('This is a PDF');
    const blank = await page.request.post(`${pages.root}/cards/${template}/send/blank`, {
      form: { count: 'viele' },
      headers: { origin: pages.root },
    });
    expect(blank.status()).toBe(400);
    expect(await blank.text()).toContain('count is how many passes to make');
    await close();
  });

  test('the guide’s tool takes the example file, for a session and for a clientHash', async () => {
    const { page, close } = await pages.open();
    await logIn(page, pages.root);
    const example = await page.request.get(`${pages.root}/cards/${template}/send/example.csv`);
    const buffer = await example.body();
    expect(buffer.toString()).toContain('"logoText","barcode_altText","backgroundColor"');
    await page.goto(`${pages.root}/batch/create.php`);
    await page.locator('#file').setInputFiles({ ...FILE, buffer });
    await page.locator('form[enctype] > .button').click();
    await page.getByText('done').waitFor();
    const { clientHash } = pages.t;
    await page.goto(`${pages.root}/batch/create.php?clientHash=${clientHash}`);
    await page.locator('#file').setInputFiles(FILE);
    await page.locator('form[enctype] > .button').click();
    expect(await page.getByRole('alert').innerText()).toContain('Nothing was made');
    const form = new FormData();
    for (const [name, value] of Object.entries({ clientHash, mode: 'passes' })) form.set(name, value);
    form.set('file', new Blob([new Uint8Array(buffer)]), 'example.csv');
    const answer = await pages.t.fetch('/batch/create.php', { method: 'POST', body: form });
    const rows = parse(Buffer.from(await answer.arrayBuffer()), { bom: true, columns: true });
    expect(rows).toHaveLength(3);
    const [{ hashedSerialNumber }] = rows as [Record<string, string>];
    expect((await pages.t.app.context.store.passByHash(hashedSerialNumber!))!.pass.overrides).toEqual({
      logoText: 'Ada',
      barcode_altText: 'Ada Byron',
      backgroundColor: 'rgb(23, 90, 150)',
    });
    await close();
  });
});
