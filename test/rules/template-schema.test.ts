// The JSON Schema of a template: it takes what saving takes, and refuses what it can know to be wrong.
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { templateSchema } from '../../src/rules/templates/template-schema.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { EXAMPLES, templateWithRules } from '../fixtures/rules/generated-rules.ts';
import { constructorOf, set } from '../fixtures/rules/sample-pass.ts';
import { mutateJson } from '../fuzz/mutate.ts';
import { randomOf } from '../fuzz/random.ts';
import { TEMPLATES } from '../fuzz/seeds.ts';

const validate = new Ajv({ allowUnionTypes: true, strict: true, strictRequired: false, strictTypes: false }).compile(
  templateSchema('https://passes.example.com', { PSPaused: 'Pauses it.' }),
);
const faultsOf = (template: JsonValue) =>
  validate(template) ? [] : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
const isSavable = (template: JsonObject) =>
  compileTemplate(template).diagnostics.every(({ severity }) => severity !== 'error');

/** Places and beacons that are none: saving lets them be, because no pass shows them. */
const hasStrayPlaces = ({ locations = [], beacons = [] }: JsonObject) =>
  [locations, beacons].some((list) => !Array.isArray(list) || list.some((item) => !isPlace(item)));
const isPlace = (item: JsonValue) =>
  typeof item === 'object' && item !== null && ('latitude' in item || 'proximityUUID' in item);

describe('the schema takes', () => {
  it.each(EXAMPLES)('the example $name, alone and in a file', ({ passConstructor }) => {
    expect(faultsOf(passConstructor)).toEqual([]);
    expect(faultsOf({ templateName: 'A card', passConstructor })).toEqual([]);
  });

  it('every mutated template that can be saved', () => {
    const random = randomOf('schema');
    let taken = 0;
    for (let at = 0; at < 2000; at++) {
      const template = mutateJson(random, random.pick(TEMPLATES), TEMPLATES) as JsonObject;
      if (typeof template !== 'object' || template === null || Array.isArray(template) || 'passConstructor' in template)
        continue;
      if (!isSavable(template) || hasStrayPlaces(template)) continue;
      taken += 1;
      expect(faultsOf(template), JSON.stringify(template)).toEqual([]);
    }
    expect(taken).toBeGreaterThan(200);
  });

  it('every generated template with rules that can be saved', () => {
    let taken = 0;
    fc.assert(
      fc.property(templateWithRules, (template) => {
        if (!isSavable(template)) return;
        taken += 1;
        expect(faultsOf(template)).toEqual([]);
      }),
      { numRuns: 400 },
    );
    expect(taken).toBeGreaterThan(20);
  });

  it('a pass.json', () => {
    const { type: _, structure, ...rest } = constructorOf();
    expect(faultsOf({ formatVersion: 1, serialNumber: '1', ...rest, storeCard: structure! })).toEqual([]);
  });
});

describe('the schema refuses, as saving does,', () => {
  it.each<[string, JsonObject]>([
    ['an unknown style', { type: 'storecard' }],
    ['no style', { type: null, structure: {} }],
    ['a field without a key', { structure: { headerFields: [{ value: 1 }] } }],
    ['fields that are no list', { structure: { headerFields: { value: 1 } } }],
    ['an unknown word', { structure: { headerFields: [{ key: 'a', value: 1, textAlignment: 'left' }] } }],
    ['an unknown format', { barcode: { format: 'QR', message: 'x' } }],
    ['an unknown event', { triggers: { onScam: [] } }],
    ['an unknown action', { triggers: { onScan: [{ action: 'PSActionSet' }] } }],
    ['an action without its place', { triggers: { onScan: [{ action: 'PSActionSetValue', value: 1 }] } }],
    ['an address without a protocol', { triggers: { onScan: { action: 'PSActionURL', url: 'shop.example' } } }],
    ['an unknown method', { triggers: { onScan: { action: 'PSActionURL', url: 'https://a.example', method: 'GTE' } } }],
    ['a pause that is none', { triggers: { onScan: { ...set('note', 1), PSPaused: [] } } }],
    ['a location without its longitude', { locations: [{ latitude: 1 }] }],
    ['an unknown kind of input', { additional: {}, description: { PSValue: 'a', PSAttributeType: 'Text' } }],
    ['a time zone by its name', { timezone: 'Europe/Berlin' }],
  ])('%s', (_, parts) => {
    const template = constructorOf(parts);
    expect(faultsOf(template)).not.toEqual([]);
    expect(isSavable(template)).toBe(false);
  });
});
