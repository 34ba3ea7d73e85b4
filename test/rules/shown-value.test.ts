// Values as a page writes them: by the field's styles, and as they are when no style fits.
import { expect, test } from 'vitest';
import { shownValue } from '../../src/rules/passes/shown-value.ts';

test.each([
  ['a text', { value: 'Gold' }, 'Gold'],
  ['a number without a style', { value: 1250 }, '1250'],
  ['a number with a style', { value: 1250.5, numberStyle: 'PKNumberStyleDecimal' }, '1,250.5'],
  ['a share', { value: 0.125, numberStyle: 'PKNumberStylePercent' }, '12.5%'],
  ['an amount', { value: 21.5, currencyCode: 'EUR' }, '€21.50'],
  ['an amount that is no number', { value: 'free', currencyCode: 'EUR' }, 'free'],
  ['a currency that is none', { value: 5, currencyCode: 'euro' }, '5'],
  ['a style of dates only', { value: '2030-12-20T19:00:00+01:00', dateStyle: 'PKDateStyleMedium' }, 'Dec 20, 2030'],
  [
    'the clock on the owner’s wall, not in UTC',
    { value: '2030-12-20T19:00:00+01:00', dateStyle: 'PKDateStyleShort', timeStyle: 'PKDateStyleShort' },
    '12/20/30, 7:00 PM',
  ],
  ['a time alone', { value: '2030-12-20T19:05:00Z', timeStyle: 'PKDateStyleShort' }, '7:05 PM'],
  [
    'a day has no time to show',
    { value: '2030-12-20', dateStyle: 'PKDateStyleLong', timeStyle: 'PKDateStyleShort' },
    'December 20, 2030',
  ],
  ['a day asked for its time alone', { value: '2030-12-20', timeStyle: 'PKDateStyleShort' }, '2030-12-20'],
  ['a date style that asks for nothing', { value: '2030-12-20', dateStyle: 'PKDateStyleNone' }, '2030-12-20'],
  ['a date that is none', { value: 'soon', dateStyle: 'PKDateStyleShort' }, 'soon'],
])('%s', (_, field, text) => {
  // Engines disagree about the space before PM.
  expect(shownValue(field).replace(/\s/g, ' ')).toBe(text);
});
