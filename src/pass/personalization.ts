// Writes personalization.json, with which Wallet asks the holder of a new reward card for details, and
// its translations. A pass has these files until its holder has answered.
import type { Personalization } from '../rules/templates/personalization.ts';
import { isObject, type JsonObject, type JsonValue, toText } from '../rules/values/values.ts';
import { localizationFiles, type NamedFile } from './localize.ts';

/**
 * `shown` expands a text for the holder. `localizations`: language -> text, expanded -> translation;
 * those of the form's texts go into personalization.strings.
 */
export function personalizationFiles(
  { description, fields, terms }: Personalization,
  shown: (text: string) => string,
  localizations: JsonObject,
): readonly NamedFile[] {
  const texts = [description, ...(terms === null ? [] : [terms])].map(shown);
  const json = {
    requiredPersonalizationFields: fields,
    description: texts[0],
    ...(terms === null ? {} : { termsAndConditions: texts[1] }),
  };
  const translated: Record<string, JsonValue> = {};
  for (const [language, table] of Object.entries(localizations)) {
    const known = Object.entries(isObject(table) ? table : {}).filter(([text]) => texts.includes(text));
    if (known.length > 0) translated[language] = Object.fromEntries(known.map(([text, to]) => [text, toText(to)]));
  }
  return [
    { name: 'personalization.json', bytes: Buffer.from(JSON.stringify(json)) },
    ...localizationFiles(translated, 'personalization.strings'),
  ];
}
