// The second design of a template: which design a pass shows, and which of its overrides concern it.
import { describe, expect, it } from 'vitest';
import { recordAccess, SCAN } from '../../src/rules/passes/facts.ts';
import { shownDesign } from '../../src/rules/passes/shown-design.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { rendered } from '../fixtures/rules/render-sample.ts';
import { compiled, constructorOf, factsWith, runEvent, set } from '../fixtures/rules/sample-pass.ts';

const REDEEMED: JsonObject = {
  type: 'coupon',
  backgroundColor: 'gray',
  logoText: 'Used, {counter}',
  structure: {
    headerFields: [{ key: 'points', label: 'LEFT', value: '{counter}' }],
    primaryFields: [{ key: 'used', value: 'Used by {structure_primaryFields_used_label}', label: 'USED' }],
    backFields: [
      { key: 'when', value: '', PSConditions: '{structure_backFields_when_value} isSet AND scanned' },
      { key: 'never', value: 'x', PSConditions: '{structure_backFields_about_value} isSet' },
    ],
  },
};
const PARTS: JsonObject = {
  backgroundColor: 'red',
  maxDistance: 5,
  redeemed: REDEEMED,
  additional: { note: '', counter: 3, other: 0 },
};
const show = (overrides: JsonObject = {}, parts: JsonObject = PARTS) =>
  rendered(parts, overrides, recordAccess({}, SCAN, 1)) as any;

it.each<[JsonValue, string]>([
  [true, 'coupon'],
  ['true', 'coupon'],
  [false, 'storeCard'],
  ['false', 'storeCard'],
  ['', 'storeCard'],
  [1, 'storeCard'],
  ['yes', 'storeCard'],
])('isRedeemed %j shows the %s', (isRedeemed, style) => {
  expect(show({ isRedeemed })).toHaveProperty(style);
  expect(show({}, { ...PARTS, additional: { counter: 3, isRedeemed } })).toHaveProperty(style);
});

it('a template with one design has no use for isRedeemed', () => {
  expect(rendered({ additional: { isRedeemed: true } })).toHaveProperty('storeCard');
});

describe('the redeemed design', () => {
  const pass = show({ isRedeemed: true });

  it('inherits nothing but what says whose pass it is', () => {
    expect(pass).toMatchObject({ description: 'Points card', organizationName: 'Corner Bakery' });
    for (const key of ['storeCard', 'barcode', 'barcodes', 'maxDistance']) expect(pass).not.toHaveProperty(key);
    expect(pass).toMatchObject({ backgroundColor: 'rgb(128, 128, 128)', logoText: 'Used, 3' });
    const own = show({ isRedeemed: true }, { ...PARTS, redeemed: { ...REDEEMED, description: 'Used card' } });
    expect(own.description).toBe('Used card');
  });

  it('reads its own fields in magic strings and conditions', () => {
    expect(pass.coupon.primaryFields[0].value).toBe('Used by USED');
    expect(pass.coupon.backFields.map(({ key }: { key: string }) => key)).toEqual(['when']);
  });

  it('has the overrides of what it has, and the default design those of what it has', () => {
    const overrides = {
      structure_headerFields_points_value: 7,
      structure_primaryFields_offer_value: 'Tea',
      structure_backFields_when_value: 'today',
      barcode_message: 'x',
      backgroundColor: 'blue',
      maxDistance: 9,
      counter: 8,
      locations: [{ latitude: 1, longitude: 2 }],
      voided: true,
      expirationDate: '2030-01-01T00:00:00Z',
    };
    const used = show({ ...overrides, isRedeemed: true });
    expect(used.coupon.headerFields).toEqual([{ key: 'points', label: 'LEFT', value: 7 }]);
    expect(used.coupon.primaryFields).toHaveLength(1);
    expect(used.coupon.backFields).toEqual([{ key: 'when', value: 'today' }]);
    expect(used).toMatchObject({ backgroundColor: 'rgb(0, 0, 255)', logoText: 'Used, 8', voided: true });
    expect(used.expirationDate).toBe('2030-01-01T00:00:00Z');
    for (const key of ['barcode', 'barcodes', 'maxDistance', 'locations']) expect(used).not.toHaveProperty(key);
    const unused = show(overrides);
    expect(unused.storeCard.headerFields[0].value).toBe(7);
    expect(unused.storeCard.backFields).toEqual([{ key: 'about', label: 'About', value: 'Baked here' }]);
    expect(unused).toMatchObject({ maxDistance: 9, barcode: { message: 'x' }, locations: [{ latitude: 1 }] });
  });

  it('has the images that a pass sets where it has the image itself', () => {
    const images = { strip: 'a'.repeat(64) };
    const program = compiled({ ...PARTS, images: { logo: 'b'.repeat(64) }, redeemed: { ...REDEEMED, images } });
    const overrides = { isRedeemed: true, 'images_strip@2x': 'c', images_logo: 'd' };
    expect(shownDesign(program, overrides).overrides).toEqual({ isRedeemed: true, 'images_strip@2x': 'c' });
    expect(shownDesign(program, { ...overrides, isRedeemed: false }).overrides).toEqual({
      isRedeemed: false,
      images_logo: 'd',
    });
  });
});

it('a scan redeems, which is a change, and may write to both designs', () => {
  const triggers = { onScan: [set('isRedeemed', true), set('structure_backFields_when_value', '{timestamp}')] };
  const program = compiled({ ...PARTS, triggers });
  const run = runEvent(program);
  expect(run.done).toMatchObject({ outcome: 'fired', updated: true });
  expect(shownDesign(program, run.overrides).program).toBe(program.redeemed);
  const { diagnostics } = compileTemplate(constructorOf({ ...PARTS, triggers }));
  expect(diagnostics.filter(({ code }) => code === 'field_unknown').map(({ path }) => path)).toEqual([
    'redeemed_structure_backFields_1_PSConditions'.replace('_1_', '_never_'),
  ]);
});

it('raising a flag that only the redeemed design asks for is a change', () => {
  const before = factsWith({ isRedeemed: true });
  expect(runEvent(compiled(PARTS), before).done.updated).toBe(true);
  expect(runEvent(compiled({ ...PARTS, redeemed: null }), before).done.updated).toBe(false);
});

it('is kept as it was sent, and compiles to the same again', () => {
  const { program } = compileTemplate(constructorOf(PARTS));
  expect(program.passConstructor.redeemed).toEqual(REDEEMED);
  expect(compileTemplate(program.passConstructor).program.passConstructor).toEqual(program.passConstructor);
});

it('what both designs have is told once', () => {
  const parts = { ...PARTS, description: '', organizationName: '', additional: { counter: 0, a: '{nope}' } };
  const told = compileTemplate(constructorOf(parts)).diagnostics.map(({ path }) => path);
  expect(told.filter((path) => /description|organizationName|^redeemed_a$/.test(path)).sort()).toEqual([
    'description',
    'organizationName',
  ]);
});
