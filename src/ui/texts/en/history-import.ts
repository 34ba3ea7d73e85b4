// The words of the page that imports what happened before, in English.

export const historyImport = {
  title: 'Bring past events along',
  section:
    'What happened to your customers’ cards elsewhere or before: visits, registrations and balances from a spreadsheet, without running rules.',
  start: 'Import past events',
  text: 'Each row of the file is one event of one card. It counts in the numbers and in the history of the card, and no rule runs. A file that comes again adds only what is new.',
  file: 'File (CSV)',
  fileHint: 'At most 50,000 rows; the command import-history takes more. Its first row has these headings:',
  example: 'An example for this card',
  path: 'API path',
  meanings: {
    serialNumber:
      'whose card it is; or hashedSerialNumber; or find: and the API path of a value, such as an e-mail address',
    time: 'a day, or a day and a time, such as 2025-03-01 18:30',
    event: 'scan, register, install, edit, check or delete; without this column the choice above counts',
    id: 'the number that the other program gave the event; without it rows that say the same count once',
    path: 'the value at that time; it stays on the card unless something later happened',
    add: 'how much the event added to a number',
    none: 'nothing: the column is not read',
  },
  event: 'What happened in rows that do not say',
  push: 'Tell the phones of cards that look different',
  submit: 'Import',
  noFile: 'Choose a file first.',
  source: (file: string, row: number) => `Imported from ${file}, row ${row}`,
  fromFile: (name: string) => `Imported from ${name}`,
  done: 'The file is read',
  added: (count: number) => (count === 1 ? '1 event was imported.' : `${count} events were imported.`),
  known: (count: number) => (count === 1 ? '1 row was imported before.' : `${count} rows were imported before.`),
  wrong: (count: number) =>
    count === 1
      ? '1 row was left out. Correct it and import the file again.'
      : `${count} rows were left out. Correct them and import the file again.`,
  first: (count: number) => `The first ${count} of them:`,
  again: 'Import another file',
};
