// What the validators of apple/pass-builder find wrong, written again as rules of ours, in passes that we
// render: nothing in whole ones, and each thing that is missing, of which saving warns as well. Sources:
// EventTicketValidator, BoardingPassValidator, FieldFormattingValidator (commit 63efd0f); the kinds of passes
// are those of its document "Personalizing pass templates" and of its model.
import { describe, expect, it, test } from 'vitest';
import { readExamples } from '../../src/examples.ts';
import { renderPass } from '../../src/pass/render.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../src/rules/values/values.ts';
import { STYLES } from '../../src/rules/vocabulary.ts';
import { RECIPE_CARDS } from '../fixtures/rules/recipe-cards.ts';
import { IDENTITY } from '../fixtures/rules/render-sample.ts';
import { constructorOf, factsWith } from '../fixtures/rules/sample-pass.ts';

const PICTURE = 'ab'.repeat(32);
const KEY = 'MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgADzO3lVsHYM2W3bYDvNb6AXzfKSJpZ+3Tr1ADh4eUrKV4=';

/** The tags that a look wants, by its scheme. */
const WANTED: Readonly<Record<string, readonly string[]>> = {
  posterEventTicket: ['eventName', 'venueName'],
  PKEventTypeSports: ['awayTeamAbbreviation', 'homeTeamAbbreviation'],
  PKEventTypeLivePerformance: ['performerNames'],
  semanticBoardingPass: [
    ...['airlineCode', 'flightNumber', 'passengerName'],
    ...['originalDepartureDate', 'originalBoardingDate', 'originalArrivalDate'],
    ...['departureAirportTimeZone', 'departureAirportCode', 'destinationAirportCode'],
  ],
};

const isEmpty = (value: JsonValue | undefined): boolean =>
  value === undefined ||
  value === '' ||
  (isArray(value) && value.length === 0) ||
  (isObject(value) && Object.keys(value).length === 0);

/** The API paths of what pass-builder calls an error. */
function faultsOf(pass: JsonObject): string[] {
  const schemes = isArray(pass.preferredStyleSchemes ?? null) ? (pass.preferredStyleSchemes as JsonValue[]) : [];
  const tags = isObject(pass.semantics ?? null) ? (pass.semantics as JsonObject) : {};
  const isEvent = pass.eventTicket !== undefined && schemes.includes('posterEventTicket');
  const isFlight = pass.boardingPass !== undefined && schemes.includes('semanticBoardingPass');
  const nfc = isObject(pass.nfc ?? null) ? (pass.nfc as JsonObject) : {};
  const wanted = [
    ...(isEvent ? [...WANTED.posterEventTicket!, ...(WANTED[String(tags.eventType)] ?? [])] : []),
    ...(isFlight ? WANTED.semanticBoardingPass! : []),
  ];
  return [
    ...wanted.filter((tag) => isEmpty(tags[tag])).map((tag) => `semantics_${tag}`),
    ...(isEvent && typeof nfc.requiresAuthentication !== 'boolean' ? ['nfc_requiresAuthentication'] : []),
  ];
}

/** Fields with a currency and a style of numbers, of which pass-builder warns. */
function doubleFormats(pass: JsonObject): string[] {
  const groups = STYLES.flatMap((style) =>
    isObject(pass[style] ?? null) ? Object.values(pass[style] as JsonObject) : [],
  );
  return groups
    .flatMap((group) => (isArray(group) ? (group as JsonObject[]) : []))
    .filter(({ currencyCode, numberStyle }) => currencyCode !== undefined && numberStyle !== undefined)
    .map(({ key }) => String(key));
}

function rendered(parts: JsonObject) {
  const { program, diagnostics } = compileTemplate(constructorOf(parts));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const incomplete = diagnostics.filter(({ code }) => code === 'poster_incomplete').map(({ path }) => path);
  return { pass: renderPass(program, factsWith(), IDENTITY) as JsonObject, incomplete };
}

const ticket = (semantics: JsonObject): JsonObject => ({
  type: 'eventTicket',
  preferredStyleSchemes: ['posterEventTicket', 'eventTicket'],
  images: { icon: PICTURE, artwork: PICTURE, background: PICTURE },
  nfc: { message: '{hashedSerialNumber}', encryptionPublicKey: KEY, requiresAuthentication: false },
  semantics: {
    ...{ venueName: 'Concert Hall', venueRegionName: 'Old Town', venueRoom: 'Great Hall' },
    ...{ eventStartDate: '2026-09-01T19:30:00Z', eventEndDate: '2026-09-01T22:00:00Z' },
    ...semantics,
  },
  structure: {
    primaryFields: [{ key: 'eventName', label: 'EVENT', value: 'Jazz Concert' }],
    secondaryFields: [{ key: 'eventDate', label: 'DATE', value: '2026-09-01T19:30:00Z', dateStyle: 'PKDateStyleLong' }],
  },
});

const LOOKS: Readonly<Record<string, JsonObject>> = {
  'a music event, as in its document': ticket({
    ...{ eventName: 'Jazz Concert', eventType: 'PKEventTypeLivePerformance' },
    ...{ performerNames: ['The Quartet'], artistIDs: ['984117861'] },
  }),
  'a game': ticket({
    ...{ eventName: 'Final', eventType: 'PKEventTypeSports' },
    ...{ homeTeamAbbreviation: 'HOM', awayTeamAbbreviation: 'AWY' },
  }),
  'another event': ticket({ eventName: 'Fair', eventType: 'PKEventTypeConvention' }),
  'a flight': {
    type: 'boardingPass',
    transitType: 'PKTransitTypeAir',
    preferredStyleSchemes: ['semanticBoardingPass', 'boardingPass'],
    images: { icon: PICTURE },
    semantics: {
      ...{ airlineCode: 'SK', flightNumber: 1815, passengerName: { givenName: 'Ada' } },
      ...{ originalBoardingDate: '2030-05-01T19:00:00Z', originalDepartureDate: '2030-05-01T19:30:00Z' },
      ...{ originalArrivalDate: '2030-05-01T21:30:00Z', departureCityName: 'Berlin', destinationCityName: 'Oslo' },
      ...{ departureAirportCode: 'BER', departureAirportTimeZone: 'Europe/Berlin' },
      ...{ destinationAirportCode: 'OSL', destinationAirportTimeZone: 'Europe/Oslo' },
    },
  },
};

describe.each(Object.entries(LOOKS))('%s', (_, look) => {
  const tags = look.semantics as JsonObject;

  it('is whole, and saving says so', () => {
    const { pass, incomplete } = rendered(look);
    expect([faultsOf(pass), doubleFormats(pass), incomplete]).toEqual([[], [], []]);
  });

  it.each(Object.keys(tags))('without %s saving warns wherever the validator does', (tag) => {
    const { [tag]: _tag, ...others } = tags;
    const { pass, incomplete } = rendered({ ...look, semantics: others });
    const faults = faultsOf(pass);
    expect(incomplete).toEqual(expect.arrayContaining(faults));
    // Whatever is missing is what was taken away.
    for (const path of incomplete) expect(path).toBe(`semantics_${tag}`);
  });
});

it.each(['nfc', 'requiresAuthentication'])('a poster of an event without %s', (missing) => {
  const { nfc, ...others } = LOOKS['another event']!;
  const { requiresAuthentication: _, ...rest } = nfc as JsonObject;
  const { pass, incomplete } = rendered(missing === 'nfc' ? others : { ...others, nfc: rest });
  expect([faultsOf(pass), incomplete]).toEqual([['nfc_requiresAuthentication'], ['nfc_requiresAuthentication']]);
});

test('no example and no recipe has a fault', async () => {
  const examples = await readExamples();
  expect(examples).toHaveLength(12);
  const cards = [
    ...examples.map(({ templateName, passConstructor }) => [templateName, passConstructor] as const),
    ...RECIPE_CARDS.map(({ name, given }) => [name, given] as const),
  ];
  for (const [name, passConstructor] of cards) {
    const pass = renderPass(compileTemplate(passConstructor).program, factsWith(), IDENTITY) as JsonObject;
    expect([faultsOf(pass), doubleFormats(pass)], name).toEqual([[], []]);
  }
});
