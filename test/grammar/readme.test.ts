// Runs what grammar/README.md says of the language: every row with a verdict, a meaning or a message.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseCondition } from '../../grammar/parser.ts';
import { printCondition } from '../../grammar/print.ts';
import { recordAccess, SCAN } from '../../src/rules/passes/facts.ts';
import { compileCondition } from '../../src/rules/paths/conditions.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { compiled, factsWith } from '../fixtures/rules/sample-pass.ts';

const readme = readFileSync(new URL('../../grammar/README.md', import.meta.url), 'utf8');
const additional = JSON.parse(/```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? '{}') as JsonObject;
const program = compiled({ additional });
const now = Date.parse('2026-11-29T14:05:00+01:00');
const facts = { ...factsWith({}, recordAccess({}, SCAN, 1)), now, zone: 'Europe/Berlin' };

/** The rows of the table that follows a heading, as cells; without the head. */
function rowsOf(heading: string): string[][] {
  const section = readme.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The code of a cell. */
const code = (cell = '') => /`([^`]*)`/.exec(cell)?.[1] ?? '';

function verdict(source: string): string {
  const result = compileCondition(program, source);
  if (!result.ok) throw new Error(`${source}: ${result.error.message}`);
  return String(result.test(facts));
}

function printed(source: string): string {
  const result = parseCondition(source);
  if (!result.ok) return 'an error';
  return result.condition === null ? '' : printCondition(result.condition);
}

describe('the page of the language', () => {
  test.each(rowsOf('By example'))('%s is %s', (source, expected) => expect(verdict(code(source))).toBe(expected));

  const rules = ['Comparing', 'One of several, and parts of texts', 'Calculating', 'Dates'];
  test.each(rules.flatMap(rowsOf))('%s %s is %s', (_, source, expected) =>
    expect(verdict(code(source))).toBe(expected),
  );

  test.each(rowsOf('Empty and set'))('%s alone %s, isEmpty %s, isSet %s', (value, ...expected) => {
    const name = code(value);
    expect([verdict(name), verdict(`${name} isEmpty`), verdict(`${name} isSet`)]).toEqual(expected);
  });

  test.each(rowsOf('AND, OR and !'))('%s means %s', (written, means = '') => {
    expect(printed(code(written))).toBe(means === 'an error' ? means : printed(code(means)));
  });

  test.each(rowsOf('Limits and mistakes'))('%s: column %s, %s', (written, column, says = '') => {
    const result = parseCondition(code(written));
    if (result.ok) throw new Error('It is no mistake.');
    expect(result.error.column).toBe(Number(column));
    expect(`${result.error.message} ${result.error.suggestion}`).toContain(says.replaceAll('`', ''));
  });

  test('the limits are as it says', () => {
    const ofLength = (length: number) => `"${'x'.repeat(length - 2)}"`;
    expect([parseCondition(ofLength(4096)).ok, parseCondition(ofLength(4097)).ok]).toEqual([true, false]);
    const ofDepth = (depth: number) => `${'('.repeat(depth)}{a}${')'.repeat(depth)}`;
    expect([parseCondition(ofDepth(64)).ok, parseCondition(ofDepth(65)).ok]).toEqual([true, false]);
  });

  test('every table is there, with ten examples and more', () => {
    const sizes = ['By example', ...rules, 'Empty and set', 'AND, OR and !', 'Limits and mistakes'].map(rowsOf);
    expect(sizes.map((rows) => rows.length)).toEqual([15, 11, 5, 10, 14, 6, 7, 8]);
  });
});
