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
  // The names of PSAttributes are no part of paths.
  if (isAttribute(node) && !Object.keys(node).some((key) => isNamed(key, path))) {
    return node.PSValue === undefined ? [] : ['PSValue', ...within(node.PSValue, path)];
  }
  let best: { readonly step: string | number; readonly name: string; readonly item: JsonValue } | null = null;
  for (const [step, name, item] of partsOf(node)) {
    if (isNamed(name, path) && name.length > (best?.name.length ?? -1)) best = { step, name, item };
  }
  if (best !== null) return [best.step, ...within(best.item, path.slice(best.name.length + 1))];
  // A single action has the place of the first one of a list.
  return /^0(?:_|$)/.test(path) && isObject(node) ? within(node, path.slice(2)) : [];
}

function isNamed(name: string, path: string): boolean {
  return path === name || path.startsWith(`${name}_`);
}

/** The parts of a container: step, name in paths, and node. */
function* partsOf(node: JsonValue): Generator<[string | number, string, JsonValue]> {
  if (isArray(node)) {
    for (const [at, item] of node.entries()) {
      yield [at, String(at), item];
      if (isObject(item) && typeof item.key === 'string') yield [at, item.key, item];
    }
  } else if (isObject(node)) {
    for (const [key, item] of Object.entries(node)) {
      yield [plainKey(key), plainKey(key), item];
      // Apple names the style by the key that holds the fields.
      if ((STYLES as readonly string[]).includes(key)) yield [key, 'structure', item];
    }
  }
}
