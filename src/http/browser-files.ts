// Serves what browsers run: the modules of every folder of ../browser/, and the files of packages that modules name. The name
// of a file carries a hash of its content, so that browsers store the file until it changes.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { basePath } from './pages/assets.ts';

/** By name: the path below ../browser/ as it is built, such as `scanner/app.js`, or `packages/` and a path of packages. */
export type BrowserFiles = ReadonlyMap<string, BrowserFile>;

export interface BrowserFile {
  readonly type: string;
  /** What the module names, it names by hashed paths: so its own hash changes with each of them. */
  readonly content: string | Uint8Array<ArrayBuffer>;
  /** The name with the hash of the content in it: `scanner/app.js` becomes `scanner/app.0123456789ab.js`. */
  readonly hashedPath: string;
  /** The names of the files that a module imports or takes the address of. */
  readonly imports: readonly string[];
}

const FOLDER = new URL('../browser/', import.meta.url);
const FOREVER = 'public, max-age=31536000, immutable';
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

/**
 * Where a module names another file: in static imports, which begin a line, in dynamic ones, and in import.meta.resolve,
 * which answers the address of a file that need not be a module.
 */
const NAMED =
  /(^(?:import|(?:import|export)\b[^'"();=]*?\bfrom)\s*|\bimport\(\s*|\bimport\.meta\.resolve\(\s*)(['"])([^'"\n]+)\2/gm;

let loaded: Promise<BrowserFiles> | undefined;

/** The files of this server, read when the first page asks for one. */
export function browserFiles(): Promise<BrowserFiles> {
  loaded ??= loadBrowserFiles(FOLDER);
  return loaded;
}

/** The address of a module under the server's root, by the module's name: `pages/share.js`. */
export async function scriptPath(rootUrl: string, name: string): Promise<string> {
  return filePath(rootUrl, fileNamed(await browserFiles(), name));
}

export function filePath(rootUrl: string, { hashedPath }: BrowserFile): string {
  return `${basePath(rootUrl)}/assets/${hashedPath}`;
}

export function browserFileRoutes(): Hono {
  const app = new Hono();
  app.get('/assets/:folder/:file{.+}', async (c) => {
    const { folder, file: rest } = c.req.param();
    const asked = `${folder}/${rest}`;
    const file = (await browserFiles()).get(asked.replace(/\.[0-9a-f]{12}(\.\w+)$/, '$1'));
    if (file === undefined || !/\.[0-9a-f]{12}\.\w+$/.test(asked)) return c.notFound();
    // A page that was opened before an update still finds its modules, but no cache may store one under another's hash.
    const cached = asked === file.hashedPath ? FOREVER : 'no-cache';
    return c.body(file.content, 200, { 'content-type': file.type, 'cache-control': cached });
  });
  return app;
}

/** A file and all files that are reached from it, each once: what a device stores to run the file without a network. */
export function filesReachedFrom(files: BrowserFiles, name: string): readonly BrowserFile[] {
  const names = new Set([name]);
  // A set that grows while it is read is read to its new end.
  for (const reached of names) for (const next of fileNamed(files, reached).imports) names.add(next);
  return [...names].map((reached) => fileNamed(files, reached));
}

/** A module that imports nothing as a classic script, because not all browsers know modules as service workers. */
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
 * Reads all modules of a folder and what they name elsewhere. Fails when a module names a file that is not there or that is
 * neither in the folder nor in a package, or when modules import each other: a hash needs the hashes of what is imported.
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
    const names = new Set<string>();
    let content: BrowserFile['content'];
    if (!name.endsWith('.js')) content = new Uint8Array(await readFile(url));
    else {
      const code = await readModule(url);
      const paths = new Map<string, string>();
      for (const [, , , named = ''] of code.matchAll(NAMED)) {
        const target = named.startsWith('.') ? new URL(named, url) : new URL(import.meta.resolve(named));
        paths.set(named, up(name) + (await load(target, chain)).hashedPath);
        names.add(nameOf(target, folder));
      }
      content = withPaths(code, paths);
    }
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
    const hashedPath = name.replace(/\.\w+$/, `.${hash}$&`);
    const file = { type, content, hashedPath, imports: [...names] };
    files.set(name, file);
    return file;
  };
  // One after the other, so that a file is either read or one of its importers is being read.
  for (const path of await readdir(folder, { recursive: true })) {
    if (!/\.[jt]s$/.test(path) || path.endsWith('.d.ts')) continue;
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

/** From the folder of a file to /assets/. */
function up(name: string): string {
  return '../'.repeat(name.split('/').length - 1);
}

function withPaths(code: string, paths: ReadonlyMap<string, string>): string {
  return (
    code
      .replace(NAMED, (_, before, quote, named) => `${before}${quote}${paths.get(named)}${quote}`)
      // Older browsers know import.meta.url only.
      .replace(/\bimport\.meta\.resolve\(\s*(['"][^'"\n]+['"])\s*\)/g, 'new URL($1, import.meta.url).href')
  );
}

/** A module as browsers take it. A server that runs from its sources takes the types out here, as tsx did for its own. */
async function readModule(url: URL): Promise<string> {
  const source = await readFile(url, 'utf8');
  const code = url.pathname.endsWith('.ts') ? await withoutTypes(source) : source;
  return code.replace(/^\/\/# sourceMappingURL=.*$/m, '');
}

async function withoutTypes(source: string): Promise<string> {
  const { transform } = await import('esbuild');
  const tsconfigRaw = { compilerOptions: { verbatimModuleSyntax: true } };
  const { code } = await transform(source, { loader: 'ts', target: 'es2022', tsconfigRaw });
  return code;
}
