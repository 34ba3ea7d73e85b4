// Merges an update into a template: the guide's examples send only what changes, and owners change
// templates on other surfaces in between.
import { define } from '../../rules/values/tree.ts';
import { isObject, type JsonObject, type JsonValue, sameValue } from '../../rules/values/values.ts';

/**
 * A posted template after an update: objects merge key by key, arrays and all else are replaced.
 */
export function updated(posted: JsonObject, update: JsonObject): JsonObject {
  const next: Record<string, JsonValue> = { ...posted };
  for (const [key, value] of Object.entries(update)) {
    const before = Object.hasOwn(posted, key) ? posted[key] : undefined;
    define(next, key, isObject(before) && isObject(value) ? updated(before, value) : value);
  }
  return next;
}

/**
 * `current` with the changes from `before` to `after`. Parts that the update leaves alone stay,
 * such as triggers and additional properties of another surface. Undefined: absent.
 */
export function rebased(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  current: JsonValue | undefined,
): JsonValue | undefined {
  if (sameValue(before, after)) return current;
  if (!isObject(before) || !isObject(after) || !isObject(current)) return after;
  const next: Record<string, JsonValue> = {};
  for (const key of new Set([...Object.keys(current), ...Object.keys(after)])) {
    const value = rebased(own(before, key), own(after, key), own(current, key));
    if (value !== undefined) define(next, key, value);
  }
  return next;
}

function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
