// Runs the conformance cases of grammar/cases: what a source prints as, which nodes it gives, or how it is refused.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Condition, SyntaxDiagnostic } from '../../grammar/ast.ts';
import { parseCondition } from '../../grammar/parser.ts';
import { printCondition } from '../../grammar/print.ts';
import { withoutRanges } from '../fixtures/grammar/nodes.ts';

interface Case {
  readonly source: string;
  readonly printed?: string;
  readonly ast?: Condition | null;
  readonly error?: Pick<SyntaxDiagnostic, 'code' | 'line' | 'column'> & { message?: string; suggestion?: string };
}

const folder = new URL('../../grammar/cases/', import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Case[]] as const);

function run({ source, printed, ast, error }: Case): void {
  // No name exists here, so that a name that looks like a slip is one.
  const result = parseCondition(source, () => false);
  if (error !== undefined) {
    if (result.ok) throw new Error(`parsed as ${printCondition(result.condition)}`);
    const { code, line, column, message, suggestion, excerpt } = result.error;
    expect({ code, line, column, suggestion }).toEqual({
      code: error.code,
      line: error.line,
      column: error.column,
      suggestion: error.suggestion,
    });
    expect(message).toContain(error.message ?? '');
    expect(message).toMatch(/[.?]$/);
    expect(excerpt).toMatch(/\n[ \t]*\^+$/);
    return;
  }
  if (!result.ok) throw new Error(`${result.error.message}\n${result.error.excerpt}`);
  if (ast !== undefined) expect(result.condition).toEqual(ast);
  if (printed !== undefined) {
    expect(printCondition(result.condition)).toBe(printed);
    const again = parseCondition(printed);
    expect(again.ok && withoutRanges(again.condition)).toEqual(withoutRanges(result.condition));
  }
}

describe.each(files)('%s', (_, cases) => {
  it.each(cases.map((each) => [JSON.stringify(each.source), each] as const))('%s', (_, each) => {
    expect([each.printed, each.ast, each.error].filter((wanted) => wanted !== undefined)).toHaveLength(1);
    run(each);
  });
});

it('has many cases, each source once', () => {
  const sources = files.flatMap(([name, cases]) => cases.map((each) => `${name === 'trees.json'} ${each.source}`));
  expect(sources.length).toBeGreaterThan(180);
  expect(sources.filter((source, index) => sources.indexOf(source) !== index)).toEqual([]);
});
