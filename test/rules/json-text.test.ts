// JSON is read so that digits stay digits and every text is well formed.
import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DEEPEST_JSON,
  JsonTooLarge,
  MOST_JSON_VALUES,
  parseContainer,
  parseJsonText,
} from '../../src/rules/values/json-text.ts';

describe('numbers', () => {
  test.each([
    ['6006490012345678901', '6006490012345678901'],
    ['-6006490012345678901', '-6006490012345678901'],
    ['9007199254740993', '9007199254740993'],
    ['9007199254740992', 9007199254740992],
    ['12345678901234567890.5', '12345678901234567890.5'],
    ['0.1234567890123456789', '0.1234567890123456789'],
    ['123456789.12345678', 123456789.12345678],
    ['1e5', 1e5],
    ['1e999', Number.POSITIVE_INFINITY],
    ['1e-999', '1e-999'],
    ['0', 0],
    ['1.10', 1.1],
    ['100000000000000000000', 1e20],
  ])('%s', (source, value) => {
    expect(parseJsonText(source)).toBe(value);
    expect(parseJsonText(`{"a": ["x", ${source}, {"b": ${source}}]}`)).toEqual({ a: ['x', value, { b: value }] });
    expect(parseContainer(`[${source}]`)).toEqual([value]);
  });

  test('any number is read as what it says, whatever stands around it', () => {
    const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,30})(\.\d{1,25})?([eE][+-]?\d{1,2})?$/);
    fc.assert(
      fc.property(digits, fc.string({ unit: 'grapheme' }), (source, text) => {
        const key = JSON.stringify(text);
        const [[name, value]] = Object.entries(parseJsonText(`{${key}: ${source}}`) as object) as [[string, string]];
        expect(name).toBe(text);
        expect(new Big(value).eq(new Big(source))).toBe(true);
      }),
    );
  });

  test('a text that looks like a long number stays as it is', () => {
    const value = { a: '6006490012345678901', '6006490012345678901': '"6006490012345678901' };
    expect(parseJsonText(JSON.stringify(value))).toEqual(value);
  });
});

test('halves of surrogate pairs are dropped, pairs stay', () => {
  expect(parseJsonText(String.raw`{"a\ud83d": ["Ann \ud83d", "\ude00 Ann", "\ud83d\ude00", "\\ud83d"]}`)).toEqual({
    a: ['Ann ', ' Ann', '😀', String.raw`\ud83d`],
  });
});

test('what has too many levels or values is refused before it is built', () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  expect(() => parseJsonText(nested(DEEPEST_JSON))).not.toThrow();
  expect(() => parseJsonText(nested(DEEPEST_JSON + 1))).toThrow(JsonTooLarge);
  expect(() => parseJsonText('['.repeat(4_000_000))).toThrow(JsonTooLarge);
  expect(() => parseJsonText(`[${'1,'.repeat(MOST_JSON_VALUES - 1)}1]`)).not.toThrow();
  expect(() => parseJsonText(`[${'1,'.repeat(MOST_JSON_VALUES)}1]`)).toThrow(JsonTooLarge);
  // Brackets and commas in texts do not count, also behind escapes.
  const text = `${'[,'.repeat(MOST_JSON_VALUES)}\\"`;
  expect(parseJsonText(JSON.stringify([text, '\\', text]))).toEqual([text, '\\', text]);
});
