// What is accepted as a template and the shape it is kept in (semantics.md, "Template, pass, effective value"), and the
// secret that no template may show.
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { compiled, constructorOf, increment, place, routine, set, valueAt } from '../fixtures/rules/sample-pass.ts';

const kept = (sent: JsonObject) => compileTemplate(sent).program.passConstructor;
const errorsOf = (parts: JsonObject) =>
  compileTemplate(constructorOf(parts)).diagnostics.filter(({ severity }) => severity === 'error');

describe('a pass.json out of any package', () => {
  const APPLE: JsonObject = {
    formatVersion: 1,
    passTypeIdentifier: 'pass.com.example',
    serialNumber: 'E5982H-I2',
    teamIdentifier: 'A93A5CM278',
    webServiceURL: 'https://example.com/passes/',
    authenticationToken: 'vxwxd7J8AlNNFPS8k0a0FfUFtq0ewzFdc',
    organizationName: 'Skyport Airways',
    description: 'Skyport Boarding Pass',
    barcode: { message: 'SFOJFK', format: 'PKBarcodeFormatPDF417', messageEncoding: 'iso-8859-1' },
    boardingPass: {
      transitType: 'PKTransitTypeAir',
      primaryFields: [{ key: 'depart', label: 'SAN FRANCISCO', value: 'SFO' }],
    },
  };

  it('is accepted: its style key becomes type and structure', () => {
    const { program, diagnostics } = compileTemplate(APPLE);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(program.passConstructor).toEqual({
      type: 'boardingPass',
      transitType: 'PKTransitTypeAir',
      organizationName: 'Skyport Airways',
      description: 'Skyport Boarding Pass',
      structure: { primaryFields: [{ key: 'depart', label: 'SAN FRANCISCO', value: 'SFO' }] },
      barcode: { message: 'SFOJFK', format: 'PKBarcodeFormatPDF417', messageEncoding: 'iso-8859-1' },
    });
    expect(valueAt(program, {}, 'structure_primaryFields_depart_value')).toBe('SFO');
  });

  it('the keys that only the server writes are left out, with a warning each', () => {
    const warned = compileTemplate(APPLE).diagnostics.filter(({ code }) => code === 'key_reserved');
    expect(warned.map(({ path }) => path).sort()).toEqual([
      'authenticationToken',
      'passTypeIdentifier',
      'serialNumber',
      'teamIdentifier',
      'webServiceURL',
    ]);
  });

  it('a barcode comes out of barcodes; several are kept', () => {
    const one = { format: 'PKBarcodeFormatQR', message: '1' };
    const two = { format: 'PKBarcodeFormatCode128', message: '2' };
    expect(kept({ type: 'generic', barcodes: [one] })).toMatchObject({ barcode: one });
    expect(kept({ type: 'generic', barcodes: [one] })).not.toHaveProperty('barcodes');
    expect(kept({ type: 'generic', barcodes: [one, two] })).toMatchObject({ barcode: one, barcodes: [one, two] });
    expect(kept({ type: 'generic', barcode: two, barcodes: [one] })).toMatchObject({ barcode: two });
  });

  it('keys of poster event tickets and semantic boarding passes stay', () => {
    const newer = {
      preferredStyleSchemes: ['posterEventTicket'],
      upcomingPassInformation: [{ identifier: 'x', dateInformation: { date: '2027-01-01T10:00Z' } }],
      useAutomaticColors: true,
      bagPolicyURL: 'https://example.com/bags',
      trackBagsURL: 'https://example.com/track',
      auxiliaryStoreIdentifiers: [123],
    };
    expect(kept({ type: 'eventTicket', ...newer })).toMatchObject(newer);
  });
});

describe('PSAttributes', () => {
  it.each<[string, JsonObject, string]>([
    [
      'a field’s value',
      { structure: { headerFields: [{ key: 'a', value: { PSValue: 5 } }] } },
      'structure_headerFields_a_value',
    ],
    [
      'a field’s label',
      { structure: { headerFields: [{ key: 'a', value: 1, label: { PSValue: 5 } }] } },
      'structure_headerFields_a_label',
    ],
    ['a top-level key', { logoText: { PSValue: 5 } }, 'logoText'],
    ['a position', { locations: [{ latitude: { PSValue: 5 }, longitude: 1 }] }, 'locations_0_latitude'],
    ['the barcode', { barcode: { message: { PSValue: 5 } } }, 'barcode_message'],
    ['an additional property', { additional: { mine: { PSValue: 5 } } }, 'mine'],
  ])('may stand for any leaf: %s', (_, parts, path) => {
    expect(valueAt(compiled(parts), {}, path)).toBe(5);
    expect(JSON.stringify(compiled(parts).tree)).not.toContain('PSValue');
  });

  it('are read whole', () => {
    const attribute = {
      PSValue: 's',
      PSEditable: true,
      PSLabel: 'Size',
      PSAttributeType: 'PSAttributeTypeDropdown',
      PSOptions: { Small: 's', Large: 'l' },
      PSStepAmount: '2',
      PSValidation: 'VRequired,VAlpha',
    };
    expect(place(compiled({ additional: { size: attribute } }), 'size').attribute).toEqual({
      editable: true,
      label: 'Size',
      type: 'PSAttributeTypeDropdown',
      options: [
        ['Small', 's'],
        ['Large', 'l'],
      ],
      stepAmount: 2,
      validation: ['VRequired', 'VAlpha'],
    });
  });

  it.each<[JsonValue, boolean]>([
    [true, true],
    [1, true],
    ['true', true],
    ['1', true],
    [false, false],
    ['false', false],
    [undefined as never, false],
  ])('PSEditable %j: %j', (PSEditable, editable) => {
    const program = compiled({ additional: { note: { PSValue: '', PSEditable } } });
    expect(place(program, 'note').attribute?.editable).toBe(editable);
  });

  it('a plain value is not editable', () => {
    expect(place(compiled(), 'note').attribute).toBeNull();
    expect(place(compiled(), 'logoText').attribute).toBeNull();
  });

  it('an object whose keys only begin like ours is plain', () => {
    expect(compiled({ userInfo: { PSIdentifier: 5 } }).tree.userInfo).toEqual({ PSIdentifier: 5 });
  });
});

describe('conditions of fields and barcode', () => {
  const conditionOf = (field: JsonObject) =>
    valueAt(
      compiled({ structure: { headerFields: [{ key: 'a', ...field }] } }),
      {},
      'structure_headerFields_a_PSConditions',
    );

  it('on the value is the condition of the whole field', () => {
    expect(conditionOf({ value: { PSValue: 1, PSConditions: 'scanned' } })).toBe('scanned');
  });

  it('on both, both must hold', () => {
    const value = { PSValue: 1, PSConditions: 'scanned OR installed' };
    expect(conditionOf({ value, PSConditions: 'true OR false' })).toBe('(true OR false) AND (scanned OR installed)');
  });

  it('an empty one asks for nothing', () => {
    expect(conditionOf({ value: { PSValue: 1, PSConditions: '' }, PSConditions: 'scanned' })).toBe('scanned');
    expect(conditionOf({ value: { PSValue: 1, PSConditions: ' ' } })).toBe(' ');
    expect(conditionOf({ value: { PSValue: 1, PSConditions: 'scanned' }, PSConditions: ' ' })).toBe('scanned');
  });

  it('on the message is the condition of the barcode', () => {
    const program = compiled({ barcode: { message: { PSValue: 'x', PSConditions: 'scanned' } } });
    expect(valueAt(program, {}, 'barcode_PSConditions')).toBe('scanned');
    expect([...program.shownFlags]).toEqual(['scanned']);
  });
});

describe('sub-routines that the template holds are checked when it is saved', () => {
  const bad = [{ action: 'PSActionSetValu', targetPath: 'note' }];
  it.each<[string, JsonValue]>([
    ['as JSON', bad],
    ['as text', JSON.stringify(bad)],
    ['one that is called by another', [routine('inner')]],
  ])('%s', (_, code) => {
    const found = errorsOf({ additional: { note: '', code, inner: bad }, triggers: { onScan: routine('code') } });
    expect(found).toMatchObject([{ code: 'action_unknown', message: expect.stringContaining('"PSActionSetValue"') }]);
  });

  it('also their conditions', () => {
    const code = [set('note', 'x', '{note} >')];
    expect(errorsOf({ additional: { note: '', code }, triggers: { onScan: routine('code') } })).toMatchObject([
      { code: 'condition_invalid', path: 'code_0_PSConditions' },
    ]);
  });

  it('a property that nothing runs is nobody’s sub-routine', () => {
    expect(errorsOf({ additional: { code: bad } })).toEqual([]);
  });

  it('one that calls itself is checked once', () => {
    const code = [routine('code'), { action: 'nope' }];
    expect(errorsOf({ additional: { code }, triggers: { onScan: routine('code') } })).toHaveLength(1);
  });
});

describe('the clientHash on what holders see is an error', () => {
  const back = (value: JsonValue) => ({ structure: { backFields: [{ key: 'b', value }] } });
  it.each<[string, JsonObject]>([
    ['in a value', back('{clientHash}')],
    ['in a PSAttribute', back({ PSValue: 'x {clientHash}' })],
    ['in a label', { structure: { backFields: [{ key: 'b', value: 1, label: '{clientHash}' }] } }],
    ['in attributed text', { structure: { backFields: [{ key: 'b', value: 1, attributedValue: '{clientHash}' }] } }],
    ['in the barcode', { barcode: { message: '{clientHash}' } }],
    ['in a top-level text', { logoText: '{clientHash}' }],
    ['in userInfo', { userInfo: { deep: ['{clientHash}'] } }],
    ['in the editor’s URL', back('{psEditorURL}')],
    ['by way of a property', { ...back('{mine}'), additional: { mine: '{clientHash}' } }],
    ['by way of two', { ...back('{mine}'), additional: { mine: '{other}', other: 'x{psEditorURL}' } }],
    ['by way of a structure', { ...back('{mine}'), additional: { mine: { deep: ['{clientHash}'] } } }],
    [
      'by way of psInformationURL',
      { ...back('{psInformationURL}'), additional: { psInformationURL: '{psEditorURL}' } },
    ],
    ['in a public property', { additional: { psRegisteredMessage: '{clientHash}' } }],
    ['in psTriggerError', { additional: { psTriggerError: '{clientHash}' } }],
    ['in a property that holders edit', { additional: { mine: { PSValue: '{clientHash}', PSEditable: true } } }],
    ['set by a trigger', { triggers: { onScan: set('structure_backFields_about_value', '{clientHash}') } }],
    [
      'set in a container',
      { triggers: { onScan: set('structure_backFields', [{ key: 'b', value: '{clientHash}' }]) } },
    ],
    [
      'set by a sub-routine',
      { additional: { code: [set('logoText', '{psEditorURL}')] }, triggers: { onScan: routine('code') } },
    ],
  ])('%s', (_, parts) => {
    expect(errorsOf(parts).map(({ code }) => code)).toEqual(['client_hash_visible']);
  });

  it.each<[string, JsonObject]>([
    ['psInformationURL', { additional: { psInformationURL: '{psEditorURL}' } }],
    ['psDisplayURL', { additional: { psDisplayURL: '{rootPath}?h={clientHash}' } }],
    ['a hidden property', { additional: { mine: '{clientHash}' } }],
    ['a URL action', { triggers: { onScan: { action: 'PSActionURL', url: '{rootPath}?h={clientHash}' } } }],
    ['a set of psInformationURL', { triggers: { onScan: set('psInformationURL', '{psEditorURL}') } }],
  ])('it may stand in %s', (_, parts) => {
    expect(errorsOf(parts)).toEqual([]);
  });

  it('a cycle ends', () => {
    expect(errorsOf({ ...back('{a}'), additional: { a: '{b}', b: '{a}' } })).toEqual([]);
  });
});

it('a key called __proto__ is data like any other', () => {
  const input = JSON.parse('{"type":"generic","__proto__":{"triggers":{"onScan":5}},"userInfo":{"__proto__":1}}');
  const { program, diagnostics } = compileTemplate(input);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(Object.getPrototypeOf(program.passConstructor)).toBe(Object.prototype);
  expect(JSON.stringify(program.tree.userInfo)).toBe('{"__proto__":1}');
});

it('one PSAttribute in place of the whole template does not throw', () => {
  expect(compileTemplate({ PSValue: { type: 'coupon' } }).diagnostics.map(({ code }) => code)).toContain(
    'type_unknown',
  );
});

it('triggers of the sample compile to actions in their order', () => {
  const program = compiled({ triggers: { onScan: [increment('counter', 1), set('note', 'x')], onEdit: null } });
  expect(program.triggers.get('onScan')?.map(({ kind }) => kind)).toEqual(['increment', 'set']);
  expect(program.triggers.has('onEdit')).toBe(false);
});
