// The suites that run on PostgreSQL as well: `npm run test:postgres`. POSTGRES.md says which these
// are and why the others run on SQLite alone.
import { defineConfig } from 'vitest/config';
import { ON_POSTGRES } from './postgres-suites.ts';
import base, { reportsOf } from './vitest.config.ts';

// made-once.ts reads it in this process, and starts the run's PostgreSQL.
process.env.TEST_STORE = 'postgres';

const { projects: _, ...shared } = base.test!;

export default defineConfig({
  root: base.root!,
  test: {
    ...shared,
    ...reportsOf('test:postgres'),
    include: ON_POSTGRES.map((name) => `test/${name}.test.ts`),
    isolate: false,
  },
});
