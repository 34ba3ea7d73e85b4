// Compares every import line of src/ and grammar/ with the table of rooms, and the table with the
// imports.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { packageRoot } from '../src/examples.ts';
import { builtModule } from './made.ts';
import { ROOMS } from './rooms.ts';

/** Entry points, which do something when loaded, and pass the environment on. */
const CHILDREN = [
  'src/backups/child.ts',
  'src/certificate-files/child.ts',
  'src/pictures/child.ts',
  'src/store/sqlite/engine/checkpoint-thread.ts',
];
const ENTRIES = ['src/main.ts', 'src/cli.ts', 'src/reference.ts', 'src/bundle.ts', ...CHILDREN, 'grammar/generate.ts'];
/**
 * Entry points of browsers: modules that pages load, and the service worker, which outlives a page.
 */
const BROWSER_ENTRIES = [
  'src/browser/card/card.ts',
  'src/browser/card/service-worker.ts',
  'src/browser/editor/json-editor.ts',
  'src/browser/pages/created.ts',
  'src/browser/pages/share.ts',
  'src/browser/pages/stepper.ts',
  'src/browser/scanner/app.ts',
  'src/browser/scanner/service-worker.ts',
  'src/browser/workshop/condition.ts',
  'src/browser/workshop/copy.ts',
  'src/browser/workshop/crop.ts',
  'src/browser/workshop/design.ts',
  'src/browser/workshop/live.ts',
  'src/browser/workshop/lock-screen.ts',
  'src/browser/workshop/new-card.ts',
  'src/browser/workshop/push-progress.ts',
  'src/browser/workshop/recipe.ts',
  'src/browser/workshop/value-menu.ts',
  'src/browser/workshop/rule-form.ts',
];
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
  expect(imports).toContainEqual({
    from: 'src/ui/workshop/gallery.tsx',
    to: 'src/operations/templates/gallery.ts',
    typesOnly: true,
  });
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

test('no files import each other in a circle, not even for types', () => {
  const next = new Map(programs.map((path) => [path, [] as string[]] as const));
  for (const { from, to } of imports) if (contents.has(to)) next.get(from)!.push(to);
  expect(circlesIn(next)).toEqual([]);
});

test('what adapters of the store share knows no database', () => {
  const shared = imports.filter(({ from }) => /^src\/store\/[^/]+$/.test(from));
  expect(shared.length).toBeGreaterThan(10);
  expect(shared.filter(({ to }) => !isOurs(to) || /^src\/store\/[^/]+\//.test(to))).toEqual([]);
});

test('the store has the same topics in its port, its adapter and its suite', () => {
  const named = (pattern: RegExp, among: readonly string[]) =>
    among.flatMap((path) => pattern.exec(path)?.slice(1) ?? []);
  const topics = named(/^src\/ports\/store\/(.+)\.ts$/, programs);
  const adapter = named(/^src\/store\/sqlite\/([^/]+)\.ts$/, programs);
  const suite = named(/^test\/store\/suite-(.+)\.ts$/, filesOf('test'));
  // A longer topic has parts, such as jobs-pushes; the rest belongs to no topic alone.
  const strange = (names: readonly string[], beside: readonly string[]) =>
    names.filter((name) => ![...topics, ...beside].some((topic) => name === topic || name.startsWith(`${topic}-`)));
  expect(strange(adapter, ['open', 'schema', 'snapshots', 'update-tags'])).toEqual([]);
  expect(strange(suite, ['concurrency', 'turns'])).toEqual([]);
  // The port as a whole is opened by open.ts.
  expect(topics.filter((topic) => topic !== 'store' && !adapter.includes(topic))).toEqual([]);
  expect(topics.filter((topic) => !suite.includes(topic))).toEqual([]);
});

test('a circle is found wherever it is entered, and listed once', () => {
  const next = { a: ['b', 'e'], b: ['c'], c: ['d', 'e'], d: ['b'], e: [], f: ['f'] };
  expect(circlesIn(new Map(Object.entries(next)))).toEqual(['b -> c -> d -> b', 'f -> f']);
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
  expect(
    linesWith(
      /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b/,
      (path) => !['src/app.ts', 'src/browser/scanner/app.ts', 'src/browser/card/card.ts'].includes(path),
    ),
  ).toEqual([]);
});

test('only the frame answers with pages, draws their layout and asks for their language', () => {
  const isElsewhere = (path: string) => /^src\/(?:http|ui)\//.test(path) && path !== 'src/http/frame.tsx';
  expect(linesWith(/\bc\.html\(|<Layout\b|accept-language/, isElsewhere)).toEqual([]);
});

test('only entry points touch the environment, and hand it to config.ts', () => {
  expect(linesWith(/\bprocess\.env\b/, (path) => !ENTRIES.includes(path))).toEqual([]);
});

test('only entry points do something when they are imported', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'passwright-imports-'));
  const entries = [...ENTRIES, ...BROWSER_ENTRIES];
  const modules = programs.filter((path) => !entries.includes(path) && !path.endsWith('.d.ts'));
  const source = modules.map((path) => `await import(${JSON.stringify(builtModule(path))});`).join('\n');
  // The process must end by itself without output and files. A listener, a timer or an open file
  // would keep it running.
  const options = { cwd: folder, timeout: 45_000, env: { PATH: process.env.PATH ?? '' } };
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', source], options);
  expect(await run).toEqual({ stdout: '', stderr: '' });
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});

test('what runs in browsers is in their room, where it is compiled and linted, and never a text elsewhere', () => {
  const script =
    /(?<![-/\w])(?:document|navigator|history|window|localStorage)\.\w|<script(?![^>]*\ssrc=)|dangerouslySetInnerHTML|\son[a-z]+="/;
  expect(linesWith(script, (path) => roomOf(path) !== 'browser')).toEqual([]);
  const inRoom = linesWith(script, (path) => roomOf(path) === 'browser');
  expect(inRoom.length).toBeGreaterThan(10);
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

/**
 * The circles that a walk through all files meets, each as `a -> b -> a`. Empty when there is no
 * circle.
 */
function circlesIn(next: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, way: readonly string[]) => {
    if (way.includes(path)) found.push([...way.slice(way.indexOf(path)), path].join(' -> '));
    else if (!done.has(path)) {
      for (const to of next.get(path) ?? []) walk(to, [...way, path]);
      done.add(path);
    }
  };
  for (const path of next.keys()) walk(path, []);
  return found;
}

/** A folder of src/ is a room, and so is each file beside these folders. */
function roomOf(path: string): string {
  if (path.endsWith('.d.ts')) return 'declarations';
  if (path === 'grammar/generate.ts') return 'generate';
  const [top = '', name = ''] = path.split('/');
  return top === 'src' ? name.replace(/\.tsx?$/, '') : top;
}

function isOurs(to: string): boolean {
  return to.startsWith('src/') || to.startsWith('grammar/');
}

/** Static and dynamic imports and re-exports, packages by name and node: modules in full. */
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

/** Lines of code that match, without comments, as `path:line text`. */
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
