// `npm run reference` writes the README of the PassSource surface from its entries; with `--check`
// it writes nothing and exits with 1 when the file differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { markdown } from './http/passsource/markdown.ts';
import { reference } from './http/passsource/reference.ts';

const file = new URL('./http/passsource/README.md', import.meta.url);
const content = markdown(reference('http://127.0.0.1:8080'));

if (!process.argv.includes('--check')) {
  writeFileSync(file, content);
} else if (readFileSync(file, 'utf8') !== content) {
  console.error('src/http/passsource/README.md is not what the functions say: run `npm run reference`.');
  process.exitCode = 1;
}
