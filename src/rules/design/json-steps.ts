// Reads and replaces what stands at the end of some steps of a constructor: keys of objects and
// positions of lists. A PSAttribute on the way counts as the value in it.
import { isAttribute } from '../templates/attributes.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import { withEntry, withItem, withPlain } from './leaf.ts';

export type JsonSteps = readonly (string | number)[];

/** The node, which may be a PSAttribute; undefined: there is none. */
export function nodeAt(root: JsonValue | undefined, steps: JsonSteps): JsonValue | undefined {
  let node = root;
  for (const step of steps) {
    const container = isAttribute(node) ? node.PSValue : node;
    if (typeof step === 'number') node = isArray(container) ? container[step] : undefined;
    else node = isObject(container) && Object.hasOwn(container, step) ? container[step] : undefined;
  }
  return node;
}

/**
 * The constructor with another node; undefined removes it. Missing containers are made, and objects
 * that become empty go, except for items of lists: their removal would move the others.
 */
export function withNodeAt(root: JsonObject, steps: JsonSteps, node: JsonValue | undefined): JsonObject {
  const written = replaced(root, steps, node);
  return isObject(written) ? written : root;
}

function replaced(
  present: JsonValue | undefined,
  steps: JsonSteps,
  node: JsonValue | undefined,
): JsonValue | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return node;
  const container = isAttribute(present) ? present.PSValue : present;
  const inner = replaced(nodeAt(present, [step]), rest, node);
  if (inner === undefined && nodeAt(present, [step]) === undefined) return present;
  if (typeof step === 'number') return inList(present, isArray(container) ? container : [], step, inner);
  const object = withEntry(isObject(container) ? container : {}, step, inner);
  if (object === container) return present;
  if (Object.keys(object).length === 0) return undefined;
  return withPlain(present, object);
}

function inList(
  present: JsonValue | undefined,
  items: readonly JsonValue[],
  at: number,
  item: JsonValue | undefined,
): JsonValue {
  const kept = item ?? {};
  const list = at < items.length ? withItem(items, at, kept) : [...items, kept];
  return list === items ? (present ?? list) : withPlain(present, list);
}

/** The list without some of its items; a list without any goes. */
export function withoutItems(root: JsonObject, steps: JsonSteps, positions: readonly number[]): JsonObject {
  const items = itemsAt(root, steps);
  const left = items.filter((_, at) => !positions.includes(at));
  if (left.length === items.length) return root;
  const present = nodeAt(root, steps);
  return withNodeAt(root, steps, left.length === 0 ? undefined : withPlain(present, left));
}

/** The items of a list; none where there is no list. */
export function itemsAt(root: JsonObject, steps: JsonSteps): readonly JsonValue[] {
  const node = nodeAt(root, steps);
  const items = isAttribute(node) ? node.PSValue : node;
  return isArray(items) ? items : [];
}
