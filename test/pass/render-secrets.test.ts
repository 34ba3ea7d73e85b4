// The clientHash never leaves through a rendered pass, whichever way it got near one (semantics.md, "Magic strings").
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localizationFiles } from '../../src/pass/localize.ts';
import { renderPass } from '../../src/pass/render.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { IDENTITY } from '../fixtures/rules/render-sample.ts';
import { CLIENT_HASH, compiled, constructorOf, factsWith, runEvent, set } from '../fixtures/rules/sample-pass.ts';

/** A template that could not be saved may have been stored by an older version, so rendering must not rely on the refusal. */
const renderAnyway = (parts: JsonObject, overrides: JsonObject = {}) =>
  renderPass(compileTemplate(constructorOf(parts)).program, factsWith(overrides), IDENTITY);
const back = (value: JsonValue) => ({ structure: { backFields: [{ key: 'b', value }] } });

describe('rendering drops it', () => {
  it.each<[string, JsonObject]>([
    ['a field', back('x{clientHash}')],
    ['psEditorURL', back('{psEditorURL}')],
    [
      'a back field’s attributed text',
      { structure: { backFields: [{ key: 'b', value: 1, attributedValue: '<a href="{psEditorURL}">' }] } },
    ],
    [
      'a label and a change message',
      { structure: { backFields: [{ key: 'b', value: 1, label: '{clientHash}', changeMessage: '{clientHash}' }] } },
    ],
    [
      'semantics of a field',
      { structure: { backFields: [{ key: 'b', value: 1, semantics: { x: ['{clientHash}'] } }] } },
    ],
    [
      'a nested value',
      { ...back('{a}'), additional: { a: '{b}', b: '{psInformationURL}', psInformationURL: '{psEditorURL}' } },
    ],
    ['a nested structure', { ...back('{a}'), additional: { a: { deep: ['{clientHash}'] } } }],
    ['the barcode', { barcode: { message: 'x{clientHash}', altText: '{psEditorURL}' } }],
    ['top-level texts', { logoText: '{clientHash}', description: '{psEditorURL}', appLaunchURL: '{clientHash}' }],
    ['userInfo', { userInfo: { a: ['{clientHash}', { b: '{psEditorURL}' }] } }],
    ['unknown keys', { someNewKey: { a: '{clientHash}' } }],
    ['locations', { locations: [{ latitude: 1, longitude: 2, relevantText: '{clientHash}' }] }],
    ['nfc', { nfc: { message: '{clientHash}' } }],
    ['the made-up description', { ...back('{psPassDescription}'), additional: { psPassDescription: '{clientHash}' } }],
  ])('in %s', (_, parts) => {
    expect(JSON.stringify(renderAnyway(parts))).not.toContain(CLIENT_HASH);
  });

  it('keeps what stands around it', () => {
    expect(renderAnyway(back('before {clientHash} after')).storeCard).toEqual({
      backFields: [{ key: 'b', value: 'before  after' }],
    });
  });

  it('also when the pass holds it: an owner may set any path', () => {
    const overrides = { structure_backFields: [{ key: 'b', value: '{clientHash}' }], logoText: '{psEditorURL}' };
    expect(JSON.stringify(renderAnyway({}, overrides))).not.toContain(CLIENT_HASH);
  });

  it('also when a trigger copied it there', () => {
    const program = compiled({
      additional: { hidden: '{clientHash} {psEditorURL}', part: '' },
      triggers: { onScan: [set('part', '{hidden}{psInformationURL}'), set('logoText', '{part}')] },
    });
    const { overrides } = runEvent(program, factsWith({ psInformationURL: '{psEditorURL}' }));
    expect(JSON.stringify(overrides)).not.toContain(CLIENT_HASH);
    expect(JSON.stringify(renderPass(program, factsWith(overrides), IDENTITY))).not.toContain(CLIENT_HASH);
  });

  it('also in localisations, whose texts do not expand at all', () => {
    const { passConstructor } = compileTemplate(
      constructorOf({ localizations: { fr: { Hello: '{clientHash}' } } }),
    ).program;
    const [file] = localizationFiles(passConstructor.localizations as JsonObject);
    expect(new TextDecoder().decode(file!.bytes)).toBe('"Hello" = "{clientHash}";\n');
  });
});

it('whatever refers to whatever, on template and pass', () => {
  const name = fc.constantFrom(
    'clientHash',
    'psEditorURL',
    'a',
    'b',
    'c',
    'psInformationURL',
    'logoText',
    'structure_backFields',
  );
  const text = fc
    .array(
      fc.oneof(
        name.map((each) => `{${each}}`),
        fc.constantFrom('x', '{', '}'),
      ),
      { maxLength: 5 },
    )
    .map((parts) => parts.join(''));
  const value = fc.oneof(text, fc.array(text, { maxLength: 2 }), fc.record({ k: text }));
  const properties = fc.record({ a: value, b: value, c: value, psInformationURL: text });
  const overrides = fc.dictionary(
    fc.constantFrom('a', 'b', 'logoText', 'barcode_message', 'structure_backFields_about_label'),
    text,
  );
  fc.assert(
    fc.property(properties, overrides, text, value, (additional, held, shown, userInfo) => {
      const pass = renderAnyway({ ...back(shown), additional, userInfo, logoText: shown }, held);
      expect(JSON.stringify(pass)).not.toContain(CLIENT_HASH);
    }),
    { numRuns: 1000 },
  );
});

it('rendering never throws, whatever was stored on the pass', () => {
  const program = compiled({ barcodes: [{ message: 'a' }, { message: 'b', PSConditions: '{counter}' }] });
  const path = fc.constantFrom(
    ...program.locations.keys(),
    'structure_auxiliaryFields_new_value',
    'locations_3_latitude',
    'type',
    'unknown',
  );
  const json = fc.jsonValue().map((each) => each as JsonValue);
  fc.assert(
    fc.property(fc.dictionary(path, json, { maxKeys: 6 }), (overrides) => {
      const pass = renderPass(program, factsWith(overrides), IDENTITY);
      expect(pass.serialNumber).toBe('SERIAL');
      JSON.stringify(pass);
    }),
    { numRuns: 1500 },
  );
});
