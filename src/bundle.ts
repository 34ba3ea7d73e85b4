// Bundles the modules for browsers of what was just built, in place: the last step of `npm run build`.
import { writeFile } from 'node:fs/promises';
import { BUNDLES, bundled } from './http/browser-bundles.ts';

for (const [folder, name] of Object.entries(BUNDLES)) {
  const file = new URL(`./browser/${folder}/${name}.js`, import.meta.url);
  await writeFile(file, await bundled(file));
}
