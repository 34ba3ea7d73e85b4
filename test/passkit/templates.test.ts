// Templates through the API: with images, in languages and states, and what updates leave alone.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { stored } from '../fixtures/http/stored.ts';
import { verifyPackage } from '../fixtures/pass/open-package.ts';
import { noise } from '../fixtures/pass/pictures.ts';
import { openPassKit, type PassKitClient } from '../fixtures/passkit/client.ts';
import { TEMPLATE, TEMPLATE_UPDATE } from '../fixtures/passkit/guide-bodies.ts';
import { buildReader, type Reader, WITHOUT_KPKPASS } from '../pass/reader/kpkpass.ts';

let p: PassKitClient;
beforeEach(async () => {
  p = await openPassKit();
  await p.campaign();
});
afterEach(() => p.t.close());

const get = async (name = 'templateName') => (await p.call('GET', `/templates/${name}`)).body;
const put = (body: unknown) => p.call('PUT', '/templates/templateName', body);
/** The pass's file, once OpenSSL and the manifest agree with it. */
async function open(id: string) {
  const response = await p.t.fetch(`/v2/passes/${id}/bundle`);
  return verifyPackage(new Uint8Array(await response.arrayBuffer()), await p.t.rootPem(), p.t.now());
}

describe('a template', () => {
  test('is read as it was posted', async () => {
    await p.template({ meta: { key: 1 }, timezone: 5.5 });
    const none = { isDynamic: false, isEditable: false };
    expect(await get()).toEqual({
      ...TEMPLATE,
      index: expect.stringMatching(/^.{8,}$/),
      createdAt: '2026-03-01T12:00:00.000Z',
      updatedAt: '2026-03-01T12:00:00.000Z',
      timezone: 5.5,
      dynamicImageKeys: {
        passbook: { background: none, footer: none, icon: none, logo: none, strip: none, thumbnail: none },
      },
      passbook: { ...(TEMPLATE.passbook as object), iconFile: 'passbook-IconFile.png' },
      meta: { key: 1 },
      issued: 0,
      pushed: 0,
      passbookDevices: 0,
      androidPayDevices: 0,
      alipayDevices: 0,
    });
    const listed = await p.call('GET', '/campaigns/campaignName/templates');
    expect(listed).toEqual({ status: 200, body: [await get()] });
    expect((await p.call('GET', '/templates')).body).toEqual([await get()]);
  });

  test('can be sent back as it was read', async () => {
    await p.template();
    const before = await get();
    expect(await put(before)).toEqual({ status: 200, body: { name: 'templateName' } });
    expect(await get()).toEqual(before);
  });

  test('changes in what an update says, merged into what is there', async () => {
    await p.template();
    expect((await put(TEMPLATE_UPDATE)).status).toBe(200);
    const { passbook } = await get();
    expect(passbook).toEqual({
      ...(TEMPLATE.passbook as object),
      ...(TEMPLATE_UPDATE.passbook as object),
      iconFile: 'passbook-IconFile.png',
    });
    const { passJson } = await open(await p.pass());
    expect(passJson).toMatchObject({ backgroundColor: 'rgb(22, 88, 168)', foregroundColor: 'rgb(53, 153, 219)' });
  });

  test('is updated with images alone, and with both', async () => {
    await p.template();
    const logo = await noise(160, 50);
    const images = { 'passbook-LogoFile': logo };
    expect((await p.form('PUT', '/templates/templateName', undefined, images)).status).toBe(200);
    expect((await get()).passbook).toMatchObject({
      iconFile: 'passbook-IconFile.png',
      logoFile: 'passbook-LogoFile.png',
    });
    expect(
      (await p.form('PUT', '/templates/templateName', TEMPLATE_UPDATE, { 'passbook-ThumbFile': logo })).status,
    ).toBe(200);
    const { files, passJson } = await open(await p.pass());
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['icon.png', 'logo.png', 'thumbnail.png']));
    expect(passJson).toMatchObject({ backgroundColor: 'rgb(22, 88, 168)' });
  });

  test('keeps what another surface gave it', async () => {
    await p.template();
    const templateHash = await p.hashOf('templateName');
    const { clientHash } = p.t;
    const { passConstructor } = await p.t.call('templateInfo', { clientHash, templateHash });
    const onScan = { action: 'PSActionIncrementValue', targetPath: 'counter', amount: 1 };
    await p.t.template(
      { ...passConstructor, triggers: { onScan }, additional: { ...passConstructor.additional, counter: 0 } },
      { templateHash },
    );
    const dynamicKeys = [{ key: 'name', type: 'string', defaultValue: 'Ada' }];
    const passbook = { ...(TEMPLATE_UPDATE.passbook as object), logoText: '#{counter}' };
    expect((await put({ passbook, dynamicKeys })).status).toBe(200);
    const after = (await p.t.call('templateInfo', { clientHash, templateHash })).passConstructor;
    expect(after).toMatchObject({ triggers: { onScan }, backgroundColor: 'rgb(22, 88, 168)' });
    expect(after.additional).toEqual({ isRedeemed: false, counter: 0, name: 'Ada', points: '#{points}' });
    expect(after.images).toEqual({ icon: expect.stringContaining('/images/') });
  });

  test('keeps its name and campaign, and is final when INVALID', async () => {
    await p.template();
    expect(await put({ name: 'other' })).toMatchObject({ status: 400, body: { field: 'name' } });
    expect(await put({ campaignName: 'other' })).toMatchObject({ status: 400, body: { field: 'campaignName' } });
    await expect(p.template()).rejects.toThrow(/name_taken/);
    await expect(p.template({ name: 'x', campaignName: 'absent' })).rejects.toThrow(/^404 .*campaign_not_found/);
    expect((await put({ status: 'FROZEN' })).status).toBe(200);
    expect((await put({ status: 'INVALID' })).status).toBe(200);
    expect(await put({ status: 'ACTIVE' })).toMatchObject({ status: 400, body: { error: 'issue_final' } });
  });

  test('is pushed when it is told to, and not before', async () => {
    await p.template();
    await p.t.install(await p.pass());
    await put(TEMPLATE_UPDATE);
    expect(await p.t.jobs()).toEqual([]);
    expect(await p.call('PUT', '/templates/templateName/push')).toEqual({
      status: 200,
      body: { name: 'templateName' },
    });
    expect((await p.t.jobs()).map(({ kind }) => kind)).toEqual(['push_template']);
    expect((await get()).passbookDevices).toBe(1);
    expect((await p.call('PUT', '/templates/absent/push')).status).toBe(404);
  });

  test.each([
    [{}, 'passbook-IconFile'],
    [{ 'passbook-xx-IconFile': true }, 'passbook-xx-IconFile'],
    [{ 'passbook-IconFil': true }, 'passbook-IconFil'],
    [{ 'passbook-IconFile': new Uint8Array([1, 2, 3]) }, 'passbook-IconFile'],
  ])('with the files %j is refused', async (files, field) => {
    const before = stored(p.t);
    const given = Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [name, bytes instanceof Uint8Array ? bytes : p.icon]),
    );
    const answer = await p.form('POST', '/templates', TEMPLATE, given);
    expect(answer).toMatchObject({ status: 400, body: { field } });
    expect(stored(p.t)).toEqual(before);
  });

  test('a redeemed design needs an icon of its own', async () => {
    const body = { ...TEMPLATE, passbookRedeem: TEMPLATE.passbook! };
    const answer = await p.form('POST', '/templates', body, { 'passbook-IconFile': p.icon });
    expect(answer).toMatchObject({ status: 400, body: { field: 'passbookRedeem-IconFile' } });
  });
});

describe.skipIf(WITHOUT_KPKPASS)('two languages and a redeemed state', () => {
  let reader: Reader;
  beforeAll(async () => {
    reader = await buildReader();
  });
  afterAll(() => reader.close());

  test('are in the pass, and isRedeemed switches and pushes', async () => {
    const used = {
      ...(TEMPLATE.passbook as object),
      bgColor: '#888888',
      secondary: [{ defaultValue: 'Used', format: { type: 'text' } }],
    };
    const [icon, strip, stripFr] = [p.icon, await noise(375, 123), await noise(375, 123, '#2050c0')];
    await p.template(
      {
        passbook: { ...(TEMPLATE.passbook as object), type: 'storeCard' },
        passbookRedeem: { ...used, type: 'storeCard' },
        passbookLang: { fr: { text: { Hello: 'Bonjour' } }, de: { text: { Hello: 'Hallo' } } },
        passbookLangRedeem: { fr: { text: { Used: 'Utilisé' } } },
      },
      {
        'passbook-IconFile': icon,
        'passbook-StripFile': strip,
        'passbook-fr-StripFile': stripFr,
        'passbookRedeem-IconFile': icon,
      },
    );
    const id = await p.t.install(await p.pass({ dynamicData: { points: '10' } }));
    const opened = await open(id);
    expect(Object.keys(opened.files)).toEqual(
      expect.arrayContaining(['fr.lproj/pass.strings', 'de.lproj/pass.strings', 'fr.lproj/strip.png', 'strip.png']),
    );
    const read = async (language: string) => {
      const response = await p.t.fetch(`/v2/passes/${id}/bundle`);
      return JSON.stringify(await reader.read(new Uint8Array(await response.arrayBuffer()), language));
    };
    expect(await read('fr')).toContain('Bonjour');
    expect(await read('de')).toContain('Hallo');
    expect(await read('en')).toContain('Hello');
    expect(opened.passJson).toMatchObject({ backgroundColor: 'rgb(245, 244, 244)' });

    const jobs = await p.t.jobs();
    expect(jobs).toEqual([]);
    expect((await p.call('PUT', `/passes/${id}`, { isRedeemed: true })).status).toBe(200);
    expect((await p.t.jobs()).map(({ kind }) => kind)).toEqual(['push_pass']);
    expect((await p.call('GET', `/passes/${id}`)).body).toMatchObject({ isRedeemed: true });
    expect(await read('fr')).toContain('Utilisé');
    expect(await read('fr')).not.toContain('Bonjour');
    expect((await open(id)).passJson).toMatchObject({ backgroundColor: 'rgb(136, 136, 136)' });
  });
});
