// Reads and writes inside JSON by steps. In an array, a step is a field's `key` or, where items
// have none, a position.
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

/** Copies a value with one place changed, and makes missing containers on the way. */
export function plant(root: JsonValue | undefined, steps: readonly string[], value: JsonValue, depth = 0): JsonValue {
  const step = steps[depth];
  if (step === undefined) return value;
  const asArray = isArray(root) || (!isObject(root) && holdsArray(steps, depth));
  if (asArray) {
    const items = isArray(root) ? [...root] : [];
    const index = indexOf(items, step);
    const numbered = /^\d+$/.test(step) && steps[0] !== 'structure';
    const old = index === -1 ? (numbered || depth === steps.length - 1 ? undefined : { key: step }) : items[index];
    const next = plant(old, steps, value, depth + 1);
    // Fill missing positions before this one with null, so that a position means the same place in
    // every write.
    if (index === -1 && numbered && step.length <= 4) while (items.length < Number(step)) items.push(null);
    if (index === -1) items.push(keyed(next, step, numbered));
    else items[index] = keyed(next, step, numbered);
    return items;
  }
  const object: Record<string, JsonValue> = isObject(root) ? { ...root } : {};
  define(object, step, plant(child(root, step), steps, value, depth + 1));
  return object;
}

/** Assigns an own property, also one called `__proto__`. */
export function define(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function indexOf(items: readonly JsonValue[], step: string): number {
  const byKey = items.findIndex((item) => isObject(item) && item.key === step);
  if (byKey !== -1 || !/^\d{1,4}$/.test(step)) return byKey;
  const index = Number(step);
  const item = items[index];
  return index < items.length && !(isObject(item) && typeof item.key === 'string') ? index : -1;
}

/** Gives a field that was written whole under `structure_group_key` the key in its path. */
function keyed(value: JsonValue, step: string, numbered: boolean): JsonValue {
  if (numbered || !isObject(value)) return value;
  return { ...value, key: step } satisfies JsonObject;
}

function holdsArray(steps: readonly string[], depth: number): boolean {
  if (steps[0] === 'structure') return depth === 2;
  return depth === 1 && ARRAYS.has(steps[0]!);
}
