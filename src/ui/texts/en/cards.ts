// The words of the gallery of cards, of new cards, and of what is done with a card as a whole.

export const cards = {
  title: 'Cards',
  new: 'New card',
  numbers: (onPhones: string, scans: string) => `${onPhones} on phones · ${scans} scans today`,
  paused: 'Paused',
  testOnly: 'Test only',
  example: 'Example',
  notDrawn: 'This card cannot be drawn: its values need more work than one pass may cost.',
  none: 'You have no card of your own yet.',
  noneText: 'Make one from an example with your name, your logo and your colour, or from a file you have.',
  noneToSee: 'There is no card yet. Whoever manages the rules of this account can make one.',
  examples: (count: number) => `Examples to look at (${count})`,
  examplesText: 'They came with the server, to be tried out. New cards can always start from them.',
  hideExamples: 'Hide them for good',
  older: 'Older cards',
  newest: 'Newest cards',
  deleted: (name: string) => `“${name}” is deleted.`,

  whatIsIt: 'What is it?',
  jobs: {
    stamp: { name: 'Stamp card', text: 'Every visit is a stamp; a full card is a coupon.' },
    points: { name: 'Points card', text: 'Visits and registering bring points.' },
    gift: { name: 'Gift card', text: 'A balance that is paid from.' },
    ticket: { name: 'Ticket', text: 'Admits one, once.' },
    coupon: { name: 'Coupon', text: 'Something for free, once.' },
    membership: { name: 'Membership', text: 'Shows who belongs to you, and since when.' },
  },
  fromExamples: (count: number) => `Start from one of ${count} examples`,
  fromFile: 'From a file you have',
  fromFileText:
    'A .pkpass of another service, or the JSON of a card from here. Rules in the file are paused until you let them run.',
  file: 'File',
  import: 'Make a card of it',
  noFile: 'Choose a file: a .pkpass, or the JSON of a card.',

  yourOwn: (job: string) => `Your own ${job.toLowerCase()}`,
  basedOn: 'It looks and works like the example, with your name, logo and colour. Its rules run at once.',
  basedOnJob:
    'It gets your name, logo and colour, and its rules run at once. Nobody has it before you give it away, so you can change everything first.',
  shop: 'Name of your shop',
  shopHint: 'It stands on the card and in its texts.',
  logo: 'Logo',
  logoHint: 'PNG, JPEG, WebP or SVG, best with a transparent background. Without one the card shows the name.',
  logoAgain: 'Please choose the logo again: browsers do not keep files.',
  colour: 'Main colour',
  make: 'Make the card',
  back: 'Choose another one',
  cardName: (job: string, shop: string) => `${job} ${shop}`,

  copyTitle: 'Copy this card',
  copyText: 'The copy has the same look and rules, and no customers yet. Cards on phones stay with this one.',
  name: 'Name',
  copyName: (name: string) => `${name} (copy)`,
  copy: 'Copy the card',
  cancel: 'Cancel',

  deleteTitle: 'Delete this card',
  deleteWarning: 'This cannot be undone. It takes along:',
  deleteNobody: 'its look and its rules; no customer has it',
  deletePasses: (count: number, text: string) => (count === 1 ? '1 customer’s card' : `the cards of ${text} customers`),
  deletePhones: (count: number, text: string) =>
    count === 0
      ? 'no phone holds one now'
      : count === 1
        ? 'on 1 phone, which shows it as no longer valid'
        : `on ${text} phones, which show them as no longer valid`,
  deleteEvents: 'everything that happened to them: scans, changes, mails',
  deleteInstead: 'If you only want nothing to happen at scans, pause its rules instead.',
  typeName: 'To delete it, type its name:',
  wrongName: (name: string) => `This is not its name. Type: ${name}`,
  delete: 'Delete the card for good',

  whole: 'The whole card',
  testTitle: 'Test cards',
  testShort: 'to try it out on your own phone',
  testText:
    'A test card is a real card for trying out: scan it, put it on your own phone. No number counts it, and all of them can be deleted together.',
  makeTest: 'Make a test card',
  noTests: 'There is no test card.',
  madeAt: 'made',
  onPhone: 'on a phone',
  deleteTests: (count: number) => (count === 1 ? 'Delete the test card' : `Delete all ${count} test cards`),

  pause: 'Pause all rules',
  run: 'Let the rules run',
  pausedNow: 'The rules of this card are paused: scans are logged, and nothing else happens.',
  runningNow: 'The rules of this card run.',

  imported: 'The card is made from the file.',
  importedPaused: 'Its rules are paused, because they came with the file. Read them below, then let them run.',
  leftOut: (count: number) =>
    count === 1
      ? '1 file of the pass has no place in a card and was left out.'
      : `${count} files of the pass have no place in a card and were left out.`,
  warnings: 'Worth a look',
  hash: 'templateHash',
  id: 'templateId',
  version: 'Version',
  createLink: 'Makes a pass',
  formLink: 'Asks the form first',
  apiLink: 'What programs can call',
  json: 'The card as JSON',
  jsonText: 'As insertUpdateTemplate takes it. Pictures are addresses here; the file holds them whole.',
  jsonCut: 'This is the beginning. The file has all of it.',
  download: 'Download the JSON',
  paths: (count: string) => `Its ${count} API paths`,
  path: 'Path',
  value: 'Value',
  mayEdit: 'Customers may edit it',
  yes: 'yes',
  morePaths: (count: string) => `and ${count} more, which templateInfo answers.`,
  exportTitle: 'Export',
  exportText:
    'The CSV of its passes, 1000 at a time in the order in which they were made: add &start=1000 for the next ones.',
  noExport: 'Nothing is exported until the card has psExportPaths among its additional properties.',
};
