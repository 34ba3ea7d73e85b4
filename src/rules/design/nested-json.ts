// Changes texts inside JSON that stands in a text, such as a sub-routine in an additional property.
// Only the changed texts are written anew: white space and everything else stays as its owner typed
// it.
import { getNodeValue, type Node, parseTree } from 'jsonc-parser';
import { JSON_START } from '../paths/magic.ts';
import { parseContainer } from '../values/json-text.ts';
import { isArray, isObject, type JsonValue } from '../values/values.ts';

/**
 * The text after a change of the JSON in it. `map` answers a value of the same shape, in which texts
 * and keys may differ. Undefined: the text is no JSON array or object.
 */
export function mapNestedJson(text: string, map: (value: JsonValue) => JsonValue): string | undefined {
  if (!JSON_START.test(text) || parseContainer(text) === undefined) return undefined;
  const root = parseTree(text);
  if (root === undefined) return undefined;
  const before = getNodeValue(root) as JsonValue;
  const after = map(before);
  if (after === before) return text;
  const edits: Edit[] = [];
  compare(root, before, after, edits);
  let result = '';
  let end = 0;
  for (const { offset, length, text: written } of edits) {
    result += text.slice(end, offset) + written;
    end = offset + length;
  }
  return result + text.slice(end);
}

interface Edit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

function edit({ offset, length }: Node, text: string): Edit {
  return { offset, length, text: JSON.stringify(text) };
}

/** Collects the edits in the order of the text. */
function compare(node: Node, before: JsonValue, after: JsonValue, edits: Edit[]): void {
  if (before === after) return;
  if (typeof before === 'string' && typeof after === 'string') edits.push(edit(node, after));
  else if (isArray(before) && isArray(after)) {
    for (const [index, item] of (node.children ?? []).entries()) compare(item, before[index]!, after[index]!, edits);
  } else if (isObject(before) && isObject(after)) {
    const keys = Object.keys(before);
    const renamed = Object.keys(after);
    for (const { children } of node.children ?? []) {
      const [key, value] = children ?? [];
      if (key === undefined || value === undefined) continue;
      const position = keys.indexOf(key.value as string);
      const name = renamed[position] ?? keys[position]!;
      if (name !== keys[position]) edits.push(edit(key, name));
      compare(value, before[keys[position]!]!, after[name]!, edits);
    }
  }
}
