// What goes wrong, with the statuses of the guide's table: 400 404 405 409 415. 403 and 429 are in auth.test.ts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ModelApp, membershipModel, openModelApp, png } from '../fixtures/pass2u/model-app.ts';

let t: ModelApp;
let modelId: number;
let passId: string;
beforeAll(async () => {
  t = await openModelApp();
  modelId = await t.model();
  passId = await t.made(modelId);
});
afterAll(() => t.close());

async function told(response: Response): Promise<readonly [number, string]> {
  const answer = (await response.json()) as { message: string };
  expect(Object.keys(answer)).toEqual(['message']);
  return [response.status, answer.message];
}
const pass = () => `/models/${modelId}/passes/${passId}`;

test('404: models and passes that are not there, or are those of others', async () => {
  const { account, clientHash } = await t.account('other@example.com');
  const other = (await t.apiKey('pass2u', account)).key;
  const theirs = await t.call('insertUpdateTemplate', {
    clientHash,
    templateName: 'Theirs',
    passConstructor: membershipModel(),
  });
  const { template } = (await t.app.context.store.templateByHash(theirs.templateHash))!;
  const absent = `/models/${modelId}/passes/none`;
  const [none, noModel] = ['This model has no pass with this passId.', 'There is no model with this modelId.'];
  for (const [method, path, key, message] of [
    ['POST', '/models/999999/passes', t.key, noModel],
    ['POST', '/models/x/passes', t.key, noModel],
    ['POST', `/models/${modelId}/passes`, other, noModel],
    ['POST', `/models/${template.id}/passes`, t.key, noModel],
    ['PUT', absent, t.key, none],
    ['PUT', pass(), other, none],
    ['PUT', `/models/${template.id}/passes/${passId}`, t.key, none],
    ['GET', absent, t.key, none],
    ['GET', pass(), other, none],
    ['DELETE', `${absent}/attributes/logoText`, t.key, none],
    ['DELETE', `${pass()}/attributes/logoText`, other, none],
    ['DELETE', `${pass()}/fields/level`, other, none],
    ['DELETE', `${pass()}/fields/level/attributes/value`, other, none],
  ] as const) {
    const response = await t.api(method, path, method.startsWith('P') ? {} : undefined, { 'x-api-key': key });
    expect([method, path, ...(await told(response))]).toEqual([method, path, 404, message]);
  }
  expect((await t.events(passId)).length).toBe(1);
});

test('405: another method, and an answer that the request does not accept', async () => {
  for (const [method, path, accept] of [
    ['DELETE', `/models/${modelId}/passes`, '*/*'],
    ['POST', pass(), '*/*'],
    ['GET', `${pass()}/fields/level`, '*/*'],
    ['PUT', '/images', '*/*'],
    ['GET', pass(), 'application/json'],
    ['POST', `/models/${modelId}/passes`, 'text/html'],
    ['POST', `/models/${modelId}/passes`, 'application/json;q=0'],
  ] as const) {
    const response = await t.api(method, path, method.startsWith('P') ? {} : undefined, { accept });
    const [status, message] = await told(response);
    expect([method, path, status, message]).toEqual([method, path, 405, expect.stringMatching(/takes|Not acceptable/)]);
  }
  for (const accept of [
    'application/vnd.apple.pkpass',
    'application/*',
    'text/html, image/gif, image/jpeg, */*; q=.2',
    '',
  ]) {
    expect((await t.api('GET', pass(), undefined, { accept })).status).toBe(200);
  }
});

test('415: a body that is not JSON, and an image that is not PNG', async () => {
  const xml = await t.api('POST', `/models/${modelId}/passes`, '<pass/>', { 'content-type': 'text/xml' });
  expect(await told(xml)).toEqual([415, 'The body must be JSON, not text/xml.']);
  const sharp = (await import('sharp')).default;
  const jpeg = await sharp(await png('#ffffff'))
    .jpeg()
    .toBuffer();
  for (const [body, type] of [
    [new Uint8Array(jpeg), 'image/jpeg'],
    [new Uint8Array(jpeg), 'image/png'],
    [JSON.stringify({ image: jpeg.toString('base64') }), 'application/json'],
    [new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml'],
    [new TextEncoder().encode('hello'), 'text/plain'],
  ] as const) {
    const response = await t.api('POST', '/images', body, { 'content-type': type });
    expect(await told(response)).toEqual([415, 'image: Only PNG images are taken.']);
  }
});

describe('400: an image', () => {
  const upload = async (body: Uint8Array | string, type = 'image/png') =>
    told(await t.api('POST', '/images', body, { 'content-type': type }));

  test('of more than 1024 pixels each way', async () => {
    expect(await upload(await png('#000000', 1025, 10))).toEqual([
      400,
      'image: it has 1025 x 10 pixels; at most 1024 x 1024 are taken.',
    ]);
    expect(
      (await t.api('POST', '/images', await png('#000000', 1024, 1024), { 'content-type': 'image/png' })).status,
    ).toBe(200);
  });

  test('of more than 4 MB', async () => {
    const large = new Uint8Array(4 * 1024 * 1024 + 1);
    large.set(await png('#000000'));
    expect(await upload(large)).toEqual([400, expect.stringMatching(/^image: The image has 4\.0 MiB; at most 4 MiB/)]);
  });

  test('that is cut short, empty, or not in the JSON', async () => {
    const whole = await png('#102030', 200, 200);
    expect(await upload(whole.subarray(0, 60))).toEqual([400, expect.stringMatching(/^image: /)]);
    expect(await upload('')).toEqual([400, 'image is missing.']);
    expect(await upload('{"picture": "a"}', 'application/json')).toEqual([
      400,
      'The JSON must be {"image": "..."} with the PNG in base64.',
    ]);
  });
});

test('400: an attribute or field that there is not', async () => {
  for (const [path, message] of [
    ['/attributes/logotext', 'attributeName: "logotext" is no attribute of a pass. Did you mean "logoText"?'],
    ['/attributes/constructor', 'attributeName: "constructor" is no attribute of a pass.'],
    ['/fields/levels', 'fieldKey: The model has no field "levels". Did you mean "level"?'],
    ['/fields/terms', `fieldKey: "terms" is not defined as 'Dynamic' in the model.`],
    ['/fields/level/attributes/values', 'attributeName: "values" is no attribute of a field. Did you mean "value"?'],
    ['/fields/level/attributes/textAlignment', 'attributeName: "textAlignment" is no attribute of a field.'],
  ] as const) {
    expect([path, ...(await told(await t.api('DELETE', `${pass()}${path}`)))]).toEqual([path, 400, message]);
  }
});

test('400: a channel with a name that is too long', async () => {
  const create = (source: string) => t.api('POST', `/models/${modelId}/passes?utm_source=${source}`, {});
  expect((await create('x'.repeat(255))).status).toBe(200);
  expect(await told(await create('x'.repeat(256)))).toEqual([400, 'utm_source may have at most 255 characters.']);
});

test('what is refused leaves nothing behind', async () => {
  const before = await t.app.context.store.countPasses(modelId);
  const sources = await t.app.context.store.passSources(modelId);
  const body = { logoText: 'New', fields: [{ key: 'terms', value: 'None.' }] };
  expect((await t.api('POST', `/models/${modelId}/passes?utm_source=refused`, body)).status).toBe(400);
  expect((await t.api('PUT', pass(), body)).status).toBe(400);
  expect(await t.app.context.store.countPasses(modelId)).toBe(before);
  expect(await t.app.context.store.passSources(modelId)).toEqual(sources);
  expect((await t.pkpass(modelId, passId)).passJson.logoText).toBeUndefined();
});
