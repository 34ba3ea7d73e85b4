// What each page beside the designer edits: dates, places, programs, details. A page has sections; a
// section has inputs, or a list with a row of inputs for each item.
import { ACTION_TYPES, EVENT_LINKS, FLIGHT_LINKS } from '../apple-keys.ts';
import type { JsonObject } from '../values/values.ts';
import { PERSONALIZATION, type Style } from '../vocabulary.ts';
import { styleOf } from './designs.ts';
import { type Filled, type FormTexts, fillIn } from './inputs.ts';
import { plainOf } from './leaf.ts';
import {
  type PartInput,
  type PartSettings,
  type PlaceOfInput,
  partInputs,
  type Row,
  type RowsPlace,
  rowsOf,
  withoutTicked,
} from './part-inputs.ts';
import { personalInputs } from './personal-inputs.ts';
import { type DetailGroup, detailSections } from './semantic-tags.ts';

export const PART_PAGES = ['dates', 'places', 'programs', 'details'] as const;
export type PartPage = (typeof PART_PAGES)[number];

export type SectionName =
  | 'expiry'
  | 'relevance'
  | 'relevantDates'
  | 'zone'
  | 'locations'
  | 'distance'
  | 'beacons'
  | 'nfc'
  | 'personalization'
  | 'apps'
  | 'sharing'
  | 'actions'
  | 'poster'
  | 'eventLinks'
  | 'flightLinks'
  | 'data'
  | 'json'
  | DetailGroup;

interface SectionPlan {
  readonly name: SectionName;
  readonly inputs: readonly PlaceOfInput[];
  readonly rows: RowsPlace | null;
}

function single(name: SectionName, inputs: readonly PlaceOfInput[]): SectionPlan {
  return { name, inputs, rows: null };
}

function list(name: 'relevantDates' | 'locations' | 'beacons', columns: RowsPlace['columns']): SectionPlan {
  return { name, inputs: [], rows: { steps: [name], columns } };
}

function top(word: string, control: PlaceOfInput['control']): PlaceOfInput {
  return { steps: [word], control, word };
}

const ACTIONS: RowsPlace = {
  steps: ['featuredActions'],
  columns: [
    { key: 'identifier', control: 'line' },
    { key: 'type', control: 'choice', choices: ACTION_TYPES },
    { key: 'url', control: 'line' },
    { key: 'placeIdentifier', control: 'line' },
  ],
};

/** What posters of events and semantic boarding passes offer beside their fields. */
function linkSections(style: Style): readonly SectionPlan[] {
  const schemes = top('preferredStyleSchemes', 'lines');
  const lines = (names: readonly string[]) => names.map((name) => top(name, 'line'));
  if (style === 'boardingPass') return [single('poster', [schemes]), single('flightLinks', lines(FLIGHT_LINKS))];
  if (style !== 'eventTicket') return [];
  return [
    single('poster', [
      schemes,
      top('eventLogoText', 'line'),
      top('suppressHeaderDarkening', 'truth'),
      top('useAutomaticColors', 'truth'),
      top('auxiliaryStoreIdentifiers', 'list'),
    ]),
    single('eventLinks', lines(EVENT_LINKS)),
  ];
}

/** Wallet asks holders of these cards alone; a card that asks all the same has the section too. */
function mayAsk(passConstructor: JsonObject): boolean {
  const style = styleOf(passConstructor);
  return style === 'storeCard' || style === 'generic' || (passConstructor[PERSONALIZATION] ?? null) !== null;
}

const PLANS: Readonly<Record<PartPage, (passConstructor: JsonObject) => readonly SectionPlan[]>> = {
  dates: () => [
    single('expiry', [top('expirationDate', 'moment'), top('voided', 'truth')]),
    single('relevance', [top('relevantDate', 'moment')]),
    list('relevantDates', [
      { key: 'date', control: 'moment' },
      { key: 'startDate', control: 'moment' },
      { key: 'endDate', control: 'moment' },
    ]),
    single('zone', [top('timezone', 'number')]),
  ],
  places: (passConstructor) => [
    list('locations', [
      { key: 'latitude', control: 'number' },
      { key: 'longitude', control: 'number' },
      { key: 'relevantText', control: 'line' },
      { key: 'altitude', control: 'number' },
    ]),
    single('distance', [top('maxDistance', 'number')]),
    list('beacons', [
      { key: 'proximityUUID', control: 'line' },
      { key: 'major', control: 'number' },
      { key: 'minor', control: 'number' },
      { key: 'relevantText', control: 'line' },
    ]),
    single('nfc', [
      { steps: ['nfc', 'message'], control: 'line', word: 'nfcMessage' },
      { steps: ['nfc', 'encryptionPublicKey'], control: 'text', word: 'encryptionPublicKey' },
      { steps: ['nfc', 'requiresAuthentication'], control: 'truth', word: 'requiresAuthentication' },
    ]),
    ...(mayAsk(passConstructor) ? [single('personalization', personalInputs(passConstructor))] : []),
  ],
  programs: (passConstructor) => [
    single('apps', [
      top('associatedStoreIdentifiers', 'list'),
      top('appLaunchURL', 'line'),
      top('associatedPlayIdentifiers', 'lines'),
      top('androidAppLaunchURL', 'line'),
    ]),
    single('data', [top('userInfo', 'json')]),
    single('sharing', [top('sharingProhibited', 'truth'), top('groupingIdentifier', 'line')]),
    { name: 'actions', inputs: [], rows: ACTIONS },
    ...linkSections(styleOf(passConstructor)),
  ],
  details: (passConstructor) => [
    ...detailSections(styleOf(passConstructor), plainOf(passConstructor.transitType) === 'PKTransitTypeAir'),
    single('json', [top('semantics', 'json')]),
  ],
};

/** A section with what its inputs show. */
export interface PartSection {
  readonly name: SectionName;
  readonly inputs: readonly PartInput[];
  /** Null: the section is no list. */
  readonly rows: readonly Row[] | null;
  readonly place: RowsPlace | null;
}

export function partSections(
  page: PartPage,
  passConstructor: JsonObject,
  settings: PartSettings,
): readonly PartSection[] {
  return PLANS[page](passConstructor).map(({ name, inputs, rows }) => ({
    name,
    inputs: inputs.flatMap((place) => partInputs(passConstructor, place, settings)),
    rows: rows === null ? null : rowsOf(passConstructor, rows, settings),
    place: rows,
  }));
}

/** The constructor with what a page's form says: changed texts first, then without the ticked rows. */
export function fillPart(
  page: PartPage,
  passConstructor: JsonObject,
  texts: FormTexts,
  settings: PartSettings,
): Filled {
  const sections = partSections(page, passConstructor, settings);
  const inputs = sections.flatMap(({ inputs: own, rows }) => [...own, ...(rows ?? []).flatMap((row) => row.inputs)]);
  // JSON of all details goes first: what is typed beside it is written into it.
  const ordered = [...inputs].sort((a, b) => Number(b.control === 'json') - Number(a.control === 'json'));
  const filled = fillIn(passConstructor, ordered, texts);
  const left = sections.reduce(
    (now, { place }) => (place === null ? now : withoutTicked(now, place, texts)),
    filled.passConstructor,
  );
  return { ...filled, passConstructor: left };
}
