// Finds the place of a template that a name such as `structure_headerFields_points_value` means
// (semantics.md, "API paths"). The template's own index goes first, because field keys may contain
// underscores; a name that the index lacks is parsed.

import { suggestion } from '../diagnostics.ts';
import type { Overrides } from '../passes/facts.ts';
import { lately } from '../values/lately.ts';
import { define, dig, plantAll } from '../values/tree.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import {
  BARCODE_ATTRIBUTES,
  FIELD_ATTRIBUTES,
  FIELD_GROUPS,
  type FieldTree,
  isFieldTree,
  isImageName,
  PARAMETER_NAMES,
  PASS_KEYS,
  POSTER,
  SERVER_KEYS,
  SPECIAL_PROPERTIES,
  SPECIAL_STRINGS,
  STYLES,
  TOP_LEVEL_CONTAINERS,
  TOP_LEVEL_VALUES,
} from '../vocabulary.ts';

/** The PSAttribute's description of its value. */
export interface Attribute {
  readonly editable: boolean;
  readonly label: string | null;
  readonly type: string | null;
  /** Label and value, in the template's order. */
  readonly options: readonly (readonly [string, JsonValue])[] | null;
  readonly stepAmount: number | null;
  readonly validation: readonly string[];
}

/** A place of the template. */
export interface Location {
  readonly path: string;
  /** Steps from the root of the template's tree; see tree.ts. */
  readonly steps: readonly string[];
  /**
   * The paths of the containers around it, nearest first; the first one has one step less, and so
   * on.
   */
  readonly ancestors: readonly string[];
  /** The template's value, PSAttributes unwrapped; undefined when the template has none here. */
  readonly value: JsonValue | undefined;
  readonly attribute: Attribute | null;
  /**
   * The use of the value in the template: a counter, or a number or date on the pass. Absent: any
   * other use.
   */
  readonly holds?: 'number' | 'date';
}

/** The part of a compiled template that paths need. */
export interface PathIndex {
  readonly locations: ReadonlyMap<string, Location>;
  /** `#{key}` and `${key}` name an additional property, whatever else is called so. */
  readonly magicPrefixes?: boolean;
  /**
   * The zone of clocks and calendars in conditions, such as `+05:30`: the template's own; null: it
   * has none, and the account's counts.
   */
  readonly clockZone?: string | null;
}

const STYLE_PREFIX = new RegExp(`^(?:${STYLES.join('|')})(?=_|$)`);
const FIELD_ATTRIBUTE = new Set<string>(FIELD_ATTRIBUTES);
const ATTRIBUTE_SHAPE = /^[A-Za-z][A-Za-z0-9]*$/;
const IDENTIFIER = /^[A-Za-z0-9_@.-]+$/;
const BRACKET = /[{}]/;
/** The longest path that a template may lack, in UTF-16 units. */
const LONGEST_PATH = 256;

/**
 * The same path with `structure` for a style's name (the guide's older form);
 * `boardingPass_transitType` becomes `transitType`.
 */
export function canonicalPath(path: string): string {
  if (!STYLE_PREFIX.test(path)) return path;
  const canonical = path.replace(STYLE_PREFIX, 'structure');
  return canonical === 'structure_transitType' ? 'transitType' : canonical;
}

/** Whether the server alone writes this path. */
export function isReserved(path: string): boolean {
  return (SERVER_KEYS as readonly string[]).includes(path);
}

/**
 * The place a path names, or null for a path that is neither in the template nor in the language.
 */
export function locate(index: PathIndex, name: string): Location | null {
  const exact = index.locations.get(name);
  if (exact !== undefined) return exact;
  const path = statedPath(index, name);
  return (path === name ? undefined : index.locations.get(path)) ?? parsed(path) ?? property(index, name);
}

/**
 * The path as a template states it: canonicalPath, but in a template with a poster beside its
 * `generic`, the poster's paths are those of fields of their own.
 */
export function statedPath({ locations }: PathIndex, name: string): string {
  return name.startsWith(POSTER) && locations.has(POSTER) ? name : canonicalPath(name);
}

/** The prefix of an additional property's key: such a path always means the property. */
export const PROPERTY_PREFIX = 'additional_';

/**
 * The API path under which a pass stores an additional property: the bare key, or
 * `additional_<key>` when a path, a special string or a function's parameter has the key as its
 * name.
 */
export function propertyPath(key: string): string {
  return isFreeKey(key) ? key : PROPERTY_PREFIX + key;
}

/** What begins like a path is one, or is read as one as soon as the template has such a part. */
const PATH_LIKE = /^(?:structure|barcode|barcodes|locations|beacons|nfc|semantics|images|additional)_/;

function isFreeKey(key: string): boolean {
  if (PASS_KEYS.has(key) || isReserved(key) || PARAMETER_NAMES.includes(key) || key === '__proto__') return false;
  if ((SPECIAL_STRINGS as readonly string[]).includes(key) || PATH_LIKE.test(canonicalPath(key))) return false;
  return (SPECIAL_PROPERTIES as readonly string[]).includes(key) || parsed(canonicalPath(key)) === null;
}

/**
 * The additional property of a name that is no path: `additional_<key>`, or a bare key that names
 * nothing else.
 */
function property(index: PathIndex, name: string): Location | null {
  if (name.startsWith(PROPERTY_PREFIX)) {
    const key = name.slice(PROPERTY_PREFIX.length);
    const found = index.locations.get(propertyPath(key));
    if (found?.steps[0] === 'additional') return found;
    if ((SPECIAL_PROPERTIES as readonly string[]).includes(key)) return parsed(key);
  }
  if (isReserved(name) || (SPECIAL_STRINGS as readonly string[]).includes(name)) return null;
  return index.locations.get(PROPERTY_PREFIX + name) ?? null;
}

const MOST_LATELY = 2000;
/** A path means the same in every template that lacks it. */
const parsedLately = lately(MOST_LATELY, parse);

function parsed(path: string): Location | null {
  return path.length > LONGEST_PATH ? null : parsedLately(path);
}

function parse(path: string): Location | null {
  if (path === '' || BRACKET.test(path) || isReserved(path)) return null;
  if ((SPECIAL_PROPERTIES as readonly string[]).includes(path)) return place(path, ['additional', path], []);
  if (path === 'type' || path === 'transitType' || (TOP_LEVEL_VALUES as readonly string[]).includes(path)) {
    return place(path, [path], []);
  }
  if (path.startsWith('images_')) {
    const name = path.slice('images_'.length);
    return isImageName(name) ? place(path, ['images', name], []) : null;
  }
  const tree = treeOf(path);
  if (tree !== null) return parseField(tree, path);
  if (!IDENTIFIER.test(path)) return null;
  const [top, ...rest] = path.split('_');
  if (!(TOP_LEVEL_CONTAINERS as readonly string[]).includes(top!) || rest.some((step) => step === '')) return null;
  if (top === 'barcode' && rest.length > 0 && !(BARCODE_ATTRIBUTES as readonly string[]).includes(rest[0]!))
    return null;
  return place(path, [top!, ...rest], prefixes([top!, ...rest]));
}

function treeOf(path: string): FieldTree | null {
  const [top] = path.split('_', 1);
  return isFieldTree(top) ? top : null;
}

/** Reads the group from the left, the attribute from the right, and the key between them. */
function parseField(tree: FieldTree, path: string): Location | null {
  if (path === tree) return place(path, [tree], []);
  const rest = path.slice(tree.length + 1);
  const group = FIELD_GROUPS.find((name) => rest === name || rest.startsWith(`${name}_`));
  if (group === undefined) return null;
  if (rest === group) return place(path, [tree, group], [tree]);
  const tail = rest.slice(group.length + 1);
  if (tail === '') return null;
  const cut = tail.lastIndexOf('_');
  const attribute = tail.slice(cut + 1);
  if (cut > 0 && FIELD_ATTRIBUTE.has(attribute) && ATTRIBUTE_SHAPE.test(attribute)) {
    const steps = [tree, group, tail.slice(0, cut), attribute];
    return place(path, steps, prefixes(steps));
  }
  const steps = [tree, group, tail];
  return place(path, steps, prefixes(steps));
}

function place(path: string, steps: readonly string[], ancestors: readonly string[]): Location {
  return { path, steps, ancestors, value: undefined, attribute: null };
}

/** The containers around some steps, nearest first. */
export function prefixes(steps: readonly string[]): string[] {
  const paths: string[] = [];
  for (let length = steps.length - 1; length > 0; length--) paths.push(steps.slice(0, length).join('_'));
  return paths;
}

/**
 * The pass's own override, else the value inside the nearest overridden container, else the
 * template's; undefined: none.
 */
export function effectiveValue(index: PathIndex, overrides: Overrides, location: Location): JsonValue | undefined {
  const base = baseValue(overrides, location);
  if ((typeof base !== 'object' && base !== undefined) || !mayHold(location)) return base;
  return withDeeper(index, overrides, location, base);
}

/**
 * Whether other places may be inside a place. None is inside an additional property or an image,
 * whatever its value is.
 */
function mayHold({ steps }: Location): boolean {
  return steps[0] !== 'additional' && steps[0] !== 'images';
}

/**
 * Whether a place's own override can be read as a property, without Object.hasOwn, which engines do
 * not optimise for names that vary. Not so for `constructor` and the like, which every object
 * inherits.
 */
export function isPlainName({ path }: Location): boolean {
  return !(path in Object.prototype);
}

/**
 * The override of a path; undefined: none. What objects inherit is functions and `__proto__`, so
 * that all other names can be read as properties.
 */
function overrideAt(overrides: Overrides, path: string): JsonValue | undefined {
  const value = overrides[path];
  if (typeof value !== 'function' && path !== '__proto__') return value;
  return Object.hasOwn(overrides, path) ? value : undefined;
}

function baseValue(overrides: Overrides, { path, steps, ancestors, value }: Location): JsonValue | undefined {
  const own = overrideAt(overrides, path);
  if (own !== undefined) return own;
  for (let up = 0; up < ancestors.length; up++) {
    const around = overrideAt(overrides, ancestors[up]!);
    if (around !== undefined) return dig(around, steps.slice(steps.length - 1 - up));
  }
  return value;
}

/** A container with the overrides of the places inside it. */
function withDeeper(
  index: PathIndex,
  overrides: Overrides,
  location: Location,
  base: JsonValue | undefined,
): JsonValue | undefined {
  const places = placesBeneath(index, overrides, location);
  if (places.length === 0) return base;
  const plantings = places.map(({ steps, path }) => ({ steps, value: overrides[path]! }));
  return dig(plantAll(base === undefined ? undefined : wrap(base, location.steps), plantings), location.steps);
}

function wrap(value: JsonValue, steps: readonly string[]): JsonValue {
  return steps.reduceRight<JsonValue>((inner, step) => ({ [step]: inner }), value);
}

/** The overridden places inside a container, outer ones first. */
function placesBeneath(index: PathIndex, overrides: Overrides, location: Location): readonly Location[] {
  if (!mayHold(location)) return NONE;
  let found: Location[] | null = null;
  for (const path in overrides) {
    if (path.length <= location.path.length || !isBeneath(path, location.path)) continue;
    const place = locate(index, path);
    if (place === null || place.steps.length <= location.steps.length || !isInside(place, location)) continue;
    if (found === null) found = [place];
    else found.push(place);
  }
  return found === null ? NONE : found.sort((a, b) => a.steps.length - b.steps.length);
}

const NONE: readonly Location[] = [];
const UNDERSCORE = 0x5f;

/**
 * The cost of finding a place's effective value, in characters of a budget: a container, or a place
 * that the template lacks, is assembled from the overrides inside it.
 */
export function effortOf(overrides: Overrides, location: Location): number {
  if (typeof (overrides[location.path] ?? location.value ?? {}) !== 'object') return 0;
  let effort = 0;
  for (const path in overrides) effort += isBeneath(path, location.path) ? INSIDE : BESIDE;
  return effort;
}

/** An override beside a place is looked at; one inside is written into a copy of its container. */
const BESIDE = 2;
const INSIDE = 64;

function isBeneath(path: string, container: string): boolean {
  return path.charCodeAt(container.length) === UNDERSCORE && path.startsWith(container);
}

function isInside(inner: Location, outer: Location): boolean {
  return outer.steps.every((step, position) => inner.steps[position] === step);
}

/**
 * The overrides after a write. Null removes the override and those inside its place. A container's
 * new value replaces what was written inside the container before.
 */
export function writeOverride(index: PathIndex, overrides: Overrides, location: Location, value: JsonValue): Overrides {
  const inner = placesBeneath(index, overrides, location);
  const { path } = location;
  if (value === null && inner.length === 0 && overrideAt(overrides, path) === undefined) return overrides;
  // Copy for the usual write: engines know the shape of a copy, but have to learn an object that is
  // built key by key. A key inside the literal would take them several times as long.
  if (value !== null && inner.length === 0 && path !== '__proto__') {
    const copy: Record<string, JsonValue> = { ...overrides };
    copy[path] = value;
    return copy;
  }
  // Build a new object without the removed keys, because an object with deleted properties stays
  // slow.
  const next: Record<string, JsonValue> = {};
  for (const kept of Object.keys(overrides)) {
    if (kept !== path && !inner.some((place) => place.path === kept)) define(next, kept, overrides[kept]!);
  }
  if (value !== null) define(next, path, value);
  return next;
}

const OBJECTS = new Set(['barcode', 'nfc', 'semantics', 'userInfo']);
const LISTS = new Set([
  'locations',
  'beacons',
  'barcodes',
  'relevantDates',
  'upcomingPassInformation',
  'featuredActions',
]);

/**
 * Null when a value has the shape that the place holds; else a sentence that describes the right
 * shape.
 */
export function shapeProblem(location: Location, value: JsonValue): string | null {
  const [top, second] = location.steps;
  const depth = location.steps.length;
  if (isFieldTree(top) && depth <= 3) {
    if (depth === 1) return isObject(value) ? null : 'It holds the field groups: give a JSON object.';
    if (depth === 2) {
      return isArray(value) && value.every((field) => isObject(field) && typeof field.key === 'string')
        ? null
        : `It holds the fields of ${second}: give a JSON array of objects, each with a key.`;
    }
    return isObject(value) ? null : 'It is a whole field: give a JSON object, or name one of its attributes (…_value).';
  }
  const isSemantics = depth === 4 && isFieldTree(top) && location.steps[3] === 'semantics';
  if (isSemantics || (depth === 1 && OBJECTS.has(top!))) {
    return isObject(value) ? null : 'It is a container: give a JSON object.';
  }
  if (depth === 1 && LISTS.has(top!)) {
    return isArray(value) ? null : 'It is a container: give a JSON array.';
  }
  if (depth === 1 && top === 'type' && !(STYLES as readonly JsonValue[]).includes(value) && !isMagic(value)) {
    return `It is one of ${STYLES.join(', ')}.${typeof value === 'string' ? suggestion(value, STYLES) : ''}`;
  }
  return null;
}

function isMagic(value: JsonValue): boolean {
  return typeof value === 'string' && value.includes('{');
}

/** Puts a pass's overrides into the template's tree, containers first. */
export function materialise(index: PathIndex & { readonly tree: JsonObject }, overrides: Overrides): JsonObject {
  const places = Object.keys(overrides)
    .map((path) => locate(index, path))
    .filter((place) => place !== null)
    .sort((a, b) => a.steps.length - b.steps.length);
  const plantings = places.map(({ steps, path }) => ({ steps, value: overrides[path]! }));
  return plantAll(index.tree, plantings) as JsonObject;
}
