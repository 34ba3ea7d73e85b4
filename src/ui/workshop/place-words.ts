// Says in words where something stands in a card: the label of a field, a rule by its event and
// number, a translation by its language.

import type { Names } from '../../rules/sentences/names.ts';
import { ruleAt } from '../../rules/sentences/rules.ts';
import { isObject, type JsonObject } from '../../rules/values/values.ts';
import type { Texts } from '../texts/en/index.ts';

const RULE = /^triggers_(on[A-Za-z]+)_(\d+)(?:_|$)/;
const TRANSLATION = /^localizations_([A-Za-z_-]+)$/;

/** `where`: an API path, or a place in the rules such as `triggers_onScan_0_value`. */
export function placeWords(where: string, passConstructor: JsonObject, names: Names, texts: Texts): string {
  const [, event = '', position = ''] = RULE.exec(where) ?? [];
  if (event !== '') {
    const { triggers } = passConstructor;
    const rule = ruleAt(isObject(triggers) ? triggers[event] : undefined, Number(position));
    const named = (texts.editor.events as Readonly<Record<string, string>>)[event] ?? event;
    return rule === null ? named : `${named}: ${texts.sentences.ruleNumber(rule.number)}`;
  }
  const [, language] = TRANSLATION.exec(where) ?? [];
  if (language !== undefined) return texts.rename.translation(languageName(language, texts.tag));
  return names.of(where);
}

/** The name of a language in the language of the page; a code that no one knows stays. */
export function languageName(code: string, tag: string): string {
  try {
    return new Intl.DisplayNames(tag, { type: 'language' }).of(code.replaceAll('_', '-')) ?? code;
  } catch {
    return code;
  }
}
