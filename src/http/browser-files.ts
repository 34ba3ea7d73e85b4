// Serves what browsers run: the modules of every folder of ../browser/, and the files of packages
// that the modules name. A file's address carries a hash of its content, so that browsers store the
// file until it changes.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { bundled, bundleRole } from './browser-bundles.ts';
import { answerFile } from './compressed.ts';
import { basePath } from './pages/assets.ts';

/** Name -> file. */
export type BrowserFiles = ReadonlyMap<string, BrowserFile>;

export interface BrowserFile {
  /** The path of the built file: `scanner/app.js`, or in a package `packages/<package>/<path>`. */
  readonly name: string;
  /** `scanner/app.0123456789ab.js`: the name with a hash of the content. */
  readonly hashedPath: string;
  readonly type: string;
  /** A module names other files by their hashed paths, so its own hash changes with theirs. */
  readonly content: string | Uint8Array<ArrayBuffer>;
  /** The names of the files that a module imports or resolves. */
  readonly imports: readonly string[];
}

const FOLDER = new URL('../browser/', import.meta.url);
const FOREVER = 'public, max-age=31536000, immutable';
const HASHED = /\.[0-9a-f]{12}(\.\w+)$/;
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

/**
 * Matches the names of other files in a module: in static imports, which begin a line, in dynamic
 * imports, and in import.meta.resolve, which answers the address of any file.
 */
const NAMED =
  /(^(?:import|(?:import|export)\b[^'"();=]*?\bfrom)\s*|\bimport\(\s*|\bimport\.meta\.resolve\(\s*)(['"])([^'"\n]+)\2/gm;

let loaded: Promise<BrowserFiles> | undefined;

/** The files of this server, read on the first call. */
export function browserFiles(): Promise<BrowserFiles> {
  loaded ??= loadBrowserFiles(FOLDER);
  return loaded;
}

/** The address of a module for a page's script element. Throws when no module has the name. */
export async function scriptPath(rootUrl: string, name: string): Promise<string> {
  return filePath(rootUrl, fileNamed(await browserFiles(), name));
}

/** The address of a file, with the path of ROOT_URL. */
export function filePath(rootUrl: string, { hashedPath }: BrowserFile): string {
  return `${basePath(rootUrl)}/assets/${hashedPath}`;
}

export function browserFileRoutes(): Hono {
  const app = new Hono();
  app.get('/assets/:folder/:file{.+}', async (c) => {
    const asked = `${c.req.param('folder')}/${c.req.param('file')}`;
    const file = HASHED.test(asked) ? (await browserFiles()).get(asked.replace(HASHED, '$1')) : undefined;
    if (file === undefined) return c.notFound();
    // A page opened before an update still finds its modules, but no cache may store a file under
    // the hash of another content.
    const cacheControl = asked === file.hashedPath ? FOREVER : 'no-cache';
    return answerFile(c, file.content, { 'content-type': file.type, 'cache-control': cacheControl });
  });
  return app;
}

/**
 * A file and every file that it imports, directly or not, each once: a device stores them to work
 * offline.
 */
export function filesReachedFrom(files: BrowserFiles, name: string): readonly BrowserFile[] {
  const names = new Set([name]);
  // A loop over a set also visits names that the loop adds.
  for (const reached of names) for (const next of fileNamed(files, reached).imports) names.add(next);
  return [...names].map((reached) => fileNamed(files, reached));
}

/**
 * The text of a module as a classic script, because some browsers run no modules as service
 * workers. Throws when the module imports anything.
 */
export function classicScript(files: BrowserFiles, name: string): string {
  const { content, imports } = fileNamed(files, name);
  if (typeof content !== 'string' || imports.length > 0) throw new Error(`${name} cannot be a classic script.`);
  // The compiler writes this mark into a module that exports nothing.
  return content.replace(/^export \{\s*\};$/m, '');
}

function fileNamed(files: BrowserFiles, name: string): BrowserFile {
  const file = files.get(name);
  if (file === undefined) throw new Error(`There is no file ${name} for browsers.`);
  return file;
}

/**
 * Reads all modules of a folder, and the files elsewhere that they name. Throws when a named file
 * does not exist or is neither in the folder nor in a package, and when modules import each other,
 * because a hash needs the hashes of what the module imports.
 */
export async function loadBrowserFiles(folder: URL): Promise<BrowserFiles> {
  const files = new Map<string, BrowserFile>();
  const load = async (url: URL, importers: readonly string[]): Promise<BrowserFile> => {
    const name = nameOf(url, folder);
    const chain = [...importers, name];
    if (importers.includes(name)) throw new Error(`Modules for browsers import each other: ${chain.join(' -> ')}.`);
    const known = files.get(name);
    if (known !== undefined) return known;
    const type = TYPES[/\.\w+$/.exec(name)?.[0] ?? ''];
    if (type === undefined) throw new Error(`Browsers cannot be served this kind of file: ${chain.join(' -> ')}.`);
    const { content, imports } = name.endsWith('.js')
      ? await readModule(url, name, (target) => load(target, chain))
      : { content: new Uint8Array(await readFile(url)), imports: [] };
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
    const file = { name, hashedPath: name.replace(/\.\w+$/, `.${hash}$&`), type, content, imports };
    files.set(name, file);
    return file;
  };
  // Load one module at a time: two that import each other would wait for each other forever.
  for (const path of await readdir(folder, { recursive: true })) {
    if (!/\.[jt]s$/.test(path) || path.endsWith('.d.ts') || bundleRole(path) === 'part') continue;
    if (!/[/\\]/.test(path)) throw new Error(`${path} is not in a folder of ${folder.href}, so it has no address.`);
    await load(new URL(path, folder), []);
  }
  return files;
}

function nameOf({ href }: URL, folder: URL): string {
  if (href.startsWith(folder.href)) return href.slice(folder.href.length).replace(/\.ts$/, '.js');
  const [, inPackages] = /.*\/node_modules\/(.+)$/.exec(href) ?? [];
  if (inPackages === undefined) throw new Error(`${href} is neither in ${folder.href} nor in a package.`);
  return `packages/${inPackages}`;
}

/** A module as browsers run it, with the hashed paths of the files that it names. */
async function readModule(url: URL, name: string, load: (target: URL) => Promise<BrowserFile>) {
  const code = await codeOf(url, name);
  const targets = new Map<string, BrowserFile>();
  for (const [, , , named = ''] of code.matchAll(NAMED)) {
    targets.set(named, await load(named.startsWith('.') ? new URL(named, url) : new URL(import.meta.resolve(named))));
  }
  const up = '../'.repeat(name.split('/').length - 1);
  const content = code
    .replace(NAMED, (_, before, quote, named) => `${before}${quote}${up}${targets.get(named)!.hashedPath}${quote}`)
    // Older browsers have import.meta.url and no import.meta.resolve.
    .replace(/\bimport\.meta\.resolve\(\s*(['"][^'"\n]+['"])\s*\)/g, 'new URL($1, import.meta.url).href')
    .replace(/^\/\/# sourceMappingURL=.*$/m, '');
  return { content, imports: [...new Set([...targets.values()].map((target) => target.name))] };
}

/** A bundle that was built holds its packages already. */
async function codeOf(url: URL, name: string): Promise<string> {
  if (!url.pathname.endsWith('.ts')) return readFile(url, 'utf8');
  return bundleRole(name) === 'bundle' ? bundled(url) : withoutTypes(await readFile(url, 'utf8'));
}

/** Strips the types for a server that runs from its sources, which no compiler has built. */
async function withoutTypes(source: string): Promise<string> {
  const { transform } = await import('esbuild');
  // With this option esbuild drops only imports of types, as the compiler does.
  const tsconfigRaw = { compilerOptions: { verbatimModuleSyntax: true } };
  const { code } = await transform(source, { loader: 'ts', target: 'es2022', tsconfigRaw });
  return code;
}
