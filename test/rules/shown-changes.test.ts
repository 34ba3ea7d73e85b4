// What a holder sees change between two states of a pass, and what lock screens say.
import { expect, test } from 'vitest';
import { shownChanges } from '../../src/rules/passes/shown-changes.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';

const pass = (fields: readonly JsonObject[], more: JsonObject = {}): JsonObject => ({
  storeCard: { headerFields: fields, backFields: [{ key: 'about', label: 'About', value: 'Bread' }] },
  authenticationToken: 'a',
  ...more,
});
const points = (value: string | number, more: JsonObject = {}) => ({ key: 'points', label: 'POINTS', value, ...more });

test('fields that change, come and go; a message with the new value as Wallet writes it', () => {
  const before = pass([
    points(9, { changeMessage: 'You have %@ points, %@!' }),
    { key: 'seen', label: '', value: 'x' },
  ]);
  const after = pass([
    points(1234, { changeMessage: 'You have %@ points, %@!', numberStyle: 'PKNumberStyleDecimal' }),
    { key: 'gift', label: 'GIFT', value: '$&', changeMessage: 'Look: %@' },
  ]);
  expect(shownChanges(before, after, 'de').fields).toEqual([
    {
      group: 'headerFields',
      key: 'points',
      label: 'POINTS',
      before: '9',
      after: '1.234',
      message: 'You have 1.234 points, 1.234!',
    },
    { group: 'headerFields', key: 'seen', label: '', before: 'x', after: null, message: null },
    { group: 'headerFields', key: 'gift', label: 'GIFT', before: null, after: '$&', message: 'Look: $&' },
  ]);
});

test('what says nothing to the holder is no change', () => {
  const before = pass([points(1)], { webServiceURL: 'a' });
  const after = pass([points(1, { changeMessage: 'New' })], { webServiceURL: 'b', authenticationToken: 'b' });
  expect(shownChanges(before, after, 'en')).toEqual({ fields: [], others: [] });
});

test('other places by their API paths, and another style', () => {
  const before = pass([], { backgroundColor: 'rgb(1, 2, 3)', barcodes: [{ message: 'a' }] });
  const { storeCard, ...rest } = pass([], { barcodes: [{ message: 'b' }], voided: true });
  const after = { ...rest, coupon: storeCard! };
  expect(shownChanges(before, after, 'en')).toEqual({
    fields: [],
    others: ['type', 'backgroundColor', 'barcode', 'voided'],
  });
});
