// The pictures of the manual, which `npm run manual` takes of the pages themselves: one a page and
// language. They are read once, when somebody first asks for one.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { OWNER_LANGUAGES } from '../../ui/texts/language.ts';

/** The size of each picture on a page, in CSS pixels; the files have half as many again. */
export const PICTURE = { width: 720, height: 480 } as const;

export interface HelpPicture {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Changes with the content, so that browsers store a picture until it changes. */
  readonly version: string;
}

/** The folder beside this file; a built server has its program elsewhere, and its pictures here. */
const FOLDERS = [
  new URL('./pictures/', import.meta.url),
  new URL('../../../../src/http/help/pictures/', import.meta.url),
];

let loaded: Promise<ReadonlyMap<string, HelpPicture>> | undefined;

/** `<language>/<page>` -> picture. A page without one is shown without. */
export function helpPictures(): Promise<ReadonlyMap<string, HelpPicture>> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<ReadonlyMap<string, HelpPicture>> {
  const found = new Map<string, HelpPicture>();
  for (const folder of FOLDERS) {
    for (const { tag } of OWNER_LANGUAGES) {
      const own = new URL(`${tag}/`, folder);
      const files = await readdir(own).catch(() => []);
      for (const file of files.filter((name) => name.endsWith('.webp'))) {
        const bytes = new Uint8Array(await readFile(new URL(file, own)));
        const version = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
        found.set(`${tag}/${file.slice(0, -'.webp'.length)}`, { bytes, version });
      }
    }
    if (found.size > 0) break;
  }
  return found;
}
