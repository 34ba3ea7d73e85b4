// KPkPass reads both designs of a template in each of its languages.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../../fixtures/open-app.ts';
import { buildReader, type Reader, WITHOUT_KPKPASS } from './kpkpass.ts';

const VOUCHER = {
  type: 'generic',
  description: 'Voucher',
  organizationName: 'Corner Bakery',
  magicPrefixes: true,
  additional: { name: 'Guest' },
  structure: { primaryFields: [{ key: 'offer', label: 'Offer', value: 'Hello #{name}' }] },
  localizations: {
    fr: { 'Hello #{name}': 'Bonjour #{name}', Offer: 'Offre' },
    de: { 'Hello #{name}': 'Hallo #{name}', Offer: 'Angebot' },
  },
  triggers: { onScan: { action: 'PSActionSetValue', targetPath: 'isRedeemed', value: true } },
  redeemed: {
    type: 'generic',
    structure: { primaryFields: [{ key: 'used', label: 'Used by', value: '#{name}' }] },
    localizations: { fr: { 'Used by': 'Utilisé par' }, de: { 'Used by': 'Eingelöst von' } },
  },
};

describe.skipIf(WITHOUT_KPKPASS)('KPkPass', () => {
  let t: TestApp;
  let reader: Reader;
  beforeAll(async () => {
    [t, reader] = await Promise.all([openTestApp(), buildReader()]);
  });
  afterAll(() => Promise.all([t?.close(), reader?.close()]));

  test('shows the texts of the language, before and after the pass is redeemed', async () => {
    const hash = await t.pass(await t.template(VOUCHER), { name: 'Zoë' });
    const said = async (language: string) => {
      const { primaryFields } = (await reader.read(await t.file(hash), language)) as any;
      return primaryFields.map(({ label, value }: { label: string; value: string }) => `${label}: ${value}`);
    };
    expect(await said('fr')).toEqual(['Offre: Bonjour Zoë']);
    expect(await said('de')).toEqual(['Angebot: Hallo Zoë']);
    expect(await said('en')).toEqual(['Offer: Hello Zoë']);
    await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: hash, accessType: 7 });
    expect(await said('fr')).toEqual(['Utilisé par: Zoë']);
    expect(await said('de')).toEqual(['Eingelöst von: Zoë']);
    expect(await said('en')).toEqual(['Used by: Zoë']);
  });
});
