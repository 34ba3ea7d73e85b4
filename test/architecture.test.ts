// Who may import whom, and why: the table below is the architecture, and every import line of src/ and grammar/ is held
// against it. A new room, import or package belongs into the table, with its reason; what nobody uses any more, out of it.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { packageRoot } from '../src/examples.ts';

interface Room {
  /** Room -> why this one needs it. Only rooms further up in the table: so there are no circles. */
  readonly rooms?: Readonly<Record<string, string>>;
  /** Those of them whose types alone are used. */
  readonly typesOnly?: readonly string[];
  /** Packages and node: modules -> what for. */
  readonly packages?: Readonly<Record<string, string>>;
}

const ROOMS: Readonly<Record<string, Room>> = {
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
  rules: {
    rooms: { grammar: 'conditions are parsed by it' },
    packages: {
      'big.js': 'increments that do not drift',
      'color-string': 'whether a text is a colour',
      'fastest-levenshtein': 'the path or action that was probably meant',
      locutus: "dates as PHP's strtotime reads them",
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
      'node-forge': 'ASN.1 and certificates',
      sharp: 'images in all densities',
      'node:crypto': 'digests, RSA on the thread pool, encrypted keys',
      'node:util': 'a promise of a key pair',
      'node:zlib': 'deflate and CRC',
    },
  },
  operations: {
    rooms: {
      errors: 'what a caller may see',
      ports: 'the outside, never an adapter',
      rules: 'they decide',
      pass: 'it renders, signs and packs',
    },
    packages: {
      '@node-rs/argon2': 'passwords',
      'lru-cache': 'compiled templates and finished passes',
      'rate-limiter-flexible': 'failed logins',
      validator: 'e-mail addresses of accounts',
      'node:crypto': 'clientHash, content hashes, fingerprints, keys',
    },
  },
  jobs: {
    rooms: { operations: 'each job is one' },
  },
  store: {
    rooms: {
      errors: 'not found, taken, mismatch',
      ports: 'the interface it fulfils',
      rules: 'access facts are recorded in the same commit',
    },
    packages: {
      'better-sqlite3': 'the database',
      'drizzle-orm': 'statements and rows with types',
      'node:fs': 'the folder of the file',
      'node:path': 'the folder of the file',
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
  push: {
    rooms: { ports: 'the interface it fulfils' },
    typesOnly: ['ports'],
    packages: {
      'node:http2': 'APNs speaks nothing else',
      'node:net': 'an address needs no server name',
      'node:tls': 'the client certificate, and an alert about it, which HTTP/2 alone would swallow',
    },
  },
  metrics: {
    rooms: { ports: 'the interface it fulfils, and those it measures', rules: 'access types' },
    typesOnly: ['ports', 'rules'],
    packages: { 'prom-client': 'counts, histograms and their text' },
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
  config: {
    rooms: { outbound: 'OUTBOUND_ALLOW is checked at the start, by who understands it' },
    packages: {
      'node:crypto': 'whether APNS_CA holds certificates',
      'node:fs': 'reads APNS_CA',
      'node:net': 'whether APNS_HOST is an address',
      'node:path': 'absolute paths',
    },
  },
  log: {
    rooms: { config: 'level and format', ports: 'the interface it fulfils' },
    typesOnly: ['config', 'ports'],
    packages: {
      pino: 'JSON lines',
      'pino-pretty': 'lines for people',
      'node:async_hooks': 'the request that a line belongs to',
    },
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
  ui: {
    rooms: { operations: 'what there is to show', rules: 'JSON values and the words of a pass' },
    typesOnly: ['operations'],
    packages: { hono: 'JSX', 'bwip-js': 'barcodes as Wallet draws them' },
  },
  http: {
    rooms: {
      errors: 'each surface maps every code',
      ports: 'snapshots that operations hand on, and the depth header',
      rules: 'the shapes of parameters',
      operations: 'each route calls one',
      ui: 'pages are drawn by it',
    },
    packages: {
      hono: 'routes, cookies, headers',
      '@hono/node-server': "the caller's address",
      '@fastify/busboy': 'multipart forms',
      isbot: 'link previews must not make passes',
      zod: 'parameters',
      'node:crypto': "an asset's version",
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
      errors: 'what the first start refuses is told as a setting',
      ports: 'which adapter stands behind which',
      operations: 'the first start, and what is kept in memory',
      store: 'the database',
      outbound: 'requests that templates cause',
      metrics: 'what is counted',
      config: 'settings',
      http: 'the server',
      jobs: 'what follows from changes',
      push: 'how it reaches phones',
      'secret-key': 'read, or made at the first start',
    },
    packages: {
      hono: "the server's type",
      'node:crypto': 'the one source of randomness',
      'node:fs/promises': 'DATA_DIR and the development root',
      'node:path': 'files in DATA_DIR',
    },
  },
  serve: {
    rooms: {
      ports: 'the type of the log',
      store: 'its error about a database in use is told without a stack',
      config: 'settings',
      log: 'the log',
      examples: 'for the first start',
      http: 'probes before the app is open',
      app: 'what is served',
    },
    packages: { '@hono/node-server': 'the socket', 'node:http': 'its type' },
  },
  device: {
    packages: {
      fflate: 'opens what a phone downloads; not our own zip, of which it is to judge',
      zod: 'its state file',
      'node:crypto': 'digests, and who a new phone is',
      'node:fs/promises': 'its state file',
      'node:util': 'whether two values are the same',
    },
  },
  commands: {
    rooms: {
      device: 'the simulated phone',
      errors: 'told without a stack',
      ports: 'the account it prints',
      rules: 'traces are told in words, values as JSON',
      operations: 'each command calls one',
      store: 'backup and restore, and its errors, which are told without a stack',
      'template-files': 'templates that come and go as files',
      config: 'settings',
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

/** Entry points: they do something when they are loaded, and hand the environment over. */
const ENTRIES = ['src/main.ts', 'src/cli.ts', 'src/reference.ts', 'grammar/generate.ts'];
const MOST_LINES = 400;

const root = packageRoot();
const programs = [...filesOf('src'), ...filesOf('grammar')].filter((path) => /\.tsx?$/.test(path));
const contents = new Map(programs.map((path) => [path, readFileSync(join(root, path), 'utf8')] as const));

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typesOnly: boolean;
}
const imports = programs.flatMap(importsOf);

test('the scan sees what it should', () => {
  expect(programs.length).toBeGreaterThan(80);
  expect(imports.length).toBeGreaterThan(300);
  expect(imports).toContainEqual({ from: 'src/app.ts', to: 'src/http/server.ts', typesOnly: false });
  expect(imports).toContainEqual({ from: 'src/ui/home.tsx', to: 'src/operations/own-templates.ts', typesOnly: true });
  expect(imports).toContainEqual({ from: 'src/pass/image-input.ts', to: 'sharp', typesOnly: false });
});

test('every file is in a room, and the table stands in order', () => {
  expect(programs.filter((path) => ROOMS[roomOf(path)] === undefined)).toEqual([]);
  const names = Object.keys(ROOMS);
  for (const [name, { rooms = {}, typesOnly = [] }] of Object.entries(ROOMS)) {
    const below = Object.keys(rooms).filter((other) => !names.slice(0, names.indexOf(name)).includes(other));
    expect(below, `${name} may import only rooms above it`).toEqual([]);
    expect(typesOnly.filter((other) => rooms[other] === undefined)).toEqual([]);
  }
});

test('a room imports only what the table grants it', () => {
  const wrong = imports.flatMap(({ from, to, typesOnly }) => {
    const room = ROOMS[roomOf(from)]!;
    if (!isOurs(to)) return Object.hasOwn(room.packages ?? {}, to) ? [] : [`${from} imports the package ${to}`];
    if (!contents.has(to)) return to.endsWith('.json') ? [] : [`${from} imports ${to}, which is not there`];
    const other = roomOf(to);
    if (other === roomOf(from)) return [];
    if (!Object.hasOwn(room.rooms ?? {}, other)) return [`${from} imports ${to}: ${roomOf(from)} may not use ${other}`];
    const isTypes = typesOnly || room.typesOnly?.includes(other) !== true;
    return isTypes ? [] : [`${from} imports more than types of ${to}`];
  });
  expect(wrong).toEqual([]);
});

test('the table grants nothing that nobody uses', () => {
  const used = new Set(imports.map(({ from, to }) => `${roomOf(from)} ${isOurs(to) ? roomOf(to) : to}`));
  const granted = Object.entries(ROOMS).flatMap(([name, { rooms = {}, packages = {} }]) =>
    [...Object.keys(rooms), ...Object.keys(packages)].map((other) => `${name} ${other}`),
  );
  expect(granted.filter((entry) => !used.has(entry))).toEqual([]);
  const filled = new Set(programs.map(roomOf));
  expect(Object.keys(ROOMS).filter((name) => !filled.has(name))).toEqual([]);
});

test('rules and grammar know no clock, no chance, no process and no network', () => {
  const outside =
    /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\b\.|\bfetch\(|\bset(?:Timeout|Interval)\(|\bglobalThis\b|\bperformance\b\.|\bcrypto\b\./;
  expect(linesWith(outside, (path) => ['rules', 'grammar'].includes(roomOf(path)))).toEqual([]);
  const modules = imports.filter(
    ({ from, to }) => ['rules', 'grammar'].includes(roomOf(from)) && to.startsWith('node:'),
  );
  expect(modules).toEqual([]);
});

test('only the composition root asks the clock and chance', () => {
  expect(linesWith(/\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b/, (path) => path !== 'src/app.ts')).toEqual([]);
});

test('only entry points touch the environment, and hand it to config.ts', () => {
  expect(linesWith(/\bprocess\.env\b/, (path) => !ENTRIES.includes(path))).toEqual([]);
});

test('only entry points do something when they are imported', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'passwright-imports-'));
  const modules = programs.filter((path) => !ENTRIES.includes(path) && !path.endsWith('.d.ts'));
  const source = modules.map((path) => `await import(${JSON.stringify(join(root, path))});`).join('\n');
  const loader = import.meta.resolve('tsx');
  // It has to end by itself, say nothing and leave nothing: a listener, a timer or an open file would hold it.
  const options = { cwd: folder, timeout: 45_000, env: { PATH: process.env.PATH ?? '' } };
  const run = promisify(execFile)(process.execPath, ['--import', loader, '--input-type=module', '-e', source], options);
  expect(await run).toEqual({ stdout: '', stderr: '' });
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});

test(`every file opens with a comment on its job and has at most ${MOST_LINES} lines`, () => {
  const wrong = programs.filter((path) => !/^(?:#!.*\n)?\/[/*]/.test(contents.get(path)!));
  expect(wrong).toEqual([]);
  const long = [...programs, ...filesOf('test').filter((path) => path.endsWith('.ts'))].filter(
    (path) => readFileSync(join(root, path), 'utf8').split('\n').length > MOST_LINES + 1,
  );
  expect(long).toEqual([]);
});

test('no file or folder has a name that says nothing', () => {
  const all = ['src', 'grammar', 'test', 'examples'].flatMap(filesOf);
  const empty = /^(?:types|utils?|helpers?|common|managers?|base|misc)(?:\.|$)/i;
  expect(all.filter((path) => path.split('/').some((part) => empty.test(part)))).toEqual([]);
});

test('the map in src/README.md names every room, and only files that are there', () => {
  const map = readFileSync(join(root, 'src/README.md'), 'utf8');
  const named = [...map.matchAll(/`([\w./-]+(?:\/|\.(?:tsx?|md)))`/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(40);
  const missing = named.filter((name) => ![join('src', name), name].some((path) => existsSync(join(root, path))));
  expect(missing).toEqual([]);
  const rooms = new Set(named.map((name) => name.replace(/^\.\.\//, '').replace(/[./].*$/, '')));
  const ownTools = ['declarations', 'generate'];
  expect(Object.keys(ROOMS).filter((room) => !rooms.has(room) && !ownTools.includes(room))).toEqual([]);
});

/** The paths of the files below a top-level folder, with `/` on every system. */
function filesOf(folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** A folder of src/ is a room, and so is each file beside them. */
function roomOf(path: string): string {
  if (path.endsWith('.d.ts')) return 'declarations';
  if (path === 'grammar/generate.ts') return 'generate';
  const [top = '', name = ''] = path.split('/');
  return top === 'src' ? name.replace(/\.tsx?$/, '') : top;
}

function isOurs(to: string): boolean {
  return to.startsWith('src/') || to.startsWith('grammar/');
}

/** Static and dynamic imports and re-exports; packages by their name, node: modules whole. */
function importsOf(from: string): Import[] {
  const text = contents.get(from)!;
  const found: Import[] = [];
  for (const [, type, clause = '', name = ''] of text.matchAll(
    /^(?:import|export)\s+(type\s+)?(?:([^'";]*?)\s*\bfrom\s*)?['"]([^'"]+)['"]/gm,
  )) {
    const named = /^\{([^}]*)\}$/.exec(clause.trim())?.[1];
    const isEachType = named?.split(',').every((part) => part.trim() === '' || /^type\s/.test(part.trim()));
    found.push({ from, to: resolved(from, name), typesOnly: type !== undefined || isEachType === true });
  }
  for (const [, quote, name = ''] of text.matchAll(/\b(?:import|require)\(\s*(['"]?)([^'")]*)/g)) {
    if (quote === '') throw new Error(`${from}: what ${name} imports cannot be seen here.`);
    found.push({ from, to: resolved(from, name), typesOnly: false });
  }
  return found;
}

function resolved(from: string, name: string): string {
  if (name.startsWith('.')) return posix.join(dirname(from), name);
  if (name.startsWith('node:')) return name;
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
}

/** Lines of code, comments left out, as `path:line text`. */
function linesWith(pattern: RegExp, among: (path: string) => boolean): string[] {
  return programs.filter(among).flatMap((path) =>
    contents
      .get(path)!
      .split('\n')
      .map((line, index) => [index + 1, line.replace(/^\s*(?:\/\/|\/?\*).*|\s\/\/ .*/, '')] as const)
      .filter(([, line]) => pattern.test(line))
      .map(([number, line]) => `${path}:${number} ${line.trim()}`),
  );
}
