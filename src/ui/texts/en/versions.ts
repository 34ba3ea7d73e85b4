// The words of a card's draft, of the page that publishes it, and of the card's history, in English.

export const versions = {
  /** The bar on every page of a card with a draft. Null: nobody counted. */
  draft: (changes: number | null) =>
    changes === null
      ? 'Draft with changes'
      : changes === 0
        ? 'Draft without changes'
        : changes === 1
          ? 'Draft: 1 change'
          : `Draft: ${changes} changes`,
  by: (who: string) => `by ${who}`,
  you: 'you',
  see: 'See and publish',
  discard: 'Throw away…',
  badge: 'Draft changes',
  commandLine: 'the command line',
  somebody: 'somebody',

  /** A form that was not saved, because the draft is another one now. */
  edited: (who: string, when: string) =>
    `Nothing was saved: the draft of this card was changed by ${who} (${when}) while you had this page open. Below is what you typed. Look at the draft, then save again.`,
  published: (who: string, when: string) =>
    `Nothing was saved: a version of this card was published by ${who} (${when}) while you had this page open. Below is what you typed. Look at the card, then save again.`,
  discarded:
    'Nothing was saved: somebody threw away the draft of this card while you had this page open. Below is what you typed. Save again to begin a new draft.',

  publishTitle: 'Publish',
  noDraft:
    'There is no draft: the card is as it was published. Changes that you make to its design and rules come here first.',
  changes: 'What changes',
  noChanges: 'The draft and the published card are the same.',
  more: (count: number) => `and ${count} more`,
  after: 'As in the draft',
  meanwhile: (version: number, who: string) =>
    `Since this draft began, version ${version} was published by ${who}. That changed:`,
  renewText: 'Take these changes into the draft, so that publishing it does not undo them.',
  renew: 'Take them into the draft',
  conflicts: 'The draft changes these too, and its values stay:',
  renewed: 'The draft now has what others published.',
  replace: (version: number) => `Publish without them: what version ${version} changed is undone`,
  replaceMissing: 'Take the changes of others into the draft first, or say that they are to be undone.',
  errors: 'This has to be mended first',
  warnings: 'Worth a look',
  phones: 'The phones',
  quiet: 'Quietly',
  quietText: 'Nothing is sent now. Each phone gets the new card with its next update, such as after a scan.',
  notice: 'Tell the phones now',
  noticeText: (phones: number) =>
    phones === 0
      ? 'No phone has the card yet.'
      : phones === 1
        ? '1 phone fetches the card at once.'
        : `${phones} phones fetch the card at once.`,
  spoken: 'Lock screens will read, once a phone has fetched the card:',
  silent: 'No lock screen says anything: no value with a notification changes.',
  ownValues: (count: number) =>
    count === 1
      ? '1 card has a value of its own here and says nothing.'
      : `${count} cards have a value of their own here and say nothing.`,
  note: 'Note',
  noteHint: 'For the history of the card; customers never see it.',
  noteTooLong: (most: number) => `A note has at most ${most} characters.`,
  publish: (phones: number) =>
    phones === 0 ? 'Publish' : phones === 1 ? 'Publish to 1 phone' : `Publish to ${phones} phones`,

  discardTitle: 'Throw the draft away?',
  discardText: 'These changes go for good. No phone has seen them.',
  discardAct: 'Throw the draft away',
  keep: 'Keep the draft',
  wasDiscarded: 'The draft was thrown away. The card is as it was published.',

  wasPublished: (version: number, isTold: boolean, phones: number) =>
    `Version ${version} is published.${
      !isTold || phones === 0 ? '' : phones === 1 ? ' 1 phone is being told.' : ` ${phones} phones are being told.`
    }`,
  title: 'History',
  number: (version: number) => `Version ${version}`,
  isCurrent: 'published now',
  first: 'The first version.',
  same: 'Written as the version before.',
  nobody: 'author unknown',
  newest: 'Newest versions',
  older: 'Older versions',
  all: 'All versions',
  asItWas: 'The card as it was',
  notDrawn: 'This version cannot be drawn.',
  compared: (one: number, other: number) => `From version ${one} to version ${other}`,
  alike: 'Both versions are written alike.',
  compareWith: 'Compare with version',
  compare: 'Compare',
  json: 'The JSON side by side',
  folded: (count: number) => `${count} equal lines`,
  omitted: (count: number) => `${count} more lines are not shown.`,
  bringBack: 'Bring back as draft',
  isPublished: 'This version is the published one, so there is nothing to bring back.',
  broughtBack: (version: number) => `The draft is version ${version} now. No phone sees it before you publish it.`,
  broughtBackSame: (version: number) => `Version ${version} is what is published, so there is no draft.`,
  replaceTitle: (version: number) => `Bring version ${version} back?`,
  replaceText: 'The card has a draft. This version takes its place, and these changes of the draft go for good:',
  replaceAct: 'Replace the draft',
  cancel: 'Cancel',
};
