// The keys that this server writes of each of Google's resources. Google refuses a body with a key
// that its resource lacks, so nothing else leaves (discovery document walletobjects v1).
import type { JsonObject } from '../../rules/values/values.ts';
import type { GoogleResource } from './input.ts';

const OF_EVERY_OBJECT = [
  'id',
  'classId',
  'state',
  'barcode',
  'heroImage',
  'textModulesData',
  'linksModuleData',
  'imageModulesData',
  'merchantLocations',
  'validTimeInterval',
  'groupingInfo',
  'appLinkData',
];

const OF_EVERY_CLASS = ['id', 'classTemplateInfo', 'callbackOptions', 'multipleDevicesAndHoldersAllowedStatus'];

/** All classes but Generic have them. */
const OF_REVIEWED_CLASSES = [
  ...OF_EVERY_CLASS,
  'issuerName',
  'localizedIssuerName',
  'reviewStatus',
  'hexBackgroundColor',
];

/** The keys of a resource's objects. */
export const OBJECT_KEYS: Readonly<Record<GoogleResource, ReadonlySet<string>>> = {
  eventTicket: new Set([...OF_EVERY_OBJECT, 'hexBackgroundColor', 'ticketHolderName', 'seatInfo', 'reservationInfo']),
  flight: new Set([
    ...OF_EVERY_OBJECT,
    'hexBackgroundColor',
    'passengerName',
    'boardingAndSeatingInfo',
    'reservationInfo',
  ]),
  generic: new Set([
    ...OF_EVERY_OBJECT,
    'hexBackgroundColor',
    'cardTitle',
    'header',
    'subheader',
    'logo',
    'wideLogo',
    'genericType',
  ]),
  loyalty: new Set([...OF_EVERY_OBJECT, 'loyaltyPoints']),
  offer: new Set(OF_EVERY_OBJECT),
  transit: new Set([
    ...OF_EVERY_OBJECT,
    'hexBackgroundColor',
    'tripType',
    'passengerType',
    'passengerNames',
    'ticketNumber',
    'ticketLeg',
  ]),
};

/** The keys of a resource's classes. */
export const CLASS_KEYS: Readonly<Record<GoogleResource, ReadonlySet<string>>> = {
  eventTicket: new Set([...OF_REVIEWED_CLASSES, 'eventName', 'venue', 'dateTime', 'logo', 'wideLogo']),
  flight: new Set([
    ...OF_REVIEWED_CLASSES,
    'flightHeader',
    'origin',
    'destination',
    'localScheduledDepartureDateTime',
    'localScheduledArrivalDateTime',
    'localBoardingDateTime',
  ]),
  generic: new Set(OF_EVERY_CLASS),
  loyalty: new Set([...OF_REVIEWED_CLASSES, 'programName', 'localizedProgramName', 'programLogo', 'wideProgramLogo']),
  offer: new Set([
    ...OF_REVIEWED_CLASSES,
    'title',
    'localizedTitle',
    'provider',
    'localizedProvider',
    'redemptionChannel',
    'titleImage',
    'wideTitleImage',
  ]),
  transit: new Set([...OF_REVIEWED_CLASSES, 'transitType', 'transitOperatorName', 'logo', 'wideLogo']),
};

/** Whether a PATCH of the resource's objects may ask Google to tell their holders (notifyPreference). */
export function hasNotifyPreference(resource: GoogleResource): boolean {
  return resource !== 'generic';
}

/** The entries whose keys are known. */
export function only(keys: ReadonlySet<string>, body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([key]) => keys.has(key)));
}
