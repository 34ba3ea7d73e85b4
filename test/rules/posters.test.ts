// What saving says of a template for the looks that Wallet has since iOS 18, and how posters of
// their own beside `generic` are named, written and kept apart.
import { describe, expect, it } from 'vitest';
import { fitFront } from '../../src/rules/passes/fit.ts';
import { newClash } from '../../src/rules/passes/key-clash.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { rendered } from '../fixtures/rules/render-sample.ts';
import { compiled, constructorOf, place, written } from '../fixtures/rules/sample-pass.ts';

const PICTURE = 'ab'.repeat(32);
const KEY = 'MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgADzO3lVsHYM2W3bYDvNb6AXzfKSJpZ+3Tr1ADh4eUrKV4=';
const EVENT = { eventName: 'Final', venueName: 'Park', venueRegionName: 'Town', venueRoom: 'Field' };
const TICKET: JsonObject = {
  type: 'eventTicket',
  preferredStyleSchemes: ['posterEventTicket', 'eventTicket'],
  images: { icon: PICTURE, artwork: PICTURE },
  nfc: { message: '1', encryptionPublicKey: KEY, requiresAuthentication: false },
  semantics: EVENT,
};
const FLIGHT: JsonObject = {
  type: 'boardingPass',
  transitType: 'PKTransitTypeAir',
  preferredStyleSchemes: ['semanticBoardingPass', 'boardingPass'],
  images: { icon: PICTURE },
  semantics: {
    airlineCode: 'SK',
    flightNumber: 1815,
    passengerName: { givenName: 'Ada' },
    originalBoardingDate: '2030-05-01T19:00:00Z',
    originalDepartureDate: '2030-05-01T19:30:00Z',
    originalArrivalDate: '2030-05-01T21:30:00Z',
    departureAirportCode: 'BER',
    departureAirportTimeZone: 'Europe/Berlin',
    departureCityName: 'Berlin',
    destinationAirportCode: 'SFO',
    destinationAirportTimeZone: 'America/Los_Angeles',
    destinationCityName: 'San Francisco',
  },
};
const BOTH: JsonObject = {
  type: 'generic',
  structure: { primaryFields: [{ key: 'name', value: 'Ada' }] },
  posterGeneric: {
    primaryFields: [{ key: 'name', value: 'Ada', label: 'NAME' }],
    footerFields: [{ key: 'since', value: 2020 }],
  },
  images: { icon: PICTURE, background: PICTURE },
};

function found(parts: JsonObject): string[] {
  const { diagnostics } = compileTemplate(constructorOf(parts));
  return diagnostics.map(({ code, path }) => `${code} ${path}`);
}

const without = (object: JsonObject, key: string) =>
  Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
const action = (more: JsonObject = {}): JsonObject => ({
  identifier: 'a',
  type: 'shop',
  url: 'https://example.com',
  ...more,
});

it.each([
  ['a whole poster ticket', TICKET],
  ['a whole semantic boarding pass', FLIGHT],
  ['a poster beside generic', BOTH],
  [
    'two actions',
    { featuredActions: [action(), action({ identifier: 'b', type: 'place', url: '', placeIdentifier: 'I7' })] },
  ],
  [
    'a new format with an old one',
    {
      barcodes: [
        { format: 'PKBarcodeFormatEAN13', message: '4006381333931' },
        { format: 'PKBarcodeFormatQR', message: 'x' },
      ],
      barcode: null,
    },
  ],
])('%s has no fault', (_, parts) => {
  expect(found(parts).filter((line) => !line.startsWith('icon_missing'))).toEqual([]);
});

it.each([
  ...Object.keys(EVENT).map((tag) => [
    `poster_incomplete semantics_${tag}`,
    { ...TICKET, semantics: without(EVENT, tag) },
  ]),
  ...Object.keys(FLIGHT.semantics as JsonObject).map((tag) => [
    `poster_incomplete semantics_${tag}`,
    { ...FLIGHT, semantics: without(FLIGHT.semantics as JsonObject, tag) },
  ]),
  [
    'poster_incomplete semantics_homeTeamAbbreviation',
    { ...TICKET, semantics: { ...EVENT, eventType: 'PKEventTypeSports' } },
  ],
  [
    'poster_incomplete semantics_performerNames',
    { ...TICKET, semantics: { ...EVENT, eventType: 'PKEventTypeLivePerformance' } },
  ],
  ['poster_incomplete images_artwork', { ...TICKET, images: { icon: PICTURE } }],
  ['poster_incomplete transitType', { ...FLIGHT, transitType: 'PKTransitTypeBus' }],
  ['poster_incomplete images_background', { ...BOTH, images: { icon: PICTURE } }],
  ['poster_alone type', { type: 'posterGeneric' }],
  ['key_unused eventLogoText', { eventLogoText: 'Final' }],
  ['key_unused orderFoodURL', { orderFoodURL: 'https://example.com' }],
  ['key_unused changeSeatURL', { changeSeatURL: 'https://example.com' }],
  ['scheme_unknown preferredStyleSchemes', { ...TICKET, preferredStyleSchemes: ['posterEventTickets'] }],
  ['scheme_unused preferredStyleSchemes', { preferredStyleSchemes: ['semanticBoardingPass'] }],
  ['actions_unused featuredActions', { ...TICKET, featuredActions: [action()] }],
  [
    'actions_left_out featuredActions_2',
    { featuredActions: ['a', 'b', 'c'].map((identifier) => action({ identifier })) },
  ],
  ['action_incomplete featuredActions_0_placeIdentifier', { featuredActions: [action({ type: 'place' })] }],
  ['action_repeated featuredActions_1_identifier', { featuredActions: [action(), action()] }],
  ['barcode_new barcode_format', { barcode: { format: 'PKBarcodeFormatI2of5', message: '1234' } }],
  ['image_unused images_artwork', { images: { icon: PICTURE, artwork: PICTURE } }],
  ['type_ambiguous posterGeneric', { ...BOTH, type: 'coupon' }],
] as [string, JsonObject][])('%s', (line, parts) => {
  expect(found(parts)).toContain(line);
});

describe('a poster beside generic', () => {
  it('is read from pass.json as Apple writes it', () => {
    const { structure, type: _, ...rest } = BOTH;
    const { program, diagnostics } = compileTemplate({
      description: 'Card',
      organizationName: 'Us',
      ...rest,
      generic: structure!,
    });
    expect(diagnostics).toEqual([]);
    expect(program.passConstructor).toMatchObject({ type: 'generic', structure, posterGeneric: BOTH.posterGeneric });
  });

  it('has paths of its own, also of attributes that the template lacks', () => {
    const program = compiled(BOTH);
    expect(place(program, 'posterGeneric_primaryFields_name_changeMessage').steps).toEqual([
      'posterGeneric',
      'primaryFields',
      'name',
      'changeMessage',
    ]);
    expect(place(compiled({ type: 'posterGeneric' }), 'posterGeneric_headerFields_points_value').path).toBe(
      'structure_headerFields_points_value',
    );
    expect(place(program, 'posterGeneric_footerFields_since_value').holds).toBe('number');
  });

  it('has each key once in itself, and may share keys with generic', () => {
    const twice = { primaryFields: [{ key: 'name', value: 1 }], footerFields: [{ key: 'name', value: 2 }] };
    expect(found({ ...BOTH, posterGeneric: twice })).toContain('field_key_duplicate posterGeneric_footerFields_name');
    const program = compiled(BOTH);
    const path = 'posterGeneric_footerFields_name_value';
    const after = written(program, {}, path, 'x');
    expect(newClash(program, {}, after, [place(program, path)])?.key).toBe('name');
    expect(rendered(BOTH, after).posterGeneric).toMatchObject({
      primaryFields: [{ key: 'name' }],
      footerFields: [{ key: 'since' }],
    });
  });

  it('is left out when a rule gives the card another style', () => {
    expect(rendered(BOTH, { type: 'coupon' })).not.toHaveProperty('posterGeneric');
  });
});

it('a poster shows one header field, four primary ones and one in its foot', () => {
  const fields = (count: number) => Array.from({ length: count }, (_, at) => ({ key: `${count}${at}`, value: at }));
  const front = fitFront(
    {
      posterGeneric: {
        headerFields: fields(2),
        primaryFields: fields(5),
        footerFields: fields(3),
        secondaryFields: fields(1),
      },
    },
    [],
  );
  expect(front.header).toHaveLength(1);
  expect(front.primary).toHaveLength(1);
  expect(front.rows.map((row) => row.fields.map(({ group }) => group))).toEqual([
    ['primaryFields', 'primaryFields', 'primaryFields'],
    ['footerFields'],
  ]);
  expect(front.leftOut).toHaveLength(1 + 1 + 1 + 2);
});
