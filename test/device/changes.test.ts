// Which fields changed, what the lock screen says about them, and how values are shown.
import { expect, test } from 'vitest';
import { changesOf, type Version } from '../../src/device/changes.ts';
import { shownValue } from '../../src/device/shown-value.ts';
import { PASS_JSON } from '../fixtures/device/passes.ts';

type Fields = readonly Record<string, unknown>[];
const version = (fields: Fields, keys = {}, manifest: Version['manifest'] = {}): Version => ({
  passJson: { ...PASS_JSON, ...keys, storeCard: { primaryFields: fields } },
  manifest,
});
const points = (value: unknown, more = {}) => ({
  key: 'p',
  label: 'POINTS',
  value,
  changeMessage: '%@ of %@',
  ...more,
});

test('a changed field is told with its values before and after, and notifies with its changeMessage', () => {
  const { fields, others } = changesOf(version([points(9)]), version([points(10)]));
  expect(fields).toEqual([{ key: 'p', label: 'POINTS', before: '9', after: '10', notification: '10 of 10' }]);
  expect(others).toEqual([]);
});

test.each<[string, unknown, string | null]>([
  ['a message without %@ is shown as it is', 'Enjoy!', 'Enjoy!'],
  ['what looks like a replacement pattern stays', '$& %@ $1', "$& $' $1"],
  ['no changeMessage, no notification', undefined, null],
  ['nor with an empty one', '', null],
])('%s', (_, changeMessage, notification) => {
  const [change] = changesOf(version([points('a')]), version([points("$'", { changeMessage })])).fields;
  expect(change?.notification).toBe(notification);
});

test('an attributed value is the one that is shown, so a change of it is one', () => {
  const link = (name: string) => points('x', { attributedValue: `<a href="https://example.com">${name}</a>` });
  const { fields } = changesOf(version([link('old')]), version([link('new')]));
  expect(fields).toMatchObject([{ before: 'old', after: 'new', notification: 'new of new' }]);
});

test('a field that appears notifies, one that goes does not, and one that stays is not told', () => {
  const [a, b, c] = [points(1), { ...points(2), key: 'q' }, { ...points(3), key: 'r' }];
  expect(changesOf(version([a, b]), version([b, c])).fields).toEqual([
    { key: 'p', label: 'POINTS', before: '1', after: null, notification: null },
    { key: 'r', label: 'POINTS', before: null, after: '3', notification: '3 of 3' },
  ]);
  // A field may move to another group.
  const moved: Version = { ...version([]), passJson: { ...PASS_JSON, storeCard: { backFields: [a] } } };
  expect(changesOf(version([a]), moved)).toEqual({ fields: [], others: [] });
});

test('what else is different is named: other parts of fields, keys, files', () => {
  const before = version([points(1)], { logoText: 'A', userInfo: { a: [1] } }, { 'pass.json': '1', 'strip.png': '1' });
  const after = version(
    [points(1, { label: 'STAMPS' })],
    { userInfo: { a: [1] }, voided: true },
    { 'pass.json': '2', 'strip.png': '2' },
  );
  expect(changesOf(before, after)).toEqual({ fields: [], others: ['field p', 'logoText', 'voided', 'strip.png'] });
  const train = (transitType: string) => ({ passJson: { boardingPass: { transitType } }, manifest: {} });
  expect(changesOf(train('PKTransitTypeTrain'), train('PKTransitTypeBus')).others).toEqual(['boardingPass']);
  // Another style is another card.
  const { storeCard, ...rest } = PASS_JSON;
  const coupon = { passJson: { ...rest, coupon: storeCard }, manifest: {} };
  expect(changesOf({ passJson: PASS_JSON, manifest: {} }, coupon).others).toEqual(['storeCard', 'coupon']);
});

const DATE = '2026-12-24T18:05:00+09:00';
test.each<[string, Record<string, unknown>]>([
  ['text', { value: 'text' }],
  ['1234.5', { value: 1234.5 }],
  ['1,234.5', { value: 1234.5, numberStyle: 'PKNumberStyleDecimal' }],
  ['25%', { value: 0.25, numberStyle: 'PKNumberStylePercent' }],
  ['1.235E3', { value: 1234.5, numberStyle: 'PKNumberStyleScientific' }],
  ['€9.50', { value: 9.5, currencyCode: 'EUR' }],
  ['9.5 EURO', { value: 9.5, currencyCode: 'EURO' }],
  [DATE, { value: DATE }],
  // The hour that the pass names, in whatever zone the reader is.
  ['Dec 24, 2026, 6:05 PM', { value: DATE, dateStyle: 'PKDateStyleMedium', timeStyle: 'PKDateStyleShort' }],
  ['12/24/26', { value: DATE, dateStyle: 'PKDateStyleShort', timeStyle: 'PKDateStyleNone' }],
  ['Thursday, December 24, 2026', { value: DATE, dateStyle: 'PKDateStyleFull' }],
  ['6:05:00 PM', { value: DATE, timeStyle: 'PKDateStyleMedium' }],
  ['tomorrow', { value: 'tomorrow', dateStyle: 'PKDateStyleShort' }],
  ['2026-99-99T00:00Z', { value: '2026-99-99T00:00Z', dateStyle: 'PKDateStyleShort' }],
  ['our shop', { value: 'x', attributedValue: '<a href="https://example.com">our shop</a>' }],
])('%s', (shown, field) => {
  expect(shownValue(field)).toBe(shown);
});
