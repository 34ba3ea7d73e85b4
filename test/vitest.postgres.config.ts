// The suites that run on PostgreSQL as well: `npm run test:postgres`. POSTGRES.md says which these
// are and why the others run on SQLite alone; test/postgres-suites.test.ts compares the two.
import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** Files by their path below test/, without `.test.ts`. */
export const ON_POSTGRES = [
  'http/batches',
  'http/customer',
  'http/customers',
  'http/drafts',
  'http/idempotency',
  'http/people',
  'http/register-once',
  'http/repeated-scans',
  'http/runs',
  'http/templates',
  'http/tills',
  'http/triggers',
  'http/url-actions',
  'http/workshop-cards',
  'http/workshop-today',
  'mail/batches',
  'mail/mail',
  'operations/campaigns',
  'operations/purge',
  'pass2u/rules',
  'pass2u/unique-barcodes',
  'passkit/batch',
  'passkit/campaigns',
  'passkit/passes',
  'passkit/rules',
  'push/failures',
  'scenarios/concurrency',
  'scenarios/crash',
  'scenarios/crash-batch',
  'scenarios/mail-crash',
  'scenarios/push-crash',
  'scenarios/scans',
  'wallet/push',
];

const { projects: _, ...shared } = base.test!;

export default defineConfig({
  root: base.root!,
  test: {
    ...shared,
    env: { TEST_STORE: 'postgres' },
    include: ON_POSTGRES.map((name) => `test/${name}.test.ts`),
    isolate: false,
  },
});
