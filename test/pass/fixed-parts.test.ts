// What renders remember of a design: no pass shows what another pass has, and each override shows.
import { describe, expect, it } from 'vitest';
import { renderPass } from '../../src/pass/render.ts';
import { SCAN } from '../../src/rules/passes/facts.ts';
import { materialise } from '../../src/rules/paths/paths.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { IDENTITY } from '../fixtures/rules/render-sample.ts';
import { compiled, factsWith } from '../fixtures/rules/sample-pass.ts';

const PARTS: JsonObject = {
  backgroundColor: 'navy',
  labelColor: '{tone}',
  logoText: 'Bakery of {place}',
  userInfo: '{"shelf": 1}',
  locations: [{ latitude: '1.5', longitude: 2, relevantText: 'Here' }],
  structure: {
    headerFields: [
      { key: 'points', label: 'POINTS', value: 0, numberStyle: 'PKNumberStyleDecimal' },
      { key: 'level', label: 'LEVEL', value: 'bronze', PSConditions: '{counter} > 1' },
    ],
    primaryFields: [{ key: 'offer', label: 'OFFER', value: 'Coffee in {place}' }],
    backFields: [
      { key: 'until', label: 'Until', value: '2030-01-01', dateStyle: 'PKDateStyleShort' },
      { key: 'seen', label: 'Seen', value: 'yes', PSConditions: 'scanned' },
    ],
  },
  additional: { note: '', counter: 0, tone: 'red', place: 'Ghent' },
};

const PASSES: readonly JsonObject[] = [
  {},
  { structure_headerFields_points_value: 5 },
  { structure_headerFields_points_value: 'many', structure_headerFields_points_label: '' },
  { structure_headerFields_points_numberStyle: '', structure_headerFields_level_PSConditions: '' },
  { counter: 3, structure_headerFields_level_value: 'gold' },
  { place: 'Bruges', tone: 'rgb(1, 2, 3)' },
  { structure_backFields_until_value: '{place} and on' },
  { structure_backFields_until_semantics: { eventName: '{place}' } },
  { structure_backFields_new: { label: 'New', value: 'field' }, structure_headerFields_points_value: 7 },
  { structure_headerFields: [{ key: 'only', value: 'one' }], structure_headerFields_only_value: 'two' },
  {
    structure: {
      primaryFields: [
        { key: 'points', value: 1 },
        { key: 'points', value: 2 },
      ],
    },
  },
  { backgroundColor: 'white', logoText: 'Other', locations: [], userInfo: { shelf: 2 } },
  { locations_0_relevantText: 'There', barcode_message: 'Ü', type: 'generic', voided: 'true' },
  { description: '', organizationName: '{place}', expirationDate: '2020-01-01T00:00:00Z' },
];

describe('a design that was rendered before', () => {
  const access = [{}, { [SCAN]: { count: 1, last: 1 } }];
  const renderWith = (program: ReturnType<typeof compiled>, overrides: JsonObject) =>
    access.map((logged) => JSON.stringify(renderPass(program, factsWith(overrides, logged), IDENTITY)));

  it('shows each pass as a design that was never rendered', () => {
    const used = compiled(PARTS);
    for (const overrides of [...PASSES, ...[...PASSES].reverse()]) {
      expect(renderWith(used, overrides), JSON.stringify(overrides)).toEqual(renderWith(compiled(PARTS), overrides));
    }
    const shown = PASSES.map((overrides) => renderWith(used, overrides).join());
    expect(new Set(shown).size).toBe(PASSES.length);
  });

  it('shows overridden fields as a template that has their values itself', () => {
    const used = compiled(PARTS);
    for (const overrides of PASSES) {
      const own = Object.fromEntries(Object.entries(overrides).filter(([path]) => !path.startsWith('structure')));
      const template = { ...used, tree: { ...used.tree, structure: materialise(used, overrides).structure! } };
      expect(renderWith(used, overrides), JSON.stringify(overrides)).toEqual(renderWith(template, own));
    }
  });
});
