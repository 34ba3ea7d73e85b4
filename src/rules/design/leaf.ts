// Reads and replaces single values of a template's JSON, PSAttributes and plain values alike.
// Whatever is not replaced stays the same object, so that it is saved byte for byte.
import { isAttribute, unwrap } from '../templates/attributes.ts';
import { jsonOf } from '../values/key-order.ts';
import { typed } from '../values/literal.ts';
import { define } from '../values/tree.ts';
import { isArray, isObject, type JsonObject, type JsonValue, sameValue, toText } from '../values/values.ts';

/** The plain value of a node; null where there is none. */
export function plainOf(node: JsonValue | undefined): JsonValue {
  return node === undefined ? null : unwrap(node);
}

/** The text of a node as a form shows it. */
export function textOf(node: JsonValue | undefined): string {
  const value = plainOf(node);
  return formText(typeof value === 'object' && value !== null ? jsonOf(value, 2) : typed(toText(value)));
}

/**
 * A text as it comes back from a form that shows it: browsers send one kind of line end, and no
 * characters that HTML or UTF-8 cannot hold.
 */
export function formText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/\p{Surrogate}|\0/gu, '\ufffd');
}

/** A typed number with a decimal point, for which many languages have a comma. */
export function withPoint(text: string): string {
  return text.trim().replace(/^([+-]?\d+),(\d+)$/, '$1.$2');
}

/** Whether a value is a list or an object, which a form shows as JSON. */
export function isContainer(value: JsonValue): boolean {
  return isArray(value) || isObject(value);
}

/** The node with another value; what a PSAttribute says besides its value stays. */
export function withPlain(node: JsonValue | undefined, value: JsonValue): JsonValue {
  return isAttribute(node) ? { ...node, PSValue: value } : value;
}

/** The object with another entry, in its place; undefined removes it. The same object where nothing changes. */
export function withEntry(object: JsonObject, key: string, node: JsonValue | undefined): JsonObject {
  const has = Object.hasOwn(object, key);
  if (node === undefined) {
    if (!has) return object;
    return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
  }
  if (has && sameValue(object[key], node)) return object;
  const copy: Record<string, JsonValue> = { ...object };
  define(copy, key, node);
  return copy;
}

/** The object with another text; an empty text removes the entry, unless a PSAttribute holds it. */
export function withText(object: JsonObject, key: string, text: string): JsonObject {
  const node = object[key];
  return withEntry(object, key, text === '' && !isAttribute(node) ? undefined : withPlain(node, text));
}

/** The object with another part; a part without entries goes. */
export function withPart(object: JsonObject, key: string, part: JsonObject): JsonObject {
  return withEntry(object, key, Object.keys(part).length === 0 ? undefined : part);
}

/** An entry that is an object; an empty one where it is none. */
export function objectAt(object: JsonObject, key: string): JsonObject {
  const node = object[key];
  return isObject(node) ? node : {};
}

/** The list with another item at a position. The same list where nothing changes. */
export function withItem<T extends JsonValue>(items: readonly T[], at: number, item: T): readonly T[] {
  return items[at] === item ? items : items.map((each, index) => (index === at ? item : each));
}
