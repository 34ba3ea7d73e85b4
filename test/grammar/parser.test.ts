// The parser as a piece of software: built once, sound by Chevrotain's own checks, and its nodes cannot be changed.
import { EmbeddedActionsParser } from 'chevrotain';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ConditionParser, parseCondition } from '../../grammar/parser.ts';
import { printCondition } from '../../grammar/print.ts';
import { ALL_TOKENS, conditionLexer } from '../../grammar/tokens.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.resetModules();
});

it('builds one parser when it is loaded and none afterwards', async () => {
  const built = vi.spyOn(
    EmbeddedActionsParser.prototype as unknown as { performSelfAnalysis: () => void },
    'performSelfAnalysis',
  );
  vi.resetModules();
  const fresh = await import('../../grammar/parser.ts');
  expect(built).toHaveBeenCalledTimes(1);
  for (let round = 0; round < 100; round += 1) {
    fresh.parseCondition('{points} > 20 AND !registered');
    fresh.parseCondition('{points} >');
  }
  expect(built).toHaveBeenCalledTimes(1);
});

it('passes the validations that the server skips', () => {
  expect(() => new ConditionParser({ skipValidations: false })).not.toThrow();
  expect(conditionLexer.lexerDefinitionErrors).toEqual([]);
  expect(new Set(ALL_TOKENS.map((token) => token.name)).size).toBe(ALL_TOKENS.length);
});

it('keeps nothing of the text before', () => {
  expect(parseCondition(`${'9'.repeat(400)} > 1`).ok).toBe(false);
  expect(parseCondition('{a} AND').ok).toBe(false);
  expect(parseCondition('registered').ok).toBe(true);
});

it('refuses a number that no double can hold', () => {
  const result = parseCondition(`{a} = ${'9'.repeat(400)}`);
  expect(result).toMatchObject({ ok: false, error: { code: 'condition_syntax', column: 7 } });
});

it.each(['-0', '-0.0', '-.0'])('reads %s as the ordinary zero', (source) => {
  const result = parseCondition(source);
  const node = result.ok ? result.condition : null;
  // toBe compares as Object.is does, so -0 would not pass.
  expect(node?.kind === 'truthy' && node.value.kind === 'number' && node.value.value).toBe(0);
});

function expectFrozen(value: unknown, path: string): void {
  if (typeof value !== 'object' || value === null) return;
  expect(Object.isFrozen(value), path).toBe(true);
  for (const [key, child] of Object.entries(value)) expectFrozen(child, `${path}.${key}`);
}

it('freezes nodes and diagnostics all the way down', () => {
  const source = '!({a} = "x" OR 1 < true AND registered) AND {b} !isSet AND false';
  const good = parseCondition(source);
  expectFrozen(good.ok && good.condition, 'condition');
  const bad = parseCondition('{a} ==');
  expect(bad.ok).toBe(false);
  expectFrozen(!bad.ok && bad.error, 'error');
});

describe('printCondition', () => {
  const range = { start: 0, end: 0 };
  it('refuses what no source can say', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => printCondition({ kind: 'truthy', value: { kind: 'number', value, range }, range })).toThrow(
        RangeError,
      );
    }
    const name = { kind: 'magic', name: 'a{b', range } as const;
    expect(() => printCondition({ kind: 'truthy', value: name, range })).toThrow(RangeError);
  });
  it('gives the empty text for the empty condition', () => {
    expect(printCondition(null)).toBe('');
  });
});

it('shows the line, and only the neighbourhood of the place in a long one', () => {
  const short = parseCondition('registered\nAND\t(scaned)');
  expect(!short.ok && short.error.excerpt).toBe('AND\t(scaned)\n   \t ^^^^^^');
  const long = parseCondition(`"${'x'.repeat(500)}" = {a} AND scaned OR "${'y'.repeat(500)}"`);
  if (long.ok) throw new Error('parsed');
  const [line = '', carets = ''] = long.error.excerpt.split('\n');
  expect(line.length).toBeLessThanOrEqual(102);
  expect(line.slice(carets.indexOf('^'), carets.length)).toBe('scaned');
  expect(line).toMatch(/^….*…$/);
});
