// One whole pass.json per style, held against test/golden: what a reader of the format can check by eye.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { renderPass } from '../../src/pass/render.ts';
import { recordAccess, SCAN } from '../../src/rules/passes/facts.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { literal } from '../../src/rules/values/literal.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { STYLES } from '../../src/rules/vocabulary.ts';
import { IDENTITY } from '../fixtures/rules/render-sample.ts';
import { factsWith } from '../fixtures/rules/sample-pass.ts';

const FOLDER = new URL('../golden/', import.meta.url);

/** Template and overrides of each style; every one was scanned once. */
const PASSES: Readonly<Record<string, { readonly template: JsonObject; readonly overrides: JsonObject }>> = {
  boardingPass: {
    template: {
      description: 'Boarding pass of Skyport Airways',
      organizationName: 'Skyport Airways',
      boardingPass: {
        transitType: 'PKTransitTypeAir',
        headerFields: [{ key: 'gate', label: 'GATE', value: '23', changeMessage: 'Gate changed to %@.' }],
        primaryFields: [
          { key: 'depart', label: 'SAN FRANCISCO', value: 'SFO' },
          { key: 'arrive', label: 'NEW YORK', value: 'JFK' },
        ],
        auxiliaryFields: [
          {
            key: 'boards',
            label: 'BOARDS',
            value: '2025-12-31T19:30-08:00',
            timeStyle: 'PKDateStyleShort',
            isRelative: 'true',
          },
          { key: 'seat', label: 'SEAT', value: '7A', row: '1' },
        ],
      },
      barcode: {
        format: 'PKBarcodeFormatPDF417',
        message: 'M1{structure_primaryFields_depart_value}{structure_primaryFields_arrive_value}',
      },
      relevantDate: '2025-12-31T19:30-08:00',
      semantics: { departureAirportCode: 'SFO', seats: [{ seatRow: '7', seatNumber: 'A' }] },
    },
    overrides: { structure_headerFields_gate_value: '24B' },
  },
  coupon: {
    template: {
      type: 'coupon',
      description: 'Half price',
      organizationName: 'Paw Planet',
      backgroundColor: '#ce8c35',
      foregroundColor: 'white',
      structure: {
        primaryFields: [{ key: 'offer', label: 'Any premium dog food', value: '{percent}% off' }],
        auxiliaryFields: [
          { key: 'expires', label: 'EXPIRES', value: '2025-04-24', dateStyle: 'PKDateStyleShort' },
          { key: 'used', label: 'USED', value: 'yes', PSConditions: 'scanned AND {percent} > 40' },
          { key: 'unused', label: 'UNUSED', value: 'yes', PSConditions: '!scanned' },
        ],
      },
      additional: { percent: 20 },
      barcode: { format: 'PassScan', message: '' },
      locations: [{ latitude: 37.6189722, longitude: '-122.3748889', relevantText: 'Store nearby' }],
      maxDistance: '500',
      voided: 'false',
    },
    overrides: { percent: '50', expirationDate: '2025-04-24T10:00:00-05:00' },
  },
  eventTicket: {
    template: {
      type: 'eventTicket',
      description: 'The Beat Goes On',
      organizationName: 'City Hall',
      structure: {
        primaryFields: [{ key: 'event', label: 'EVENT', value: 'The Beat Goes On' }],
        secondaryFields: [{ key: 'holder', label: 'NAME', value: { PSValue: 'Guest', PSEditable: true } }],
        additionalInfoFields: [{ key: 'doors', label: 'Doors', value: '18:00' }],
      },
      barcode: {
        format: 'PKBarcodeFormatQR',
        message: '{hashedSerialNumber}',
        altText: '{structure_secondaryFields_holder_value}',
      },
      preferredStyleSchemes: ['posterEventTicket', 'eventTicket'],
      relevantDates: [{ startDate: '2025-04-24T18:00Z', endDate: '2025-04-24T22:00Z' }],
      sharingProhibited: 1,
    },
    overrides: { structure_secondaryFields_holder_value: literal('Anna {clientHash} Ünal') },
  },
  generic: {
    template: {
      type: 'generic',
      description: '',
      organizationName: '',
      logoText: '{structure_primaryFields_member_value}',
      structure: {
        primaryFields: [{ key: 'member', value: 'Johnny Appleseed' }],
        backFields: [
          { key: 'phone', label: 'Phone', value: '{psRegisterURL}', dataDetectorTypes: 'PKDataDetectorTypeLink' },
          { key: 'secret', label: 'Editor', value: '<{psEditorURL}>' },
          {
            key: 'updated',
            label: 'Updated',
            value: '{timestamp}',
            dateStyle: 'PKDateStyleShort',
            ignoresTimeZone: false,
          },
        ],
      },
      barcodes: [
        { format: 'PKBarcodeFormatCode128', message: '12345', altText: 12345 },
        { format: 'PKBarcodeFormatAztec', message: '日本' },
      ],
      userInfo: { account: { id: 5, none: null } },
      nfc: { message: '{serialNumber}', encryptionPublicKey: 'MDkwEw', requiresAuthentication: 'true' },
    },
    overrides: {},
  },
  storeCard: {
    template: {
      type: 'storeCard',
      description: 'Loyalty card',
      organizationName: 'Organic Produce',
      backgroundColor: 'rgb(55,117,50)',
      labelColor: 'bluish',
      structure: {
        headerFields: [
          { key: 'balance', label: 'BALANCE', value: '21.75', currencyCode: 'USD', changeMessage: 'Now %@' },
        ],
        primaryFields: [
          {
            key: 'level',
            label: 'LEVEL',
            value: 'Silver',
            PSConditions: '{structure_headerFields_balance_value} > 20',
          },
        ],
        secondaryFields: [{ key: 'points', label: '', value: 'many', numberStyle: 'PKNumberStyleDecimal' }],
      },
      barcode: { format: 'PKBarcodeFormatQR', message: 'x', PSConditions: '!scanned' },
      associatedStoreIdentifiers: '["123", 456]',
      beacons: [{ proximityUUID: 'F8F589E9-C07E-58B0-AEAB-A36BE4D48FAC', major: '2' }],
    },
    overrides: { structure_headerFields_balance_value: 22.5, images_logo: 'ab'.repeat(32) },
  },
  // A poster for iOS 27 alone.
  posterGeneric: {
    template: {
      type: 'posterGeneric',
      description: 'Membership',
      organizationName: 'Doggy Day Care',
      structure: {
        headerFields: [{ key: 'id', label: 'MEMBER', value: '{number}' }],
        primaryFields: [
          { key: 'name', value: 'Finley' },
          { key: 'loves', label: 'LOVES', value: 'Flying Disc' },
        ],
        footerFields: [{ key: 'place', value: 'Harbour Street' }],
      },
      additional: { number: 17 },
      barcodes: [
        { format: 'PKBarcodeFormatCodabar', message: '{number}' },
        { format: 'PKBarcodeFormatEAN13', message: '4006381333931' },
        { format: 'PKBarcodeFormatPDF417', message: '{number}' },
      ],
      featuredActions: [
        { identifier: 'benefits', type: 'membershipBenefits', url: 'https://example.com/{number}' },
        { identifier: 'there', type: 'place', placeIdentifier: 'I7C5' },
        { identifier: 'third', type: 'shop', url: 'https://example.com' },
      ],
    },
    overrides: {},
  },
  // The same beside `generic`, with a key, a condition and a date in both.
  posterWithGeneric: {
    template: {
      description: 'Membership',
      organizationName: 'Doggy Day Care',
      generic: {
        primaryFields: [{ key: 'name', label: 'DOG', value: 'Finley' }],
        secondaryFields: [{ key: 'until', label: 'UNTIL', value: '2030-12-31', dateStyle: 'PKDateStyleShort' }],
      },
      posterGeneric: {
        headerFields: [{ key: 'until', label: 'UNTIL', value: '2030-12-31T10:00:00Z', timeStyle: 'PKDateStyleShort' }],
        primaryFields: [
          { key: 'name', value: '{structure_primaryFields_name_value}' },
          { key: 'scanned', label: 'SCANNED', value: 'yes', PSConditions: 'scanned' },
          { key: 'new', label: 'NEW', value: 'yes', PSConditions: '!scanned' },
        ],
        footerFields: [{ key: 'place', value: 'Harbour Street' }],
      },
    },
    overrides: {
      structure_primaryFields_name_value: 'Bella',
      posterGeneric_footerFields_place_value: 'Market Square',
      posterGeneric_primaryFields_scanned_label: 'HERE',
    },
  },
  posterEventTicket: {
    template: {
      type: 'eventTicket',
      description: 'Cup final',
      organizationName: 'Sports Club',
      structure: { primaryFields: [{ key: 'event', value: 'Cup final' }] },
      preferredStyleSchemes: ['posterEventTicket', 'eventTicket'],
      eventLogoText: 'Cup {year}',
      additional: { year: 2030 },
      suppressHeaderDarkening: 'true',
      useAutomaticColors: 'false',
      auxiliaryStoreIdentifiers: '123, 456',
      footerBackgroundColor: 'navy',
      orderFoodURL: 'https://example.com/food?{year}',
      relevantDates: [{ relevantDate: '2030-05-01T19:30:00+02:00' }, { date: '2030-05-02T19:30:00+02:00' }],
      semantics: {
        eventName: 'Cup final',
        eventType: 'PKEventTypeSports',
        venueName: 'Park',
        venueRegionName: 'Town',
        venueRoom: 'Field',
        homeTeamAbbreviation: 'SCH',
        awayTeamAbbreviation: 'SCA',
        eventStartDateInfo: { date: '2030-05-01T19:30:00+02:00', unannounced: 'false' },
        seats: [{ seatRow: 7, seatSectionColor: 'red' }],
        totalPrice: { amount: 12.5, currencyCode: 'EUR' },
      },
    },
    overrides: {},
  },
  semanticBoardingPass: {
    template: {
      type: 'boardingPass',
      transitType: 'PKTransitTypeAir',
      description: 'Flight',
      organizationName: 'Skyport',
      preferredStyleSchemes: ['semanticBoardingPass', 'boardingPass'],
      structure: { primaryFields: [{ key: 'from', label: 'BER', value: 'BER' }] },
      changeSeatURL: 'https://example.com/seat',
      additional: { flight: '1815', when: 'soon' },
      semantics: {
        airlineCode: 'SK',
        flightNumber: '{flight}',
        passengerName: { givenName: 'Ada', familyName: 'Lovelace' },
        internationalDocumentsAreVerified: 'true',
        passengerServiceSSRs: 'WCHR, VGML',
        duration: '{when}',
      },
    },
    overrides: {},
  },
  // What PassKit's templates become: its prefixes, its time zone, JSON as text, and the design after redemption.
  redeemed: {
    template: {
      type: 'generic',
      description: 'Voucher',
      organizationName: 'Organisation Name',
      backgroundColor: 'rgb(245, 244, 244)',
      structure: { headerFields: [{ key: 'points', value: '#{points}', PSDynamic: true }] },
      barcode: { format: 'PKBarcodeFormatPDF417', message: '{hashedSerialNumber}', PSBarcodeKind: 'replicable' },
      magicPrefixes: true,
      timezone: 5.5,
      additional: { points: 100, isRedeemed: false, when: null },
      localizations: { fr: { Hello: 'Bonjour' } },
      triggers: { onScan: { action: 'PSActionSetValue', targetPath: 'isRedeemed', value: true } },
      redeemed: {
        type: 'generic',
        backgroundColor: 'gray',
        appLaunchURL: 'fb://profile/#{points}',
        associatedStoreIdentifiers: [967907684],
        groupingIdentifier: 'PassGroup1',
        userInfo: '{"Name": "Percy #{points}"}',
        maxDistance: 10,
        relevantDate: '2010-08-01T00:00:00',
        beacons: [{ major: 0, minor: 0, proximityUUID: '19d5f76a-fd04-5aa3-b16e-e93277163af6', relevantText: 'Hi' }],
        locations: [{ altitude: 15, latitude: 22.28735687010302, longitude: 114.14827988250626 }],
        nfc: { message: 'messageForTerminal', encryptionPublicKey: 'L0ngRand0m3ncrypt1onK3y' },
        barcode: {
          format: 'PKBarcodeFormatCode128',
          message: '{hashedSerialNumber}',
          altText: '{hashedSerialNumber}',
        },
        structure: {
          headerFields: [
            {
              key: 'points',
              label: 'Points',
              value: '#{points}',
              changeMessage: 'Your new point balance is %@',
              textAlignment: 'PKTextAlignmentRight',
              numberStyle: 'PKNumberStyleDecimal',
            },
          ],
          secondaryFields: [
            { key: 'hello', value: 'Hello', attributedValue: '<a href="https://cherrypie.passkit.net">CherryPie</a>' },
            { key: 'price', value: '#{points}', currencyCode: 'EUR' },
          ],
          auxiliaryFields: [
            {
              key: 'when',
              value: '#{when}',
              dateStyle: 'PKDateStyleLong',
              timeStyle: 'PKDateStyleShort',
              isRelative: false,
            },
            { key: 'day', value: '2016-01-01', dateStyle: 'PKDateStyleLong' },
            { key: 'bad', value: 'tomorrow', dateStyle: 'PKDateStyleLong', ignoresTimeZone: true },
          ],
          backFields: [{ key: 'site', value: 'example.com', dataDetectorTypes: ['PKDataDetectorTypeLink'] }],
        },
      },
    },
    overrides: { isRedeemed: true, points: '10', when: '2016-01-01T10:00:00', barcode_altText: '' },
  },
};

const NAMES = [...STYLES, 'posterWithGeneric', 'posterEventTicket', 'semanticBoardingPass', 'redeemed'];

it.each(NAMES)('%s', (style) => {
  const { template, overrides } = PASSES[style]!;
  const facts = factsWith(overrides, recordAccess({}, SCAN, 1));
  const pass = renderPass(compileTemplate(template).program, facts, IDENTITY);
  const golden = JSON.parse(readFileSync(new URL(`${style}.pass.json`, FOLDER), 'utf8'));
  expect(pass).toEqual(golden);
});

it('every golden file belongs to a pass', () => {
  expect(
    readdirSync(FOLDER)
      .filter((name) => name.endsWith('.json'))
      .sort(),
  ).toEqual([...NAMES].sort().map((style) => `${style}.pass.json`));
});
