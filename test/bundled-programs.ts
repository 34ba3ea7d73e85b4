// The built programs in one file each, for tests that start many processes: Node takes twice as long
// for the 1,400 files of what `npm run build` makes, and deploy/ starts those as a user does.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** Packages of many files. The others stay outside: some load parts of their own by name. */
const INSIDE = ['drizzle-orm', 'hono', '@hono/node-server', 'jose'];
const isInside = (name: string): boolean =>
  INSIDE.some((packaged) => name === packaged || name.startsWith(`${packaged}/`));

/** Leaves packages outside, and tells each module the address that it has in dist/src. */
const asBuilt: Plugin = {
  name: 'as-built',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || isInside(path) ? undefined : { external: true },
    );
    onLoad({ filter: /\.m?js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes('import.meta.url')) return undefined;
      return { contents: `const moduleUrl = ${JSON.stringify(pathToFileURL(path).href)};\n${text}` };
    });
  },
};

/** Writes <folder>/<name>.js for each of the programs <dist>/src/<name>.js. */
export async function bundlePrograms(dist: string, names: readonly string[], folder: string): Promise<void> {
  await build({
    entryPoints: names.map((name) => join(dist, 'src', `${name}.js`)),
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    define: { 'import.meta.url': 'moduleUrl' },
    plugins: [asBuilt],
    logLevel: 'error',
  });
}
