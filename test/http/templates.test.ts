// The functions about accounts and templates: what they answer, and that what they answer can be sent back.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allStored } from '../fixtures/http/stored.ts';
import { OWNER, openTestApp, pointsTemplate, START, type TestApp } from '../fixtures/open-app.ts';
import { verifyPackage } from '../fixtures/pass/open-package.ts';
import { noise } from '../fixtures/pass/pictures.ts';

let t: TestApp;
let png: string;
const data = (bytes: Uint8Array, type = 'image/png') => `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
const call = (name: string, parameters: Record<string, unknown> = {}) =>
  t.call(name, { clientHash: t.clientHash, ...parameters });

beforeAll(async () => {
  t = await openTestApp();
  png = data(await noise(87, 87));
});
afterAll(() => t.close());

const INFO = {
  clientName: OWNER.email,
  clientId: '1',
  email: OWNER.email,
  clientType: 2,
  expires: null,
  additional: {},
  whitelabel: false,
  referenceId: 0,
  backgroundColor: '',
  passTypeId: 'pass.dev.passwright',
  teamIdentifier: 'PASSWRIGHT',
  certificatePassword: '',
  certificateWarnings: [],
};

describe('clientInfo', () => {
  test('says everything the guide names', async () => {
    expect(await call('clientInfo')).toEqual({ success: true, ...INFO, clientHash: t.clientHash });
  });

  test('tells what is set on the account', async () => {
    const { account } = await t.account('white@example.com');
    const changed = await t.app.context.store.changeAccount(account.id, {
      name: 'White Label Ltd',
      additional: { psDashboard: { Docs: 'https://example.com/docs' } },
      whitelabel: true,
      backgroundColor: 'navy',
      expiresAt: START + 86_400_000,
    });
    const { clientHash } = await t.call('login', { email: changed.email, password: OWNER.password });
    expect(await t.call('clientInfo', { clientHash })).toMatchObject({
      clientName: 'White Label Ltd',
      additional: { psDashboard: { Docs: 'https://example.com/docs' } },
      whitelabel: true,
      backgroundColor: 'navy',
      expires: '2026-03-02T12:00:00Z',
    });
  });
});

describe('templateInfo and allTemplates', () => {
  test('a template with its owner', async () => {
    const templateHash = await t.template(pointsTemplate(), { templateName: 'Points' });
    const info = await call('templateInfo', { templateHash });
    expect(info).toMatchObject({
      success: true,
      ...INFO,
      clientHash: t.clientHash,
      templateId: expect.stringMatching(/^\d+$/),
      templateName: 'Points',
      templatePublic: false,
      templateUpdated: '2026-03-01T12:00:00Z',
      templateHash,
      triggersPaused: false,
    });
    const { success: _, ...described } = info;
    const { templates } = await call('allTemplates');
    const url = `http://passes.test/portal.php?templateHash=${templateHash}`;
    expect(templates).toContainEqual({ ...described, url });
    expect(templateHash).toMatch(/^[\w-]{32}$/);
  });

  test('passConstructor can be sent back unchanged, images, attributes and all', async () => {
    const passConstructor = {
      ...pointsTemplate(),
      locations: [{ latitude: 48.2, longitude: 16.37, relevantText: { PSValue: 'Near', PSEditable: true } }],
      localizations: { fr: { POINTS: 'POINTS', NAME: 'NOM "complet"' } },
      images: { icon: png, 'logo@2x': png, strip: { PSValue: png, PSEditable: true, PSLabel: 'Picture' } },
      userInfo: { nested: [1, 'two', { three: null }] },
      semantics: { eventName: 'Opening' },
    };
    const templateHash = await t.template(passConstructor);
    const first = await call('templateInfo', { templateHash });
    expect(first.passConstructor.images.icon).toMatch(/^http:\/\/passes\.test\/images\/[0-9a-f]{64}$/);
    const pass = await t.pass(templateHash);
    const before = verifyPackage(await t.file(pass), await t.rootPem(), t.now());

    const sent = { templateHash, templateId: first.templateId, passConstructor: first.passConstructor };
    expect(await call('insertUpdateTemplate', sent)).toMatchObject({ success: true, templateHash });
    const second = await call('templateInfo', { templateHash });
    expect(second.passConstructor).toEqual(first.passConstructor);

    const copy = await t.template(second.passConstructor);
    expect((await call('templateInfo', { templateHash: copy })).passConstructor).toEqual(first.passConstructor);
    const after = verifyPackage(await t.file(pass), await t.rootPem(), t.now());
    expect(after.passJson).toEqual(before.passJson);
    expect(Object.keys(after.files)).toEqual(Object.keys(before.files));
  });

  test('a constructor without images keeps those that were uploaded', async () => {
    const templateHash = await t.template({ ...pointsTemplate(), images: { icon: png } });
    await call('insertUpdateTemplate', { templateHash, passConstructor: pointsTemplate() });
    expect(await call('imageForName', { templateHash, image: 'icon' })).toMatchObject({ success: true });
  });

  test('a pass.json out of a .pkpass is a template', async () => {
    const original = await t.pass(
      await t.template({ ...pointsTemplate(), locations: [{ latitude: 1.5, longitude: 2.5 }], logoText: 'Bakery' }),
      { structure_secondaryFields_name_value: 'Ada' },
    );
    const { passJson } = verifyPackage(await t.file(original), await t.rootPem(), t.now());
    const saved = await call('insertUpdateTemplate', { templateName: 'Found', passConstructor: passJson });
    expect(saved).toMatchObject({ success: true, templateHash: expect.any(String), templateId: expect.any(String) });
    const warned = saved.warnings.map(({ path }: { path: string }) => path);
    expect(warned).toEqual(expect.arrayContaining(['serialNumber', 'authenticationToken', 'passTypeIdentifier']));

    const made = verifyPackage(await t.file(await t.pass(saved.templateHash)), await t.rootPem(), t.now()).passJson;
    expect(made).toEqual({
      ...passJson,
      serialNumber: expect.any(String),
      authenticationToken: expect.any(String),
    });
    expect(made.serialNumber).not.toBe(passJson.serialNumber);
    expect(made.authenticationToken).not.toBe(passJson.authenticationToken);
  });
});

describe('insertUpdateTemplate', () => {
  test('answers hash, id and what is doubtful', async () => {
    const passConstructor = pointsTemplate({ logoText: '{nite}' });
    const saved = await call('insertUpdateTemplate', { templateName: 'New', passConstructor });
    expect(saved).toEqual({
      success: true,
      templateHash: expect.stringMatching(/^[\w-]{32}$/),
      templateId: expect.stringMatching(/^\d+$/),
      warnings: [
        { path: 'images_icon', message: expect.stringContaining('icon') },
        { path: 'logoText', message: expect.stringContaining('Did you mean "note"?') },
      ],
    });
  });

  test('changes only what is given', async () => {
    const templateHash = await t.template(pointsTemplate(), { templateName: 'Before' });
    const before = await call('templateInfo', { templateHash });
    t.advance(5000);
    const changes = { templateHash, templateName: 'After', templatePublic: 'true' };
    expect(await call('insertUpdateTemplate', changes)).toMatchObject({ success: true, templateHash, warnings: [] });
    const after = await call('templateInfo', { templateHash });
    expect(after).toEqual({
      ...before,
      templateName: 'After',
      templatePublic: true,
      templateUpdated: expect.not.stringMatching(before.templateUpdated),
    });
  });

  test('a change reaches every pass that has not overridden the place', async () => {
    const templateHash = await t.template(pointsTemplate());
    const [plain, own] = [await t.pass(templateHash), await t.pass(templateHash, { backgroundColor: 'green' })];
    await t.file(plain);
    await call('insertUpdateTemplate', { templateHash, passConstructor: pointsTemplate({ backgroundColor: 'blue' }) });
    const colour = async (pass: string) =>
      verifyPackage(await t.file(pass), await t.rootPem(), t.now()).passJson.backgroundColor;
    expect(await colour(plain)).toBe('rgb(0, 0, 255)');
    expect(await colour(own)).toBe('rgb(0, 128, 0)');
  });

  test('a public template of somebody else is copied, a private one is not', async () => {
    const { clientHash } = await t.account('copier@example.com');
    const templateHash = await t.template({ ...pointsTemplate(), images: { icon: png } }, { templatePublic: true });
    const copy = await t.call('insertUpdateTemplate', { clientHash, templateHash });
    expect(copy).toMatchObject({ success: true, templateHash: expect.not.stringMatching(templateHash) });
    const [from, to] = [
      await call('templateInfo', { templateHash }),
      await t.call('templateInfo', { clientHash, templateHash: copy.templateHash }),
    ];
    expect(to).toMatchObject({ email: 'copier@example.com', templatePublic: false, templateName: from.templateName });
    expect(to.passConstructor).toEqual(from.passConstructor);
    // A stranger's triggers do not run with the copier's clientHash before the copier has read them.
    expect(to.triggersPaused).toBe(true);
    expect(copy.warnings[0]).toMatchObject({ path: 'triggers', message: expect.stringContaining('paused') });

    await call('insertUpdateTemplate', { templateHash, templatePublic: false });
    const before = await allStored(t);
    const refused = await t.call('insertUpdateTemplate', { clientHash, templateHash });
    expect(refused).toMatchObject({ success: false, code: 'access_denied' });
    expect(await allStored(t)).toEqual(before);
  });

  test('templateId must be the template’s', async () => {
    const templateHash = await t.template(pointsTemplate());
    const before = await allStored(t);
    expect(await call('insertUpdateTemplate', { templateHash, templateId: 999, templateName: 'x' })).toMatchObject({
      success: false,
      code: 'template_id_mismatch',
      field: 'templateId',
    });
    expect(await allStored(t)).toEqual(before);
  });
});

describe('deleteTemplate', () => {
  test('takes passes, events and jobs along', async () => {
    const before = await allStored(t);
    const templateHash = await t.template(pointsTemplate());
    const hashedSerialNumber = await t.pass(templateHash);
    await call('trackPassAccess', { hashedSerialNumber, accessType: 7 });
    await call('updatePassesForTemplate', { templateHash });
    const { templateId } = await call('templateInfo', { templateHash });
    expect(await call('deleteTemplate', { templateHash })).toEqual({ success: true, deletedTemplateId: templateId });
    const after = await allStored(t);
    for (const table of ['templates', 'template_versions', 'passes', 'events', 'jobs']) {
      expect(after[table], table).toEqual(before[table]);
    }
    expect(await call('templateInfo', { templateHash })).toMatchObject({ code: 'template_not_found' });
    expect(await call('passInfo', { hashedSerialNumber })).toMatchObject({ code: 'pass_not_found' });
    const page = await t.fetch(`/pass/create.php?hashedSerialNumber=${hashedSerialNumber}`);
    expect(page.status).toBe(404);
  });
});
