// The words of a pass as a card in the browser, in English.

export const passCard = {
  open: 'Open without a wallet app',
  enlarge: 'Show the code large',
  codeAlone: 'The code of the card',
  bright: 'If the scanner has trouble, turn up the brightness of the screen.',
  close: 'Close',
  keepTitle: 'Keep this card',
  keepText:
    'Add this page to your home screen from the menu of the browser: the card then opens like an app, shows each change by itself, and works without a network.',
  install: 'Add to home screen',
  /** Said by the script; {time} becomes a date with a time. */
  words: {
    live: 'Up to date',
    changed: 'The card has changed.',
    offline: 'Offline, as of {time}',
  },
};
