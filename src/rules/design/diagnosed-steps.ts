// Finds the part of a constructor that a diagnostic is about: diagnostics name it by an API path or by
// a place in the rules, an editor of JSON needs its steps.
import { propertyPath } from '../paths/paths.ts';
import { isAttribute } from '../templates/attributes.ts';
import { plainKey } from '../values/key-order.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import { STYLES } from '../vocabulary.ts';
import type { JsonSteps } from './json-steps.ts';

/** The steps to the innermost part that the path leads to; none for a path that leads nowhere. */
export function diagnosedSteps(passConstructor: JsonObject, path: string): JsonSteps {
  const { additional } = passConstructor;
  for (const key of isObject(additional) ? Object.keys(additional) : []) {
    const name = propertyPath(plainKey(key));
    if (path !== name && !path.startsWith(`${name}_`)) continue;
    return ['additional', plainKey(key), ...within((additional as JsonObject)[key]!, path.slice(name.length + 1))];
  }
  return within(passConstructor, path);
}

function within(node: JsonValue, path: string): JsonSteps {
  if (path === '') return isAttribute(node) && Object.hasOwn(node, 'PSValue') ? ['PSValue'] : [];
  const found = longestNamed(node, path);
  // The names of PSAttributes are no part of paths.
  if (found === null && isAttribute(node)) {
    return node.PSValue === undefined ? [] : ['PSValue', ...within(node.PSValue, path)];
  }
  if (found !== null) return [found.step, ...within(found.item, path.slice(found.name.length + 1))];
  // A single action has the place of the first one of a list.
  return /^0(?:_|$)/.test(path) && isObject(node) ? within(node, path.slice(2)) : [];
}

interface Part {
  readonly step: string | number;
  readonly item: JsonValue;
}

/** The part with the longest name with which the path begins. */
function longestNamed(node: JsonValue, path: string): (Part & { readonly name: string }) | null {
  if (!isArray(node) && !isObject(node)) return null;
  const parts = partsOf(node);
  for (let end = path.length; end > 0; end = path.lastIndexOf('_', end - 1)) {
    const name = path.slice(0, end);
    const part = parts.get(name);
    if (part !== undefined) return { ...part, name };
  }
  return null;
}

/** The parts of containers by their names in paths, because many diagnostics are about few of them. */
const KNOWN = new WeakMap<object, ReadonlyMap<string, Part>>();

function partsOf(node: readonly JsonValue[] | JsonObject): ReadonlyMap<string, Part> {
  const known = KNOWN.get(node);
  if (known !== undefined) return known;
  const parts = new Map<string, Part>();
  if (isArray(node)) {
    for (const [at, item] of node.entries()) {
      const name = isObject(item) && typeof item.key === 'string' ? item.key : String(at);
      if (!parts.has(name)) parts.set(name, { step: at, item });
    }
  } else {
    for (const [key, item] of Object.entries(node)) {
      parts.set(plainKey(key), { step: plainKey(key), item });
      // Apple names the style by the key that holds the fields.
      if ((STYLES as readonly string[]).includes(key)) parts.set('structure', { step: key, item });
    }
  }
  KNOWN.set(node, parts);
  return parts;
}
