// Faulty tables: each is refused with the row and the column of its mistake, and nothing is made.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const POINTS = 'structure_headerFields_points_value';
const NAME = 'structure_secondaryFields_name_value';

const attribute = (PSAttributeType: string, PSValue: unknown) => ({ PSValue, PSAttributeType }) as JsonObject;

/** A card with a place of each kind that values are checked for. */
const CARD = pointsTemplate({
  expirationDate: '2030-01-01T00:00:00Z',
  maxDistance: 100,
  additional: {
    note: '',
    vip: attribute('PSAttributeTypeCheckbox', false),
    born: { PSValue: '2000-01-31', PSAttributeType: 'PSAttributeTypeDate' },
  },
  structure: {
    headerFields: [{ key: 'points', label: 'POINTS', value: 0 }],
    secondaryFields: [
      { key: 'name', label: 'NAME', value: 'Guest' },
      { key: 'due', label: 'DUE', value: '2026-01-31T10:00:00Z', dateStyle: 'PKDateStyleShort' },
      { key: 'price', label: 'PRICE', value: 1, currencyCode: 'EUR' },
    ],
  },
});

let t: TestApp;
let template: string;
beforeAll(async () => {
  t = await openTestApp({ env: { BATCH_LIMIT: '5' } });
  template = await t.template(CARD);
});
afterAll(() => t.close());

const bytes = (...values: (number | string)[]) =>
  Buffer.concat(
    values.map((value) => (typeof value === 'string' ? Buffer.from(value, 'latin1') : Buffer.from([value]))),
  );
const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

interface Faulty {
  readonly file: string | Uint8Array;
  /** The row, and its column: a heading, a letter, or null for the row as a whole. */
  readonly at: readonly [row: number, column: string | null];
  readonly says: RegExp;
}

/** What is wrong -> the file, where, and what the sentence says. */
const FAULTY: Readonly<Record<string, Faulty>> = {
  // The file is no table.
  'an Excel workbook': { file: bytes('PK\x03\x04', '....[Content_Types].xml'), at: [1, null], says: /Excel workbook/ },
  'an old Excel workbook': { file: bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1), at: [1, null], says: /Excel workbook/ },
  'a LibreOffice table': {
    file: bytes('PK\x03\x04', 'mimetypeapplication/vnd.oasis.opendocument.spreadsheet'),
    at: [1, null],
    says: /LibreOffice/,
  },
  'a packed file': { file: bytes('PK\x03\x04', 'photo.jpg'), at: [1, null], says: /packed/ },
  'a gzip file': { file: bytes(0x1f, 0x8b, 8, 0), at: [1, null], says: /packed/ },
  'a PDF': { file: '%PDF-1.7\n1 0 obj', at: [1, null], says: /PDF/ },
  'a web page': { file: '<!DOCTYPE html><table><tr><td>a</td></tr></table>', at: [1, null], says: /web page/ },
  'XML after a mark': { file: '\ufeff<?xml version="1.0"?><rows/>', at: [1, null], says: /XML/ },
  'a list of JSON': { file: '[{"name": "Ada"}]', at: [1, null], says: /JSON/ },
  JSON: { file: '{ "name": "Ada" }', at: [1, null], says: /JSON/ },
  RTF: { file: '{\\rtf1 a,b}', at: [1, null], says: /RTF/ },
  'a picture': { file: bytes(0x89, 'PNG', 13, 10), at: [1, null], says: /picture/ },
  'a table in UTF-32': { file: bytes(0xff, 0xfe, 0, 0, 'a', 0, 0, 0), at: [1, null], says: /UTF-32/ },
  // The table has no rows or no headings.
  'nothing at all': { file: bytes(), at: [1, null], says: /empty/ },
  'a mark alone': { file: bytes(0xef, 0xbb, 0xbf), at: [1, null], says: /empty/ },
  'empty lines': { file: '\n\n ;; \n', at: [1, null], says: /empty/ },
  'headings alone': { file: `${NAME},${POINTS}\n`, at: [2, null], says: /no row/ },
  'headings below empty lines, alone': { file: `\n\n${NAME}\n\n`, at: [4, null], says: /no row/ },
  // The form of the table.
  'a quote that is never closed': { file: `${NAME},${POINTS}\nAda,1\n"Grace,2\n`, at: [3, 'A'], says: /never closed/ },
  'a quote that is never closed in the last column': {
    file: `${NAME},${POINTS}\nAda,"1\nGrace,2\n`,
    at: [2, 'B'],
    says: /never closed/,
  },
  'text after a closing quote': {
    file: `${NAME},${POINTS}\nAda,1\nGrace,"2"3\n`,
    at: [3, 'B'],
    says: /comes more text/,
  },
  'a quote inside that is not doubled': { file: `${NAME}\n"Ada "the" first"\n`, at: [2, 'A'], says: /comes more text/ },
  'more cells than headings': { file: `${NAME},${POINTS}\nAda,1,2\n`, at: [2, null], says: /more cells.*column C/ },
  'more rows than a batch may have': { file: `${NAME}\n1\n2\n3\n4\n5\n6\n`, at: [7, null], says: /at most 5 rows/ },
  'more columns than a table may have': {
    file: `${Array.from({ length: 501 }, (_, at) => `c${at}`).join()}\n1\n`,
    at: [1, null],
    says: /at most 500 columns/,
  },
  'a cell that is too long': { file: `${NAME}\n${'a'.repeat(32_768)}\n`, at: [2, NAME], says: /at most 32,767/ },
  'a control character': { file: `${NAME}\nAda\u0007\n`, at: [2, NAME], says: /control character/ },
  'a zero byte': { file: `${NAME}\nAda\u0000\n`, at: [2, NAME], says: /control character/ },
  'a lost character': { file: `${NAME}\nZo\ufffd\n`, at: [2, NAME], says: /lost/ },
  'a damaged byte in UTF-8': {
    file: Buffer.concat([Buffer.from(`${NAME}\nZoë\n`), bytes('Zo', 0xeb, '\n')]),
    at: [3, NAME],
    says: /lost/,
  },
  'an alphabet whose encoding nobody can tell': {
    file: bytes(`${NAME}\n`, ...Array.from({ length: 24 }, (_, at) => 0x80 + at), '\n'),
    at: [1, null],
    says: /encoding/,
  },
  // The headings.
  'a heading that is no API path': { file: 'nobody\nAda\n', at: [1, 'nobody'], says: /no API path "nobody"/ },
  'a heading with a slip': {
    file: 'structure_headerFields_point_value\n1\n',
    at: [1, 'structure_headerFields_point_value'],
    says: /points/,
  },
  'a heading twice': { file: `${NAME},${NAME}\na,b\n`, at: [1, NAME], says: /same heading/ },
  'two spellings of one path': {
    file: `${NAME},storeCard_secondaryFields_name_value\na,b\n`,
    at: [1, 'storeCard_secondaryFields_name_value'],
    says: /same heading/,
  },
  'a column without a heading': { file: `${NAME},,${POINTS}\na,b,1\n`, at: [1, 'column 2'], says: /no heading/ },
  'a path of the server': { file: 'serialNumber\n1\n', at: [1, 'serialNumber'], says: /set by the server/ },
  'a label for a heading': { file: 'NAME\nAda\n', at: [1, 'NAME'], says: /no API path/ },
  'a sentence for a heading': { file: 'Please fill in\nAda\n', at: [1, 'Please fill in'], says: /no API path/ },
  'UTF-16 with a wrong heading': { file: utf16('nobody\tnote\nAda\tx\n'), at: [1, 'nobody'], says: /no API path/ },
  // The templates.
  'a template that is not there': { file: `templateId,${NAME}\n999999,Ada\n`, at: [2, 'templateId'], says: /999999/ },
  'a templateId that is no number': { file: `templateId,${NAME}\nabc,Ada\n`, at: [2, 'templateId'], says: /abc/ },
  'a templateHash that is not there': { file: `templateHash,${NAME}\nabc,Ada\n`, at: [2, 'templateHash'], says: /abc/ },
  // The values.
  'a word for a number': { file: `${NAME},maxDistance\nAda,drei\n`, at: [2, 'maxDistance'], says: /number/ },
  'a decimal comma in a file with commas': { file: 'maxDistance\n"3,5"\n', at: [2, 'maxDistance'], says: /number/ },
  'an amount with its currency': {
    file: 'structure_secondaryFields_price_value\n5 €\n',
    at: [2, 'structure_secondaryFields_price_value'],
    says: /number/,
  },
  'a colour that is none': { file: 'note;backgroundColor\nx;dunkelblau\n', at: [2, 'backgroundColor'], says: /colour/ },
  'a day that does not exist': { file: 'expirationDate\n30.02.2027\n', at: [2, 'expirationDate'], says: /date/i },
  'a date in American order': { file: 'expirationDate\n12/31/2027\n', at: [2, 'expirationDate'], says: /date/i },
  'a word for a date': { file: 'expirationDate\nsoon\n', at: [2, 'expirationDate'], says: /date/i },
  'neither true nor false': { file: 'note,vip\nx,perhaps\n', at: [2, 'vip'], says: /true or false/ },
  'a barcode of no kind': { file: 'barcode_format\nQR-Code\n', at: [2, 'barcode_format'], says: /PKBarcodeFormat/ },
  'JSON that is broken': { file: 'locations\n"[{""latitude"": 1"\n', at: [2, 'locations'], says: /list|JSON|array/i },
  'a file name for a picture': {
    file: 'images_logo\nlogo.png\n',
    at: [2, 'images_logo'],
    says: /address of a picture/,
  },
  'no e-mail address': {
    file: `${NAME},recoveryEmail\nAda,ada(at)example.com\n`,
    at: [2, 'recoveryEmail'],
    says: /e-mail/,
  },
  'two e-mail addresses': {
    file: `${NAME};recoveryEmail\nAda;"a@example.com, b@example.com"\n`,
    at: [2, 'recoveryEmail'],
    says: /one e-mail/,
  },
};

test('there are fifty of them', () => {
  expect(Object.keys(FAULTY).length).toBeGreaterThanOrEqual(50);
});

/** What batches leave behind: passes, batches, and jobs that make passes. */
async function leftBehind(): Promise<readonly number[]> {
  const { store } = t.app.context;
  const { id } = (await store.templateByHash(template))!.template;
  const batches = await store.batchesOf(t.owner.id, { before: 1e9, count: 1000 });
  return [await store.countPasses(id), batches.length, (await store.countJobs()).make_batch];
}

describe.each(['links', 'passes'] as const)('a table for %s', (mode) => {
  test.each(Object.entries(FAULTY))('that is %s', async (_, { file, at: [row, column], says }) => {
    const form = new FormData();
    form.set('clientHash', t.clientHash);
    form.set('templateHash', template);
    form.set('mode', mode);
    form.set('file', new Blob([typeof file === 'string' ? file : new Uint8Array(file)]), 'cards.csv');
    const before = await leftBehind();
    const response = await t.fetch('/api/batchCreate.php', { method: 'POST', body: form });
    const answer = await response.json();
    expect(answer).toMatchObject({ success: false, field: 'file' });
    expect(answer.errors).toContainEqual({ row, column, message: expect.stringMatching(says) });
    expect(answer.message).toMatch(says);
    expect(await leftBehind()).toEqual(before);
  });
});

test.each(Object.entries(FAULTY))('a long upload is answered although it is wrong early: %s', async (_, { file }) => {
  const form = new FormData();
  form.set('clientHash', t.clientHash);
  form.set('templateHash', template);
  form.set('file', new Blob([typeof file === 'string' ? file : new Uint8Array(file), 'x\n'.repeat(200_000)]), 'a.csv');
  const before = await leftBehind();
  expect((await t.fetch('/batch/create.php', { method: 'POST', body: form })).status).toBe(400);
  expect(await leftBehind()).toEqual(before);
});

test('a form of very many parts is refused, and the rest of the form is not read', async () => {
  const body = `--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n`.repeat(20_000);
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  const response = await t.fetch('/batch/create.php', { method: 'POST', headers, body });
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('more than 60 parts')]);
});

test('every fault of a table is told, row by row, and not only the first', async () => {
  const file = `${NAME},maxDistance,vip\nAda,drei,perhaps\nGrace,1,true\nAlan,vier,false\n`;
  const { errors, message } = await t.call('batchCreate', { clientHash: t.clientHash, templateHash: template, file });
  expect(errors.map(({ row, column }: { row: number; column: string }) => [row, column])).toEqual([
    [2, 'maxDistance'],
    [2, 'vip'],
    [4, 'maxDistance'],
  ]);
  expect(message).toMatch(/^2 rows are wrong, and nothing was made\. Row 2, maxDistance:/);
});

describe('what spreadsheets write is read', () => {
  const RIGHT: Readonly<Record<string, Uint8Array | string>> = {
    'UTF-8': `${NAME},maxDistance\nZoë Müller,5\n`,
    'UTF-8 with a mark': `\ufeff${NAME},maxDistance\r\nZoë Müller,5\r\n`,
    'UTF-16 with tabs': utf16(`${NAME}\tmaxDistance\r\nZoë Müller\t5\r\n`),
    'UTF-16 without a mark': Buffer.from(`${NAME};maxDistance\nZoë Müller;5\n`, 'utf16le'),
    'UTF-16, big-endian': Buffer.concat([
      Buffer.from([0xfe, 0xff]),
      Buffer.from(`${NAME};maxDistance\nZoë Müller;5\n`, 'utf16le').swap16(),
    ]),
    'windows-1252 with semicolons': Buffer.from(`${NAME};maxDistance\r\nZoë Müller;5\r\n`, 'latin1'),
    macintosh: bytes(`${NAME};maxDistance\rZo`, 0x91, ' M', 0x9f, 'ller;5\r'),
    'quotes and line breaks inside': `"${NAME}","maxDistance"\n"Zoë Müller","5"\n`,
    'a line that names the delimiter': `sep=;\n${NAME};maxDistance\nZoë Müller;5\n`,
    'empty lines and columns at the end': `${NAME};maxDistance;;\n;;;\nZoë Müller;5;;\n;;;\n\n`,
    'bars for delimiters': `${NAME}|maxDistance\nZoë Müller|5\n`,
    'our own result': `${NAME},maxDistance,link,hashedSerialNumber,error\nZoë Müller,5,https://x,abc,\n`,
  };
  test.each(Object.entries(RIGHT))('%s', async (_, file) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ clientHash: t.clientHash, templateHash: template, mode: 'passes' })) {
      form.set(name, value);
    }
    form.set('file', new Blob([typeof file === 'string' ? file : new Uint8Array(file)]), 'cards.csv');
    const answer = await (await t.fetch('/api/batchCreate.php', { method: 'POST', body: form })).json();
    expect(answer).toMatchObject({ success: true, total: 1 });
    await t.deliver();
    const { store } = t.app.context;
    const batch = (await store.batchByHash(answer.batchId))!;
    const [row] = await store.batchRows(batch.id, { after: 0, count: 2 });
    const { pass } = (await store.passByHash(row!.passHash!))!;
    expect(pass.overrides).toEqual({ [NAME]: 'Zoë Müller', maxDistance: 5 });
  });

  test('numbers with a comma, days with dots, and texts that look like formulas', async () => {
    const file = `${NAME};maxDistance;expirationDate;note\nAda;1.234,5;31.12.2027;'=1+1\n`;
    const { batchId } = await t.call('batchCreate', {
      ...{ clientHash: t.clientHash, templateHash: template, mode: 'passes', file },
    });
    await t.deliver();
    const { store } = t.app.context;
    const [row] = await store.batchRows((await store.batchByHash(batchId))!.id, { after: 0, count: 1 });
    expect((await store.passByHash(row!.passHash!))!.pass.overrides).toEqual({
      [NAME]: 'Ada',
      maxDistance: 1234.5,
      expirationDate: '2027-12-31T23:59:59Z',
      note: '=1+1',
    });
  });
});
