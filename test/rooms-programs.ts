// The end of the table in rooms.ts: what runs beside the server, the command line, and the entry points.

export const PROGRAM_ROOMS = {
  device: {
    packages: {
      fflate: 'opens downloads, instead of the zip code that the phone has to check',
      zod: 'its state file',
      'node:crypto': 'digests, and who a new phone is',
      'node:fs/promises': 'its state file',
      'node:util': 'whether two values are the same',
    },
  },
  doctor: {
    rooms: {
      config: 'the settings that it checks',
      errors: 'what is wrong with a certificate',
      mail: 'a login without a mail',
      operations: 'which certificates sign, the mail server of a page, who answers an address',
      pass: 'whether a certificate, its chain and its key fit',
      ports: 'certificates, the clock',
      push: 'a connection without a push',
      'secret-key': 'whether it opens the private keys',
      store: 'looks at the database without changing it',
    },
    packages: {
      'node:crypto': 'questions that nobody can guess, private keys',
      'node:fs': 'whether there is a database',
      'node:fs/promises': 'writes into the data folder, and the room on its disk',
      'node:net': 'whether a port is free',
      'node:path': 'files in the data folder',
    },
  },
  commands: {
    rooms: {
      device: 'the simulated phone',
      doctor: 'the command doctor',
      errors: 'prints errors without a stack',
      ports: 'the account it prints, the states of mails',
      rules: 'prints traces in words, values as JSON',
      operations: 'each command calls one',
      pictures: 'lint decodes the images of a template',
      store: 'backup and restore, and its errors, printed without a stack',
      tables: 'spreadsheets, and their results as CSV',
      'template-files': 'templates that come and go as files',
      ui: 'the words of traces',
      config: 'settings',
      installation: 'the command version',
      log: 'a silent one',
      'secret-key': 'it goes along with a backup',
      app: 'the context without a server, and the clock',
    },
    packages: {
      commander: 'arguments',
      'node:fs': 'whether a file is there',
      'node:fs/promises': 'certificate files',
      'node:path': 'the folder of the database',
      'node:readline/promises': 'a password that is typed',
      'node:stream': 'what is typed is echoed to nowhere',
      'node:timers/promises': 'a server gets its turn between two commits',
    },
  },
  cli: { rooms: { commands: 'what it can do', serve: 'the command serve' } },
  main: { rooms: { serve: 'all it does' } },
};
