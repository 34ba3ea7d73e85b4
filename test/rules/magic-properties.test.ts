// Expansion always ends and stays within 64 KiB, whatever refers to whatever; and no garbage makes it throw.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PassFacts } from '../../src/rules/passes/facts.ts';
import { type Audience, expand, expandValue, magicValue } from '../../src/rules/paths/magic.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { CLIENT_HASH, compiled, constructorOf, factsWith } from '../fixtures/rules/sample-pass.ts';

const LIMIT = 64 * 1024;
const MOST_READS = 200_000;
const NAMES = ['a', 'b', 'c', 'd', 'e', 'logoText', 'structure_headerFields_points_value'];
const piece = fc.oneof(
  fc.constantFrom(...NAMES.map((name) => `{${name}}`), '{nope}', '{clientHash}', '{psEditorURL}', '{timestamp}'),
  fc.constantFrom('{', '}', '"', '\\', '[', ']', '{"x":"{a}"}', '["{b}"]', '[1,"{c}"]'),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const text = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));
const value: fc.Arbitrary<JsonValue> = fc.oneof(
  { arbitrary: text, weight: 5 },
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('x', '__proto__', '{a}'), text, { maxKeys: 2 }),
  fc.jsonValue({ maxDepth: 2 }).map((json) => json as JsonValue),
);
const overrides = fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 7 });
const audience = fc.constantFrom<Audience>('holder', 'trusted', 'freeze');
const program = compiled({ additional: { a: '', b: '', c: '', d: '', e: '' } });

it('any references end, within 64 KiB, without the clientHash for holders', () => {
  fc.assert(
    fc.property(text, overrides, audience, (source, held, reader) => {
      const facts = factsWith(held);
      const result = expand(program, facts, source, { audience: reader });
      expect(Buffer.byteLength(result)).toBeLessThanOrEqual(LIMIT);
      if (reader !== 'trusted') expect(result).not.toContain(CLIENT_HASH);
      for (const name of NAMES) magicValue(program, facts, name);
    }),
    { numRuns: 2000 },
  );
});

it('values of any kind end too, and keep their kind', () => {
  fc.assert(
    fc.property(value, overrides, audience, (source, held, reader) => {
      const result = expandValue(program, factsWith(held), source, { audience: reader });
      expect(typeof result).toBe(typeof source);
      expect(Array.isArray(result)).toBe(Array.isArray(source));
    }),
    { numRuns: 1000 },
  );
});

/** Each level refers `width` times to the next: width to the sixteenth leaves, if nothing held it back. */
function nested(width: number, leaf: string): JsonObject {
  const levels: Record<string, string> = { n16: leaf };
  for (let level = 0; level < 16; level++) levels[`n${level}`] = `{n${level + 1}}`.repeat(width);
  return levels;
}

/** Facts that throw when their overrides are read more often than an expansion that ends soon does. */
function countedFacts(): PassFacts {
  const facts = factsWith();
  let reads = 0;
  return {
    ...facts,
    get overrides() {
      reads += 1;
      if (reads > MOST_READS) throw new Error(`The overrides were read more than ${MOST_READS} times.`);
      return facts.overrides;
    },
  };
}

it.each([
  [2, ''],
  [2, 'x'],
  [10, ''],
  [10, 'long '.repeat(1000)],
  [1000, ''],
])('an exponential nesting ends quickly: %i references a level', (width, leaf) => {
  const deep = compiled({ additional: nested(width, leaf) });
  const problems = new Set<never>();
  const result = expand(deep, countedFacts(), '{n0}', { audience: 'holder', problems });
  expect(Buffer.byteLength(result)).toBeLessThanOrEqual(LIMIT);
  expect(problems.size).toBeGreaterThan(0);
});

it('an exponential nesting in every text of a value ends quickly', () => {
  const deep = compiled({ additional: nested(10, '') });
  const many = Array.from({ length: 5000 }, () => '{n0}');
  expandValue(deep, countedFacts(), many, { audience: 'holder' });
});

it('JSON text inside JSON text, deep or long, never overflows the stack', () => {
  let wrapped = '{a}';
  for (let level = 0; level < 12; level++) wrapped = JSON.stringify([wrapped]);
  const facts = factsWith({ a: 'end' });
  expect(expandValue(program, facts, wrapped, { audience: 'holder' })).toContain('end');
  const deep = `${'['.repeat(100_000)}"{a}"${']'.repeat(100_000)}`;
  expect(() => expandValue(program, facts, deep, { audience: 'holder' })).not.toThrow();
});

it('a template of garbage compiles to diagnostics and never throws', () => {
  const key = fc.oneof(
    fc.constantFrom(
      'type',
      'structure',
      'headerFields',
      'additional',
      'images',
      'triggers',
      'localizations',
      'barcode',
    ),
    fc.constantFrom('barcodes', 'locations', 'PSValue', 'PSConditions', 'PSValidation', 'PSOptions', 'key', 'value'),
    fc.constantFrom(
      '__proto__',
      'constructor',
      'toString',
      'coupon',
      'onScan',
      'action',
      'targetPath',
      'backgroundColor',
    ),
    fc.string({ maxLength: 5 }),
  );
  const leaf = fc.oneof(
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom('coupon', 'VEmail', 'a > '),
  );
  const tree = fc.letrec<{ node: JsonValue }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(key, tie('node'), { maxKeys: 5 }),
    ),
  })).node;
  fc.assert(
    fc.property(fc.dictionary(key, tree, { maxKeys: 6 }), fc.boolean(), (garbage, beside) => {
      const input = beside ? constructorOf(garbage as JsonObject) : (garbage as JsonObject);
      const { diagnostics } = compileTemplate(input);
      for (const { code, message } of diagnostics) {
        expect(code).toMatch(/^[a-z_]+$/);
        expect(message).toMatch(/\S/);
      }
    }),
    { numRuns: 2000 },
  );
});

it('what compiled once compiles again to the same: what templateInfo answers can be sent back', () => {
  const parts = fc.record(
    {
      logoText: text,
      additional: fc.dictionary(fc.constantFrom('a', 'b', 'c'), text),
      barcode: fc.record({ message: fc.record({ PSValue: text, PSConditions: fc.constant('{a} > 1') }) }),
      locations: fc.constant([{ latitude: 1, longitude: 2 }]),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(parts, (given) => {
      const once = compileTemplate(constructorOf(given as JsonObject));
      const twice = compileTemplate(once.program.passConstructor);
      expect(twice.program.passConstructor).toEqual(once.program.passConstructor);
      expect(twice.diagnostics).toEqual(once.diagnostics);
    }),
  );
});
