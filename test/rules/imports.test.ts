// Passes of other products: which places of a pass.json have which paths, what several passes have in
// common, and what the columns of each product are taken for.
import { expect, test } from 'vitest';
import { cardOfPasses } from '../../src/rules/imports/card-of-passes.ts';
import { EXPORTING_PRODUCTS, type ExportingProduct, exportColumns } from '../../src/rules/imports/exports.ts';
import { readIdentity } from '../../src/rules/imports/identity.ts';
import { ownFields } from '../../src/rules/imports/pass-fields.ts';
import { placesOfPass } from '../../src/rules/imports/pass-places.ts';
import { registrationColumns } from '../../src/rules/imports/registrations.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';

const IDENTITY = { passTypeIdentifier: 'pass.com.example.trip', serialNumber: '1', formatVersion: 1 };
const trip = (gate: string, more: JsonObject = {}): JsonObject => ({
  ...IDENTITY,
  description: 'Trip',
  organizationName: 'Air',
  barcodes: [{ format: 'PKBarcodeFormatAztec', message: `M-${gate}`, messageEncoding: 'utf-8' }],
  boardingPass: {
    transitType: 'PKTransitTypeAir',
    headerFields: [{ key: 'gate', label: 'GATE', value: gate }],
    primaryFields: [{ key: 'from', label: 'FROM', value: 'BER' }],
  },
  ...more,
});

test('every value of a pass.json has its path, but what identifies the pass', () => {
  const codes = [{ message: 'a' }, { message: 'b' }];
  const places = placesOfPass(trip('A1', { locations: [{ latitude: 1 }], userInfo: { id: 7 } }));
  expect(Object.fromEntries(places.map(({ path, value }) => [path, value]))).toEqual({
    structure_headerFields_gate_label: 'GATE',
    structure_headerFields_gate_value: 'A1',
    structure_primaryFields_from_label: 'FROM',
    structure_primaryFields_from_value: 'BER',
    transitType: 'PKTransitTypeAir',
    barcode_format: 'PKBarcodeFormatAztec',
    barcode_message: 'M-A1',
    barcode_messageEncoding: 'utf-8',
    description: 'Trip',
    organizationName: 'Air',
    locations: [{ latitude: 1 }],
    userInfo: { id: 7 },
  });
  const several = placesOfPass(trip('A1', { barcodes: codes }));
  expect(several.find(({ path }) => path === 'barcodes')?.value).toEqual(codes);
});

test('a card of passes has what they share, and the fields of all; a single pass is the whole card', () => {
  const first = trip('A1', { logoText: 'Air', backgroundColor: 'rgb(1, 2, 3)' });
  const seat = { key: 'seat', label: 'SEAT', value: '7C' };
  const { boardingPass } = trip('B2');
  const other = trip('B2', {
    logoText: 'Air Gold',
    boardingPass: { ...(boardingPass as object), auxiliaryFields: [seat] },
  });
  expect(cardOfPasses(first, [first, other])).toMatchObject({
    organizationName: 'Air',
    barcode: { format: 'PKBarcodeFormatAztec', message: '{hashedSerialNumber}' },
    boardingPass: {
      transitType: 'PKTransitTypeAir',
      headerFields: [{ key: 'gate', label: 'GATE', value: '' }],
      primaryFields: [{ key: 'from', value: 'BER' }],
      auxiliaryFields: [{ key: 'seat', label: 'SEAT', value: '' }],
    },
  });
  expect(cardOfPasses(first, [first, other])).not.toHaveProperty('logoText');
  expect(cardOfPasses(first, [first, other])).not.toHaveProperty('backgroundColor');
  expect(cardOfPasses(first, [first])).toMatchObject({ logoText: 'Air', barcode: { message: 'M-A1' } });
});

const { program } = compileTemplate(trip('A1', { additional: { tier: '' } }));

test('a card that was chosen keeps its design, and places may be mapped, left out or lost', () => {
  const places = placesOfPass(
    trip('B {2}', {
      logoText: 'Gold',
      boardingPass: {
        headerFields: [
          { key: 'gate', label: 'TOR', value: 'B {2}' },
          { key: 'lounge', label: 'L', value: 'yes' },
        ],
      },
    }),
  );
  const own = (keepsDesign: boolean, map = {}) => ownFields(program, places, { map, keepsDesign });
  const kept = own(true);
  expect(Object.keys(kept.fields)).toEqual(['structure_headerFields_gate_value', 'barcode_message']);
  expect(kept.leftOut).toEqual(['structure_headerFields_lounge_value']);
  expect(kept.faults).toEqual([]);
  // Its brackets are no magic string.
  expect(String(kept.fields.structure_headerFields_gate_value)).not.toContain('{');
  expect(own(false).fields).toMatchObject({ logoText: 'Gold', structure_headerFields_gate_label: 'TOR' });
  const mapped = own(true, { lounge: 'tier', barcode_message: '-', logoText: 'logoText' });
  expect(mapped.fields).toMatchObject({ tier: 'yes', logoText: 'Gold' });
  expect(mapped.fields).not.toHaveProperty('barcode_message');
});

const HEADINGS: Readonly<Record<ExportingProduct, readonly string[]>> = {
  passsource: ['serialNumber', 'hashedSerialNumber', 'structure_headerFields_gate_value'],
  passslot: ['serialNumber', 'passType', 'url', 'values.gate'],
  passcreator: ['identifier', 'uri', 'generatedId', 'voided', 'searchString', 'passFieldData.GATE'],
  passkit: ['id', 'person.displayName', 'meta.gate', 'members.tier.id'],
  pass2u: ['passId', 'modelId', 'barcodeMessage', 'expirationDate', 'createdTime', 'fields.gate'],
};
const GATE = 'structure_headerFields_gate_value';
const ROLES: Readonly<Record<ExportingProduct, readonly (string | null)[]>> = {
  passsource: ['serialNumber', null, GATE],
  passslot: ['serialNumber', 'passTypeIdentifier', null, GATE],
  passcreator: ['serialNumber', null, 'barcode_message', 'voided', null, GATE],
  passkit: ['serialNumber', null, GATE, null],
  pass2u: ['serialNumber', null, 'barcode_message', 'expirationDate', null, GATE],
};

test.each(EXPORTING_PRODUCTS)('the columns of %s', (product) => {
  const choices = [{ path: GATE, label: 'GATE' }];
  const { columns, faults } = exportColumns(HEADINGS[product], product, { program, choices }, {});
  expect(faults).toEqual([]);
  expect(columns.roles).toEqual(ROLES[product]);
  expect(columns.leftOut).toEqual(product === 'passkit' ? ['person.displayName'] : []);
});

test('what identifies a pass is judged part by part, and says what would be right', () => {
  const parts = {
    passTypeIdentifier: 'pass.com.example.trip',
    serialNumber: 7,
    authenticationToken: 'sixteen-letters-',
  };
  expect(readIdentity(parts)).toEqual({ identity: { ...parts, serialNumber: '7', webServiceURL: null } });
  const bad = { passTypeIdentifier: 'card', serialNumber: '', authenticationToken: 'short', webServiceURL: 'ftp://x' };
  const { faults } = readIdentity(bad) as { faults: readonly { place: string; message: string }[] };
  expect(faults.map(({ place }) => place)).toEqual([
    'serialNumber',
    'passTypeIdentifier',
    'authenticationToken',
    'webServiceURL',
  ]);
  expect(faults[1]!.message).toContain('such as pass.com.example.card, not "card"');
  expect(registrationColumns(['Serial', 'Device ID', 'push_token'])).toMatchObject({ serialNumber: 0, pushToken: 2 });
  expect(registrationColumns(['serialNumber'])).toContain('lacks deviceLibraryIdentifier, pushToken');
});
