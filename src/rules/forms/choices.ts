// Puts several choices into one value: a multi-select sets the texts of its chosen options, as a
// pass can show them.
import type { Attribute } from '../paths/paths.ts';
import { toText } from '../values/values.ts';

type Options = NonNullable<Attribute['options']>;

/** The chosen options as one text, in the order in which they are offered. */
export function writeChoices(options: Options, chosen: readonly string[]): string {
  const offered = options.map(([, value]) => toText(value)).filter((text) => chosen.includes(text));
  return offered.join(', ');
}

/**
 * Reads the choices from such a text. An option may itself contain commas; a part that is no option
 * counts as one choice.
 */
export function readChoices(options: Options, text: string): readonly string[] {
  const offered = options.map(([, value]) => toText(value)).sort((a, b) => b.length - a.length);
  const choices: string[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const option = offered.find(
      (item) => item !== '' && rest.startsWith(item) && /^\s*(?:,|$)/.test(rest.slice(item.length)),
    );
    const choice = option ?? rest.split(',')[0]!.trim();
    choices.push(choice);
    rest = rest.slice(option?.length ?? rest.split(',')[0]!.length).replace(/^\s*,?\s*/, '');
  }
  return choices;
}
