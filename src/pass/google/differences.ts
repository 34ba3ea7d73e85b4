// What differs between two states of an object: what a PATCH sends, and what its holder is told.
import { isObject, type JsonObject, type JsonValue, sameValue } from '../../rules/values/values.ts';
import type { SentFace } from './input.ts';

/**
 * What a PATCH sends (RFC 7396): the keys that differ, and null for a key that is gone. Null:
 * nothing differs.
 */
export function patchOf(before: SentFace, after: SentFace): JsonObject | null {
  const patch = mergePatch(before.object, after.object);
  return Object.keys(patch).length === 0 ? null : patch;
}

function mergePatch(before: JsonObject, after: JsonObject): JsonObject {
  const patch: Record<string, JsonValue> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [before[key], after[key]];
    if (sameValue(old, now)) continue;
    if (now === undefined) patch[key] = null;
    else patch[key] = isObject(old) && isObject(now) ? mergePatch(old, now) : now;
  }
  return patch;
}

/**
 * What the holder is told: the messages of the fields with a changeMessage that show another value
 * than before, or that the card did not show. []: nothing.
 */
export function notices(before: SentFace, after: SentFace): readonly string[] {
  return Object.entries(after.announced).flatMap(([key, { value, message }]) =>
    Object.hasOwn(before.announced, key) && before.announced[key]!.value === value ? [] : [message],
  );
}
