// The texts of a design beside their translations. Wallet looks a translation up by the whole text,
// so two places with one text share it.

import { fieldsOf } from '../templates/design-fields.ts';
import { completeDate } from '../values/pass-date.ts';
import { isArray, isObject, type JsonObject, type JsonValue, readNumber } from '../values/values.ts';
import { isLanguage, PERSONALIZATION } from '../vocabulary.ts';
import type { Input } from './inputs.ts';
import { objectAt, plainOf, textOf, withEntry, withPart } from './leaf.ts';

export interface Translatable {
  /** As the constructor has it. */
  readonly text: string;
  /** The API path of its first place; null: no place has the text any more, only translations do. */
  readonly where: string | null;
}

/** Texts at the top of pass.json that people read. */
const TOP = ['description', 'logoText', 'organizationName'] as const;
const OF_FIELD = ['label', 'value', 'attributedValue', 'changeMessage'] as const;
/** A text that is nothing but one magic string, which has no words to translate. */
const ONLY_MAGIC = /^[#$]?\{[^{}]*\}$/;

/** The texts that people read, each once, and those that only translations still have. */
export function translatables(design: JsonObject): readonly Translatable[] {
  const found = new Map<string, string | null>();
  for (const [where, node] of placesOf(design)) {
    const text = plainOf(node);
    if (typeof text === 'string' && hasWords(text) && !found.has(text)) found.set(text, where);
  }
  for (const language of languagesOf(design)) {
    for (const text of Object.keys(tableOf(design, language))) if (!found.has(text)) found.set(text, null);
  }
  return [...found].map(([text, where]) => ({ text, where }));
}

function* placesOf(design: JsonObject): Generator<[string, JsonValue | undefined]> {
  for (const key of TOP) yield [key, design[key]];
  for (const { path, field } of fieldsOf(design)) {
    for (const key of OF_FIELD) yield [`${path}_${key}`, field[key]];
  }
  yield ['barcode_altText', objectAt(design, 'barcode').altText];
  for (const key of ['description', 'termsAndConditions'] as const) {
    yield [`${PERSONALIZATION}_${key}`, objectAt(design, PERSONALIZATION)[key]];
  }
  for (const list of ['locations', 'beacons']) {
    const items = plainOf(design[list]);
    for (const [at, item] of (isArray(items) ? items : []).entries()) {
      if (isObject(item)) yield [`${list}_${at}_relevantText`, item.relevantText];
    }
  }
}

function hasWords(text: string): boolean {
  if (text.trim() === '' || ONLY_MAGIC.test(text) || text === '%@') return false;
  return readNumber(text) === null && completeDate(text, 'Z') === null && /\p{L}/u.test(text);
}

/** The languages of a design, in its order. */
export function languagesOf(design: JsonObject): readonly string[] {
  return Object.keys(objectAt(design, 'localizations'));
}

function tableOf(design: JsonObject, language: string): JsonObject {
  return objectAt(objectAt(design, 'localizations'), language);
}

/** The translation of a text; empty: it is missing. */
export function translationOf(design: JsonObject, language: string, text: string): string {
  const table = tableOf(design, language);
  return Object.hasOwn(table, text) ? textOf(table[text]) : '';
}

/** How many texts that people read a language lacks. */
export function missingIn(design: JsonObject, language: string): number {
  return translatables(design).filter(
    ({ text, where }) => where !== null && translationOf(design, language, text) === '',
  ).length;
}

/** The input of each translation of the texts from one position to another. */
export function translationInputs(design: JsonObject, from: number, to: number): readonly Input[] {
  return translatables(design)
    .slice(from, to)
    .flatMap(({ text }, position) =>
      languagesOf(design).map((language) => ({
        name: translationName(language, from + position),
        text: translationOf(design, language, text),
        write: (now: JsonObject, translation: string) => withTranslation(now, language, text, translation),
      })),
    );
}

/** `at`: the position of the text among the translatables. */
export function translationName(language: string, at: number): string {
  return `${language}.${at}`;
}

function withTranslation(design: JsonObject, language: string, text: string, translation: string): JsonObject {
  const table = withEntry(tableOf(design, language), text, translation === '' ? undefined : translation);
  return withLanguageTable(design, language, table);
}

function withLanguageTable(design: JsonObject, language: string, table: JsonObject | undefined): JsonObject {
  const localizations = withEntry(objectAt(design, 'localizations'), language, table);
  return withPart(design, 'localizations', localizations);
}

/** Why a language cannot be added. */
export type LanguageFault = 'unknown' | 'taken';

/** The code as Apple's folders have it: `pt-br` becomes `pt-BR`; null for a text that is no code. */
export function languageCode(given: string): string | null {
  const [language = '', ...rest] = given.trim().split(/[-_]/);
  const parts = rest.map((part) =>
    part.length === 4 ? part[0]!.toUpperCase() + part.slice(1).toLowerCase() : part.toUpperCase(),
  );
  const code = [language.toLowerCase(), ...parts].join('-');
  return isLanguage(code) ? code : null;
}

/** The design with one more language, which has no translations yet. */
export function addLanguage(design: JsonObject, given: string): JsonObject | LanguageFault {
  const code = languageCode(given);
  if (code === null) return 'unknown';
  const taken = languagesOf(design).map((language) => language.replaceAll('_', '-').toLowerCase());
  if (taken.includes(code.toLowerCase())) return 'taken';
  return withLanguageTable(design, code, {});
}

/** The design without a language, its translations and its pictures. */
export function withoutLanguage(design: JsonObject, language: string): JsonObject {
  const spoken = Object.hasOwn(objectAt(design, 'localizations'), language)
    ? withLanguageTable(design, language, undefined)
    : design;
  const pictures = objectAt(spoken, 'localizedImages');
  if (!Object.hasOwn(pictures, language)) return spoken;
  return withPart(spoken, 'localizedImages', withEntry(pictures, language, undefined));
}
