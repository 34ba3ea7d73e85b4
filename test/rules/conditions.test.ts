// PSConditions evaluated (semantics.md, "Conditions"). The grammar has tests of its own; these are about what is true.
import { describe, expect, it } from 'vitest';
import {
  type AccessType,
  CREATE,
  DELETE,
  INSTALL,
  REGISTER,
  recordAccess,
  SCAN,
} from '../../src/rules/passes/facts.ts';
import { compileCondition, conditionProblem } from '../../src/rules/paths/conditions.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { compiled, factsWith } from '../fixtures/rules/sample-pass.ts';

const additional: JsonObject = {
  five: 5,
  t: true,
  f: false,
  zero: 0,
  text25: '25',
  text0: '0.0',
  textMinus: '-3',
  spaced: ' 7 ',
  zip: '01234',
  word: 'Gold',
  exponent: '1e5',
  blank: '',
  nothing: null,
  list: [1],
  object: {},
  ref: '{text25}',
  sentence: 'is {word}',
  cycle: '{cycle}',
};
const program = compiled({ additional });

function verdict(source: string, logged: readonly AccessType[] = []): boolean {
  const result = compileCondition(program, source);
  if (!result.ok) throw new Error(result.error.message);
  const access = logged.reduce((facts, type) => recordAccess(facts, type, 1), {});
  return result.test(factsWith({}, access));
}

const table = (cases: readonly (readonly [string, boolean])[]) =>
  it.each(cases)('%s is %s', (source, expectation) => {
    expect(verdict(source)).toBe(expectation);
  });

describe('AND, OR, ! and parentheses', () => {
  table([
    ['true OR true AND false', true],
    ['false AND false OR true', true],
    ['(true OR true) AND false', false],
    ['!true OR true', true],
    ['!(true OR true)', false],
    ['!false AND false', false],
    ['!!true', true],
    ['true and false or TRUE', true],
    ['', true],
    ['   \n ', true],
  ]);
});

describe('! applies to the whole following comparison', () => {
  table([
    ['!{five} > 3', false],
    ['!({five} > 3)', false],
    ['!{five} > 9', true],
    ['!{zero} = 1', true],
    ['!{five} isEmpty', true],
    ['!{nope} isSet', true],
    ['{five} !> 5', true],
    ['{five} !> 4', false],
    ['{five} !< 5', true],
    ['{five} !< 6', false],
    ['{five} != 5', false],
    ['{five} != 6', true],
    ['{five} !!> 4', true],
    ['{five} !isEmpty', true],
    ['{nope} !isSet', true],
  ]);
});

describe('a bare value is true when it is not empty', () => {
  table([
    ['{five}', true],
    ['{zero}', false],
    ['{t}', true],
    ['{f}', false],
    ['{word}', true],
    ['{blank}', false],
    ['{nothing}', false],
    ['{nope}', false],
    ['{text0}', false],
    ['{text25}', true],
    ['0', false],
    ['-0.0', false],
    ['0.1', true],
    ['""', false],
    ['"0"', false],
    ['"false"', true],
    ['" "', true],
    ['true', true],
    ['false', false],
  ]);
});

describe('isEmpty and isSet', () => {
  table([
    ['{nothing} isEmpty', true],
    ['{nope} isEmpty', true],
    ['{blank} isEmpty', true],
    ['{zero} isEmpty', true],
    ['{f} isEmpty', true],
    ['{text0} isEmpty', true],
    ['{text25} isEmpty', false],
    ['{list} isEmpty', false],
    ['{object} isEmpty', false],
    ['{nothing} isSet', false],
    ['{nope} isSet', false],
    ['{relevantDate} isSet', false],
    ['{images_logo} isSet', false],
    ['{blank} isSet', true],
    ['{zero} isSet', true],
    ['{f} isSet', true],
    ['"" isSet', true],
  ]);
});

describe('numbers', () => {
  table([
    ['{text25} > 20', true],
    ['{text25} > 3', true],
    ['{text25} < 3', false],
    ['{text25} = 25.0', true],
    ['{ref} > 3', true],
    ['{textMinus} < 0', true],
    ['{spaced} = 7', true],
    ['{text25} > {five}', true],
    ['{zip} = 1234', true],
    ['{zip} < {text25}', false],
    ['{nope} = 0', true],
    ['{nope} < 1', true],
    ['{f} = 0', true],
    ['{t} = 1', true],
    ['{t} > {f}', true],
    ['10 > 9', true],
    ['-1 < 0', true],
  ]);
});

describe('strings', () => {
  table([
    ['{zip} = "01234"', true],
    ['{zip} = "1234"', false],
    ['{text25} = "25"', true],
    ['{text25} > "3"', false],
    ['{five} = "5"', true],
    ['{five} = "5.0"', false],
    ['{nope} = ""', true],
    ['{nothing} = ""', true],
    ['{t} = "true"', true],
    ['{word} = "Gold"', true],
    ['{word} = "gold"', false],
    ['{word} > 5', true],
    ['{word} < {five}', false],
    ['{exponent} > 99999', false],
    ['"b" > "a"', true],
    ['"Z" < "a"', true],
    ['"10" < "9"', true],
    ['"\u{1F600}" > "\uFFFD"', true],
    ['"\\uD83D\\uDE00" = "\u{1F600}"', true],
    ['{list} = "[1]"', true],
  ]);
});

describe('magic strings inside a string', () => {
  table([
    ['"{word}" = "Gold"', true],
    ['"is {word}" = {sentence}', true],
    ['"{text25}" > 3', false],
    ['"{nope}" = "{nope}"', true],
    ['"<{cycle}>" = "<>"', true],
    ['{cycle} = ""', true],
    ['"{clientHash}" = ""', true],
    ['{clientHash}', false],
  ]);
});

describe('keywords', () => {
  it.each([
    ['registered', REGISTER],
    ['scanned', SCAN],
    ['deleted', DELETE],
    ['installed', INSTALL],
  ] as const)('%s means that this event has been logged', (keyword, type) => {
    expect(verdict(keyword)).toBe(false);
    expect(verdict(keyword, [type])).toBe(true);
    expect(verdict(`!${keyword}`, [type])).toBe(false);
    const all: readonly AccessType[] = [CREATE, REGISTER, SCAN, DELETE, INSTALL];
    const others = all.filter((other) => other !== type);
    expect(verdict(keyword, others)).toBe(false);
  });

  it('are told to the template only when they are present', () => {
    const result = compileCondition(program, 'registered AND {five} = "scanned"');
    expect(result).toMatchObject({ ok: true, flags: ['registered'] });
  });
});

describe('a condition that does not parse', () => {
  it('names line, column and what was expected, with a caret', () => {
    const result = compileCondition(program, '{five} > 3 AND\n  ({word} = "Gold"');
    if (result.ok) throw new Error('it parses');
    const problem = conditionProblem(result.error);
    expect(problem).toMatch(/^Line 2, column \d+: /);
    expect(problem).toMatch(/\)/);
    expect(problem).toMatch(/\n *\^/);
  });

  it.each(['x'.repeat(5000), `${'!'.repeat(100)}true`, '('.repeat(100), '{five} >', '"open', '\u0000'])(
    'never throws: %j',
    (source) => {
      expect(compileCondition(program, source).ok).toBe(false);
    },
  );
});

it('the trace tells the values it saw, by the name the condition used', () => {
  const seen = {};
  const result = compileCondition(
    program,
    '{text25} > 20 AND !registered AND "is {word}" = {sentence} AND {nope} isEmpty',
  );
  if (!result.ok) throw new Error(result.error.message);
  expect(result.test(factsWith(), seen)).toBe(true);
  expect(seen).toEqual({
    '{text25}': '25',
    registered: false,
    '"is {word}"': 'is Gold',
    '{sentence}': 'is Gold',
    '{nope}': null,
  });
});
