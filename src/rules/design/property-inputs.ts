// The inputs of a card's hidden values, which are its additional properties: no pass shows them, and
// rules and texts can name them.
import { LONGEST_KEY } from '../templates/index-template.ts';
import { parseContainer } from '../values/json-text.ts';
import { orderedEntries, orderedObject } from '../values/key-order.ts';
import { isObject, type JsonObject, type JsonValue, numberText, readNumber } from '../values/values.ts';
import type { NodePlace } from './form-inputs.ts';
import type { Input, InputFault } from './inputs.ts';
import { isContainer, objectAt, plainOf, textOf, withEntry, withPart, withPlain } from './leaf.ts';

/** A hidden value, by its position, because its key may be any text. */
export interface Property {
  readonly at: number;
  readonly key: string;
  readonly node: JsonValue;
}

export function propertiesOf({ additional }: JsonObject): readonly Property[] {
  if (!isObject(additional)) return [];
  return orderedEntries(additional).map(([key, node], at) => ({ at, key, node }));
}

/** The prefix of the names of a property's inputs. */
export function propertyPrefix(at: number): string {
  return `property.${at}.`;
}

export function propertyInputs(passConstructor: JsonObject): readonly Input[] {
  return propertiesOf(passConstructor).map(({ at, node }) => ({
    name: `${propertyPrefix(at)}value`,
    text: textOf(node),
    write: (now, text) => {
      const present = nodeAt(now, at);
      const value = readValue(text, plainOf(present));
      return value === undefined ? ('json' satisfies InputFault) : withNode(now, at, withPlain(present, value));
    },
  }));
}

/** The place of a hidden value for what its form says. */
export function propertyPlace(at: number): NodePlace {
  return {
    prefix: propertyPrefix(at),
    write: (passConstructor, change) => withNode(passConstructor, at, change(nodeAt(passConstructor, at))),
  };
}

/** A text in the likeness of the value before; undefined for a text that is no JSON where there was some. */
function readValue(text: string, before: JsonValue): JsonValue | undefined {
  if (isContainer(before)) return text.trim() === '' ? '' : parseContainer(text);
  if (typeof before === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (typeof before !== 'number') return text;
  const number = readNumber(text);
  return number !== null && numberText(number) === text.trim() ? number : text;
}

function rawKeyAt(passConstructor: JsonObject, at: number): string | undefined {
  return Object.keys(objectAt(passConstructor, 'additional'))[at];
}

function nodeAt(passConstructor: JsonObject, at: number): JsonValue | undefined {
  const key = rawKeyAt(passConstructor, at);
  return key === undefined ? undefined : objectAt(passConstructor, 'additional')[key];
}

function withNode(passConstructor: JsonObject, at: number, node: JsonValue | undefined): JsonObject {
  const key = rawKeyAt(passConstructor, at);
  if (key === undefined) return passConstructor;
  return withEntry(passConstructor, 'additional', withEntry(objectAt(passConstructor, 'additional'), key, node));
}

/** One more hidden value at the end; `key` or `keyTaken` for a key that no value can have. */
export function addProperty(passConstructor: JsonObject, key: string, value: JsonValue): JsonObject | InputFault {
  const trimmed = key.trim();
  if (trimmed === '' || trimmed.length > LONGEST_KEY || /[{}]/.test(trimmed)) return 'key';
  const entries = propertiesOf(passConstructor).map(({ key: name, node }) => [name, node] as const);
  if (entries.some(([name]) => name === trimmed)) return 'keyTaken';
  return withEntry(passConstructor, 'additional', orderedObject([...entries, [trimmed, value]]));
}

export function withoutProperty(passConstructor: JsonObject, at: number): JsonObject {
  const key = rawKeyAt(passConstructor, at);
  if (key === undefined) return passConstructor;
  return withPart(passConstructor, 'additional', withEntry(objectAt(passConstructor, 'additional'), key, undefined));
}
