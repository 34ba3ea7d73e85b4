// What each resource has of its own: the keys of its class and of its objects, and which fields they
// show, so that no text module repeats one.
import { fieldsOf } from '../../rules/passes/fit.ts';
import { shownValue } from '../../rules/passes/shown-value.ts';
import type { Program } from '../../rules/templates/program.ts';
import { isArray, isObject, type JsonObject, type JsonValue, readNumber, toText } from '../../rules/values/values.ts';
import { fieldNamed, wholeNumber } from './fields.ts';
import { readFlight } from './flight.ts';
import type { GoogleIdentity, GoogleImages, GoogleResource } from './input.ts';
import { imagePart, urlOf } from './parts.ts';
import { firstSeat, personName, semanticsOf } from './semantics.ts';
import { localized, localizedValue, named, type Tongues } from './texts.ts';

/** One rendered pass, in the design that it shows. */
export interface Shown {
  readonly program: Program;
  readonly passJson: JsonObject;
  readonly images: GoogleImages;
  readonly identity: GoogleIdentity;
  readonly tongues: Tongues;
}

export interface Contents {
  readonly own: JsonObject;
  /** The keys of the fields that `own` shows. */
  readonly shows: readonly string[];
}

/** The name on top of the card. */
function titleOf({ passJson }: Shown): string {
  return toText(passJson.logoText) || toText(passJson.organizationName);
}

function logos(shown: Shown, logo: string, wide: string): JsonObject {
  const { images, identity, tongues } = shown;
  const square = urlOf(images, 'icon') ?? urlOf(images, 'logo') ?? identity.defaultLogo;
  const broad = urlOf(images, 'primaryLogo') ?? urlOf(images, 'logo');
  return { ...imagePart(logo, square, titleOf(shown), tongues), ...imagePart(wide, broad, titleOf(shown), tongues) };
}

/** The class of a template; `shown` is a new pass of it. */
export const CLASS_CONTENTS: Readonly<Record<GoogleResource, (shown: Shown) => Contents>> = {
  eventTicket: (shown) => {
    const { passJson, tongues } = shown;
    const { own, shows } = headline(shown, 'eventName', semanticsOf(passJson).eventName);
    const name = isObject(own.eventName) ? {} : { eventName: localized(tongues, toText(passJson.description)) };
    return { own: { ...own, ...name, ...eventPlace(shown), ...logos(shown, 'logo', 'wideLogo') }, shows };
  },
  flight: (shown) => {
    const flight = readFlight(shown.passJson);
    if (flight === null) return { own: {}, shows: [] };
    const { carrier, number, origin, destination, departure, boarding, arrival, shownBy } = flight;
    const operator = localized(shown.tongues, toText(shown.passJson.organizationName));
    return {
      own: {
        flightHeader: {
          carrier: {
            carrierIataCode: carrier,
            airlineName: operator,
            ...logos(shown, 'airlineLogo', 'wideAirlineLogo'),
          },
          flightNumber: number,
        },
        origin: { airportIataCode: origin },
        destination: { airportIataCode: destination },
        localScheduledDepartureDateTime: departure,
        ...(arrival === null ? {} : { localScheduledArrivalDateTime: arrival }),
        ...(boarding === null ? {} : { localBoardingDateTime: boarding }),
      },
      shows: Object.keys(shownBy),
    };
  },
  generic: () => ({ own: {}, shows: [] }),
  loyalty: (shown) => ({
    own: {
      ...named('programName', localized(shown.tongues, titleOf(shown))),
      ...logos(shown, 'programLogo', 'wideProgramLogo'),
    },
    shows: [],
  }),
  offer: (shown) => {
    const { passJson, tongues } = shown;
    const [offer] = fieldsOf(passJson, 'primaryFields');
    const isTitle = offer !== undefined && shownValue(offer, tongues.language) !== '';
    const title = isTitle ? localizedValue(tongues, offer) : localized(tongues, toText(passJson.description));
    return {
      own: {
        ...named('title', title),
        ...named('provider', localized(tongues, toText(passJson.organizationName))),
        redemptionChannel: 'BOTH',
        ...logos(shown, 'titleImage', 'wideTitleImage'),
      },
      shows: isTitle ? [toText(offer.key)] : [],
    };
  },
  transit: (shown) => ({
    own: {
      transitType: TRANSIT_TYPES[toText(transitOf(shown.passJson))] ?? 'OTHER',
      transitOperatorName: localized(shown.tongues, toText(shown.passJson.organizationName)),
      ...logos(shown, 'logo', 'wideLogo'),
    },
    shows: [],
  }),
};

const TRANSIT_TYPES: Readonly<Record<string, string>> = {
  PKTransitTypeBoat: 'FERRY',
  PKTransitTypeBus: 'BUS',
  PKTransitTypeTrain: 'RAIL',
};

function transitOf({ boardingPass }: JsonObject): JsonValue {
  return isObject(boardingPass) ? (boardingPass.transitType ?? null) : null;
}

/** The first primary field, or a semantic tag that says the same. */
function headline({ passJson, tongues }: Shown, key: string, tag: JsonValue | undefined): Contents {
  const [first] = fieldsOf(passJson, 'primaryFields');
  const said = toText(tag).trim();
  const isSame = first !== undefined && (said === '' || toText(first.value) === said);
  if (said !== '') return { own: { [key]: localized(tongues, said) }, shows: isSame ? [toText(first.key)] : [] };
  if (first === undefined || toText(first.value) === '') return { own: {}, shows: [] };
  return { own: { [key]: localizedValue(tongues, first) }, shows: [toText(first.key)] };
}

/** Where and when an event is. Google wants the address of a venue beside its name. */
function eventPlace({ passJson, tongues }: Shown): JsonObject {
  const tags = semanticsOf(passJson);
  const name = toText(tags.venueName).trim();
  const address = toText(tags.venueRegionName).trim();
  const dates = isArray(passJson.relevantDates) ? passJson.relevantDates.find(isObject) : undefined;
  const relevant = dates?.startDate ?? dates?.date ?? dates?.relevantDate ?? passJson.relevantDate;
  const start = toText(tags.eventStartDate ?? relevant);
  const end = toText(tags.eventEndDate ?? dates?.endDate);
  const doors = toText(tags.venueDoorsOpenDate);
  const dateTime = {
    ...(start === '' ? {} : { start }),
    ...(end === '' ? {} : { end }),
    ...(doors === '' ? {} : { doorsOpen: doors, doorsOpenLabel: 'DOORS_OPEN' }),
  };
  return {
    ...(name === '' || address === ''
      ? {}
      : { venue: { name: localized(tongues, name), address: localized(tongues, address) } }),
    ...(Object.keys(dateTime).length === 0 ? {} : { dateTime }),
  };
}

/** The object of a pass. */
export const OBJECT_CONTENTS: Readonly<Record<GoogleResource, (shown: Shown) => Contents>> = {
  eventTicket: ({ passJson, tongues }) => {
    const tags = semanticsOf(passJson);
    const holder = fieldNamed(passJson, 'holder', 'ticketholder', 'attendee');
    const ticketHolderName = personName(tags.attendeeName) || toText(holder?.value);
    const seat = firstSeat(tags);
    const seatInfo = localizedTexts(tongues, {
      seat: seat.seatNumber ?? seat.seatIdentifier,
      row: seat.seatRow,
      section: seat.seatSection,
      gate: tags.venueEntranceGate ?? tags.venueEntrance,
    });
    const confirmationCode = toText(tags.confirmationNumber);
    return {
      own: {
        ...(ticketHolderName === '' ? {} : { ticketHolderName }),
        ...(Object.keys(seatInfo).length === 0 ? {} : { seatInfo }),
        ...(confirmationCode === '' ? {} : { reservationInfo: { confirmationCode } }),
      },
      shows: holder !== undefined && toText(holder.value) === ticketHolderName ? [toText(holder.key)] : [],
    };
  },
  flight: (shown) => {
    const { passJson } = shown;
    const tags = semanticsOf(passJson);
    const seat = firstSeat(tags);
    const seatField = fieldNamed(passJson, 'seat', 'seatnumber');
    const groupField = fieldNamed(passJson, 'group', 'boardinggroup', 'zone');
    const passenger = passengerOf(shown);
    const booking = fieldNamed(passJson, 'reference', 'bookingreference', 'confirmation', 'confirmationnumber', 'pnr');
    const confirmationCode = toText(tags.confirmationNumber) || toText(booking?.value);
    const boardingAndSeatingInfo = texts({
      seatNumber: seat.seatNumber ?? seatField?.value,
      seatClass: seat.seatType,
      boardingGroup: tags.boardingGroup ?? groupField?.value,
      sequenceNumber: tags.boardingSequenceNumber,
    });
    return {
      own: {
        ...passenger.own,
        reservationInfo: { confirmationCode: confirmationCode || toText(passJson.serialNumber) },
        ...(Object.keys(boardingAndSeatingInfo).length === 0 ? {} : { boardingAndSeatingInfo }),
      },
      shows: [
        ...passenger.shows,
        ...keysSaying({ ...boardingAndSeatingInfo, confirmationCode }, [seatField, groupField, booking]),
      ],
    };
  },
  generic: (shown) => {
    const { passJson, tongues } = shown;
    const [first] = fieldsOf(passJson, 'primaryFields');
    const isHeader = first !== undefined && toText(first.value) !== '';
    const label = isHeader ? toText(first.label) : '';
    return {
      own: {
        cardTitle: localized(tongues, titleOf(shown)),
        header: isHeader ? localizedValue(tongues, first) : localized(tongues, toText(passJson.description)),
        ...(label === '' ? {} : { subheader: localized(tongues, label) }),
        genericType: GENERIC_TYPES[toText(shown.program.tree.type)] ?? 'GENERIC_OTHER',
        ...logos(shown, 'logo', 'wideLogo'),
      },
      shows: isHeader ? [toText(first.key)] : [],
    };
  },
  loyalty: ({ passJson, tongues }) => {
    const candidates = [...fieldsOf(passJson, 'primaryFields'), ...fieldsOf(passJson, 'headerFields')];
    const points = candidates.find((field) => readNumber(toText(field.value)) !== null) ?? candidates[0];
    if (points === undefined || toText(points.value) === '') return { own: {}, shows: [] };
    const label = named('label', localized(tongues, toText(points.label)));
    return {
      own: { loyaltyPoints: { ...label, balance: balanceOf(points, tongues) } },
      shows: [toText(points.key)],
    };
  },
  offer: () => ({ own: {}, shows: [] }),
  transit: (shown) => {
    const { passJson, tongues } = shown;
    const tags = semanticsOf(passJson);
    const passenger = passengerOf(shown);
    const [from, to] = fieldsOf(passJson, 'primaryFields');
    const seat = firstSeat(tags);
    const origin = stationOf(tags.departureStationName ?? tags.departureLocationDescription, from);
    const destination = stationOf(tags.destinationStationName ?? tags.destinationLocationDescription, to);
    const ticketSeat = texts({ seat: seat.seatNumber, coach: tags.carNumber });
    const { passengerName } = passenger.own;
    return {
      own: {
        tripType: 'ONE_WAY',
        passengerType: 'SINGLE_PASSENGER',
        ...(passengerName === NOBODY ? {} : { passengerNames: passengerName! }),
        ticketNumber: toText(tags.confirmationNumber) || toText(passJson.serialNumber),
        ticketLeg: {
          ...localizedTexts(tongues, { originName: origin, destinationName: destination }),
          ...texts({
            departureDateTime: tags.currentDepartureDate ?? tags.originalDepartureDate ?? passJson.relevantDate,
            arrivalDateTime: tags.currentArrivalDate ?? tags.originalArrivalDate,
            platform: tags.departurePlatform,
          }),
          ...(Object.keys(ticketSeat).length === 0 ? {} : { ticketSeat }),
        },
      },
      shows: [...passenger.shows, ...keysSaying({ origin, destination }, [from, to])],
    };
  },
};

const GENERIC_TYPES: Readonly<Record<string, string>> = {
  coupon: 'GENERIC_VOUCHER',
  eventTicket: 'GENERIC_ENTRY_TICKET',
  storeCard: 'GENERIC_LOYALTY_CARD',
};

/** Google wants a passenger of every boarding pass. */
const NOBODY = '–';

function passengerOf({ passJson }: Shown): Contents {
  const field = fieldNamed(passJson, 'passenger', 'passengername', 'name');
  const passengerName = personName(semanticsOf(passJson).passengerName) || toText(field?.value) || NOBODY;
  return {
    own: { passengerName },
    shows: field !== undefined && toText(field.value) === passengerName ? [toText(field.key)] : [],
  };
}

/**
 * The name of a station: the tag, else a primary field. By Apple's layout a field with a code as its
 * value has the name of the place as its label.
 */
function stationOf(tag: JsonValue | undefined, field: JsonObject | undefined): JsonValue | undefined {
  if (tag !== undefined || field === undefined) return tag;
  const label = toText(field.label);
  return /^[A-Z\d]{2,4}$/.test(toText(field.value)) && label !== '' ? label : field.value;
}

/** The balance in the form that fits: money, a whole number, or a text. */
function balanceOf(field: JsonObject, tongues: Tongues): JsonObject {
  const currencyCode = toText(field.currencyCode);
  const amount = readNumber(toText(field.value));
  if (/^[A-Z]{3}$/.test(currencyCode) && amount !== null) {
    return { money: { currencyCode, micros: String(Math.round(amount * 1_000_000)) } };
  }
  const number = toText(field.numberStyle) === '' ? wholeNumber(field) : null;
  return number === null ? { string: shownValue(field, tongues.language) } : { int: number };
}

/** The texts that are not empty. */
function texts(values: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const given = Object.entries(values).map(([key, value]): [string, string] => [key, toText(value).trim()]);
  return Object.fromEntries(given.filter(([, text]) => text !== ''));
}

function localizedTexts(tongues: Tongues, values: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(texts(values)).map(([key, text]) => [key, localized(tongues, toText(text))]),
  );
}

/** The keys of the fields whose value one of these texts is. */
function keysSaying(
  said: Readonly<Record<string, JsonValue | undefined>>,
  fields: readonly (JsonObject | undefined)[],
): string[] {
  const values = Object.values(said).map((value) => toText(value).trim());
  return fields.flatMap((field) =>
    field !== undefined && values.includes(toText(field.value).trim()) ? [toText(field.key)] : [],
  );
}
