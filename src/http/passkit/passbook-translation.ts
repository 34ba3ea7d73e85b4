// Translates one design of a PassKit template into the constructor of a template; its fields are in
// field-translation.ts.
import { parseContainer } from '../../rules/values/json-text.ts';
import { type JsonObject, type JsonValue, readNumber } from '../../rules/values/values.ts';
import { structureOf } from './field-translation.ts';
import type { Beacon, Colour, Location, Passbook, PassbookLang } from './passbook-schema.ts';

const TRANSIT_TYPES = {
  air: 'PKTransitTypeAir',
  boat: 'PKTransitTypeBoat',
  bus: 'PKTransitTypeBus',
  generic: 'PKTransitTypeGeneric',
  train: 'PKTransitTypeTrain',
} as const;

const BARCODE_FORMATS = {
  qr: 'PKBarcodeFormatQR',
  pdf417: 'PKBarcodeFormatPDF417',
  aztec: 'PKBarcodeFormatAztec',
  code128: 'PKBarcodeFormatCode128',
} as const;

/** The pass id of this surface. */
const PASS_ID = '{hashedSerialNumber}';

/** Parts of a design that a pass may override. */
export type Shared = Partial<
  Pick<
    Passbook,
    'groupId' | 'bgColor' | 'labelColor' | 'fgColor' | 'userInfo' | 'locations' | 'beacons' | 'relevantDate'
  >
>;

/** The design without its images, which clients post beside it as files. */
export function designOf(design: Passbook): JsonObject {
  return {
    type: design.type === 'general' ? 'generic' : design.type,
    ...(design.transitType ? { transitType: TRANSIT_TYPES[design.transitType] } : {}),
    description: design.desc,
    ...given('organizationName', design.orgName),
    ...given('logoText', design.logoText),
    ...given('associatedStoreIdentifiers', design.assoStoreId),
    ...given('appLaunchURL', design.appLaunchUrl),
    ...given('maxDistance', design.maxDist),
    ...sharedOf(design),
    structure: structureOf(design),
    ...(design.barcode ? { barcode: barcodeOf(design.barcode) } : {}),
    ...(design.nfc
      ? { nfc: { message: design.nfc.message, encryptionPublicKey: design.nfc.encryptionPublicKey } }
      : {}),
  };
}

/** The parts by their names in pass.json, which are API paths too. */
export function sharedOf(design: Shared): JsonObject {
  const { groupId, userInfo, locations, beacons, relevantDate } = design;
  return {
    ...given('groupingIdentifier', groupId),
    ...given('relevantDate', relevantDate),
    ...colourOf('backgroundColor', design.bgColor),
    ...colourOf('labelColor', design.labelColor),
    ...colourOf('foregroundColor', design.fgColor),
    ...(userInfo
      ? { userInfo: typeof userInfo === 'string' ? (parseContainer(userInfo) as JsonObject) : userInfo }
      : {}),
    ...(locations ? { locations: locations.map(locationOf) } : {}),
    ...(beacons ? { beacons: beacons.map(beaconOf) } : {}),
  };
}

function given(key: string, value: JsonValue | undefined): JsonObject {
  return value === undefined || value === null || value === '' ? {} : { [key]: value };
}

function colourOf(key: string, value: Colour | null | undefined): JsonObject {
  if (value === undefined || value === null) return {};
  if (typeof value === 'string') return { [key]: value.startsWith('#') ? value : `#${value}` };
  return { [key]: `rgb(${value.red}, ${value.green}, ${value.blue})` };
}

function locationOf({ alt, lat, lon, relevantText }: Location): JsonObject {
  return {
    latitude: asNumber(lat),
    longitude: asNumber(lon),
    ...(alt === undefined || alt === null ? {} : { altitude: asNumber(alt) }),
    ...given('relevantText', relevantText),
  };
}

function asNumber(value: number | string): number {
  return typeof value === 'number' ? value : readNumber(value)!;
}

function beaconOf({ uuid, major, minor, relevantText }: Beacon): JsonObject {
  return {
    proximityUUID: uuid,
    ...given('major', major),
    ...given('minor', minor),
    ...given('relevantText', relevantText),
  };
}

function barcodeOf(barcode: NonNullable<Passbook['barcode']>): JsonObject {
  const { format, message, messageOption, messageEncoding, altText, altTextOption } = barcode;
  const shownText = altTextOption === 'pid' ? PASS_ID : altTextOption === 'none' ? undefined : altText;
  return {
    format: BARCODE_FORMATS[format],
    message: messageOption === 'pid' ? PASS_ID : (message ?? ''),
    ...given('messageEncoding', messageEncoding),
    ...given('altText', shownText),
  };
}

/** Language -> the exact text of the design -> its translation. */
export function localizationsOf(languages: PassbookLang | null | undefined): JsonObject {
  const entries = Object.entries(languages ?? {}).flatMap(([code, language]): [string, JsonObject][] =>
    language?.text ? [[code, language.text]] : [],
  );
  return Object.fromEntries(entries);
}
