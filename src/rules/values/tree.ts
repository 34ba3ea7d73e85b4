// Reads and writes inside JSON by steps. In an array, a step is a field's `key` or, where items
// have none, a position.
import { isFieldTree } from '../vocabulary.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from './values.ts';

/** Top-level containers that are arrays in pass.json; every other container is an object. */
const ARRAYS = new Set([
  'locations',
  'beacons',
  'relevantDates',
  'upcomingPassInformation',
  'barcodes',
  'associatedStoreIdentifiers',
  'associatedPlayIdentifiers',
  'auxiliaryStoreIdentifiers',
  'featuredActions',
  'upcomingPassInformation',
  'preferredStyleSchemes',
]);

/** The item that a step names, or undefined. Ignores what an object inherits. */
export function child(value: JsonValue | undefined, step: string): JsonValue | undefined {
  if (isArray(value)) {
    const index = indexOf(value, step);
    return index === -1 ? undefined : value[index];
  }
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** The value at the end of the steps, or undefined. */
export function dig(value: JsonValue | undefined, steps: readonly string[]): JsonValue | undefined {
  let current = value;
  for (const step of steps) {
    current = child(current, step);
    if (current === undefined) return undefined;
  }
  return current;
}

/** A value and its destination. */
export interface Planting {
  readonly steps: readonly string[];
  readonly value: JsonValue;
}

/**
 * A copy with several places changed, one after another; missing containers on the way are made.
 * Each container is copied once, however many places change.
 */
export function plantAll(root: JsonValue | undefined, plantings: readonly Planting[]): JsonValue | undefined {
  const copies: Copies = new Map();
  return plantings.reduce((tree, planting) => planted(tree, planting, 0, copies), root);
}

/**
 * Copied containers, which may be written to; for an array, the positions of its keys once a
 * look-up needs them.
 */
type Copies = Map<object, Map<string, number> | null>;

function planted(root: JsonValue | undefined, { steps, value }: Planting, depth: number, copies: Copies): JsonValue {
  const step = steps[depth];
  if (step === undefined) return value;
  const inner = (old: JsonValue | undefined) => planted(old, { steps, value }, depth + 1, copies);
  if (isArray(root) || (!isObject(root) && holdsArray(steps, depth))) {
    const items = copyOf(isArray(root) ? root : [], copies, (array) => [...array]) as JsonValue[];
    const index = positionIn(items, step, copies);
    const numbered = /^\d+$/.test(step) && !isFieldTree(steps[0]);
    const old = index === -1 ? (numbered || depth === steps.length - 1 ? undefined : { key: step }) : items[index];
    const next = keyed(inner(old), step, numbered);
    // Fill missing positions before this one with null, so that a position means the same place in
    // every write.
    if (index === -1 && numbered && step.length <= 4) while (items.length < Number(step)) items.push(null);
    if (index === -1) items.push(next);
    else items[index] = next;
    if (index === -1 && keyOf(next) === step && !numbered) copies.get(items)?.set(step, items.length - 1);
    else if (numbered || keyOf(old) !== keyOf(next)) copies.set(items, null);
    return items;
  }
  const object = copyOf(isObject(root) ? root : {}, copies, (one) => ({ ...one })) as Record<string, JsonValue>;
  define(object, step, inner(child(object, step)));
  return object;
}

function copyOf<T extends object>(container: T, copies: Copies, make: (container: T) => T): T {
  if (copies.has(container)) return container;
  const copy = make(container);
  copies.set(copy, null);
  return copy;
}

/** As `indexOf`; what it learns of an array of its own it keeps until a key in it changes. */
function positionIn(items: JsonValue[], step: string, copies: Copies): number {
  let known = copies.get(items) ?? null;
  if (known === null) {
    known = new Map();
    for (const [index, item] of items.entries()) {
      const key = keyOf(item);
      if (key !== undefined && !known.has(key)) known.set(key, index);
    }
    copies.set(items, known);
  }
  return known.get(step) ?? numberedIn(items, step);
}

function keyOf(item: JsonValue | undefined): string | undefined {
  return isObject(item) && typeof item.key === 'string' ? item.key : undefined;
}

/** Assigns an own property, also one called `__proto__`. */
export function define(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function indexOf(items: readonly JsonValue[], step: string): number {
  const byKey = items.findIndex((item) => isObject(item) && item.key === step);
  return byKey === -1 ? numberedIn(items, step) : byKey;
}

/** The place of a position, where no field with a key stands. */
function numberedIn(items: readonly JsonValue[], step: string): number {
  if (!/^\d{1,4}$/.test(step)) return -1;
  const index = Number(step);
  const item = items[index];
  return index < items.length && !(isObject(item) && typeof item.key === 'string') ? index : -1;
}

/** Gives a field that was written whole under `structure_group_key` the key in its path. */
function keyed(value: JsonValue, step: string, numbered: boolean): JsonValue {
  if (numbered || !isObject(value) || value.key === step) return value;
  return { ...value, key: step } satisfies JsonObject;
}

function holdsArray(steps: readonly string[], depth: number): boolean {
  if (isFieldTree(steps[0])) return depth === 2;
  return depth === 1 && ARRAYS.has(steps[0]!);
}
