// A reader that is not ours, KDE's KPkPass, opens what we make and finds the same: fields, barcodes, images, languages.
// It looks at no signature; test/fixtures/pass/open-package.ts has OpenSSL do that for the same files.
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../../../src/examples.ts';
import type { JsonObject } from '../../../src/rules/values/values.ts';
import { openTestApp, type TestApp } from '../../fixtures/open-app.ts';
import { openPackage } from '../../fixtures/pass/open-package.ts';
import { buildReader, type Reader, type ReadPass, WITHOUT_KPKPASS } from './kpkpass.ts';

const GROUPS = ['headerFields', 'primaryFields', 'secondaryFields', 'auxiliaryFields', 'backFields'] as const;
/** Our name -> KPkPass's. */
const STYLES: Readonly<Record<string, string>> = {
  boardingPass: 'BoardingPass',
  coupon: 'Coupon',
  eventTicket: 'EventTicket',
  generic: 'Generic',
  storeCard: 'StoreCard',
};

type Texts = Readonly<Record<string, string>>;

/**
 * Texts that escaping gets wrong: in pass.json, in pass.strings, and in the barcode's encoding. No translated one has a
 * straight quote: KPkPass 22.12 keeps the backslash before it, which Apple's format requires.
 */
const HARD_TEXT = 'Say "hi" \\ back\\slash\nnext line; {braces} = %@ ü ß 日本 🎟';
const HARD: JsonObject = {
  type: 'generic',
  description: HARD_TEXT,
  organizationName: 'Zoë & Søn <GmbH>',
  structure: {
    primaryFields: [{ key: 'hard', label: 'LABEL', value: HARD_TEXT }],
    secondaryFields: [
      { key: 'plain', label: 'PLAIN', value: 'Stays as it is' },
      { key: 'said', label: 'SAID', value: 'Hello', changeMessage: 'It says: %@' },
    ],
    backFields: [{ key: 'empty', label: 'EMPTY', value: '' }],
  },
  barcode: { format: 'PKBarcodeFormatQR', message: 'Grüße, 日本', altText: 'ALT' },
  localizations: {
    de: {
      LABEL: 'SCHILD „EINS“',
      Hello: 'Grüß „Gott“\nund zurück \\ vor',
      'It says: %@': 'Es sagt: %@',
      ALT: 'ANDERS',
    },
    ja: { LABEL: '札「一」', Hello: 'こんにちは', 'It says: %@': '「%@」と言う', ALT: '代わり' },
  },
};

describe.skipIf(WITHOUT_KPKPASS)('KPkPass', () => {
  let t: TestApp;
  let reader: Reader;
  /** Name -> file and the translations that it should hold. */
  const passes = new Map<string, { bytes: Uint8Array; localizations: Readonly<Record<string, Texts>> }>();

  beforeAll(async () => {
    const examples = [...(await readExamples()), { templateName: 'Hard texts', passConstructor: HARD }];
    [t, reader] = await Promise.all([openTestApp(), buildReader()]);
    for (const { templateName, passConstructor } of examples) {
      const hash = await t.pass(await t.template(passConstructor, { templateName }));
      // So that fields that wait for it are there too.
      await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: hash, accessType: 4 });
      const localizations = (passConstructor.localizations ?? {}) as Record<string, Texts>;
      passes.set(templateName, { bytes: await t.file(hash), localizations });
    }
  });
  afterAll(() => Promise.all([t?.close(), reader?.close()]));

  test('reads every example and the hard texts as we wrote them', async () => {
    const styles = new Set<string>();
    const formats = new Set<string>();
    for (const [name, { bytes }] of passes) {
      const read = await reader.read(bytes);
      const { passJson } = openPackage(bytes);
      expect(withoutImages(read), name).toEqual(expected(passJson, {}));
      styles.add(read.type);
      for (const barcode of read.barcodes) formats.add((barcode as { format: string }).format);
    }
    expect([...styles].sort()).toEqual(Object.values(STYLES));
    expect([...formats].sort()).toEqual(['Aztec', 'Code128', 'PDF417', 'QR'].map((name) => `PKBarcodeFormat${name}`));
  });

  test('reads the same pixels, in every density', async () => {
    const kinds = new Set<string>();
    for (const [name, { bytes }] of passes) {
      const { files } = openPackage(bytes);
      const pictures = Object.entries(files).filter(([file]) => file.endsWith('.png'));
      const drawn = await Promise.all(
        pictures.map(async ([file, png]) => [file.replace('.png', ''), await pixelsOf(png)] as const),
      );
      expect((await reader.read(bytes)).images, name).toEqual(Object.fromEntries(drawn));
      for (const [kind] of drawn) kinds.add(kind.replace(/@.*/, ''));
    }
    expect([...kinds].sort()).toEqual(['background', 'footer', 'icon', 'logo', 'strip', 'thumbnail']);
  });

  test('reads every language, and the texts of pass.json where there is none', async () => {
    const languages = new Set<string>();
    for (const [name, { bytes, localizations }] of passes) {
      const { passJson } = openPackage(bytes);
      for (const [language, texts] of [...Object.entries(localizations), ['sv', {}] as const]) {
        expect(withoutImages(await reader.read(bytes, language)), `${name}, ${language}`).toEqual(
          expected(passJson, texts),
        );
        languages.add(language);
      }
    }
    expect([...languages].sort()).toEqual(['de', 'fr', 'ja', 'pt', 'sv']);
    const { bytes } = passes.get('Hard texts')!;
    const said = ((await reader.read(bytes, 'de')).secondaryFields as any[])[1];
    expect(said).toMatchObject({ value: 'Grüß „Gott“\nund zurück \\ vor', label: 'SAID' });
  });

  test('refuses what is no pass', async () => {
    const { bytes } = passes.get('Hard texts')!;
    await expect(reader.read(bytes.subarray(0, bytes.length - 30))).rejects.toThrow('KPkPass does not take this file');
  });
});

function withoutImages({ images, ...others }: ReadPass) {
  return others;
}

/** What KPkPass should say of a pass.json, in the language of these texts. */
function expected(passJson: any, texts: Texts) {
  const said = (text: string | undefined) => (text === undefined ? '' : (texts[text] ?? text));
  const [style] = Object.keys(STYLES).filter((name) => name in passJson);
  const field = ({ key, label, value, attributedValue, changeMessage, dateStyle, timeStyle }: any) => {
    // KPkPass 22.12 reads texts only: a number as nothing (later versions read it), a date as a time.
    const text = typeof value === 'number' ? '' : said(attributedValue ?? value);
    return {
      key,
      label: said(label),
      value: dateStyle || timeStyle ? new Date(text).toISOString().replace('.000', '') : text,
      changeMessage: dateStyle || timeStyle ? expect.any(String) : said(changeMessage).replaceAll('%@', text),
    };
  };
  return {
    type: STYLES[style!],
    // KPkPass translates neither of these two.
    description: passJson.description,
    organizationName: passJson.organizationName,
    logoText: said(passJson.logoText),
    passTypeIdentifier: passJson.passTypeIdentifier,
    serialNumber: passJson.serialNumber,
    authenticationToken: passJson.authenticationToken,
    webServiceURL: passJson.webServiceURL,
    backgroundColor: hex(passJson.backgroundColor),
    foregroundColor: hex(passJson.foregroundColor),
    labelColor: hex(passJson.labelColor),
    ...Object.fromEntries(GROUPS.map((group) => [group, (passJson[style!][group] ?? []).map(field)])),
    barcodes: (passJson.barcodes ?? []).map(({ altText, ...barcode }: any) => ({ ...barcode, altText: said(altText) })),
  };
}

/** `rgb(1, 2, 3)` as KPkPass says it; black for none. */
function hex(colour: string | undefined): string {
  const parts = colour?.match(/\d+/g) ?? ['0', '0', '0'];
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
}

async function pixelsOf(png: Uint8Array) {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, sha1: createHash('sha1').update(data).digest('hex') };
}
