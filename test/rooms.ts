// Who may import whom, and why: this table is the architecture. Add a new room, import or package
// here with its reason, and remove what nobody uses any more. architecture.test.ts compares the
// code with the table.
import { PROGRAM_ROOMS } from './rooms-programs.ts';

export interface Room {
  /**
   * Room -> why this one needs it. Only rooms further up in the table, so that there are no
   * circles.
   */
  readonly rooms?: Readonly<Record<string, string>>;
  /** The rooms of which this one uses types only. */
  readonly typesOnly?: readonly string[];
  /** Packages and node: modules -> what for. */
  readonly packages?: Readonly<Record<string, string>>;
}

export const ROOMS: Readonly<Record<string, Room>> = {
  declarations: {},
  grammar: {
    packages: {
      chevrotain: 'lexer and parser',
      'big.js': 'prints numbers as they were written',
      'fastest-levenshtein': 'the word that was probably meant',
      'railroad-diagrams': 'draws the grammar',
    },
  },
  generate: {
    rooms: { grammar: 'it draws the diagrams of the grammar' },
    packages: { 'node:fs': 'it writes them; a tool for `npm run grammar`, nothing imports it' },
  },
  errors: {},
  'spawn-child': {
    packages: {
      'node:child_process': 'a process that can be killed',
      'node:net': 'what the type of a pipe lacks',
      'node:path': 'where its loader is found',
      'node:url': 'its file',
    },
  },
  rules: {
    rooms: { grammar: 'parses conditions' },
    packages: {
      'big.js': 'increments that do not drift',
      'color-string': 'whether a text is a colour',
      'fastest-levenshtein': 'the path or action that was probably meant',
      'jsonc-parser': 'where a text stands in JSON that stands in a text',
      locutus: "dates as PHP's strtotime reads them",
      'temporal-polyfill': 'months and time zones as calendars have them',
      validator: 'e-mail addresses',
    },
  },
  ports: {
    rooms: { rules: 'what is stored are values, overrides and access facts' },
    typesOnly: ['rules'],
  },
  pass: {
    rooms: { errors: 'images and keys that cannot be used', rules: 'pass.json is a rendered program' },
    packages: {
      'color-string': 'colours as rgb()',
      jose: 'save links of Google Wallet',
      'node-forge': 'ASN.1 and certificates',
      sharp: 'images in all densities',
      'node:crypto': 'digests, RSA on the thread pool, encrypted keys, signatures of Google',
      'node:util': 'a promise of a key pair',
      'node:zlib': 'deflate and CRC',
    },
  },
  'port-methods': {},
  operations: {
    rooms: {
      errors: 'what a caller may see',
      ports: 'the outside, never an adapter',
      rules: 'they decide',
      pass: 'it renders, signs and packs',
    },
    packages: {
      '@node-rs/argon2': 'passwords',
      jose: 'JSON web tokens',
      'ipaddr.js': 'the network of an address, by which limits count',
      'lru-cache': 'compiled templates, finished passes',
      'sanitize-html': 'messages that owners write in HTML',
      standardwebhooks: 'signatures of messages to other systems',
      validator: 'e-mail addresses of accounts and of mails',
      'node:crypto': 'clientHash, content hashes, fingerprints, keys, ids of mails',
    },
  },
  store: {
    rooms: {
      errors: 'not found, taken, mismatch, away',
      ports: 'the interface it fulfils',
      rules: 'access facts are recorded in the same commit',
    },
    packages: {
      'better-sqlite3': 'the database',
      'drizzle-orm': 'statements and rows with types',
      pg: 'connections to PostgreSQL that send statements one behind the other',
      'rate-limiter-flexible': 'windows of calls that servers share',
      'node:crypto': 'content hashes, names of statements, ids of servers',
      'node:fs': 'the folder of the file',
      'node:fs/promises': 'the size of the file',
      'node:path': 'the folder of the file',
      'node:worker_threads': 'checkpoints, beside the thread that answers scans',
    },
  },
  outbound: {
    rooms: { ports: 'the interface it fulfils' },
    packages: {
      'ipaddr.js': 'which addresses are public',
      undici: 'HTTP with limits',
      'node:dns': 'names are resolved by us, so that what was checked is what is connected to',
      'node:net': 'literal addresses',
      'node:stream': 'a body read up to a limit',
    },
  },
  pictures: {
    rooms: {
      errors: 'why a picture is refused',
      ports: 'the interface it fulfils',
      rules: 'the place that a picture is for',
      pass: 'what each process runs',
      'spawn-child': 'a process that can be killed',
    },
    typesOnly: ['ports', 'rules'],
    packages: {
      sharp: 'one core a process, and no cache',
      'node:fs': 'Linux ends it first where memory runs out',
      'node:os': 'its priority',
    },
  },
  'certificate-files': {
    rooms: {
      errors: 'why a file is refused',
      ports: 'the interface it fulfils',
      pass: 'what each process runs',
      'spawn-child': 'a process that can be killed',
    },
    packages: { 'node:os': 'its priority' },
  },
  backups: {
    rooms: {
      errors: 'why there is no backup',
      ports: 'the interface it fulfils',
      store: 'what the process runs',
      'spawn-child': 'a process, because checking a copy takes long',
    },
    packages: {
      'node:fs': 'reads a backup piece by piece',
      'node:fs/promises': 'the folder of the backups, and the room on its disk',
      'node:os': 'the priority of the process',
      'node:path': 'files in the folder',
      'node:stream': 'a file as the web streams it',
    },
  },
  push: {
    rooms: { ports: 'the interface it fulfils' },
    typesOnly: ['ports'],
    packages: {
      'node:http2': 'APNs speaks nothing else',
      'node:net': 'an address needs no server name',
      'node:tls': 'the client certificate, and an alert about it, which HTTP/2 alone would swallow',
    },
  },
  google: {
    rooms: {
      ports: 'the interface it fulfils',
      rules: 'JSON values',
      pass: 'of which objects a PATCH may tell the holders',
    },
    packages: { jose: 'signs what the token is asked for with' },
  },
  mail: {
    rooms: { ports: 'the interface it fulfils' },
    typesOnly: ['ports'],
    packages: { nodemailer: 'SMTP, and messages as it takes them' },
  },
  limits: {
    rooms: { ports: 'the interface it fulfils' },
    typesOnly: ['ports'],
    packages: {
      'lru-cache': 'so many keys, and networks that are known',
      'rate-limiter-flexible': 'windows of calls',
      'node:crypto': 'keys of any length',
    },
  },
  metrics: {
    rooms: { ports: 'it fulfils and measures them', rules: 'access types', 'port-methods': 'what a wrapper hands on' },
    packages: { 'prom-client': 'counts, histograms and their text' },
  },
  workers: {
    rooms: { ports: 'the log, and what is counted', metrics: 'adds up what dead workers counted' },
    packages: { 'node:cluster': 'processes that share a port' },
  },
  tracing: {
    rooms: { errors: 'whose failure it is', ports: 'fulfils and traces them', 'port-methods': 'hands others on' },
    typesOnly: ['ports'],
    packages: {
      '@opentelemetry/api': 'spans and their contexts',
      '@opentelemetry/core': 'traceparent',
      '@opentelemetry/exporter-trace-otlp-http': 'sends spans',
      '@opentelemetry/resources': 'what the server is called',
      '@opentelemetry/sdk-trace-node': 'samples and gathers spans',
      'lru-cache': 'who changed what a moment ago',
      'node:async_hooks': 'the span at work',
    },
  },
  'template-files': {
    rooms: { errors: 'files that are no templates', rules: 'JSON values, names of images and languages' },
    packages: {
      fflate: 'unpacks a .pkpass',
      'jsonc-parser': 'where JSON is wrong',
      'node:fs/promises': 'files and folders',
      'node:path': 'images beside a template',
    },
  },
  tables: {
    rooms: { errors: 'files that are no tables', rules: 'tables, faults of rows, JSON values' },
    packages: { papaparse: 'CSV, in and out', chardet: 'encodings of other alphabets' },
  },
  config: {
    rooms: {
      outbound: 'OUTBOUND_ALLOW is checked at the start, by who understands it',
      google: 'where Google is, and which address a stand-in may have',
    },
    packages: {
      'node:crypto': 'whether APNS_CA holds certificates',
      'node:fs': 'reads APNS_CA',
      'node:net': 'whether APNS_HOST is an address',
      'node:path': 'absolute paths',
      validator: 'whether MAIL_FROM is an e-mail address',
    },
  },
  log: {
    rooms: { config: 'level and format', ports: 'the interface it fulfils' },
    typesOnly: ['config', 'ports'],
    packages: {
      pino: 'JSON lines',
      'pino-pretty': 'lines for people',
      'node:stream': 'lines for people, whose reader may be gone',
    },
  },
  'recent-errors': {
    rooms: { log: 'leaves the same out of texts', ports: 'the interfaces it fulfils' },
  },
  examples: {
    rooms: { operations: 'what a first start takes', 'template-files': 'reads each of them' },
    typesOnly: ['operations'],
    packages: {
      'node:fs': 'finds package.json',
      'node:fs/promises': 'their folders',
      'node:path': 'their names',
      'node:url': 'where the program is',
    },
  },
  installation: {
    rooms: { examples: 'finds package.json', ports: 'the interface it fulfils' },
    packages: {
      'node:fs': 'whether a file is there',
      'node:fs/promises': 'package.json, the size of the database, the room on its disk',
      'node:path': 'the folder of the database',
    },
  },
  /** Runs in browsers and imports nothing of the server. */
  browser: {
    packages: {
      '@codemirror/autocomplete': 'keys and paths while JSON is typed',
      '@codemirror/commands': 'keys of the editor of JSON',
      '@codemirror/lang-json': 'reads JSON while it is typed',
      '@codemirror/language': 'colours and folds of JSON',
      '@codemirror/lint': 'faults beside the line',
      '@codemirror/state': 'the text in the editor of JSON',
      '@codemirror/view': 'the editor of JSON',
      '@lezer/highlight': 'what gets a colour in JSON',
      sortablejs: 'fields that are dragged',
      'zxing-wasm': 'reads barcodes',
    },
  },
  ui: {
    rooms: {
      browser: 'the words that its scripts say',
      errors: 'an English page says what the API says',
      operations: 'what there is to show',
      rules: 'JSON values and the words of a pass',
    },
    typesOnly: ['operations', 'browser'],
    packages: {
      hono: 'JSX',
      'bwip-js': 'barcodes as Wallet draws them, codes of links',
      pdfkit: 'posters',
      'sanitize-html': 'links in what the back of a pass shows',
    },
  },
  jobs: {
    rooms: {
      errors: 'a store that is away is no failure of a job',
      operations: 'each job is one',
      ports: 'what jobs are about, and their spans',
      ui: 'what mails look like',
    },
  },
  http: {
    rooms: {
      errors: 'each surface maps every code',
      ports: 'snapshots that operations hand on, and the depth header',
      rules: 'the shapes of parameters',
      operations: 'each route calls one',
      tables: 'spreadsheets that are sent, and results as CSV',
      'template-files': 'where JSON is wrong',
      ui: 'pages are drawn by it',
    },
    packages: {
      hono: 'routes, cookies, headers',
      '@modelcontextprotocol/sdk': 'what assistants speak',
      '@hono/node-server': "the caller's address",
      '@fastify/busboy': 'multipart forms',
      esbuild:
        'takes the types out of browser modules where the server runs from its sources, and bundles some; no dependency of what is built',
      'ipaddr.js': 'one spelling of an address',
      'node:net': 'whether a proxy is trusted',
      'jsonc-parser': "a comma before the last bracket, as in an example of Pass2U's guide",
      'lru-cache': 'the senders that were read',
      isbot: 'link previews must not make passes',
      sharp: "the scanner's icons, which iOS takes as PNG alone",
      zod: 'parameters',
      'node:http': 'requests that are refused before they are read',
      'node:async_hooks': 'the request that a page is at work for',
      'node:crypto': 'hashes of what browsers store, ids of requests',
      'node:fs/promises': 'the modules of browsers',
      'node:stream': 'a file that is read while it arrives',
      'node:util': 'waits for what is compressed',
      'node:zlib': 'scripts and styles, compressed',
    },
  },
  bundle: {
    rooms: { http: 'it bundles what the server serves' },
    packages: {
      'node:child_process': 'asks git which commit it is',
      'node:util': 'and waits for the answer',
      'node:fs/promises': 'into what was built; the last step of `npm run build`, nothing imports it',
    },
  },
  reference: {
    rooms: { http: 'it writes down the functions of the PassSource surface' },
    packages: { 'node:fs': 'into a README; a tool for `npm run reference`, nothing imports it' },
  },
  'secret-key': {
    rooms: { config: 'what a key has to be' },
    packages: {
      'node:crypto': 'makes one',
      'node:fs/promises': 'its file, on the disk before it is used',
      'node:path': 'its place in DATA_DIR',
    },
  },
  app: {
    rooms: {
      backups: 'the backups that the server keeps',
      limits: 'failed logins, passes made by forms, calls with API keys, counted',
      'certificate-files': 'where uploaded certificates are read',
      errors: 'errors of the first start become errors of settings',
      ports: 'which adapter stands behind which',
      operations: 'the first start, and caches in memory',
      store: 'the database',
      outbound: 'requests that templates cause',
      google: 'how it reaches Google Wallet',
      metrics: 'what is counted',
      config: 'settings',
      http: 'the server',
      installation: 'facts about the machine',
      jobs: 'what follows from changes',
      pictures: 'where uploads are decoded',
      push: 'how it reaches phones',
      'recent-errors': 'the log remembers its last errors',
      mail: 'how it reaches people',
      ui: 'what the reminders of certificates look like',
      'secret-key': 'read, or made at the first start',
      tracing: 'where traces are exported',
      workers: 'what all processes of the server counted',
    },
    packages: {
      hono: "the server's type",
      'node:crypto': 'the one source of randomness',
      'node:fs/promises': 'DATA_DIR and the development root',
      'node:path': 'files in DATA_DIR',
    },
  },
  ...PROGRAM_ROOMS,
};
