// What a pass shows at a path: its own override, its containers', the template's (semantics.md, "Template, pass, effective value").
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Overrides } from '../../src/rules/passes/facts.ts';
import { materialise, writeOverride } from '../../src/rules/paths/paths.ts';
import { dig } from '../../src/rules/values/tree.ts';
import type { JsonValue } from '../../src/rules/values/values.ts';
import { compiled, place, valueAt, written } from '../fixtures/rules/sample-pass.ts';

const program = compiled({ locations: [{ latitude: 1, longitude: 2 }], logoText: 'Bakery' });
const POINTS = 'structure_headerFields_points_value';

describe('the nearest value counts', () => {
  it("without an override it is the template's", () => {
    expect(valueAt(program, {}, POINTS)).toBe(0);
    expect(valueAt(program, {}, 'logoText')).toBe('Bakery');
    expect(valueAt(program, {}, 'relevantDate')).toBeUndefined();
  });

  it('a pass that has not overridden a path follows a change of the template', () => {
    const overrides = written(program, {}, 'note', 'mine');
    const later = compiled({ logoText: 'Bakery and Bar', additional: { note: 'theirs' } });
    expect(valueAt(later, overrides, 'logoText')).toBe('Bakery and Bar');
    expect(valueAt(later, overrides, 'note')).toBe('mine');
  });

  it("an own override comes before a container's", () => {
    const container = written(program, {}, 'structure_headerFields', [{ key: 'points', value: 7, label: 'P' }]);
    const own = written(program, container, POINTS, 9);
    expect(valueAt(program, own, POINTS)).toBe(9);
    expect(valueAt(program, own, 'structure_headerFields_points_label')).toBe('P');
  });

  it('the nearest container comes before an outer one, and both before the template', () => {
    const outer = written(program, {}, 'structure', { headerFields: [{ key: 'points', value: 1 }] });
    expect(valueAt(program, outer, POINTS)).toBe(1);
    const inner = written(program, outer, 'structure_headerFields', [{ key: 'points', value: 2 }]);
    expect(valueAt(program, inner, POINTS)).toBe(2);
    const nearest = written(program, inner, 'structure_headerFields_points', { value: 3 });
    expect(valueAt(program, nearest, POINTS)).toBe(3);
  });

  it('what an overridden container leaves out is not there', () => {
    const overrides = written(program, {}, 'structure_headerFields', []);
    expect(valueAt(program, overrides, POINTS)).toBeUndefined();
    expect(valueAt(program, overrides, 'structure_primaryFields_offer_value')).toBe('Coffee');
  });

  it('a container reads with what was written inside it', () => {
    const overrides = written(program, {}, POINTS, 5);
    expect(valueAt(program, overrides, 'structure_headerFields')).toEqual([
      { key: 'points', label: 'POINTS', value: 5 },
    ]);
    const places = written(program, {}, 'locations_0_latitude', 50);
    expect(valueAt(program, places, 'locations')).toEqual([{ latitude: 50, longitude: 2 }]);
  });

  it('a field that the template lacks is made by writing one of its attributes', () => {
    const overrides = written(program, {}, 'structure_auxiliaryFields_extra_label', 'Extra');
    expect(valueAt(program, overrides, 'structure_auxiliaryFields')).toEqual([{ key: 'extra', label: 'Extra' }]);
  });
});

describe('null and the empty text', () => {
  it('null removes the override', () => {
    const set = written(program, {}, POINTS, 5);
    const removed = written(program, set, POINTS, null);
    expect(removed).toEqual({});
    expect(valueAt(program, removed, POINTS)).toBe(0);
  });

  it('null on a container removes what was written inside it too', () => {
    const set = written(program, written(program, {}, POINTS, 5), 'note', 'kept');
    expect(written(program, set, 'structure_headerFields', null)).toEqual({ note: 'kept' });
    expect(written(program, set, 'structure', null)).toEqual({ note: 'kept' });
  });

  it('the empty text is stored as an empty value', () => {
    const set = written(program, {}, 'logoText', '');
    expect(set).toEqual({ logoText: '' });
    expect(valueAt(program, set, 'logoText')).toBe('');
  });
});

describe('the order of writes', () => {
  it('a container replaces what was written inside it before, and not what comes after', () => {
    const before = written(program, {}, POINTS, 5);
    const container = written(program, before, 'structure_headerFields', [{ key: 'points', value: 6 }]);
    expect(container).not.toHaveProperty(POINTS);
    expect(valueAt(program, container, POINTS)).toBe(6);
    expect(valueAt(program, written(program, container, POINTS, 7), POINTS)).toBe(7);
  });

  it('both names of a path write the same override', () => {
    const old = written(program, {}, 'coupon_headerFields_points_value', 5);
    expect(old).toEqual({ [POINTS]: 5 });
    expect(written(program, old, POINTS, 6)).toEqual({ [POINTS]: 6 });
  });
});

const leafValue = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(''));
const field = fc.record({ value: leafValue, label: fc.string() });
const write: fc.Arbitrary<readonly [string, JsonValue]> = fc.oneof(
  fc.tuple(
    fc.constantFrom(
      POINTS,
      'structure_headerFields_points_label',
      'structure_backFields_new_one_value',
      'structure_primaryFields_offer_value',
      'logoText',
      'note',
      'barcode_message',
      'locations_0_latitude',
      'locations_2_longitude',
      'nfc_message',
    ),
    leafValue,
  ),
  fc.tuple(fc.constantFrom('structure_headerFields_points', 'structure_backFields_new_one'), field),
  fc.tuple(
    fc.constant('structure_headerFields'),
    fc.array(field).map((fields) => fields.map((each, at) => ({ ...each, key: at === 0 ? 'points' : `k${at}` }))),
  ),
  fc.tuple(fc.constant('structure'), fc.constant({ backFields: [{ key: 'new_one', value: 'x' }] })),
  fc.tuple(fc.constant('barcode'), fc.record({ message: fc.string() })),
  fc.tuple(fc.constant('locations'), fc.array(fc.record({ latitude: fc.integer(), longitude: fc.integer() }))),
);
const sequence = fc.array(write, { maxLength: 12 });
const apply = (writes: readonly (readonly [string, JsonValue])[], start: Overrides = {}) =>
  writes.reduce((overrides, [path, value]) => writeOverride(program, overrides, place(program, path), value), start);
/** A field written whole keeps the key that its path names. */
const asRead = (path: string, value: JsonValue): JsonValue => {
  const { steps } = place(program, path);
  return steps.length === 3 && steps[0] === 'structure' ? { ...(value as object), key: steps[2]! } : value;
};

describe('whatever was written before', () => {
  it('reading a path gives what was written last', () => {
    fc.assert(
      fc.property(sequence, write, (before, [path, value]) => {
        const overrides = apply([...before, [path, value]]);
        const read = valueAt(program, overrides, path);
        expect([value, asRead(path, value)]).toContainEqual(read);
      }),
      { numRuns: 1000 },
    );
  });

  it('the tree that is rendered says the same as the path', () => {
    fc.assert(
      fc.property(sequence, write, (before, [path, value]) => {
        const overrides = apply([...before, [path, value]]);
        expect(dig(materialise(program, overrides), place(program, path).steps)).toEqual(asRead(path, value));
      }),
      { numRuns: 1000 },
    );
  });

  it('null on every path gives the template back', () => {
    fc.assert(
      fc.property(sequence, (writes) => {
        const removed = apply(
          writes.map(([path]) => [path, null] as const),
          apply(writes),
        );
        expect(removed).toEqual({});
        expect(materialise(program, removed)).toEqual(program.tree);
      }),
    );
  });

  it('writing changes neither the overrides nor the value it was given', () => {
    fc.assert(
      fc.property(sequence, write, (before, [path, value]) => {
        const overrides = apply(before);
        const copy = structuredClone({ overrides, value });
        apply([[path, value]], overrides);
        expect({ overrides, value }).toEqual(copy);
      }),
    );
  });
});
