// How an update meets what is there: the guide's examples send only what changes, and owners change templates on other
// surfaces in between.
import { define } from '../../rules/values/tree.ts';
import { isObject, type JsonObject, type JsonValue, sameValue } from '../../rules/values/values.ts';

/** What was posted with an update in it: objects key by key, everything else replaced, arrays too. */
export function updated(posted: JsonObject, update: JsonObject): JsonObject {
  const next: Record<string, JsonValue> = { ...posted };
  for (const [key, value] of Object.entries(update)) {
    const before = Object.hasOwn(posted, key) ? posted[key] : undefined;
    define(next, key, isObject(before) && isObject(value) ? updated(before, value) : value);
  }
  return next;
}

/**
 * `current` with the changes from `before` to `after`: what an update did not change stays as it is, such as triggers and
 * additional properties that came through another surface. Undefined: not there.
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
