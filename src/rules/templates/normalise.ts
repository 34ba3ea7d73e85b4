// Brings a constructor into the one shape that the store holds, from what an owner sends: our own
// constructor, an older one, or the pass.json out of any .pkpass. It looks at no paths, conditions
// or triggers; see template.ts.
import { type Report, suggestion } from '../diagnostics.ts';
import { orderedEntries } from '../values/key-order.ts';
import { define } from '../values/tree.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import { FIELD_GROUPS, type FieldTree, POSTER, SERVER_KEYS, STYLES, TRANSIT_TYPES } from '../vocabulary.ts';
import { isAttribute } from './attributes.ts';
import { moveMisplaced } from './misplaced-keys.ts';

/**
 * The constructor in its stored shape. PSAttributes stay; the report lists the faults. `place` says
 * where keys go that do not belong at the top.
 */
export function normaliseConstructor(
  input: JsonObject,
  report: Report,
  place: (given: JsonObject, report: Report) => JsonObject = moveMisplaced,
): JsonObject {
  const { rest: given, type, structure, poster, transitType } = readStyle(input, report);
  const rest = place(given, report);
  const result: Record<string, JsonValue> = { type };
  if (transitType !== undefined) result.transitType = transitType;
  for (const [key, value] of Object.entries(rest)) {
    if (value === null || key === 'barcode' || key === 'barcodes') continue;
    define(result, key, value);
  }
  result.structure = readStructure('structure', structure, report);
  if (poster !== null) result[POSTER] = readStructure(POSTER, poster, report);
  readBarcodes(rest, result, report);
  return result;
}

/**
 * Reads the style. Apple names it by the key that holds the fields; we store it as `type` beside
 * `structure`.
 */
function readStyle(input: JsonObject, report: Report) {
  const rest: Record<string, JsonValue> = { ...input };
  for (const key of SERVER_KEYS) {
    if (!Object.hasOwn(rest, key)) continue;
    delete rest[key];
    if (key !== 'formatVersion')
      report.warning('key_reserved', key, `${key} is set by the server; yours was left out.`);
  }
  const given = rest.type;
  const poster = takePoster(rest);
  const styles = STYLES.filter((style) => Object.hasOwn(rest, style));
  let structure = rest.structure ?? null;
  if (styles.length > 1) {
    report.error('type_ambiguous', styles[1]!, `A pass has one style, but there are ${styles.join(' and ')}.`);
  } else if (styles.length === 1 && rest.structure !== undefined) {
    report.error('structure_twice', styles[0]!, `Give the fields in "structure" or in "${styles[0]}", not in both.`);
  }
  if (styles[0] !== undefined && rest.structure === undefined) structure = rest[styles[0]] ?? null;
  for (const style of styles) delete rest[style];
  delete rest.structure;
  delete rest.type;
  const type = given ?? styles[0] ?? null;
  const plainType = isAttribute(type) ? (type.PSValue ?? null) : type;
  if (!(STYLES as readonly JsonValue[]).includes(plainType)) {
    const near = typeof plainType === 'string' ? suggestion(plainType, STYLES) : '';
    const wants = `The pass needs a "type": ${STYLES.join(', ')}.`;
    report.error('type_unknown', 'type', `${wants}${near}`);
  }
  const { transitType, fields } = readTransitType(structure, rest, plainType === 'boardingPass', report);
  if (poster !== null && plainType !== 'generic') {
    const message = `posterGeneric stands alone or beside "generic", which older phones show; this pass is a ${plainType}.`;
    report.error('type_ambiguous', POSTER, message);
  }
  return { rest, type, structure: fields, poster, transitType };
}

/** Takes the fields of a poster that has other fields beside it; null: there are none of its own. */
function takePoster(rest: Record<string, JsonValue>): JsonValue {
  const poster = rest[POSTER] ?? null;
  const isBeside =
    rest.structure !== undefined || STYLES.some((style) => style !== POSTER && Object.hasOwn(rest, style));
  if (poster === null || !isBeside) return null;
  delete rest[POSTER];
  return poster;
}

function readTransitType(structure: JsonValue, rest: Record<string, JsonValue>, isBoarding: boolean, report: Report) {
  let fields = structure;
  let transitType = rest.transitType;
  delete rest.transitType;
  if (isObject(structure) && Object.hasOwn(structure, 'transitType')) {
    const { transitType: inner, ...others } = structure;
    transitType ??= inner!;
    fields = others;
  }
  const plain = isAttribute(transitType) ? transitType.PSValue : transitType;
  if (plain !== undefined && plain !== null && !(TRANSIT_TYPES as readonly JsonValue[]).includes(plain)) {
    const near = typeof plain === 'string' ? suggestion(plain, TRANSIT_TYPES) : '';
    report.error('transit_type_unknown', 'transitType', `transitType is one of ${TRANSIT_TYPES.join(', ')}.${near}`);
  }
  if (isBoarding && (plain === undefined || plain === null)) {
    transitType = 'PKTransitTypeGeneric';
    report.warning(
      'transit_type_missing',
      'transitType',
      'A boarding pass has a transitType; PKTransitTypeGeneric is used.',
    );
  }
  return { transitType, fields };
}

/** `tree`: the key that holds the fields. */
function readStructure(tree: FieldTree, structure: JsonValue, report: Report): JsonObject {
  if (structure !== null && !isObject(structure)) {
    report.error('structure_invalid', tree, `${tree} is a JSON object of field groups.`);
    return {};
  }
  const result: Record<string, JsonValue> = {};
  for (const [group, fields] of Object.entries(structure ?? {})) {
    const where = `${tree}_${group}`;
    if (!(FIELD_GROUPS as readonly string[]).includes(group)) {
      report.error('group_unknown', where, `"${group}" is not a field group.${report.near(group, () => FIELD_GROUPS)}`);
      continue;
    }
    if (fields === null) continue;
    const list = isObject(fields) ? orderedEntries(fields).map(([key, field]) => withKey(key, field)) : fields;
    if (!isArray(list)) {
      report.error('group_invalid', where, `${group} is a JSON array of fields, as in pass.json.`);
      continue;
    }
    result[group] = list.flatMap((field, position) => readField(field, `${where}_${position}`, report));
  }
  return result;
}

/** Accepts an object of fields by key in place of pass.json's array. */
function withKey(key: string, field: JsonValue): JsonValue {
  return isObject(field) && !Object.hasOwn(field, 'key') ? { key, ...field } : field;
}

function readField(field: JsonValue, where: string, report: Report): JsonValue[] {
  if (!isObject(field)) {
    report.error('field_invalid', where, 'A field is a JSON object with a key and a value.');
    return [];
  }
  if (typeof field.key !== 'string' || field.key === '') {
    report.error(
      'field_key_missing',
      where,
      'Every field needs a key: a short text that no other field of the pass has.',
    );
    return [];
  }
  return [hoistConditions(field, 'value')];
}

/**
 * Moves a condition on a field's value, or on the barcode's message, to the whole field or barcode.
 */
function hoistConditions(node: JsonObject, leaf: string): JsonObject {
  const attribute = node[leaf];
  if (!isAttribute(attribute) || typeof attribute.PSConditions !== 'string') return node;
  const { PSConditions: inner, ...rest } = attribute;
  const outer = node.PSConditions;
  const both = typeof outer === 'string' && outer.trim() !== '' && inner.trim() !== '';
  const joined = both ? `(${outer}) AND (${inner})` : inner.trim() === '' ? (outer ?? inner) : inner;
  return { ...node, [leaf]: rest, PSConditions: joined };
}

/** Sets `barcode`, which paths name. `barcodes` stays only when it holds several. */
function readBarcodes(rest: JsonObject, result: Record<string, JsonValue>, report: Report): void {
  const list = rest.barcodes;
  if (list !== undefined && list !== null && !isArray(list)) {
    report.error('barcodes_invalid', 'barcodes', 'barcodes is a JSON array of barcodes, as in pass.json.');
  }
  const first = isArray(list) ? list[0] : undefined;
  const barcode = rest.barcode ?? first;
  if (isArray(list) && list.length > 1) result.barcodes = list;
  if (barcode === undefined || barcode === null) return;
  if (!isObject(barcode)) {
    report.error('barcode_invalid', 'barcode', 'barcode is a JSON object with format and message.');
    return;
  }
  result.barcode = hoistConditions(barcode, 'message');
}
