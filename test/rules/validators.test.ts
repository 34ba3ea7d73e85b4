// The validators of PSValidation and PSOptions (the guide, "Registration pages"): what each accepts and refuses.
import { describe, expect, it } from 'vitest';
import { holderValueProblem, VALIDATORS } from '../../src/rules/forms/validators.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { compiled, place } from '../fixtures/rules/sample-pass.ts';

const ACCEPTED: Readonly<Record<string, readonly string[]>> = {
  VRequired: ['x', '0', 'false', ' x '],
  VEmail: ['anna@example.com', 'a.b+c@mail.example.co.uk', 'o_o@example.org'],
  VDate: [
    '2025-12-31',
    '31 December 2025',
    '12/31/2025',
    'tomorrow',
    'next friday',
    '@1700000000',
    '2025-12-31T20:00:00Z',
  ],
  VPhone: ['5551234567', '+1 (555) 123-4567', '555.123.4567', '555-1234 x12', '5551234,12', '112'],
  VNumeric: ['5', '-5', '+5', '5.5', '.5', '5.', '1e5', '1E-5', ' 5 ', '007'],
  VAlpha: ['abc', 'ABC', 'aZ'],
  VAlphaNumeric: ['abc', '123', 'aB3'],
  VDecimal: ['2.5', '-2.5', '.5', '5', '5.0'],
  VInteger: ['5', '-5', '+5', '0', '007', ' 5 '],
  VStateCode: ['CA', 'ca', 'NY', 'DC', 'PR', 'AE', 'WY'],
  VZip: ['90210', '90210-1234', '9021012345', '12345-67890', '123456'],
  VTrue: ['1', 'true', 'TRUE', 'on', 'yes'],
  VFalse: ['0', 'false', 'off', 'no', 'anything'],
};

const REFUSED: Readonly<Record<string, readonly string[]>> = {
  VRequired: ['', ' ', '\t\n'],
  VEmail: ['anna', 'anna@', '@example.com', 'a b@example.com', 'a@b', 'a@example..com', 'a@example.com, b@example.com'],
  VDate: ['soon-ish', '2025-13-45', 'never', 'x'.repeat(200)],
  VPhone: ['call me', '12', '555-1234 ext', '+', '555#1234', '555/1234', '٠١٢٣٤٥'],
  VNumeric: ['five', '5 apples', '0x10', '1e', '1,5', '--5', '.', 'NaN', 'Infinity'],
  VAlpha: ['abc1', 'a b', 'é', 'a-b', '1'],
  VAlphaNumeric: ['a b', 'a-b', 'é', 'a_b'],
  VDecimal: ['1e5', 'five', '1,5', '0x1', '2.5.1', '.'],
  VInteger: ['2.5', '5.0', 'five', '1e3', '0x1', '-'],
  VStateCode: ['California', 'ZZ', 'C', 'CAL', 'C A'],
  VZip: ['1234', '12345678901', '9021O', '90210 1234', '-----', 'ABCDE', '1-2-3'],
  VTrue: ['0', 'false', 'no', 'off', 'anything'],
  VFalse: ['1', 'true', 'on', 'yes'],
};

it('every validator of the guide is here and in the tables', () => {
  const guide =
    'VRequired VEmail VDate VPhone VNumeric VAlpha VAlphaNumeric VDecimal VInteger VStateCode VZip VTrue VFalse'.split(
      ' ',
    );
  expect(Object.keys(VALIDATORS)).toEqual(guide);
  expect(Object.keys(ACCEPTED)).toEqual(guide);
  expect(Object.keys(REFUSED)).toEqual(guide);
});

const pairs = (table: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(table).flatMap(([name, texts]) => texts.map((text) => [name, text] as const));

/** Why a holder may not set the value at a field of these PSAttributes; null when he may. */
function problem(attribute: JsonObject, value: JsonValue): string | null {
  const note = { PSValue: '', PSEditable: true, PSLabel: 'Your answer', ...attribute };
  return holderValueProblem(place(compiled({ additional: { note } }), 'note'), value);
}

describe('accepted', () => {
  it.each(pairs(ACCEPTED))('%s: %j', (validator, text) => {
    expect(problem({ PSValidation: validator }, text)).toBeNull();
  });
});

describe('refused, in a sentence that names the field', () => {
  it.each(pairs(REFUSED))('%s: %j', (validator, text) => {
    expect(problem({ PSValidation: validator }, text)).toMatch(/^Your answer .+\.$/);
  });
});

describe('an empty value', () => {
  it.each(Object.keys(VALIDATORS).filter((name) => name !== 'VRequired'))('%s is not applied to it', (validator) => {
    expect(problem({ PSValidation: validator }, '')).toBeNull();
  });

  it('VRequired is, also beside others', () => {
    expect(problem({ PSValidation: 'VEmail,VRequired' }, '')).toMatch(/required/);
  });
});

it('validators of a list are all applied, with or without spaces', () => {
  expect(problem({ PSValidation: 'VRequired,VInteger' }, '5')).toBeNull();
  expect(problem({ PSValidation: 'VRequired, VInteger' }, 'x')).toMatch(/whole number/);
  expect(problem({ PSValidation: 'VAlpha,VAlphaNumeric' }, 'a1')).toMatch(/letters a to z only/);
});

it('numbers and truths are validated as the texts they show as', () => {
  expect(problem({ PSValidation: 'VInteger' }, 5)).toBeNull();
  expect(problem({ PSValidation: 'VInteger' }, 5.5)).toMatch(/whole number/);
  expect(problem({ PSValidation: 'VTrue' }, true)).toBeNull();
  expect(problem({ PSValidation: 'VTrue' }, false)).toMatch(/ticked/);
});

describe('PSOptions', () => {
  it.each<[JsonValue, JsonValue]>([
    [['Small', 'Large'], 'Small'],
    [{ 'A small one': 's', 'A large one': 'l' }, 's'],
    [[1, 2], '2'],
    [[1, 2], 2],
    [
      ['Small', 'Large'],
      ['Small', 'Large'],
    ],
    [['Small', 'Large'], ''],
    [['Small', 'Large'], []],
  ])('%j offers %j', (options, value) => {
    expect(problem({ PSOptions: options }, value)).toBeNull();
  });

  it.each<[JsonValue, JsonValue]>([
    [['Small', 'Large'], 'Medium'],
    [['Small', 'Large'], 'small'],
    [{ 'A small one': 's' }, 'A small one'],
    [
      ['Small', 'Large'],
      ['Small', 'Medium'],
    ],
    [['Small'], 'toString'],
  ])('%j does not offer %j', (options, value) => {
    expect(problem({ PSOptions: options }, value)).toMatch(/^Your answer must be one of: /);
  });
});

describe('whatever the field', () => {
  it('a text is at most 10,000 characters long', () => {
    expect(problem({}, 'x'.repeat(10_000))).toBeNull();
    expect(problem({}, 'x'.repeat(10_001))).toMatch(/10000 characters/);
  });

  it.each<[JsonValue]>([[{ a: 1 }], [[['nested']]], [[{ a: 1 }]]])('structures are refused: %j', (value) => {
    expect(problem({}, value)).toMatch(/must be a text/);
  });

  it('the path stands for a label that is missing', () => {
    expect(problem({ PSLabel: null, PSValidation: 'VInteger' }, 'x')).toMatch(/^note must be/);
  });
});
