// What of a pass's front there is room for (wallet-facts.md, "Front limits"), and how its texts are measured.
import { describe, expect, it } from 'vitest';
import { type FittedField, fitFront } from '../../src/rules/passes/fit.ts';
import { contrast, isDark } from '../../src/rules/values/contrast.ts';
import { textWidth } from '../../src/rules/values/text-width.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { STYLES, type Style } from '../../src/rules/vocabulary.ts';

const fields = (count: number, name: string, more: JsonObject = {}) =>
  Array.from({ length: count }, (_, at) => ({ key: `${name}${at + 1}`, value: 'x', ...more }));
const QR = { format: 'PKBarcodeFormatQR', message: '1' };
const AZTEC = { format: 'PKBarcodeFormatAztec', message: '1' };
const PDF417 = { format: 'PKBarcodeFormatPDF417', message: '1' };
const CODE128 = { format: 'PKBarcodeFormatCode128', message: '1' };

const frontOf = (style: Style, groups: JsonObject, parts: JsonObject = {}, images: string[] = []) =>
  fitFront({ [style]: groups, ...parts }, images);
const keysOf = (shown: readonly FittedField[]) => shown.map(({ key }) => key).join(' ');
const full = { secondaryFields: fields(9, 's'), auxiliaryFields: fields(9, 'a') };

describe('how many fields', () => {
  it.each(STYLES.filter((style) => style !== 'posterGeneric'))('three in the header of every style: %s', (style) => {
    const front = frontOf(style, { headerFields: fields(5, 'h') });
    expect(keysOf(front.header)).toBe('h1 h2 h3');
    expect(front.leftOut.map(({ key }) => key)).toEqual(['h4', 'h5']);
  });

  it.each(STYLES.filter((style) => style !== 'posterGeneric'))(
    'one primary field, two on a boarding pass: %s',
    (style) => {
      const front = frontOf(style, { primaryFields: fields(3, 'p') });
      expect(keysOf(front.primary)).toBe(style === 'boardingPass' ? 'p1 p2' : 'p1');
    },
  );

  it.each<[string, Style, JsonObject | null, string[]]>([
    ['a boarding pass: five auxiliary above four secondary', 'boardingPass', QR, ['a1 a2 a3 a4 a5', 's1 s2 s3 s4']],
    ['an event ticket: four and four', 'eventTicket', QR, ['s1 s2 s3 s4', 'a1 a2 a3 a4']],
    ['a coupon: four together', 'coupon', PDF417, ['s1 s2 s3 s4']],
    ['a store card: four together', 'storeCard', CODE128, ['s1 s2 s3 s4']],
    ['a store card without a code: four together', 'storeCard', null, ['s1 s2 s3 s4']],
    ['a generic pass with a QR code: four together', 'generic', QR, ['s1 s2 s3 s4']],
    ['a generic pass with an Aztec code: four together', 'generic', AZTEC, ['s1 s2 s3 s4']],
    ['a generic pass with PDF417: four and four', 'generic', PDF417, ['s1 s2 s3 s4', 'a1 a2 a3 a4']],
    ['a generic pass with Code 128: four and four', 'generic', CODE128, ['s1 s2 s3 s4', 'a1 a2 a3 a4']],
    ['a generic pass without a code: four and four', 'generic', null, ['s1 s2 s3 s4', 'a1 a2 a3 a4']],
  ])('%s', (_, style, barcode, rows) => {
    const front = frontOf(style, full, barcode === null ? {} : { barcodes: [barcode] });
    expect(front.rows.map((row) => keysOf(row.fields))).toEqual(rows);
    expect(front.leftOut).toHaveLength(18 - rows.join(' ').split(' ').length);
  });

  it('what secondary fields leave free, auxiliary ones take', () => {
    const front = frontOf('storeCard', { secondaryFields: fields(1, 's'), auxiliaryFields: fields(4, 'a') });
    expect(keysOf(front.rows[0]!.fields)).toBe('s1 a1 a2 a3');
    expect(front.leftOut).toEqual([
      {
        group: 'auxiliaryFields',
        key: 'a4',
        limit: 'at most 4 secondaryFields and auxiliaryFields together on a storeCard',
      },
    ]);
  });

  it('an event ticket has a second row for auxiliary fields that ask for it', () => {
    const auxiliaryFields = [...fields(5, 'a'), ...fields(5, 'b', { row: 1 })];
    const front = frontOf('eventTicket', { auxiliaryFields });
    expect(front.rows.map((row) => keysOf(row.fields))).toEqual(['a1 a2 a3 a4', 'b1 b2 b3 b4']);
    expect(front.leftOut.map(({ key }) => key)).toEqual(['a5', 'b5']);
  });
});

describe('where they stand', () => {
  it.each<[Style, string[], boolean[]]>([
    ['eventTicket', ['thumbnail@2x'], [true, false]],
    ['eventTicket', [], [false, false]],
    ['eventTicket', ['thumbnail', 'strip'], [false, false]],
    ['generic', ['thumbnail'], [false, false]],
  ])('%s with %j: the secondary row beside the thumbnail %j', (style, images, beside) => {
    const front = frontOf(style, full, {}, images);
    expect(front.rows.map(({ isBeside }) => isBeside)).toEqual(beside);
  });

  it('a primary field lies on the strip of the styles that have one', () => {
    const onStrip = (style: Style, images: string[]) => frontOf(style, {}, {}, images).isOnStrip;
    expect(STYLES.filter((style) => onStrip(style, ['strip']))).toEqual(['coupon', 'eventTicket', 'storeCard']);
    expect(STYLES.filter((style) => onStrip(style, []))).toEqual(['coupon', 'storeCard']);
  });
});

describe('how long texts may be', () => {
  const row = (...values: string[]) =>
    frontOf('storeCard', { secondaryFields: values.map((value, at) => ({ key: `s${at}`, value })) }).rows[0]!.fields;

  it('short ones have their full size and no width of their own', () => {
    expect(row('Gold', 'Silver').map(({ value, width }) => [value.size, value.isCut, width])).toEqual([
      [17, false, null],
      [17, false, null],
    ]);
  });

  it('a long one shrinks, its short neighbour does not', () => {
    const [long, short] = row('A name that takes more than the half of a row', 'Gold');
    expect(long!.value.size).toBeLessThan(17);
    expect(long!.value).toMatchObject({ isCut: false });
    expect(short!.value).toMatchObject({ size: 17, isCut: false });
  });

  it('beyond the smallest size it is cut, and so many letters have room', () => {
    const [only] = row('n'.repeat(200));
    expect(only!.value).toMatchObject({ size: 11, isCut: true });
    expect(row('n'.repeat(only!.value.letters))[0]!.value.isCut).toBe(false);
    expect(row('n'.repeat(only!.value.letters + 4))[0]!.value.isCut).toBe(true);
  });

  it('two long ones share the row', () => {
    const [one, other] = row('n'.repeat(200), 'n'.repeat(300));
    expect(one!.width).toBeCloseTo(other!.width!, 5);
  });

  it('lines become one line', () => {
    expect(row('one\ntwo')[0]!.value.text).toBe('one two');
  });

  it('dates are measured as they are shown', () => {
    const date = { key: 'd', value: '2030-12-20T19:00:00+01:00', dateStyle: 'PKDateStyleMedium' };
    expect(frontOf('storeCard', { secondaryFields: [date] }).rows[0]!.fields[0]!.value.text).toBe('Dec 20, 2030');
  });

  it('a logo text has what logo and header fields leave', () => {
    const logoText = 'The Corner Bakery of Summertown';
    const of = (headers: number, images: string[]) =>
      frontOf('generic', { headerFields: fields(headers, 'h', { value: 'Header' }) }, { logoText }, images).logoText;
    expect(of(0, [])).toMatchObject({ size: 17, isCut: false });
    expect(of(2, ['logo'])).toMatchObject({ size: 13, isCut: true });
  });
});

describe('the width of a text', () => {
  // Helvetica's own: "Hello" is 722 + 556 + 222 + 222 + 556 thousandths wide.
  it('is that of its letters, with an allowance', () => expect(textWidth('Hello', 10)).toBeCloseTo(22.78 * 1.03, 5));
  it.each([
    ['an accent stands above its letter', 'é', 'e'],
    ['joined pictures are one', '👨‍👩‍👧', '🙂'],
    ['a flag is one', '🇦🇹', '🙂'],
    ['invisible characters have none', 'a\u200bb', 'ab'],
    ['white space counts once', 'a \n b', 'a b'],
  ])('%s', (_, one, other) => expect(textWidth(one, 10)).toBeCloseTo(textWidth(other, 10), 5));
  it('Chinese letters are square', () => expect(textWidth('漢字', 10)).toBeCloseTo(20 * 1.03, 5));
  it('is measured at once however long the text is', () =>
    expect(textWidth('n'.repeat(1e6), 10)).toBeGreaterThan(1000));
});

describe('contrast', () => {
  it.each([
    ['rgb(0, 0, 0)', 'rgb(255, 255, 255)', 21],
    ['rgb(119, 119, 119)', 'rgb(255, 255, 255)', 4.48],
    ['rgb(20, 60, 130)', 'rgb(20, 60, 130)', 1],
  ])('of %s on %s', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 2);
    expect(contrast(other, one)).toBeCloseTo(ratio, 2);
  });
  it('says whether white reads better', () => {
    expect(['rgb(184, 134, 11)', 'rgb(31, 111, 84)'].map(isDark)).toEqual([false, true]);
  });
});
