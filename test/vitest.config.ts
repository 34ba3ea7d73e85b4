import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const SHARED = 'test/{http,pass2u,passkit,wallet}/**/*.test.{ts,tsx}';
/**
 * Files that need a worker of their own in these folders: they spy, replace timers or import
 * helpers that register hooks when loaded (outbound/servers.ts, scenarios/processes.ts).
 */
const ALONE = ['http/brand', 'http/ssrf', 'pass2u/auth', 'passkit/guide'].map((name) => `test/${name}.test.ts`);

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    globalSetup: 'test/made-once.ts',
    // Use every core: by default one stays idle, which makes a run on two nearly twice as long.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      // Share workers: loading the program for each of these files took a third of their time.
      { extends: true, test: { name: 'shared', include: [SHARED], exclude: ALONE, isolate: false } },
      { extends: true, test: { name: 'alone', include: ALONE } },
      { extends: true, test: { name: 'rest', include: ['test/**/*.test.{ts,tsx}'], exclude: [SHARED] } },
    ],
  },
});
