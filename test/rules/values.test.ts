// How JSON values read as text, number and emptiness (semantics.md, "Magic strings" and "Conditions").
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseContainer } from '../../src/rules/values/json-text.ts';
import {
  addDecimal,
  compareCodePoints,
  isEmpty,
  isTooDeep,
  isTrue,
  type JsonValue,
  numberText,
  readNumber,
  sameValue,
  toNumber,
  toText,
} from '../../src/rules/values/values.ts';

describe('a value as text', () => {
  it.each<[JsonValue, string]>([
    [5, '5'],
    [5.0, '5'],
    [-2.5, '-2.5'],
    [0.1, '0.1'],
    [-0, '0'],
    [1e21, '1000000000000000000000'],
    [1e-7, '0.0000001'],
    [123456789.125, '123456789.125'],
    [true, 'true'],
    [false, 'false'],
    [null, ''],
    ['', ''],
    [' as it is ', ' as it is '],
    [[1, 'a', null], '[1,"a",null]'],
    [{ a: { b: true } }, '{"a":{"b":true}}'],
  ])('%j reads as %j', (value, text) => {
    expect(toText(value)).toBe(text);
  });

  it('has no exponent and reads back as the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = numberText(value);
        expect(text).not.toMatch(/e/i);
        fc.pre(text.length <= 400);
        expect(readNumber(text)).toBe(value + 0);
      }),
    );
  });
});

describe('a decimal of few digits', () => {
  const digits = fc.string({ maxLength: 9, unit: fc.constantFrom(...'0123456789') });
  it('is the double that JavaScript reads', () => {
    fc.assert(
      fc.property(digits, digits, (whole, part) => {
        const text = `${whole}.${part}`;
        expect(readNumber(text)).toBe(text === '.' ? null : Number(text));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a text as number', () => {
  it.each<[string, number | null]>([
    ['25', 25],
    ['-3', -3],
    ['+3', 3],
    [' 25 ', 25],
    ['01', 1],
    ['2.50', 2.5],
    ['.5', 0.5],
    ['5.', 5],
    ['', null],
    ['.', null],
    ['-', null],
    ['1e5', null],
    ['0x10', null],
    ['Infinity', null],
    ['NaN', null],
    ['1,5', null],
    ['12 apples', null],
    ['1 2', null],
    ['9'.repeat(400), null],
  ])('%j reads as %j', (text, number) => {
    expect(readNumber(text)).toBe(number);
  });

  it.each<[JsonValue, number]>([
    ['25', 25],
    ['apples', 0],
    ['', 0],
    [null, 0],
    [true, 1],
    [false, 0],
    [[5], 0],
    [{ a: 1 }, 0],
    [-1.5, -1.5],
  ])('%j is forced to %j', (value, number) => {
    expect(toNumber(value)).toBe(number);
  });
});

describe('isEmpty', () => {
  it.each<JsonValue>([null, '', 0, false, '0', '0.0', ' 0 ', '-0'])('%j is empty', (value) => {
    expect(isEmpty(value)).toBe(true);
  });
  it.each<JsonValue>([1, -1, true, ' ', 'a', 'false', 'null', '0x0', '1', [], {}])('%j is not empty', (value) => {
    expect(isEmpty(value)).toBe(false);
  });
});

describe('sums in decimals', () => {
  it.each([
    [0.1, 0.2, 0.3],
    [0.7, 0.1, 0.8],
    [1.1, -1, 0.1],
    [1.005, 1.005, 2.01],
    [Number.MAX_VALUE, Number.MAX_VALUE, Number.MAX_VALUE],
    [-Number.MAX_VALUE, -Number.MAX_VALUE, -Number.MAX_VALUE],
    [9007199254740991, 9, 9007199254741000],
  ])('%d + %d = %d', (left, right, sum) => {
    expect(addDecimal(left, right)).toBe(sum);
  });

  it('a tenth added n times is n tenths', () => {
    let sum = 0;
    for (let count = 1; count <= 200; count++) {
      sum = addDecimal(sum, 0.1);
      expect(sum).toBe(count / 10);
    }
  });
});

describe('order by code point', () => {
  it('puts characters beyond the basic plane after all others', () => {
    expect(compareCodePoints('\u{1F600}', '\uFFFD')).toBeGreaterThan(0);
    expect(compareCodePoints('a\uE000', 'a\u{10000}')).toBeLessThan(0);
  });

  it('is the order of the code points', () => {
    const pointsOf = (text: string) => [...text].map((character) => character.codePointAt(0)!);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
        const [a, b] = [pointsOf(left), pointsOf(right)];
        const at = a.findIndex((point, index) => point !== b[index]);
        const order = at === -1 ? a.length - b.length : at >= b.length ? 1 : a[at]! - b[at]!;
        expect(Math.sign(compareCodePoints(left, right))).toBe(Math.sign(order));
      }),
    );
  });
});

describe('equality', () => {
  it.each<[JsonValue, JsonValue, boolean]>([
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [[1, 2], [2, 1], false],
    [[1, 2], [1, 2], true],
    [[], {}, false],
    ['1', 1, false],
    [null, '', false],
    [{ a: null }, { b: null }, false],
  ])('%j and %j: %j', (left, right, same) => {
    expect(sameValue(left, right)).toBe(same);
  });
});

it.each<[JsonValue, boolean]>([
  [true, true],
  [1, true],
  ['1', true],
  ['true', true],
  ['TRUE', true],
  ['on', true],
  ['yes', true],
  [false, false],
  ['false', false],
  [0, false],
  ['0', false],
  ['', false],
  [null, false],
  ['truth', false],
])('%j ticked: %j', (value, ticked) => {
  expect(isTrue(value)).toBe(ticked);
});

describe('containers in texts', () => {
  it('are read up to 32 levels deep, never by overflowing the stack', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseContainer(nested(32))).toBeDefined();
    expect(parseContainer(nested(33))).toBeUndefined();
    expect(parseContainer(nested(200_000))).toBeUndefined();
    expect(isTooDeep(JSON.parse(nested(100_000)))).toBe(true);
  });

  it.each(['', '5', 'true', 'null', '"text"', '{', '[1,'])('%j is no container', (text) => {
    expect(parseContainer(text)).toBeUndefined();
  });
});
