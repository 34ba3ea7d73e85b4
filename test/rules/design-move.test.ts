// A field that moves to another place of the card: everything that names it follows, and what merely
// looks like its name stays.
import { describe, expect, it } from 'vitest';
import { perform } from '../../src/rules/design/acts.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';

const FROM = 'structure_headerFields_points';
const TO = 'structure_backFields_points';

/** A card that names the field's path in twelve places, and its look-alike `points2` in two. */
const card = (path: string, field: JsonObject, group: string): JsonObject => ({
  type: 'coupon',
  logoText: `{${path}_value} points`,
  structure: {
    headerFields: [{ key: 'points2', value: 1 }, ...(group === 'headerFields' ? [field] : [])],
    secondaryFields: [
      { key: 'a', label: `{${path}_label}`, value: `{${path}_value}`, PSConditions: `{${path}_value} > 3 AND scanned` },
    ],
    backFields: [
      { key: 'n', value: '{structure_headerFields_points2_value}' },
      ...(group === 'backFields' ? [field] : []),
    ],
  },
  barcode: { format: 'PKBarcodeFormatQR', message: `{${path}_value}`, PSConditions: `{${path}_value}` },
  additional: {
    psPortalUpdatePaths: `structure_headerFields_points2_value,${path}_value`,
    psEditorPaths: `${path}_value`,
    sub: `[{"action":"PSActionIncrementValue","targetPath":"${path}_value","amount":1}]`,
  },
  triggers: {
    onScan: [
      {
        action: 'PSActionIncrementValue',
        targetPath: `${path}_value`,
        amount: 1,
        PSConditions: `{${path}_value} < 10`,
      },
      { action: 'PSActionSetValue', targetPath: 'logoText', value: `{${path}_value}` },
    ],
  },
});
const points = { key: 'points', label: 'POINTS', value: 0 };

describe('a field in another group', () => {
  it('is followed by everything that names it', () => {
    const before = card(FROM, points, 'headerFields');
    const moved = perform(before, {
      kind: 'moveField',
      from: { group: 'headerFields', at: 1 },
      to: { group: 'backFields', at: 99 },
    });
    expect(moved).toEqual(card(TO, points, 'backFields'));
  });

  it('also by names in the older form', () => {
    const before = { ...card(FROM, points, 'headerFields'), logoText: '{coupon_headerFields_points_value}' };
    const moved = perform(before, {
      kind: 'moveField',
      from: { group: 'headerFields', at: 1 },
      to: { group: 'primaryFields', at: 0 },
    }) as JsonObject;
    expect(moved.logoText).toBe('{coupon_primaryFields_points_value}');
  });

  it('within its group nothing else changes', () => {
    const before = card(FROM, points, 'headerFields');
    const moved = perform(before, {
      kind: 'moveField',
      from: { group: 'headerFields', at: 1 },
      to: { group: 'headerFields', at: 0 },
    }) as any;
    expect(moved.structure.headerFields).toEqual([points, { key: 'points2', value: 1 }]);
    expect({ ...moved, structure: null }).toEqual({ ...before, structure: null });
    for (const part of ['barcode', 'additional', 'triggers']) expect(moved[part]).toBe(before[part]);
  });

  it('a place without a field changes nothing', () => {
    const before = card(FROM, points, 'headerFields');
    const from = { group: 'primaryFields', at: 7 } as const;
    expect(perform(before, { kind: 'moveField', from, to: { group: 'backFields', at: 0 } })).toBe(before);
  });
});
