// The words of the log of acts, in English.

export const audit = {
  title: 'Log of acts',
  intro: 'What people and commands changed in this account, newest first. Scans stand in the list of runs.',
  none: 'Nobody changed anything yet.',
  export: 'Download as a spreadsheet',
  older: 'Older acts',
  commandLine: 'Command line',
  yes: 'yes',
  no: 'no',
  /** Names of the parts of a value; a part without words keeps its name. */
  fields: {
    cards: 'cards',
    undo: 'may undo',
    find: 'may look up customers',
    reason: 'reason',
    event: 'event',
  } as Readonly<Record<string, string>>,
  before: 'Before:',
  after: 'After:',
  /** By the code of the act; the log shows a code without words as it is. */
  what: {
    'account.add': 'Account added',
    'account.brand': 'Look of the account changed',
    'account.password': 'Password of the account changed',
    'account.tokens': 'Lenient PassKit tokens switched',
    'person.invite': 'Person invited',
    'person.join': 'Joined',
    'person.password': 'Own password changed',
    'person.remove': 'Person removed',
    'person.role': 'Role changed',
    'person.uninvite': 'Invitation withdrawn',
    'till.add': 'Till set up',
    'till.lock': 'Till locked out',
    'till.setup': 'New code for a till',
  } as Readonly<Record<string, string>>,
};
