// What was sent is what every surface answers: generated texts, digits and dates, sent as JSON,
// form, multipart and link, are what passInfo, the export and the pass show, or nothing is written.
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDownload, readPassJson } from '../../src/device/open-download.ts';
import { passFields } from '../../src/device/pass-json.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import type { TestApp } from '../fixtures/open-app.ts';
import { idOf, type ModelApp, modelApp } from '../fixtures/pass2u/model-app.ts';
import { openPassKit, type PassKitClient } from '../fixtures/passkit/client.ts';

const SEED = 12;
const RUNS = 200;
const UPDATE = '/api/updatePassFields.php';
const COUNT = 'structure_headerFields_count_value';
const SINCE = 'structure_secondaryFields_since_value';
const TITLE = 'structure_primaryFields_title_value';
const PATHS = ['note', 'barcode_message', TITLE, COUNT, SINCE, 'expirationDate'];

let p: PassKitClient;
let t: TestApp;
let model: ModelApp;
let templateHash: string;
let modelId: number;
beforeAll(async () => {
  p = await openPassKit();
  t = p.t;
  model = await modelApp(t);
  await p.campaign();
  await p.template({
    dynamicKeys: [
      { key: 'points', type: 'number', defaultValue: 0 },
      { key: 'text', type: 'string', defaultValue: null },
      { key: 'start', type: 'dateTime', defaultValue: null },
    ],
  });
  templateHash = await t.template({
    type: 'generic',
    description: 'Card',
    organizationName: 'Bakery',
    structure: {
      headerFields: [{ key: 'count', label: 'COUNT', value: 0, PSDynamic: true }],
      primaryFields: [{ key: 'title', label: 'TITLE', value: 'Bakery', PSDynamic: true }],
      secondaryFields: [
        { key: 'since', label: 'SINCE', value: '2026-01-01', dateStyle: 'PKDateStyleShort', PSDynamic: true },
      ],
      backFields: [{ key: 'info', label: 'INFO', value: '{note}' }],
    },
    barcode: { format: 'PKBarcodeFormatQR', message: 'none', messageEncoding: 'utf-8', PSBarcodeKind: 'replicable' },
    additional: { note: '', psExportPaths: PATHS.join(',') },
  });
  modelId = await idOf(t, templateHash);
});
afterAll(() => t.close());

interface Sent {
  readonly path: string;
  readonly text: string;
  /** In JSON without quotes. */
  readonly isNumber: boolean;
  /** What every surface answers; null: the call is refused. */
  readonly shown: string | null;
}

const letters = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(
    'Ann \ud83d',
    '\udc00',
    'a\r\nb',
    'a\nb',
    ' a ',
    '=1+1',
    '+4917012345',
    '%@',
    'a+b&c=d;e',
    '007',
    '1e3',
  ),
);
const word: fc.Arbitrary<Sent> = fc
  .tuple(fc.constantFrom('note', TITLE, 'barcode_message'), letters)
  // Curly brackets of an owner are magic strings, and a barcode needs a message.
  .filter(([path, text]) => !/[{}]/.test(text) && (path !== 'barcode_message' || shownText(text) !== ''))
  .map(([path, text]) => ({ path, text, isNumber: false, shown: shownText(text) }));
/** Half of a surrogate pair is no letter. */
const shownText = (text: string) => text.replace(/\p{Surrogate}/gu, '');

const whole = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(String);
const decimal = fc
  .tuple(whole, fc.stringMatching(/^[0-9]{0,12}[1-9]$/))
  .map(([before, after]) => `${before === '-0' ? '0' : before}.${after}`);
const digits: fc.Arbitrary<Sent> = fc
  .tuple(
    fc.constantFrom(COUNT, 'note', TITLE, 'barcode_message'),
    fc.oneof(whole, fc.integer().map(String), decimal),
    fc.boolean(),
  )
  .map(([path, text, isNumber]) => ({ path, text, isNumber, shown: text }));

const two = (value: number) => String(value).padStart(2, '0');
const date: fc.Arbitrary<Sent> = fc
  .record({
    path: fc.constantFrom(SINCE, 'expirationDate'),
    year: fc.integer({ min: 2027, max: 2099 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 28, max: 31 })),
    hour: fc.integer({ min: 0, max: 24 }),
    minute: fc.integer({ min: 0, max: 59 }),
    seconds: fc.constantFrom('', ':00', ':59', ':09.5', ':09.123456'),
    sign: fc.constantFrom('+', '-'),
    zone: fc.integer({ min: 0, max: 12 }),
    colon: fc.constantFrom(':', ''),
    isUtc: fc.boolean(),
  })
  .map(({ path, year, month, day, hour, minute, seconds, sign, zone, colon, isUtc }) => {
    const start = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
    const offset = (between: string) => (isUtc ? 'Z' : `${sign}${two(zone)}${between}00`);
    const isThere = new Date(Date.UTC(year, month - 1, day)).getUTCMonth() === month - 1 && hour < 24;
    const shown = isThere ? `${start}${seconds.replace(/\..*/, '')}${offset(':')}` : null;
    return { path, text: `${start}${seconds}${offset(colon)}`, isNumber: false, shown };
  });

type Door = (hash: string, sent: Sent) => Promise<Response>;
const owner = (hash: string) => new URLSearchParams({ clientHash: t.clientHash, hashedSerialNumber: hash });
const post = (body: BodyInit, type: string, query = '') =>
  t.fetch(`${UPDATE}${query}`, { method: 'POST', body, headers: { 'content-type': type } });
/** A value in JSON, with all digits of a number. */
const jsonValue = ({ text, isNumber }: Sent) => (isNumber ? text : JSON.stringify(text));
const jsonOf = (hash: string, sent: Sent) => {
  const ids = JSON.stringify(Object.fromEntries(owner(hash))).slice(0, -1);
  return `${ids},${JSON.stringify(sent.path)}:${jsonValue(sent)}}`;
};
const pairs = (hash: string, { path, text }: Sent) => {
  const all = owner(hash);
  all.set(path, shownText(text));
  return all.toString();
};
const DOORS: Readonly<Record<string, Door>> = {
  JSON: (hash, sent) => post(jsonOf(hash, sent), 'application/json'),
  'the field JSON': (hash, sent) =>
    post(new URLSearchParams({ JSON: jsonOf(hash, sent) }).toString(), 'application/x-www-form-urlencoded'),
  form: (hash, sent) => post(pairs(hash, sent), 'application/x-www-form-urlencoded'),
  link: (hash, sent) => t.fetch(`${UPDATE}?${pairs(hash, sent)}`),
  multipart: (hash, { path, text }) => {
    const part = `--limit\r\nContent-Disposition: form-data; name="${path}"\r\n\r\n${shownText(text)}\r\n--limit--\r\n`;
    return post(Buffer.from(part), 'multipart/form-data; boundary=limit', `?${owner(hash)}`);
  },
};
/** What Pass2U calls a place; additional properties have no name there. */
const MODEL_BODIES: Readonly<Record<string, (value: string) => string>> = {
  barcode_message: (value) => `{"barcode":{"message":${value}}}`,
  expirationDate: (value) => `{"expirationDate":${value}}`,
  [TITLE]: (value) => `{"fields":[{"key":"title","value":${value}}]}`,
  [COUNT]: (value) => `{"fields":[{"key":"count","value":${value}}]}`,
  [SINCE]: (value) => `{"fields":[{"key":"since","value":${value}}]}`,
};
/** Pass2U's guide wants seconds, and at most 30 characters, in the dates of a pass. */
const isForModel = ({ path, text }: Sent) =>
  path !== 'expirationDate' || (text.length <= 30 && /T\d\d:\d\d:\d\d/.test(text));
const byModel = (hash: string, sent: Sent) =>
  model.api('PUT', `/models/${modelId}/passes/${hash}`, MODEL_BODIES[sent.path]!(jsonValue(sent)));

const passInfo = async (hash: string): Promise<JsonObject> =>
  (await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber: hash })).userFields;

/** The places of the pass as the export, with the hash first, and the file have them. */
async function surfacesOf(app: TestApp, hash: string) {
  const query = new URLSearchParams({ templateHash, clientHash: app.clientHash, raw: 'true' });
  const rows: string[][] = parse(await (await app.fetch(`/batch/export.php?${query}`)).text(), { bom: true });
  const row = rows.at(-1)!;
  const columns = Object.fromEntries(rows[0]!.map((name, position) => [name, row[position]]));
  const download = await app.fetch(`/pass/create.php?hashedSerialNumber=${hash}&download=true`);
  const [files] = openDownload(new Uint8Array(await download.arrayBuffer()));
  const passJson = readPassJson(files!);
  const fields = Object.fromEntries(passFields(passJson).map(({ key, value }) => [key, String(value)]));
  const [barcode] = passJson.barcodes as { message: string }[];
  const file: Record<string, unknown> = {
    note: fields.info,
    [TITLE]: fields.title,
    [COUNT]: fields.count,
    [SINCE]: fields.since,
    barcode_message: barcode!.message,
    expirationDate: passJson.expirationDate,
  };
  return { columns, file };
}

test('what was sent is what every surface answers, or nothing is written', async () => {
  const hash = await t.pass(templateHash);
  const written: Record<string, string> = {};
  let refused = 0;
  const drawn = fc.record({
    door: fc.constantFrom(...Object.keys(DOORS), 'Pass2U'),
    sent: fc.oneof(word, digits, date),
  });
  const holds = async ({ door, sent }: { door: string; sent: Sent }) => {
    t.advance(1000);
    const isModel = door === 'Pass2U';
    if (isModel) fc.pre(sent.path !== 'note');
    const response = await (isModel ? byModel(hash, sent) : DOORS[door]!(hash, sent));
    const answer = await response.text();
    const isDone = isModel ? response.status === 200 : JSON.parse(answer).success;
    const shown = isModel && !isForModel(sent) ? null : sent.shown;
    expect(isDone, answer).toBe(shown !== null);
    if (shown === null) refused++;
    else written[sent.path] = shown;
    const texts = Object.entries(await passInfo(hash)).map(([path, value]) => [path, String(value)]);
    expect(Object.fromEntries(texts)).toEqual(written);
    const { columns, file } = await surfacesOf(t, hash);
    expect(columns).toMatchObject(written);
    expect(file).toMatchObject(written);
  };
  await fc.assert(fc.asyncProperty(drawn, holds), { seed: SEED, numRuns: RUNS, endOnFailure: true });
  expect(Object.keys(written).toSorted()).toEqual(PATHS.toSorted());
  expect(refused).toBeGreaterThan(RUNS / 50);
}, 300_000);

test('what PassKit is sent is what it answers, and passInfo too', async () => {
  const id = await p.pass();
  const written: Record<string, string> = {};
  const texts = letters.map((text) => ({ key: 'text', text, isNumber: false, shown: shownText(text) }));
  const numbers = fc
    .tuple(digits, fc.constantFrom('points', 'text'))
    .map(([sent, key]) => ({ ...sent, key, isNumber: key === 'points' || sent.isNumber }));
  const dates = date.map((sent) => ({ ...sent, key: 'start' }));
  const holds = async ({ key, ...sent }: Omit<Sent, 'path'> & { key: string }) => {
    t.advance(1000);
    const body = `{"dynamicData":{"${key}":${jsonValue({ ...sent, path: key })}}}`;
    const headers = { 'content-type': 'application/json' };
    const response = await p.send(`/passes/${id}`, { method: 'PUT', body, headers });
    expect(response.status, await response.text()).toBe(sent.shown === null ? 400 : 200);
    if (sent.shown !== null) written[key] = sent.shown;
    const asText = (data: object) =>
      Object.fromEntries(Object.entries(data).map(([name, value]) => [name, String(value)]));
    expect(asText((await p.call('GET', `/passes/${id}`)).body.dynamicData)).toEqual(written);
    const info = Object.entries(asText(await passInfo(id))).map(([path, value]) => [
      path.replace('additional_', ''),
      value,
    ]);
    expect(Object.fromEntries(info)).toEqual(written);
  };
  await fc.assert(fc.asyncProperty(fc.oneof(texts, numbers, dates), holds), {
    seed: SEED,
    numRuns: RUNS,
    endOnFailure: true,
  });
  expect(Object.keys(written).toSorted()).toEqual(['points', 'start', 'text']);
}, 300_000);
