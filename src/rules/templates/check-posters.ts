// Finds what a template lacks for the looks that Wallet has since iOS 18 (posterEventTicket,
// semanticBoardingPass, posterGeneric): without it the old look silently appears. The pass works, so
// these are warnings. Sources: EventTicketValidator.swift and BoardingPassValidator.swift of
// apple/pass-builder, and Apple's pages of the two looks.
import { EVENT_LINKS, FLIGHT_LINKS, MOST_ACTIONS, STYLE_SCHEMES } from '../apple-keys.ts';
import { type Report, suggestion } from '../diagnostics.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { BARCODE_FORMATS, OLD_BARCODE_FORMATS, POSTER } from '../vocabulary.ts';
import { unwrap } from './attributes.ts';

const EVENT_TAGS = ['eventName', 'venueName', 'venueRegionName', 'venueRoom'] as const;
const TAGS_OF_EVENT: Readonly<Record<string, readonly string[]>> = {
  PKEventTypeSports: ['homeTeamAbbreviation', 'awayTeamAbbreviation'],
  PKEventTypeLivePerformance: ['performerNames'],
};
const FLIGHT_TAGS = [
  'airlineCode',
  'flightNumber',
  'passengerName',
  'originalBoardingDate',
  'originalDepartureDate',
  'originalArrivalDate',
  'departureAirportCode',
  'departureAirportTimeZone',
  'departureCityName',
  'destinationAirportCode',
  'destinationAirportTimeZone',
  'destinationCityName',
] as const;

/** Keys of pass.json that posters of events alone read (Pass.swift). */
const POSTER_KEYS = [
  ...EVENT_LINKS,
  'auxiliaryStoreIdentifiers',
  'eventLogoText',
  'footerBackgroundColor',
  'suppressHeaderDarkening',
  'useAutomaticColors',
  'upcomingPassInformation',
] as const;

export function checkPosters(passConstructor: JsonObject, report: Report): void {
  const plain = (key: string): JsonValue => unwrap(passConstructor[key] ?? null);
  const style = plain('type');
  const schemes = isArray(plain('preferredStyleSchemes'))
    ? (plain('preferredStyleSchemes') as readonly JsonValue[])
    : [];
  checkSchemes(schemes, style, report);
  const isEvent = style === 'eventTicket' && schemes.includes('posterEventTicket');
  const isFlight = style === 'boardingPass' && schemes.includes('semanticBoardingPass');
  const semantics = plain('semantics');
  const tags = isObject(semantics) ? semantics : {};
  const images = imagesOf(plain('images'));
  if (isEvent) checkEvent(tags, images, plain('nfc'), report);
  if (isFlight) checkFlight(tags, plain('transitType'), report);
  const isPoster = style === POSTER || isObject(passConstructor[POSTER]);
  if (isPoster && !images.has('background') && !images.has('artwork')) {
    const message = 'A poster is one large picture; without "background" or "artwork" Wallet shows its colour alone.';
    report.warning('poster_incomplete', 'images_background', message);
  }
  if (style === POSTER) {
    const message = 'Phones before iOS 27 cannot add a posterGeneric alone; give them fields in "generic" beside it.';
    report.warning('poster_alone', 'type', message);
  }
  const unused = (keys: readonly string[], look: string) => {
    for (const key of keys) {
      if (isEmpty(plain(key))) continue;
      report.warning('key_unused', key, `Only a ${look} shows ${key}; name it in preferredStyleSchemes.`);
    }
  };
  if (!isEvent) unused(POSTER_KEYS, 'posterEventTicket');
  if (!isFlight) unused(FLIGHT_LINKS, 'semanticBoardingPass');
  checkActions(
    plain('featuredActions'),
    isEvent ? 'posterEventTicket' : isFlight ? 'semanticBoardingPass' : null,
    report,
  );
  checkFormats(plain('barcode'), plain('barcodes'), report);
}

function checkSchemes(schemes: readonly JsonValue[], style: JsonValue, report: Report): void {
  for (const scheme of schemes) {
    if ((STYLE_SCHEMES as readonly JsonValue[]).includes(scheme) || toText(scheme).includes('{')) continue;
    const near = suggestion(toText(scheme), STYLE_SCHEMES);
    const message = `preferredStyleSchemes names ${STYLE_SCHEMES.join(', ')}; Wallet does not know "${toText(scheme)}".${near}`;
    report.warning('scheme_unknown', 'preferredStyleSchemes', message);
  }
  const wanted = { posterEventTicket: 'eventTicket', semanticBoardingPass: 'boardingPass' } as const;
  for (const [scheme, of] of Object.entries(wanted)) {
    if (!schemes.includes(scheme) || style === of) continue;
    report.warning('scheme_unused', 'preferredStyleSchemes', `Only a pass of the type ${of} can be a ${scheme}.`);
  }
}

function checkEvent(tags: JsonObject, images: ReadonlySet<string>, nfc: JsonValue, report: Report): void {
  const type = toText(tags.eventType);
  const wanted = [...EVENT_TAGS, ...(Object.hasOwn(TAGS_OF_EVENT, type) ? TAGS_OF_EVENT[type]! : [])];
  checkTags('posterEventTicket', wanted, tags, report);
  if (!images.has('background') && !images.has('artwork')) {
    const message = 'A posterEventTicket needs the image "artwork" or "background", or Wallet shows the old ticket.';
    report.warning('poster_incomplete', 'images_artwork', message);
  }
  if (!isObject(nfc) || nfc.requiresAuthentication === undefined) {
    const message = 'A posterEventTicket needs nfc with requiresAuthentication, or Wallet shows the old ticket.';
    report.warning('poster_incomplete', 'nfc_requiresAuthentication', message);
  }
}

function checkFlight(tags: JsonObject, transit: JsonValue, report: Report): void {
  checkTags('semanticBoardingPass', FLIGHT_TAGS, tags, report);
  if (transit === 'PKTransitTypeAir' || toText(transit).includes('{')) return;
  const message = 'A semanticBoardingPass has the transitType PKTransitTypeAir, or Wallet shows the old boarding pass.';
  report.warning('poster_incomplete', 'transitType', message);
}

function checkTags(look: string, wanted: readonly string[], tags: JsonObject, report: Report): void {
  for (const tag of wanted) {
    if (!isEmpty(tags[tag])) continue;
    const message = `A ${look} needs ${tag} in semantics, or Wallet silently shows the old look.`;
    report.warning('poster_incomplete', `semantics_${tag}`, message);
  }
}

function checkActions(actions: JsonValue, look: string | null, report: Report): void {
  if (!isArray(actions) || actions.length === 0) return;
  if (look !== null) {
    report.warning('actions_unused', 'featuredActions', `A ${look} shows its own links, and no featuredActions.`);
  }
  if (actions.length > MOST_ACTIONS) {
    const message = `Wallet shows ${MOST_ACTIONS} featuredActions; the others are left out.`;
    report.warning('actions_left_out', `featuredActions_${MOST_ACTIONS}`, message);
  }
  const seen = new Set<string>();
  for (const [position, action] of actions.entries()) {
    if (!isObject(action)) continue;
    const path = `featuredActions_${position}`;
    const goal = toText(action.type) === 'place' ? 'placeIdentifier' : 'url';
    for (const key of ['identifier', 'type', goal]) {
      if (!isEmpty(action[key])) continue;
      report.warning('action_incomplete', `${path}_${key}`, `An action needs its ${key}; without it, it is left out.`);
    }
    const identifier = toText(action.identifier);
    if (seen.has(identifier)) {
      const message = `Two actions have the identifier "${identifier}"; give each its own.`;
      report.warning('action_repeated', `${path}_identifier`, message);
    }
    seen.add(identifier);
  }
}

/** Phones before iOS 27 show no barcode at all when each has one of the newer formats. */
function checkFormats(barcode: JsonValue, barcodes: JsonValue, report: Report): void {
  const all = [barcode, ...(isArray(barcodes) ? barcodes.slice(1) : [])].filter(isObject);
  const formats = all.map(({ format }) => toText(format));
  const isNew = (format: string) => isIn(BARCODE_FORMATS, format) && !isIn(OLD_BARCODE_FORMATS, format);
  if (formats.length === 0 || !formats.every(isNew)) return;
  const message = `Phones before iOS 27 do not know ${formats.join(' or ')}; give them another format in barcodes.`;
  report.warning('barcode_new', 'barcode_format', message);
}

function isIn(words: readonly string[], word: string): boolean {
  return words.includes(word);
}

function imagesOf(images: JsonValue): ReadonlySet<string> {
  const names = Object.entries(isObject(images) ? images : {}).filter(([, image]) => !isEmpty(unwrap(image)));
  return new Set(names.map(([name]) => name.replace(/@[23]x$/, '')));
}

function isEmpty(value: JsonValue | undefined): boolean {
  if (isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === '' || value === false;
}
