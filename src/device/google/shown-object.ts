// What an Android phone shows of an object: labels and texts, of the object and of its class.
import type { StandInResource } from './check-body.ts';

type Body = Readonly<Record<string, unknown>>;

export interface ShownField {
  /** The place in Google's JSON, such as `loyaltyPoints` or `textModulesData.visits`. */
  readonly key: string;
  readonly label: string;
  readonly value: string;
}

/** Where the name of a card stands in its class or object, by its resource. */
const NAMES: Readonly<Record<StandInResource, readonly string[]>> = {
  eventTicket: ['eventName'],
  flight: ['flightHeader'],
  generic: ['cardTitle'],
  loyalty: ['programName', 'localizedProgramName'],
  offer: ['title', 'localizedTitle'],
  transit: ['transitOperatorName', 'issuerName'],
};

/** Keys that say how a card looks or works, and show no text of their own. */
const NO_TEXTS: ReadonlySet<string> = new Set([
  ...['id', 'classId', 'state', 'reviewStatus', 'callbackOptions', 'multipleDevicesAndHoldersAllowedStatus'],
  ...['hexBackgroundColor', 'classTemplateInfo', 'groupingInfo', 'appLinkData', 'merchantLocations'],
  ...['barcode', 'messages', 'genericType', 'tripType', 'transitType', 'redemptionChannel', 'passConstraints'],
  ...['heroImage', 'logo', 'programLogo', 'titleImage', 'wideLogo', 'imageModulesData', 'validTimeInterval'],
]);

/** The name on the card. */
export function nameOf(resource: StandInResource, object: Body, ofClass: Body): string {
  for (const key of NAMES[resource]) {
    const text = textOf(object[key] ?? ofClass[key]);
    if (text !== '') return text;
  }
  return String(object.id);
}

/** The texts of the card, those of the class first; an object's text replaces that of its class. */
export function shownFields(object: Body, ofClass: Body): readonly ShownField[] {
  const fields = new Map<string, ShownField>();
  for (const body of [ofClass, object]) {
    for (const [key, value] of Object.entries(body)) {
      if (!NO_TEXTS.has(key)) for (const field of fieldsOf(key, value)) fields.set(field.key, field);
    }
  }
  return [...fields.values()];
}

/** The message of the barcode; null: there is none. */
export function barcodeOf(object: Body): string | null {
  const { barcode } = object;
  return isBody(barcode) && typeof barcode.value === 'string' ? barcode.value : null;
}

function fieldsOf(key: string, value: unknown): readonly ShownField[] {
  if (key === 'textModulesData' && Array.isArray(value)) {
    return value.filter(isBody).map(({ id, header, body, localizedHeader, localizedBody }) => ({
      key: `${key}.${id}`,
      label: textOf(localizedHeader) || textOf(header),
      value: textOf(localizedBody) || textOf(body),
    }));
  }
  if (key === 'linksModuleData' && isBody(value) && Array.isArray(value.uris)) {
    return value.uris.filter(isBody).map(({ description, uri }, index) => ({
      key: `${key}.${index}`,
      label: textOf(description),
      value: textOf(uri),
    }));
  }
  if (isBody(value) && isBody(value.balance)) {
    return [{ key, label: textOf(value.localizedLabel) || textOf(value.label), value: balanceOf(value.balance) }];
  }
  const text = textOf(value);
  return text === '' ? [] : [{ key, label: '', value: text }];
}

/** Millionths of a currency become its units. */
function balanceOf(balance: Body): string {
  const { money } = balance;
  if (isBody(money)) return `${Number(money.micros) / 1e6} ${money.currencyCode}`;
  return Object.values(balance).map(String).join(' ');
}

/** A text, a text in languages, or all texts of a part. */
function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (!isBody(value)) return '';
  if (isBody(value.defaultValue)) return textOf(value.defaultValue.value);
  return Object.values(value)
    .map(textOf)
    .filter((text) => text !== '')
    .join(' ');
}

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
