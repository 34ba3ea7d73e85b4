// The words of the page of Google Wallet, in English.

export const settingsGoogle = {
  title: 'Google Wallet',
  why: 'With an issuer account at Google, phones with Android add your cards to Google Wallet and follow each change, as iPhones do. The account is free.',
  notPublic:
    'The address of this server is not public (ROOT_URL), so Google fetches no pictures from here and cannot tell who adds and deletes cards. Cards work all the same, without pictures.',
  step1: 'Get an issuer account',
  step1Text:
    'Sign up as an issuer of the Google Wallet API. The console shows your issuer ID. Until Google has approved the account, only test users can add cards.',
  console: 'Open the Google Pay & Wallet Console',
  step2: 'Make a service account',
  step2Text:
    'In the Google Cloud console, switch on the Google Wallet API, make a service account, and make a key of the kind JSON. The browser downloads a file.',
  cloud: 'Open the Google Cloud console',
  step3: 'Invite the service account',
  step3Text:
    'In the Google Pay & Wallet Console, under Users, invite the e-mail address of the service account as a developer.',
  yours: 'Your issuer',
  since: 'In use since',
  lastRefused: 'Google last refused what was sent to it:',
  cardsRefused: 'Cards that Google refuses',
  cardsRefusedText:
    'Phones with Android cannot add these cards, or have their last design that Google took. Change what Google names, and publish again.',
  check: 'Ask Google whether it works',
  works: 'It works: Google takes the service account for this issuer.',
  refused: (status: number) => `It does not work. Google answers with ${status}:`,
  noAnswer: 'Google does not answer now.',
  busy: 'This server asks Google at most 20 times a second. Please try again in a moment.',
  invite: 'Is the e-mail address of the service account invited as a user in the Google Pay & Wallet Console?',
  set: 'Use Google Wallet',
  change: 'Use another issuer or key',
  issuer: 'Issuer ID',
  issuerHint: 'A number such as 3388000000012345678',
  file: 'Key file of the service account',
  fileHint: 'The JSON file from step 2. It is stored encrypted and never shown again.',
  fileAgain: 'Choose the JSON file again: its key is never shown, and replaces the present one.',
  text: 'Or the text of the file',
  textHint: 'For phones and tablets that cannot choose the file.',
  remove: 'Remove the issuer',
  removeTitle: 'Leave Google Wallet?',
  removeText:
    'The button “Add to Google Wallet” goes away. Cards on phones with Android stay as they are, and follow no more changes.',
};
