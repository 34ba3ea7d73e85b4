// What holds for every condition: printing and parsing are inverse, nothing throws, ranges say where things stand.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_LENGTH, MAX_NESTING, parseCondition, parseExpression } from '../../grammar/parser.ts';
import { printCondition, printValue } from '../../grammar/print.ts';
import { conditions, values, walk, withoutRanges } from '../fixtures/grammar/nodes.ts';

it('reads what it prints', () => {
  fc.assert(
    fc.property(conditions, (condition) => {
      const printed = printCondition(condition);
      fc.pre(printed.length <= MAX_LENGTH);
      const result = parseCondition(printed);
      if (!result.ok) throw new Error(`${result.error.message}\n${result.error.excerpt}`);
      expect(withoutRanges(result.condition)).toEqual(withoutRanges(condition));
      expect(printCondition(result.condition)).toBe(printed);
    }),
    { numRuns: 2000 },
  );
});

it('reads an expression that it prints', () => {
  fc.assert(
    fc.property(values, (value) => {
      const printed = printValue(value);
      const result = parseExpression(printed);
      if (!result.ok) throw new Error(`${result.error.message}\n${result.error.excerpt}`);
      const plain = (node: typeof value): unknown => withoutRanges({ kind: 'truthy', value: node, range: node.range });
      expect(plain(result.value)).toEqual(plain(value));
      expect(printValue(result.value)).toBe(printed);
    }),
    { numRuns: 500 },
  );
});

it('prints no parenthesis that could be left out', () => {
  fc.assert(
    fc.property(conditions, (condition) => {
      const printed = printCondition(condition);
      fc.pre(printed.length <= 400);
      // Leaves the quoted texts alone and takes away one pair of parentheses after the other.
      const open: number[] = [];
      for (const { index, 0: piece } of printed.matchAll(/"(?:[^"\\]|\\.)*"|[()]/g)) {
        if (piece === '(') open.push(index);
        if (piece !== ')') continue;
        const start = open.pop() ?? 0;
        const less = `${printed.slice(0, start)} ${printed.slice(start + 1, index)} ${printed.slice(index + 1)}`;
        const result = parseCondition(less);
        expect(result.ok && withoutRanges(result.condition)).not.toEqual(withoutRanges(condition));
      }
    }),
    { numRuns: 300 },
  );
});

const fragment = fc.constantFrom(
  ...[
    '{a}',
    '{',
    '}',
    '{a b}',
    '"x"',
    '"',
    '\\',
    '\\u00',
    "'",
    '“',
    '3',
    '-',
    '.',
    ',',
    'e5',
    '1.',
    '!',
    '=',
    '>',
    '<',
  ],
  ...['AND', 'or', 'and', 'isEmpty', 'isEmtpy', 'isset', 'is', 'not', 'empty', 'registered', 'scaned', 'true', 'fals'],
  ...['(', ')', '()', '((', '&&', '|', '&', '&amp;', ';', '\n', '\r\n', '\t', ' ', ' ', ' ', '😀', '\ud83d', 'é', 'ö'],
  ...['now', 'days', '3 days', '+', '*', '/', 'in (', 'in', 'contains', 'day of week', 'ago', '-3'],
  ...['≥', '–3', '＝', '\u200b', '\u0000', '$', '[a]', '%', '#', 'points', 'points.total', 'constructor', '__proto__'],
);
const garbage = fc
  .array(fc.oneof({ weight: 8, arbitrary: fragment }, { weight: 1, arbitrary: fc.string({ unit: 'binary' }) }))
  .map((parts) => parts.join(''));

/** Parses, and checks everything a caller may rely on. */
function check(source: string): void {
  const result = parseCondition(source);
  if (result.ok) {
    if (result.condition === null) {
      expect(source.trim()).toBe('');
      return;
    }
    for (const { node, parent } of walk(result.condition)) {
      const { start, end } = node.range;
      expect(start).toBeLessThan(end);
      expect(start).toBeGreaterThanOrEqual(parent?.range.start ?? 0);
      expect(end).toBeLessThanOrEqual(parent?.range.end ?? source.length);
      const text = source.slice(start, end);
      if (node.kind === 'magic') expect(text).toBe(`{${node.name}}`);
      if (node.kind === 'flag') expect(text.toLowerCase()).toBe(node.name);
      if (node.kind === 'number') expect(Number(text)).toBeCloseTo(node.value, 10);
    }
    return;
  }
  const { range, line, column, excerpt, message, expected } = result.error;
  expect(range.start).toBeGreaterThanOrEqual(0);
  expect(range.start).toBeLessThanOrEqual(range.end);
  expect(range.end).toBeLessThanOrEqual(source.length);
  const before = source.slice(0, range.start).split(/\r\n|[\r\n]/);
  // Between the two characters of a line end the place still belongs to the line that ends.
  if (!(source[range.start - 1] === '\r' && source[range.start] === '\n')) {
    expect([line, column]).toEqual([before.length, (before.at(-1)?.length ?? 0) + 1]);
  }
  expect(excerpt.split('\n').at(-1)).toMatch(/^[ \t]*\^+$/);
  expect(message).toMatch(/^\S[\s\S]*\S$/);
  expect(message).not.toMatch(/undefined|NaN|\[object/);
  expect(expected.length > 0 || result.error.code === 'condition_too_deep').toBe(true);
}

it('never throws on garbage, and points into the source', () => {
  fc.assert(fc.property(garbage, check), { numRuns: 5000 });
});

it('survives garbage between good pieces', () => {
  const good = conditions.map((condition) => printCondition(condition));
  fc.assert(
    fc.property(good, garbage, good, (left, middle, right) => check(`${left}${middle}${right}`)),
    { numRuns: 1000 },
  );
});

it('survives any length and any nesting', () => {
  const unit = fc.constantFrom(
    '(',
    '!',
    '(!',
    '!(',
    ' ( ',
    '({a}',
    '{a} !',
    '{a} AND (',
    ')',
    '"',
    '\\',
    '{',
    '1',
    'a ',
  );
  fc.assert(
    fc.property(unit, fc.nat({ max: 6000 }), garbage, (each, times, rest) => check(each.repeat(times) + rest)),
    { numRuns: 300 },
  );
});

it.each([
  ['(', ')'],
  ['!', ''],
  ['!(', ')'],
])('reads %s up to the deepest nesting and not beyond', (open, close) => {
  const nested = (levels: number) => {
    const times = levels / open.length;
    return parseCondition(`${open.repeat(times)}{a}${close.repeat(times)} AND (scanned)`);
  };
  expect(nested(MAX_NESTING).ok).toBe(true);
  const deeper = nested(MAX_NESTING + open.length);
  expect(deeper).toMatchObject({ ok: false, error: { code: 'condition_too_deep' } });
});

it('does not add up what lies side by side', () => {
  const pair = '(!(scanned))';
  expect(parseCondition(Array(200).fill(pair).join(' AND ')).ok).toBe(true);
  expect(parseCondition(Array(200).fill('!{a} != 3').join(' OR ')).ok).toBe(true);
});

it('reads the longest text and nothing longer', () => {
  const text = (length: number) => `"${'x'.repeat(length - 2)}"`;
  expect(parseCondition(text(MAX_LENGTH)).ok).toBe(true);
  expect(parseCondition(text(MAX_LENGTH + 1))).toMatchObject({ ok: false, error: { code: 'condition_too_long' } });
});
