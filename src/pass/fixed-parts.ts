// Remembers what all passes of a design show alike: the top-level values and the fields of its tree
// without magic strings. A pass has the very same node there unless it overrides something inside
// it, so a comparison of references tells whether the remembered result is right.
import type { Overrides } from '../rules/passes/facts.ts';
import { withoutClash } from '../rules/passes/key-clash.ts';
import { locate, materialise } from '../rules/paths/paths.ts';
import type { Program } from '../rules/templates/program.ts';
import { define } from '../rules/values/tree.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../rules/values/values.ts';
import { FIELD_GROUPS, FIELD_TREES } from '../rules/vocabulary.ts';

/** The parts of a pass, as its overrides make them. */
export interface ShownTree {
  /** All but `structure`, `additional` and `images`. */
  readonly tree: JsonObject;
  /** Each key stands in it once. */
  readonly structure: JsonValue | undefined;
  /** Attributes that the pass has in place of those of a field of `structure`. */
  readonly attributes: ReadonlyMap<JsonObject, Readonly<Record<string, JsonValue>>> | null;
}

/** What is remembered of a program. Results may depend on the program and the node alone. */
export interface FixedParts {
  /** Puts overrides into the design. */
  show(overrides: Overrides): ShownTree;
  /** The result of `render`, remembered if possible; undefined: pass.json does not have the key. */
  value(
    key: string,
    node: JsonValue,
    render: (key: string, node: JsonValue) => JsonValue | undefined,
  ): JsonValue | undefined;
  field(node: JsonObject, render: (node: JsonObject) => JsonObject): JsonObject;
}

const known = new WeakMap<Program, FixedParts>();

export function fixedParts(program: Program): FixedParts {
  let parts = known.get(program);
  if (parts === undefined) {
    parts = remember(program);
    known.set(program, parts);
  }
  return parts;
}

function remember(program: Program): FixedParts {
  const { tree } = program;
  const fixedKeys = new Set(Object.keys(tree).filter((key) => !hasMagic(tree[key]!)));
  const values = new Map<string, JsonValue | undefined>();
  const fixedFields = new Set(
    FIELD_TREES.flatMap((name) => fieldsOf(tree[name])).filter((field) => !hasMagic(withoutSettings(field))),
  );
  const fields = new Map<JsonObject, JsonObject>();
  const structure = withoutClash(tree.structure, tree.structure);
  const byKey = fieldsByKey(tree.structure);
  return {
    show(overrides) {
      let attributes: Map<JsonObject, Record<string, JsonValue>> | null = null;
      let others: Record<string, JsonValue> | null = null;
      for (const path of Object.keys(overrides)) {
        const steps = locate(program, path)?.steps;
        if (steps === undefined || steps[0] === 'additional' || steps[0] === 'images') continue;
        const value = overrides[path]!;
        if (steps[0] !== 'structure') {
          others ??= {};
          define(others, path, value);
          continue;
        }
        const field = steps.length === 4 && steps[3] !== 'key' ? byKey.get(steps[1]!)?.get(steps[2]!) : undefined;
        if (field === undefined) return assembled(program, overrides);
        attributes ??= new Map();
        const own = attributes.get(field) ?? {};
        define(own, steps[3]!, value);
        attributes.set(field, own);
      }
      return { tree: others === null ? tree : materialise(program, others), structure, attributes };
    },
    value(key, node, render) {
      if (!fixedKeys.has(key) || tree[key] !== node) return render(key, node);
      if (!values.has(key)) values.set(key, render(key, node));
      return values.get(key);
    },
    field(node, render) {
      let field = fields.get(node);
      if (field !== undefined) return field;
      field = render(node);
      if (fixedFields.has(node)) fields.set(node, field);
      return field;
    },
  };
}

/** For a pass that has another group, or a field, that its template lacks. */
function assembled(program: Program, overrides: Overrides): ShownTree {
  const tree = materialise(program, overrides);
  return { tree, structure: withoutClash(tree.structure, program.tree.structure), attributes: null };
}

/** Group -> key -> the first field with that key, which overrides of the key mean. */
function fieldsByKey(structure: JsonValue | undefined): ReadonlyMap<string, ReadonlyMap<string, JsonObject>> {
  const groups = new Map<string, Map<string, JsonObject>>();
  for (const [group, fields] of Object.entries(isObject(structure) ? structure : {})) {
    const byKey = new Map<string, JsonObject>();
    for (const field of isArray(fields) ? fields.filter(isObject) : []) {
      if (typeof field.key === 'string' && !byKey.has(field.key)) byKey.set(field.key, field);
    }
    groups.set(group, byKey);
  }
  return groups;
}

function fieldsOf(structure: JsonValue | undefined): readonly JsonObject[] {
  if (!isObject(structure)) return [];
  return FIELD_GROUPS.flatMap((group) => {
    const fields = structure[group];
    return isArray(fields) ? fields.filter(isObject) : [];
  });
}

/** A field without our own keys, such as its condition, which pass.json does not have. */
function withoutSettings(field: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(field).filter(([key]) => !key.startsWith('PS')));
}

function hasMagic(node: JsonValue): boolean {
  if (typeof node === 'string') return node.includes('{');
  if (typeof node !== 'object' || node === null) return false;
  return Object.values(node).some(hasMagic);
}
