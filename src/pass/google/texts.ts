// Writes texts as Google has them: with a language, and with the translations that the template's
// localizations give.
import { shownValue } from '../../rules/passes/shown-value.ts';
import { isObject, type JsonObject, type JsonValue, toText } from '../../rules/values/values.ts';

/** The languages of one pass. */
export interface Tongues {
  /** The language that the template is written in. */
  readonly language: string;
  /** Language -> text -> translation, both as the pass shows them. */
  readonly translations: JsonObject;
}

/** A LocalizedString. `write`: the text in a language; null: as in the template's language. */
function written(tongues: Tongues, text: string, write: (language: string) => string | null): JsonObject {
  const translated = Object.keys(tongues.translations).flatMap((language): JsonValue[] => {
    const value = write(language);
    return value === null || value === text ? [] : [{ language: tagOf(language), value }];
  });
  const defaultValue = { language: tongues.language, value: text };
  return translated.length === 0 ? { defaultValue } : { defaultValue, translatedValues: translated };
}

/** `pt-BR` also of `pt_BR`, which older packages write. */
function tagOf(language: string): string {
  return language.replaceAll('_', '-');
}

export function translated({ translations }: Tongues, language: string, text: string): string | null {
  const table = translations[language];
  const value = isObject(table) && Object.hasOwn(table, text) ? toText(table[text]) : '';
  return value === '' ? null : value;
}

/** A text as a LocalizedString. */
export function localized(tongues: Tongues, text: string): JsonObject {
  return written(tongues, text, (language) => translated(tongues, language, text));
}

/** The value of a rendered field as a LocalizedString: dates and amounts as each language has them. */
export function localizedValue(tongues: Tongues, field: JsonObject): JsonObject {
  return written(tongues, shownValue(field, tongues.language), (language) => {
    return translated(tongues, language, toText(field.value)) ?? shownValue(field, tagOf(language));
  });
}

/**
 * A text under its own name, and under Google's second name for it where it has translations:
 * `header` and `localizedHeader`.
 */
export function named(name: string, text: JsonObject): JsonObject {
  const plain = isObject(text.defaultValue) ? toText(text.defaultValue.value) : '';
  if (plain === '') return {};
  const second = `localized${name[0]!.toUpperCase()}${name.slice(1)}`;
  return text.translatedValues === undefined ? { [name]: plain } : { [name]: plain, [second]: text };
}
