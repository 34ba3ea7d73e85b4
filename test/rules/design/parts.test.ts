// Dates, places, links to apps, details, languages and pictures of a card: what is posted as it was
// shown changes nothing, and what is typed stands where it belongs.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { diagnosedSteps } from '../../../src/rules/design/diagnosed-steps.ts';
import { fillIn } from '../../../src/rules/design/inputs.ts';
import { nodeAt } from '../../../src/rules/design/json-steps.ts';
import { fillPart, PART_PAGES, partSections } from '../../../src/rules/design/parts.ts';
import { pictureAt, pictureSlots, withPicture } from '../../../src/rules/design/pictures.ts';
import {
  addLanguage,
  languageCode,
  missingIn,
  translatables,
  translationInputs,
  translationOf,
  withoutLanguage,
} from '../../../src/rules/design/translations.ts';
import { compileTemplate } from '../../../src/rules/templates/template.ts';
import { parseJsonText } from '../../../src/rules/values/json-text.ts';
import { jsonOf } from '../../../src/rules/values/key-order.ts';
import { dateOfLocal, localTextOf } from '../../../src/rules/values/local-moments.ts';
import type { JsonObject, JsonValue } from '../../../src/rules/values/values.ts';
import { generatedCards } from '../../fixtures/rules/generated-card.ts';
import { constructorOf } from '../../fixtures/rules/sample-pass.ts';

const BERLIN = { zone: 'Europe/Berlin' };
/** Seeds differ from run to run, so that runs of many days draw other cards each. */
const RUNS = 400;

const inputsOf = (page: (typeof PART_PAGES)[number], passConstructor: JsonObject) =>
  partSections(page, passConstructor, BERLIN).flatMap(({ inputs, rows }) => [
    ...inputs,
    ...(rows ?? []).flatMap((row) => row.inputs),
  ]);
const fill = (page: (typeof PART_PAGES)[number], passConstructor: JsonObject, texts: Record<string, string>) =>
  fillPart(page, passConstructor, texts, BERLIN);

const date = fc.constantFrom(
  '2026-12-31T20:00:00+01:00',
  '2026-07-01T08:30Z',
  '2026-07-01T08:30:15-05:00',
  '2026-12-31',
  '{validUntil}',
  'soon',
  '2026-02-30T00:00Z',
);
const leaf = (value: fc.Arbitrary<JsonValue>) =>
  fc.oneof(
    value,
    value.map((PSValue): JsonValue => ({ PSValue, PSEditable: true })),
  );
const degrees = fc.constantFrom<JsonValue>(52.5, '13.40', 0, 'north', '{latitude}');
const text = fc.constantFrom('', 'Near us', 'a\nb', 'Über\r\nuns', '{note}', ' x ');
const place = fc.record(
  { latitude: degrees, longitude: leaf(degrees), relevantText: leaf(text) },
  { requiredKeys: [] },
);
const parts = fc.record(
  {
    expirationDate: leaf(date),
    relevantDate: date,
    relevantDates: fc.array(fc.record({ date, startDate: date, endDate: date }, { requiredKeys: [] }), {
      maxLength: 3,
    }),
    voided: fc.constantFrom<JsonValue>(true, false, 'true', 'maybe', 1),
    timezone: fc.constantFrom<JsonValue>(1, -5, 5.5, 'x'),
    locations: leaf(fc.array(place, { maxLength: 3 }) as fc.Arbitrary<JsonValue>),
    maxDistance: fc.constantFrom<JsonValue>(100, '200', '1,5'),
    beacons: fc.array(fc.record({ proximityUUID: text, major: degrees }, { requiredKeys: [] }), { maxLength: 2 }),
    nfc: fc.record({ message: leaf(text), requiresAuthentication: fc.boolean() }, { requiredKeys: [] }),
    personalization: fc.record(
      {
        description: text,
        requiredPersonalizationFields: fc.constantFrom<JsonValue>(
          ['PKPassPersonalizationFieldName'],
          ['Shoe size', 'PKPassPersonalizationFieldEmailAddress', 'Shoe size'],
          'PKPassPersonalizationFieldName',
          [],
        ),
        termsAndConditions: fc.constantFrom<JsonValue>('Be kind\nto all', null),
        PSPaths: fc.constantFrom<JsonValue>({ emailAddress: 'note', shoeSize: 'x' }, {}, 'note', { fullName: 5 }),
        unknown: text,
      },
      { requiredKeys: [] },
    ),
    associatedStoreIdentifiers: fc.constantFrom<JsonValue>([1, 2], ['1', 'x'], '1,2', [], [[1]]),
    associatedPlayIdentifiers: fc.constantFrom<JsonValue>(['a.b', 'c'], 'a.b'),
    userInfo: fc.constantFrom<JsonValue>({ a: [1] }, {}, 'text', { '2': 1, '1': 2 }),
    sharingProhibited: leaf(fc.boolean()),
    semantics: fc.record(
      {
        eventName: leaf(text),
        eventStartDate: date,
        performerNames: fc.constantFrom<JsonValue>(['A', 'B'], 'A', [{ deep: 1 }], ['with\nbreak']),
        venueLocation: fc.record({ latitude: degrees }, { requiredKeys: [] }),
        seats: fc.array(fc.record({ seatRow: text }, { requiredKeys: [] }), { maxLength: 2 }),
        unknownTag: fc.constant<JsonValue>({ a: 1 }),
      },
      { requiredKeys: [] },
    ),
    transitType: fc.constantFrom('PKTransitTypeAir', 'PKTransitTypeTrain'),
    type: fc.constantFrom('eventTicket', 'boardingPass', 'storeCard'),
  },
  { requiredKeys: ['type'] },
) as unknown as fc.Arbitrary<JsonObject>;

describe('a form that comes back as it was shown', () => {
  const isUntouched = (passConstructor: JsonObject) => {
    for (const page of PART_PAGES) {
      const texts = Object.fromEntries(inputsOf(page, passConstructor).map(({ name, text: shown }) => [name, shown]));
      const filled = fill(page, passConstructor, texts);
      expect(filled.faults).toEqual([]);
      expect(filled.passConstructor).toBe(passConstructor);
      // Browsers send line ends of their own.
      const sent = Object.fromEntries(
        Object.entries(texts).map(([name, each]) => [name, each.replaceAll('\n', '\r\n')]),
      );
      expect(fill(page, passConstructor, sent).passConstructor).toBe(passConstructor);
    }
    const inputs = translationInputs(passConstructor, 0, 500);
    const texts = Object.fromEntries(inputs.map(({ name, text: shown }) => [name, shown]));
    expect(fillIn(passConstructor, inputs, texts).passConstructor).toBe(passConstructor);
  };

  it('changes no byte of any card with dates, places and details', () => {
    fc.assert(
      fc.property(parts, (given) => isUntouched({ ...constructorOf(), ...given })),
      { numRuns: RUNS },
    );
  });
  it('changes no byte of any other card', () => {
    fc.assert(fc.property(generatedCards, isUntouched), { numRuns: RUNS });
  });
});

describe('the JSON of a card', () => {
  it('opened in an editor and read again is the same card, byte for byte', () => {
    fc.assert(
      fc.property(generatedCards, (passConstructor) => {
        const { program, diagnostics } = compileTemplate(parseJsonText(jsonOf(passConstructor, 2)) as JsonObject);
        const isBroken = diagnostics.some(({ severity }) => severity === 'error');
        const saved = isBroken ? parseJsonText(jsonOf(passConstructor, 2)) : program.passConstructor;
        expect(jsonOf(saved, 2)).toBe(jsonOf(passConstructor, 2));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('one text that was typed', () => {
  it('changes its place alone, and is shown again', () => {
    fc.assert(
      fc.property(parts, fc.nat(), (given, seed) => {
        const before = { ...constructorOf(), ...given };
        for (const page of PART_PAGES) {
          const inputs = inputsOf(page, before).filter(({ control }) => control === 'line');
          if (inputs.length === 0) continue;
          const input = inputs[seed % inputs.length]!;
          const after = fill(page, before, { [input.name]: 'Typed text' });
          if (after.faults.length > 0) continue;
          const shown = inputsOf(page, after.passConstructor).find(({ name }) => name === input.name);
          expect(shown?.text).toBe('Typed text');
          const top = String(input.name.split('.')[0]);
          const { [top]: _, ...others } = after.passConstructor;
          const { [top]: __, ...othersBefore } = before as JsonObject;
          expect(jsonOf(others)).toBe(jsonOf(othersBefore));
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('dates', () => {
  it.each([
    ['2026-12-31T20:00', '2026-12-31T20:00+01:00'],
    ['2026-07-01T08:30', '2026-07-01T08:30+02:00'],
    // Clocks are put forward at 2 and back at 3.
    ['2026-03-29T03:30', '2026-03-29T03:30+02:00'],
    ['2026-10-25T03:30', '2026-10-25T03:30+01:00'],
    // Clocks show it twice: the first time counts, as in a try.
    ['2026-10-25T02:30', '2026-10-25T02:30+02:00'],
  ])('%s in Berlin is %s', (local, moment) => {
    expect(dateOfLocal(local, 'Europe/Berlin')).toBe(moment);
    expect(localTextOf(moment, 'Europe/Berlin', 'Z')).toBe(local);
    expect(fill('dates', constructorOf(), { expirationDate: local }).passConstructor.expirationDate).toBe(moment);
  });
  it('of a zone behind UTC, and seconds that are there', () => {
    expect(dateOfLocal('2026-01-02T03:04:05', 'America/New_York')).toBe('2026-01-02T03:04:05-05:00');
    expect(localTextOf('2026-01-02T03:04:05-05:00', 'America/New_York', 'Z')).toBe('2026-01-02T03:04:05');
    // Clocks are put forward over it: the moment is one when they show a later time.
    expect(dateOfLocal('2026-03-08T02:30', 'America/New_York')).toBe('2026-03-08T02:30-05:00');
    expect(dateOfLocal('2026-11-01T01:30', 'America/New_York')).toBe('2026-11-01T01:30-04:00');
    expect(dateOfLocal('soon', 'Europe/Berlin')).toBeNull();
    expect(dateOfLocal('2026-01-02T03:04', 'UTC')).toBe('2026-01-02T03:04Z');
  });
  it('may be a value of the card, and the other way round', () => {
    const named = fill('dates', constructorOf(), { 'expirationDate.text': '{validUntil}' }).passConstructor;
    expect(named.expirationDate).toBe('{validUntil}');
    const dated = fill('dates', named, { expirationDate: '2026-12-31T20:00', 'expirationDate.text': '{validUntil}' });
    expect(dated.passConstructor.expirationDate).toBe('2026-12-31T20:00+01:00');
    const both = fill('dates', named, { expirationDate: '2026-12-31T20:00', 'expirationDate.text': '' });
    expect(both.passConstructor.expirationDate).toBe('2026-12-31T20:00+01:00');
    const none = fill('dates', named, { 'expirationDate.text': '' }).passConstructor;
    expect(Object.hasOwn(none, 'expirationDate')).toBe(false);
  });
});

describe('lists', () => {
  const two = constructorOf({
    locations: [
      { latitude: 1, longitude: 2, relevantText: 'One' },
      { latitude: 3, longitude: 4, relevantText: 'Two' },
    ],
  });
  it('the row at the end adds an item', () => {
    const { passConstructor } = fill('places', two, {
      'locations.2.latitude': '52,5186',
      'locations.2.longitude': '13.4081',
    });
    expect((passConstructor.locations as JsonObject[])[2]).toEqual({ latitude: 52.5186, longitude: 13.4081 });
    expect(compileTemplate(passConstructor).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
  it('a ticked row goes, and the last one takes the list along', () => {
    const { passConstructor } = fill('places', two, {
      'locations.0.remove': 'true',
      'locations.1.relevantText': 'Second',
    });
    expect(passConstructor.locations).toEqual([{ latitude: 3, longitude: 4, relevantText: 'Second' }]);
    const none = fill('places', passConstructor, { 'locations.0.remove': 'true' }).passConstructor;
    expect(Object.hasOwn(none, 'locations')).toBe(false);
  });
  it('an emptied object goes too', () => {
    const nfc = fill('places', constructorOf(), { 'nfc.message': 'x' }).passConstructor;
    expect(nfc.nfc).toEqual({ message: 'x' });
    expect(Object.hasOwn(fill('places', nfc, { 'nfc.message': '' }).passConstructor, 'nfc')).toBe(false);
  });
  it('numbers of apps are numbers', () => {
    const { passConstructor } = fill('programs', constructorOf(), { associatedStoreIdentifiers: '1, 284882215 x' });
    expect(passConstructor.associatedStoreIdentifiers).toEqual([1, 284882215, 'x']);
  });
  it('JSON that is none is a fault, and the rest is written', () => {
    const filled = fill('programs', constructorOf(), { userInfo: '{"a"', groupingIdentifier: 'g' });
    expect(filled.faults).toEqual([{ name: 'userInfo', fault: 'json' }]);
    expect(filled.passConstructor.groupingIdentifier).toBe('g');
  });
  it('details go into the JSON that is typed beside them', () => {
    const event = constructorOf({ type: 'eventTicket' });
    const { passConstructor } = fill('details', event, {
      semantics: '{"genre":"Jazz"}',
      'semantics.eventName': 'Concert',
      'semantics.venueLocation.latitude': '52.5',
      'semantics.performerNames': 'A\nB',
      'semantics.seats.0.seatRow': '7',
    });
    expect(passConstructor.semantics).toEqual({
      genre: 'Jazz',
      eventName: 'Concert',
      venueLocation: { latitude: 52.5 },
      performerNames: ['A', 'B'],
      seats: [{ seatRow: '7' }],
    });
  });
});

describe('languages', () => {
  const card = constructorOf({ localizations: { fr: { Coffee: 'Café', gone: 'parti' } } });
  test('the texts that people read are listed once, and so are those that only translations have', () => {
    const texts = translatables(card).map(({ text: each }) => each);
    expect(texts).toEqual(expect.arrayContaining(['Points card', 'POINTS', 'Coffee', 'About', 'Baked here', 'gone']));
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts).not.toContain('0');
    expect(texts).not.toContain('{hashedSerialNumber}');
    expect(translatables(card).find(({ text: each }) => each === 'gone')?.where).toBeNull();
    expect(missingIn(card, 'fr')).toBe(translatables(card).filter(({ where }) => where !== null).length - 1);
  });
  test('a translation is written, changed and emptied', () => {
    const inputs = translationInputs(card, 0, 100);
    const at = translatables(card).findIndex(({ text: each }) => each === 'POINTS');
    const written = fillIn(card, inputs, { [`fr.${at}`]: 'POINTS FR' }).passConstructor;
    expect(translationOf(written, 'fr', 'POINTS')).toBe('POINTS FR');
    const emptied = fillIn(written, translationInputs(written, 0, 100), { [`fr.${at}`]: '' }).passConstructor;
    expect(jsonOf(emptied)).toBe(jsonOf(card));
  });
  it.each([
    ['pt-br', 'pt-BR'],
    ['ZH_hans', 'zh-Hans'],
    ['fr', 'fr'],
    ['french', null],
    ['', null],
  ])('%j is the language %j', (given, code) => {
    expect(languageCode(given)).toBe(code);
  });
  test('a language is added once, and goes with its translations and pictures', () => {
    const added = addLanguage(card, 'de') as JsonObject;
    expect(added.localizations).toEqual({ ...(card.localizations as JsonObject), de: {} });
    expect(addLanguage(added, 'DE')).toBe('taken');
    expect(addLanguage(card, 'nowhere')).toBe('unknown');
    const drawn = withPicture(added, { name: 'logo', language: 'de' }, 'a'.repeat(64));
    expect(pictureAt(drawn, { name: 'logo', language: 'de' })).toBe('a'.repeat(64));
    expect(jsonOf(withoutLanguage(drawn, 'de'))).toBe(jsonOf(card));
  });
});

describe('pictures', () => {
  const image = 'b'.repeat(64);
  test('the style decides which places there are; a picture elsewhere is still listed', () => {
    const store = constructorOf({ images: { thumbnail: image } });
    expect(pictureSlots(store, null).map(({ slot, isShown }) => [slot, isShown])).toEqual([
      ['icon', true],
      ['logo', true],
      ['thumbnail', false],
      ['strip', true],
      ['personalizationLogo', true],
    ]);
  });
  test('a picture comes and goes without a trace, and a PSAttribute stays', () => {
    const card = constructorOf();
    const put = withPicture(card, { name: 'logo@2x', language: null }, image);
    expect(put.images).toEqual({ 'logo@2x': image });
    expect(jsonOf(withPicture(put, { name: 'logo@2x', language: null }, null))).toBe(jsonOf(card));
    const editable = constructorOf({ images: { strip: { PSValue: image, PSEditable: true } } });
    expect(withPicture(editable, { name: 'strip', language: null }, null).images).toEqual({
      strip: { PSValue: '', PSEditable: true },
    });
  });
  test('a name that is no picture changes nothing', () => {
    const card = constructorOf();
    expect(withPicture(card, { name: '__proto__', language: null }, image)).toBe(card);
  });
});

describe('the place of a diagnostic in the JSON', () => {
  const card = constructorOf({
    additional: { event: 'x', note: { PSValue: 'y' } },
    triggers: {
      onScan: [{ action: 'PSActionSetValue', targetPath: 'note' }],
      onRegister: { action: 'PSActionURL', url: 'x' },
    },
    locations: [{ latitude: 91, longitude: 0 }],
  });
  it.each<[string, (string | number)[]]>([
    ['structure_headerFields_points_value', ['structure', 'headerFields', 0, 'value']],
    ['structure_secondaryFields_name_value', ['structure', 'secondaryFields', 0, 'value', 'PSValue']],
    ['additional_event', ['additional', 'event']],
    ['note', ['additional', 'note', 'PSValue']],
    ['triggers_onScan_0_value', ['triggers', 'onScan', 0]],
    ['triggers_onRegister_0', ['triggers', 'onRegister']],
    ['locations_0_latitude', ['locations', 0, 'latitude']],
    ['nowhere', []],
  ])('%s', (path, steps) => {
    expect(diagnosedSteps(card, path)).toEqual(steps);
    // Steps into a PSAttribute end at what it says; nodeAt reads through it.
    expect(
      nodeAt(
        card,
        steps.filter((step) => step !== 'PSValue'),
      ),
    ).toBeDefined();
  });
});
