// Writes a template's localizations as the pass.strings files that Wallet reads. Wallet looks up
// whole texts of pass.json, so a text with magic strings is listed in its expanded form.
import { AppError } from '../errors.ts';
import { isSpecial, namesIn } from '../rules/paths/magic.ts';
import { locate } from '../rules/paths/paths.ts';
import type { Program } from '../rules/templates/program.ts';
import { define } from '../rules/values/tree.ts';
import { isObject, type JsonObject, type JsonValue, toText } from '../rules/values/values.ts';
import { isLanguage } from '../rules/vocabulary.ts';

export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Writes `{fr: {"Hello": "Bonjour"}}` as `fr.lproj/pass.strings`, languages and keys in a fixed
 * order. Fails with `value_invalid`; `field` names the language or the text at fault. `file`: the
 * name in the folder of the language.
 */
export function localizationFiles(
  localizations: Readonly<Record<string, unknown>>,
  file: 'pass.strings' | 'personalization.strings' = 'pass.strings',
): readonly NamedFile[] {
  return Object.keys(localizations)
    .sort()
    .map((language) => {
      const field = `localizations.${language}`;
      if (!isLanguage(language)) {
        throw refuse(field, `"${language}" is no language code. Write it as fr, pt-BR or zh-Hans.`);
      }
      const table = localizations[language];
      if (typeof table !== 'object' || table === null || Array.isArray(table)) {
        throw refuse(field, 'Translations are an object: each text with its translation.');
      }
      return { name: `${language}.lproj/${file}`, bytes: stringsFile(table as Record<string, unknown>, field) };
    });
}

/** The localizations of a design; {} when it has none. */
export function localizationsOf({ passConstructor: { localizations } }: Program): JsonObject {
  return isObject(localizations) ? localizations : {};
}

/**
 * Whether a design's localizations differ from pass to pass: true when a text or a translation has
 * a magic string.
 */
export function varyByPass(program: Program): boolean {
  const varies = (text: string) =>
    namesIn(program, text).some((name) => isSpecial(name) || locate(program, name) !== null);
  return Object.values(localizationsOf(program))
    .flatMap((table) => (isObject(table) ? Object.entries(table) : []))
    .some(([text, translation]) => varies(text) || varies(toText(translation)));
}

/**
 * The localizations of one pass. `shown` expands each text and translation as a text of pass.json.
 */
export function mapLocalizations(localizations: JsonObject, shown: (text: string) => string): JsonObject {
  const languages: Record<string, JsonValue> = {};
  for (const [language, table] of Object.entries(localizations)) {
    const strings: Record<string, JsonValue> = {};
    for (const [text, translation] of Object.entries(isObject(table) ? table : {})) {
      define(strings, shown(text), shown(toText(translation)));
    }
    languages[language] = strings;
  }
  return languages;
}

/**
 * Writes UTF-8 without a byte order mark, because most readers understand it, Apple's included;
 * some misread UTF-16LE.
 */
function stringsFile(table: Readonly<Record<string, unknown>>, field: string): Uint8Array {
  const lines = Object.keys(table)
    .sort()
    .map((key) => {
      const translation = table[key];
      if (typeof translation !== 'string') throw refuse(`${field}.${key}`, 'A translation has to be a text.');
      return `${quote(key)} = ${quote(translation)};\n`;
    });
  return Buffer.from(lines.join(''));
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function quote(text: string): string {
  const escaped = text.replace(/["\\\p{Cc}]/gu, (character) => {
    return ESCAPES[character] ?? `\\U${character.codePointAt(0)!.toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}

function refuse(field: string, message: string): AppError {
  return new AppError('value_invalid', { field, message });
}
