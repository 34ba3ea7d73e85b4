// The inputs that say how customers and owners fill in a value: the keys of its PSAttribute. A plain
// value becomes a PSAttribute with the first of them, and plain again without the last.
import { VALIDATORS } from '../forms/validators.ts';
import { isAttribute } from '../templates/attributes.ts';
import { orderedEntries, orderedObject } from '../values/key-order.ts';
import { isArray, isObject, isTrue, type JsonObject, type JsonValue, readNumber, toText } from '../values/values.ts';
import type { Input } from './inputs.ts';
import { formText, isContainer, textOf, withEntry } from './leaf.ts';

/** The node after a change; undefined: there is still none. */
type ChangeNode = (node: JsonValue | undefined) => JsonValue | undefined;

/** Reads and replaces the node in the constructor. */
export interface NodePlace {
  /** The prefix of the names of the inputs. */
  readonly prefix: string;
  readonly write: (passConstructor: JsonObject, change: ChangeNode) => JsonObject;
}

/** The node with another key of its PSAttribute; undefined removes the key. */
function withSaid(node: JsonValue | undefined, key: string, said: JsonValue | undefined): JsonValue | undefined {
  if (!isAttribute(node)) return said === undefined ? node : { PSValue: node ?? '', [key]: said };
  const changed = withEntry(node, key, said);
  const isPlain = changed !== node && Object.keys(changed).every((name) => name === 'PSValue');
  return isPlain ? (changed.PSValue ?? '') : changed;
}

export function formInputs(node: JsonValue | undefined, { prefix, write }: NodePlace): readonly Input[] {
  const said = isAttribute(node) ? node : {};
  const input: MakeInput = (name, text, change) => ({
    name: prefix + name,
    text,
    write: (passConstructor, given) => write(passConstructor, (now) => change(now, given)),
  });
  const plainText = (key: string) =>
    input(key, textOf(said[key]), (now, text) => withSaid(now, key, text === '' ? undefined : text));
  return [
    input('PSEditable', isTrue(said.PSEditable) ? 'true' : '', (now, text) =>
      withSaid(now, 'PSEditable', text === 'true' ? true : undefined),
    ),
    plainText('PSLabel'),
    plainText('PSAttributeType'),
    input('PSStepAmount', textOf(said.PSStepAmount), (now, text) =>
      withSaid(now, 'PSStepAmount', text === '' ? undefined : (readNumber(text) ?? text)),
    ),
    input('PSValidation', validatorsOf(said.PSValidation).join(','), (now, text) => {
      const chosen = text.split(',').filter((name) => Object.hasOwn(VALIDATORS, name));
      return withSaid(now, 'PSValidation', chosen.length === 0 ? undefined : chosen.join(','));
    }),
    ...optionInputs(said.PSOptions, input),
  ];
}

/** The validators in the order of their table, as boxes list them. */
function validatorsOf(node: JsonValue | undefined): readonly string[] {
  const named = (node === undefined ? '' : toText(node)).split(',').map((name) => name.trim());
  return Object.keys(VALIDATORS).filter((name) => named.includes(name));
}

/** Label and value of each option, in the owner's order. */
export function optionsOf(node: JsonValue | undefined): readonly (readonly [string, JsonValue])[] {
  if (isArray(node)) return node.map((option) => [toText(option), option] as const);
  return isObject(node) ? orderedEntries(node) : [];
}

type MakeInput = (
  name: string,
  text: string,
  change: (now: JsonValue | undefined, text: string) => JsonValue | undefined,
) => Input;

/** One input for all options: a line each, `label` or `label = value`. */
function optionInputs(node: JsonValue | undefined, input: MakeInput): readonly Input[] {
  const isStrange = node !== undefined && node !== null && !isArray(node) && !isObject(node);
  return isStrange
    ? []
    : [
        input('PSOptions', optionLines(node), (now, text) => {
          const before = isAttribute(now) ? now.PSOptions : undefined;
          return withSaid(now, 'PSOptions', readOptionLines(text, before));
        }),
      ];
}

const BETWEEN = ' = ';

/** A line for each option; its value follows where it is not the label. */
function optionLines(node: JsonValue | undefined): string {
  return optionsOf(node).map(optionLine).join('\n');
}

function optionLine([label, value]: readonly [string, JsonValue]): string {
  const text = textOf(isContainer(value) ? null : value);
  const named = formText(label).replaceAll('\n', ' ');
  return isContainer(value) || text !== named ? `${named}${BETWEEN}${isContainer(value) ? '…' : text}` : named;
}

/**
 * The options of lines, in their order; undefined without any. An option whose line stayed keeps its
 * value, such as a number.
 */
function readOptionLines(text: string, before: JsonValue | undefined): JsonValue | undefined {
  const known = new Map(optionsOf(before).map((option) => [optionLine(option), option] as const));
  const options = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): readonly [string, JsonValue] => {
      const same = known.get(line);
      if (same !== undefined) return same;
      const at = line.lastIndexOf(BETWEEN);
      return at === -1
        ? [line.trim(), line.trim()]
        : [line.slice(0, at).trim(), line.slice(at + BETWEEN.length).trim()];
    });
  if (options.length === 0) return undefined;
  const isList = isArray(before) && options.every(([label, value]) => label === toText(value));
  return isList ? options.map(([, value]) => value) : orderedObject(options);
}
