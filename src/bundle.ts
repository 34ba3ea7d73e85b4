// Bundles the modules for browsers of what was just built, in place, and writes down the commit that
// was built: the last step of `npm run build`.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { BUNDLES, bundled } from './http/browser-bundles.ts';

for (const [folder, name] of Object.entries(BUNDLES)) {
  const file = new URL(`./browser/${folder}/${name}.js`, import.meta.url);
  await writeFile(file, await bundled(file));
}
const commit = await builtCommit();
if (commit !== null) await writeFile(new URL('./commit', import.meta.url), `${commit}\n`);

/** COMMIT says it where git does not know, as in an image's build; null: nobody knows. */
async function builtCommit(): Promise<string | null> {
  if (process.env.COMMIT) return process.env.COMMIT;
  const options = { cwd: new URL('.', import.meta.url) };
  return promisify(execFile)('git', ['rev-parse', 'HEAD'], options).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );
}
