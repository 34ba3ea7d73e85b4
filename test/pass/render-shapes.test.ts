// The shapes that Wallet reads: colours, numbers, truths, dates, texts and barcodes, from values that came as texts.
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { rendered, renderedField } from '../fixtures/rules/render-sample.ts';

describe('colours', () => {
  it.each([
    ['#17bb52', 'rgb(23, 187, 82)'],
    ['#FFF', 'rgb(255, 255, 255)'],
    ['rgb(1,2,3)', 'rgb(1, 2, 3)'],
    ['rgb(10%, 20%, 30%)', 'rgb(26, 51, 77)'],
    ['rgba(1, 2, 3, 0.5)', 'rgb(1, 2, 3)'],
    ['#11223344', 'rgb(17, 34, 51)'],
    ['Navy', 'rgb(0, 0, 128)'],
    [' seagreen ', 'rgb(46, 139, 87)'],
    ['{tint}', 'rgb(255, 0, 0)'],
  ])('%j is written %s', (colour, written) => {
    const keys = ['backgroundColor', 'foregroundColor', 'labelColor', 'stripColor', 'footerBackgroundColor'];
    const parts = Object.fromEntries(keys.map((key) => [key, colour]));
    const pass = rendered({ ...parts, additional: { tint: 'red' } });
    expect(keys.map((key) => pass[key])).toEqual(keys.map(() => written));
  });

  it.each(['bluish', '', '12', 'rgb(1,2)', '{nope}', 5])('%j is no colour and is left out', (colour) => {
    expect(rendered({}, { backgroundColor: colour })).not.toHaveProperty('backgroundColor');
  });
});

describe('numbers where a number style asks for one', () => {
  it.each<[JsonObject, JsonObject]>([
    [
      { value: '25', numberStyle: 'PKNumberStyleDecimal' },
      { value: 25, numberStyle: 'PKNumberStyleDecimal' },
    ],
    [
      { value: ' 2.50 ', currencyCode: 'EUR' },
      { value: 2.5, currencyCode: 'EUR' },
    ],
    [
      { value: '{n}', currencyCode: 'EUR' },
      { value: 12.5, currencyCode: 'EUR' },
    ],
    [
      { value: 5, currencyCode: '{c}' },
      { value: 5, currencyCode: 'USD' },
    ],
    [{ value: 'soon', numberStyle: 'PKNumberStyleDecimal', currencyCode: 'EUR' }, { value: 'soon' }],
    [{ value: '', currencyCode: 'EUR' }, { value: '' }],
    [{ value: '25' }, { value: '25' }],
    [{ value: '007' }, { value: '007' }],
    [{ value: '25', numberStyle: '', currencyCode: '' }, { value: '25' }],
  ])('%j', (field, shape) => {
    const pass = rendered({
      structure: { headerFields: [{ key: 'a', ...field }] },
      additional: { n: '12.5', c: 'USD' },
    });
    expect((pass.storeCard as JsonObject).headerFields).toEqual([{ key: 'a', ...shape }]);
  });
});

describe('dates where a date style asks for one', () => {
  const style = { dateStyle: 'PKDateStyleShort', timeStyle: 'PKDateStyleShort', isRelative: 'true' };
  it.each([
    ['2025-12-31T20:00Z', '2025-12-31T20:00Z'],
    ['2025-12-31T20:00:00+01:00', '2025-12-31T20:00:00+01:00'],
    ['2025-12-31T20:00:00.5Z', '2025-12-31T20:00:00Z'],
  ])('%s', (given, value) => {
    expect(renderedField({ value: given, ...style })).toEqual({ key: 'a', value, ...style, isRelative: true });
  });
  it.each(['soon', '31.12.2025', '2025-13-45', ''])('%j is shown as text', (value) => {
    const headerFields = [{ key: 'a', value: '{date}', ...style }];
    const pass = rendered({ structure: { headerFields }, additional: { date: value } });
    expect((pass.storeCard as JsonObject).headerFields).toEqual([{ key: 'a', value }]);
  });
  it('magic strings in relevantDates and semantics: a date that Wallet could not read is left out', () => {
    const pass = rendered({
      relevantDates: [{ date: '{good}' }, { date: '{bad}' }, { startDate: '{good}', endDate: '{good}' }],
      semantics: { eventStartDate: '{bad}', eventName: '{bad}', eventEndDate: '{good}' },
      upcomingPassInformation: [{ identifier: 'a', dateInformation: { date: '{good}' } }],
      additional: { good: '2031-05-06T07:08:09.123+0200', bad: '2031-02-30T07:08Z' },
    });
    const date = '2031-05-06T07:08:09+02:00';
    expect([pass.relevantDates, pass.semantics, pass.upcomingPassInformation]).toEqual([
      [
        { date, relevantDate: date },
        { startDate: date, endDate: date },
      ],
      { eventName: '2031-02-30T07:08Z', eventEndDate: date },
      [{ identifier: 'a', dateInformation: { date } }],
    ]);
  });
  const dated = (value: string, parts: JsonObject, more: JsonObject = {}) => {
    const headerFields = [{ key: 'a', value, dateStyle: 'PKDateStyleShort', ...more }];
    const pass = rendered({ structure: { headerFields }, ...parts });
    return (pass.storeCard as { headerFields: JsonObject[] }).headerFields[0];
  };
  it.each<[number | undefined, string]>([
    [undefined, 'Z'],
    [0, '+00:00'],
    [5.5, '+05:30'],
    [-10, '-10:00'],
    [-3.5, '-03:30'],
    [12.75, '+12:45'],
  ])('a date without a zone is in that of the template: %s', (timezone, zone) => {
    const parts: JsonObject = timezone === undefined ? {} : { timezone };
    const dateStyle = 'PKDateStyleShort';
    expect(dated('2016-01-01T10:00:00', parts)).toEqual({ key: 'a', value: `2016-01-01T10:00:00${zone}`, dateStyle });
    expect(dated('2016-01-01T10:00', parts)?.value).toBe(`2016-01-01T10:00${zone}`);
    expect(dated('2016-01-01T10:00:00-08:00', parts)?.value).toBe('2016-01-01T10:00:00-08:00');
    expect(rendered(parts)).not.toHaveProperty('timezone');
  });
  it('a day alone is that day wherever the phone is, and shows no time', () => {
    const value = '2016-01-01T00:00:00+05:30';
    const day = { key: 'a', value, dateStyle: 'PKDateStyleShort', timeStyle: 'PKDateStyleNone' };
    expect(dated('2016-01-01', { timezone: 5.5 })).toEqual({ ...day, ignoresTimeZone: true });
    expect(dated('2016-01-01', { timezone: 5.5 }, { ignoresTimeZone: false, timeStyle: 'PKDateStyleLong' })).toEqual({
      ...day,
      ignoresTimeZone: false,
    });
  });
  it('the dates of the pass itself have the zone of the template, a day alone says no moment', () => {
    const parts = { timezone: 1, relevantDate: '2016-01-01T10:00:00' };
    expect(rendered(parts, { expirationDate: '2016-01-01' })).toMatchObject({
      relevantDate: '2016-01-01T10:00:00+01:00',
    });
    expect(rendered(parts, { expirationDate: '2016-01-01' })).not.toHaveProperty('expirationDate');
  });
  it('a pass without a readable expirationDate or relevantDate has none', () => {
    expect(rendered({}, { expirationDate: '2025-12-31T20:00:00Z' }).expirationDate).toBe('2025-12-31T20:00:00Z');
    expect(rendered({}, { expirationDate: 'never' })).not.toHaveProperty('expirationDate');
    expect(rendered({}, { relevantDate: '2025-12-31' })).not.toHaveProperty('relevantDate');
    expect(rendered({}, { relevantDate: '{timestamp}' }).relevantDate).toBe('2023-11-14T22:13:20Z');
  });
});

describe('truths', () => {
  it.each<[JsonValue, boolean]>([
    [true, true],
    ['true', true],
    ['1', true],
    [1, true],
    ['on', true],
    [false, false],
    ['false', false],
    ['0', false],
    ['', false],
    ['no', false],
  ])('%j', (value, truth) => {
    const pass = rendered({}, { voided: value, sharingProhibited: value, suppressStripShine: value });
    expect(pass).toMatchObject({ voided: truth, sharingProhibited: truth, suppressStripShine: truth });
    expect(rendered({}, { nfc: { message: 'x', requiresAuthentication: value } }).nfc).toMatchObject({
      requiresAuthentication: truth,
    });
  });
});

describe('numbers and texts of pass.json', () => {
  it('positions come as texts and leave as numbers; one without both is left out', () => {
    const locations = [
      { latitude: '1.5', longitude: '-2', altitude: '', relevantText: 5 },
      { latitude: 'north', longitude: 1 },
      { latitude: 1 },
      { latitude: 3, longitude: 4, altitude: null },
    ];
    expect(rendered({}, { locations }).locations).toEqual([
      { latitude: 1.5, longitude: -2, relevantText: '5' },
      { latitude: 3, longitude: 4 },
    ]);
  });

  it('at most ten locations', () => {
    const locations = Array.from({ length: 12 }, (_, at) => ({ latitude: at, longitude: at }));
    expect(rendered({ locations }).locations).toHaveLength(10);
  });

  it('beacons and maxDistance', () => {
    const beacons = [{ proximityUUID: 'x', major: '5', minor: 'none' }];
    const pass = rendered({}, { beacons, maxDistance: '100' });
    expect(pass.beacons).toEqual([{ proximityUUID: 'x', major: 5 }]);
    expect(pass.maxDistance).toBe(100);
  });

  it('what Wallet reads as text is text', () => {
    const pass = rendered({}, { logoText: 5, description: 7, barcode_altText: 12345, barcode_message: 99 });
    expect(pass).toMatchObject({ logoText: '5', description: '7', barcode: { altText: '12345', message: '99' } });
    expect(renderedField({ value: 1, label: 5, changeMessage: true })).toMatchObject({
      label: '5',
      changeMessage: 'true',
    });
  });

  it('a field’s value is text or number, and always there', () => {
    expect(renderedField({ value: true })).toEqual({ key: 'a', value: 'true' });
    expect(renderedField({ value: ['x', 1] })).toEqual({ key: 'a', value: '["x",1]' });
    expect(renderedField({ value: null })).toEqual({ key: 'a', value: '' });
    expect(renderedField({})).toEqual({ key: 'a', value: '' });
    expect(renderedField({ value: 5.5 })).toEqual({ key: 'a', value: 5.5 });
  });

  it('a key is never expanded', () => {
    const structure = { headerFields: [{ key: '{note}', value: 1 }] };
    expect(rendered({ structure }).storeCard).toEqual({ headerFields: [{ key: '{note}', value: 1 }] });
  });

  it('lists come as lists, as JSON or as words', () => {
    expect(rendered({}, { associatedStoreIdentifiers: '1, 2,x' }).associatedStoreIdentifiers).toEqual([1, 2]);
    expect(rendered({}, { associatedStoreIdentifiers: '[1,"2"]' }).associatedStoreIdentifiers).toEqual([1, 2]);
    expect(renderedField({ value: 1, dataDetectorTypes: '' })?.dataDetectorTypes).toEqual([]);
    const [phone, link] = ['PKDataDetectorTypePhoneNumber', 'PKDataDetectorTypeLink'];
    const field = renderedField({ value: 1, dataDetectorTypes: `${phone}, ${link}` });
    expect(field?.dataDetectorTypes).toEqual([phone, link]);
  });

  it('a key that a pass had before its template got it is there once: the template’s field stays', () => {
    const structure = { headerFields: [{ key: 'points', value: 1 }], backFields: [{ key: 'other', value: 2 }] };
    const { generic } = rendered({ type: 'generic', structure }, { structure_backFields_points_value: 3 }) as any;
    expect(generic).toEqual(expect.objectContaining(structure));
  });

  it('empty attributes are left out', () => {
    const field = { value: 1, label: '', changeMessage: '{nope2}', textAlignment: '', attributedValue: '{note}' };
    expect(renderedField(field)).toEqual({ key: 'a', value: 1, changeMessage: '{nope2}' });
  });
});

describe('barcodes', () => {
  it.each(['PKBarcodeFormatQR', 'PKBarcodeFormatPDF417', 'PKBarcodeFormatAztec'])('%s is in both keys', (format) => {
    const pass = rendered({ barcode: { format, message: 'x' } });
    const barcode = { format, message: 'x', messageEncoding: 'iso-8859-1' };
    expect(pass).toMatchObject({ barcode, barcodes: [barcode] });
  });

  it('Code 128 is only in barcodes, since old readers do not know it', () => {
    const code128 = { format: 'PKBarcodeFormatCode128', message: 'x' };
    const pass = rendered({ barcode: code128 });
    expect(pass.barcodes).toMatchObject([code128]);
    expect(pass).not.toHaveProperty('barcode');
    const qr = { format: 'PKBarcodeFormatQR', message: 'y' };
    expect(rendered({ barcode: code128, barcodes: [code128, qr] })).toMatchObject({
      barcodes: [code128, qr],
      barcode: qr,
    });
  });

  describe('fallbacks', () => {
    const code128 = { format: 'PKBarcodeFormatCode128', message: '0000' };
    const qr = { format: 'PKBarcodeFormatQR', message: '0000' };
    const messages = (parts: JsonObject, overrides: JsonObject) =>
      (rendered(parts, overrides).barcodes as readonly JsonObject[]).map(({ message }) => message);

    it('that have the message of the first barcode follow it', () => {
      const parts = { barcode: code128, barcodes: [code128, qr] };
      expect(messages(parts, { barcode_message: '4711' })).toEqual(['4711', '4711']);
      expect(messages(parts, { barcode: { ...code128, message: '4712' } })).toEqual(['4712', '4712']);
      expect(rendered(parts, { barcode_message: '4711' }).barcode).toMatchObject({ ...qr, message: '4711' });
      expect(messages({ barcode: code128, barcodes: [code128, qr, { ...qr }] }, { barcode_message: '5' })).toEqual([
        '5',
        '5',
        '5',
      ]);
    });

    it('with a message of their own, and those of an unchanged pass, stay', () => {
      const parts = { barcode: code128, barcodes: [code128, { ...qr, message: 'own' }] };
      expect(messages(parts, { barcode_message: '4711' })).toEqual(['4711', 'own']);
      expect(messages({ barcode: code128, barcodes: [code128, qr] }, {})).toEqual(['0000', '0000']);
    });

    it('follow magic strings and PSAttributes too', () => {
      const attribute = { ...code128, message: { PSValue: '{note}', PSEditable: true } };
      const parts = { barcode: attribute, barcodes: [attribute, { ...qr, message: '{note}' }] };
      expect(messages(parts, { barcode_message: '4711' })).toEqual(['4711', '4711']);
    });
  });

  it('PassScan is a QR code of the hashedSerialNumber', () => {
    const pass = rendered({ barcode: { format: 'PassScan', message: 'ignored', altText: 'Scan me' } });
    expect(pass.barcodes).toEqual([
      { format: 'PKBarcodeFormatQR', message: 'HASHEDSERIAL', altText: 'Scan me', messageEncoding: 'iso-8859-1' },
    ]);
  });

  it.each<JsonValue>([{ message: '' }, { format: 'PKBarcodeFormatQR' }, { message: '{note}' }, { message: null }])(
    '%j has nothing to show and is left out',
    (barcode) => {
      expect(rendered({ barcode })).not.toHaveProperty('barcodes');
    },
  );

  it('a format that is missing is QR, a null altText is none', () => {
    expect(rendered({ barcode: { message: 'x', altText: null } }).barcode).toEqual({
      format: 'PKBarcodeFormatQR',
      message: 'x',
      messageEncoding: 'iso-8859-1',
    });
  });

  it.each([
    ['héllo', 'iso-8859-1', 'iso-8859-1'],
    ['héllo', '', 'iso-8859-1'],
    ['日本', 'iso-8859-1', 'utf-8'],
    ['日本', '', 'utf-8'],
    ['日本', 'utf-8', 'utf-8'],
    ['héllo', 'us-ascii', 'utf-8'],
    ['hello', 'us-ascii', 'us-ascii'],
    ['日本', 'Shift_JIS', 'Shift_JIS'],
  ])('%s in %j is encoded in %s', (message, messageEncoding, written) => {
    expect(rendered({ barcode: { message, messageEncoding } }).barcode).toMatchObject({ messageEncoding: written });
  });
});
