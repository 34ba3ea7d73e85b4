// Tells helpers where made-once.ts put the files for this run.
import { join } from 'node:path';

export const START = Date.parse('2026-03-01T12:00:00Z');
export const OWNER = { email: 'owner@example.com', password: 'correct horse' };

/** The environment variable that names the folder. */
export const MADE_ONCE = 'PASSWRIGHT_MADE_ONCE';
export const BUILT = 'built';
export const BUNDLED = 'bundled';
export const DATA = 'data';
export const SERVED = 'served';

/** The data folder that OWNER's server wrote at its first start at START; null outside vitest. */
export function startedDataDir(): string | null {
  const folder = process.env[MADE_ONCE];
  return folder === undefined ? null : join(folder, DATA);
}

/** The same from a first start of today, for processes: their clock is the machine's. */
export function servedDataDir(): string {
  return join(madeOnce(), SERVED);
}

/** The programs that tests start most, by their files in src/ without `.ts`. */
export const PROGRAMS = ['main', 'cli'] as const;

/** One of PROGRAMS in a single file (bundled-programs.ts), which starts in half the time. */
export function bundledProgram(name: (typeof PROGRAMS)[number]): string {
  return join(madeOnce(), BUNDLED, `${name}.js`);
}

/** The built file of a program in src/, such as main.ts. */
export function builtProgram(file: string): string {
  return builtModule(`src/${file}`);
}

/** The built file of a source file, such as grammar/parser.ts. */
export function builtModule(path: string): string {
  return join(madeOnce(), BUILT, 'dist', path.replace(/\.tsx?$/, '.js'));
}

function madeOnce(): string {
  const folder = process.env[MADE_ONCE];
  if (folder === undefined) throw new Error('The program is built by made-once.ts, in vitest only.');
  return folder;
}
