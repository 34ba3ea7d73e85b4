// What the scanner's page loads: the modules of ../../browser/scanner/, as they were built, and the reader of barcodes from its
// package. Read once, when the page is first asked for.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

export interface ScannerFiles {
  /** Of all files together: it changes with each of them. */
  readonly version: string;
  /** Path below the folder of this version -> content. */
  readonly files: ReadonlyMap<string, ScannerFile>;
  /** The script that keeps all this on a device; it begins without the list that it needs. */
  readonly serviceWorker: string;
}

interface ScannerFile {
  readonly type: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
}

const SCRIPT = 'text/javascript; charset=utf-8';
const MODULES = new URL('../../browser/scanner/', import.meta.url);
const SERVICE_WORKER = 'service-worker.js';
/** Where browsers find what the modules import by a package's name. */
const READER = 'zxing/es/reader/index.js';

let loaded: Promise<ScannerFiles> | undefined;

export function scannerFiles(): Promise<ScannerFiles> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<ScannerFiles> {
  const modules = new Map<string, string>();
  for (const name of (await readdir(MODULES)).sort()) {
    if (/\.[jt]s$/.test(name) && !name.endsWith('.d.ts')) {
      modules.set(name.replace(/\.ts$/, '.js'), await readModule(name));
    }
  }
  // A classic script, for browsers whose service workers know no modules: the compiler marks even what exports nothing.
  const serviceWorker = modules.get(SERVICE_WORKER)!.replace(/^export \{\s*\};$/m, '');
  modules.delete(SERVICE_WORKER);
  const files = new Map<string, ScannerFile>();
  for (const [name, content] of modules) files.set(name, { type: SCRIPT, content });
  const packaged = pathToFileURL(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const wasm = new Uint8Array(await readFile(packaged));
  files.set('zxing/reader/zxing_reader.wasm', { type: 'application/wasm', content: wasm });
  for (const name of ['es/reader/index.js', 'es/share.js']) {
    const content = await readFile(new URL(`../${name}`, packaged), 'utf8');
    files.set(`zxing/${name}`, { type: SCRIPT, content });
  }
  const hash = createHash('sha256').update(serviceWorker);
  for (const [name, { content }] of files) hash.update(`\n${name}\n`).update(content);
  return { version: hash.digest('hex').slice(0, 12), files, serviceWorker };
}

/** A module as browsers take it. Run from its sources, the server takes the types out here, as tsx did for its own. */
async function readModule(name: string): Promise<string> {
  const source = await readFile(new URL(name, MODULES), 'utf8');
  const code = name.endsWith('.ts') ? await withoutTypes(source) : source;
  return code.replace(/(['"])zxing-wasm\/reader\1/g, `'./${READER}'`).replace(/^\/\/# sourceMappingURL=.*$/m, '');
}

async function withoutTypes(source: string): Promise<string> {
  const { transform } = await import('esbuild');
  const { code } = await transform(source, { loader: 'ts', target: 'es2022' });
  return code.replace(/(from\s*['"]\.\/[\w-]+)\.ts(['"])/g, '$1.js$2');
}
