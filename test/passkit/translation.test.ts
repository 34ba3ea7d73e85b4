// PassKit's JSON becomes a constructor: every parameter of the guide and where it ends up.
import { describe, expect, test } from 'vitest';
import { CURRENCIES, LANGUAGES } from '../../src/http/passkit/languages.ts';
import { read } from '../../src/http/passkit/shapes.ts';
import { imagePlace, withFileNames, withImages } from '../../src/http/passkit/template-images.ts';
import { template } from '../../src/http/passkit/template-schema.ts';
import { constructorOf } from '../../src/http/passkit/template-translation.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { DESIGN, FIELD, TEMPLATE } from '../fixtures/passkit/guide-bodies.ts';

/** The guide's template with another design. */
function translated(passbook: JsonObject, parts: JsonObject = {}): Record<string, any> {
  return constructorOf(read(template, { ...TEMPLATE, passbook, ...parts }), { redeemed: false });
}

const PLAIN: JsonObject = { type: 'storeCard', desc: 'A card' };
const withField = (group: string, field: JsonObject) =>
  translated({ ...PLAIN, [group]: [{ defaultValue: 'x', format: { type: 'text' }, ...field }] });

describe('the design', () => {
  test("the guide's template", () => {
    const made = constructorOf(read(template, TEMPLATE), { redeemed: false });
    expect(made).toEqual({
      type: 'generic',
      description: 'Basic description of the template.',
      organizationName: 'Organisation Name',
      associatedStoreIdentifiers: [967907684],
      backgroundColor: 'rgb(245, 244, 244)',
      labelColor: 'rgb(22, 88, 168)',
      foregroundColor: 'rgb(53, 153, 219)',
      structure: {
        headerFields: [
          {
            key: 'headerField1',
            label: 'Points',
            value: '#{points}',
            changeMessage: 'Your new point balance is %@',
            textAlignment: 'PKTextAlignmentRight',
            numberStyle: 'PKNumberStyleDecimal',
          },
        ],
        secondaryFields: [{ key: 'secondaryField1', value: 'Hello', textAlignment: 'PKTextAlignmentLeft' }],
        backFields: [
          { key: 'backField1', label: 'Find us', value: 'contact.example.com' },
          { key: 'backField2', label: 'Customer Service Number', value: '1234567' },
        ],
      },
      localizations: { fr: { Hello: 'Bonjour' } },
      magicPrefixes: true,
      additional: { points: { PSValue: null, PSEditable: true, PSLabel: 'points' }, isRedeemed: false },
    });
    expect(compileTemplate(made).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test("the guide's overall structure", () => {
    expect(translated(DESIGN)).toMatchObject({
      type: 'generic',
      transitType: 'PKTransitTypeAir',
      description: 'Description of the template',
      organizationName: 'Example Company',
      logoText: 'My Company',
      associatedStoreIdentifiers: [284882215],
      appLaunchURL: 'fb://profile/331998086879963',
      maxDistance: 10,
      groupingIdentifier: 'PassGroup1',
      relevantDate: '2010-08-01T00:00:00Z',
      userInfo: { Name: 'Percy' },
      locations: [
        {
          latitude: 22.28735687010302,
          longitude: 114.14827988250626,
          altitude: 15,
          relevantText: 'Welcome to PassKit',
        },
      ],
      beacons: [
        {
          proximityUUID: '19d5f76a-fd04-5aa3-b16e-e93277163af6',
          major: 0,
          minor: 0,
          relevantText: 'Welcome to PassKit',
        },
      ],
      barcode: {
        format: 'PKBarcodeFormatPDF417',
        message: 'BarcodeText',
        messageEncoding: 'UTF-8',
        altText: 'Text below the barcode',
      },
      nfc: { message: 'messageForTerminal', encryptionPublicKey: 'L0ngRand0m3ncrypt1onK3y' },
      structure: { headerFields: [], primaryFields: [], secondaryFields: [], auxiliaryFields: [], backFields: [] },
    });
  });

  test.each([
    ['air', 'Air'],
    ['boat', 'Boat'],
    ['bus', 'Bus'],
    ['generic', 'Generic'],
    ['train', 'Train'],
  ])('transit type %s', (transitType, name) => {
    expect(translated({ ...PLAIN, type: 'boardingPass', transitType }).transitType).toBe(`PKTransitType${name}`);
  });

  test.each([
    [{ red: 1, green: 2, blue: 3 }, 'rgb(1, 2, 3)'],
    ['#17bb52', '#17bb52'],
    ['000000', '#000000'],
  ])('colour %j', (bgColor, backgroundColor) => {
    expect(translated({ ...PLAIN, bgColor }).backgroundColor).toBe(backgroundColor);
  });

  test.each([
    ['qr', 'PKBarcodeFormatQR'],
    ['pdf417', 'PKBarcodeFormatPDF417'],
    ['aztec', 'PKBarcodeFormatAztec'],
    ['code128', 'PKBarcodeFormatCode128'],
  ])('barcode %s', (format, name) => {
    expect(translated({ ...PLAIN, barcode: { format, message: 'm' } }).barcode.format).toBe(name);
  });

  test.each([
    [
      { message: 'm', altText: 'a' },
      { message: 'm', altText: 'a' },
    ],
    [
      { message: 'm', messageOption: 'message', altText: 'a', altTextOption: 'text' },
      { message: 'm', altText: 'a' },
    ],
    [
      { messageOption: 'pid', altTextOption: 'pid' },
      { message: '{hashedSerialNumber}', altText: '{hashedSerialNumber}' },
    ],
    [{ message: 'm', messageOption: 'pid', altText: 'a', altTextOption: 'none' }, { message: '{hashedSerialNumber}' }],
  ])('barcode options %j', (options, barcode) => {
    const made = translated({ ...PLAIN, barcode: { format: 'qr', ...options } }).barcode;
    expect(made).toEqual({ format: 'PKBarcodeFormatQR', ...barcode });
  });
});

describe('fields', () => {
  test("the guide's field, with options of other types that do nothing", () => {
    expect(withField('secondary', FIELD).structure.secondaryFields).toEqual([
      {
        key: 'secondaryField1',
        label: 'Item Label',
        value: 'Item Value',
        changeMessage: 'Value Changed',
        attributedValue: '<a href="https://cherrypie.passkit.net">CherryPie</a>',
        textAlignment: 'PKTextAlignmentLeft',
      },
    ]);
  });

  test.each([
    ['left', 'PKTextAlignmentLeft'],
    ['center', 'PKTextAlignmentCenter'],
    ['right', 'PKTextAlignmentRight'],
    ['natural', 'PKTextAlignmentNatural'],
    ['', undefined],
  ])('aligned %s', (textAlign, textAlignment) => {
    expect(withField('auxiliary', { textAlign }).structure.auxiliaryFields[0].textAlignment).toBe(textAlignment);
    expect(withField('primary', { textAlign }).structure.primaryFields[0]).not.toHaveProperty('textAlignment');
  });

  test.each([
    ['decimal', 'PKNumberStyleDecimal'],
    ['percent', 'PKNumberStylePercent'],
    ['scientific', 'PKNumberStyleScientific'],
    ['spellout', 'PKNumberStyleSpellOut'],
    ['', 'PKNumberStyleDecimal'],
  ])('number format %s', (numberFormat, numberStyle) => {
    const field = { defaultValue: 2.5, format: { type: 'number', numberFormat } };
    expect(withField('header', field).structure.headerFields[0]).toEqual({
      key: 'headerField1',
      value: 2.5,
      numberStyle,
    });
  });

  test('currency', () => {
    const field = { defaultValue: '9.90', format: { type: 'currency', currencyCode: 'EUR' } };
    expect(withField('header', field).structure.headerFields[0]).toEqual({
      key: 'headerField1',
      value: '9.90',
      currencyCode: 'EUR',
    });
  });

  test.each([
    [{ type: 'date' }, { dateStyle: 'PKDateStyleMedium', timeStyle: 'PKDateStyleNone' }],
    [{ type: 'dateTime' }, { dateStyle: 'PKDateStyleMedium', timeStyle: 'PKDateStyleShort' }],
    [
      { type: 'dateTime', dateFormat: 'none', timeFormat: 'full', ignoreTimezone: true, isRelative: true },
      { dateStyle: 'PKDateStyleNone', timeStyle: 'PKDateStyleFull', ignoresTimeZone: true, isRelative: true },
    ],
    [
      { type: 'date', dateFormat: 'short', timeFormat: 'long', ignoreTimezone: false, isRelative: false },
      { dateStyle: 'PKDateStyleShort', timeStyle: 'PKDateStyleLong' },
    ],
  ])('date format %j', (format, styles) => {
    const value = '2026-01-01T00:00:00Z';
    const made = withField('header', { defaultValue: value, format }).structure.headerFields[0];
    expect(made).toEqual({ key: 'headerField1', value, ...styles });
  });

  test.each([
    ['phone', 'PKDataDetectorTypePhoneNumber'],
    ['link', 'PKDataDetectorTypeLink'],
    ['address', 'PKDataDetectorTypeAddress'],
    ['event', 'PKDataDetectorTypeCalendarEvent'],
  ])('detector %s', (type, name) => {
    expect(withField('back', { detectorTypes: [type] }).structure.backFields[0].dataDetectorTypes).toEqual([name]);
    expect(withField('header', { detectorTypes: [type] }).structure.headerFields[0]).not.toHaveProperty(
      'dataDetectorTypes',
    );
  });

  test('no detectors at all differ from detectors left out', () => {
    expect(withField('back', { detectorTypes: [] }).structure.backFields[0].dataDetectorTypes).toEqual([]);
    expect(withField('back', {}).structure.backFields[0]).not.toHaveProperty('dataDetectorTypes');
  });

  test('a generated key steps aside for one that was given', () => {
    const format = { type: 'text' };
    const passbook = {
      ...PLAIN,
      header: [
        { defaultValue: 'a', format },
        { itemName: 'headerField1', defaultValue: 'b', format },
      ],
    };
    const keys = translated(passbook).structure.headerFields.map(({ key }: { key: string }) => key);
    expect(keys).toEqual(['headerField1_', 'headerField1']);
  });
});

describe('the lists of the guide', () => {
  test.each(LANGUAGES)('language %s', (language) => {
    const made = translated(PLAIN, { language, passbookLang: { [language]: { text: { a: 'b' } } } });
    expect(made.localizations).toEqual({ [language]: { a: 'b' } });
    expect(compileTemplate(made).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('are whole', () => {
    expect(LANGUAGES).toHaveLength(34);
    expect(new Set(CURRENCIES).size).toBe(CURRENCIES.length);
    expect(CURRENCIES).toHaveLength(179);
  });

  test.each(CURRENCIES)('currency %s', (currencyCode) => {
    const field = { defaultValue: 1, format: { type: 'currency', currencyCode } };
    expect(withField('header', field).structure.headerFields[0]).toMatchObject({ currencyCode });
  });
});

describe('dynamic keys', () => {
  test('types, defaults and who may edit', () => {
    const dynamicKeys = [
      { key: 'points', type: 'number', defaultValue: 100, isEditable: false },
      { key: 'level', type: 'number', defaultValue: 1, isEditable: true },
      { key: 'born', type: 'dateTime', isEditable: true },
      { key: 'name', type: 'string' },
    ];
    expect(translated(PLAIN, { dynamicKeys }).additional).toEqual({
      points: 100,
      level: {
        ...{ PSValue: 1, PSEditable: true, PSLabel: 'level' },
        ...{ PSAttributeType: 'PSAttributeTypeStepper', PSValidation: 'VDecimal' },
      },
      born: { PSValue: null, PSEditable: true, PSLabel: 'born', PSAttributeType: 'PSAttributeTypeDate' },
      name: null,
      isRedeemed: false,
    });
  });
});

describe('a redeemed state', () => {
  test('has a design and texts of its own', () => {
    const made = translated(PLAIN, {
      passbookRedeem: { ...PLAIN, desc: 'Used' },
      passbookLangRedeem: { fr: { text: { Used: 'Utilisé' } } },
    });
    expect(made.redeemed).toMatchObject({ description: 'Used', localizations: { fr: { Used: 'Utilisé' } } });
  });

  test('with nothing but images looks like the default one', () => {
    const made = constructorOf(read(template, TEMPLATE), { redeemed: true });
    expect(made.redeemed).toMatchObject({ description: 'Basic description of the template.' });
  });
});

describe('images', () => {
  test.each([
    ['passbook-IconFile', { design: 'passbook', language: null, slot: 'icon', key: 'iconFile' }],
    ['passbook-fr-StripFile', { design: 'passbook', language: 'fr', slot: 'strip', key: 'stripFile' }],
    [
      'passbookRedeem-zh-Hans-BgFile',
      { design: 'passbookRedeem', language: 'zh-Hans', slot: 'background', key: 'bgFile' },
    ],
    ['passbookRedeem-ThumbFile', { design: 'passbookRedeem', language: null, slot: 'thumbnail', key: 'thumbFile' }],
    ['passbook-xx-IconFile', null],
    ['passbook-Icon', null],
    ['IconFile', null],
  ])('%s', (name, place) => {
    expect(imagePlace(name)).toEqual(place);
  });

  test('stand in the design and language that they are for', () => {
    const image = (name: string, hash: string) => ({ ...imagePlace(name)!, hash });
    const images = [
      image('passbook-IconFile', 'a'),
      image('passbook-fr-StripFile', 'b'),
      image('passbookRedeem-LogoFile', 'c'),
      image('passbookRedeem-fr-LogoFile', 'd'),
    ];
    expect(withImages({ images: { 'icon@2x': 'old', logo: 'kept' } }, images)).toEqual({
      images: { logo: 'kept', icon: 'a' },
      localizedImages: { fr: { strip: 'b' } },
      redeemed: { images: { logo: 'c' }, localizedImages: { fr: { logo: 'd' } } },
    });
  });

  test('their names are answered', () => {
    const named = (name: string) => ({ ...imagePlace(name)!, fileName: `${name}.png` });
    expect(withFileNames({ passbook: PLAIN }, [named('passbook-IconFile'), named('passbook-fr-StripFile')])).toEqual({
      passbook: { ...PLAIN, iconFile: 'passbook-IconFile.png' },
      passbookLang: { fr: { stripFile: 'passbook-fr-StripFile.png' } },
    });
  });
});
