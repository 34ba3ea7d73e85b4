// The form of a date that Wallet reads, and what is none.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withNormalDates, withNormalDatesOf } from '../../src/rules/paths/normal-dates.ts';
import { ruleAt } from '../../src/rules/paths/wallet-values.ts';
import { completeDate, isImpossibleDate, isPassDate, normalDate } from '../../src/rules/values/pass-date.ts';

/** What Wallet reads, written apart from the code. */
const WALLET = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/;

describe('a date with time and zone', () => {
  it.each([
    ['2031-05-06T07:08:09.123+0200', '2031-05-06T07:08:09+02:00'],
    ['2031-05-06T07:08:09.123Z', '2031-05-06T07:08:09Z'],
    ['2031-05-06T07:08:09.999999999-03:30', '2031-05-06T07:08:09-03:30'],
    ['2031-05-06T07:08+0545', '2031-05-06T07:08+05:45'],
    ['2031-05-06T07:08Z', '2031-05-06T07:08Z'],
    ['2031-05-06T07:08:09+02:00', '2031-05-06T07:08:09+02:00'],
    ['2032-02-29T00:00Z', '2032-02-29T00:00Z'],
    ['2000-02-29T23:59:59+14:00', '2000-02-29T23:59:59+14:00'],
  ])('%s becomes %s', (text, normal) => {
    expect(normalDate(text)).toBe(normal);
    expect(isPassDate(text)).toBe(true);
    expect(completeDate(text, '+09:00')).toEqual({ date: normal, isDay: false });
    expect(normal).toMatch(WALLET);
  });

  it.each([
    '2031-02-30T10:00:00Z',
    '2031-02-29T10:00:00Z',
    '1900-02-29T10:00:00Z',
    '2031-04-31T10:00Z',
    '2031-13-01T10:00Z',
    '2031-00-01T10:00Z',
    '2031-01-00T10:00Z',
    '2031-01-01T24:00Z',
    '2031-01-01T10:60Z',
    '2031-01-01T10:00:60Z',
    '2031-01-01T10:00+14:15',
    '2031-01-01T10:00-13:00',
    '2031-01-01T10:00+02:60',
    '2031-02-30',
  ])('%s is written like one and is none', (text) => {
    expect([isPassDate(text), completeDate(text, 'Z'), isImpossibleDate(text)]).toEqual([false, null, true]);
    expect(normalDate(text)).toBe(text);
  });

  it.each(['', 'tomorrow', '2031-05-06 07:08:09Z', '31.12.2030', '1924991940', '2031-05-06T07Z', '2031-05-06T07:08+2'])(
    '"%s" is no date at all',
    (text) => {
      expect([isPassDate(text), completeDate(text, 'Z'), isImpossibleDate(text)]).toEqual([false, null, false]);
      expect(normalDate(text)).toBe(text);
    },
  );

  it('gets the zone that it lacks; a day becomes its first moment', () => {
    expect(completeDate('2031-05-06T07:08:09.5', '+05:30')).toEqual({
      date: '2031-05-06T07:08:09+05:30',
      isDay: false,
    });
    expect(completeDate('2031-05-06', 'Z')).toEqual({ date: '2031-05-06T00:00:00Z', isDay: true });
    expect(normalDate('2031-05-06T07:08:09.5')).toBe('2031-05-06T07:08:09');
  });

  it('is the same moment in its normal form, and stays so', () => {
    const moments = fc.record({
      time: fc.date({ min: new Date('1970-01-01'), max: new Date('2199-01-01'), noInvalidDate: true }),
      fraction: fc.stringMatching(/^(\.\d{1,9})?$/),
      zone: fc.constantFrom('Z', '+0200', '-03:30', '+1400', '-1200', '+05:45'),
    });
    fc.assert(
      fc.property(moments, ({ time, fraction, zone }) => {
        const text = `${time.toISOString().slice(0, 19)}${fraction}${zone}`;
        const normal = normalDate(text);
        expect(normal).toMatch(WALLET);
        expect(normalDate(normal)).toBe(normal);
        expect(normal.slice(0, 19)).toBe(text.slice(0, 19));
        const isoZone = zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
        expect(Date.parse(normal)).toBe(Date.parse(`${text.slice(0, 19)}${isoZone}`));
      }),
    );
  });
});

const TYPED = '2031-05-06T07:08:09.123+0200';
const NORMAL = '2031-05-06T07:08:09+02:00';

describe('dates in a value', () => {
  it.each([
    ['relevantDates', [{ startDate: TYPED, endDate: TYPED }, { date: TYPED }]],
    ['semantics', { eventStartDate: TYPED, eventEndDateInfo: { date: TYPED }, seats: [{ seatRow: TYPED }] }],
    [
      'upcomingPassInformation',
      [{ name: TYPED, dateInformation: { date: TYPED }, semantics: { venueOpenDate: TYPED } }],
    ],
  ])('%s', (key, value) => {
    const expected = JSON.stringify(value)
      .replaceAll(TYPED, NORMAL)
      .replace(`"seatRow":"${NORMAL}"`, `"seatRow":"${TYPED}"`)
      .replace(`"name":"${NORMAL}"`, `"name":"${TYPED}"`);
    expect(withNormalDates(ruleAt([key]), value)).toEqual(JSON.parse(expected));
  });

  it('fields with a style, PSAttributes with what they offer; all else stays the very same value', () => {
    const before = {
      logoText: TYPED,
      expirationDate: { PSValue: TYPED, PSEditable: true, PSOptions: { Soon: TYPED } },
      structure: {
        backFields: [
          { key: 'a', value: TYPED, dateStyle: 'PKDateStyleShort' },
          { key: 'b', value: { PSValue: TYPED, PSEditable: true }, timeStyle: 'PKDateStyleShort' },
          { key: 'c', value: TYPED, semantics: { originalDepartureDate: TYPED } },
        ],
      },
      userInfo: { date: TYPED },
    };
    expect(withNormalDatesOf(before)).toEqual({
      logoText: TYPED,
      expirationDate: { PSValue: NORMAL, PSEditable: true, PSOptions: { Soon: NORMAL } },
      structure: {
        backFields: [
          { key: 'a', value: NORMAL, dateStyle: 'PKDateStyleShort' },
          { key: 'b', value: { PSValue: NORMAL, PSEditable: true }, timeStyle: 'PKDateStyleShort' },
          { key: 'c', value: TYPED, semantics: { originalDepartureDate: NORMAL } },
        ],
      },
      userInfo: { date: TYPED },
    });
    const plain = { logoText: 'x', structure: { backFields: [{ key: 'a', value: 1 }] } };
    expect(withNormalDatesOf(plain)).toBe(plain);
  });
});
