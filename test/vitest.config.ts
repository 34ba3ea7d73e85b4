import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './longest-first.ts';

const ALL = ['test/**/*.test.{ts,tsx}'];
/** Files that need a worker of their own, because they replace timers or load modules anew. */
const ALONE = ['grammar/parser', 'pass2u/auth', 'store/postgres-plans'].map((name) => `test/${name}.test.ts`);

/** Where CI wants a report of each run, beside what is printed (.ci/run). */
export const reportsOf = (name: string) => {
  const folder = process.env.TEST_REPORTS;
  const retried = fileURLToPath(new URL('retried.ts', import.meta.url));
  if (folder === undefined) return { reporters: ['default', retried] };
  return { reporters: ['default', retried, 'json'], outputFile: { json: `${folder}/${name}.json` } };
};

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    ...reportsOf('test'),
    globalSetup: 'test/made-once.ts',
    setupFiles: 'test/hooks.ts',
    sequence: { sequencer: LongestFirst },
    // One worker more than cores: while a test waits for a browser, a server or a phone, another one
    // uses the core.
    maxWorkers: availableParallelism() + 1,
    // CI runs a test once more before it fails: there one test of thousands that a busy machine
    // broke would stop everything. Its name is printed (retried.ts).
    retry: process.env.CI ? 1 : 0,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      // Share workers: loading the program for each of these files took a third of their time.
      { extends: true, test: { name: 'shared', include: ALL, exclude: ALONE, isolate: false } },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
  },
});
