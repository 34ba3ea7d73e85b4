// What a call may look like on the wire: every function in every form that real clients send, and what a body may hold.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FUNCTIONS } from '../../src/http/passsource/functions.ts';
import { stored } from '../fixtures/http/stored.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { noise } from '../fixtures/pass/pictures.ts';

let t: TestApp;
let png: Buffer;

beforeAll(async () => {
  t = await openTestApp();
  png = await noise(58, 58);
});
afterAll(() => t.close());

type Given = Readonly<Record<string, string | number | boolean | object>>;

const asText = (value: Given[string]) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
const pairs = (given: Given) => Object.entries(given).map(([name, value]): [string, string] => [name, asText(value)]);
const bytes = (text: string) => new TextEncoder().encode(text);

/** The forms of one call; a body of bytes has no Content-Type unless one is named. */
const FORMS: Record<string, (given: Given) => { query?: string; init?: RequestInit }> = {
  GET: (given) => ({ query: `?${new URLSearchParams(pairs(given))}` }),
  form: (given) => ({ init: { method: 'POST', body: new URLSearchParams(pairs(given)) } }),
  JSON: (given) => ({
    init: { method: 'POST', body: JSON.stringify(given), headers: { 'content-type': 'application/json' } },
  }),
  'JSON without Content-Type': (given) => ({ init: { method: 'POST', body: bytes(JSON.stringify(given)) } }),
  'JSON called a form': (given) => ({
    init: {
      method: 'POST',
      body: JSON.stringify(given),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
  }),
  'JSON in a form field': (given) => ({
    init: { method: 'POST', body: new URLSearchParams({ JSON: JSON.stringify(given) }) },
  }),
  'JSON in the query': (given) => ({ query: `?${new URLSearchParams({ JSON: JSON.stringify(given) })}` }),
  multipart: (given) => {
    const form = new FormData();
    for (const [name, value] of pairs(given)) form.append(name, value);
    return { init: { method: 'POST', body: form } };
  },
};

async function send(name: string, form: string, given: Given) {
  const { query = '', init } = FORMS[form]!(given);
  const response = await t.fetch(`/api/${name}.php${query}`, init);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  return response.json();
}

/** What a function is called with. */
type Made = Readonly<Record<'template' | 'pass' | 'batch' | 'segment' | 'bulk' | 'webhook' | 'message', string>>;

/** A webhook with a message; empty for functions that are about none. */
async function webhookFor(name: string, template: string): Promise<Pick<Made, 'webhook' | 'message'>> {
  if (!/webhook/i.test(name)) return { webhook: '', message: '' };
  const { clientHash } = t;
  // An account has a limited number of them.
  const { webhooks } = await t.call('getWebhooks', { clientHash });
  for (const { webhookId } of webhooks) await t.call('deleteWebhook', { clientHash, webhookId });
  const { webhookId } = await t.call('insertUpdateWebhook', {
    ...{ clientHash, url: 'https://shop.example/', events: 'pass.created', templateHash: template },
  });
  await t.pass(template);
  const { deliveries } = await t.call('webhookDeliveries', { clientHash, webhookId });
  const { messageId } = deliveries[0];
  return { webhook: webhookId, message: messageId };
}

/** What each function is called with; a template and a pass are made for each call. */
const CALLS: Record<string, (made: Made) => Given> = {
  login: () => OWNER,
  logout: () => ({}),
  clientInfo: () => ({}),
  allTemplates: () => ({}),
  templateInfo: ({ template }) => ({ templateHash: template }),
  templateStats: ({ template }) => ({ templateHash: template }),
  templatePasses: ({ template }) => ({ templateHash: template, accessType: 1, count: 1, start: 0 }),
  updatePassesForTemplate: ({ template }) => ({ templateHash: template }),
  insertUpdateTemplate: () => ({ templateName: 'Größe', templatePublic: false, passConstructor: pointsTemplate() }),
  uploadTemplateImages: ({ template }) => ({
    templateHash: template,
    icon: `data:image/png;base64,${png.toString('base64')}`,
  }),
  deleteTemplate: ({ template }) => ({ templateHash: template }),
  createPassFromTemplateFields: ({ template }) => ({ templateHash: template, note: 'a & b = ü €' }),
  passInfo: ({ pass }) => ({ hashedSerialNumber: pass }),
  passTracking: ({ pass }) => ({ hashedSerialNumber: pass, trace: true }),
  batchCreate: ({ template }) => ({ mode: 'blank', templateHash: template, count: 2 }),
  batchInfo: ({ batch }) => ({ batchId: batch }),
  templateSchedules: ({ template }) => ({ templateHash: template }),
  scheduleDryRun: ({ template, pass }) => ({
    ...{ templateHash: template, schedule: 'morning', date: '2026-12-24', hashedSerialNumber: pass, after: 0 },
  }),
  insertUpdateSegment: ({ template }) => ({ templateHash: template, name: 'Größe', condition: '{note} = "ü €"' }),
  getSegments: ({ template }) => ({ templateHash: template }),
  deleteSegment: ({ segment }) => ({ segmentId: segment }),
  segmentPasses: ({ segment }) => ({ segmentId: segment, count: 5 }),
  bulkUpdate: ({ segment }) => ({ segmentId: segment, action: { kind: 'set', targetPath: 'note', value: 'ü €' } }),
  bulkStatus: ({ bulk }) => ({ bulkId: bulk }),
  bulkUndo: ({ bulk }) => ({ bulkId: bulk }),
  trackPassAccess: ({ pass }) => ({ hashedSerialNumber: pass, accessType: 7 }),
  checkPassAccess: ({ pass }) => ({ hashedSerialNumber: pass, accessType: 1 }),
  updatePassFields: ({ pass }) => ({ hashedSerialNumber: pass, note: 'a & b = ü €', psReplaceAll: true }),
  pushPassUpdates: ({ pass }) => ({ hashedSerialNumber: pass }),
  deletePass: ({ pass }) => ({ hashedSerialNumber: pass }),
  imageForName: ({ template }) => ({ templateHash: template, image: 'logo' }),
  simulate: ({ pass }) => ({ hashedSerialNumber: pass, event: 'onScan' }),
  insertUpdateWebhook: ({ webhook }) => ({ webhookId: webhook, description: 'Größe', newSecret: false }),
  getWebhooks: () => ({}),
  webhookDeliveries: ({ webhook }) => ({ webhookId: webhook }),
  resendWebhook: ({ message }) => ({ messageId: message }),
  deleteWebhook: ({ webhook }) => ({ webhookId: webhook }),
};

const MORNING = {
  name: 'morning',
  when: { every: 'day', at: '09:00' },
  actions: { action: 'PSActionSetValue', targetPath: 'note', value: 'Good morning' },
};

/** A segment and a bulk change that is done, for the functions about those. */
async function segmentFor(name: string, templateHash: string): Promise<{ segment: string; bulk: string }> {
  const isBulk = name === 'bulkStatus' || name === 'bulkUndo';
  if (!isBulk && !['deleteSegment', 'segmentPasses', 'bulkUpdate'].includes(name)) return { segment: '', bulk: '' };
  const { clientHash } = t;
  const { segmentId } = await t.call('insertUpdateSegment', { clientHash, templateHash, name: 'All' });
  if (!isBulk) return { segment: segmentId, bulk: '' };
  const { bulkId } = await t.call('bulkUpdate', { clientHash, segmentId, action: { kind: 'void' } });
  await t.deliver();
  return { segment: segmentId, bulk: bulkId };
}

describe('every function in every form', () => {
  test('the table names every function', () => {
    expect(Object.keys(CALLS).sort()).toEqual(Object.keys(FUNCTIONS).sort());
  });

  test.each(Object.entries(CALLS))('%s', async (name, call) => {
    const answers: unknown[] = [];
    for (const form of Object.keys(FORMS)) {
      const logo = `data:image/png;base64,${png.toString('base64')}`;
      const template = await t.template({ ...pointsTemplate(), images: { logo }, schedules: [MORNING] });
      const pass = await t.pass(template, { note: 'before' });
      const order = { clientHash: t.clientHash, mode: 'blank', templateHash: template, count: 1 };
      const batch = name === 'batchInfo' ? (await t.call('batchCreate', order)).batchId : '';
      const webhook = await webhookFor(name, template);
      const made = { template, pass, batch, ...webhook, ...(await segmentFor(name, template)) };
      const answer = await send(name, form, { clientHash: t.clientHash, ...call(made) });
      expect(answer, form).toMatchObject({ success: true });
      answers.push(Object.keys(answer).sort());
      if (name !== 'createPassFromTemplateFields' && name !== 'updatePassFields') continue;
      const { userFields } = await t.call('passInfo', {
        clientHash: t.clientHash,
        hashedSerialNumber: answer.hashedSerialNumber ?? pass,
      });
      expect(userFields, form).toEqual({ note: 'a & b = ü €' });
    }
    for (const keys of answers) expect(keys).toEqual(answers[0]);
  });
});

describe('what a body may hold', () => {
  const BOUNDARY = 'x7d0';
  const part = (headers: string, content: Uint8Array | string) =>
    Buffer.concat([
      Buffer.from(`--${BOUNDARY}\r\n${headers}\r\n\r\n`),
      Buffer.from(content as string),
      Buffer.from('\r\n'),
    ]);
  const field = (name: string, content: Uint8Array | string, more = '') =>
    part(`Content-Disposition: form-data; name="${name}"${more}`, content);
  const post = async (name: string, parts: readonly Buffer[], contentType?: string, end = `--${BOUNDARY}--\r\n`) => {
    const body = new Uint8Array(Buffer.concat([...parts, Buffer.from(end)]));
    const headers = contentType === undefined ? {} : { 'content-type': contentType };
    return t.fetch(`/api/${name}.php`, { method: 'POST', body, headers });
  };
  const TYPE = `multipart/form-data; boundary=${BOUNDARY}`;
  const upload = async (image: Buffer, contentType?: string) => {
    const template = await t.template(pointsTemplate());
    const parts = [field('clientHash', t.clientHash), field('templateHash', template), image];
    const answer = await (await post('uploadTemplateImages', parts, contentType)).json();
    expect(answer).toEqual({ success: true });
    const { url } = await t.call('imageForName', { image: 'icon', templateHash: template });
    const kept = await t.fetch(new URL(url).pathname);
    expect(Buffer.from(await kept.arrayBuffer()).equals(png)).toBe(true);
  };

  test('image bytes as a file', () =>
    upload(field('icon', png, '; filename="i.png"\r\nContent-Type: image/png'), TYPE));
  test('image bytes without a file name', () => upload(field('icon', png), TYPE));
  test('image bytes without a file name, with a type', () =>
    upload(field('icon', png, '\r\nContent-Type: image/png'), TYPE));
  test('image bytes as octets', () => upload(field('icon', png, '\r\nContent-Type: application/octet-stream'), TYPE));
  test('multipart without a Content-Type', () => upload(field('icon', png)));
  test('image bytes in a plain form field', async () => {
    const template = await t.template(pointsTemplate());
    const escaped = [...png].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
    const body = bytes(`clientHash=${t.clientHash}&templateHash=${template}&icon=${escaped}`);
    const answer = await t.fetch('/api/uploadTemplateImages.php', { method: 'POST', body });
    expect(await answer.json()).toEqual({ success: true });
    const { url } = await t.call('imageForName', { image: 'icon', templateHash: template });
    expect(Buffer.from(await (await t.fetch(new URL(url).pathname)).arrayBuffer()).equals(png)).toBe(true);
  });

  test.each([
    ['no type', ''],
    ['a type without a charset', '\r\nContent-Type: text/plain'],
    ['UTF-8', '\r\nContent-Type: text/plain; charset=UTF-8'],
    ['ISO-8859-1 that is UTF-8 all the same', '\r\nContent-Type: text/plain; charset=ISO-8859-1'],
  ])('a text in a multipart field: %s', async (_, header) => {
    const template = await t.template(pointsTemplate());
    const parts = [
      field('clientHash', t.clientHash),
      field('templateHash', template),
      field('note', 'Zoë 5 € 🎫', header),
    ];
    const made = await (await post('createPassFromTemplateFields', parts, TYPE)).json();
    const { userFields } = await t.call('passInfo', { clientHash: t.clientHash, ...made });
    expect(userFields).toEqual({ note: 'Zoë 5 € 🎫' });
  });

  test.each<[string, () => Promise<Response>]>([
    ['a multipart body that ends too early', () => post('login', [field('email', 'a')], TYPE, '')],
    ['multipart without a boundary', () => post('login', [field('email', 'a')], 'multipart/form-data')],
    ['a part without a name', () => post('login', [part('Content-Disposition: form-data', 'x')], TYPE)],
    ['JSON that is cut off', () => t.fetch('/api/login.php', { method: 'POST', body: bytes('{"email": "a') })],
    ['a JSON array', () => t.fetch('/api/login.php', { method: 'POST', body: bytes('[1]') })],
    ['a field JSON that is none', () => t.fetch('/api/login.php?JSON=nonsense')],
    ['a field JSON that is a list', () => t.fetch('/api/login.php?JSON=[1]')],
  ])('%s', async (_, request) => {
    const before = stored(t);
    const response = await request();
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ success: false, code: 'body_invalid' });
    expect(stored(t)).toEqual(before);
  });

  test('the body comes before the query, the last of a name wins, name[] is a list', async () => {
    const template = await t.template(
      pointsTemplate({ additional: { note: '', toppings: { PSValue: '', PSEditable: true } } }),
    );
    const body = bytes(`note=first&note=last&toppings[]=ham&toppings%5B%5D=corn&clientHash=${t.clientHash}`);
    const query = `?templateHash=${template}&note=query`;
    const made = await (
      await t.fetch(`/api/createPassFromTemplateFields.php${query}`, { method: 'POST', body })
    ).json();
    const { userFields } = await t.call('passInfo', { clientHash: t.clientHash, ...made });
    expect(userFields).toEqual({ note: 'last', toppings: ['ham', 'corn'] });
  });

  test('a long path in every kind of form', async () => {
    const key = `k${'_long'.repeat(40)}`;
    const path = `structure_backFields_${key}_value`;
    const stripped = pointsTemplate({ structure: { backFields: [{ key, value: '' }] }, triggers: {} });
    const hash = await t.template(stripped);
    for (const form of Object.keys(FORMS)) {
      const made = await send('createPassFromTemplateFields', form, {
        clientHash: t.clientHash,
        templateHash: hash,
        [path]: 'here',
      });
      const { userFields } = await t.call('passInfo', { clientHash: t.clientHash, ...made });
      expect(userFields, form).toEqual({ [path]: 'here' });
    }
  });
});

describe('how a pass may be named', () => {
  test.each<[string, (hash: string) => string]>([
    ['the hash', (hash) => hash],
    ['with a comma', (hash) => `${hash},`],
    ['with an ampersand', (hash) => `${hash}&`],
    ['with both and a line end', (hash) => `${hash},&\r\n`],
    ['a creation URL', (hash) => `http://passes.test/pass/create.php?hashedSerialNumber=${hash}`],
    ['one with more parameters', (hash) => `https://other.test/c.php?a=b&hashedSerialNumber=${hash}&download=true#top`],
    ['one that ends in a comma', (hash) => `http://passes.test/create.php?hashedSerialNumber=${hash},`],
    ['one that ends in an escaped comma', (hash) => `http://passes.test/create.php?hashedSerialNumber=${hash}%2C&`],
  ])('%s', async (_, written) => {
    const pass = await t.pass(await t.template(pointsTemplate()));
    const calls: [string, Given][] = [
      ['trackPassAccess', { accessType: 7 }],
      ['updatePassFields', { note: 'x' }],
      ['passInfo', {}],
      ['deletePass', {}],
    ];
    for (const [name, given] of calls) {
      for (const form of name === 'trackPassAccess' ? Object.keys(FORMS) : ['GET']) {
        const parameters = { clientHash: t.clientHash, hashedSerialNumber: written(pass), ...given };
        expect(await send(name, form, parameters), `${name} ${form}`).toMatchObject({ success: true });
      }
    }
  });

  test('a template’s hash may end in a comma or an ampersand too', async () => {
    const template = await t.template(pointsTemplate());
    for (const tail of [',', '&', ',&']) {
      expect(await t.call('templateInfo', { clientHash: t.clientHash, templateHash: template + tail })).toMatchObject({
        templateHash: template,
      });
    }
  });
});

describe('how a place may be named', () => {
  test.each([
    'structure_secondaryFields_name_value',
    'storeCard_secondaryFields_name_value',
    'coupon_secondaryFields_name_value',
  ])('%s means the same place, with and without the clientHash', async (path) => {
    const template = await t.template(pointsTemplate());
    for (const clientHash of [t.clientHash, '']) {
      const pass = await t.pass(template, { clientHash, [path]: 'Ada' });
      const { userFields } = await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber: pass });
      expect(userFields).toEqual({ structure_secondaryFields_name_value: 'Ada' });
    }
  });
});
