// Adds, moves and removes the fields of a template, as the owner's designer does. A field is named
// by its group and its position there, because a draft may have two fields with one key.
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { type DesignGroup, groupsOf, isDesignGroup, pathOfField, plainGroup, treeOf } from './groups.ts';
import { withEntry, withItem } from './leaf.ts';

export interface FieldPlace {
  readonly group: DesignGroup;
  /** From 0. */
  readonly at: number;
}

export function fieldsIn(passConstructor: JsonObject, group: DesignGroup): readonly JsonObject[] {
  const tree = passConstructor[treeOf(group)];
  const fields = isObject(tree) ? tree[plainGroup(group)] : undefined;
  return isArray(fields) ? fields.filter(isObject) : [];
}

export function fieldAt(passConstructor: JsonObject, { group, at }: FieldPlace): JsonObject | undefined {
  return fieldsIn(passConstructor, group)[at];
}

export function keyOf(field: JsonObject): string {
  return toText(field.key);
}

/** The API path of a field; its attributes add `_` and their name. */
export function pathOf(group: DesignGroup, field: JsonObject): string {
  return pathOfField(group, keyOf(field));
}

/** The position of the first field with a key; null where the group has none. */
export function placeOf(passConstructor: JsonObject, group: string, key: string): FieldPlace | null {
  if (!isDesignGroup(group)) return null;
  const at = fieldsIn(passConstructor, group).findIndex((field) => keyOf(field) === key);
  return at === -1 ? null : { group, at };
}

function withFields(passConstructor: JsonObject, group: DesignGroup, fields: readonly JsonObject[]): JsonObject {
  const tree = treeOf(group);
  const now = passConstructor[tree];
  return withEntry(passConstructor, tree, withEntry(isObject(now) ? now : {}, plainGroup(group), fields));
}

/** Replaces a field; a place without one changes nothing. */
export function withField(passConstructor: JsonObject, { group, at }: FieldPlace, field: JsonObject): JsonObject {
  const fields = fieldsIn(passConstructor, group);
  if (fields[at] === undefined || fields[at] === field) return passConstructor;
  return withFields(passConstructor, group, withItem(fields, at, field));
}

export function withoutField(passConstructor: JsonObject, { group, at }: FieldPlace): JsonObject {
  const fields = fieldsIn(passConstructor, group);
  if (fields[at] === undefined) return passConstructor;
  return withFields(passConstructor, group, [...fields.slice(0, at), ...fields.slice(at + 1)]);
}

/** The longest key that the designer makes of a label, in characters. */
const LONGEST_KEY = 40;

/**
 * The key of a new field: the label's letters and digits, unlike every key of the style's fields,
 * because Wallet refuses a pass in which two fields of a style have one key.
 */
function keyFor(passConstructor: JsonObject, group: DesignGroup, label: string): string {
  const plain = label.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');
  const words = plain.match(/[a-z0-9]+/g) ?? [];
  const joined = words.map((word, index) => (index === 0 ? word : word[0]!.toUpperCase() + word.slice(1))).join('');
  const wanted = /^[a-z]/.test(joined) ? joined.slice(0, LONGEST_KEY) : `field${joined}`.slice(0, LONGEST_KEY);
  const taken = new Set(groupsOf(treeOf(group)).flatMap((each) => fieldsIn(passConstructor, each).map(keyOf)));
  for (let number = 2, key = wanted; ; number++) {
    if (!taken.has(key)) return key;
    key = `${wanted}${number}`;
  }
}

/** Adds a field at the end of a group. */
export function addField(passConstructor: JsonObject, group: DesignGroup, label: string, value: JsonValue): JsonObject {
  const key = keyFor(passConstructor, group, label);
  const field = { key, ...(label === '' ? {} : { label }), value };
  return withFields(passConstructor, group, [...fieldsIn(passConstructor, group), field]);
}

/**
 * Moves a field to a position, of its group or of another one, before the field that is there. In
 * another group its API path changes: the caller lets what refers to the field follow.
 */
export function moveField(passConstructor: JsonObject, from: FieldPlace, to: FieldPlace): JsonObject {
  const field = fieldAt(passConstructor, from);
  if (field === undefined || (from.group === to.group && from.at === to.at)) return passConstructor;
  const without = withoutField(passConstructor, from);
  const fields = fieldsIn(without, to.group);
  const at = Math.max(0, Math.min(to.at, fields.length));
  return withFields(without, to.group, [...fields.slice(0, at), field, ...fields.slice(at)]);
}
