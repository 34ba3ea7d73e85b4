// When a pass expires: by its own date, its template's, or what a magic string in one of them comes to.
import { expect, it } from 'vitest';
import { expiryOf, hasOwnExpiry, mayMoveExpiry, templateExpiry } from '../../src/rules/passes/expiry.ts';
import { compiled, factsWith } from '../fixtures/rules/sample-pass.ts';

const DATE = '2030-01-02T03:04:05+01:00';
const TIME = Date.parse(DATE);

it.each([
  [undefined, {}, null],
  [DATE, {}, TIME],
  [DATE, { expirationDate: '2030-01-02' }, Date.parse('2030-01-02T00:00:00Z')],
  [DATE, { expirationDate: 'soon' }, null],
  [undefined, { expirationDate: DATE }, TIME],
  [DATE, { expirationDate: '2031-01-02T03:04Z' }, Date.parse('2031-01-02T03:04Z')],
  [DATE, { expirationDate: '' }, null],
  ['{until}', {}, null],
  ['{until}', { until: DATE }, TIME],
  ['{until}T00:00Z', { until: '2030-01-02' }, Date.parse('2030-01-02T00:00Z')],
])('template %j, pass %j: %j', (expirationDate, overrides, expected) => {
  const parts = { additional: { until: '' }, ...(expirationDate === undefined ? {} : { expirationDate }) };
  expect(expiryOf(compiled(parts), factsWith(overrides))).toBe(expected);
});

it('a template has a time for all its passes when its date is one, editable or not', () => {
  expect(templateExpiry({ expirationDate: DATE })).toBe(TIME);
  expect(templateExpiry({ expirationDate: { PSValue: DATE, PSEditable: true } })).toBe(TIME);
  expect(templateExpiry({ expirationDate: '{until}' })).toBeNull();
  expect(templateExpiry({})).toBeNull();
});

it('a date without a zone is in that of its template', () => {
  const parts = { expirationDate: '2030-01-02T03:04:05', timezone: 5.5 };
  const time = Date.parse('2030-01-02T03:04:05+05:30');
  expect([templateExpiry(parts), expiryOf(compiled(parts), factsWith({}))]).toEqual([time, time]);
});

it('only a date of its own or a magic string is looked at again', () => {
  const plain = compiled({ expirationDate: DATE });
  const magic = compiled({ expirationDate: '{until}', additional: { until: '' } });
  expect([hasOwnExpiry(plain, { note: 1 }), hasOwnExpiry(magic, {})]).toEqual([false, true]);
  expect(mayMoveExpiry(plain, {}, { note: 1 })).toBe(false);
  expect(mayMoveExpiry(plain, {}, { expirationDate: DATE })).toBe(true);
  expect(mayMoveExpiry(plain, { expirationDate: DATE }, {})).toBe(true);
  expect(mayMoveExpiry(magic, {}, { until: DATE })).toBe(true);
  expect(mayMoveExpiry(magic, { until: DATE, expirationDate: DATE }, { expirationDate: DATE })).toBe(false);
  expect(mayMoveExpiry(magic, {}, {})).toBe(true);
  const same = {};
  expect(mayMoveExpiry(magic, same, same)).toBe(false);
});
