// Three evaluations of a condition agree: compiled, compiled with a trace, and an interpreter written from semantics.md.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Condition, Value } from '../../grammar/ast.ts';
import { parseCondition } from '../../grammar/parser.ts';
import { printCondition } from '../../grammar/print.ts';
import { type AccessFacts, DELETE, INSTALL, REGISTER, recordAccess, SCAN } from '../../src/rules/passes/facts.ts';
import { compileCondition, type Seen } from '../../src/rules/paths/conditions.ts';
import { literal } from '../../src/rules/values/literal.ts';
import type { JsonValue } from '../../src/rules/values/values.ts';
import { holds, type World } from '../fixtures/rules/interpreter.ts';
import { compiled, factsWith } from '../fixtures/rules/sample-pass.ts';

const NAMES = ['a', 'b', 'c', 'logoText', 'structure_headerFields_points_value'];
const FLAGS = { registered: REGISTER, scanned: SCAN, deleted: DELETE, installed: INSTALL } as const;
const program = compiled({ additional: { a: null, b: null, c: null } });

const number = fc.oneof(
  fc.integer({ min: -30, max: 30 }),
  fc.constantFrom(0, 0.5, -0.5, 2.5, 1e9),
  fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
    .map((value) => Math.round(value * 100) / 100),
);
const words = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '0.0',
    '25',
    '025',
    ' 25 ',
    '2.50',
    '+5',
    '-',
    '.',
    '1e5',
    'true',
    'Gold',
    'gold',
    'é',
    '\u{1F600}',
    '\uFFFD',
  ),
  fc.string({ maxLength: 4, unit: fc.constantFrom('a', 'b', '0', '5', '.', '-', ' ', '"', '\\', '\n') }),
  number.map(String),
);
const range = { start: 0, end: 0 };
const magic = fc.constantFrom(...NAMES, 'nope').map((name): Value => ({ kind: 'magic', name, range }));
const value: fc.Arbitrary<Value> = fc.oneof(
  { arbitrary: magic, weight: 4 },
  number.map((each): Value => ({ kind: 'number', value: each + 0, range })),
  fc.boolean().map((each): Value => ({ kind: 'boolean', value: each, range })),
  fc
    .array(fc.oneof(words, fc.constantFrom('{a}', '{b}', '{nope}', '{')), { maxLength: 3 })
    .map((parts): Value => ({ kind: 'string', value: parts.join(''), range })),
);
const condition = fc.letrec<{ condition: Condition }>((tie) => {
  const operands = fc.array(tie('condition'), { minLength: 2, maxLength: 3 });
  const negated = fc.boolean();
  return {
    condition: fc.oneof(
      { maxDepth: 3 },
      fc
        .constantFrom(...(Object.keys(FLAGS) as (keyof typeof FLAGS)[]))
        .map((name): Condition => ({ kind: 'flag', name, range })),
      fc.record({ kind: fc.constant('truthy' as const), value, range: fc.constant(range) }),
      fc.record({
        kind: fc.constant('test' as const),
        value,
        test: fc.constantFrom('isEmpty' as const, 'isSet' as const),
        negated,
        range: fc.constant(range),
      }),
      fc.record({
        kind: fc.constant('comparison' as const),
        left: value,
        operator: fc.constantFrom('=' as const, '>' as const, '<' as const),
        right: value,
        negated,
        range: fc.constant(range),
      }),
      tie('condition').map((operand): Condition => ({ kind: 'not', operand, range })),
      operands.map((each): Condition => ({ kind: 'and', operands: each, range })),
      operands.map((each): Condition => ({ kind: 'or', operands: each, range })),
    ),
  };
}).condition;

/** What is written on the pass: absent, a plain value, or what a holder typed, which must be read as typed. */
const held = fc.oneof(
  fc.constant(undefined),
  number,
  fc.boolean(),
  words,
  fc.array(number, { maxLength: 2 }),
  fc.constantFrom('{a}', '{b} and {nope}', '{clientHash}').map((text) => ({ holder: text })),
);
const worlds = fc.record({
  values: fc.tuple(...NAMES.map(() => held)),
  flags: fc.record({ registered: fc.boolean(), scanned: fc.boolean(), deleted: fc.boolean(), installed: fc.boolean() }),
});

const isHolders = (each: unknown): each is { holder: string } =>
  typeof each === 'object' && each !== null && 'holder' in each;

it('compiled, traced and interpreted agree', () => {
  let trues = 0;
  fc.assert(
    fc.property(condition, worlds, (nodes, { values, flags }) => {
      const overrides: Record<string, JsonValue> = {};
      const world: Record<string, JsonValue | undefined> = {};
      NAMES.forEach((name, at) => {
        const each = values[at];
        world[name] = isHolders(each) ? each.holder : (each as JsonValue | undefined);
        // The template has points at 0; every other place has nothing.
        if (each === undefined && name.startsWith('structure')) world[name] = 0;
        if (each !== undefined) overrides[name] = isHolders(each) ? literal(each.holder) : (each as JsonValue);
      });
      let access: AccessFacts = {};
      const logged = new Set<string>();
      for (const [flag, type] of Object.entries(FLAGS)) {
        if (!flags[flag as keyof typeof FLAGS]) continue;
        access = recordAccess(access, type, 5);
        logged.add(flag);
      }
      const source = printCondition(nodes);
      fc.pre(source.length <= 4096);
      const result = compileCondition(program, source);
      if (!result.ok) throw new Error(result.error.message);
      const facts = factsWith(overrides, access);
      const seen: Seen = {};
      const plain = result.test(facts);
      const expectation: World = { values: world, logged };
      expect(result.test(facts, seen)).toBe(plain);
      const parsed = parseCondition(source);
      expect(parsed.ok && holds(parsed.condition, expectation)).toBe(plain);
      expect(holds(nodes, expectation)).toBe(plain);
      for (const [name, saw] of Object.entries(seen)) {
        if (name in FLAGS) expect(saw).toBe(logged.has(name));
        else if (!name.startsWith('"')) expect(saw).toEqual(world[name.slice(1, -1)] ?? null);
      }
      trues += plain ? 1 : 0;
    }),
    { numRuns: 4000 },
  );
  // The worlds are not so lopsided that one answer would always do.
  expect(trues).toBeGreaterThan(800);
  expect(trues).toBeLessThan(3200);
});
