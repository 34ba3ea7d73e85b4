// POSTGRES.md says of each suite which store it runs on; the run on PostgreSQL takes what the table
// says.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { packageRoot } from '../src/examples.ts';
import { ON_POSTGRES } from './postgres-suites.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const ROW = /^\| `([^`|]+)` \| ([^|]+) \| ([^|]*)\|$/gm;
const table = [...readFileSync(`${folder}/POSTGRES.md`, 'utf8').matchAll(ROW)].map(
  ([, suite = '', store = '', why = '']) => ({ suite, store, why: why.trim() }),
);
const END = /\.test\.tsx?$/;
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => END.test(file));
const suites = new Map(files.map((file) => [file.replace(END, ''), readFileSync(`${folder}/${file}`, 'utf8')]));
const on = (store: string) => table.filter((row) => row.store === store).map(({ suite }) => suite);

/** The row of a suite: its own, or the one of its folder. */
const rowOf = (suite: string) =>
  table.find((row) => row.suite === suite) ?? table.find((row) => row.suite === `${suite.split('/')[0]}/`);

test('each suite has a row, and each row has suites', () => {
  expect([...suites.keys()].filter((suite) => rowOf(suite) === undefined)).toEqual([]);
  const used = new Set([...suites.keys()].map(rowOf));
  expect(table.filter((row) => !used.has(row))).toEqual([]);
  expect(new Set(table.map(({ suite }) => suite)).size).toBe(table.length);
});

test('the suites of both stores are those that run on PostgreSQL as well', () => {
  expect(on('both')).toEqual(expect.arrayContaining([...ON_POSTGRES]));
  expect(on('both')).toHaveLength(ON_POSTGRES.length);
});

test('the suites of PostgreSQL start one, and no others do', () => {
  const starts = [...suites].filter(([, text]) => /\b(?:databases|startPostgres)\(/.test(text)).map(([suite]) => suite);
  const itself = [...on('PostgreSQL'), ...on('both, by itself')];
  expect(starts.filter((suite) => suite !== 'postgres-suites').toSorted()).toEqual(itself.toSorted());
});

test('where a suite runs on SQLite alone, the table says why', () => {
  expect(table.filter(({ store, why }) => store === 'SQLite' && why === '')).toEqual([]);
  expect(new Set(table.map(({ store }) => store))).toEqual(
    new Set(['SQLite', 'PostgreSQL', 'both', 'both, by itself', 'no store']),
  );
});

test('a process that may start the PostgreSQL of tests ends with its own exit code', async () => {
  const program = "await import('./test/fixtures/postgres/server.ts'); process.exitCode = 3;";
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    cwd: packageRoot(),
  });
  expect(await once(child, 'exit')).toEqual([3, null]);
});
