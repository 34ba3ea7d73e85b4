// `npm run grammar` writes railroad.svg and railroad.html from psconditions.ebnf; with `--check` it
// writes nothing and exits with 1 when a file differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { readGrammar } from './ebnf.ts';
import { drawHtml, drawSvg } from './railroad.ts';

const here = (name: string): URL => new URL(name, import.meta.url);

/** The text of a file; undefined when there is no such file. */
function read(name: string): string | undefined {
  try {
    return readFileSync(here(name), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const rules = readGrammar(readFileSync(here('psconditions.ebnf'), 'utf8'));
const check = process.argv.includes('--check');

for (const [name, content] of [
  ['railroad.svg', drawSvg(rules)],
  ['railroad.html', drawHtml(rules)],
] as const) {
  if (!check) {
    writeFileSync(here(name), content);
  } else if (read(name) !== content) {
    console.error(`grammar/${name} is not what psconditions.ebnf gives: run \`npm run grammar\`.`);
    process.exitCode = 1;
  }
}
