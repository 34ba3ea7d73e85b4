// Magic strings: `{name}` in any text of a template or pass becomes the value of a special string, an API path or an
// additional property (semantics.md, "Magic strings"). Pure: what a name means comes in as a scope.
import type { AccessFacts, Overrides } from './facts.ts';
import { typed } from './literal.ts';
import { effectiveValue, type Location, locate, type PathIndex } from './paths.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from './values.ts';
import { SPECIAL_STRINGS } from './vocabulary.ts';

/** What the special strings say for one pass; the clientHash is the template owner's. */
export interface Specials {
  readonly rootPath: string;
  readonly clientHash: string;
  readonly clientId: string;
  readonly templateHash: string;
  readonly hashedSerialNumber: string;
  readonly serialNumber: string;
}

/** Everything that the rules are told about one pass at one moment. */
export interface PassFacts {
  readonly overrides: Overrides;
  readonly access: AccessFacts;
  readonly specials: Specials;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Who reads the result. `holder`: passes, public pages, conditions: the clientHash is left out. `trusted`: URL actions,
 * psInformationURL, psEditorURL, psDisplayURL. `freeze`: a set action, which keeps `{clientHash}` as a magic string.
 */
export type Audience = 'holder' | 'trusted' | 'freeze';

/** What went wrong while expanding; a run's trace and a simulation show it. */
export type MagicProblem = 'magic_cycle' | 'magic_too_deep' | 'magic_too_long' | 'magic_too_many';

export interface ExpandOptions {
  readonly audience: Audience;
  /** Applied to each expanded value, except one at the very beginning of the text. */
  readonly encode?: (value: string) => string;
  readonly problems?: Set<MagicProblem>;
}

export const MAGIC = /\{([A-Za-z0-9_@.-]+)\}/g;
const DEEPEST = 16;
const LONGEST_BYTES = 64 * 1024;
/** No template needs thousands of references in one text; without a bound, nesting makes billions of sixteen levels. */
const MOST_REFERENCES = 4096;

/** `psEditorURL` ends in the serial number and not in the hash, see the guide on hashes that end in a comma. */
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
}

/** The text with its magic strings replaced. An unknown name stays as it was typed. At most 64 KiB of UTF-8. */
export function expand(index: PathIndex, facts: PassFacts, text: string, options: ExpandOptions): string {
  if (!text.includes('{')) return text;
  const run: Run = { index, facts, options, references: 0 };
  return expandText(run, text, 0, new Set(), options.encode);
}

function expandText(run: Run, text: string, depth: number, open: Set<string>, encode: ExpandOptions['encode']): string {
  let result = '';
  let end = 0;
  for (const match of text.matchAll(MAGIC)) {
    result += text.slice(end, match.index);
    end = match.index + match[0].length;
    const value = expandName(run, match[1]!, depth, open);
    if (value === null) result += match[0];
    else result += encode === undefined || match.index === 0 ? value : encode(value);
    if (result.length > LONGEST_BYTES) break;
  }
  return capped(run, result + text.slice(end));
}

/** What `{name}` stands for, expanded itself; null: it stays as it is. */
function expandName(run: Run, name: string, depth: number, open: Set<string>): string | null {
  if (++run.references > MOST_REFERENCES) return problem(run, 'magic_too_many');
  if (run.options.audience === 'freeze' && (name === 'clientHash' || name === 'psEditorURL')) return null;
  const source = sourceOf(run.index, run.facts, name, run.options.audience);
  if (source === undefined) return null;
  const text = toText(source);
  if (!text.includes('{')) return text;
  if (open.has(name)) return problem(run, 'magic_cycle');
  if (depth >= DEEPEST) return problem(run, 'magic_too_deep');
  open.add(name);
  const expanded = expandText(run, text, depth + 1, open, undefined);
  open.delete(name);
  return expanded;
}

function problem(run: Run, code: MagicProblem): string {
  run.options.problems?.add(code);
  return '';
}

/** The value behind a name before anything inside it expands: undefined for a name that does not exist. */
function sourceOf(index: PathIndex, facts: PassFacts, name: string, audience: Audience): JsonValue | undefined {
  const special = specialString(facts, name, audience);
  if (special !== undefined) return special;
  const location = locate(index, name);
  if (location === null) return undefined;
  const value = effectiveValue(index, facts.overrides, location) ?? defaultOf(index, facts, location);
  return location.steps[0] === 'images' && value !== '' ? imageUrl(facts.specials.rootPath, toText(value)) : value;
}

function specialString(facts: PassFacts, name: string, audience: Audience): string | undefined {
  if (name === 'clientHash') return audience === 'trusted' ? facts.specials.clientHash : '';
  if (name === 'timestamp') return timestamp(facts.now);
  if (Object.hasOwn(CONVENIENCE, name)) {
    return name === 'psEditorURL' && audience === 'holder' ? '' : CONVENIENCE[name];
  }
  return Object.hasOwn(facts.specials, name) ? facts.specials[name as keyof Specials] : undefined;
}

/** ISO 8601 in UTC, whole seconds: what a date field of a pass accepts. */
export function timestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** The guide: an unset psPassDescription is made up: the primary fields' values, else the pass's description. */
function defaultOf(index: PathIndex, facts: PassFacts, location: Location): JsonValue {
  const [area, name] = location.steps;
  if (area === 'images') return '';
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

/** What `{name}` is in a condition: numbers and truths stay what they are, texts expand, an unknown name is null. */
export function magicValue(index: PathIndex, facts: PassFacts, name: string): JsonValue {
  const source = sourceOf(index, facts, name, 'holder');
  if (typeof source !== 'string') return source ?? null;
  return typed(expand(index, facts, source.includes('{') ? `{${name}}` : source, { audience: 'holder' }));
}

/** A JSON value with the magic strings of every text in it replaced; a text that is JSON itself expands inside. */
export function expandValue(index: PathIndex, facts: PassFacts, value: JsonValue, options: ExpandOptions): JsonValue {
  if (typeof value === 'string') return expandNested(index, facts, value, options);
  if (isArray(value)) return value.map((item) => expandValue(index, facts, item, options));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, expandValue(index, facts, item, options)] as const);
  return Object.fromEntries(entries) as JsonObject;
}

/** Expanding inside the parsed JSON, so that a quote in a value cannot break out of its text. */
function expandNested(index: PathIndex, facts: PassFacts, text: string, options: ExpandOptions): string {
  const json = text.includes('{') && /^\s*[[{]\s*(?:["[{\]}])/.test(text) ? parseJson(text) : undefined;
  if (json === undefined) return expand(index, facts, text, options);
  return JSON.stringify(expandValue(index, facts, json, options));
}

function parseJson(text: string): JsonValue | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as JsonValue) : undefined;
  } catch {
    return undefined;
  }
}

/** The names that a text refers to, each once. */
export function namesIn(text: string): string[] {
  return [...new Set([...text.matchAll(MAGIC)].map((match) => match[1]!))];
}

/** Whether a name is a special string. */
export function isSpecial(name: string): boolean {
  return (SPECIAL_STRINGS as readonly string[]).includes(name);
}

/** Where the server answers an image's original bytes. */
export function imageUrl(rootPath: string, hash: string): string {
  return `${rootPath}/images/${hash}`;
}
