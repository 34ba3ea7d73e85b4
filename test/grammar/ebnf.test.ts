// psconditions.ebnf is normative: the parser has its rules and no others, the lexer its tokens, and every text it can
// produce is a condition. The states that error messages are written for agree with the grammar, too.
import { readFileSync } from 'node:fs';
import {
  Alternation,
  Alternative,
  type IProduction,
  NonTerminal,
  Option,
  Repetition,
  type Rule,
  Terminal,
  type TokenType,
} from 'chevrotain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Expression, readGrammar } from '../../grammar/ebnf.ts';
import { endOf, expectedAt, placeAt } from '../../grammar/messages/place.ts';
import { ConditionParser, parseCondition, parseExpression } from '../../grammar/parser.ts';
import { readTokens } from '../../grammar/read-tokens.ts';
import { conditionLexer, FIXED_TOKENS, LITERAL_TOKENS, TOKEN_CLASSES } from '../../grammar/tokens.ts';

const rules = readGrammar(readFileSync(new URL('../../grammar/psconditions.ebnf', import.meta.url), 'utf8'));
const expressions = new Map(rules.map((rule) => [rule.name, rule.expression]));
const parser = new ConditionParser();
const productions = parser.getGAstProductions();
const isToken = (name: string) => /^[A-Z]/.test(name);

function expressionOf(name: string): Expression {
  const found = expressions.get(name);
  if (found === undefined) throw new Error(`psconditions.ebnf has no rule ${name}`);
  return found;
}

function partsOf(expression: Expression): readonly Expression[] {
  return 'parts' in expression ? expression.parts : 'part' in expression ? [expression.part] : [];
}

const namesIn = (expression: Expression): string[] =>
  expression.kind === 'name' ? [expression.value] : partsOf(expression).flatMap(namesIn);

/** The rules reached from a rule without going inside tokens. */
function reach(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name) || isToken(name)) return seen;
  seen.add(name);
  for (const next of namesIn(expressionOf(name))) reach(next, seen);
  return seen;
}

/** What Chevrotain recorded, in the shape the EBNF is read into. */
function recorded(production: IProduction): Expression {
  const parts = (): Expression => {
    const { definition } = production as Rule;
    const list = definition.map(recorded);
    return list.length === 1 && list[0] !== undefined ? list[0] : { kind: 'sequence', parts: list };
  };
  if (production instanceof NonTerminal) return { kind: 'name', value: production.nonTerminalName };
  if (production instanceof Terminal) {
    const { name, LABEL } = production.terminalType;
    return LABEL === undefined ? { kind: 'name', value: name } : { kind: 'text', value: LABEL };
  }
  if (production instanceof Option) return { kind: 'optional', part: parts() };
  if (production instanceof Repetition) return { kind: 'repeated', part: parts() };
  if (production instanceof Alternation) {
    return { kind: 'choice', parts: production.definition.map((each) => recorded(each)) };
  }
  if (production instanceof Alternative) return parts();
  return parts();
}

describe('the parser follows the grammar file', () => {
  it('has the same rules', () => {
    expect(Object.keys(productions).sort()).toEqual([...reach('expressionText', reach('conditionText'))].sort());
  });
  it.each(Object.keys(productions))('%s', (name) => {
    const rule = productions[name];
    expect(rule === undefined ? undefined : recorded(rule)).toEqual(expressionOf(name));
  });
  it.each(TOKEN_CLASSES.map((each) => [each.name, each] as const))('%s names its tokens', (name, type) => {
    const members = [...FIXED_TOKENS, ...LITERAL_TOKENS].filter((token) => token.CATEGORIES?.includes(type));
    const named = partsOf(expressionOf(name)).map((part) => ('value' in part ? part.value : ''));
    expect(named.sort()).toEqual(members.map((token) => token.LABEL ?? token.name).sort());
  });
  it('uses every rule and every token', () => {
    const all = rules.flatMap((rule) => namesIn(rule.expression));
    const begins = ['conditionText', 'expressionText'];
    for (const name of expressions.keys()) if (!begins.includes(name)) expect(all).toContain(name);
    for (const name of all) expect(expressions.has(name), name).toBe(true);
    for (const token of LITERAL_TOKENS) expect(expressions.has(token.name), token.name).toBe(true);
  });
});

/** Characters for the descriptions in `? ?`. */
const CHARACTERS: Readonly<Record<string, string>> = {
  '0 to 9': '0123456789',
  'A to F or a to f': 'AFaf',
  'any character but { and }': "aZ0 _@.-()!='\n\té漢😀",
  'any character but " and \\': "aZ0 {}()!='\n\té漢😀",
};

/** A text the grammar allows, chosen by `draw` (a number from 0 up to, not including, its argument). */
function produce(expression: Expression, draw: (below: number) => number, between: string, depth = 0): string {
  const inner = (part: Expression) => produce(part, draw, between, depth);
  switch (expression.kind) {
    case 'sequence':
      return expression.parts.map(inner).join(between);
    case 'choice': {
      // The last alternatives of `negation` and `operand` end the recursion.
      const last = expression.parts.length - 1;
      const chosen = expression.parts[depth > 12 ? last : draw(expression.parts.length)];
      return chosen === undefined ? '' : inner(chosen);
    }
    case 'optional':
      return draw(2) === 0 ? '' : inner(expression.part);
    case 'repeated':
      return Array.from({ length: draw(3) }, () => inner(expression.part)).join(between);
    case 'text':
      return expression.value;
    case 'name': {
      const literal = LITERAL_TOKENS.some((token) => token.name === expression.value);
      return produce(expressionOf(expression.value), draw, literal ? '' : between, depth + 1);
    }
    case 'words': {
      const characters = [...(CHARACTERS[expression.value] ?? '')];
      if (characters.length === 0) throw new Error(`no characters for ? ${expression.value} ?`);
      return characters[draw(characters.length)] ?? '';
    }
  }
}

const draws = fc.infiniteStream(fc.nat({ max: 1_000_000 })).map((stream) => (below: number) => {
  const { value } = stream.next();
  return (value ?? 0) % below;
});

it('reads every text the grammar can produce', () => {
  fc.assert(
    fc.property(draws, (draw) => {
      const source = produce(expressionOf('conditionText'), draw, ' ');
      fc.pre(source.length <= 4096);
      const result = parseCondition(source);
      if (!result.ok) throw new Error(`${result.error.message}\n${result.error.excerpt}`);
    }),
    { numRuns: 2000 },
  );
});

it('reads every expression the grammar can produce', () => {
  fc.assert(
    fc.property(draws, (draw) => {
      const source = produce(expressionOf('expressionText'), draw, ' ');
      fc.pre(source.length <= 4096);
      const result = parseExpression(source);
      if (!result.ok) throw new Error(`${result.error.message}\n${result.error.excerpt}`);
    }),
    { numRuns: 500 },
  );
});

it.each(LITERAL_TOKENS.map((token) => [token.name, token] as const))('%s is one token', (name, type) => {
  fc.assert(
    fc.property(draws, (draw) => {
      const { tokens, errors } = conditionLexer.tokenize(produce(expressionOf(name), draw, ''));
      expect(errors).toEqual([]);
      expect(tokens.map((token) => token.tokenType.name)).toEqual([type.name]);
    }),
  );
});

const WORDS: Readonly<Record<string, readonly string[]>> = {
  Amount: ['a value'],
  Constant: ['a value'],
  Unit: ['a unit of time'],
  Operator: ['+', '-', '*', '/', '%'],
  Flag: ['registered', 'scanned', 'deleted', 'installed'],
  Test: ['isEmpty', 'isSet'],
  Comparator: ['=', '>', '<', 'contains'],
};
const wordsOf = (type: TokenType): readonly string[] => WORDS[type.name] ?? [type.LABEL ?? type.name];

it('expects at each place what the grammar allows there', () => {
  const piece = fc.constantFrom(
    '{a}',
    '3',
    'registered',
    'isEmpty',
    '=',
    '>',
    '!',
    '(',
    ')',
    'AND',
    'OR',
    '{a} =',
    '(!',
    'now',
    '-',
    '*',
    'days',
    '{a} in (',
    ',',
    '({a} +',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
      const source = pieces.join(' ');
      const { tokens } = readTokens(source);
      for (let index = 0; index <= tokens.length; index += 1) {
        const before = tokens.slice(0, index);
        const end = before.at(-1);
        const next = parser.computeContentAssist('conditionText', before).map((path) => path.nextTokenType);
        const whole = parseCondition(end === undefined ? '' : source.slice(0, endOf(end))).ok;
        // A prefix no condition begins with has no place after it.
        if (next.length === 0 && !whole) break;
        const place = placeAt(source, tokens, index, 0);
        const wanted = new Set([...next.flatMap(wordsOf), ...(whole && index > 0 ? ['the end'] : [])]);
        expect([...expectedAt(place)].sort(), `after ${source.slice(0, end?.startOffset)}`).toEqual([...wanted].sort());
      }
    }),
    { numRuns: 500 },
  );
});

it.each(['a', 'a =', 'a = ;', 'a = (b ;', 'a = b', '= b ;', 'a = "x', 'a = b | ;', 'a = # ;'])(
  'refuses a grammar text that is not in the notation: %s',
  (text) => {
    expect(() => readGrammar(text)).toThrow(SyntaxError);
  },
);
