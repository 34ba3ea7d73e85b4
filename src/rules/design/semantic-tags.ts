// The details of events and journeys that Siri and Wallet read from a pass (Apple's "SemanticTags"),
// in the groups in which a form asks for them.
import { EVENT_TYPES } from '../apple-keys.ts';
import type { Style } from '../vocabulary.ts';
import type { JsonSteps } from './json-steps.ts';
import type { Control, PlaceOfInput, RowsPlace } from './part-inputs.ts';

type Tag = readonly [word: string, control: Control, steps?: JsonSteps];

function tags(list: readonly Tag[]): readonly PlaceOfInput[] {
  return list.map(([word, control, steps = [word]]) => ({
    steps: ['semantics', ...steps],
    control,
    word,
    ...(control === 'choice' ? { choices: EVENT_TYPES } : {}),
  }));
}

const EVENT = tags([
  ['eventName', 'line'],
  ['eventType', 'choice'],
  ['eventStartDate', 'moment'],
  ['eventEndDate', 'moment'],
  ['duration', 'number'],
  ['admissionLevel', 'line'],
  ['attendeeName', 'line'],
  ['eventLiveMessage', 'line'],
  ['silenceRequested', 'truth'],
]);

const VENUE = tags([
  ['venueName', 'line'],
  ['venueRegionName', 'line'],
  ['venueRoom', 'line'],
  ['venueEntrance', 'line'],
  ['venueEntranceGate', 'line'],
  ['venueEntranceDoor', 'line'],
  ['venuePhoneNumber', 'line'],
  ['venueLatitude', 'number', ['venueLocation', 'latitude']],
  ['venueLongitude', 'number', ['venueLocation', 'longitude']],
  ['venueDoorsOpenDate', 'moment'],
  ['venueGatesOpenDate', 'moment'],
  ['venueCloseDate', 'moment'],
]);

const SHOW = tags([
  ['performerNames', 'lines'],
  ['genre', 'line'],
  ['artistIDs', 'lines'],
  ['sportName', 'line'],
  ['leagueName', 'line'],
  ['homeTeamName', 'line'],
  ['homeTeamAbbreviation', 'line'],
  ['homeTeamLocation', 'line'],
  ['awayTeamName', 'line'],
  ['awayTeamAbbreviation', 'line'],
  ['awayTeamLocation', 'line'],
]);

const JOURNEY = tags([
  ['transitProvider', 'line'],
  ['confirmationNumber', 'line'],
  ['vehicleName', 'line'],
  ['vehicleNumber', 'line'],
  ['vehicleType', 'line'],
  ['transitStatus', 'line'],
  ['transitStatusReason', 'line'],
  ['duration', 'number'],
]);

const FLIGHT = tags([
  ['airlineCode', 'line'],
  ['flightNumber', 'number'],
  ['flightCode', 'line'],
  ['boardingGroup', 'line'],
  ['boardingSequenceNumber', 'line'],
  ['originalBoardingDate', 'moment'],
  ['currentBoardingDate', 'moment'],
  ['securityScreening', 'line'],
]);

/** `departure` and `destination` have the same tags. */
function end(
  where: 'departure' | 'destination',
  when: 'Departure' | 'Arrival',
  isFlight: boolean,
): readonly PlaceOfInput[] {
  const place: readonly Tag[] = isFlight
    ? [
        [`${where}AirportCode`, 'line'],
        [`${where}AirportName`, 'line'],
        [`${where}Terminal`, 'line'],
        [`${where}Gate`, 'line'],
      ]
    : [
        [`${where}StationName`, 'line'],
        [`${where}Platform`, 'line'],
      ];
  return tags([
    ...place,
    [`${where}LocationDescription`, 'line'],
    [`${where}Latitude`, 'number', [`${where}Location`, 'latitude']],
    [`${where}Longitude`, 'number', [`${where}Location`, 'longitude']],
    [`original${when}Date`, 'moment'],
    [`current${when}Date`, 'moment'],
  ]);
}

const PASSENGER = tags([
  ['passengerGivenName', 'line', ['passengerName', 'givenName']],
  ['passengerFamilyName', 'line', ['passengerName', 'familyName']],
  ['membershipProgramName', 'line'],
  ['membershipProgramNumber', 'line'],
  ['priorityStatus', 'line'],
]);

const SEATS: RowsPlace = {
  steps: ['semantics', 'seats'],
  columns: ['seatSection', 'seatRow', 'seatNumber', 'seatType', 'seatDescription'].map((key) => ({
    key,
    control: 'line',
  })),
};

export type DetailGroup =
  | 'event'
  | 'venue'
  | 'show'
  | 'journey'
  | 'flight'
  | 'departure'
  | 'destination'
  | 'passenger'
  | 'seats';

export interface DetailSection {
  readonly name: DetailGroup;
  readonly inputs: readonly PlaceOfInput[];
  readonly rows: RowsPlace | null;
}

/** What a form asks for a card of a style; nothing for styles whose details have no form. */
export function detailSections(style: Style, isFlight: boolean): readonly DetailSection[] {
  const section = (name: DetailGroup, inputs: readonly PlaceOfInput[]) => ({ name, inputs, rows: null });
  const seats = { name: 'seats', inputs: [], rows: SEATS } as const;
  if (style === 'eventTicket') return [section('event', EVENT), section('venue', VENUE), section('show', SHOW), seats];
  if (style !== 'boardingPass') return [];
  return [
    section('journey', JOURNEY),
    ...(isFlight ? [section('flight', FLIGHT)] : []),
    section('departure', end('departure', 'Departure', isFlight)),
    section('destination', end('destination', 'Arrival', isFlight)),
    section('passenger', PASSENGER),
    seats,
  ];
}
