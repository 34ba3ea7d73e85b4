// Finds fields of one pass with the same key: Wallet refuses such a pass, whichever groups the
// fields are in. A key may stand in `generic` and in its poster, of which Wallet shows one.
import { type Location, materialise } from '../paths/paths.ts';
import type { Program } from '../templates/program.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { FIELD_GROUPS, FIELD_TREES, isFieldTree } from '../vocabulary.ts';
import type { Overrides } from './facts.ts';
import { designsOf } from './shown-design.ts';

export interface KeyClash {
  readonly key: string;
  readonly message: string;
}

/** The first key that two fields of a structure have. */
export function clashIn(structure: JsonValue | undefined): KeyClash | null {
  const groups = new Map<string, string>();
  for (const [group, fields] of Object.entries(isObject(structure) ? structure : {})) {
    for (const field of isArray(fields) ? fields.filter(isObject) : []) {
      const key = toText(field.key);
      const other = groups.get(key);
      if (other !== undefined) return { key, message: clashMessage(key, other, group) };
      groups.set(key, group);
    }
  }
  return null;
}

export function clashMessage(key: string, first: string, second: string): string {
  return `The key "${key}" is used twice, in ${first} and in ${second}. A key may be used once in the whole pass, or Wallet refuses it.`;
}

/** The first such key of a pass, in either of its template's designs. */
export function clashOf(program: Program, overrides: Overrides): KeyClash | null {
  for (const design of designsOf(program, overrides)) {
    const tree = materialise(design.program, design.overrides);
    for (const fields of FIELD_TREES) {
      const clash = clashIn(tree[fields]);
      if (clash !== null) return clash;
    }
  }
  return null;
}

/**
 * The clash that a write caused; null when there is none, or when the pass had it before.
 * `written`: the places that the write changed.
 */
export function newClash(
  program: Program,
  before: Overrides,
  after: Overrides,
  written: readonly Location[],
): KeyClash | null {
  if (!written.some((location) => mayClash(program, after, location))) return null;
  const clash = clashOf(program, after);
  return clash === null || clashOf(program, before)?.key === clash.key ? null : clash;
}

const GROUP_PATHS = FIELD_TREES.flatMap((tree) => [tree, ...FIELD_GROUPS.map((group) => `${tree}_${group}`)]);

/**
 * Whether a write can bring a new key. Runs at every write of a field: a value of a field that the
 * template has, in a group without an override, brings none.
 */
function mayClash({ locations }: Program, overrides: Overrides, location: Location): boolean {
  const { path, steps } = location;
  if (!isFieldTree(steps[0])) return false;
  if (steps.length < 3) return true;
  // A place of the template's index is in a field of the template.
  if (locations.get(path) !== location && !locations.has(steps.slice(0, 3).join('_'))) return true;
  return GROUP_PATHS.some((group) => overrides[group] !== undefined);
}

/**
 * The structure with each key once, for passes that were written before their template had the key.
 * The template's own field stays, else the first field.
 */
export function withoutClash(structure: JsonValue | undefined, original: JsonValue | undefined): JsonValue | undefined {
  if (!isObject(structure) || clashIn(structure) === null) return structure;
  const owners = new Map<string, string>();
  for (const source of [original, structure]) {
    for (const [group, fields] of Object.entries(isObject(source) ? source : {})) {
      const there = new Set(keysOf(structure[group]));
      for (const key of keysOf(fields)) {
        if (there.has(key) && !owners.has(key)) owners.set(key, group);
      }
    }
  }
  const kept: Record<string, JsonValue> = {};
  for (const [group, fields] of Object.entries(structure)) kept[group] = ownFields(group, fields, owners);
  return kept;
}

function ownFields(group: string, fields: JsonValue, owners: ReadonlyMap<string, string>): JsonValue {
  if (!isArray(fields)) return fields;
  const seen = new Set<string>();
  return fields.filter((field): field is JsonObject => {
    if (!isObject(field)) return false;
    const key = toText(field.key);
    if (owners.get(key) !== group || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function keysOf(fields: JsonValue | undefined): readonly string[] {
  return isArray(fields) ? fields.filter(isObject).map((field) => toText(field.key)) : [];
}
