// Reads examples/, the templates that a first start puts into the first account. The tests read them here too.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Example } from './operations/first-start.ts';
import { isObject, type JsonObject } from './rules/values.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
};

/** The examples in order of their folders' names. An image is named by its file beside the template. */
export async function readExamples(): Promise<Example[]> {
  const root = join(packageRoot(), 'examples');
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(folders.sort().map((folder) => readExample(join(root, folder))));
}

async function readExample(folder: string): Promise<Example> {
  const { templateName, passConstructor } = JSON.parse(
    await readFile(join(folder, 'template.json'), 'utf8'),
  ) as Example;
  const images: Record<string, string> = {};
  for (const [name, file] of Object.entries(isObject(passConstructor.images) ? passConstructor.images : {})) {
    const bytes = await readFile(join(folder, String(file)));
    images[name] = `data:${MEDIA_TYPES[extname(String(file))]};base64,${bytes.toString('base64')}`;
  }
  return { templateName, passConstructor: { ...passConstructor, images } satisfies JsonObject };
}

/** Where package.json stands: above src/ as well as above the built files. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('package.json was not found above the program.');
    folder = parent;
  }
  return folder;
}
