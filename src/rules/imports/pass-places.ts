// Names every value of a pass.json by its API path, so that the passes of another product can be
// compared with a card.
import { isArray, isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import { FIELD_GROUPS, isStyle, POSTER, SERVER_KEYS, STYLES, type Style } from '../vocabulary.ts';

export interface PassPlace {
  readonly path: string;
  readonly value: JsonValue;
}

/** The style of a pass.json; null: it has none. A poster beside `generic` is generic. */
export function styleOfPass(passJson: JsonObject): Style | null {
  return STYLES.find((style) => isObject(passJson[style])) ?? null;
}

/** The code of a pass, which old and new packages have in different keys; null: none. */
export function codeOfPass({ barcode, barcodes }: JsonObject): JsonObject | null {
  const first = isArray(barcodes) ? barcodes[0] : undefined;
  if (isObject(barcode)) return barcode;
  return isObject(first) ? first : null;
}

/** The fields of a group, by their keys; a field without a key is left out. */
export function fieldsOfPass(passJson: JsonObject, style: Style, group: string): ReadonlyMap<string, JsonObject> {
  const design = passJson[style];
  const list = isObject(design) ? design[group] : undefined;
  const fields = (isArray(list) ? list : []).filter(isObject);
  return new Map(fields.flatMap((field) => (typeof field.key === 'string' ? [[field.key, field] as const] : [])));
}

/** What differs from holder to holder, beside the values of fields and pictures. */
const HOLDERS_OWN = new Set([
  'barcode_message',
  'barcode_altText',
  'barcodes',
  'expirationDate',
  'relevantDate',
  'relevantDates',
  'voided',
  'userInfo',
  'groupingIdentifier',
  'nfc',
  'semantics',
]);

/** Whether the value of a place is a holder's own, and no part of a design. */
export function isHoldersOwn(path: string): boolean {
  return HOLDERS_OWN.has(path) || /^(?:structure|posterGeneric)_.+_value$/s.test(path);
}

/** The places of all values but those that identify the pass, and its pictures. */
export function placesOfPass(passJson: JsonObject): readonly PassPlace[] {
  const places: PassPlace[] = [];
  const add = (path: string, value: JsonValue) => void places.push({ path, value });
  const style = styleOfPass(passJson);
  for (const tree of style === null
    ? []
    : [style, ...(style !== POSTER && isObject(passJson[POSTER]) ? [POSTER] : [])]) {
    const root = tree === style ? 'structure' : POSTER;
    for (const group of FIELD_GROUPS) {
      for (const [key, field] of fieldsOfPass(passJson, tree as Style, group)) {
        for (const [name, value] of Object.entries(field))
          if (name !== 'key') add(`${root}_${group}_${key}_${name}`, value);
      }
    }
  }
  const design = style === null ? undefined : passJson[style];
  if (isObject(design) && design.transitType !== undefined) add('transitType', design.transitType);
  for (const [name, value] of Object.entries(codeOfPass(passJson) ?? {})) add(`barcode_${name}`, value);
  for (const [key, value] of Object.entries(passJson)) {
    if (isStyle(key) || (SERVER_KEYS as readonly string[]).includes(key) || key === 'barcode') continue;
    // A list of one code is the code.
    if (key === 'barcodes' && (!isArray(value) || value.length < 2)) continue;
    add(key, value);
  }
  return places;
}
