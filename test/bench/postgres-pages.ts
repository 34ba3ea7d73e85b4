// Measures what the owner's pages read from a PostgreSQL with very many passes: 1,000,000, or a tenth
// of that in a quick run, which SQL makes in the database.
import { strictEqual } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { UNCALLED } from '../../src/operations/depth.ts';
import { trackAccess } from '../../src/operations/events/track-access.ts';
import type { CustomerQuery } from '../../src/ports/store/search.ts';
import { SCAN } from '../../src/rules/passes/facts.ts';
import { en } from '../../src/ui/texts/en/index.ts';
import { startPostgres } from '../fixtures/postgres/server.ts';
import { type BenchApp, openBenchAppIn, overridesOf } from './bench-app.ts';
import { timed } from './rounds.ts';
import { type Effort, limitRow, type Row } from './row.ts';

const EVENTS_A_PASS = 2;
const CONNECTIONS = 6;
/** Days of numbers before today, each of this many quarters of an hour. */
const DAYS = 365;
const QUARTERS_A_DAY = 48;
const DAY = 24 * 60 * 60 * 1000;
const PAGE = 50;
const HIGHEST = Number.MAX_SAFE_INTEGER;
const FIRST = ['ada', 'grace', 'alan', 'edsger', 'barbara', 'donald', 'frances', 'jurgen', 'zoe', 'linus'];
const LAST = ['byron', 'hopper', 'turing', 'dijkstra', 'liskov', 'knuth', 'allen', 'muller', 'washburn', 'torvalds'];

export async function postgresPages({ quick, rounds }: Effort): Promise<Row[]> {
  const passes = quick ? 100_000 : 1_000_000;
  const folder = mkdtempSync(join(tmpdir(), 'passwright-bench-'));
  const database = await startPostgres({ flags: ['shared_buffers=512MB', 'maintenance_work_mem=512MB'] });
  try {
    const url = await database.create('pages');
    const bench = await openBenchAppIn(folder, { DATABASE_URL: url });
    try {
      const hash = await makeFirst(bench);
      await fill(url, passes);
      const rows: Row[] = [];
      for (const [name, call] of await pagesOf(bench, hash, passes)) {
        const figures: number[] = [];
        for (let round = 0; round <= Math.min(rounds, 5); round++) figures.push((await timed(3, call)) / 1e6);
        // The first round reads from the disk what later ones find in memory.
        rows.push(
          limitRow(`PostgreSQL, ${passes.toLocaleString('en')} passes: ${name}`, figures.slice(1), { atMost: 50 }),
        );
      }
      return rows;
    } finally {
      await bench.close();
    }
  } finally {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One pass with a scan, made by the server's own code. All other rows are copies. */
async function makeFirst({ test, templateHash }: BenchApp): Promise<string> {
  const hashedSerialNumber = await test.pass(templateHash, overridesOf(0));
  await test.install(hashedSerialNumber);
  const input = { hashedSerialNumber, accessType: SCAN, depth: UNCALLED, words: en.sentences } as const;
  await trackAccess(test.app.context, test.owner, input);
  return hashedSerialNumber;
}

async function fill(url: string, passes: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const run = (text: string, values?: unknown[]) => client.query(text, values);
    // Numbers that triggers count are written below; triggers take most of the time.
    await run('SET session_replication_role = replica');
    const filled = "('passes', 'pass_words', 'events', 'devices', 'registrations')";
    const { rows: indexes } = await run(`
      SELECT indexname AS name, indexdef AS text FROM pg_indexes
      WHERE schemaname = current_schema() AND tablename IN ${filled} AND indexdef NOT LIKE 'CREATE UNIQUE%'`);
    for (const { name } of indexes) await run(`DROP INDEX ${name}`);
    const first = Number((await run('SELECT min(id) AS id FROM passes')).rows[0].id);
    const ids = `generate_series(${first + 1}, ${first + passes - 1}) n`;
    /** Copies the first row of a table for each id; the columns of `other` get another value. */
    const copy = async (table: string, from: string, other: Readonly<Record<string, string>>) => {
      const { rows } = await run(
        'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1',
        [table],
      );
      const names = rows.map(({ name }) => name as string).filter((name) => other[name] !== '');
      const values = names.map((name) => other[name] ?? `one.${name}`).join(', ');
      await run(`INSERT INTO ${table} (${names.join(', ')}) SELECT ${values} FROM ${from}`);
    };
    const one = (table: string) => `(SELECT * FROM ${table} ORDER BY 1 LIMIT 1) one`;
    const today = 'floor(extract(epoch FROM now()) / 86400)::bigint';
    await copy('passes', `${ids}, ${one('passes')}`, {
      id: 'n',
      serial_number: `'serial number ' || n`,
      hash: `md5(n::text)`,
      on_phone: 'n % 2 = 0',
      visited_day: `CASE WHEN n % 5 = 0 THEN NULL ELSE ${today} - n % 400 END`,
    });
    await copy('devices', `${ids}, ${one('devices')}`, {
      id: 'n',
      device_library_identifier: "lpad(n::text, 32, '0')",
      push_token: "lpad(n::text, 64, '0')",
    });
    await run(`INSERT INTO registrations (pass_id, device_id, created_at) SELECT n, n, 0 FROM ${ids} WHERE n % 2 = 0`);
    const scan = `(SELECT * FROM events WHERE access_type = ${SCAN} LIMIT 1) one`;
    await copy('events', `generate_series(1, ${EVENTS_A_PASS}) round, ${ids}, ${scan}`, {
      id: '',
      pass_id: 'n',
      trace_number: 'round',
    });
    await run(
      `INSERT INTO pass_words (pass_id, account_id, template_id, words)
        SELECT p.id, t.account_id, t.id, array_to_tsvector(ARRAY['§a' || t.account_id, '§t' || t.id, ($1::text[])[p.id % 10 + 1],
          ($2::text[])[p.id / 10 % 10 + 1], 'guest' || p.id, 'example', 'com'])
        FROM passes p JOIN templates t ON t.id = p.template_id WHERE p.id > $3`,
      [FIRST, LAST, first],
    );
    await run(`
      INSERT INTO template_counts (template_id, shard, created, installed, deleted, scanned, registered, on_phones)
      SELECT template_id, 9000, count(*), 0, 0, count(*), 0, count(*) FILTER (WHERE on_phone) FROM passes GROUP BY 1`);
    await run(`
      INSERT INTO template_accesses (template_id, access_type, quarter, shard, events)
      SELECT t.id, ${SCAN}, ${today} * 96 - day * 96 + quarter, 9000 + shard, 3
      FROM (SELECT DISTINCT template_id AS id FROM passes) t, generate_series(1, ${DAYS}) day,
        generate_series(1, ${QUARTERS_A_DAY}) quarter, generate_series(1, ${CONNECTIONS}) shard`);
    for (const { text } of indexes) await run(text);
    await run('VACUUM ANALYZE');
    strictEqual(Number((await run('SELECT count(*) AS count FROM passes')).rows[0].count), passes);
  } finally {
    await client.end();
  }
}

type Page = readonly [name: string, call: () => Promise<void>];

/** Each call throws when it answers other than so many rows. */
async function pagesOf({ test, templateHash }: BenchApp, hash: string, passes: number): Promise<readonly Page[]> {
  const { store } = test.app.context;
  const { template, owner } = (await store.templateByHash(templateHash))!;
  const { pass } = (await store.passByHash(hash))!;
  const today = Math.floor(Date.now() / DAY);
  const everything = { accountId: owner.id, templateId: null, words: [], onPhone: null, visit: null, after: null };
  const customers = (name: string, asked: Partial<CustomerQuery>, rows: number): Page => [
    `customers, ${name}`,
    async () => strictEqual((await store.customers({ ...everything, count: PAGE, ...asked })).rows.length, rows),
  ];
  const list = (name: string, call: () => Promise<{ readonly length: number }>, rows: number): Page => [
    name,
    async () => strictEqual((await call()).length, rows),
  ];
  const events = (name: string, filter: Parameters<typeof store.eventsOf>[2], rows: number) =>
    list(
      `events, ${name}`,
      async () => (await store.eventsOf([template.id], { before: HIGHEST, count: PAGE, look: 1000 }, filter)).events,
      rows,
    );
  const some = passes / 2;
  return [
    customers('all', {}, PAGE),
    customers('from the middle on', { after: { id: some, day: null } }, PAGE),
    customers('on a phone', { onPhone: true }, PAGE),
    customers('of a template, on none', { templateId: template.id, onPhone: false }, PAGE),
    customers('visit in the last month', { visit: { kind: 'since', day: today - 30 } }, PAGE),
    customers('no visit for half a year', { visit: { kind: 'before', day: today - 180 } }, PAGE),
    customers('never a visit', { visit: { kind: 'never' } }, PAGE),
    customers('a tenth of all by a word', { words: ['grace'] }, PAGE),
    customers('two frequent words', { words: ['grace', 'hopper'] }, PAGE),
    customers('two frequent words never together', { words: ['grace', 'ada'] }, 0),
    customers('a letter', { words: ['g'] }, PAGE),
    customers('one by a word', { words: [`guest${some}`] }, 1),
    customers('one by two words', { words: ['example', `guest${some}`] }, 1),
    customers('none by a word', { words: ['nobody'] }, 0),
    customers('a frequent word, no visit matches', { words: ['ada'], visit: { kind: 'since', day: today + 1 } }, 0),
    events('all', {}, PAGE),
    events('a filter that finds none', { result: 'failed' }, 0),
    list(
      'events of a pass',
      async () => (await store.eventsOfPass(pass.id, { before: HIGHEST, count: PAGE })).events,
      2,
    ),
    list('gallery', () => store.gallery(owner.id, { isExample: false, before: HIGHEST, count: PAGE }), 1),
    list('templates', () => store.templatesOf(owner.id), 1),
    ['numbers of all templates', async () => strictEqual((await store.countsOfAccount(owner.id)).size, 1)],
    ['numbers of a template', async () => strictEqual((await store.templateCounts(template.id)).onPhones > 1, true)],
    ['number of passes', async () => strictEqual((await store.countPasses(template.id)) >= passes, true)],
    [
      'scans of today, all templates',
      async () => {
        const span = { from: (today - 1) * DAY, to: today * DAY };
        strictEqual((await store.accessesOfAccount(owner.id, SCAN, span)).get(template.id)! > 0, true);
      },
    ],
    [
      'scans of each of 30 days',
      async () => {
        const spans = Array.from({ length: 30 }, (_, back) => ({
          from: (today - back) * DAY,
          to: (today - back + 1) * DAY,
        }));
        strictEqual((await store.accessesIn(template.id, SCAN, spans)).length, 30);
      },
    ],
    [
      'scans of each month of a year',
      async () => {
        const spans = Array.from({ length: 12 }, (_, back) => ({
          from: (today - (back + 1) * 30) * DAY,
          to: (today - back * 30) * DAY,
        }));
        strictEqual((await store.accessesIn(template.id, SCAN, spans)).length, 12);
      },
    ],
    list('passes scanned', () => store.passesIn(template.id, 'scanned', { before: null, count: PAGE }), PAGE),
    list('passes on phones', () => store.passesIn(template.id, 'onPhones', { before: null, count: PAGE }), PAGE),
    list('passes deleted', () => store.passesIn(template.id, 'deleted', { before: null, count: PAGE }), 0),
    list('passes for trying out', () => store.testPasses(template.id), 0),
    list('devices of a pass', () => store.devicesOf(pass.id), 1),
    list('pushes given up', () => store.givenUpPushes(owner.id, { since: 0, count: PAGE }), 0),
    list('mails failed', () => store.failedMails(owner.id, { since: 0, count: PAGE }), 0),
    list('batches', () => store.batchesOf(owner.id, { before: HIGHEST, count: PAGE }), 0),
  ];
}
