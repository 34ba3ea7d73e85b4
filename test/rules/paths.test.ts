// API paths: which place a name means, and what may be written there (semantics.md, "API paths").
import { describe, expect, it } from 'vitest';
import { isReserved, locate, shapeProblem } from '../../src/rules/paths/paths.ts';
import { acceptValue } from '../../src/rules/paths/writes.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import type { JsonValue } from '../../src/rules/values/values.ts';
import { compiled, constructorOf, place, valueAt, written } from '../fixtures/rules/sample-pass.ts';

const program = compiled({ locations: [{ latitude: 1.5, longitude: 2 }], nfc: { message: 'tap' } });

describe('what a path means', () => {
  it.each<[string, string]>([
    ['structure_headerFields_points_value', 'structure headerFields points value'],
    ['structure_headerFields_points_label', 'structure headerFields points label'],
    ['structure_headerFields_points', 'structure headerFields points'],
    ['structure_headerFields', 'structure headerFields'],
    ['structure_backFields_new_value', 'structure backFields new value'],
    ['structure_additionalInfoFields_x_value', 'structure additionalInfoFields x value'],
    ['barcode_message', 'barcode message'],
    ['barcode_altText', 'barcode altText'],
    ['barcode', 'barcode'],
    ['locations_0_latitude', 'locations 0 latitude'],
    ['locations_3_latitude', 'locations 3 latitude'],
    ['locations', 'locations'],
    ['beacons_0_proximityUUID', 'beacons 0 proximityUUID'],
    ['nfc_message', 'nfc message'],
    ['logoText', 'logoText'],
    ['backgroundColor', 'backgroundColor'],
    ['expirationDate', 'expirationDate'],
    ['voided', 'voided'],
    ['type', 'type'],
    ['transitType', 'transitType'],
    ['images_logo', 'images logo'],
    ['images_logo@2x', 'images logo@2x'],
    ['images_icon@3x', 'images icon@3x'],
    ['note', 'additional note'],
    ['additional_note', 'additional note'],
    ['additional_psScanText', 'additional psScanText'],
    ['psTriggerError', 'additional psTriggerError'],
    ['psScanText', 'additional psScanText'],
  ])('%s is the place %s', (path, steps) => {
    expect(locate(program, path)?.steps.join(' ')).toBe(steps);
  });

  it.each([
    'nonsense',
    'structure_',
    'structure_headerFields_',
    'structure_nopeFields_x_value',
    'barcode_nope',
    'locations__latitude',
    'images_poster',
    'images_logo@4x',
    'other',
    '',
    '_',
    '__proto__',
    'constructor',
    'a b',
    'triggers_onScan',
    'additional_nothing',
    'localizations_fr',
  ])('%j is no path', (path) => {
    expect(locate(program, path)).toBeNull();
  });

  it.each(['boardingPass', 'coupon', 'eventTicket', 'generic', 'storeCard'])(
    'the old form %s_… means the same as structure_…, whatever the style',
    (style) => {
      expect(locate(program, `${style}_primaryFields_offer_value`)).toBe(
        locate(program, 'structure_primaryFields_offer_value'),
      );
      expect(locate(program, `${style}_primaryFields_fresh_label`)?.path).toBe('structure_primaryFields_fresh_label');
      expect(locate(program, style)?.path).toBe('structure');
    },
  );

  it.each(['serialNumber', 'passTypeIdentifier', 'teamIdentifier', 'authenticationToken', 'webServiceURL'])(
    'the server alone writes %s',
    (path) => {
      expect(isReserved(path)).toBe(true);
      expect(locate(program, path)).toBeNull();
    },
  );
});

describe('field keys with underscores', () => {
  const underscored = compiled({
    structure: { headerFields: [{ key: 'my_value', value: 'whole' }], backFields: [{ key: 'a_b_label', value: 'x' }] },
  });

  it('the template is asked first: a key may end in the name of an attribute', () => {
    expect(place(underscored, 'structure_headerFields_my_value').steps).toEqual([
      'structure',
      'headerFields',
      'my_value',
    ]);
    expect(valueAt(underscored, {}, 'structure_headerFields_my_value_value')).toBe('whole');
    expect(valueAt(underscored, {}, 'structure_backFields_a_b_label_value')).toBe('x');
  });

  it('what the template lacks is parsed: group from the left, attribute from the right, the key between', () => {
    expect(place(underscored, 'structure_backFields_my_new_key_label').steps).toEqual([
      'structure',
      'backFields',
      'my_new_key',
      'label',
    ]);
    expect(place(underscored, 'structure_backFields_my_new_key').steps).toEqual([
      'structure',
      'backFields',
      'my_new_key',
    ]);
  });

  it('two fields whose paths would be the same are refused', () => {
    const { diagnostics } = compileTemplate(
      constructorOf({
        structure: {
          headerFields: [
            { key: 'a', value: 1 },
            { key: 'a_value', value: 2 },
          ],
        },
      }),
    );
    expect(diagnostics.map(({ code }) => code)).toContain('path_ambiguous');
  });
});

describe('what may be written', () => {
  it.each<[string, JsonValue]>([
    ['structure', {}],
    ['structure_headerFields', [{ key: 'a', value: 1 }]],
    ['structure_headerFields', []],
    ['structure_headerFields_points', { value: 5 }],
    ['structure_headerFields_points_label', 'text'],
    ['structure_headerFields_points_value', 5],
    ['structure_headerFields_points_semantics', { seats: [] }],
    ['barcode', { message: 'x' }],
    ['locations', [{ latitude: 1, longitude: 2 }]],
    ['type', 'coupon'],
    ['type', '{note}'],
    ['note', { any: ['thing'] }],
    ['structure_headerFields', null],
  ])('%s takes %j', (path, value) => {
    expect(acceptValue(place(program, path), value)).toEqual({ ok: true, value });
  });

  it.each<[string, JsonValue]>([
    ['structure', '[]'],
    ['structure_headerFields', 'text'],
    ['structure_headerFields', [{ value: 1 }]],
    ['structure_headerFields', [5]],
    ['structure_headerFields_points', 'text'],
    ['structure_headerFields_points_value', 'text'],
    ['structure_headerFields_points', []],
    ['barcode', 'text'],
    ['barcode', []],
    ['locations', {}],
    ['type', 'voucher'],
    ['note', 'x'.repeat(65 * 1024)],
  ])('%s refuses %j', (path, value) => {
    expect(acceptValue(place(program, path), value)).toMatchObject({ ok: false, problem: expect.stringMatching(/\S/) });
  });

  it('a container arrives as JSON text too', () => {
    expect(acceptValue(place(program, 'locations'), '[{"latitude":1,"longitude":2}]')).toEqual({
      ok: true,
      value: [{ latitude: 1, longitude: 2 }],
    });
  });

  it('a value nested deeper than the stack is refused, as value and as text', () => {
    const deep = '['.repeat(20_000) + ']'.repeat(20_000);
    expect(acceptValue(place(program, 'note'), JSON.parse(deep))).toMatchObject({ ok: false });
    expect(acceptValue(place(program, 'locations'), deep)).toMatchObject({ ok: false });
  });

  it('a wrong type suggests the near one', () => {
    expect(shapeProblem(place(program, 'type'), 'cupon')).toContain('Did you mean "coupon"?');
  });
});

describe('positions', () => {
  it('a position means one place in every write, also beyond what the template has', () => {
    const empty = compiled();
    const once = written(empty, {}, 'locations_1_latitude', 5);
    const twice = written(empty, once, 'locations_1_longitude', 6);
    expect(valueAt(empty, twice, 'locations')).toEqual([null, { latitude: 5, longitude: 6 }]);
  });
});
