// What goes wrong is told clearly, names the field, and leaves nothing behind.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../../src/http/server.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { serveTestApp } from '../fixtures/http/served.ts';
import { stored } from '../fixtures/http/stored.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let templateHash: string;
let hashedSerialNumber: string;

beforeAll(async () => {
  t = await openTestApp();
  templateHash = await t.template(pointsTemplate());
  hashedSerialNumber = await t.pass(templateHash);
});
afterAll(() => t.close());

const call = (name: string, parameters: Record<string, unknown> = {}) =>
  t.call(name, { clientHash: t.clientHash, ...parameters });

/** A template with one thing wrong, the field that the error names and words that it says. */
const BROKEN: [string, JsonObject, string, RegExp][] = [
  [
    'a broken condition',
    { structure: { backFields: [{ key: 'a', value: 1, PSConditions: '{note} => 3' }] }, triggers: {} },
    'structure_backFields_a_PSConditions',
    /Line 1, column 8: .*\n.*\n\s*\^/s,
  ],
  [
    'a broken condition of an action',
    { triggers: { onScan: { action: 'PSActionSetValue', targetPath: 'note', value: 1, PSConditions: 'regestered' } } },
    'triggers_onScan_0_PSConditions',
    /registered/,
  ],
  [
    'an unknown action',
    { triggers: { onScan: [{ action: 'PSActionSetValu', targetPath: 'note', value: 1 }] } },
    'triggers_onScan_0',
    /Did you mean "PSActionSetValue"\?/,
  ],
  ['an unknown event', { triggers: { onScann: [] } }, 'triggers_onScann', /Did you mean "onScan"\?/],
  [
    'an unknown target',
    { triggers: { onScan: { action: 'PSActionSetValue', targetPath: 'nite', value: 1 } } },
    'triggers_onScan_0',
    /"nite" is not an API path of this template/,
  ],
  [
    'a duplicate field key',
    {
      structure: { headerFields: [{ key: 'points', value: 1 }], backFields: [{ key: 'points', value: 2 }] },
    },
    'structure_backFields_points',
    /used twice, in headerFields and in backFields/,
  ],
  ['an unknown type', { type: 'storecard' }, 'type', /Did you mean "storeCard"\?/],
  ['a colour that is none', { backgroundColor: 'very red' }, 'backgroundColor', /rgb\(23, 187, 82\)/],
  ['a date that is none', { expirationDate: 'tomorrow' }, 'expirationDate', /2025-12-31T20:00:00/],
  ['a barcode format that is none', { barcode: { format: 'QR', message: 'x' } }, 'barcode_format', /PKBarcodeFormatQR/],
  [
    'an unknown validator',
    { additional: { note: { PSValue: '', PSEditable: true, PSValidation: 'VEmial' }, counter: 0 } },
    'note',
    /Did you mean "VEmail"\?/,
  ],
  [
    'the clientHash on a field that holders see',
    { structure: { backFields: [{ key: 'a', value: '{rootPath}/x?clientHash={clientHash}' }] }, triggers: {} },
    'structure_backFields_a_value',
    /clientHash/,
  ],
  [
    'the clientHash by way of another value',
    { additional: { note: '{link}', link: '{psEditorURL}', counter: 0 } },
    'structure_backFields_secretless_value',
    /clientHash/,
  ],
];

describe('a template that cannot be saved', () => {
  test.each(BROKEN)('%s', async (_, parts, field, words) => {
    const passConstructor = pointsTemplate(parts);
    for (const target of [{ templateName: 'New' }, { templateHash }]) {
      const before = stored(t);
      const answer = await call('insertUpdateTemplate', { ...target, passConstructor });
      expect(answer).toMatchObject({
        success: false,
        code: 'template_invalid',
        field,
        message: expect.stringMatching(words),
        diagnostics: expect.arrayContaining([{ path: field, message: expect.stringMatching(words) }]),
      });
      expect(answer.message).toContain(field);
      expect(stored(t)).toEqual(before);
    }
  });

  test('everything that is wrong is told at once', async () => {
    const passConstructor = pointsTemplate({ backgroundColor: 'very red', labelColor: 'x', type: 'card' });
    const { message, diagnostics } = await call('insertUpdateTemplate', { templateName: 'New', passConstructor });
    expect(message).toMatch(/\(and 2 more\)$/);
    expect(diagnostics).toHaveLength(3);
  });
});

/** Function, parameters, error code, field, words. The clientHash is added. */
const WRONG: [string, () => Record<string, unknown>, string, string, RegExp][] = [
  ['login', () => ({ email: 'a@example.com' }), 'parameter_missing', 'password', /password/],
  ['login', () => ({ password: 'x' }), 'parameter_missing', 'email', /email/],
  ['templateInfo', () => ({}), 'parameter_missing', 'templateHash', /templateHash is missing/],
  ['templateInfo', () => ({ templateHash: '' }), 'parameter_missing', 'templateHash', /templateHash is missing/],
  ['templateInfo', () => ({ templateHash: ['a'] }), 'parameter_invalid', 'templateHash', /must be a text/],
  ['templateInfo', () => ({ templateHash: 'nope' }), 'template_not_found', 'templateHash', /templateHash/],
  ['templateInfo', () => ({ templateHash, clientHash: { a: 1 } }), 'parameter_invalid', 'clientHash', /must be a text/],
  ['templatePasses', () => ({ templateHash }), 'parameter_missing', 'accessType', /accessType is missing/],
  ['templatePasses', () => ({ templateHash, accessType: 10 }), 'parameter_invalid', 'accessType', /0, 1, .* 9, 11/],
  ['templatePasses', () => ({ templateHash, accessType: 1, count: 'x' }), 'parameter_invalid', 'count', /whole number/],
  ['templatePasses', () => ({ templateHash, accessType: 1, start: -1 }), 'parameter_invalid', 'start', /0 or more/],
  ['templatePasses', () => ({ templateHash, accessType: 1, start: 1.5 }), 'parameter_invalid', 'start', /whole number/],
  ['insertUpdateTemplate', () => ({ templateName: 'x' }), 'parameter_missing', 'passConstructor', /pass\.json/],
  ['insertUpdateTemplate', () => ({ passConstructor: {} }), 'parameter_missing', 'templateName', /templateName/],
  [
    'insertUpdateTemplate',
    () => ({ templateName: 'x', passConstructor: '{"type": ' }),
    'parameter_invalid',
    'passConstructor',
    /must be a JSON object/,
  ],
  [
    'insertUpdateTemplate',
    () => ({ templateName: 'x'.repeat(201), passConstructor: pointsTemplate() }),
    'parameter_invalid',
    'templateName',
    /200 characters/,
  ],
  ['createPassFromTemplateFields', () => ({}), 'parameter_missing', 'templateHash', /templateHash is missing/],
  [
    'createPassFromTemplateFields',
    () => ({ templateHash, note: 'x', backgroundcolour: 'red' }),
    'path_unknown',
    'backgroundcolour',
    /backgroundColor/,
  ],
  [
    'createPassFromTemplateFields',
    () => ({ templateHash, serialNumber: '1' }),
    'path_reserved',
    'serialNumber',
    /server/,
  ],
  [
    'createPassFromTemplateFields',
    () => ({ templateHash, structure_headerFields: 'x' }),
    'value_invalid',
    'structure_headerFields',
    /JSON array/,
  ],
  ['createPassFromTemplateFields', () => ({ templateHash, type: 'coupn' }), 'value_invalid', 'type', /"coupon"/],
  ['updatePassFields', () => ({ hashedSerialNumber: 'nope', note: 1 }), 'pass_not_found', 'hashedSerialNumber', /pass/],
  ['updatePassFields', () => ({ hashedSerialNumber, note: 'x'.repeat(70_000) }), 'value_invalid', 'note', /64 KiB/],
  ['updatePassFields', () => ({ hashedSerialNumber, note: 'x', nite: 'y' }), 'path_unknown', 'nite', /"note"/],
  ['trackPassAccess', () => ({ hashedSerialNumber }), 'parameter_missing', 'accessType', /accessType is missing/],
  [
    'trackPassAccess',
    () => ({ hashedSerialNumber, accessType: 'scan' }),
    'parameter_invalid',
    'accessType',
    /0, 1, .* 9, 11/,
  ],
  ['trackPassAccess', () => ({ accessType: 7 }), 'parameter_missing', 'hashedSerialNumber', /hashedSerialNumber is/],
  [
    'trackPassAccess',
    () => ({ hashedSerialNumber, accessType: 7, requestId: 'x'.repeat(256) }),
    'parameter_invalid',
    'requestId',
    /255/,
  ],
  ['simulate', () => ({ hashedSerialNumber }), 'parameter_missing', 'event', /onScan/],
  ['simulate', () => ({ event: 'onScan' }), 'parameter_missing', 'templateHash', /hashedSerialNumber/],
  [
    'simulate',
    () => ({ hashedSerialNumber, event: 'onScann' }),
    'parameter_invalid',
    'event',
    /onScan, .* schedule:Birthday/,
  ],
];

describe('parameters that are missing or wrong', () => {
  test.each(WRONG)('%s', async (name, parameters, code, field, words) => {
    const before = stored(t);
    const answer = await call(name, parameters());
    expect(answer).toMatchObject({ success: false, code, field, message: expect.stringMatching(words) });
    expect(stored(t)).toEqual(before);
  });

  test('what a holder types is validated, by label, and nothing of the call is kept', async () => {
    const additional = {
      mail: { PSValue: '', PSEditable: true, PSLabel: 'E-mail', PSValidation: 'VRequired,VEmail' },
      size: { PSValue: 'S', PSEditable: true, PSLabel: 'Size', PSOptions: { Small: 'S', Large: 'L' } },
      note: '',
      counter: 0,
    };
    const hash = await t.template(pointsTemplate({ additional }));
    const pass = await t.pass(hash);
    const wrong: [Record<string, string>, string, RegExp][] = [
      [{ mail: 'nonsense', size: 'L' }, 'mail', /^E-mail must be an e-mail address/],
      [{ mail: '' }, 'mail', /^E-mail is required/],
      [{ mail: 'a@example.com', size: 'XL' }, 'size', /^Size must be one of: Small, Large/],
    ];
    for (const [fields, field, words] of wrong) {
      const before = stored(t);
      const message = expect.stringMatching(words);
      const expected = { success: false, code: 'value_invalid', field, message };
      expect(await t.call('createPassFromTemplateFields', { templateHash: hash, ...fields })).toMatchObject(expected);
      expect(await t.call('updatePassFields', { hashedSerialNumber: pass, ...fields })).toMatchObject(expected);
      const page = await t.fetch(
        `/pass/create.php?${new URLSearchParams({ templateHash: hash, ...fields })}&generate=true`,
      );
      expect([page.status, await page.text()]).toEqual([400, message]);
      expect(stored(t)).toEqual(before);
    }
  });
});

describe('what never reaches a function', () => {
  test.each([
    ['trackPassAcces', /Did you mean "trackPassAccess"\?/],
    ['nonsense', /no API function "nonsense"\.$/],
    ['constructor', /no API function "constructor"\.$/],
    ['__proto__', /no API function "__proto__"\.$/],
  ])('the unknown function %s: 404', async (name, words) => {
    const response = await t.fetch(`/api/${name}.php`);
    expect(response.status).toBe(404);
    const message = expect.stringMatching(words);
    expect(await response.json()).toEqual({ success: false, code: 'function_unknown', message });
  });

  test('a HEAD request runs nothing', async () => {
    const before = stored(t);
    const query = new URLSearchParams({ clientHash: t.clientHash, hashedSerialNumber, accessType: '7' });
    const response = await t.fetch(`/api/trackPassAccess.php?${query}`, { method: 'HEAD' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, POST');
    expect(stored(t)).toEqual(before);
  });

  test('a 10 MB body: 413, with and without its length said before', async () => {
    const served = await serveTestApp();
    try {
      const body = Buffer.alloc(10 * 1000 * 1000, 'x');
      const chunks = async function* () {
        for (let sent = 0; sent < body.length; sent += 100_000) yield body.subarray(sent, sent + 100_000);
      };
      for (const sent of [body, chunks()]) {
        const response = await fetch(`${served.root}/api/createPassFromTemplateFields.php`, {
          method: 'POST',
          body: sent as unknown as BodyInit,
          duplex: 'half',
        } as RequestInit).catch((error: Error) => error);
        if (response instanceof Error) throw response;
        expect(response.status).toBe(413);
        const message = expect.stringMatching(/at most 8 MB/);
        expect(await response.json()).toEqual({ success: false, code: 'body_too_large', message });
      }
    } finally {
      await served.close();
    }
  });

  test('a 5 MB image: image_too_large', async () => {
    const before = stored(t);
    const image = Buffer.alloc(5 * 1000 * 1000, '\x89PNG\r\n\x1a\n', 'latin1').toString('base64');
    const given = { hashedSerialNumber, images_logo: `data:image/png;base64,${image}` };
    expect(await call('updatePassFields', given)).toMatchObject({
      success: false,
      code: 'image_too_large',
      field: 'images_logo',
      message: expect.stringMatching(/images_logo.*4 MiB/),
    });
    expect(stored(t)).toEqual(before);
  });
});

describe('a crash', () => {
  const crashing = () => {
    const fail = () => Promise.reject(new Error(`the disk is full of ${t.clientHash}`));
    const { context, monitoring } = t.app;
    const store = { ...context.store, passByHash: fail, changePass: fail };
    return createServer({ ...context, store }, monitoring);
  };
  const query = () => new URLSearchParams({ clientHash: t.clientHash, hashedSerialNumber, accessType: '7' });

  test('an API function: 500 with the request id, the cause in the log only', async () => {
    t.logged.length = 0;
    const response = await crashing().request(`http://passes.test/api/trackPassAccess.php?${query()}`);
    expect(response.status).toBe(500);
    const answer = await response.json();
    expect(answer).toEqual({
      success: false,
      code: 'internal',
      requestId: expect.stringMatching(/^[\w-]{16,}$/),
      message: expect.stringContaining(answer.requestId),
    });
    expect(response.headers.get('x-request-id')).toBe(answer.requestId);
    expect(t.logged).toContainEqual([
      { requestId: answer.requestId, path: '/api/trackPassAccess.php', err: expect.any(Error) },
      'request failed',
    ]);
  });

  test('a page: 500 with the request id, and no word of the cause', async () => {
    const response = await crashing().request(`http://passes.test/pass/create.php?${query()}`);
    expect(response.status).toBe(500);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    const text = await response.text();
    expect(text).toContain(response.headers.get('x-request-id'));
    expect(text).not.toContain('disk');
  });

  test('an API that has its own answers: 500 in its shape, with the request id in the message', async () => {
    const { key } = await t.apiKey('pass2u');
    const server = crashing();
    const asked = [
      await server.request(`http://passes.test/v2/passes/${hashedSerialNumber}/bundle`),
      await server.request(`http://passes.test/v2/models/1/passes/${hashedSerialNumber}`, {
        headers: { 'x-api-key': key },
      }),
    ];
    const answers = await Promise.all(asked.map((response) => response.json()));
    const message = (index: number) => expect.stringContaining(asked[index]!.headers.get('x-request-id')!);
    expect(asked.map(({ status }) => status)).toEqual([500, 500]);
    expect(answers).toEqual([{ error: 'internal', message: message(0) }, { message: message(1) }]);
  });

  test('no log line has the query: it may hold secrets', async () => {
    t.logged.length = 0;
    await t.fetch(`/api/passInfo.php?${query()}`);
    expect(t.logged).not.toHaveLength(0);
    expect(JSON.stringify(t.logged)).not.toContain(t.clientHash);
  });
});
