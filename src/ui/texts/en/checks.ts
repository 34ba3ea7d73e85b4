// The words of a card's checks: what its owner expects events to do.

export const checks = {
  title: 'Checks',
  intro: 'Each check tries an event and compares what happens with what you expect. Publishing runs them all.',
  none: 'This card has no check yet. Try something, and keep it as a check: then no change of a rule breaks it unseen.',
  toTry: 'Try something',
  back: 'Back to the try',
  ofDraft: 'Run with the rules of the draft.',
  ofPublished: 'Run with the published rules.',
  summary: (passed: number, all: number) => {
    if (passed === all) return all === 1 ? 'The check passes.' : `All ${all} checks pass.`;
    return all === 1 ? 'The check fails.' : `${all - passed} of ${all} checks fail.`;
  },
  all: 'All checks of this card',
  overrule: 'Publish although a check fails',
  overruleMissing: 'A check fails. Mend the rule, or say that the card is to be published nevertheless.',
  passes: 'passes',
  fails: 'fails',
  times: (times: number) => (times === 1 ? 'once' : `${times} times in a row`),
  delete: 'Delete',
  deleteTitle: 'Delete this check?',
  deleteAbout: (name: string) => `The check “${name}” is no longer run when you publish. The card stays as it is.`,
  cancel: 'Cancel',

  newTitle: 'Keep as a check',
  newIntro: 'The check remembers the card as it was before, and runs the same event again whenever you publish.',
  name: 'Name of the check',
  nameHint: 'What must stay true, such as: the tenth coffee is free.',
  places: 'Expect these values afterwards',
  noPlaces: 'The event changes no value. The check expects that it stays so.',
  otherPlaces: 'Other values that must be as they are then',
  value: (label: string, value: string) => `${label} is ${value}`,
  till: (text: string, colour: string) => `The till shows ${text}${colour === '' ? '' : ` with the colour ${colour}`}`,
  lockScreen: (texts: string) => `The lock screen says ${texts}`,
  lockScreenSilent: 'The lock screen says nothing',
  kept: 'The check keeps these values of the card before',
  keptNew: 'A card as it is made, with the values that the card itself gives it.',
  keep: 'Keep the check',
  failed: 'The check was not kept.',
  expectsChange: 'It also expects that phones are told.',
  expectsNoChange: 'It also expects that no phone is told.',
  nothing: 'nothing',

  differences: {
    changes: (expected: boolean): string =>
      expected
        ? 'Nothing changes on the card, and the check expects a change.'
        : 'The card changes, and the check expects that it does not.',
    value: (label: string, seen: string, expected: string) => `${label} is ${seen}, and the check expects ${expected}.`,
    place: (path: string, expected: string) =>
      `The card has no ${path} any more, and the check expects ${expected} there.`,
    till_text: (seen: string, expected: string) => `The till shows ${seen}, and the check expects ${expected}.`,
    till_colour: (seen: string, expected: string) =>
      `The colour at the till is ${seen}, and the check expects ${expected}.`,
    lock_screen: (seen: string, expected: string) => `The lock screen says ${seen}, and the check expects ${expected}.`,
    stopped: (seen: string, expected: string) =>
      `The message that stops it is ${seen}, and the check expects ${expected}.`,
    unusable: 'The check cannot be run:',
  },
};
