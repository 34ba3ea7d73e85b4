// Says what Google would refuse in the body of a class or an object. Google answers a key that it
// does not know with an error, so a stand-in that took everything would hide one.
import { GOOGLE_TYPES, type KeyType } from './resources.ts';

export const STAND_IN_RESOURCES = ['eventTicket', 'flight', 'generic', 'loyalty', 'offer', 'transit'] as const;
export type StandInResource = (typeof STAND_IN_RESOURCES)[number];

type Body = Readonly<Record<string, unknown>>;

export interface BodyCheck {
  /** A PATCH: only some keys, and null for one that goes. */
  readonly isPatch?: boolean;
}

/** The faults of an object's body, in the words of Google's errors; []: Google takes it. */
export function checkObject(resource: StandInResource, json: unknown, check: BodyCheck = {}): string[] {
  return checkBody(resource, 'Object', json, check);
}

/** The same of a class. */
export function checkClass(resource: StandInResource, json: unknown, check: BodyCheck = {}): string[] {
  return checkBody(resource, 'Class', json, check);
}

/** What Google's reference calls required, as paths; `a|b`: one of both. */
const REQUIRED: Readonly<Record<StandInResource, Readonly<Record<'Class' | 'Object', readonly string[]>>>> = {
  eventTicket: { Class: ['id', 'issuerName', 'eventName', 'reviewStatus'], Object: ['id', 'classId', 'state'] },
  flight: {
    Class: [
      'id',
      'issuerName',
      'reviewStatus',
      'localScheduledDepartureDateTime',
      'flightHeader.carrier.carrierIataCode|flightHeader.carrier.carrierIcaoCode',
      'flightHeader.flightNumber',
      'origin.airportIataCode',
      'destination.airportIataCode',
    ],
    Object: ['id', 'classId', 'state', 'passengerName', 'reservationInfo'],
  },
  generic: {
    Class: ['id'],
    Object: ['id', 'classId', 'cardTitle.defaultValue.value', 'header.defaultValue.value'],
  },
  loyalty: {
    Class: ['id', 'issuerName', 'programName', 'programLogo.sourceUri.uri', 'reviewStatus'],
    Object: ['id', 'classId', 'state'],
  },
  offer: {
    Class: ['id', 'issuerName', 'title', 'provider', 'redemptionChannel', 'reviewStatus'],
    Object: ['id', 'classId', 'state'],
  },
  transit: {
    Class: ['id', 'issuerName', 'logo.sourceUri.uri', 'transitType', 'reviewStatus'],
    Object: ['id', 'classId', 'state', 'tripType'],
  },
};

function checkBody(resource: StandInResource, kind: 'Class' | 'Object', json: unknown, check: BodyCheck): string[] {
  if (!isBody(json)) return ['Invalid JSON payload received. The body has to be an object.'];
  const name = `${resource[0]!.toUpperCase()}${resource.slice(1)}${kind}`;
  const faults = checkKeys(name, json, '', check.isPatch === true);
  if (check.isPatch !== true) {
    for (const paths of REQUIRED[resource][kind]) {
      if (paths.split('|').every((path) => isBlank(at(json, path)))) faults.push(`Missing required field: ${paths}.`);
    }
  }
  return [...faults, ...checkRules(json)];
}

function checkKeys(name: string, body: Body, where: string, isPatch: boolean): string[] {
  const keys = GOOGLE_TYPES.get(name);
  if (keys === undefined) return [`There is no ${name}.`];
  return Object.entries(body).flatMap(([key, value]) => {
    const path = where === '' ? key : `${where}.${key}`;
    const type = keys.get(key);
    if (type === undefined)
      return [`Invalid JSON payload received. Unknown name "${key}" at '${path}': Cannot find field.`];
    if (value === null) return isPatch ? [] : [`Invalid value at '${path}': null.`];
    if (!type.isList) return checkValue(type, value, path, isPatch);
    if (!Array.isArray(value)) return [`Invalid value at '${path}': no list.`];
    // A PATCH replaces a list whole.
    return value.flatMap((item, index) => checkValue(type, item, `${path}[${index}]`, false));
  });
}

function checkValue({ type, words }: KeyType, value: unknown, path: string, isPatch: boolean): string[] {
  const wrong = [`Invalid value at '${path}' (${type}): ${JSON.stringify(value)}.`];
  switch (type) {
    case 'string':
      if (typeof value !== 'string') return wrong;
      return words !== null && !words.includes(value) ? wrong : [];
    case 'boolean':
      return typeof value === 'boolean' ? [] : wrong;
    case 'integer':
      return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31 ? [] : wrong;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? [] : wrong;
    default:
      return isBody(value) ? checkKeys(type, value, path, isPatch) : wrong;
  }
}

/** Google shows or takes so many. */
const BOUNDS: readonly (readonly [path: string, most: number])[] = [
  ['merchantLocations', 10],
  ['textModulesData', 10],
  ['linksModuleData.uris', 10],
  ['imageModulesData', 1],
  ['classTemplateInfo.cardTemplateOverride.cardRowTemplateInfos', 3],
];

/** Key -> the form that Google's reference asks of its text. */
const FORMS: Readonly<Record<string, RegExp>> = {
  id: /^\d+\.[\w.-]+$/,
  classId: /^\d+\.[\w.-]+$/,
  hexBackgroundColor: /^#(?:[\da-f]{3}|[\da-f]{6})$/i,
  'callbackOptions.url': /^https:\/\//,
  'flightHeader.flightNumber': /^\d{1,4}$/,
  'flightHeader.carrier.carrierIataCode': /^[A-Z\d]{2}$/,
  'origin.airportIataCode': /^[A-Z]{3}$/,
  'destination.airportIataCode': /^[A-Z]{3}$/,
  localScheduledDepartureDateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
  localScheduledArrivalDateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
  localBoardingDateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
  'validTimeInterval.end.date': /^\d{4}-\d\d-\d\dT\d\d:\d\d/,
  reviewStatus: /^(?:UNDER_REVIEW|DRAFT)$/,
};

function checkRules(body: Body): string[] {
  const faults: string[] = [];
  for (const [path, most] of BOUNDS) {
    const list = at(body, path);
    if (Array.isArray(list) && list.length > most) faults.push(`Too many entries at '${path}': at most ${most}.`);
  }
  for (const [path, form] of Object.entries(FORMS)) {
    const value = at(body, path);
    if (typeof value === 'string' && !form.test(value)) faults.push(`Invalid value at '${path}': "${value}".`);
  }
  const balance = at(body, 'loyaltyPoints.balance');
  // A PATCH takes the former kind of balance away with null.
  const kinds = isBody(balance) ? Object.values(balance).filter((value) => value !== null).length : 1;
  if (kinds > 1) faults.push("Only one kind of balance may be populated at 'loyaltyPoints.balance'.");
  for (const uri of list(at(body, 'linksModuleData.uris'))) {
    if (!/^(?:https?|mailto|tel|geo):\S+$/i.test(String(uri.uri))) faults.push(`A URI needs a scheme: "${uri.uri}".`);
  }
  const ids = list(body.textModulesData).map(({ id }) => id);
  if (new Set(ids).size < ids.length) faults.push("Two entries of 'textModulesData' have one id.");
  return [...faults, ...checkRows(body)];
}

/** Each row has one, two or three items, and each item names a field of the class or the object. */
function checkRows(body: Body): string[] {
  const rows = list(at(body, 'classTemplateInfo.cardTemplateOverride.cardRowTemplateInfos'));
  return rows.flatMap((row, index) => {
    const where = `cardRowTemplateInfos[${index}]`;
    if (Object.keys(row).length !== 1)
      return [`Exactly one of oneItem, twoItems, threeItems must be set at '${where}'.`];
    const items = Object.values(Object.values(row)[0] as Body);
    return items.flatMap((item) =>
      list(at(item as Body, 'firstValue.fields'))
        .filter(({ fieldPath }) => !isFieldPath(String(fieldPath)))
        .map(({ fieldPath }) => `Invalid field path at '${where}': "${fieldPath}".`),
    );
  });
}

function isFieldPath(path: string): boolean {
  return /^(?:object|class)(?:\.\w{1,60}(?:\['[\w-]{1,400}'\])?){1,8}$/.test(path);
}

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): readonly Body[] {
  return Array.isArray(value) ? value.filter(isBody) : [];
}

function at(body: Body, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isBody(value) ? value[key] : undefined), body);
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
