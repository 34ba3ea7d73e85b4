// What PassKit's clients send besides what the guide says: the answer is a success, and a header
// names what was ignored or looks like a slip.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { stored } from '../fixtures/http/stored.ts';
import { openPackage } from '../fixtures/pass/open-package.ts';
import { openPassKit, type PassKitClient } from '../fixtures/passkit/client.ts';
import { CAMPAIGN, TEMPLATE } from '../fixtures/passkit/guide-bodies.ts';

let p: PassKitClient;
beforeAll(async () => {
  p = await openPassKit();
  await p.campaign();
});
afterAll(() => p.t.close());

const HEADER = 'x-passwright-warnings';
const get = async (id: string) => (await p.call('GET', `/passes/${id}`)).body;
const text = (defaultValue: string) => ({ defaultValue, format: { type: 'text' } });
const passbook = (parts: JsonObject): JsonObject => ({ ...(TEMPLATE.passbook as JsonObject), header: [], ...parts });

/** The sentences of the header. */
async function sent(method: string, path: string, body: unknown) {
  const headers = { 'content-type': 'application/json' };
  const response = await p.send(path, {
    method,
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const warnings = JSON.parse(response.headers.get(HEADER) ?? '[]') as string[];
  return { status: response.status, body: (await response.json()) as any, warnings };
}

async function values(id: string): Promise<readonly unknown[]> {
  const { generic } = openPackage(await p.t.file(id)).passJson as any;
  return generic.secondaryFields.map(({ value }: { value: unknown }) => value);
}

describe('keys of the body', () => {
  test('in another case are read, unknown ones ignored and named', async () => {
    const [{ id: passbookCertId }] = (await p.call('GET', '/passbookCerts')).body;
    const { displayName, ...campaign } = CAMPAIGN;
    const made = await sent('POST', '/campaigns', {
      ...campaign,
      passbookCertId,
      name: 'go',
      DisplayName: displayName,
      Colour: 'ü',
    });
    expect(made).toEqual({
      status: 200,
      body: { name: 'go' },
      warnings: ['There is no parameter Colour, so it was ignored.'],
    });
    expect((await p.call('GET', '/campaigns/go')).body).toMatchObject({ displayName });
    expect((await sent('PUT', '/campaigns/go', { DESCRIPTION: 'New', description: 'Newer' })).warnings).toEqual([]);
    expect((await p.call('GET', '/campaigns/go')).body).toMatchObject({ displayName, description: 'Newer' });
  });

  test('of a design, a field and a list too', async () => {
    const { orgName, bgColor, ...design } = passbook({ secondary: [{ DefaultValue: 'x', Format: { Type: 'text' } }] });
    await p.template({
      name: 'cases',
      passbook: { ...design, OrgName: orgName!, BgColor: bgColor!, locations: [{ Lat: 1, LON: 2, height: 3 }] },
    });
    const { body } = await p.call('GET', '/templates/cases');
    expect(body.passbook).toMatchObject({ orgName, bgColor, locations: [{ lat: 1, lon: 2 }] });
    const id = await p.pass({ templateName: 'cases' });
    expect(await values(id)).toEqual(['x']);
    const update = await sent('PUT', '/templates/cases', {
      passbook: { FgColor: '#ffffff', locations: [{ lat: 5, lon: 6, longitude: 7 }] },
    });
    expect(update).toMatchObject({
      status: 200,
      warnings: ['There is no parameter passbook.locations[0].longitude, so it was ignored.'],
    });
    expect((await p.call('GET', '/templates/cases')).body.passbook).toMatchObject({ orgName, fgColor: '#ffffff' });
    const batch = await sent('POST', '/passesBatch', {
      passes: [{ TemplateName: 'cases' }, { templateName: 'cases', userDefinedID: 'u', userDefindId: 'v' }],
    });
    expect(batch).toMatchObject({ status: 200, body: { id: [expect.any(String), expect.any(String)] } });
    expect(batch.warnings).toEqual([
      'There is no parameter passes[1].userDefindId, so it was ignored. Did you mean "userDefinedId"?',
    ]);
    expect((await get(batch.body.id[1])).userDefinedId).toBe('u');
  });

  test('what is wrong is called wrong, not missing', async () => {
    const template = (dynamicKeys: readonly JsonObject[]) =>
      p.form('POST', '/templates', { ...TEMPLATE, name: 'wrong', dynamicKeys }, { 'passbook-IconFile': p.icon });
    expect((await template([{ key: 'points', type: 'text' }])).body).toMatchObject({
      error: 'parameter_invalid',
      field: 'dynamicKeys[0].type',
      message: expect.stringContaining('must be one of dateTime, string, number'),
    });
    expect((await template([{ key: 'points', type: 'number', defaultValue: 'x' }])).body).toMatchObject({
      error: 'parameter_invalid',
      field: 'dynamicKeys[0].defaultValue',
      message: expect.stringContaining('must be a number'),
    });
    expect((await template([{ key: 'points' }])).body).toMatchObject({ error: 'parameter_missing' });
  });

  test('a userDefinedId of 255 characters, or a number', async () => {
    await p.template({ name: 'ids' });
    const long = 'u'.repeat(255);
    const id = await p.pass({ templateName: 'ids', userDefinedId: long });
    expect((await p.call('GET', `/passes?userDefinedId=${long}&campaignName=campaignName`)).body.id).toBe(id);
    expect(await get(await p.pass({ templateName: 'ids', userDefinedId: 1234 }))).toMatchObject({
      userDefinedId: '1234',
    });
  });
});

describe('dynamic data', () => {
  const dynamicKeys = [
    { key: 'address1', type: 'string' },
    { key: 'level', type: 'string', defaultValue: 5 },
    { key: 'balance', type: 'number' },
    { key: 'Kunde Nr.', type: 'string' },
    { key: 'größe', type: 'string' },
    ...['description', 'timestamp', 'event', 'type', 'clientHash'].map((key) => ({ key, type: 'string' })),
  ];
  const shown = ['level', 'address1', 'Kunde Nr.', 'größe', 'description', 'timestamp', 'clientHash', 'address2'];

  beforeAll(() =>
    p.template({
      name: 'data',
      dynamicKeys,
      passbook: passbook({
        secondary: shown.map((key) => text(`#{${key}}`)),
        barcode: { format: 'qr', message: '#{barcode}' },
      }),
    }),
  );
  const barcode = async (id: string) => (openPackage(await p.t.file(id)).passJson as any).barcode.message;

  test('of any name, declared or not, is what the pass shows and what is answered', async () => {
    const dynamicData = {
      address1: 'One',
      'Kunde Nr.': 'K-1',
      größe: 'XL',
      description: 'D',
      timestamp: 'T',
      clientHash: 'C',
      event: 'E',
      address2: 'Two',
      barcode: '4711',
      other: { deep: [1] },
    };
    const made = await sent('POST', '/passes', { templateName: 'data', dynamicData });
    expect(made).toMatchObject({ status: 200, warnings: [] });
    const { id } = made.body;
    expect(await values(id)).toEqual(['5', 'One', 'K-1', 'XL', 'D', 'T', 'C', 'Two']);
    expect(await barcode(id)).toBe('4711');
    expect((openPackage(await p.t.file(id)).passJson as any).description).toBe((TEMPLATE.passbook as any).desc);
    expect((await get(id)).dynamicData).toEqual(dynamicData);
    await p.call('PUT', `/passes/${id}`, { dynamicData: { barcode: '4712', address2: null } });
    expect(await barcode(id)).toBe('4712');
    expect((await values(id)).at(-1)).toBe('#{address2}');
    const { address2: _, ...left } = dynamicData;
    expect((await get(id)).dynamicData).toEqual({ ...left, barcode: '4712' });
  });

  test('that nobody posted stays the text of the template', async () => {
    const id = await p.pass({ templateName: 'data' });
    expect(await barcode(id)).toBe('#{barcode}');
    expect(await values(id)).toEqual(['5', '', '', '', '', '', '', '#{address2}']);
  });

  test('under a key like a declared one is stored, and the near miss is named', async () => {
    const data = { addres1: 'x', quite_another: 'y' };
    const made = await sent('POST', '/passes', { templateName: 'data', dynamicData: data });
    expect(made.status).toBe(200);
    expect(made.warnings).toEqual([expect.stringMatching(/dynamicData\.addres1;.* Did you mean "address1"\?$/)]);
    expect((await get(made.body.id)).dynamicData).toEqual(data);
  });

  test('a number for a text is its digits, and digits of a number stay as they are', async () => {
    const body =
      '{"templateName": "data", "dynamicData": {"address1": 6006490012345678901, "level": 7, "balance": 123456789012345678901}}';
    const { body: made } = await sent('POST', '/passes', body);
    const data = { address1: '6006490012345678901', level: '7', balance: '123456789012345678901' };
    expect((await get(made.id)).dynamicData).toEqual(data);
    expect((await values(made.id)).slice(0, 2)).toEqual(['7', '6006490012345678901']);
    const before = stored(p.t);
    const refused = await sent('PUT', `/passes/${made.id}`, { dynamicData: { balance: 'much', address1: true } });
    expect(refused).toMatchObject({ status: 400, body: { error: 'parameter_invalid' } });
    expect(stored(p.t)).toEqual(before);
  });

  test('with curly brackets shows them, and sent back as it was read it stays what it is', async () => {
    const dynamicData = { address1: '{serialNumber} #{level}', address2: '{clientHash}' };
    const id = await p.pass({ templateName: 'data', dynamicData });
    const seen = ['5', '{serialNumber} #{level}', '', '', '', '', '', '{clientHash}'];
    expect(await values(id)).toEqual(seen);
    expect((await get(id)).dynamicData).toEqual(dynamicData);
    await p.call('PUT', `/passes/${id}`, await get(id));
    expect(await values(id)).toEqual(seen);
    const own = { clientHash: p.t.clientHash, hashedSerialNumber: id, address1: 'No. {additional_level}' };
    expect(await p.t.call('updatePassFields', own)).toMatchObject({ success: true });
    expect((await values(id))[1]).toBe('No. 5');
    await p.call('PUT', `/passes/${id}`, { dynamicData: (await get(id)).dynamicData });
    expect((await values(id))[1]).toBe('No. 5');
  });
});

describe('updatedMultipart', () => {
  const names = async () => {
    const { passbook: design, passbookLang } = (await p.call('GET', '/templates/images')).body;
    return { icon: design.iconFile, logo: design.logoFile, strip: design.stripFile, fr: passbookLang.fr.logoFile };
  };
  /** As the SDK does: the list is a part of the form, beside the files that changed. */
  async function update(list: unknown, parts: readonly string[]) {
    const form = new FormData();
    form.set('jsonBody', '{}');
    form.set('updatedMultipart', typeof list === 'string' ? list : JSON.stringify(list));
    for (const part of parts) form.set(part, new Blob([new Uint8Array(p.icon)]), 'new.png');
    const response = await p.send('/templates/images', { method: 'PUT', body: form });
    return { status: response.status, body: (await response.json()) as any };
  }

  test('replaces what has a file and deletes what has none', async () => {
    const files = ['passbook-IconFile', 'passbook-LogoFile', 'passbook-ThumbFile', 'passbook-fr-LogoFile'];
    await p.template({ name: 'images' }, Object.fromEntries(files.map((name) => [name, p.icon])));
    const id = await p.pass({ templateName: 'images' });
    const packed = async () => Object.keys(openPackage(await p.t.file(id)).files);
    expect(await packed()).toEqual(expect.arrayContaining(['logo.png', 'thumbnail.png', 'fr.lproj/logo.png']));
    const done = { status: 200, body: { name: 'images' } };
    expect(await update(['passbook-IconFile', 'passbook-ThumbFile'], ['passbook-IconFile'])).toEqual(done);
    expect(await names()).toMatchObject({ icon: 'new.png', logo: 'passbook-LogoFile.png' });
    expect(await packed()).not.toContain('thumbnail.png');
    // PHP writes a list with gaps as an object.
    expect(await update({ 3: 'passbook-fr-LogoFile' }, [])).toEqual(done);
    expect(await packed()).toContain('logo.png');
    expect(await packed()).not.toContain('fr.lproj/logo.png');
    expect((await names()).fr).toBeUndefined();
  });

  test('deletes no icon, and names what it does not know', async () => {
    const before = stored(p.t);
    for (const [list, message] of [
      [['passbook-IconFile'], /a pass needs its icon/],
      [['passbook-LogFile'], /"passbook-LogFile", which is no image\. Did you mean "passbook-LogoFile"\?/],
      ['passbook-LogoFile', /must be a JSON array/],
      [[1], /must be a JSON array/],
    ] as const) {
      expect(await update(list, [])).toMatchObject({
        status: 400,
        body: { field: 'updatedMultipart', message: expect.stringMatching(message) },
      });
    }
    expect(stored(p.t)).toEqual(before);
  });
});

describe('a campaign', () => {
  test('says what it is on the page of a pass', async () => {
    await p.campaign({ name: 'spring', displayName: 'Spring <sale>', description: 'Ten cakes, one free.' });
    await p.template({ name: 'springCard', campaignName: 'spring' });
    const id = await p.pass({ templateName: 'springCard' });
    for (const path of [`/pass/create.php?hashedSerialNumber=${id}`, `/d/${id}`]) {
      const page = await (await p.t.fetch(path)).text();
      expect(page).toContain('Spring &lt;sale&gt;');
      expect(page).toContain('Ten cakes, one free.');
    }
  });

  test('that has ended makes its passes invalid, and sent back as they were read they are valid again with it', async () => {
    await p.campaign({ name: 'short' });
    await p.template({ name: 'shortCard', campaignName: 'short' });
    const id = await p.pass({ templateName: 'shortCard', userDefinedId: 'me' });
    await p.call('PUT', '/campaigns/short', { endDate: '2026-03-01T11:00:00Z' });
    const read = await get(id);
    expect(read.isInvalid).toBe(true);
    expect((await p.call('GET', '/passes?userDefinedId=me&campaignName=short')).body.isInvalid).toBe(true);
    expect((await p.call('GET', `/passesBatch?id=${id}`)).body[0].isInvalid).toBe(true);
    expect((await p.call('PUT', `/passes/${id}`, read)).status).toBe(200);
    expect((await p.call('PUT', '/passesBatch', [read])).status).toBe(200);
    await p.call('PUT', '/campaigns/short', { endDate: null });
    expect((await get(id)).isInvalid).toBe(false);
    await p.call('PUT', '/campaigns/short', { endDate: '2026-03-01T11:00:00Z' });
    await p.call('PUT', `/passes/${id}`, { isInvalid: true });
    await p.call('PUT', '/campaigns/short', { endDate: null });
    expect((await get(id)).isInvalid).toBe(true);
  });
});

test('an x-api-key on a path of PassKit is answered in the form of Pass2U', async () => {
  const { key } = await p.t.apiKey('pass2u');
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const response = await p.t.fetch(`/v2${path}`, { headers: { 'x-api-key': key, ...headers } });
    return { status: response.status, body: (await response.json()) as JsonObject };
  };
  for (const path of ['/campaigns', '/passes/absent', '/absent', '/passes/absent/bundle']) {
    expect(await ask(path)).toEqual({ status: 404, body: { message: expect.any(String) } });
  }
  expect(await ask('/campaigns', { authorization: 'PKAuth x' })).toMatchObject({
    status: 401,
    body: { error: 'token_invalid' },
  });
});
