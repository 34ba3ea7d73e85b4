// The words of the page that renames the key of a field or of a hidden value.
import type { RenameReason } from '../../../operations/templates/rename-key.ts';
import type { MentionKind } from '../../../rules/design/mentions.ts';

export const rename = {
  title: 'Rename the key',
  back: 'Back to the design',
  of: (name: string) => `The key of ${name}`,
  text: 'The key is the name in texts, rules and links, such as {structure_headerFields_points_value}. Customers read the label; they never see the key.',
  path: 'API path',
  now: 'Key now',
  key: 'New key',
  keyHint: 'Letters and digits, such as points.',
  show: 'Show what changes',
  uses: (count: number) => (count === 1 ? '1 text names it' : `${count} texts name it`),
  noUses: 'No text and no rule names it.',
  changes: (count: number) => (count === 1 ? '1 place changes' : `${count} places change`),
  nothingYet: 'Nothing is changed yet.',
  becomes: 'becomes',
  confirm: (key: string) => `Rename to ${key}`,
  done: 'Renamed in the draft, with everything that names it.',
  more: (count: number) => `and ${count} more`,
  stored: (count: number) =>
    count === 1
      ? 'One customer’s card has a value of its own under this key and would lose it. Change the label instead: that is what customers read.'
      : `The cards of ${count.toLocaleString('en')} customers have values of their own under this key and would lose them. Change the label instead: that is what customers read.`,
  second: 'second design',
  translation: (language: string) => `translations: ${language}`,
  kinds: {
    text: 'in a text',
    condition: 'in a condition',
    target: 'changed by a rule',
    paths: 'in a list of paths',
    link: 'in a link',
    translation: 'in a translation',
    key: 'the key itself',
  } satisfies Record<MentionKind, string>,
  faults: {
    empty: 'Give the new key.',
    same: 'This is the key that it has already.',
    letters: 'A key has letters, digits, spaces and _ . @ - and at most 64 characters.',
    special:
      'Keys such as psScanText have a meaning of their own: they keep their names, and no other value gets them.',
    taken: 'Another field or hidden value has this key.',
    named:
      'A text of this card names that key already and would show this value from now on. Change the text first, or choose another key.',
    error: 'The card would have an error with this key. Choose another one.',
    stored: 'Customers’ cards have values of their own under this key.',
  } satisfies Record<RenameReason, string>,
};
