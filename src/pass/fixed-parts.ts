// Remembers what all passes of a design show alike: the top-level values and the fields of its tree
// without magic strings. A pass has the very same node there unless it overrides something inside
// it, so a comparison of references tells whether the remembered result is right.
import type { Program } from '../rules/templates/program.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../rules/values/values.ts';
import { FIELD_GROUPS } from '../rules/vocabulary.ts';

/** Answers the remembered result, or calls `render` for a node that other passes may lack. */
export interface FixedParts {
  /** Of a top-level key; undefined: pass.json does not have it. */
  value(
    key: string,
    node: JsonValue,
    render: (key: string, node: JsonValue) => JsonValue | undefined,
  ): JsonValue | undefined;
  field(node: JsonObject, render: (node: JsonObject) => JsonObject): JsonObject;
}

const known = new WeakMap<Program, FixedParts>();

/** The parts of a program. Results may depend on the program, the key and the node alone. */
export function fixedParts(program: Program): FixedParts {
  let parts = known.get(program);
  if (parts === undefined) {
    parts = remember(program.tree);
    known.set(program, parts);
  }
  return parts;
}

function remember(tree: JsonObject): FixedParts {
  const fixedKeys = new Set(Object.keys(tree).filter((key) => !hasMagic(tree[key]!)));
  const values = new Map<string, JsonValue | undefined>();
  const fixedFields = new Set(fieldsOf(tree.structure).filter((field) => !hasMagic(withoutSettings(field))));
  const fields = new Map<JsonObject, JsonObject>();
  return {
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
