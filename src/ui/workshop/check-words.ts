// What a check expects, and what is other than expected, as sentences of pages and commands.
import type { Expectation } from '../../rules/checks/check.ts';
import type { CheckDifference } from '../../rules/checks/differences.ts';
import { type Names, valueWords } from '../../rules/sentences/names.ts';
import type { Texts } from '../texts/en/index.ts';

type Words = Texts['checks'];

/** One sentence for what is other than expected. */
export function differenceWords(difference: CheckDifference, names: Names, words: Words): string {
  return capital(said(difference, names, words));
}

function said(difference: CheckDifference, names: Names, words: Words): string {
  const { differences } = words;
  switch (difference.kind) {
    case 'changes':
      return differences.changes(difference.expected);
    case 'value': {
      const { path, seen, expected } = difference;
      return differences.value(names.of(path), valueWords(seen, names), valueWords(expected, names));
    }
    case 'place':
      return differences.place(names.of(difference.path), valueWords(difference.expected, names));
    case 'till_text':
    case 'till_colour':
      return differences[difference.kind](valueWords(difference.seen, names), valueWords(difference.expected, names));
    case 'lock_screen': {
      const { seen, expected } = difference;
      return differences.lock_screen(listWords(seen, names), listWords(expected, names));
    }
    case 'stopped': {
      const { seen, expected } = difference;
      return differences.stopped(valueWords(seen, names), valueWords(expected, names));
    }
    case 'unusable':
      return `${differences.unusable} ${difference.message}`;
  }
}

/** What a check expects, a line each. */
export function expectationLines(expect: Expectation, names: Names, words: Words): readonly string[] {
  const { values, till, lockScreen, stopped = null, changes } = expect;
  return [
    ...Object.entries(values).map(([path, value]) => words.value(names.of(path), valueWords(value, names))),
    ...(till === undefined ? [] : [tillWords(till, names, words)]),
    ...(lockScreen === undefined ? [] : [lockScreenWords(lockScreen, names, words)]),
    ...(stopped === null ? [] : [names.words.did.stop(valueWords(stopped, names))]),
    changes ? words.expectsChange : words.expectsNoChange,
  ].map(capital);
}

export function tillWords({ text, colour }: NonNullable<Expectation['till']>, names: Names, words: Words): string {
  return words.till(valueWords(text, names), colour === '' ? '' : valueWords(colour, names));
}

export function lockScreenWords(texts: readonly string[], names: Names, words: Words): string {
  return texts.length === 0 ? words.lockScreenSilent : words.lockScreen(listWords(texts, names));
}

function listWords(texts: readonly string[], names: Names): string {
  return texts.length === 0 ? names.words.nothing : texts.map((text) => valueWords(text, names)).join(', ');
}

/** Names of places begin with a small letter, because they stand inside sentences too. */
function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
