// Brings two changes of one constructor together: a draft, and what somebody else has published
// since the draft began.
import { define } from '../values/tree.ts';
import { isArray, isObject, isWrittenAlike, type JsonObject, type JsonValue } from '../values/values.ts';

export interface Merged {
  readonly passConstructor: JsonObject;
  /** The places that both changed, as API paths: the draft's value stands. */
  readonly conflicts: readonly string[];
}

/** `mine` is the draft and `theirs` the published version; both came from `base`. */
export function mergeConstructors(base: JsonObject, mine: JsonObject, theirs: JsonObject): Merged {
  const conflicts: string[] = [];
  const merged = mergeObjects([base, mine, theirs], [], conflicts);
  return { passConstructor: merged, conflicts };
}

/** A value on the three sides; undefined: it is not there. */
type Sides<T> = readonly [base: T, mine: T, theirs: T];

function merge(
  sides: Sides<JsonValue | undefined>,
  path: readonly string[],
  conflicts: string[],
): JsonValue | undefined {
  const [base, mine, theirs] = sides;
  if (isWrittenAlike(mine, base)) return theirs;
  if (isWrittenAlike(theirs, base) || isWrittenAlike(mine, theirs)) return mine;
  if (isObject(mine) && isObject(theirs)) {
    return mergeObjects([isObject(base) ? base : {}, mine, theirs], path, conflicts);
  }
  if (areFields(mine) && areFields(theirs)) {
    return mergeFields([areFields(base) ? base : [], mine, theirs], path, conflicts);
  }
  conflicts.push(path.join('_'));
  return mine;
}

/** The keys of the draft in its order, and behind them what the others added. */
function mergeObjects(
  [base, mine, theirs]: Sides<JsonObject>,
  path: readonly string[],
  conflicts: string[],
): JsonObject {
  const merged: Record<string, JsonValue> = {};
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs), ...Object.keys(base)])) {
    const value = merge([base[key], mine[key], theirs[key]], [...path, key], conflicts);
    if (value !== undefined) define(merged, key, value);
  }
  return merged;
}

interface Field extends JsonObject {
  readonly key: string;
}

/** Whether a list is one of fields, each with a key of its own. */
function areFields(value: JsonValue | undefined): value is readonly Field[] {
  if (!isArray(value)) return false;
  const keys = value.map((item) => (isObject(item) && typeof item.key === 'string' ? item.key : null));
  return !keys.includes(null) && new Set(keys).size === keys.length;
}

/** The fields of the draft in its order; those that the others added stand behind their neighbour. */
function mergeFields(
  [base, mine, theirs]: Sides<readonly Field[]>,
  path: readonly string[],
  conflicts: string[],
): readonly JsonValue[] {
  const byKey = (fields: readonly Field[]) => new Map(fields.map((field) => [field.key, field]));
  const [ofBase, ofMine, ofTheirs] = [byKey(base), byKey(mine), byKey(theirs)];
  const order = mine.map(({ key }) => key);
  for (const [position, { key }] of theirs.entries()) {
    if (order.includes(key)) continue;
    const neighbour = theirs[position - 1]?.key;
    order.splice(neighbour === undefined ? 0 : order.indexOf(neighbour) + 1, 0, key);
  }
  for (const { key } of base) if (!order.includes(key)) order.push(key);
  return order.flatMap((key) => {
    const sides = [ofBase.get(key), ofMine.get(key), ofTheirs.get(key)] as const;
    const field = merge(sides, [...path, key], conflicts);
    return field === undefined ? [] : [field];
  });
}
