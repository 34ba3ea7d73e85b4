// The examples of Pass2U's guide (API user guide 2.2.3), their bodies as they are printed there.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ModelApp, openModelApp, png } from '../fixtures/pass2u/model-app.ts';

let t: ModelApp;
beforeAll(async () => {
  t = await openModelApp();
});
afterAll(() => t.close());

const CREATE = `{ "expirationDate":"2018-12-31T23:00:15+08:00", "foregroundColor":"rgb(51, 50, 46)", "backgroundColor":"rgb(237, 219, 21)", "labelColor":"rgb(196, 54, 39)", "sharingProhibited":true, "barcode":{ "message":"1234567890", "altText":"1234567890" }, "fields":[ { "key":"name", "value":"Fi-Lin,Chen" },{ "key":"birth", "value":"Dec’10 1999" }, { "key":"level", "value":"GOLD" } ], "images":[ { "type":"thumbnail", "hex":"d33b9f1426d363340c2946557f173c402cd74014" } ], "locations":[ { "latitude":25.0413093, "longitude":121.55269329999999, "relevantText":"Store nearby on 1st and Main." }, { "latitude":12.0413093, "longitude":81.3226, "relevantText":"Take a break with Bistro Coffee" } ]}`;
const UPDATE = `{ "expirationDate":"2019-12-31T23:00:15+08:00", "foregroundColor":"rgb(51, 50, 46)", "backgroundColor":"rgb(211, 79, 46)", "labelColor":"rgb(196, 54, 39)", "fields":[ { "key":"level", "value":"DIAMOND", "changeMessage":"You get highest and most rewarding level %@" } ], }`;

/** The guide's image, which nobody can upload: other bytes under a hash that begins as printed. */
async function putPrintedImage(): Promise<void> {
  const hash = `d33b9f1426d363340c2946557f173c402cd74014${'0'.repeat(24)}`;
  await t.app.context.store.putImage({ hash, mediaType: 'image/png', bytes: await png('#404040') });
}

test('Create pass', async () => {
  await putPrintedImage();
  const modelId = await t.model();
  const response = await t.api('POST', `/models/${modelId}/passes?utm_source=poster`, CREATE, {
    accept: 'application/json',
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  const answer = (await response.json()) as Record<string, unknown>;
  expect(answer).toEqual({
    barcodeMessage: '1234567890',
    modelId,
    passId: expect.stringMatching(/^[\w-]{12,}$/),
    createdTime: '2026-03-01T12:00:00+00:00',
    expirationDate: '2018-12-31T23:00:15+08:00',
  });
  expect(Object.keys(answer)).toEqual(['barcodeMessage', 'modelId', 'passId', 'createdTime', 'expirationDate']);

  const { passJson, files } = await t.pkpass(modelId, String(answer.passId));
  expect(passJson).toMatchObject({
    description: 'Membership card',
    organizationName: 'Bistro Coffee',
    expirationDate: '2018-12-31T23:00:15+08:00',
    voided: true,
    foregroundColor: 'rgb(51, 50, 46)',
    backgroundColor: 'rgb(237, 219, 21)',
    labelColor: 'rgb(196, 54, 39)',
    sharingProhibited: true,
    barcode: { format: 'PKBarcodeFormatQR', message: '1234567890', altText: '1234567890' },
    locations: [
      { latitude: 25.0413093, longitude: 121.55269329999999, relevantText: 'Store nearby on 1st and Main.' },
      { latitude: 12.0413093, longitude: 81.3226, relevantText: 'Take a break with Bistro Coffee' },
    ],
    generic: {
      primaryFields: [{ key: 'name', label: 'NAME', value: 'Fi-Lin,Chen' }],
      secondaryFields: [
        { key: 'birth', label: 'BIRTH', value: 'Dec’10 1999' },
        { key: 'level', label: 'LEVEL', value: 'GOLD' },
      ],
    },
  });
  expect(Object.keys(files)).toContain('thumbnail.png');
  expect(await t.app.context.store.passSources(modelId)).toEqual([{ source: 'poster', created: 1 }]);
  // "The publicly accessible URL for downloading the pass"
  expect((await t.fetch(`/d/${answer.passId}`)).status).toBe(200);
});

test('Update pass', async () => {
  await putPrintedImage();
  const modelId = await t.model();
  const passId = await t.made(modelId, CREATE);
  t.advance(5000);
  const response = await t.api('PUT', `/models/${modelId}/passes/${passId}`, UPDATE, { accept: 'application/json' });
  const answer = (await response.json()) as Record<string, unknown>;
  expect(response.status).toBe(200);
  expect(answer).toEqual({
    barcodeMessage: '1234567890',
    modelId,
    passId,
    updatedTime: '2026-03-01T12:00:05+00:00',
    expirationDate: '2019-12-31T23:00:15+08:00',
  });
  expect(Object.keys(answer)).toEqual(['barcodeMessage', 'modelId', 'passId', 'updatedTime', 'expirationDate']);
  const { passJson } = await t.pkpass(modelId, passId);
  expect(passJson.backgroundColor).toBe('rgb(211, 79, 46)');
  expect(passJson.generic.secondaryFields[1]).toEqual({
    key: 'level',
    label: 'LEVEL',
    value: 'DIAMOND',
    changeMessage: 'You get highest and most rewarding level %@',
  });
  expect(passJson.generic.primaryFields[0].value).toBe('Fi-Lin,Chen');
});

test('the three deletions answer 200 with an empty body', async () => {
  const modelId = await t.model();
  const pass = `/models/${modelId}/passes/${await t.made(modelId, { logoText: 'Mine', fields: [{ key: 'level', value: 'GOLD', label: 'RANK' }] })}`;
  for (const path of ['/attributes/logoText', '/fields/level/attributes/label', '/fields/level']) {
    const response = await t.api('DELETE', `${pass}${path}`, undefined, { accept: 'application/json' });
    expect([path, response.status, await response.text()]).toEqual([path, 200, '']);
    expect(response.headers.get('content-type')).toBe('application/json');
  }
});

test('Get pkpass file', async () => {
  const modelId = await t.model();
  const passId = await t.made(modelId, {});
  const response = await t.api('GET', `/models/${modelId}/passes/${passId}`, undefined, {
    accept: 'application/vnd.apple.pkpass',
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/vnd.apple.pkpass');
  expect((await t.pkpass(modelId, passId)).passJson.generic.primaryFields[0].value).toBe('Guest');
});

test('Upload image, raw, as base64 in JSON and as a part of a form', async () => {
  const bytes = await png('#102030', 58, 58);
  const form = new FormData();
  form.set('image', new Blob([Buffer.from(bytes)], { type: 'image/png' }), 'icon.png');
  const hexes = [];
  for (const [body, headers] of [
    [bytes, { 'content-type': 'image/png', accept: 'application/json' }],
    [JSON.stringify({ image: Buffer.from(bytes).toString('base64') }), { 'content-type': 'application/json' }],
    [form, {}],
  ] as const) {
    const response = await t.fetch('/v2/images', {
      method: 'POST',
      headers: { 'x-api-key': t.key, ...headers },
      body: body as BodyInit,
    });
    expect(response.status).toBe(200);
    const answer = (await response.json()) as { hex: string };
    expect(Object.keys(answer)).toEqual(['hex']);
    hexes.push(answer.hex);
  }
  expect(new Set(hexes).size).toBe(1);
  expect(hexes[0]).toMatch(/^[0-9a-f]{40}$/);
});

test('Sample error response', async () => {
  const response = await t.api('GET', '/models/999999/passes/none');
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ message: 'This model has no pass with this passId.' });
});
