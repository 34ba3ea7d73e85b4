// The inputs of the hidden values with a meaning of their own: texts of the till, of the form and of
// lists, and the lists of values that News, the editor and the export show.
import { orderedEntries, orderedObject } from '../values/key-order.ts';
import type { JsonObject, JsonValue } from '../values/values.ts';
import { isPathList, PATH_LISTS, type SPECIAL_PROPERTIES } from '../vocabulary.ts';
import type { Input } from './inputs.ts';
import { objectAt, textOf, withEntry, withPart, withText } from './leaf.ts';

export const SPECIAL_TEXTS = [
  'psPassDescription',
  'psScanText',
  'psScanColor',
  'psInformationURL',
  'psDisplayURL',
  'psRegistrationMessage',
  'psRegisteredMessage',
] as const satisfies readonly (typeof SPECIAL_PROPERTIES)[number][];

/** Whether a hidden value has its own input here. */
export function hasSpecialInput(key: string): boolean {
  return isPathList(key) || (SPECIAL_TEXTS as readonly string[]).includes(key);
}

export function specialInputs(passConstructor: JsonObject): readonly Input[] {
  const additional = objectAt(passConstructor, 'additional');
  return [
    ...SPECIAL_TEXTS.map((key) => ({
      name: `special.${key}`,
      text: textOf(additional[key]),
      write: (now: JsonObject, text: string) => withProperty(now, key, text),
    })),
    ...PATH_LISTS.map((key) => ({
      name: `special.${key}`,
      text: pathsIn(additional[key]).join(','),
      write: (now: JsonObject, text: string) => withProperty(now, key, text),
    })),
  ];
}

/** The API paths of a list, in its order, each once. */
export function pathsIn(node: JsonValue | undefined): readonly string[] {
  const names = textOf(node)
    .split(',')
    .map((name) => name.trim());
  return [...new Set(names)].filter((name) => name !== '');
}

/** An empty text removes the value, unless a PSAttribute holds it. */
function withProperty(passConstructor: JsonObject, key: string, text: string): JsonObject {
  const additional = objectAt(passConstructor, 'additional');
  if (additional[key] === undefined && text !== '') {
    const entries = orderedEntries(additional);
    return withEntry(passConstructor, 'additional', orderedObject([...entries, [key, text]]));
  }
  return withPart(passConstructor, 'additional', withText(additional, key, text));
}
