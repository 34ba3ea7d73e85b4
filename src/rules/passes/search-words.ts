// Chooses the words by which an owner finds a pass: what differs from pass to pass in the texts of
// its fields, its barcode, its description and what its holder entered. Texts that a template gives
// all its passes are left out, because they find nobody.
import { type Budget, BudgetSpent, createBudget } from '../budget.ts';
import { expand, isSpecial, namesIn } from '../paths/magic.ts';
import { effectiveValue, type Location, locate } from '../paths/paths.ts';
import type { Program } from '../templates/program.ts';
import { lately } from '../values/lately.ts';
import { typed } from '../values/literal.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { isFieldTree } from '../vocabulary.ts';
import type { Overrides, PassFacts } from './facts.ts';
import { type ShownDesign, shownDesign, shownFacts } from './shown-design.ts';

/** The most words of one pass, parts of numbers included. */
export const MOST_PASS_WORDS = 150;
/** The most characters of a word; the rest is cut. */
export const LONGEST_WORD = 40;
/** The most characters of one pass that are split into words. */
export const LONGEST_TEXT = 8192;
/** The most words of a search; further ones are ignored. */
export const MOST_QUERY_WORDS = 8;
/** The most characters of a search; the rest is ignored. */
export const LONGEST_QUERY = 200;

/** The look-ups and characters that the words of one pass may take. */
const BUDGET = { steps: 4000, characters: 256 * 1024 } as const;

/** How lists call a pass. */
const DESCRIPTION = 'psPassDescription';
/** The action whose target is counted. */
const COUNTING = 'PSActionIncrementValue';
const EMAIL = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/;

/**
 * The words of a pass, with spaces between them, in lower case and without accents. A field whose
 * condition is false counts too, because a condition may become true without any change of the
 * pass. Dates, numbers of fewer than three digits and numbers that a rule counts are left out: they
 * change with every visit and find nobody.
 */
export function searchWords(template: Program, passFacts: PassFacts): string {
  const { program, facts } = shownFacts(template, passFacts);
  const own = ownTexts(template, Object.entries(passFacts.overrides));
  const varying = varyingPlaces(program).flatMap((place) => varyingText(program, facts.overrides, place));
  return wordsIn(program, facts, facts.overrides, [...own, ...varying]);
}

/**
 * Whether a pass has the same words before and after a change. Looks only at texts that the change
 * can reach, because every scan asks. May answer false for the same words, never true for others.
 */
export function hasSameWords(program: Program, facts: PassFacts, before: Overrides, after: Overrides): boolean {
  const { changed, isNesting } = comparison(before, after);
  const was = shownDesign(program, before);
  const is = shownDesign(program, after);
  // The other design has other texts.
  if (was.program !== is.program) return false;
  const places = isNesting ? varyingPlaces(is.program) : placesReached(is.program, changed);
  const own = changed.map((path) => ({ path, location: locate(program, path) }));
  const wordsBy = (shown: ShownDesign, overrides: Overrides) => {
    const texts: string[] = [];
    for (const { path, location } of own) {
      if (location !== null && Object.hasOwn(overrides, path))
        texts.push(...textsAt(program, location, overrides[path]!));
    }
    for (const place of places) texts.push(...varyingText(is.program, shown.overrides, place));
    return texts.length === 0 ? '' : wordsIn(is.program, facts, shown.overrides, texts);
  };
  return wordsBy(was, before) === wordsBy(is, after);
}

/**
 * The paths whose overrides differ. `isNesting`: an override names other values, so that a template's
 * text may show a path that no text of the template names.
 */
function comparison(before: Overrides, after: Overrides): { changed: readonly string[]; isNesting: boolean } {
  const changed: string[] = [];
  let isNesting = false;
  // Loops with `in`, because each scan comes here, and lists of entries cost more than all the rest.
  for (const path in after) {
    const value = after[path]!;
    if (before[path] !== value) changed.push(path);
    isNesting ||= nests(value);
  }
  for (const path in before) {
    const value = before[path]!;
    if (after[path] === value) continue;
    if (!Object.hasOwn(after, path)) changed.push(path);
    isNesting ||= nests(value);
  }
  return { changed, isNesting };
}

function nests(value: JsonValue): boolean {
  return typeof value === 'string' ? value.includes('{') : typeof value === 'object' && value !== null;
}

/** The words of texts, each once, as far as the limits allow. `overrides`: in place of those of the facts. */
function wordsIn(program: Program, facts: PassFacts, overrides: Overrides, texts: readonly string[]): string {
  const words = new Set<string>();
  let left = LONGEST_TEXT;
  const budget = createBudget(BUDGET);
  try {
    for (const text of texts) {
      if (left <= 0 || words.size >= MOST_PASS_WORDS) break;
      const shown = text.includes('{') ? expandedOf(program, facts, overrides, budget, text) : typed(text);
      for (const word of wordsOf(shown.slice(0, left))) words.add(word);
      left -= shown.length;
    }
  } catch (error) {
    // What was found so far still finds the pass.
    if (!(error instanceof BudgetSpent)) throw error;
  }
  return (words.size > MOST_PASS_WORDS ? [...words].slice(0, MOST_PASS_WORDS) : [...words]).join(' ');
}

function expandedOf(program: Program, facts: PassFacts, overrides: Overrides, budget: Budget, text: string): string {
  const named = text.endsWith('}') ? plainOverride(program, overrides, text) : undefined;
  const shown = typed(named ?? expand(program, { ...facts, overrides, budget }, text, { audience: 'holder' }));
  const { clientHash } = facts.specials;
  return shown.includes(clientHash) ? shown.replaceAll(clientHash, '') : shown;
}

/**
 * What a single magic string shows when the pass has a short value of its own for it, which names no
 * other. Undefined: the text has to be expanded. Expanding takes much longer than looking.
 */
function plainOverride(program: Program, overrides: Overrides, text: string): string | undefined {
  const name = text.slice(1, -1);
  if (text[0] !== '{' || isSpecial(name) || program.locations.get(name)?.path !== name) return undefined;
  const value = Object.hasOwn(overrides, name) ? overrides[name] : undefined;
  if (typeof value !== 'string' || value.length > LONGEST_TEXT || value.includes('{')) return undefined;
  return name.startsWith('images_') ? undefined : value;
}

/** The texts that the pass has itself. */
function ownTexts(program: Program, own: readonly (readonly [path: string, value: JsonValue])[]): string[] {
  return own.flatMap(([path, value]) => {
    const location = locate(program, path);
    return location === null ? [] : textsAt(program, location, value);
  });
}

const COUNTED = new WeakMap<Program, ReadonlySet<string>>();

/** The paths whose numbers a rule counts up or down. */
function countedPaths(program: Program): ReadonlySet<string> {
  const known = COUNTED.get(program);
  if (known !== undefined) return known;
  const actions = [...program.triggers.values()].flat();
  const paths = new Set(actions.flatMap((action) => (action.kind === 'increment' ? [action.target.path] : [])));
  COUNTED.set(program, paths);
  return paths;
}

function textsAt(program: Program, { path, steps, attribute }: Location, value: JsonValue): string[] {
  if (typeof value === 'number' && countedPaths(program).has(path)) return [];
  const [top] = steps;
  if (isFieldTree(top)) return textsOfFields(steps.length, steps.at(-1)!, value);
  if (top === 'barcode' || top === 'barcodes') return textsOfBarcode(steps.length, steps.at(-1)!, value);
  if (top !== 'additional' || typeof value === 'boolean' || typeof value === 'object') return [];
  const text = toText(value);
  // Owners store e-mail addresses in properties that no form shows.
  return path === DESCRIPTION || attribute?.editable === true || (text.includes('@') && EMAIL.test(text)) ? [text] : [];
}

/** `depth`: 1 for `structure`, 2 for a group, 3 for a field, 4 for an attribute of a field. */
function textsOfFields(depth: number, name: string, value: JsonValue): string[] {
  if (depth === 4) return isShown(name) ? textOf(value) : [];
  if (isArray(value)) return value.flatMap((field) => textsOfFields(3, '', field));
  if (!isObject(value)) return [];
  if (depth === 3) return [value.label, value.value].flatMap((part) => textOf(part ?? null));
  return Object.values(value).flatMap((group) => textsOfFields(2, '', group));
}

function isShown(attribute: string): boolean {
  return attribute === 'value' || attribute === 'label';
}

function textsOfBarcode(depth: number, name: string, value: JsonValue): string[] {
  if (isArray(value)) return value.flatMap((item) => textsOfBarcode(1, '', item));
  if (isObject(value)) return [value.message, value.altText].flatMap((part) => textOf(part ?? null));
  return depth > 1 && (name === 'message' || name === 'altText') ? textOf(value) : [];
}

function textOf(value: JsonValue): string[] {
  return typeof value === 'string' || typeof value === 'number' ? [toText(value)] : [];
}

/** A place of a template whose text has magic strings. */
interface VaryingPlace {
  readonly location: Location;
  /** The paths of its own and of what its text names, through other values of the template too. */
  readonly reads: readonly string[];
}

/** The template's text with magic strings at this place, unless the pass has its own. */
function varyingText(program: Program, overrides: Overrides, { location }: VaryingPlace): string[] {
  if (Object.hasOwn(overrides, location.path)) return [];
  return textOf(effectiveValue(program, overrides, location) ?? null);
}

const PLACES = new WeakMap<Program, readonly VaryingPlace[]>();

function varyingPlaces(program: Program): readonly VaryingPlace[] {
  const known = PLACES.get(program);
  if (known !== undefined) return known;
  const places = [...program.locations.values()].filter(
    ({ path, steps, value }) =>
      ((steps.length === 4 && isFieldTree(steps[0]) && isShown(steps[3]!)) || path === DESCRIPTION) &&
      typeof value === 'string' &&
      value.includes('{'),
  );
  const varying = places.map((location) => ({ location, reads: readsOf(program, location) }));
  PLACES.set(program, varying);
  return varying;
}

/** What psPassDescription shows as long as nobody has set it. */
const DESCRIBING = ['structure_primaryFields', 'description'] as const;

function readsOf(program: Program, location: Location): string[] {
  const reads = new Set([location.path]);
  const values: JsonValue[] = [location.value ?? null];
  for (const value of values) {
    const text = typeof value === 'object' ? JSON.stringify(value) : toText(value);
    const names = namesIn(program, text).flatMap((name) => (name === DESCRIPTION ? [name, ...DESCRIBING] : [name]));
    for (const name of names) {
      const named = locate(program, name);
      if (named === null || reads.has(named.path)) continue;
      reads.add(named.path);
      values.push(effectiveValue(program, {}, named) ?? null);
    }
  }
  return [...reads];
}

const REACHED = new WeakMap<Program, Map<string, readonly VaryingPlace[]>>();

/** The places whose texts may differ after a change of these paths, if no override names a value. */
function placesReached(program: Program, changed: readonly string[]): readonly VaryingPlace[] {
  const all = varyingPlaces(program);
  if (all.length === 0) return all;
  const reached = changed.map((path) => reachedBy(program, path)).filter((places) => places.length > 0);
  return reached.length > 1 ? [...new Set(reached.flat())] : (reached[0] ?? []);
}

function reachedBy(program: Program, path: string): readonly VaryingPlace[] {
  const known = REACHED.get(program) ?? new Map<string, readonly VaryingPlace[]>();
  const before = known.get(path);
  if (before !== undefined) return before;
  const places = varyingPlaces(program).filter(({ reads }) => reads.some((read) => isAround(read, path)));
  // The template's own paths are no more than the template; callers may write any number of others.
  if (program.locations.has(path)) REACHED.set(program, known.set(path, places));
  return places;
}

/** Whether two paths are the same, or one is inside the other. */
function isAround(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}_`) || b.startsWith(`${a}_`);
}

/**
 * Whether passes may have other words under the template's next version. Compares what differs from
 * pass to pass: texts with magic strings, the keys of fields, what holders may edit, and what rules
 * count.
 */
export function movesWords(before: JsonObject, after: JsonObject): boolean {
  return JSON.stringify(varying(before)) !== JSON.stringify(varying(after));
}

function varying(passConstructor: JsonObject): JsonValue {
  const { triggers, ...rest } = passConstructor;
  return [onlyVarying('', rest), [...new Set(countedIn(triggers ?? null))].sort()];
}

/** The targets of the actions that count, as the owner wrote them. */
function countedIn(node: JsonValue): JsonValue[] {
  if (isArray(node)) return node.flatMap(countedIn);
  if (!isObject(node)) return [];
  if (node.action === COUNTING) return [node.targetPath ?? null];
  return Object.values(node).flatMap(countedIn);
}

const NAMING = new Set(['key', 'PSEditable', 'isRedeemed']);

function onlyVarying(key: string, node: JsonValue): JsonValue {
  if (isArray(node)) return node.map((item) => onlyVarying('', item));
  if (isObject(node)) {
    const parts = Object.entries(node).map(([name, value]): [string, JsonValue] => [name, onlyVarying(name, value)]);
    return Object.fromEntries(parts.filter(([, value]) => value !== null));
  }
  return NAMING.has(key) || (typeof node === 'string' && node.includes('{')) ? node : null;
}

/** The words of a search, each the beginning of a word of the pass. Empty: nothing to search for. */
export function queryWords(query: string): readonly string[] {
  const words = plain(query.slice(0, LONGEST_QUERY)).match(WORD) ?? [];
  const useful = words.filter((word) => word.length > 1 || !ASCII.test(word));
  const asked = [...new Set(useful.map((word) => word.slice(0, LONGEST_WORD)))].slice(0, MOST_QUERY_WORDS);
  // A word that begins with `guest7` also begins with `guest`, whose many passes nobody need look at.
  return asked.filter((word) => !asked.some((other) => other !== word && other.startsWith(word)));
}

const WORD = /[\p{L}\p{N}]+/gu;
/** The same in a text of ASCII, which is found faster. */
const ASCII_WORD = /[a-z0-9]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is the range of ASCII
const ASCII = /^[\x00-\x7f]*$/;
const MARKS = /\p{M}+/gu;
/** Letters that Unicode does not take apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  þ: 'th',
};
const LETTER = /[ßæœøđðłıþ]/g;

/** Lower case without accents, as a search types it. */
function plain(text: string): string {
  const lower = text.toLowerCase();
  if (ASCII.test(lower)) return lower;
  const bare = lower.normalize('NFKD').replace(MARKS, '').toLowerCase();
  return bare.replace(LETTER, (letter) => LETTERS[letter]!);
}

/** Dates and times, with which a search for a person has nothing to do. */
const DATE = /\b\d{4}-\d\d-\d\d(?:[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?)?/gi;
/** A number written in groups, such as a phone number or an account number. */
const GROUPED = /\d(?:[ ./()-]{0,2}\d)+/g;
const DIGIT = /\d/;
const SHORTEST_NUMBER = 3;
const SHORT_NUMBER = /^\d{1,2}$/;
const NUMBER = /\d{3,}/g;
/** Scripts that write no spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/** The longest text whose words are remembered, in characters. */
const LONGEST_REMEMBERED = 100;
const MOST_REMEMBERED = 1000;
/** The words of a short text without its dates: most values are counters, levels and times of visits. */
const wordsOfShort = lately(MOST_REMEMBERED, split);

/** The words of a text, each once. */
function wordsOf(text: string): readonly string[] {
  if (text.length > LONGEST_REMEMBERED || !ASCII.test(text)) return split(text);
  return wordsOfShort(DIGIT.test(text) ? text.replace(DATE, ' ') : text);
}

function split(text: string): readonly string[] {
  const words = new Set<string>();
  addWords(words, text);
  return [...words];
}

function addWords(words: Set<string>, text: string): void {
  const lower = plain(text);
  const bare = DIGIT.test(lower) ? lower.replace(DATE, ' ') : lower;
  const isAscii = ASCII.test(bare);
  const found = bare.match(isAscii ? ASCII_WORD : WORD) ?? [];
  const hasDigits = DIGIT.test(bare);
  for (const word of found) {
    const cut = word.length > LONGEST_WORD ? word.slice(0, LONGEST_WORD) : word;
    if (hasDigits && SHORT_NUMBER.test(cut)) continue;
    words.add(cut);
    if (!isAscii && UNSPACED.test(cut)) for (let at = 1; at < cut.length; at++) words.add(cut.slice(at));
    if (hasDigits) addNumbers(words, cut);
  }
  if (!hasDigits) return;
  for (const [group] of bare.matchAll(GROUPED)) {
    const digits = group.replace(/\D/g, '').slice(0, LONGEST_WORD);
    if (digits.length !== group.length) addNumbers(words, digits);
  }
}

/** Adds what follows each digit of a number, because a search may know the last ones alone. */
function addNumbers(words: Set<string>, word: string): void {
  for (const { 0: digits, index } of word.matchAll(NUMBER)) {
    for (let at = index; at <= index + digits.length - SHORTEST_NUMBER; at++) words.add(word.slice(at));
  }
}
