// Inputs of single values of a card that have a place in the constructor and no field: dates, places,
// beacons, links to apps, details for Siri. What a text becomes depends on the kind of the value.
import { parseContainer } from '../values/json-text.ts';
import { dateOfLocal, localTextOf } from '../values/local-moments.ts';
import {
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
  numberText,
  readNumber,
  readTruth,
  toText,
} from '../values/values.ts';
import type { Input, InputFault } from './inputs.ts';
import { itemsAt, type JsonSteps, nodeAt, withNodeAt, withoutItems } from './json-steps.ts';
import { isContainer, plainOf, textOf, withPlain, withPoint } from './leaf.ts';

/**
 * How a value is edited. `lines`: a list of texts, one a line; `list`: the same with commas; `member`:
 * whether a list has one text.
 */
export type Control = 'line' | 'text' | 'number' | 'moment' | 'truth' | 'choice' | 'member' | 'list' | 'lines' | 'json';

export interface PartInput extends Input {
  /** The API path, by which diagnostics name the place. */
  readonly path: string;
  /** The name of its words, such as `latitude`. */
  readonly word: string;
  readonly control: Control;
  /** The values to choose from; the empty one stands for none. */
  readonly choices: readonly string[];
}

/** What a page knows besides the constructor. */
export interface PartSettings {
  /** The time zone in which dates are typed, such as `Europe/Berlin`. */
  readonly zone: string;
}

export interface PlaceOfInput {
  readonly steps: JsonSteps;
  readonly control: Control;
  readonly word: string;
  readonly choices?: readonly string[];
  /** For `member`: the text. */
  readonly member?: string;
}

/** The offset of the dates of a template that have none; see rules/templates/settings.ts. */
function offsetOf({ timezone }: JsonObject): string {
  if (typeof timezone !== 'number' || timezone === 0) return 'Z';
  const minutes = Math.round(Math.abs(timezone) * 60);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${timezone < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/**
 * The inputs of a value: one, or for a moment two, because it may also be a text such as
 * `{validUntil}`.
 */
export function partInputs(
  passConstructor: JsonObject,
  { steps, control, word, choices = [], member = '' }: PlaceOfInput,
  settings: PartSettings,
): readonly PartInput[] {
  if (control === 'member') return [memberInput(passConstructor, steps, word, member)];
  const name = steps.join('.');
  const common = { path: steps.join('_'), word, choices };
  const node = nodeAt(passConstructor, steps);
  const write = (read: Read) => (now: JsonObject, text: string) => {
    const present = nodeAt(now, steps);
    const value = read(text, plainOf(present));
    if (value === 'json') return 'json' satisfies InputFault;
    if (value !== undefined) return withNodeAt(now, steps, withPlain(present, value.value));
    return withNodeAt(now, steps, undefined);
  };
  if (control === 'moment') {
    const local = localTextOf(toText(plainOf(node)), settings.zone, offsetOf(passConstructor));
    return [
      { ...common, name, control, text: local ?? '', write: write(readMoment(settings)) },
      {
        ...common,
        name: `${name}.text`,
        control: 'line',
        text: local === null ? textOf(node) : '',
        // The date, which was written before, stays where this text is only emptied beside it.
        write: (now, text) => (text === '' && isDateAt(now, steps) ? now : write(READERS.line)(now, text)),
      },
    ];
  }
  return [{ ...common, name, control, text: SHOWN[control]?.(node) ?? textOf(node), write: write(READERS[control]) }];
}

/** `true` or no text; the items beside the member stay where they are. */
function memberInput(passConstructor: JsonObject, steps: JsonSteps, word: string, member: string): PartInput {
  const name = [...steps, member].join('.');
  const has = (now: JsonObject) => itemsAt(now, steps).includes(member);
  return {
    ...{ name, path: [...steps, member].join('_'), word, control: 'member', choices: ['true'] },
    text: has(passConstructor) ? 'true' : '',
    write: (now, text) => {
      const isWanted = text === 'true';
      if (isWanted === has(now)) return now;
      const others = itemsAt(now, steps).filter((item) => item !== member);
      const items = isWanted ? [...others, member] : others;
      return withNodeAt(now, steps, items.length === 0 ? undefined : withPlain(nodeAt(now, steps), items));
    },
  };
}

function isDateAt(passConstructor: JsonObject, steps: JsonSteps): boolean {
  return localTextOf(toText(plainOf(nodeAt(passConstructor, steps))), 'UTC', 'Z') !== null;
}

/** Texts that differ from those of other forms. */
const SHOWN: Readonly<Partial<Record<Control, (node: JsonValue | undefined) => string>>> = {
  lines: (node) => listText(node, '\n'),
  list: (node) => listText(node, ', '),
  truth: (node) => {
    const truth = readTruth(plainOf(node));
    return truth === null ? textOf(node) : String(truth);
  },
};

function listText(node: JsonValue | undefined, between: string): string {
  const value = plainOf(node);
  const isPlain = isArray(value) && value.every((item) => !isContainer(item) && !toText(item).includes('\n'));
  return isPlain ? value.map((item) => textOf(item)).join(between) : textOf(node);
}

/** The value of a typed text; undefined for none, `json` for a text that should be JSON and is not. */
type Read = (text: string, before: JsonValue) => { readonly value: JsonValue } | 'json' | undefined;

const readText: Read = (text, before) => {
  if (isContainer(before)) return readJson(text, before);
  return text === '' ? undefined : { value: text };
};

const readJson: Read = (text) => {
  if (text.trim() === '') return undefined;
  const value = parseContainer(text);
  return value === undefined ? 'json' : { value };
};

const READERS: Readonly<Record<Exclude<Control, 'moment' | 'member'>, Read>> = {
  line: readText,
  text: readText,
  choice: readText,
  json: readJson,
  number: (text) => {
    const typed = withPoint(text);
    if (typed === '') return undefined;
    const number = readNumber(typed);
    return { value: number !== null && numberText(number) === typed.replace(/^\+/, '') ? number : typed };
  },
  truth: (text) => (text === '' ? undefined : { value: readTruth(text) ?? text }),
  list: (text, before) => readList(text, before, /[\s,;]+/),
  lines: (text, before) => readList(text, before, /\n/),
};

function readMoment({ zone }: PartSettings): Read {
  return (text) => (text === '' ? undefined : { value: dateOfLocal(text, zone) ?? text });
}

/** Items that stayed keep their value, such as a number. */
function readList(text: string, before: JsonValue, between: RegExp): ReturnType<Read> {
  const known = new Map((isArray(before) ? before : []).map((item) => [textOf(item), item] as const));
  const items = text
    .split(between)
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map((item) => known.get(item) ?? item)
    .map((item) => (typeof item === 'string' && between.source !== '\\n' ? wholeNumber(item) : item));
  return items.length === 0 ? undefined : { value: items };
}

function wholeNumber(text: string): JsonValue {
  return /^\d{1,15}$/.test(text) && String(Number(text)) === text ? Number(text) : text;
}

/** A list of objects, each a row of inputs. */
export interface RowsPlace {
  readonly steps: JsonSteps;
  readonly columns: readonly {
    readonly key: string;
    readonly control: Control;
    readonly choices?: readonly string[];
  }[];
}

export interface Row {
  readonly at: number;
  /** Whether the row stands for an item that is not there yet. */
  readonly isNew: boolean;
  readonly inputs: readonly PartInput[];
}

/** The most rows of a list on its page; more stay as they are. */
export const MOST_ROWS = 100;

/** A row for each item, and an empty one at the end. */
export function rowsOf(passConstructor: JsonObject, place: RowsPlace, settings: PartSettings): readonly Row[] {
  const items = itemsAt(passConstructor, place.steps);
  const count = Math.min(items.length, MOST_ROWS);
  const positions = Array.from({ length: count < items.length ? count : count + 1 }, (_, at) => at);
  return positions
    .filter((at) => at >= items.length || isObject(plainOf(items[at])))
    .map((at) => ({
      at,
      isNew: at >= items.length,
      inputs: place.columns.flatMap(({ key, control, choices }) =>
        partInputs(
          passConstructor,
          { steps: [...place.steps, at, key], control, word: key, ...(choices && { choices }) },
          settings,
        ),
      ),
    }));
}

/** The name of the box that removes a row. */
export function removeName({ steps }: RowsPlace, at: number): string {
  return [...steps, at, 'remove'].join('.');
}

/** The constructor without the rows whose box is ticked. */
export function withoutTicked(
  passConstructor: JsonObject,
  place: RowsPlace,
  texts: Readonly<Record<string, string>>,
): JsonObject {
  const ticked = itemsAt(passConstructor, place.steps)
    .map((_, at) => at)
    .filter((at) => texts[removeName(place, at)] === 'true');
  return withoutItems(passConstructor, place.steps, ticked);
}
