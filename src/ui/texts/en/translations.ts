// The words of the page of a card's languages.
import type { LanguageFault } from '../../../rules/design/translations.ts';

export const translations = {
  title: 'Languages',
  text: 'A phone shows the card in its own language where there are translations, and as it is elsewhere.',
  none: 'The card speaks one language so far. Add another one, then translate its texts.',
  original: 'On the card',
  missing: 'missing',
  missingCount: (count: number) =>
    count === 0 ? 'all translated' : count === 1 ? '1 text missing' : `${count} texts missing`,
  unusedText: 'No place of the card has this text any more; its translations do nothing.',
  noTexts: 'The card has no texts to translate.',
  save: 'Save draft',
  add: 'Add a language',
  code: 'Language, by its code',
  codeHint: 'Such as de, fr, es or pt-BR.',
  addButton: 'Add',
  remove: (language: string) => `Remove ${language}`,
  removeTitle: (language: string) => `Remove ${language}?`,
  removeText: (language: string) =>
    `The translations and the pictures for ${language} leave the draft. Published cards keep them until you publish.`,
  cancel: 'Keep it',
  earlier: 'Earlier texts',
  later: 'More texts',
  done: {
    saved: 'Saved in the draft. Phones get it when you publish.',
    unchanged: 'Nothing was different, so nothing was saved.',
    added: 'The language is in the draft.',
    removed: 'The language is removed from the draft.',
  },
  faults: {
    unknown: 'Give a language by its code, such as fr or pt-BR.',
    taken: 'The card has this language already.',
  } satisfies Record<LanguageFault, string>,
};
