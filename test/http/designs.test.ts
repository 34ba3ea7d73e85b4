// Templates with a second design and with languages: what is saved, answered, packed, signed and exported.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportTemplate } from '../../src/operations/templates/export-template.ts';
import { lintTemplate } from '../../src/operations/templates/lint-template.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';
import { openPackage } from '../fixtures/pass/open-package.ts';
import { noise } from '../fixtures/pass/pictures.ts';
import { sharedPictures } from '../fixtures/pictures/shared-pictures.ts';

let t: TestApp;
const png: Record<string, string> = {};

beforeAll(async () => {
  t = await openTestApp();
  for (const name of ['icon', 'strip', 'french', 'used', 'usedFrench', 'own']) {
    const picture = await noise(1125, 432, `#${Buffer.from(name).toString('hex').slice(0, 6)}`);
    png[name] = `data:image/png;base64,${picture.toString('base64')}`;
  }
});
afterAll(() => t.close());

const voucher = (): JsonObject => ({
  type: 'coupon',
  description: 'Voucher',
  organizationName: 'Corner Bakery',
  structure: {
    primaryFields: [{ key: 'offer', label: 'Offer', value: 'Hello #{name}' }],
    auxiliaryFields: [{ key: 'hint', value: 'Show it at the till' }],
  },
  additional: { name: 'Guest' },
  magicPrefixes: true,
  images: { icon: png.icon!, strip: png.strip! },
  localizedImages: { fr: { strip: png.french! } },
  localizations: {
    fr: { 'Hello #{name}': 'Bonjour #{name}', 'Show it at the till': 'À la caisse' },
    de: { 'Hello #{name}': 'Hallo #{name}' },
  },
  triggers: { onScan: { action: 'PSActionSetValue', targetPath: 'isRedeemed', value: true } },
  redeemed: {
    type: 'coupon',
    structure: { primaryFields: [{ key: 'used', label: 'Offer', value: 'Used' }] },
    images: { icon: png.icon!, strip: png.used! },
    localizedImages: { fr: { 'strip@2x': png.usedFrench! }, de: { strip: png.strip! } },
    localizations: { fr: { Used: 'Utilisé', Offer: 'Offre' } },
  },
});
const opened = async (hash: string) => {
  const { files, passJson } = openPackage(await t.file(hash));
  const strings = (language: string) => Buffer.from(files[`${language}.lproj/pass.strings`] ?? '').toString();
  return { names: Object.keys(files).sort(), files, passJson: passJson as any, strings };
};
const scan = (hash: string) =>
  t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: hash, accessType: 7 });

/** t.file lets OpenSSL verify each of these packages and holds every file against the manifest. */
describe('a signed pass', () => {
  test('has both languages, and after the scan that redeems it the other design in both', async () => {
    const hash = await t.pass(await t.template(voucher()), { name: 'Zoë "Z"' });
    const before = await opened(hash);
    const strips = ['strip.png', 'strip@2x.png', 'strip@3x.png'];
    expect(before.names.filter((name) => name.includes('.lproj/'))).toEqual(
      ['de.lproj/pass.strings', 'fr.lproj/pass.strings', ...strips.map((name) => `fr.lproj/${name}`)].sort(),
    );
    expect(before.files['fr.lproj/strip@2x.png']).not.toEqual(before.files['strip@2x.png']);
    expect(before.passJson.coupon.primaryFields[0].value).toBe('Hello Zoë "Z"');
    expect(before.strings('fr')).toBe(
      '"Hello Zoë \\"Z\\"" = "Bonjour Zoë \\"Z\\"";\n"Show it at the till" = "À la caisse";\n',
    );
    expect(before.strings('de')).toBe('"Hello Zoë \\"Z\\"" = "Hallo Zoë \\"Z\\"";\n');

    expect(await scan(hash)).toMatchObject({ success: true, updated: true, description: 'Used' });
    const after = await opened(hash);
    expect(after.passJson.coupon).toEqual({ primaryFields: [{ key: 'used', label: 'Offer', value: 'Used' }] });
    expect(after.passJson).toMatchObject({ description: 'Voucher', organizationName: 'Corner Bakery' });
    // German has only images now, and a folder for them.
    expect(after.names.filter((name) => name.includes('.lproj/'))).toEqual(
      [...strips.map((name) => `de.lproj/${name}`), 'fr.lproj/pass.strings']
        .concat(['fr.lproj/strip.png', 'fr.lproj/strip@2x.png'])
        .sort(),
    );
    expect(after.strings('fr')).toBe('"Offer" = "Offre";\n"Used" = "Utilisé";\n');
    expect(after.files['strip.png']).not.toEqual(before.files['strip.png']);

    const set = (isRedeemed: unknown) =>
      t.call('updatePassFields', { clientHash: t.clientHash, hashedSerialNumber: hash, isRedeemed });
    expect(await set(false)).toMatchObject({ success: true, updated: true });
    expect((await opened(hash)).files).toEqual(
      expect.objectContaining({ 'fr.lproj/strip.png': before.files['fr.lproj/strip.png'] }),
    );
  });

  test('each has its own translations, and its own image before that of any language', async () => {
    const template = await t.template(voucher());
    const [anna, bert] = [await t.pass(template, { name: 'Anna' }), await t.pass(template, { name: 'Bert' })];
    expect((await opened(anna)).strings('fr')).toContain('"Hello Anna" = "Bonjour Anna"');
    expect((await opened(bert)).strings('fr')).toContain('"Hello Bert" = "Bonjour Bert"');
    const own = await opened(await t.pass(template, { images_strip: png.own! }));
    expect(own.names.filter((name) => /lproj\/strip/.test(name))).toEqual([]);
  });

  test('a clientHash gets into no translation', async () => {
    const template = await t.template({ ...voucher(), localizations: { fr: { Offer: 'Offre {clientHash}{note}' } } });
    const hash = await t.pass(template, { name: t.clientHash });
    expect((await opened(hash)).strings('fr')).toBe('"Offer" = "Offre {note}";\n');
    const keyed = await t.template({ ...voucher(), localizations: { fr: { 'Hello {name}': 'Bonjour {name}' } } });
    const { passJson, strings } = await opened(await t.pass(keyed, { name: t.clientHash }));
    expect(passJson.coupon.primaryFields[0].value).toBe('Hello ');
    expect(strings('fr')).toBe('"Hello " = "Bonjour ";\n');
  });

  test('the page of a redeemed pass draws the design that is shown', async () => {
    const hash = await t.pass(await t.template(voucher()));
    const page = async () => (await t.fetch(`/pass/create.php?hashedSerialNumber=${hash}`)).text();
    expect(await page()).toContain('Hello Guest');
    await scan(hash);
    expect(await page()).toContain('Used');
    expect(await page()).not.toContain('Hello Guest');
  });
});

describe('a template', () => {
  const info = (templateHash: string) => t.call('templateInfo', { clientHash: t.clientHash, templateHash });

  test('answers what was sent, its images as URLs, and can be sent back', async () => {
    const templateHash = await t.template(voucher());
    const { passConstructor } = await info(templateHash);
    const url = expect.stringMatching(/^http:\/\/passes\.test\/images\/[0-9a-f]{64}$/);
    const sent = voucher() as any;
    expect(passConstructor).toEqual({
      ...sent,
      images: { icon: url, strip: url },
      localizedImages: { fr: { strip: url } },
      redeemed: {
        ...sent.redeemed,
        images: { icon: url, strip: url },
        localizedImages: { fr: { 'strip@2x': url }, de: { strip: url } },
      },
    });
    await t.call('insertUpdateTemplate', { clientHash: t.clientHash, templateHash, passConstructor });
    expect((await info(templateHash)).passConstructor).toEqual(passConstructor);
  });

  test('saved without its images keeps them, in both designs', async () => {
    const templateHash = await t.template(voucher());
    const { passConstructor } = await info(templateHash);
    const { images: _, localizedImages: __, redeemed, ...rest } = voucher() as any;
    const { images: ___, localizedImages: ____, ...used } = redeemed;
    const sent = { ...rest, redeemed: used };
    await t.call('insertUpdateTemplate', { clientHash: t.clientHash, templateHash, passConstructor: sent });
    expect((await info(templateHash)).passConstructor).toEqual(passConstructor);
    await t.call('insertUpdateTemplate', {
      clientHash: t.clientHash,
      templateHash,
      passConstructor: { ...rest, triggers: {} },
    });
    expect((await info(templateHash)).passConstructor).not.toHaveProperty('redeemed');
  });

  test('is refused with an image that is none, which is named, and nothing is stored', async () => {
    const broken = voucher() as any;
    broken.redeemed.localizedImages.fr = { strip: 'data:image/png;base64,AAAA' };
    const answer = await t.call('insertUpdateTemplate', {
      clientHash: t.clientHash,
      templateName: 'Broken',
      passConstructor: broken,
    });
    expect(answer).toMatchObject({ success: false });
    expect(answer.message).toContain('redeemed_localizedImages_fr_strip');
    const diagnostics = await lintTemplate(sharedPictures(), broken);
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ path }) => path)).toEqual([
      'redeemed_localizedImages_fr_strip',
    ]);
    const { templates } = await t.call('allTemplates', { clientHash: t.clientHash });
    expect(templates.map((each: JsonObject) => each.templateName)).not.toContain('Broken');
  });

  test('is exported with every image, and imported again is the same', async () => {
    const exported = await exportTemplate(t.app.context, await t.template(voucher()));
    expect(exported.passConstructor).toEqual(voucher());
    const { passConstructor } = await exportTemplate(t.app.context, await t.template(exported.passConstructor));
    expect(passConstructor).toEqual(voucher());
  });
});
