// The marks for Pass2U: read, kept, and no part of a pass.
import { expect, it } from 'vitest';
import { barcodeKind, dynamicFields } from '../../src/rules/templates/marks.ts';
import { rendered } from '../fixtures/rules/render-sample.ts';
import { compiled } from '../fixtures/rules/sample-pass.ts';

const PARTS = {
  structure: {
    headerFields: [
      { key: 'a', value: 1, PSDynamic: true },
      { key: 'b', value: 2, PSDynamic: false },
    ],
    backFields: [
      { key: 'c', value: { PSValue: 3, PSDynamic: true, PSEditable: true } },
      { key: 'd', value: 4 },
    ],
  },
  barcode: { message: 'x', PSBarcodeKind: 'nonReplicable' },
};

it('names the dynamic fields and the kind of barcode', () => {
  const program = compiled(PARTS);
  expect(dynamicFields(program)).toEqual(['a', 'c']);
  expect(barcodeKind(program)).toBe('nonReplicable');
  expect(dynamicFields(compiled())).toEqual([]);
  expect(barcodeKind(compiled())).toBeNull();
});

it('keeps them in the constructor, and neither in paths nor in a pass', () => {
  const program = compiled(PARTS);
  expect(program.passConstructor).toMatchObject(PARTS);
  expect([...program.locations.keys()].filter((path) => /PS/.test(path))).toEqual([]);
  expect(JSON.stringify(rendered(PARTS))).not.toMatch(/PS(?:Dynamic|BarcodeKind)/);
});
