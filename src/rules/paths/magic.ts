// Expands magic strings: `{name}` in any text of a template or pass becomes the value of a special
// string, an API path or an additional property (semantics.md, "Magic strings"). Pure: the index
// and the facts say what a name means.
import { spend } from '../budget.ts';
import { type PassFacts, SCAN, type Specials } from '../passes/facts.ts';
import { parseContainer } from '../values/json-text.ts';
import { jsonOf } from '../values/key-order.ts';
import { typed, typedValue } from '../values/literal.ts';
import { isArray, isObject, type JsonValue, toText } from '../values/values.ts';
import { SPECIAL_STRINGS } from '../vocabulary.ts';
import {
  effectiveValue,
  effortOf,
  type Location,
  locate,
  type PathIndex,
  PROPERTY_PREFIX,
  propertyPath,
} from './paths.ts';
import { isOrdinaryName, type Piece, piecesOf } from './pieces.ts';

/**
 * Who reads the result. `holder`: passes, public pages, conditions; the clientHash is left out.
 * `trusted`: URL actions, psInformationURL, psEditorURL, psDisplayURL. `freeze`: a set action, in
 * which `{clientHash}` stays a magic string.
 */
export type Audience = 'holder' | 'trusted' | 'freeze';

/** Problems of an expansion, which a run's trace and a simulation show. */
export type MagicProblem = 'magic_cycle' | 'magic_too_deep' | 'magic_too_long' | 'magic_too_many';

export interface ExpandOptions {
  readonly audience: Audience;
  /** Encodes each expanded value. `position`: its place in the text. */
  readonly encode?: (value: string, position: number) => string;
  readonly problems?: Set<MagicProblem>;
}

const DEEPEST = 16;
const LONGEST_BYTES = 64 * 1024;
/**
 * No template needs thousands of references in one text. Without a bound, sixteen nested levels
 * make billions.
 */
const MOST_REFERENCES = 4096;
/**
 * The most names with characters outside of identifiers: JSON and style sheets look like many
 * names.
 */
const MOST_OTHERS = 65_536;

/**
 * `psEditorURL` ends in the serial number and not in the hash, see the guide on hashes that end in
 * a comma.
 */
const CONVENIENCE: Readonly<Record<string, string>> = {
  psPassURL: '{rootPath}/pass/create.php?hashedSerialNumber={hashedSerialNumber}',
  psRegisterURL: '{rootPath}/pass/register.php?hashedSerialNumber={hashedSerialNumber}',
  psEditorURL: '{rootPath}/pass/editor.php?clientHash={clientHash}&hashedSerialNumber={hashedSerialNumber}',
};

interface Run {
  readonly index: PathIndex;
  readonly facts: PassFacts;
  readonly options: ExpandOptions;
  references: number;
  others: number;
  /** The rest of the UTF-16 units by which the texts of a whole value may grow. */
  left: number;
}

/**
 * Replaces the magic strings of a text. An unknown name stays as it stands. The result has at most
 * 64 KiB of UTF-8.
 */
export function expand(index: PathIndex, facts: PassFacts, text: string, options: ExpandOptions): string {
  return expandWhole({ index, facts, options, references: 0, others: 0, left: LONGEST_BYTES }, text);
}

function expandWhole(run: Run, text: string): string {
  if (!text.includes('{')) return text;
  if (run.left <= 0) return problem(run, 'magic_too_long');
  const expanded = expandText(run, text, 0, null, run.options.encode);
  run.left -= expanded.length;
  return expanded;
}

/** The names that are being expanded, the innermost first. */
interface Open {
  readonly name: string;
  readonly outer: Open | null;
}

function expandText(run: Run, text: string, depth: number, open: Open | null, encode: ExpandOptions['encode']): string {
  spend(run.facts.budget, 0, text.length);
  let result = '';
  let end = 0;
  for (const piece of piecesOf(text)) {
    const isPrefixed = run.index.magicPrefixes === true && piece.start > end && isPrefix(text, piece.start - 1);
    const value = isPrefixed ? expandProperty(run, piece, depth, open) : expandName(run, piece, depth, open);
    if (value === null) result += text.slice(end, piece.end);
    else {
      const from = isPrefixed ? piece.start - 1 : piece.start;
      if (from > end) result += text.slice(end, from);
      result += encode === undefined ? value : encode(value, from);
    }
    end = piece.end;
    if (result.length > LONGEST_BYTES) break;
  }
  const whole = capped(run, end === 0 ? text : result + text.slice(end));
  spend(run.facts.budget, 0, whole.length);
  return whole;
}

/** PassKit's templates write `#{name}`, and some of its clients `${name}`. */
function isPrefix(text: string, at: number): boolean {
  return text[at] === '#' || text[at] === '$';
}

/**
 * The path of what `#{key}` names: an additional property and nothing else, because PassKit's keys
 * may be called like special strings and paths. Null: there is no such property.
 */
function propertyNamed(index: PathIndex, key: string): string | null {
  const path = propertyPath(key);
  return index.locations.get(path)?.steps[0] === 'additional' ? path : null;
}

/** The same for `#{key}`, by the path of its property. */
function expandProperty(run: Run, { name }: Piece, depth: number, open: Open | null): string | null {
  const path = propertyNamed(run.index, name);
  return path === null ? null : expandName(run, { name: path, isOrdinary: isOrdinaryName(path) }, depth, open);
}

/** The expanded value of `{name}`; null leaves the magic string as it is. */
function expandName(
  run: Run,
  { name, isOrdinary }: Pick<Piece, 'name' | 'isOrdinary'>,
  depth: number,
  open: Open | null,
): string | null {
  // Most of the others are no names, so they stay as they are once there are too many.
  if (!isOrdinary && ++run.others > MOST_OTHERS) return null;
  if (isOrdinary && ++run.references > MOST_REFERENCES) return problem(run, 'magic_too_many');
  if (run.options.audience === 'freeze' && (name === 'clientHash' || name === 'psEditorURL')) return null;
  const source = sourceOf(run.index, run.facts, name, run.options.audience);
  if (source === undefined) return null;
  if (!isOrdinary && ++run.references > MOST_REFERENCES) return problem(run, 'magic_too_many');
  const text = toText(source);
  spend(run.facts.budget, 0, text.length);
  if (!text.includes('{')) return text;
  if (run.index.magicPrefixes === true && isItself(text, name)) return null;
  for (let around = open; around !== null; around = around.outer) {
    if (around.name === name) return problem(run, 'magic_cycle');
  }
  if (depth >= DEEPEST) return problem(run, 'magic_too_deep');
  return expandText(run, text, depth + 1, { name, outer: open }, undefined);
}

/**
 * Whether a property's value is `#{key}` of itself: an unset property then keeps its typed text.
 */
function isItself(text: string, path: string): boolean {
  return isPrefix(text, 0) && text[1] === '{' && text.endsWith('}') && propertyPath(text.slice(2, -1)) === path;
}

function problem(run: Run, code: MagicProblem): string {
  run.options.problems?.add(code);
  return '';
}

/**
 * The value behind a name before anything inside it expands: undefined for a name that does not
 * exist.
 */
function sourceOf(index: PathIndex, facts: PassFacts, name: string, audience: Audience): JsonValue | undefined {
  const special = specialString(facts, name, audience);
  if (special !== undefined) {
    spend(facts.budget, 1, 0);
    return special;
  }
  const location = locate(index, name);
  spend(facts.budget, 1, location === null ? 0 : effortOf(facts.overrides, location));
  if (location === null) return undefined;
  const value = effectiveValue(index, facts.overrides, location) ?? defaultOf(index, facts, location);
  const isImage = location.steps[0] === 'images' && value !== null && value !== '';
  return isImage ? imageUrl(facts.specials.rootPath, toText(value)) : value;
}

function specialString(facts: PassFacts, name: string, audience: Audience): string | undefined {
  if (!isSpecial(name)) return undefined;
  if (name === 'clientHash') return audience === 'trusted' ? facts.specials.clientHash : '';
  if (name === 'timestamp') return timestamp(facts.now);
  if (name === 'psLastScan') return lastScan(facts);
  if (name === 'psEditorURL' && audience === 'holder') return '';
  return CONVENIENCE[name] ?? facts.specials[name as keyof Specials];
}

/**
 * When the pass was last scanned, before the event at hand; empty: never. For conditions: a pass that
 * shows the time gets the new one with its next change.
 */
function lastScan({ access }: PassFacts): string {
  const scan = access[SCAN];
  return scan === undefined ? '' : timestamp(scan.last);
}

/** The last second that was written: many scans share one. */
let lastSecond = { second: Number.NaN, text: '' };

/** ISO 8601 in UTC, whole seconds: what a date field of a pass accepts. */
export function timestamp(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  if (second !== lastSecond.second) {
    lastSecond = { second, text: `${new Date(milliseconds).toISOString().slice(0, 19)}Z` };
  }
  return lastSecond.text;
}

/**
 * The guide: without psPassDescription, the primary fields' values describe the pass, else the
 * pass's description does.
 */
function defaultOf(index: PathIndex, facts: PassFacts, location: Location): JsonValue {
  const [area, name] = location.steps;
  if (area !== 'additional' || name !== 'psPassDescription') return null;
  const primary = effectiveValue(index, facts.overrides, locate(index, 'structure_primaryFields')!);
  const values = isArray(primary) ? primary.map((field) => (isObject(field) ? toText(field.value) : '')) : [];
  const shown = values.filter((value) => value !== '').join(' ');
  return shown === '' ? '{description}' : shown;
}

function capped(run: Run, text: string): string {
  if (text.length * 3 <= LONGEST_BYTES) return text;
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(LONGEST_BYTES));
  if (read === text.length) return text;
  run.options.problems?.add('magic_too_long');
  return text.slice(0, read);
}

/**
 * The value of `{name}` in a condition: numbers and booleans stay what they are, texts expand, an
 * unknown name is null.
 */
export function magicValue(index: PathIndex, facts: PassFacts, name: string): JsonValue {
  const source = sourceOf(index, facts, name, 'holder');
  spend(facts.budget, 0, typeof source === 'string' ? source.length : 0);
  if (isArray(source) || isObject(source)) {
    spend(facts.budget, 0, JSON.stringify(source).length);
    return typedValue(expandValue(index, facts, source, { audience: 'holder' }));
  }
  if (typeof source !== 'string') return source ?? null;
  return typed(expand(index, facts, source.includes('{') ? `{${name}}` : source, { audience: 'holder' }));
}

/**
 * Replaces the magic strings of every text in a JSON value; a text that is JSON itself expands
 * inside. The limits of `expand` apply to the whole value.
 */
export function expandValue(index: PathIndex, facts: PassFacts, value: JsonValue, options: ExpandOptions): JsonValue {
  return expandInside({ index, facts, options, references: 0, others: 0, left: LONGEST_BYTES }, value, 0);
}

function expandInside(run: Run, value: JsonValue, nested: number): JsonValue {
  if (typeof value === 'string') return expandNested(run, value, nested);
  if (isArray(value)) return value.map((item) => expandInside(run, item, nested));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expandInside(run, item, nested)]));
}

/** Matches the beginning of JSON that contains a text; `{timestamp}` does not match. */
export const JSON_START = /^\s*(?:\{\s*["}]|\[\s*["[{\]\d\-tfn])/;

/** Expands inside the parsed JSON, so that a quote in a value cannot break out of its text. */
function expandNested(run: Run, text: string, nested: number): string {
  const isJson = nested < DEEPEST && text.includes('{') && JSON_START.test(text);
  const json = isJson ? parseContainer(text) : undefined;
  return json === undefined ? expandWhole(run, text) : jsonOf(expandInside(run, json, nested + 1));
}

/** The names in a template's text, each once; `#{key}` as the path of its property. */
export function namesIn(index: PathIndex, text: string): string[] {
  const names = piecesOf(text).map(({ name, start }) => {
    const isPrefixed = index.magicPrefixes === true && isPrefix(text, start - 1);
    return isPrefixed ? (propertyNamed(index, name) ?? PROPERTY_PREFIX + name) : name;
  });
  return [...new Set(names)];
}

const SPECIALS: ReadonlySet<string> = new Set(SPECIAL_STRINGS);

/** Whether a name is a special string. */
export function isSpecial(name: string): boolean {
  return SPECIALS.has(name);
}

/** The URL where the server answers an image's original bytes. */
export function imageUrl(rootPath: string, hash: string): string {
  return `${rootPath}/images/${hash}`;
}
