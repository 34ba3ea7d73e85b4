// Chooses the words by which an owner finds a pass: what differs from pass to pass in the texts of
// its fields, its barcode, its description and what its holder entered. Texts that a template gives
// all its passes are left out, because they find nobody.
import { BudgetSpent, createBudget } from '../budget.ts';
import { expand } from '../paths/magic.ts';
import { effectiveValue, type Location, locate } from '../paths/paths.ts';
import type { Program } from '../templates/program.ts';
import { typed } from '../values/literal.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import type { Overrides, PassFacts } from './facts.ts';
import { shownFacts } from './shown-design.ts';

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
const EMAIL = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/;

/**
 * The words of a pass, with spaces between them, in lower case and without accents. A field whose
 * condition is false counts too, because a condition may become true without any change of the
 * pass. Dates and numbers of fewer than three digits are left out: they change with every visit and
 * find nobody.
 */
export function searchWords(template: Program, passFacts: PassFacts): string {
  const { program, facts } = shownFacts(template, passFacts);
  const own = ownTexts(template, Object.entries(passFacts.overrides));
  return wordsIn(program, facts, [...own, ...varyingTexts(program, facts.overrides)]);
}

/**
 * Whether a pass has the same words before and after a change. Looks at the changed texts alone,
 * because every scan asks.
 */
export function hasSameWords(program: Program, facts: PassFacts, before: Overrides, after: Overrides): boolean {
  const [was, is] = [
    { ...facts, overrides: before },
    { ...facts, overrides: after },
  ];
  // A change may show the other design, with other texts.
  if (program.redeemed !== null) return searchWords(program, was) === searchWords(program, is);
  const ofChanged = (overrides: Overrides, other: Overrides) => {
    const changed = Object.entries(overrides).filter(([path, value]) => other[path] !== value);
    return [...ownTexts(program, changed), ...varyingTexts(program, overrides)];
  };
  return wordsIn(program, was, ofChanged(before, after)) === wordsIn(program, is, ofChanged(after, before));
}

/** The words of texts, each once, as far as the limits allow. */
function wordsIn(program: Program, facts: PassFacts, texts: readonly string[]): string {
  const words = new Set<string>();
  let left = LONGEST_TEXT;
  const measured = { ...facts, budget: createBudget(BUDGET) };
  try {
    for (const text of texts) {
      if (left <= 0 || words.size >= MOST_PASS_WORDS) break;
      const shown = text.includes('{') ? expandedOf(program, measured, text) : typed(text);
      addWords(words, shown.slice(0, left));
      left -= shown.length;
    }
  } catch (error) {
    // What was found so far still finds the pass.
    if (!(error instanceof BudgetSpent)) throw error;
  }
  return [...words].slice(0, MOST_PASS_WORDS).join(' ');
}

function expandedOf(program: Program, facts: PassFacts, text: string): string {
  return typed(expand(program, facts, text, { audience: 'holder' })).replaceAll(facts.specials.clientHash, '');
}

/** The texts that the pass has itself. */
function ownTexts(program: Program, own: readonly (readonly [path: string, value: JsonValue])[]): string[] {
  return own.flatMap(([path, value]) => {
    const location = locate(program, path);
    return location === null ? [] : textsAt(location, value);
  });
}

function textsAt({ path, steps, attribute }: Location, value: JsonValue): string[] {
  const [top] = steps;
  if (top === 'structure') return textsOfFields(steps.length, steps.at(-1)!, value);
  if (top === 'barcode' || top === 'barcodes') return textsOfBarcode(steps.length, steps.at(-1)!, value);
  if (top !== 'additional' || typeof value === 'boolean' || typeof value === 'object') return [];
  const text = toText(value);
  // Owners store e-mail addresses in properties that no form shows.
  return path === DESCRIPTION || attribute?.editable === true || EMAIL.test(text) ? [text] : [];
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

/** The template's texts with magic strings, which differ from pass to pass. */
function varyingTexts(program: Program, overrides: Overrides): string[] {
  return varyingPlaces(program)
    .filter(({ path }) => !Object.hasOwn(overrides, path))
    .flatMap((location) => textOf(effectiveValue(program, overrides, location) ?? null));
}

const PLACES = new WeakMap<Program, readonly Location[]>();

function varyingPlaces(program: Program): readonly Location[] {
  const known = PLACES.get(program);
  if (known !== undefined) return known;
  const places = [...program.locations.values()].filter(
    ({ path, steps, value }) =>
      ((steps.length === 4 && steps[0] === 'structure' && isShown(steps[3]!)) || path === DESCRIPTION) &&
      typeof value === 'string' &&
      value.includes('{'),
  );
  PLACES.set(program, places);
  return places;
}

/**
 * Whether passes may have other words under the template's next version. Compares what differs from
 * pass to pass: texts with magic strings, the keys of fields, and what holders may edit.
 */
export function movesWords(before: JsonObject, after: JsonObject): boolean {
  return JSON.stringify(varying(before)) !== JSON.stringify(varying(after));
}

function varying(passConstructor: JsonObject): JsonValue {
  const { triggers: _, ...rest } = passConstructor;
  return onlyVarying('', rest);
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
  return [...new Set(useful.map((word) => word.slice(0, LONGEST_WORD)))].slice(0, MOST_QUERY_WORDS);
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
const DATE = /\b\d{4}-\d\d-\d\d(?:[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?)?/g;
/** A number written in groups, such as a phone number or an account number. */
const GROUPED = /\d(?:[ ./()-]{0,2}\d)+/g;
const DIGIT = /\d/;
const SHORTEST_NUMBER = 3;
const SHORT_NUMBER = /^\d{1,2}$/;
const NUMBER = /\d{3,}/g;
/** Scripts that write no spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

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
