// The Google face of passes that differ from their template's: what is sent when something changes,
// and what Google has no place for.
import { describe, expect, it } from 'vitest';
import { checkClass, checkObject } from '../../src/device/google/check-body.ts';
import { checkGoogle } from '../../src/operations/templates/check-google.ts';
import { notices, patchOf } from '../../src/pass/google/differences.ts';
import { googleClass, googleFace } from '../../src/pass/google/face.ts';
import type { FaceInput, GoogleFace } from '../../src/pass/google/input.ts';
import type { Overrides } from '../../src/rules/passes/facts.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { faceInput } from '../fixtures/pass/google-face.ts';
import { CLIENT_HASH, compiled, constructorOf, set } from '../fixtures/rules/sample-pass.ts';

const faceOf = (parts: JsonObject = {}, overrides: Overrides = {}, more: Partial<FaceInput> = {}): GoogleFace => {
  const face = googleFace(faceInput(compiled(parts), more, overrides));
  expect(checkObject(face.resource, face.object)).toEqual([]);
  return face;
};
/** Also of a template that names a barcode format which saving may refuse. */
const anyFormat = (parts: JsonObject) => compileTemplate(constructorOf(parts)).program;
const classOf = (parts: JsonObject = {}) => {
  const made = googleClass(faceInput(compiled(parts)));
  expect(checkClass(made.resource, made.class)).toEqual([]);
  return made;
};
const modulesOf = ({ object }: GoogleFace) => (object.textModulesData ?? []) as readonly JsonObject[];

describe('the resource', () => {
  const onScan = [set('backgroundColor', 'red')];
  it.each([
    ['storeCard', {}, 'loyalty'],
    ['storeCard', { triggers: { onScan } }, 'generic'],
    [
      'storeCard',
      { additional: { paint: onScan }, triggers: { onScan: { action: 'PSActionTriggers', targetPath: 'paint' } } },
      'generic',
    ],
    ['storeCard', { backgroundColor: '{shade}', additional: { shade: 'red' } }, 'generic'],
    ['storeCard', { redeemed: { type: 'storeCard', backgroundColor: 'gray' } }, 'generic'],
    ['storeCard', { triggers: { onScan: set('foregroundColor', 'red') } }, 'loyalty'],
    ['coupon', {}, 'offer'],
    ['coupon', { triggers: { onScan } }, 'generic'],
    ['eventTicket', { triggers: { onScan } }, 'eventTicket'],
    ['generic', {}, 'generic'],
    ['boardingPass', { transitType: 'PKTransitTypeBus' }, 'transit'],
    ['boardingPass', { transitType: 'PKTransitTypeAir' }, 'transit'],
  ])('%s with %j is %s', (type, parts, resource) => {
    expect(classOf({ type, ...parts }).resource).toBe(resource);
    expect(faceOf({ type, ...parts }).resource).toBe(resource);
  });

  it('stays what an object was inserted as', () => {
    const face = faceOf({ type: 'generic' }, {}, { resource: 'loyalty' });
    expect(face.object).toMatchObject({ classId: expect.stringMatching(/_loyalty$/), loyaltyPoints: {} });
    expect(face.object).not.toHaveProperty('hexBackgroundColor');
  });
});

describe('a flight', () => {
  const flight = (parts: JsonObject, semantics?: JsonObject): JsonObject => ({
    type: 'boardingPass',
    transitType: 'PKTransitTypeAir',
    structure: {
      headerFields: [{ key: 'flight', value: 'PT 0417', ...parts }],
      primaryFields: [
        { key: 'from', label: 'HAMBURG', value: 'HAM' },
        { key: 'to', value: 'OPO' },
      ],
      auxiliaryFields: [{ key: 'departure', value: '2030-06-14T10:25:00+02:00', dateStyle: 'PKDateStyleShort' }],
    },
    ...(semantics === undefined ? {} : { semantics }),
  });

  it('is the class of all passes, and what a pass shows besides is a text', () => {
    expect(classOf(flight({})).class).toMatchObject({
      flightHeader: { carrier: { carrierIataCode: 'PT' }, flightNumber: '417' },
      localScheduledDepartureDateTime: '2030-06-14T10:25:00',
    });
    expect(modulesOf(faceOf(flight({})))).toEqual([]);
    const late = { structure_auxiliaryFields_departure_value: '2030-06-14T12:00:00+02:00' };
    expect(modulesOf(faceOf(flight({}), late))).toMatchObject([{ id: 'departure', body: '6/14/30' }]);
  });

  it('of each pass its own is a journey, with the stations in the object', () => {
    const parts = { ...flight({ value: '{number}' }), additional: { number: 'PT 417' } };
    const { object, resource } = faceOf(parts);
    expect(resource).toBe('transit');
    expect(object.ticketLeg).toMatchObject({ originName: { defaultValue: { value: 'HAMBURG' } } });
    expect(modulesOf(faceOf(parts)).map(({ id }) => id)).toEqual(['flight', 'from', 'departure']);
    expect(checkGoogle(compiled(parts)).map(({ code }) => code)).toContain('google_flight_unknown');
  });

  it('is read from semantic tags first', () => {
    const tags = { airlineCode: 'LH', flightNumber: 12, passengerName: { givenName: 'Ada', familyName: 'Lovelace' } };
    const parts = flight({}, { ...tags, originalDepartureDate: '2030-06-14T11:00:00+02:00' });
    expect(classOf(parts).class).toMatchObject({
      flightHeader: { carrier: { carrierIataCode: 'LH' }, flightNumber: '12' },
    });
    expect(faceOf(parts).object.passengerName).toBe('Ada Lovelace');
  });
});

describe('what differs between two states', () => {
  const header = (field: JsonObject) => ({
    structure: { headerFields: [{ key: 'points', label: 'POINTS', ...field }] },
  });
  const points = header({ value: 3, changeMessage: 'Now %@ points' });

  it('is sent alone, with null for what is gone', () => {
    const [before, after] = [faceOf(points), faceOf(points, { structure_headerFields_points_value: 4 })];
    expect(patchOf(before, before)).toBeNull();
    expect(patchOf(before, after)).toEqual({ loyaltyPoints: { balance: { int: 4 } } });
    const word = faceOf(points, { structure_headerFields_points_value: 'many' });
    expect(patchOf(before, word)).toEqual({ loyaltyPoints: { balance: { int: null, string: 'many' } } });
    expect(checkObject('loyalty', patchOf(before, word), { isPatch: true })).toEqual([]);
    const closed = faceOf(points, { barcode_message: '' });
    expect(patchOf(before, closed)).toEqual({ barcode: null });
  });

  it('is told where a field with a changeMessage changed or appeared', () => {
    const [before, after] = [faceOf(points), faceOf(points, { structure_headerFields_points_value: 4 })];
    expect(notices(before, after)).toEqual(['Now 4 points']);
    expect(notices(after, after)).toEqual([]);
    const silent = header({ value: 3 });
    expect(notices(faceOf(silent), faceOf(silent, { structure_headerFields_points_value: 4 }))).toEqual([]);
    const hidden = faceOf(points, { structure_headerFields_points_PSConditions: 'scanned AND !scanned' });
    expect(notices(hidden, before)).toEqual(['Now 3 points']);
  });
});

describe('an object', () => {
  it.each([
    [{}, {}, null, 'ACTIVE'],
    [{}, { voided: true }, null, 'INACTIVE'],
    [{}, { expirationDate: '2020-01-01T00:00:00Z' }, null, 'EXPIRED'],
    [{}, {}, 'over', 'EXPIRED'],
    [{}, {}, 'final', 'INACTIVE'],
    [{ additional: { isRedeemed: true } }, { voided: 'true' }, null, 'COMPLETED'],
  ] as const)('with %j and %j and the ending %s is %s', (parts, overrides, ending, state) => {
    expect(faceOf(parts, overrides, { ending }).object.state).toBe(state);
  });

  it('has the first barcode that Google can draw', () => {
    const code = (format: string) => ({ format, message: '12345', altText: 'Twelve' });
    const barcodes = [code('PKBarcodeFormatI2of5'), code('PKBarcodeFormatCode128')];
    expect(googleFace(faceInput(anyFormat({ barcode: barcodes[0]!, barcodes }))).object.barcode).toEqual({
      type: 'CODE_128',
      value: '12345',
      alternateText: 'Twelve',
    });
  });

  it('has the addresses of the back as links', () => {
    const backFields = [
      { key: 'a', label: 'Shop', value: 'See https://shop.example/a?b=1. Write to hello@shop.example!' },
      { key: 'b', label: 'Call', value: '+49 40 123 456-78', dataDetectorTypes: ['PKDataDetectorTypePhoneNumber'] },
      { key: 'c', label: 'No', value: 'https://no.example', dataDetectorTypes: [] },
      { key: 'd', label: 'D', value: 'x', attributedValue: '<a href="https://e.example/?a=1&amp;b=2">Terms</a>' },
      { key: 'e', label: 'E', value: 'x', attributedValue: '<a href="javascript:alert(1)">Bad</a>' },
    ];
    const { object } = faceOf({ structure: { backFields }, bagPolicyURL: 'https://venue.example/bags' });
    expect(
      (object.linksModuleData as { uris: JsonObject[] }).uris.map(({ uri, description }) => [uri, description]),
    ).toEqual([
      ['https://shop.example/a?b=1', 'Shop'],
      ['mailto:hello@shop.example', 'Shop'],
      ['tel:+494012345678', 'Call'],
      ['https://e.example/?a=1&b=2', 'Terms'],
      ['https://venue.example/bags', 'Bag policy'],
    ]);
  });

  it('has translations with dates and amounts as each language writes them', () => {
    const backFields = [
      { key: 'sum', label: 'Balance', value: 2.5, currencyCode: 'EUR' },
      { key: 'word', label: 'Level', value: 'Silver {tier}' },
    ];
    const localizations = { de: { Balance: 'Guthaben', 'Silver {tier}': 'Silber {tier}' } };
    const face = faceOf({ structure: { backFields }, additional: { tier: 2 }, localizations });
    const translated = (id: string, name: string) =>
      ((modulesOf(face).find((one) => one.id === id)![name] as JsonObject).translatedValues as JsonObject[])[0];
    expect(translated('sum', 'localizedHeader')).toEqual({ language: 'de', value: 'Guthaben' });
    expect(translated('sum', 'localizedBody')).toEqual({ language: 'de', value: '2,50\u00a0€' });
    expect(translated('word', 'localizedBody')).toEqual({ language: 'de', value: 'Silber 2' });
  });

  it('never has the clientHash of its owner', () => {
    const face = faceOf(
      { structure: { backFields: [{ key: 'a', value: 'x', changeMessage: '%@' }] } },
      {
        structure_backFields_a_value: `left ${CLIENT_HASH} right`,
      },
    );
    expect(JSON.stringify(face)).toContain('left  right');
    expect(JSON.stringify(face)).not.toContain(CLIENT_HASH);
  });

  it('names Android apps of the template', () => {
    const { object } = faceOf({ associatedPlayIdentifiers: ['com.example.app'] });
    expect(object.appLinkData).toEqual({ androidAppLinkInfo: { appTarget: { packageName: 'com.example.app' } } });
  });
});

describe('what Google cannot show', () => {
  it('is warned of, each at its place', () => {
    const fields = (count: number) => Array.from({ length: count }, (_, at) => ({ key: `f${at}`, value: at + 1 }));
    const parts = {
      structure: { backFields: fields(12) },
      barcode: { format: 'PKBarcodeFormatI2of5', message: '1' },
      beacons: [{ proximityUUID: 'F8F589E9-C07E-58B0-AEAB-A36BE4D48FAC' }],
      labelColor: 'red',
    };
    expect(checkGoogle(anyFormat(parts)).map(({ code, path }) => [code, path])).toEqual([
      ['google_barcode', 'barcode_format'],
      ['google_field_left_out', 'structure_backFields_f10'],
      ['google_field_left_out', 'structure_backFields_f11'],
      ['google_unknown', 'beacons'],
      ['google_unknown', 'labelColor'],
    ]);
    expect(checkGoogle(compiled())).toEqual([]);
  });
});

describe('the checks of the stand-in', () => {
  const good = faceOf().object;
  it.each([
    ['an unknown key', { hexBackgroundColor: '#123456' }, /Unknown name "hexBackgroundColor"/],
    ['an unknown key inside', { barcode: { kind: 'QR' } }, /Unknown name "kind" at 'barcode.kind'/],
    ['a word that is none', { state: 'active' }, /state/],
    ['a number as a text', { loyaltyPoints: { balance: { int: '3' } } }, /loyaltyPoints.balance.int/],
    ['two balances', { loyaltyPoints: { balance: { int: 3, string: '3' } } }, /Only one kind/],
    ['an id without an issuer', { id: 'HASH' }, /'id'/],
    ['a missing class', { classId: undefined }, /Missing required field: classId/],
    ['null', { state: null }, /null/],
    ['too many places', { merchantLocations: Array(11).fill({ latitude: 1, longitude: 1 }) }, /at most 10/],
    ['a link without a scheme', { linksModuleData: { uris: [{ uri: 'shop.example' }] } }, /scheme/],
    ['two texts of one id', { textModulesData: [{ id: 'a' }, { id: 'a' }] }, /one id/],
  ])('refuse %s', (_, change, fault) => {
    const faults = checkObject('loyalty', JSON.parse(JSON.stringify({ ...good, ...change })));
    expect(faults.join('\n')).toMatch(fault);
  });

  it('refuse rows of a class that name no field', () => {
    const rows = (row: JsonObject) => ({
      ...classOf().class,
      classTemplateInfo: { cardTemplateOverride: { cardRowTemplateInfos: [row] } },
    });
    const item = (fieldPath: string) => ({ firstValue: { fields: [{ fieldPath }] } });
    expect(checkClass('loyalty', rows({ oneItem: { item: item('object.accountName') } }))).toEqual([]);
    expect(checkClass('loyalty', rows({ oneItem: { item: item('accountName') } }))).toHaveLength(1);
    const both = { oneItem: { item: item('object.accountName') }, twoItems: {} };
    expect(checkClass('loyalty', rows(both))).toHaveLength(1);
  });
});
