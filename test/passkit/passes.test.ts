// Passes through the API: by id and by what their owner calls them, their images, and what the rules make of them.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { allStored } from '../fixtures/http/stored.ts';
import { openPackage } from '../fixtures/pass/open-package.ts';
import { noise } from '../fixtures/pass/pictures.ts';
import { openPassKit, type PassKitClient } from '../fixtures/passkit/client.ts';
import { TEMPLATE } from '../fixtures/passkit/guide-bodies.ts';
import { token } from '../fixtures/passkit/tokens.ts';
import { holding, phoneOf } from '../fixtures/wallet/phone.ts';

let p: PassKitClient;
beforeEach(async () => {
  p = await openPassKit();
  await p.campaign();
});
afterEach(() => p.t.close());

const get = async (id: string) => (await p.call('GET', `/passes/${id}`)).body;
const put = (id: string, body: JsonObject) => p.call('PUT', `/passes/${id}`, body);
/** What a phone that has the pass fetches. */
const phoneFile = async (id: string) => {
  const { pass } = (await p.t.app.context.store.passByHash(id))!;
  const held = { serialNumber: pass.serialNumber, token: pass.authenticationToken, type: 'pass.dev.passwright' };
  return phoneOf(p.t, 'one').fetch(held);
};
const header = async (id: string) => {
  const { passJson } = openPackage(await p.t.file(id));
  return (passJson as any).generic.headerFields[0].value;
};

describe('a pass', () => {
  test('is made and read', async () => {
    await p.template();
    const id = await p.pass({ dynamicData: { points: '10' } });
    expect(await get(id)).toEqual({
      id,
      campaignName: 'campaignName',
      templateName: 'templateName',
      passbookDevices: 0,
      androidPayDevices: 0,
      alipayDevices: 0,
      updatedAt: '2026-03-01T12:00:00.000Z',
      createdAt: '2026-03-01T12:00:00.000Z',
      isInvalid: false,
      isRedeemed: false,
      dynamicData: { points: '10' },
      dynamicImages: null,
    });
    expect(await header(id)).toBe(10);
    expect((await p.call('GET', '/campaigns/campaignName')).body.issued).toBe(1);
    expect((await p.call('GET', '/templates/templateName')).body.issued).toBe(1);
  });

  test("has the template's defaults until it has its own, and again afterwards", async () => {
    await p.template({ dynamicKeys: [{ key: 'points', type: 'number', defaultValue: 100 }] });
    const id = await p.pass();
    expect((await get(id)).dynamicData).toEqual({});
    expect(await header(id)).toBe(100);
    await put(id, { dynamicData: { points: 7 } });
    expect(await header(id)).toBe(7);
    await put(id, { dynamicData: { points: null } });
    expect(await header(id)).toBe(100);
  });

  test('is known by a name of its owner, once in a campaign', async () => {
    await p.template();
    const id = await p.pass({ userDefinedId: '12345' });
    const query = '/passes?userDefinedId=12345&campaignName=campaignName';
    expect((await p.call('GET', query)).body).toMatchObject({ id, userDefinedId: '12345' });
    const body = { dynamicData: { points: '20' }, isRedeemed: true };
    expect(await p.call('PUT', query, body)).toEqual({ status: 200, body: { id } });
    expect(await get(id)).toMatchObject({ dynamicData: { points: '20' }, isRedeemed: true });
    await expect(p.pass({ userDefinedId: '12345' })).rejects.toThrow(
      /^400 .*user_defined_id_taken.*"field":"userDefinedId"/,
    );
    const other = await p.pass();
    expect((await put(other, { userDefinedId: '12345' })).status).toBe(400);
    expect((await put(other, { userDefinedId: '6' })).status).toBe(200);
    expect((await p.call('GET', '/passes?userDefinedId=6&campaignName=campaignName')).body.id).toBe(other);
    expect(await p.call('GET', '/passes?userDefinedId=6')).toMatchObject({
      status: 400,
      body: { field: 'campaignName' },
    });
    expect(await p.call('GET', '/passes?campaignName=a')).toMatchObject({
      status: 400,
      body: { field: 'userDefinedId' },
    });
    expect((await p.call('GET', '/passes?userDefinedId=7&campaignName=campaignName')).status).toBe(404);
  });

  test('is found by a client that escapes the whole address', async () => {
    await p.template();
    const id = await p.pass({ userDefinedId: 'U_1' });
    const query = '/passes%3FuserDefinedId%3DU_1%26campaignName%3DcampaignName';
    expect((await p.call('GET', query)).body.id).toBe(id);
    expect(await p.call('PUT', query, { isRedeemed: true })).toEqual({ status: 200, body: { id } });
    expect((await p.call('GET', `/passesBatch%3Fid%3D${id}%2C${id}`)).body).toHaveLength(2);
    expect((await p.call('DELETE', query)).status).toBe(404);
  });

  test('of somebody else is not found, and stays as it is', async () => {
    await p.template();
    const id = await p.pass();
    const { account } = await p.t.account('other@example.com');
    const authorization = `PKAuth ${token(await p.t.apiKey('passkit', account), p.t.now())}`;
    const before = await allStored(p.t);
    for (const [method, path] of [
      ['GET', `/passes/${id}`],
      ['PUT', `/passes/${id}`],
      ['PUT', `/passes/${id}/redeem`],
      ['GET', `/passesBatch?id=${id}`],
      ['GET', '/campaigns/campaignName'],
      ['PUT', '/campaigns/campaignName'],
      ['GET', '/campaigns/campaignName/templates'],
      ['GET', '/templates/templateName'],
      ['PUT', '/templates/templateName'],
      ['PUT', '/templates/templateName/push'],
    ] as const) {
      const body = method === 'PUT' ? { body: '{}' } : {};
      const response = await p.t.fetch(`/v2${path}`, { method, headers: { authorization }, ...body });
      expect({ path, status: response.status }).toEqual({ path, status: 404 });
    }
    expect(await allStored(p.t)).toEqual(before);
  });

  test('counts the phones that hold it, and says since when', async () => {
    await p.template();
    const id = await p.pass();
    const held = await holding(p.t, id);
    const [one, two] = [phoneOf(p.t, 'one'), phoneOf(p.t, 'two')];
    p.t.advance(1000);
    await one.register(held);
    p.t.advance(1000);
    await two.register(held);
    p.t.advance(1000);
    await one.unregister(held);
    expect(await get(id)).toMatchObject({
      passbookDevices: 1,
      firstRegisteredAt: '2026-03-01T12:00:01.000Z',
      lastRegisteredAt: '2026-03-01T12:00:02.000Z',
      firstUnRegisteredAt: '2026-03-01T12:00:03.000Z',
      lastUnRegisteredAt: '2026-03-01T12:00:03.000Z',
    });
  });

  test('is invalid for good', async () => {
    await p.template();
    const id = await p.t.install(await p.pass());
    expect((await put(id, { isInvalid: true })).status).toBe(200);
    expect((await p.t.jobs()).map(({ kind }) => kind)).toEqual(['push_pass']);
    expect(await get(id)).toMatchObject({ isInvalid: true });
    const { passJson } = openPackage(await p.t.file(id));
    expect(passJson).toMatchObject({ voided: true });
    expect(passJson).not.toHaveProperty('webServiceURL');
    const other = await p.pass({ isInvalid: true });
    expect(await get(other)).toMatchObject({ isInvalid: true });
    const before = await allStored(p.t);
    expect(await put(id, { isInvalid: false })).toMatchObject({ status: 400, body: { error: 'pass_invalid' } });
    expect(await put(id, { dynamicData: { points: '1' } })).toMatchObject({
      status: 400,
      body: { error: 'pass_invalid' },
    });
    expect(await allStored(p.t)).toEqual(before);
  });

  test('is redeemed by the way of the SDKs, too', async () => {
    await p.template();
    const id = await p.pass();
    expect(await p.call('PUT', `/passes/${id}/redeem`)).toEqual({ status: 200, body: { id } });
    expect(await get(id)).toMatchObject({ isRedeemed: true });
  });

  test('has images, colours, dates and back fields of its own', async () => {
    const format = { type: 'text' };
    const offers = {
      dynamicBackfieldKey: 'offers',
      defaultValue: [{ defaultLabel: 'None', defaultValue: '-', format }],
    };
    const passbook = { ...(TEMPLATE.passbook as JsonObject), back: [{ defaultValue: 'First', format }, offers] };
    await p.template({ passbook });
    const thumbnail = await noise(90, 90, '#208040');
    const uploaded = await p.form('POST', '/images', undefined, { image: thumbnail });
    expect(uploaded).toEqual({ status: 200, body: { path: expect.stringMatching(/^images\/[0-9a-f]{64}$/) } });
    expect((await p.t.fetch(`/${uploaded.body.path}`)).status).toBe(200);
    const own = {
      dynamicImages: { passbook: { thumbnail: uploaded.body.path } },
      dynamicBackfields: {
        offers: [
          { label: 'Offer X', value: 'One' },
          { label: 'Offer Y', value: 'Two' },
        ],
      },
      passbook: { bgColor: '#FFFFFF', labelColor: '000000' },
      expiryDate: '2026-04-11T12:59:40Z',
      isVoided: false,
    };
    const id = await p.pass(own);
    expect(await get(id)).toMatchObject(own);
    const { passJson, files } = openPackage(await p.t.file(id));
    expect(files).toHaveProperty(['thumbnail.png']);
    expect(passJson).toMatchObject({
      backgroundColor: 'rgb(255, 255, 255)',
      labelColor: 'rgb(0, 0, 0)',
      expirationDate: '2026-04-11T12:59:40Z',
      generic: {
        backFields: [
          { key: 'backField1', value: 'First' },
          { key: 'backField2_1', label: 'Offer X', value: 'One' },
          { key: 'backField2_2', label: 'Offer Y', value: 'Two' },
        ],
      },
    });
    await put(id, { dynamicImages: { passbook: { thumbnail: null } }, dynamicBackfields: {} });
    expect((await get(id)).dynamicImages).toBeNull();
    expect(openPackage(await p.t.file(id)).files).not.toHaveProperty(['thumbnail.png']);
  });

  test('can be sent back as it was read', async () => {
    await p.template();
    const id = await p.pass({ userDefinedId: '1', recoveryEmail: 'ada@example.com', dynamicData: { points: '10' } });
    const before = await get(id);
    expect(await put(id, before)).toEqual({ status: 200, body: { id } });
    expect(await get(id)).toEqual(before);
  });

  test('takes its barcode message along when it moves, free behind it and its own where it goes', async () => {
    const { t } = p;
    await p.template();
    await p.template({ name: 'gold' });
    const { templates } = (await t.call('allTemplates', { clientHash: t.clientHash })) as any;
    for (const { templateHash, templateName, passConstructor } of templates) {
      if (templateName !== 'gold' && templateName !== 'templateName') continue;
      const barcode = { format: 'PKBarcodeFormatQR', message: 'x', PSBarcodeKind: 'nonReplicable' };
      const given = { clientHash: t.clientHash, templateHash, templateName };
      const saved = await t.call('insertUpdateTemplate', {
        ...given,
        passConstructor: JSON.stringify({ ...passConstructor, barcode }),
      });
      expect(saved).toMatchObject({ success: true });
    }
    const [a, b, c] = [await p.pass(), await p.pass(), await p.pass({ templateName: 'gold' })] as [
      string,
      string,
      string,
    ];
    const claim = (hashedSerialNumber: string, message: string) =>
      t.call('updatePassFields', { clientHash: t.clientHash, hashedSerialNumber, barcode_message: message });
    expect(await claim(a, 'M')).toMatchObject({ success: true });
    expect(await claim(b, 'M')).toMatchObject({ code: 'barcode_taken' });
    expect((await put(a, { templateName: 'gold' })).status).toBe(200);
    expect(await claim(c, 'M')).toMatchObject({ code: 'barcode_taken' });
    expect(await claim(b, 'M')).toMatchObject({ success: true });

    const before = await allStored(p.t);
    const refused = await put(b, { templateName: 'gold' });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.body).toMatchObject({ error: 'barcode_taken' });
    expect(await allStored(p.t)).toEqual(before);
    expect(await get(b)).toMatchObject({ templateName: 'templateName' });
  });

  test('moves to another template of its campaign, with its values, and stays in the campaign', async () => {
    await p.template();
    const gold = { ...(TEMPLATE.passbook as JsonObject), bgColor: '#ffd700' };
    await p.template({
      name: 'gold',
      passbook: gold,
      dynamicKeys: [...(TEMPLATE.dynamicKeys as JsonObject[]), { key: 'tier', type: 'string' }],
    });
    await p.campaign({ name: 'other' });
    await p.template({ name: 'elsewhere', campaignName: 'other' });
    const id = await p.t.install(await p.pass({ dynamicData: { points: '10' } }));
    expect((await put(id, { templateName: 'templateName' })).status).toBe(200);
    expect(await p.t.jobs()).toEqual([]);

    const held = await holding(p.t, id);
    const phone = phoneOf(p.t, 'one');
    const first = (await phone.fetch(held)).headers.get('last-modified');
    expect((await put(id, { templateName: 'gold', dynamicData: { tier: 'A' } })).status).toBe(200);
    expect((await p.t.jobs()).map(({ kind }) => kind)).toEqual(['push_pass']);
    expect(await get(id)).toMatchObject({ templateName: 'gold', dynamicData: { points: '10', tier: 'A' } });
    const again = await phone.fetch(held, first);
    expect(again.status).toBe(200);
    expect(openPackage(new Uint8Array(await again.arrayBuffer())).passJson).toMatchObject({
      backgroundColor: 'rgb(255, 215, 0)',
      serialNumber: held.serialNumber,
    });
    expect((await p.call('GET', '/templates/templateName')).body.passbookDevices).toBe(0);
    expect((await p.call('GET', '/templates/gold')).body.passbookDevices).toBe(1);

    const before = await allStored(p.t);
    expect(await put(id, { templateName: 'elsewhere' })).toMatchObject({
      status: 400,
      body: { field: 'templateName' },
    });
    expect(await put(id, { templateName: 'absent' })).toMatchObject({ status: 404, body: { field: 'templateName' } });
    expect(await put(id, { templateName: 'templateName', isVoided: 1 })).toMatchObject({ status: 400 });
    expect(await allStored(p.t)).toEqual(before);
    await p.call('PUT', '/templates/templateName', { status: 'FROZEN' });
    expect(await put(id, { templateName: 'templateName' })).toMatchObject({
      status: 400,
      body: { error: 'issue_refused' },
    });
  });

  test('is shown to whoever has its id, without its token', async () => {
    await p.template();
    const id = await p.pass({ dynamicData: { points: '10' } });
    const { appleWallet } = (await (await p.t.fetch(`/v2/passes/${id}/json`)).json()) as any;
    expect(appleWallet).toMatchObject({
      passType: 'generic',
      data: { description: 'Basic description of the template.', generic: { headerFields: [{ value: 10 }] } },
      images: { icon: expect.stringMatching(/^http:\/\/passes\.test\/images\/[0-9a-f]{64}$/) },
      locales: { fr: { text: { Hello: 'Bonjour' }, images: {} } },
      defaultLang: 'en',
    });
    expect(appleWallet.data).not.toHaveProperty('authenticationToken');
    expect((await p.t.fetch('/v2/passes/absent/json')).status).toBe(404);
  });
});

describe('terms', () => {
  test('before the start nobody downloads a pass, after the end nobody makes one', async () => {
    await p.template({ startDate: '2026-03-01T13:00:00Z', endDate: '2026-03-01T14:00:00Z' });
    const id = await p.pass();
    for (const path of [`/v2/passes/${id}/bundle`, `/v2/passes/${id}/json`]) {
      const early = await p.t.fetch(path);
      expect(early.status).toBe(403);
      expect(await early.json()).toMatchObject({ error: 'not_yet_available' });
    }
    p.t.advance(3_600_000);
    expect((await p.t.fetch(`/v2/passes/${id}/bundle`)).status).toBe(200);
    p.t.advance(3_600_000);
    expect((await p.t.fetch(`/v2/passes/${id}/bundle`)).status).toBe(403);
    await expect(p.pass()).rejects.toThrow(/^400 .*issue_refused/);
  });

  test('an end that is brought forward voids the passes on their phones, and not when it is taken back', async () => {
    await p.template({ endDate: '2026-03-01T14:00:00Z' });
    const id = await p.t.install(await p.pass());
    const voided = async () => (openPackage(await p.t.file(id)).passJson as any).voided;
    expect(await voided()).toBeUndefined();
    expect((await p.call('PUT', '/campaigns/campaignName', { endDate: '2026-03-01T11:00:00Z' })).status).toBe(200);
    const [job] = await p.t.jobs();
    expect(job).toMatchObject({ kind: 'expire_template', runAt: expect.any(Number) });
    expect(job!.runAt).toBeLessThanOrEqual(p.t.now());
    const held = openPackage(new Uint8Array(await (await phoneFile(id)).arrayBuffer())).passJson as any;
    expect(held.voided).toBe(true);
    await p.call('PUT', '/campaigns/campaignName', { endDate: null });
    expect(await voided()).toBeUndefined();
  });

  test.each(['FROZEN', 'INVALID'])('a %s template or campaign issues nothing', async (status) => {
    await p.template();
    await p.template({ name: 'other' });
    await p.call('PUT', '/templates/templateName', { status });
    await expect(p.pass()).rejects.toThrow(/^400 .*issue_refused.*"field":"templateName"/);
    await p.call('PUT', '/campaigns/campaignName', { status });
    await expect(p.pass({ templateName: 'other' })).rejects.toThrow(/^400 .*issue_refused/);
  });

  test.each([
    ['template', '/templates/templateName'],
    ['campaign', '/campaigns/campaignName'],
  ])('an INVALID %s makes its passes invalid for good, on their phones too', async (_, path) => {
    await p.template();
    const id = await p.t.install(await p.pass({ dynamicData: { points: '10' } }));
    await p.t.deliver();
    expect((await p.call('PUT', path, { status: 'FROZEN' })).status).toBe(200);
    expect(await p.t.jobs()).toEqual([]);
    expect(await get(id)).toMatchObject({ isInvalid: false });
    expect((await p.call('PUT', path, { status: 'INVALID' })).status).toBe(200);
    expect(await p.t.jobs()).toMatchObject([{ kind: 'expire_template' }]);
    expect(await get(id)).toMatchObject({ isInvalid: true });
    const held = openPackage(new Uint8Array(await (await phoneFile(id)).arrayBuffer())).passJson as any;
    expect(held.voided).toBe(true);
    expect(held).not.toHaveProperty('webServiceURL');
    const refused = { status: 400, body: { error: 'pass_invalid' } };
    expect(await put(id, { dynamicData: { points: '20' } })).toMatchObject(refused);
    expect(await put(id, { isInvalid: true })).toMatchObject(refused);
    expect(await p.call('PUT', path, { status: 'ACTIVE' })).toMatchObject({ body: { error: 'issue_final' } });
    expect((await get(id)).dynamicData).toEqual({ points: '10' });
  });

  test('200 requests at once make the 50 passes that may be made', async () => {
    await p.template({ maxIssue: 50 });
    const request = () => p.call('POST', '/passes', { templateName: 'templateName' });
    const answers = await Promise.all(Array.from({ length: 200 }, request));
    const made = answers.filter(({ status }) => status === 200);
    expect(made).toHaveLength(50);
    expect(new Set(made.map(({ body }) => body.id)).size).toBe(50);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(new Set(refused.map(({ status, body }) => `${status} ${body.error}`))).toEqual(
      new Set(['400 issue_limit_reached']),
    );
    expect((await p.call('GET', '/templates/templateName')).body.issued).toBe(50);
    expect((await allStored(p.t)).passes).toHaveLength(50);
  });
});
