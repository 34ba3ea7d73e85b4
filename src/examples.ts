// Reads examples/, the templates that a first start puts into the first account. Tests use it too.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Example } from './operations/templates/example.ts';
import { readTemplateFile } from './template-files/read.ts';

/** Only a folder whose name begins with a number holds a template; `deploy/`, for one, does not. */
export const TEMPLATE_FOLDER = /^\d/;

/**
 * The examples, sorted by folder name; their images are data URIs. No examples/ folder means no
 * examples.
 */
export async function readExamples(): Promise<Example[]> {
  const root = join(packageRoot(), 'examples');
  const entries = await readdir(root).catch(() => []);
  const folders = entries.filter((name) => TEMPLATE_FOLDER.test(name));
  return Promise.all(
    folders.sort().map(async (folder) => {
      const { templateName, passConstructor } = await readTemplateFile(join(root, folder));
      return { templateName: templateName ?? folder, passConstructor };
    }),
  );
}

/** The folder of package.json, searched upwards from this file: works in src/ and in dist/src/. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('package.json was not found above the program.');
    folder = parent;
  }
  return folder;
}
