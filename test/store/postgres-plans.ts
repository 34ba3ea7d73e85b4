// The plans of the statements that the PostgreSQL store has sent: none reads a table as a whole that
// grows with passes, scans, phones, mails or batches.
import pg from 'pg';
import { expect, test } from 'vitest';

/** Tables with a row for each pass, scan, phone, job, mail, or row of a batch. */
const LARGE = new Set([
  'audit_entries',
  'batch_rows',
  'devices',
  'event_notes',
  'events',
  'idempotency_keys',
  'images',
  'image_uses',
  'jobs',
  'mails',
  'pass_references',
  'pass_words',
  'passes',
  'registrations',
  'unique_barcodes',
  'withdrawn_passes',
]);

/** What reads such a table from its beginning -> why it may. */
const SCANS: Readonly<Record<string, string>> = {};

/** One step of a plan, as EXPLAIN answers it. */
interface Step {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Recheck Cond'?: string;
  readonly Plans?: readonly Step[];
}

/** The texts of the statements that were sent since, but for those of migrations and transactions. */
export function watchStatements(): ReadonlySet<string> {
  const statements = new Set<string>();
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [config] = given;
    const text = typeof config === 'string' ? config : ((config as { text?: string } | undefined)?.text ?? '');
    if (/^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(text)) statements.add(text);
    return (query as (...all: unknown[]) => unknown).apply(this, given);
  } as typeof query;
  return statements;
}

function stepsOf(step: Step): readonly Step[] {
  return [step, ...(step.Plans ?? []).flatMap(stepsOf)];
}

/** Whether a step reads a large table, or an index of it, as a whole. */
function isScan(step: Step): boolean {
  if (!LARGE.has(step['Relation Name'] ?? '')) return false;
  if (step['Node Type'] === 'Seq Scan') return true;
  return step['Node Type'].startsWith('Index') && step['Index Cond'] === undefined;
}

/** Adds the tests. Call it after the suite, whose statements they look at. */
export function planCases(watched: () => ReadonlySet<string>, open: () => Promise<string>): void {
  test('the statements of the PostgreSQL store read no large table as a whole', async () => {
    const client = new pg.Client({ connectionString: await open() });
    await client.connect();
    try {
      // Tables are empty here, where reading one as a whole is cheap. Without that choice PostgreSQL
      // still does it where it has no index to use.
      await client.query('SET enable_seqscan = off; SET enable_bitmapscan = off');
      const statements = watched();
      const scans: string[] = [];
      for (const text of statements) {
        const { rows } = await client.query(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`);
        const plan = rows[0]['QUERY PLAN'][0].Plan as Step;
        for (const step of stepsOf(plan).filter(isScan)) {
          scans.push(`${step['Node Type']} of ${step['Relation Name']} in ${text.replace(/\s+/g, ' ').trim()}`);
        }
      }
      expect(scans.filter((scan) => !Object.hasOwn(SCANS, scan))).toEqual([]);
      expect(statements.size).toBeGreaterThan(100);
      expect(Object.keys(SCANS).filter((scan) => !scans.includes(scan))).toEqual([]);
    } finally {
      await client.end();
    }
  });
}
