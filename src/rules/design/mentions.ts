// Finds every name of a place in a constructor: magic strings in texts and conditions, targets of
// actions, lists of paths, parameters of links to our own pages, translations, keys of fields and of
// additional properties. One walk serves whoever looks for names and whoever changes them.
import { isSpecial } from '../paths/magic.ts';
import { canonicalPath } from '../paths/paths.ts';
import { isAttribute } from '../templates/attributes.ts';
import { PERSONAL_PATHS } from '../templates/personalization.ts';
import { ACTION_SPELLINGS } from '../triggers/action-table.ts';
import { orderedEntries, orderedObject } from '../values/key-order.ts';
import { define } from '../values/tree.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import {
  FIELD_GROUPS,
  type FieldTree,
  isFieldTree,
  isPathList,
  PARAMETER_NAMES,
  PERSONALIZATION,
  POSTER,
} from '../vocabulary.ts';
import { groupIn } from './groups.ts';
import { mapNestedJson } from './nested-json.ts';

/** The use of a name: what a text shows, a condition asks, an action changes, and so on. */
export type MentionKind = 'text' | 'condition' | 'target' | 'paths' | 'link' | 'translation' | 'key';

/** Where a name stands. */
export interface Spot {
  readonly kind: MentionKind;
  /** The API path of the text, or its place in the rules, such as `triggers_onScan_0_value`. */
  readonly where: string;
  /** Whether the text is in the second design. */
  readonly isSecond: boolean;
}

/** What to do with the names. Each function answers the name to write; the same one: no change. */
export interface NameMap {
  /** A path, as targets and magic strings write it. */
  path(name: string, spot: Spot): string;
  /** `#{key}` and `${key}`, which name additional properties alone; see Settings.magicPrefixes. */
  prefixed(key: string, spot: Spot): string;
  /** `group`: that of a poster begins with the poster's key (groups.ts). */
  fieldKey(group: string, key: string, spot: Spot): string;
  propertyKey(key: string, spot: Spot): string;
  /** Told of each text whose names the map has changed. */
  changed?(before: string, after: string, spot: Spot): void;
}

/** Parts that hold no names. */
const WITHOUT_NAMES = new Set(['images', 'localizedImages']);

interface Walk {
  readonly names: NameMap;
  readonly magicPrefixes: boolean;
  readonly isSecond: boolean;
  /** Whether the design has a poster beside its style, which has fields of its own. */
  readonly hasPoster: boolean;
  /** The kind of the texts: `translation` inside localizations. */
  readonly kind: MentionKind;
}

/** The constructor with its names mapped. What holds no changed name stays the same object. */
export function mapNames(passConstructor: JsonObject, names: NameMap): JsonObject {
  const magicPrefixes = passConstructor.magicPrefixes === true;
  return mapDesign(passConstructor, { names, magicPrefixes, isSecond: false, hasPoster: false, kind: 'text' });
}

function mapDesign(design: JsonObject, around: Walk): JsonObject {
  const walk = { ...around, hasPoster: isObject(design[POSTER]) };
  return mapEntries(design, (key, node) => {
    if (WITHOUT_NAMES.has(key)) return node;
    if (key === 'redeemed' && isObject(node)) return mapDesign(node, { ...walk, isSecond: true });
    if (isFieldTree(key)) return mapStructure(key, node, walk);
    if (key === 'additional') return mapProperties(node, walk);
    if (key === 'localizations') return mapTranslations(node, walk);
    if (key === 'triggers' && isObject(node)) {
      return mapEntries(node, (event, actions) => mapNode(actions, whereOfEvent(event, actions), walk));
    }
    if (key === 'schedules' && isArray(node)) {
      return mapItems(node, (schedule, index) => mapSchedule(schedule, `schedules_${index}`, walk));
    }
    if (key === PERSONALIZATION && isObject(node)) return mapPersonalization(node, walk);
    return mapNode(node, key, walk);
  });
}

/** Its paths are those of the answers. */
function mapPersonalization(personalization: JsonObject, walk: Walk): JsonObject {
  return mapEntries(personalization, (key, node) => {
    const where = `${PERSONALIZATION}_${key}`;
    if (key !== PERSONAL_PATHS || !isObject(node)) return mapNode(node, where, walk);
    return mapEntries(node, (info, path) =>
      typeof path === 'string' ? mapPath(path, `${where}_${info}`, 'target', walk) : path,
    );
  });
}

/** Its date is a path; the rest is actions and a condition. */
function mapSchedule(schedule: JsonValue, where: string, walk: Walk): JsonValue {
  if (!isObject(schedule)) return schedule;
  return mapEntries(schedule, (key, node) => {
    const place = `${where}_${key}`;
    if (key === 'PSConditions' && typeof node === 'string') return mapCondition(node, place, walk);
    // The name of a segment is no text with magic strings.
    if (key === 'segment') return node;
    if (key !== 'when' || !isObject(node)) return mapNode(node, place, walk);
    return mapEntries(node, (part, item) => {
      const isPath = (part === 'before' || part === 'after') && typeof item === 'string' && !item.includes('{');
      return isPath ? mapPath(item, `${place}_${part}`, 'target', walk) : mapNode(item, `${place}_${part}`, walk);
    });
  });
}

/** A single action has the place of the first one. */
function whereOfEvent(event: string, actions: JsonValue): string {
  return isArray(actions) ? `triggers_${event}` : `triggers_${event}_0`;
}

function mapStructure(tree: FieldTree, structure: JsonValue, walk: Walk): JsonValue {
  if (!isObject(structure)) return structure;
  return mapEntries(structure, (group, fields) => {
    if (!isArray(fields)) return fields;
    return mapItems(fields, (field) => {
      if (!isObject(field)) return field;
      const where = `${tree}_${group}_${String(field.key)}`;
      return mapEntries(field, (name, node) => {
        if (name !== 'key') return mapNode(node, `${where}_${name}`, walk);
        return typeof node === 'string' ? mapFieldKey(groupIn(tree, group), node, where, walk) : node;
      });
    });
  });
}

function mapFieldKey(group: string, key: string, where: string, { names, isSecond }: Walk): string {
  return told(names, key, names.fieldKey(group, key, { kind: 'key', where, isSecond }), {
    kind: 'key',
    where,
    isSecond,
  });
}

function mapProperties(additional: JsonValue, walk: Walk): JsonValue {
  if (!isObject(additional)) return additional;
  const { names, isSecond } = walk;
  let hasChanged = false;
  let hasNewKey = false;
  const entries = orderedEntries(additional).map(([key, node]) => {
    const spot = { kind: 'key', where: key, isSecond } as const;
    const newKey = told(names, key, names.propertyKey(key, spot), spot);
    const mapped = isPathList(key) ? mapLeaf(node, (text) => mapList(text, key, walk)) : mapNode(node, key, walk);
    hasNewKey ||= newKey !== key;
    hasChanged ||= newKey !== key || mapped !== node;
    return [newKey, mapped] as const;
  });
  if (!hasChanged) return additional;
  if (hasNewKey) return orderedObject(entries);
  return Object.fromEntries(Object.keys(additional).map((marked, position) => [marked, entries[position]![1]]));
}

/** Translations are looked up by the text as it stands, so the texts change like those they translate. */
function mapTranslations(localizations: JsonValue, walk: Walk): JsonValue {
  if (!isObject(localizations)) return localizations;
  const inside = { ...walk, kind: 'translation' } as const;
  return mapEntries(localizations, (language, table) => {
    if (!isObject(table)) return table;
    const where = `localizations_${language}`;
    const mapped = mapEntries(table, (_, translation) => mapNode(translation, where, inside));
    const texts = Object.keys(mapped).map((text) => [text, mapText(text, where, inside)] as const);
    if (texts.every(([text, after]) => text === after)) return mapped;
    const renamed: Record<string, JsonValue> = {};
    for (const [text, after] of texts) define(renamed, after, mapped[text]!);
    return renamed;
  });
}

function mapNode(node: JsonValue, where: string, walk: Walk): JsonValue {
  if (typeof node === 'string') return mapText(node, where, walk);
  if (isArray(node)) return mapItems(node, (item, index) => mapNode(item, `${where}_${index}`, walk));
  if (!isObject(node)) return node;
  if (isAction(node)) return mapAction(node, where, walk);
  return mapEntries(node, (key, item) => {
    if (key === 'PSConditions' && typeof item === 'string') return mapCondition(item, `${where}_${key}`, walk);
    return mapNode(item, key === 'PSValue' ? where : `${where}_${key}`, walk);
  });
}

function isAction({ action }: JsonObject): boolean {
  return typeof action === 'string' && ACTION_SPELLINGS.has(action);
}

function mapAction(action: JsonObject, where: string, walk: Walk): JsonObject {
  const target = typeof action.targetPath === 'string' ? action.targetPath : '';
  const fields = fieldsTarget(target, walk);
  const isOwn = typeof action.url === 'string' && OWN_ADDRESS.test(action.url);
  return mapEntries(action, (key, node) => {
    const place = `${where}_${key}`;
    if (key === 'action') return node;
    if (key === 'targetPath' && typeof node === 'string') return mapPath(node, place, 'target', walk);
    const isLanguage = key === 'PSConditions' || key === 'expression';
    if (isLanguage && typeof node === 'string') return mapCondition(node, place, walk);
    if (key === 'value' && isPathList(target)) return mapLeaf(node, (text) => mapList(text, place, walk));
    if (key === 'value' && fields !== null) return mapFields(node, fields, place, walk);
    if (key === 'body' && isOwn) return mapBody(node, place, walk);
    return mapNode(node, place, walk);
  });
}

/** Some fields of a tree; `group` null: all of them. */
interface FieldsTarget {
  readonly tree: FieldTree;
  readonly group: string | null;
}

/** What the path of all fields, of a group, or of one field is of; null: another path. */
function fieldsTarget(target: string, { hasPoster }: Walk): FieldsTarget | null {
  const path = hasPoster && target.startsWith(POSTER) ? target : canonicalPath(target);
  const [tree] = path.split('_', 1);
  if (!isFieldTree(tree)) return null;
  if (path === tree) return { tree, group: null };
  const rest = path.slice(tree.length + 1);
  const group = FIELD_GROUPS.find((name) => rest === name || rest.startsWith(`${name}_`));
  return group === undefined ? null : { tree, group };
}

/** The value that an action writes to a container of fields holds their keys too. */
function mapFields(value: JsonValue, of: FieldsTarget, where: string, walk: Walk): JsonValue {
  const inText = typeof value === 'string' ? mapNestedJson(value, (json) => mapKeys(json, of, where, walk)) : null;
  return mapNode(inText ?? mapKeys(value, of, where, walk), where, walk);
}

function mapKeys(value: JsonValue, { tree, group }: FieldsTarget, where: string, walk: Walk): JsonValue {
  const inGroup = (node: JsonValue, of: string): JsonValue => {
    if (isArray(node)) return mapItems(node, (item) => inGroup(item, of));
    if (!isObject(node) || typeof node.key !== 'string') return node;
    return mapEntries(node, (name, item) =>
      name === 'key' ? mapFieldKey(groupIn(tree, of), item as string, where, walk) : item,
    );
  };
  if (group !== null) return inGroup(value, group);
  return isObject(value) ? mapEntries(value, (of, fields) => inGroup(fields, of)) : value;
}

/** A text, or the text in a PSAttribute. */
function mapLeaf(node: JsonValue, map: (text: string) => string): JsonValue {
  if (typeof node === 'string') return map(node);
  if (!isAttribute(node) || typeof node.PSValue !== 'string') return node;
  const value = map(node.PSValue);
  return value === node.PSValue ? node : { ...node, PSValue: value };
}

function mapPath(name: string, where: string, kind: MentionKind, { names, isSecond }: Walk): string {
  const spot = { kind, where, isSecond };
  return told(names, name, names.path(name, spot), spot);
}

function told(names: NameMap, before: string, after: string, spot: Spot): string {
  if (after !== before) names.changed?.(before, after, spot);
  return after;
}

/** Paths with commas between; one with brackets is a magic string that holds some. */
function mapList(text: string, where: string, walk: Walk): string {
  const spot = { kind: 'paths', where, isSecond: walk.isSecond } as const;
  const after = text.replace(/[^,]+/g, (item) => {
    if (item.includes('{')) return mapMagic(item, spot, walk);
    const name = item.trim();
    return name === '' ? item : item.replace(name, () => walk.names.path(name, spot));
  });
  return told(walk.names, text, after, spot);
}

function mapText(text: string, where: string, walk: Walk): string {
  // Without a bracket there is neither a magic string, nor JSON of an action, nor a link of ours.
  if (!text.includes('{')) return text;
  const json = mapNestedJson(text, (value) => mapNode(value, where, walk));
  if (json !== undefined) return json;
  const spot = { kind: walk.kind, where, isSecond: walk.isSecond };
  const linked = mapLinks(text, { ...spot, kind: 'link' }, walk);
  return told(walk.names, text, mapMagic(linked, spot, walk), linked === text ? spot : { ...spot, kind: 'link' });
}

const MAGIC = /\{([^{}]+)\}/g;

function mapMagic(text: string, spot: Spot, { names, magicPrefixes }: Walk): string {
  return text.replace(MAGIC, (whole, name: string, at: number) => {
    const isPrefixed = magicPrefixes && (text[at - 1] === '#' || text[at - 1] === '$');
    if (isPrefixed) return `{${names.prefixed(name, spot)}}`;
    return isSpecial(name) ? whole : `{${names.path(name, spot)}}`;
  });
}

/** A magic string in a condition, or a quoted text in which magic strings are replaced. */
const CONDITION_PART = /\{[^{}]+\}|"([^"\\]*(?:\\[\s\S][^"\\]*)*)("?)/g;
const ESCAPED = /\\(?:u([0-9A-Fa-f]{4})|([\s\S]))/g;

function mapCondition(source: string, where: string, walk: Walk): string {
  const spot = { kind: 'condition', where, isSecond: walk.isSecond } as const;
  // Conditions know no prefixes of magic strings.
  const plain = { ...walk, magicPrefixes: false };
  const after = source.replace(CONDITION_PART, (part, inner: string | undefined, end: string) => {
    // A quote that is not closed is a mistake, which stays as it is.
    if (inner === undefined || end === '') return mapMagic(part, spot, plain);
    const text = inner.replace(ESCAPED, (_, hex: string | undefined, single: string) =>
      hex !== undefined ? String.fromCharCode(Number.parseInt(hex, 16)) : single === 'n' ? '\n' : single,
    );
    const mapped = mapMagic(text, spot, plain);
    return mapped === text ? part : quoted(mapped);
  });
  return told(walk.names, source, after, spot);
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

/** The beginning of an address of this server, as templates write it. */
const OWN_ADDRESS = /^\s*\{(?:rootPath|psPassURL|psRegisterURL|psEditorURL)\}/;
const OWN_LINK = /\{(?:rootPath|psPassURL|psRegisterURL|psEditorURL)\}[^\s"'<>]*/g;
const PARAMETER = /(^|[?&]|&amp;)([^?=&#;{}]+)(?==)/g;

/** Links to our own pages and functions may set values: their parameters are API paths. */
function mapLinks(text: string, spot: Spot, walk: Walk): string {
  return text.replace(OWN_LINK, (link) => mapParameters(link, spot, walk));
}

function mapParameters(text: string, spot: Spot, walk: Walk): string {
  return text.replace(PARAMETER, (whole, before: string, encoded: string) => {
    const name = mapParameter(decoded(encoded), spot, walk);
    return name === decoded(encoded) ? whole : before + encodeURIComponent(name);
  });
}

function mapParameter(name: string, spot: Spot, { names }: Walk): string {
  return PARAMETER_NAMES.includes(name) ? name : names.path(name, spot);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** The body of a call of our own API: the keys of an object, or the parameters of a form. */
function mapBody(body: JsonValue, where: string, walk: Walk): JsonValue {
  const spot = { kind: 'link', where, isSecond: walk.isSecond } as const;
  if (typeof body === 'string') {
    const json = mapNestedJson(body, (value) => mapBody(value, where, walk));
    if (json !== undefined) return json;
    return mapText(told(walk.names, body, mapParameters(body, spot, walk), spot), where, walk);
  }
  if (!isObject(body)) return mapNode(body, where, walk);
  const renamed: Record<string, JsonValue> = {};
  let hasChanged = false;
  for (const [key, node] of Object.entries(body)) {
    const name = told(walk.names, key, mapParameter(key, spot, walk), spot);
    const value = key === 'JSON' ? mapBody(node, where, walk) : mapNode(node, `${where}_${key}`, walk);
    hasChanged ||= name !== key || value !== node;
    define(renamed, name, value);
  }
  return hasChanged ? renamed : body;
}

function mapEntries(object: JsonObject, map: (key: string, node: JsonValue) => JsonValue): JsonObject {
  let changed: Record<string, JsonValue> | null = null;
  for (const [key, node] of Object.entries(object)) {
    const mapped = map(key, node);
    if (mapped === node) continue;
    changed ??= { ...object };
    define(changed, key, mapped);
  }
  return changed ?? object;
}

function mapItems(
  items: readonly JsonValue[],
  map: (item: JsonValue, index: number) => JsonValue,
): readonly JsonValue[] {
  let hasChanged = false;
  const mapped = items.map((item, index) => {
    const after = map(item, index);
    hasChanged ||= after !== item;
    return after;
  });
  return hasChanged ? mapped : items;
}
