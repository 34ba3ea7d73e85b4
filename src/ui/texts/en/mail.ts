// The words of mails to holders, in English.

export const mail = {
  subject: (description: string) => `Your pass: ${description}`,
  heading: (organisation: string) => `Your pass from ${organisation}`,
  open: 'Open your pass',
  how: 'Open the link on your iPhone to add the pass to Apple Wallet. Other phones show the card in the browser. On a computer it shows a code that leads your phone there.',
  howAny:
    'Open the link on your phone: an iPhone adds the pass to Apple Wallet, an Android phone to Google Wallet. On a computer it shows a code that leads your phone there.',
  keep: 'Keep this mail: with the link you get your pass back, on a new phone as well. Whoever has the link has the pass.',
  made: 'Made with Passwright',
};
