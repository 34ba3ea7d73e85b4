// Makes the card that several passes of another product have in common. What differs between them
// is a holder's own and must not become what every new pass shows, such as the first holder's name.
import { isObject, type JsonObject, type JsonValue, sameValue } from '../values/values.ts';
import { FIELD_GROUPS, isStyle, type Style } from '../vocabulary.ts';
import { codeOfPass, fieldsOfPass, styleOfPass } from './pass-places.ts';

/** What a card cannot lack. */
const ALWAYS = ['description', 'organizationName', 'images', 'localizations', 'localizedImages'];

/**
 * `first`: the constructor of the first pass. `passes`: pass.json of some passes, the first one too;
 * those of another style do not count.
 */
export function cardOfPasses(first: JsonObject, passes: readonly JsonObject[]): JsonObject {
  const style = styleOfPass(first);
  if (style === null) return first;
  const alike = passes.filter((pass) => styleOfPass(pass) === style);
  const isCommon = (of: (pass: JsonObject) => JsonValue | undefined) => {
    const shown = of(first);
    return alike.every((pass) => sameOrNone(of(pass), shown));
  };
  const card: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(first)) {
    if (isStyle(key) || key === 'barcode' || key === 'barcodes') continue;
    if (ALWAYS.includes(key) || isCommon((pass) => pass[key])) card[key] = value;
  }
  const { [style]: design, barcodes } = first;
  card[style] = { ...(isObject(design) ? design : {}), ...fieldsInCommon(first, alike, style) };
  const code = codeOfPass(first);
  if (code === null) return card;
  if (isCommon((pass) => codeOfPass(pass)?.message)) {
    return { ...card, barcode: code, ...(barcodes === undefined ? {} : { barcodes }) };
  }
  const { altText: _, ...plain } = code;
  return { ...card, barcode: { ...plain, message: '{hashedSerialNumber}' } };
}

/** The fields of all passes, each without its value where the passes differ. */
function fieldsInCommon(first: JsonObject, passes: readonly JsonObject[], style: Style): Record<string, JsonValue> {
  const groups: Record<string, JsonValue> = {};
  for (const group of FIELD_GROUPS) {
    const fields = new Map(fieldsOfPass(first, style, group));
    const ofPasses = passes.map((pass) => fieldsOfPass(pass, style, group));
    for (const given of ofPasses) for (const [key, field] of given) if (!fields.has(key)) fields.set(key, field);
    if (fields.size === 0) continue;
    groups[group] = [...fields].map(([key, field]) => {
      const isCommon = ofPasses.every((given) => given.has(key) && sameOrNone(given.get(key)!.value, field.value));
      return isCommon ? field : { ...field, value: '' };
    });
  }
  return groups;
}

function sameOrNone(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return sameValue(one, other);
}
