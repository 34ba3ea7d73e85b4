// pass.json from a template and a pass: conditions, overrides, the style, and the keys of the server.
import { describe, expect, it } from 'vitest';
import { CREATE, recordAccess, SCAN } from '../../src/rules/passes/facts.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { IDENTITY, rendered, renderedField } from '../fixtures/rules/render-sample.ts';

const scanned = recordAccess({}, SCAN, 1);
const keysOf = (pass: JsonObject, style = 'storeCard') => {
  const groups = pass[style] as Record<string, JsonObject[]>;
  return Object.values(groups)
    .flatMap((fields) => (Array.isArray(fields) ? fields : []))
    .map(({ key }) => key);
};

describe('conditions', () => {
  const structure = {
    headerFields: [
      { key: 'always', value: 1 },
      { key: 'empty', value: 1, PSConditions: '' },
      { key: 'first', value: 1, PSConditions: '!scanned' },
      { key: 'later', value: 1, PSConditions: 'scanned' },
    ],
    backFields: [{ key: 'rich', value: 1, PSConditions: '{counter} > 5' }],
  };

  it('a field whose condition is false is left out, its group stays', () => {
    expect(keysOf(rendered({ structure }))).toEqual(['always', 'empty', 'first']);
    expect(keysOf(rendered({ structure }, {}, scanned))).toEqual(['always', 'empty', 'later']);
    expect(keysOf(rendered({ structure }, { counter: 6 }))).toContain('rich');
    expect((rendered({ structure }).storeCard as JsonObject).backFields).toEqual([]);
  });

  it('other events raise no flag', () => {
    expect(keysOf(rendered({ structure }, {}, recordAccess({}, CREATE, 1)))).toContain('first');
  });

  it('one that was set on the pass counts, and one that cannot be read is false', () => {
    expect(renderedField({ value: 1 }, { structure_headerFields_a_PSConditions: 'scanned' })).toBeUndefined();
    expect(renderedField({ value: 1 }, { structure_headerFields_a_PSConditions: '!scanned' })).toBeDefined();
    expect(renderedField({ value: 1 }, { structure_headerFields_a_PSConditions: 'broken (' })).toBeUndefined();
    expect(
      renderedField({ value: 1, PSConditions: 'scanned' }, { structure_headerFields_a_PSConditions: '' }),
    ).toBeDefined();
  });

  it('the barcode is left out whole, and each of several by its own', () => {
    const barcode = { format: 'PKBarcodeFormatQR', message: 'x', PSConditions: 'scanned' };
    expect(rendered({ barcode })).not.toHaveProperty('barcode');
    expect(rendered({ barcode })).not.toHaveProperty('barcodes');
    expect(rendered({ barcode }, {}, scanned)).toHaveProperty('barcode');
    const barcodes = [barcode, { format: 'PKBarcodeFormatAztec', message: 'y', PSConditions: '!scanned' }];
    expect(rendered({ barcode, barcodes }).barcodes).toMatchObject([{ message: 'y' }]);
    expect(rendered({ barcode, barcodes }, {}, scanned).barcodes).toMatchObject([{ message: 'x' }]);
  });

  it('our own keys never reach pass.json', () => {
    const pass = rendered({ structure, PSDynamic: 5, additional: { note: 'hidden-value', counter: 6 } });
    expect(JSON.stringify(pass)).not.toMatch(/PS[A-Z]|hidden-value|additional|triggers|"structure"|"images"/);
  });
});

describe('overrides', () => {
  it('leaves, containers and both', () => {
    expect(rendered({}, { logoText: 'Mine' }).logoText).toBe('Mine');
    const overrides = {
      structure_headerFields: [{ key: 'points', value: 1 }],
      structure_headerFields_points_label: 'NEW',
      structure_auxiliaryFields_more_value: 'x',
    };
    expect(rendered({}, overrides).storeCard).toMatchObject({
      headerFields: [{ key: 'points', value: 1, label: 'NEW' }],
      auxiliaryFields: [{ key: 'more', value: 'x' }],
      primaryFields: [{ key: 'offer' }],
    });
  });

  it('halves of one position written beyond the template’s positions meet', () => {
    const overrides = { locations_1_latitude: '1.5', locations_1_longitude: 2 };
    expect(rendered({}, overrides).locations).toEqual([{ latitude: 1.5, longitude: 2 }]);
  });

  it('the type may change, and the fields go with it', () => {
    const pass = rendered({}, { type: 'coupon' });
    expect(pass).not.toHaveProperty('storeCard');
    expect(keysOf(pass, 'coupon')).toEqual(['points', 'offer', 'name', 'about']);
    expect(rendered({}, { type: '{note}', note: 'generic' })).toHaveProperty('generic');
    expect(rendered({}, { type: '{note}', note: 'nonsense' })).toHaveProperty('storeCard');
  });

  it('transitType is for boarding passes only', () => {
    expect(rendered({ transitType: 'PKTransitTypeBus' }).storeCard).not.toHaveProperty('transitType');
    expect(rendered({ type: 'boardingPass', transitType: 'PKTransitTypeBus' }).boardingPass).toMatchObject({
      transitType: 'PKTransitTypeBus',
    });
    const changed = rendered({ transitType: 'PKTransitTypeBus' }, { type: 'boardingPass' });
    expect(changed.boardingPass).toMatchObject({ transitType: 'PKTransitTypeBus' });
    expect(rendered({}, { type: 'boardingPass', transitType: 'Rocket' }).boardingPass).toMatchObject({
      transitType: 'PKTransitTypeGeneric',
    });
    expect(rendered({})).not.toHaveProperty('transitType');
  });
});

describe('keys of the server', () => {
  it('are there, whatever the template or the pass say', () => {
    const overrides = { serialNumber: 'FORGED', passTypeIdentifier: 'FORGED', formatVersion: 9 };
    const pass = rendered({ teamIdentifier: 'FORGED', authenticationToken: 'FORGED' }, overrides);
    expect(pass).toMatchObject({
      formatVersion: 1,
      passTypeIdentifier: IDENTITY.passTypeIdentifier,
      teamIdentifier: IDENTITY.teamIdentifier,
      serialNumber: 'SERIAL',
      authenticationToken: IDENTITY.authenticationToken,
      webServiceURL: IDENTITY.webServiceURL,
    });
    expect(JSON.stringify(pass)).not.toContain('FORGED');
  });

  it('description and organizationName are never empty', () => {
    expect(rendered({ description: '', organizationName: null })).toMatchObject({
      description: 'Name of the template',
      organizationName: 'Name of the owner',
    });
    expect(rendered({}, { description: '{note}' }).description).toBe('Name of the template');
    expect(rendered().description).toBe('Points card');
  });
});

describe('what Apple knows and we do not', () => {
  it.each<[string, JsonValue]>([
    [
      'semantics',
      {
        eventType: 'PKEventTypeMovie',
        seats: [{ seatRow: '5', row: 'B' }],
        balance: { amount: '12', currencyCode: '' },
      },
    ],
    ['userInfo', { any: [1, null, 'two', { PSI: 42, voided: 'maybe', latitude: 'here' }], empty: null }],
    ['relevantDates', [{ startDate: '2025-01-01T10:00Z', endDate: '2025-01-01T11:00Z' }]],
    ['preferredStyleSchemes', ['posterEventTicket', 'eventTicket']],
    ['upcomingPassInformation', [{ identifier: 'x', isActive: true, URLs: { moreInformationURL: 'https://a' } }]],
    ['sharingProhibited', true],
    ['associatedStoreIdentifiers', [123]],
    ['nfc', { message: 'x', encryptionPublicKey: 'y', requiresAuthentication: true }],
  ])('%s passes through untouched', (key, value) => {
    expect(rendered({ [key]: value })[key]).toEqual(value);
  });

  it('a key that is not Apple’s reaches no phone', () => {
    const others = { someNewKey: 'anything', someNewNumber: 5, someNewTruth: false, onScan: [], psScanText: 'x' };
    expect(rendered(others)).toEqual(rendered());
  });

  it('its texts expand all the same', () => {
    expect(rendered({ userInfo: { points: ['{counter}'] } }).userInfo).toEqual({ points: ['0'] });
  });

  it('semantics of a field, and additionalInfoFields', () => {
    const semantics = { seats: [{ row: 'B' }], none: null };
    expect(renderedField({ value: 1, semantics })?.semantics).toEqual(semantics);
    const pass = rendered({ structure: { additionalInfoFields: [{ key: 'i', value: 'x' }] } });
    expect(pass.storeCard).toEqual({ additionalInfoFields: [{ key: 'i', value: 'x' }] });
  });

  it('a condition that is null is no key', () => {
    expect(rendered({ logoText: null })).not.toHaveProperty('logoText');
  });
});

it('rendering changes nothing it was given', () => {
  const overrides = Object.freeze({ structure_headerFields: Object.freeze([Object.freeze({ key: 'a', value: 1 })]) });
  expect(rendered({}, overrides)).toEqual(rendered({}, overrides));
});
