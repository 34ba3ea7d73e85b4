// Apple's words for values of pass.json, the keys that Apple added since 2024, and what type each part
// of a nested one has.
// Sources: apple/pass-builder (Swift, 2026: Pass.swift, PassSemantics.swift, Pass+Seat.swift,
// UpcomingPassInformationEntry.swift) and Apple's "Wallet Passes" pages of the same names.

/** Apple's words for how a field shows its value; a wrong one makes Wallet refuse the pass. */
export const TEXT_ALIGNMENTS = [
  'PKTextAlignmentLeft',
  'PKTextAlignmentCenter',
  'PKTextAlignmentRight',
  'PKTextAlignmentNatural',
] as const;
export const NUMBER_STYLES = [
  'PKNumberStyleDecimal',
  'PKNumberStylePercent',
  'PKNumberStyleScientific',
  'PKNumberStyleSpellOut',
] as const;
export const DATE_STYLES = [
  'PKDateStyleNone',
  'PKDateStyleShort',
  'PKDateStyleMedium',
  'PKDateStyleLong',
  'PKDateStyleFull',
] as const;
export const DATA_DETECTOR_TYPES = [
  'PKDataDetectorTypePhoneNumber',
  'PKDataDetectorTypeLink',
  'PKDataDetectorTypeAddress',
  'PKDataDetectorTypeCalendarEvent',
] as const;

/** Links of poster event tickets: a URL, an e-mail address or a telephone number (Pass.swift). */
export const EVENT_LINKS = [
  'accessibilityURL',
  'addOnURL',
  'bagPolicyURL',
  'contactVenueEmail',
  'contactVenuePhoneNumber',
  'contactVenueWebsite',
  'directionsInformationURL',
  'merchandiseURL',
  'orderFoodURL',
  'parkingInformationURL',
  'purchaseParkingURL',
  'sellURL',
  'transferURL',
  'transitInformationURL',
] as const;

/** Links of semantic boarding passes (Pass.swift; trackBagsURL: Apple's page "Pass"). */
export const FLIGHT_LINKS = [
  'changeSeatURL',
  'entertainmentURL',
  'managementURL',
  'purchaseAdditionalBaggageURL',
  'purchaseLoungeAccessURL',
  'purchaseWifiURL',
  'registerServiceAnimalURL',
  'reportLostBagURL',
  'requestWheelchairURL',
  'trackBagsURL',
  'transitProviderEmail',
  'transitProviderPhoneNumber',
  'transitProviderWebsiteURL',
  'upgradeURL',
  'businessChatIdentifier',
] as const;

/** Ways to draw a pass that Wallet tries before its style (Pass+PreferredStyleSchemes.swift). */
export const STYLE_SCHEMES = ['posterEventTicket', 'semanticBoardingPass', 'eventTicket', 'boardingPass'] as const;

/** Apple's page "Defining the metadata of your wallet pass", "Add featured actions". */
export const ACTION_TYPES = [
  'viewSchedule',
  'watchTrailer',
  'listenToMusic',
  'call',
  'place',
  'addToBalance',
  'order',
  'shop',
  'membershipBenefits',
  'bookAppointment',
  'bookCar',
  'bookFlight',
  'bookStay',
  'viewOffersRewards',
] as const;

/** The number of featuredActions that Wallet shows (same page). */
export const MOST_ACTIONS = 2;

/** PassSemantics+EventType.swift. */
export const EVENT_TYPES = [
  'PKEventTypeGeneric',
  'PKEventTypeLivePerformance',
  'PKEventTypeMovie',
  'PKEventTypeSports',
  'PKEventTypeConference',
  'PKEventTypeConvention',
  'PKEventTypeWorkshop',
  'PKEventTypeSocialGathering',
] as const;

/**
 * What a part of a nested key holds. `any`: a value that is copied, in which entries whose names
 * end in "date" are moments.
 */
export type PartType =
  | 'any'
  | 'text'
  | 'number'
  | 'truth'
  | 'date'
  | 'colour'
  | 'eventType'
  | 'actionType'
  | 'texts'
  | 'numbers'
  | PartTypes
  | readonly [PartTypes];
export interface PartTypes {
  readonly [name: string]: PartType;
}

/** Whether a part is a list of objects. */
export function isList(type: PartTypes | readonly [PartTypes]): type is readonly [PartTypes] {
  return Array.isArray(type);
}

function all(names: readonly string[], type: PartType): PartTypes {
  return Object.fromEntries(names.map((name) => [name, type]));
}

const PLACE: PartTypes = { latitude: 'number', longitude: 'number', altitude: 'number', relevantText: 'text' };
const AMOUNT: PartTypes = { amount: 'text', currencyCode: 'text' };

/** Pass+Seat.swift. */
const SEAT: PartTypes = {
  ...all(
    ['seatDescription', 'seatIdentifier', 'seatNumber', 'seatRow', 'seatSection', 'seatAisle', 'seatLevel', 'seatType'],
    'text',
  ),
  seatSectionColor: 'colour',
};

/** PersonNameComponents.swift; Apple's page says a dictionary for phoneticRepresentation. */
const PERSON: PartTypes = {
  ...all(['namePrefix', 'givenName', 'middleName', 'familyName', 'nameSuffix', 'nickname'], 'text'),
  phoneticRepresentation: 'any',
};

/** PassSemantics.swift; eventLiveMessage: Apple's page "SemanticTags". */
export const SEMANTIC_TAGS: PartTypes = {
  ...all(
    [
      'admissionLevel',
      'admissionLevelAbbreviation',
      'additionalTicketAttributes',
      'attendeeName',
      'entranceDescription',
      'eventLiveMessage',
      'eventName',
      'venueEntrance',
      'venueEntranceDoor',
      'venueEntranceGate',
      'venueEntrancePortal',
      'venueName',
      'venuePhoneNumber',
      'venueRegionName',
      'venueRoom',
      'awayTeamAbbreviation',
      'awayTeamLocation',
      'awayTeamName',
      'homeTeamAbbreviation',
      'homeTeamLocation',
      'homeTeamName',
      'leagueAbbreviation',
      'leagueName',
      'sportName',
      'genre',
      'airlineCode',
      'airlineLoungePlaceID',
      'boardingGroup',
      'boardingZone',
      'boardingSequenceNumber',
      'carNumber',
      'confirmationNumber',
      'departureAirportCode',
      'departureAirportName',
      'departureAirportTimeZone',
      'departureCityName',
      'departureGate',
      'departureLocationDescription',
      'departurePlatform',
      'departureStationName',
      'departureTerminal',
      'destinationAirportCode',
      'destinationAirportName',
      'destinationAirportTimeZone',
      'destinationCityName',
      'destinationGate',
      'destinationLocationDescription',
      'destinationPlatform',
      'destinationStationName',
      'destinationTerminal',
      'flightCode',
      'internationalDocumentsVerifiedDeclarationName',
      'membershipProgramName',
      'membershipProgramNumber',
      'priorityStatus',
      'securityScreening',
      'ticketFareClass',
      'transitProvider',
      'transitStatus',
      'transitStatusReason',
      'vehicleName',
      'vehicleNumber',
      'vehicleType',
    ],
    'text',
  ),
  ...all(
    [
      'albumIDs',
      'artistIDs',
      'performerNames',
      'playlistIDs',
      'passengerCapabilities',
      'departureAirportSecurityPrograms',
      'destinationAirportSecurityPrograms',
      'passengerAirlineSSRs',
      'passengerInformationSSRs',
      'passengerServiceSSRs',
      'passengerEligibleSecurityPrograms',
    ],
    'texts',
  ),
  ...all(['tailgatingAllowed', 'internationalDocumentsAreVerified', 'silenceRequested'], 'truth'),
  ...all(['duration', 'flightNumber'], 'number'),
  ...all(
    [
      'eventStartDate',
      'eventEndDate',
      'venueBoxOfficeOpenDate',
      'venueCloseDate',
      'venueDoorsOpenDate',
      'venueFanZoneOpenDate',
      'venueGatesOpenDate',
      'venueOpenDate',
      'venueParkingLotsOpenDate',
      'currentArrivalDate',
      'currentBoardingDate',
      'currentDepartureDate',
      'originalArrivalDate',
      'originalBoardingDate',
      'originalDepartureDate',
    ],
    'date',
  ),
  eventType: 'eventType',
  eventStartDateInfo: {
    date: 'date',
    timeZone: 'text',
    ...all(['ignoreTimeComponents', 'unannounced', 'undetermined'], 'truth'),
  },
  seats: [SEAT],
  passengerName: PERSON,
  ...all(['venueLocation', 'departureLocation', 'destinationLocation'], PLACE),
  ...all(['balance', 'totalPrice'], AMOUNT),
  wifiAccess: [{ ssid: 'text', password: 'text' }],
};

/** UpcomingPassInformationEntry+Image.swift. */
const LINKED_IMAGE: PartTypes = {
  urls: [{ sha256: 'text', url: 'text', scale: 'number', size: 'number' }],
  reuseExisting: 'truth',
};

/**
 * The keys of pass.json that hold objects of typed parts. Pass+RelevantDate.swift has `date`; iOS 18
 * called the same relevantDate.
 */
export const TYPED_KEYS = {
  semantics: SEMANTIC_TAGS,
  relevantDates: [{ date: 'date', relevantDate: 'date', startDate: 'date', endDate: 'date' }],
  featuredActions: [{ identifier: 'text', type: 'actionType', url: 'text', placeIdentifier: 'text' }],
  upcomingPassInformation: [
    {
      ...all(['identifier', 'name', 'type'], 'text'),
      isActive: 'truth',
      auxiliaryStoreIdentifiers: 'numbers',
      dateInformation: {
        date: 'date',
        timeZone: 'text',
        ...all(['ignoreTimeComponents', 'isAllDay', 'isUnannounced', 'isUndetermined'], 'truth'),
      },
      images: { headerImage: LINKED_IMAGE, venueMap: LINKED_IMAGE },
      urls: all(EVENT_LINKS, 'text'),
      semantics: SEMANTIC_TAGS,
      additionalInfoFields: 'any',
      backFields: 'any',
    },
  ],
} as const satisfies PartTypes;
