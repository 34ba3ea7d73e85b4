// The plans of the PostgreSQL store's statements: none reads a table as a whole that grows with
// passes, scans, phones, mails or batches, but for those below.
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Databases, databases } from '../fixtures/postgres/databases.ts';

/** The texts of all statements that a connection prepares. */
const statements = vi.hoisted(() => new Set<string>());
vi.mock(import('../../src/store/postgres/engine/statement.ts'), async (importOriginal) => {
  const original = await importOriginal();
  const statement: typeof original.statement = (text) => {
    statements.add(text);
    return original.statement(text);
  };
  return { ...original, statement };
});

/** Tables with a row for each pass, scan, phone, job, mail, or row of a batch. */
const LARGE = new Set([
  'audit_entries',
  'batch_rows',
  'bulk_passes',
  'devices',
  'dues',
  'event_notes',
  'events',
  'idempotency_keys',
  'images',
  'image_uses',
  'imported_events',
  'jobs',
  'mails',
  'pass_references',
  'pass_words',
  'passes',
  'registrations',
  'unique_barcodes',
  'webhook_attempts',
  'webhook_messages',
  'withdrawn_passes',
]);

/** What reads such a table, or an index of it, from its beginning to its end -> why it may. */
const SCANS: Readonly<Record<string, string>> = {
  'mails_pkey of mails in SELECT m.id AS "id", m.kind AS "kind", m.recipient AS "recip': 'the command lists all mails',
  "mails_queued of mails in SELECT count(*) AS count FROM mails WHERE state = 'queued' A":
    'what waits, which is little',
  'jobs_pkey of jobs in SELECT kind, count(*) AS waiting FROM jobs GROUP BY kind': 'what waits, which is little',
  "mails_queued of mails in SELECT count(*) AS waiting FROM mails WHERE state = 'queued'":
    'what waits, which is little',
  'Seq Scan of events in SELECT p.id, p.template_id AS "templateId", (p.created_at < ':
    'PostgreSQL looks each pass up instead once there are more events than passes of a page',
  'passes_pkey of passes in SELECT coalesce((SELECT max(id) FROM passes), 0) AS pass, co': 'the last one is enough',
  'events_pkey of events in SELECT coalesce((SELECT max(id) FROM passes), 0) AS pass, co': 'the last one is enough',
  'images_pkey of images in SELECT i.hash, length(i.bytes) AS bytes FROM images i LEFT J': 'a purge looks at all',
  'image_uses_pkey of image_uses in SELECT i.hash, length(i.bytes) AS bytes FROM images i LEFT J': 'the same',
};

/** One step of a plan, as EXPLAIN answers it. */
interface Step {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Step[];
}

function stepsOf(step: Step): readonly Step[] {
  return [step, ...(step.Plans ?? []).flatMap(stepsOf)];
}

function isScan(step: Step): boolean {
  if (!LARGE.has(step['Relation Name'] ?? '')) return false;
  if (step['Node Type'] === 'Seq Scan') return true;
  return step['Node Type'].startsWith('Index') && step['Index Cond'] === undefined;
}

let all: Databases;
beforeAll(async () => {
  all = await databases();
}, 400_000);
afterAll(() => all.stop(), 400_000);

test('no statement reads a large table as a whole without a reason', async () => {
  const client = new pg.Client({ connectionString: await all.empty() });
  await client.connect();
  try {
    // Tables are empty here, where reading one as a whole is cheap. Without that choice PostgreSQL
    // still does it where it has no index to use.
    await client.query('SET enable_seqscan = off');
    const scans = new Set<string>();
    for (const text of statements) {
      if (!/^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(text)) continue;
      const { rows } = await client.query(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`);
      for (const step of stepsOf(rows[0]['QUERY PLAN'][0].Plan).filter(isScan)) {
        const what = `${step['Index Name'] ?? step['Node Type']} of ${step['Relation Name']}`;
        scans.add(`${what} in ${text.replace(/\s+/g, ' ').trim().slice(0, 60)}`);
      }
    }
    expect(statements.size).toBeGreaterThan(200);
    expect([...scans].filter((scan) => !Object.hasOwn(SCANS, scan))).toEqual([]);
    expect(Object.keys(SCANS).filter((scan) => !scans.has(scan))).toEqual([]);
  } finally {
    await client.end();
  }
}, 400_000);
