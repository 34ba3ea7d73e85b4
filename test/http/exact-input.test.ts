// What was sent is what is stored and shown, to the last digit and letter; else the call is refused.
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { type ModelApp, modelApp } from '../fixtures/pass2u/model-app.ts';

let t: TestApp;
let model: ModelApp;
let templateHash: string;

beforeAll(async () => {
  t = await openTestApp();
  model = await modelApp(t);
  templateHash = await t.template(
    pointsTemplate({ barcode: { format: 'PKBarcodeFormatQR', message: '', messageEncoding: 'utf-8' } }),
  );
});
afterAll(() => t.close());

const userFields = async (hashedSerialNumber: string) =>
  (await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber })).userFields;
const passText = async (hash: string) => new TextDecoder().decode(unzipSync(await t.file(hash))['pass.json']);

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const send = (path: string, body: BodyInit | undefined, type?: string) =>
  t.fetch(path, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined ? {} : { body }),
    ...(type === undefined ? {} : { headers: { 'content-type': type } }),
  });

const UPDATE = '/api/updatePassFields.php';
const FORM = 'application/x-www-form-urlencoded';

describe('digits', () => {
  const DIGITS = '6006490012345678901';
  const json = (hash: string) =>
    `{"clientHash":"${t.clientHash}","hashedSerialNumber":"${hash}","barcode_message":${DIGITS}}`;
  const DOORS: Record<string, (hash: string) => Promise<Response>> = {
    JSON: (hash) => send(UPDATE, json(hash), 'application/json'),
    'JSON without a type': (hash) => send(UPDATE, new TextEncoder().encode(json(hash))),
    'the field JSON': (hash) => send(UPDATE, new URLSearchParams({ JSON: json(hash) })),
    'JSON in the query': (hash) => send(`${UPDATE}?${new URLSearchParams({ JSON: json(hash) })}`, undefined),
    form: (hash) =>
      send(
        UPDATE,
        new URLSearchParams({ clientHash: t.clientHash, hashedSerialNumber: hash, barcode_message: DIGITS }),
      ),
  };

  test.each(Object.keys(DOORS))('%s', async (door) => {
    const hash = await t.pass(templateHash);
    expect(await (await DOORS[door]!(hash)).json()).toMatchObject({ success: true });
    expect((await userFields(hash)).barcode_message).toBe(DIGITS);
    expect(await passText(hash)).toContain(`"message":"${DIGITS}"`);
  });

  test('in a new pass, and in a template', async () => {
    const made = await send(
      '/api/createPassFromTemplateFields.php',
      `{"clientHash":"${t.clientHash}","templateHash":"${templateHash}","barcode_message":${DIGITS}}`,
    );
    expect(await passText((await made.json()).hashedSerialNumber)).toContain(`"message":"${DIGITS}"`);
    const template = JSON.stringify(pointsTemplate({ additional: { member: 0 } })).replace(
      '"member":0',
      `"member":${DIGITS}`,
    );
    const saved = await send(
      '/api/insertUpdateTemplate.php',
      `{"clientHash":"${t.clientHash}","templateName":"Digits","passConstructor":${template}}`,
    );
    const { templateHash: hash } = await saved.json();
    const answer = await t.fetch(`/api/templateInfo.php?templateHash=${hash}&clientHash=${t.clientHash}`);
    expect(await answer.text()).toContain(`"member":"${DIGITS}"`);
  });

  test('Pass2U', async () => {
    const modelId = await model.model();
    const response = await model.api(
      'POST',
      `/models/${modelId}/passes`,
      `{"barcode":{"message":"1"},"fields":[{"key":"level","value":${DIGITS}}]}`,
    );
    const text = await response.text();
    expect(response.status, text).toBe(200);
    const opened = await model.pkpass(modelId, JSON.parse(text).passId);
    expect(JSON.stringify(opened.passJson)).toContain(DIGITS);
  });
});

describe('letters', () => {
  const latinForm = (hash: string) =>
    `clientHash=${encodeURIComponent(t.clientHash)}&hashedSerialNumber=${hash}&note=M%FCller`;
  const multipart = (note: Buffer, type = '') =>
    Buffer.concat([
      latin1(`--x\r\nContent-Disposition: form-data; name="note"\r\n${type}\r\n`),
      note,
      latin1('\r\n--x--\r\n'),
    ]);
  const byQuery = (hash: string) =>
    `${UPDATE}?${new URLSearchParams({ clientHash: t.clientHash, hashedSerialNumber: hash })}`;

  const REFUSED: Record<string, (hash: string) => Promise<Response>> = {
    link: (hash) => send(`${UPDATE}?${latinForm(hash)}`, undefined),
    form: (hash) => send(UPDATE, latinForm(hash), FORM),
    'form with raw bytes': (hash) =>
      send(UPDATE, latin1(decodeURIComponent(latinForm(hash).replace('%FC', '%C3%BC'))), FORM),
    multipart: (hash) => send(byQuery(hash), multipart(latin1('Müller')), 'multipart/form-data; boundary=x'),
    JSON: (hash) => send(byQuery(hash), latin1('{"note":"Müller"}'), 'application/json'),
    'JSON without a type': (hash) => send(byQuery(hash), latin1('{"note":"Müller"}')),
    'a name': (hash) => send(byQuery(hash), 'n%FC=1', FORM),
  };
  test.each(Object.keys(REFUSED))('%s in another charset is refused, and nothing is written', async (door) => {
    const hash = await t.pass(templateHash);
    const answer = await (await REFUSED[door]!(hash)).json();
    expect(answer).toMatchObject({ success: false, message: expect.stringContaining('UTF-8') });
    expect(await userFields(hash)).toEqual({});
  });

  const READ: Record<string, (hash: string) => Promise<Response>> = {
    form: (hash) => send(UPDATE, latinForm(hash), `${FORM}; charset=iso-8859-1`),
    JSON: (hash) => send(byQuery(hash), latin1('{"note":"Müller"}'), 'application/json; charset=ISO-8859-1'),
    'JSON of Windows': (hash) =>
      send(byQuery(hash), Buffer.from('{"note":"Müller"}', 'utf16le'), 'application/json; charset="utf-16le"'),
    multipart: (hash) =>
      send(byQuery(hash), multipart(latin1('Müller')), 'multipart/form-data; boundary=x; charset=windows-1252'),
    'UTF-8 with a byte order mark': (hash) => send(byQuery(hash), Buffer.from('\ufeff{"note":"Müller"}')),
    'UTF-16 with a byte order mark': (hash) => send(byQuery(hash), Buffer.from('\ufeff{"note":"Müller"}', 'utf16le')),
    'UTF-8': (hash) => send(`${byQuery(hash)}&note=M%C3%BCller`, undefined),
  };
  test.each(Object.keys(READ))('%s is read as it is declared', async (door) => {
    const hash = await t.pass(templateHash);
    expect(await (await READ[door]!(hash)).json()).toMatchObject({ success: true });
    expect(await userFields(hash)).toEqual({ note: 'Müller' });
  });

  test('an unknown charset is named', async () => {
    const answer = await send(byQuery(await t.pass(templateHash)), 'note=1', `${FORM}; charset=klingon`);
    expect(await answer.json()).toMatchObject({ code: 'body_invalid', message: expect.stringContaining('"klingon"') });
  });

  test('a creation link and a simulation refuse other bytes too', async () => {
    const link = await send(
      `/pass/create.php?templateHash=${templateHash}&generate=true&note=M%FCller&clientHash=${t.clientHash}`,
      undefined,
    );
    expect([link.status, await link.text()]).toEqual([400, expect.stringContaining('UTF-8')]);
    const simulated = await send(`/api/simulate.php?${latinForm(await t.pass(templateHash))}&accessType=7`, undefined);
    expect(await simulated.json()).toMatchObject({ code: 'value_invalid', field: 'note' });
  });

  test('half of a surrogate pair reaches no phone', async () => {
    const hash = await t.pass(templateHash);
    await send(byQuery(hash), String.raw`{"logoText":"Ann \ud83d","note":"😀"}`, 'application/json');
    expect(await userFields(hash)).toEqual({ logoText: 'Ann ', note: '😀' });
    const text = await passText(hash);
    expect(text).toContain('"logoText":"Ann "');
    expect(text).not.toMatch(/\\ud|�/);
  });
});

describe('bodies', () => {
  test.each([
    ['pairs', FORM, 'a&'.repeat(4_000_000)],
    ['empty pairs', FORM, '&'.repeat(8_000_000)],
    ['keys', 'application/json', `{${'"a":1,'.repeat(1_000_000)}"a":1}`],
    ['levels', 'application/json', `{"a":${'['.repeat(4_000_000)}`],
    [
      'parts',
      'multipart/form-data; boundary=x',
      `--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n`.repeat(150_000),
    ],
  ])('many %s are refused', async (_, type, body) => {
    const answer = await send(`/pass/create.php?download=true&clientHash=${t.clientHash}`, body, type);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/at most (2000 para|50000|100 levels)|more than 2000 parts/);
  });

  test('a body without a picture is at most 256 KiB', async () => {
    for (const name of ['trackPassAccess', 'login', 'passInfo', 'deletePass']) {
      const answer = await send(`/api/${name}.php`, 'a='.padEnd(256 * 1024 + 1, 'x'), FORM);
      expect([answer.status, await answer.json()], name).toEqual([
        413,
        expect.objectContaining({ code: 'body_too_large', message: 'A request is at most 256 KiB large.' }),
      ]);
    }
  });
});
