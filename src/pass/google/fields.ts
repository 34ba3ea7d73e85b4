// Writes the fields of a pass as Google's text modules, and the rows of the card that show them.
import { fieldsOf } from '../../rules/passes/fit.ts';
import type { Program } from '../../rules/templates/program.ts';
import { isArray, isObject, type JsonObject, readNumber, toText } from '../../rules/values/values.ts';
import { localized, localizedValue, named, type Tongues } from './texts.ts';

/** Google shows so many text modules of an object ("textModulesData"). */
const MOST_MODULES = 10;
/** Google has so many rows on the front of a card, each with so many items. */
const MOST_ROWS = 3;
const MOST_IN_ROW = 3;
export const ROOM_ON_FRONT = MOST_ROWS * MOST_IN_ROW;

/** The groups whose fields stand on the back of Apple's card, below the rows of Google's. */
const BACK = ['backFields', 'additionalInfoFields'];
/** The rows of the front, in this order; footerFields are those of a posterGeneric. */
const ROWS = [['headerFields', 'primaryFields'], ['secondaryFields'], ['auxiliaryFields', 'footerFields']];

/** Every field of a rendered pass.json, the front first. */
export function allFields(passJson: JsonObject): readonly JsonObject[] {
  return [...ROWS.flat(), ...BACK].flatMap((group) => fieldsOf(passJson, group));
}

export function backFields(passJson: JsonObject): readonly JsonObject[] {
  return BACK.flatMap((group) => fieldsOf(passJson, group));
}

/** The first field that has one of these keys, in any case. */
export function fieldNamed(passJson: JsonObject, ...keys: readonly string[]): JsonObject | undefined {
  return allFields(passJson).find((field) => keys.includes(toText(field.key).toLowerCase()));
}

/** The id of a text module: a field's key in the letters that a fieldPath can name. */
export function moduleId(key: string): string {
  return [...key]
    .map((letter) => (/[A-Za-z0-9_-]/.test(letter) ? letter : `_${letter.codePointAt(0)!.toString(16)}`))
    .join('');
}

/** The text modules of a pass, and the keys of the fields for which Google has no room. */
export interface Modules {
  readonly modules: readonly JsonObject[];
  readonly leftOut: readonly string[];
}

/** The text modules of all fields but those that another part of the object shows. */
export function textModules(passJson: JsonObject, shownElsewhere: ReadonlySet<string>, tongues: Tongues): Modules {
  const fields = allFields(passJson).filter(
    (field) => !shownElsewhere.has(toText(field.key)) && toText(field.value) !== '',
  );
  const modules = fields.slice(0, MOST_MODULES).map((field) => ({
    id: moduleId(toText(field.key)),
    ...named('header', localized(tongues, toText(field.label))),
    ...named('body', localizedValue(tongues, field)),
  }));
  return { modules, leftOut: fields.slice(MOST_MODULES).map(({ key }) => toText(key)) };
}

/**
 * The rows of the card. They name every field of the template, because a field whose condition is
 * false has no text module, and Google leaves an item without a text out. `first`: what stands
 * before the fields, as field paths.
 */
export function cardRows(program: Program, first: readonly string[], shownElsewhere: ReadonlySet<string>): JsonObject {
  const rows = ROWS.map((groups) => groups.flatMap((group) => keysOf(program, group)))
    .map((keys) => keys.filter((key) => !shownElsewhere.has(key)))
    .map((keys) => keys.map((key) => `object.textModulesData['${moduleId(key)}']`));
  rows[0]!.unshift(...first);
  const parts = rows.flatMap((row) => chunks(row));
  const fitting = parts.length <= MOST_ROWS ? parts : chunks(rows.flat()).slice(0, MOST_ROWS);
  if (fitting.length === 0) return {};
  return { classTemplateInfo: { cardTemplateOverride: { cardRowTemplateInfos: fitting.map(rowOf) } } };
}

/** The keys of the fields of one group of the template, each once. */
function keysOf(program: Program, group: string): readonly string[] {
  const { structure } = program.tree;
  const fields = isObject(structure) ? structure[group] : undefined;
  const keys = (isArray(fields) ? fields.filter(isObject) : []).map(({ key }) => toText(key));
  return [...new Set(keys)];
}

/** The keys of the fields that the template has on the front. */
export function frontKeys(program: Program): readonly string[] {
  return ROWS.flat().flatMap((group) => keysOf(program, group));
}

/** The group in which the template has a field. */
export function groupOfKey(program: Program, key: string): string {
  return [...ROWS.flat(), ...BACK].find((group) => keysOf(program, group).includes(key)) ?? 'backFields';
}

function chunks<T>(items: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < items.length; at += MOST_IN_ROW) parts.push(items.slice(at, at + MOST_IN_ROW));
  return parts;
}

function rowOf(paths: readonly string[]): JsonObject {
  const [start, middle, end] = paths.map((fieldPath) => ({ firstValue: { fields: [{ fieldPath }] } }));
  if (middle === undefined) return { oneItem: { item: start! } };
  if (end === undefined) return { twoItems: { startItem: start!, endItem: middle } };
  return { threeItems: { startItem: start!, middleItem: middle, endItem: end } };
}

/** The whole number of a field that no style changes; null: it shows something else. */
export function wholeNumber(field: JsonObject): number | null {
  const value = field.value;
  const number = typeof value === 'number' ? value : readNumber(toText(value));
  return number !== null && Number.isSafeInteger(number) && Math.abs(number) < 2 ** 31 ? number : null;
}
