// Modules for browsers that are served together with the packages they import, as one minified file:
// a page would else load each file of an editor by itself. What is built contains the bundles, because
// esbuild and those packages are no dependencies of a running server.

/** A folder of ../browser/ -> the module in it that pages load. The others are parts of it. */
export const BUNDLES: Readonly<Record<string, string>> = { editor: 'json-editor' };

/** Whether a path below ../browser/ is the module of a bundle, or only a part of one. */
export function bundleRole(path: string): 'bundle' | 'part' | null {
  const [, folder = '', name = ''] = /^([^/\\]+)[/\\](.+)\.[jt]s$/.exec(path) ?? [];
  if (!Object.hasOwn(BUNDLES, folder)) return null;
  return BUNDLES[folder] === name ? 'bundle' : 'part';
}

/** The module with everything that it imports. Fails when one of its imports is missing. */
export async function bundled(url: URL): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [decodeURIComponent(url.pathname)],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}
