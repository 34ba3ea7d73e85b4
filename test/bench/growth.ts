// Measures a file with 3,000,000 passes on a phone each and 30,000,000 events, or with a tenth of that
// in a quick run: the room of each part, and what a server takes that works on it. growth-page.ts
// reckons larger files from these rows.
import { ok, strictEqual } from 'node:assert';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { purge } from '../../src/operations/server/purge.ts';
import { backupDatabase } from '../../src/store/sqlite/engine/backup.ts';
import { ownersBrowser } from '../fixtures/http/workshop.ts';
import { type BenchApp, makePasses, openBenchApp, openBenchAppIn } from './bench-app.ts';
import { EVENTS_A_PASS, filledFolder } from './filled.ts';
import { scanTurn } from './many-passes.ts';
import { residentOf, startedOn, stop } from './processes.ts';
import { computed, inTurns } from './rounds.ts';
import { bytesRow, type Effort, limitRow, memoryRow, perSecondRow, type Row, timeRow } from './row.ts';
import { inFlight, openScanner } from './scans.ts';

/** Tables whose pages are counted together, with their indexes. */
const PARTS = {
  pass: ['passes'],
  phone: ['devices', 'registrations'],
  words: ['pass_words_data', 'pass_words_idx', 'pass_words_docsize'],
  event: ['events', 'template_events'],
} as const;

/** The names of the rows that growth-page.ts reads. */
export const GROWTH_ROWS = {
  pass: 'bytes of a pass, with its indexes',
  phone: 'bytes of a phone and its registration',
  words: 'bytes of what the search knows of a pass',
  event: 'bytes of an event, with its indexes',
  file: 'the whole file',
  backup: 'backup of it, checked',
  start: 'start on it, to the first answer',
  memory: 'memory of the server that has started',
  scan: 'scan, to one at 1,000 passes',
  together: 'scans a second, 64 at once',
  purge: 'purge that finds nothing, looks at all',
  purged: 'purge of 10,000 passes with their events, looks at all',
} as const;

/** Pages without scripts: this build has no bundles for browsers. */
const PAGES: readonly (readonly [name: string, address: string])[] = [
  ['cards and their numbers', '/cards'],
  ['customers, all', '/customers'],
  ['customers on a phone', '/customers?phone=yes'],
  ['search for one customer', '/customers?q=guest777'],
  ['search for a tenth of all', '/customers?q=grace'],
];

export async function growth({ quick, rounds }: Effort): Promise<Row[]> {
  const passes = quick ? 300_000 : 3_000_000;
  const folder = await filledFolder(passes);
  try {
    const file = join(folder, 'passwright.sqlite');
    writeWords(file);
    const bytes = bytesIn(file, passes);
    const bytesRows = (Object.keys(PARTS) as (keyof typeof PARTS)[]).map((part) =>
      bytesRow(GROWTH_ROWS[part], bytes[part], null),
    );
    const whole = memoryRow(GROWTH_ROWS.file, statSync(file).size / 2 ** 20, null);
    return [
      ...bytesRows,
      { ...whole, ours: `${passes.toLocaleString('en')} passes` },
      ...(await serverRows(folder)),
      ...(await workRows(folder, quick ? 3 : rounds, quick)),
      await backupRow(file),
      ...(await purgeRows(folder, file)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the search finds: a name, a number and an address for each pass, as the server writes them. */
function writeWords(file: string): void {
  inFile(file, (client) => {
    client.pragma('synchronous = OFF');
    client.pragma('cache_size = -500000');
    const first = ['ada', 'grace', 'alan', 'edsger', 'barbara', 'donald', 'frances', 'jurgen', 'zoe', 'linus'];
    const last = [
      'byron',
      'hopper',
      'turing',
      'dijkstra',
      'liskov',
      'knuth',
      'allen',
      'muller',
      'washburn',
      'torvalds',
    ];
    const list = (names: readonly string[]) => JSON.stringify(names);
    client.exec('DELETE FROM pass_words WHERE rowid IN (SELECT id FROM passes)');
    client
      .prepare(`
        INSERT INTO pass_words (rowid, words)
        SELECT p.id, '§a' || t.account_id || ' §t' || t.id || ' ' || json_extract(?, '$[' || (p.id % 10) || ']') || ' ' ||
          json_extract(?, '$[' || (p.id / 10 % 10) || ']') || ' guest' || p.id || ' ' || p.id || ' example com visit of'
        FROM passes p JOIN templates t ON t.id = p.template_id`)
      .run(list(first), list(last));
  });
}

/** Bytes of the pages of each part, for one pass or event. */
function bytesIn(file: string, passes: number): Readonly<Record<keyof typeof PARTS, number>> {
  return inFile(file, (client) => {
    const owners = new Map(
      client
        .prepare<[], { name: string; table: string }>('SELECT name, tbl_name AS "table" FROM sqlite_schema')
        .all()
        .map(({ name, table }) => [name, table]),
    );
    const pages = client
      .prepare<[], { name: string; bytes: number }>('SELECT name, pgsize AS bytes FROM dbstat WHERE aggregate = TRUE')
      .all();
    const events = client.prepare<[], number>('SELECT count(*) FROM events').pluck().get()!;
    strictEqual(client.prepare<[], number>('SELECT count(*) FROM passes').pluck().get()!, passes);
    ok(events >= passes * EVENTS_A_PASS);
    const of = (part: keyof typeof PARTS) =>
      pages
        .filter(({ name }) => (PARTS[part] as readonly string[]).includes(owners.get(name) ?? name))
        .reduce((sum, { bytes }) => sum + bytes, 0);
    return {
      pass: of('pass') / passes,
      phone: of('phone') / passes,
      words: of('words') / passes,
      event: of('event') / events,
    };
  });
}

/** Starts of the built server, the later ones with the file in the system's memory. */
async function serverRows(folder: string): Promise<Row[]> {
  const starts: number[] = [];
  let memory = 0;
  for (let round = 0; round < 3; round++) {
    const { child, took } = await startedOn(folder);
    starts.push(took / 1e6);
    memory = residentOf(child.pid!) / 2 ** 20;
    await stop(child);
  }
  return [limitRow(GROWTH_ROWS.start, starts, null), memoryRow(GROWTH_ROWS.memory, memory, null)];
}

/** Scans beside scans of few passes, and pages in ms of a processor. */
async function workRows(folder: string, rounds: number, quick: boolean): Promise<Row[]> {
  const few = await openBenchApp();
  const many = await openBenchAppIn(folder);
  try {
    const small = openScanner(few, await makePasses(few, 1000));
    const large = openScanner(many, someHashes(many, quick ? 1000 : 20_000));
    const calls = quick ? 100 : 1000;
    const newest = () =>
      inFile(
        join(folder, 'passwright.sqlite'),
        (client) => client.prepare<[], number>('SELECT max(id) FROM events').pluck().get()!,
      );
    const before = newest();
    const scans = await inTurns(rounds, {
      few: () => scanTurn(calls, small),
      many: () => scanTurn(calls, large),
    });
    const together: number[] = [];
    for (let round = 0; round < Math.min(rounds, 5); round++) {
      together.push(1e9 / (await inFlight(calls, large.scan)));
    }
    await small.check();
    strictEqual(newest() - before, large.made());
    const owner = await ownersBrowser(many.test);
    const statistics = { clientHash: many.test.clientHash, templateHash: many.templateHash };
    const pages = [
      ...PAGES.map(([name, address]) => ({ name: `page: ${name}`, ask: () => owner.page(address) })),
      { name: 'API: templateStats', ask: () => many.test.call('templateStats', statistics) },
    ];
    const pageRows: Row[] = [];
    for (const { name, ask } of pages) {
      const taken: number[] = [];
      for (let round = 0; round < rounds + 2; round++) {
        const milliseconds = (await computed(1, ask)) / 1e6;
        // The first ones read the file and compile the card.
        if (round > 1) taken.push(milliseconds);
      }
      pageRows.push(limitRow(name, taken, { atMost: 50 }));
    }
    const reference = { name: 'at 1,000 passes', figures: scans.few };
    return [
      timeRow(GROWTH_ROWS.scan, scans.many, reference, { atMost: 1.15 }),
      perSecondRow(GROWTH_ROWS.together, together, null),
      ...pageRows,
    ];
  } finally {
    await many.close();
    await few.close();
  }
}

async function backupRow(file: string): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'passwright-bench-'));
  try {
    const backup = join(folder, 'backup.sqlite');
    const start = performance.now();
    await backupDatabase({ file, backup, replace: false, onProgress: () => {} });
    return limitRow(GROWTH_ROWS.backup, [performance.now() - start], null);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A purge that finds nothing, and one that finds passes and events of three years ago. */
async function purgeRows(folder: string, file: string): Promise<Row[]> {
  const { test, close } = await openBenchAppIn(folder);
  try {
    const { context } = test.app;
    const timedPurge = async (run: boolean) => {
      const start = performance.now();
      const { templates } = await purge(context, { run });
      return { ms: performance.now() - start, passes: templates[0]?.stalePasses ?? 0 };
    };
    const nothing = await timedPurge(false);
    strictEqual(nothing.passes, 0);
    const aged = 10_000;
    inFile(file, (client) => {
      const years = 3 * 366 * 86_400_000;
      client.exec(`
        UPDATE events SET time = time - ${years} WHERE pass_id IN (SELECT id FROM passes ORDER BY id LIMIT ${aged});
        UPDATE passes SET created_at = created_at - ${years}, updated_at = updated_at - ${years}
          WHERE id IN (SELECT id FROM passes ORDER BY id LIMIT ${aged})`);
    });
    const some = await timedPurge(true);
    strictEqual(some.passes, aged);
    return [limitRow(GROWTH_ROWS.purge, [nothing.ms], null), limitRow(GROWTH_ROWS.purged, [some.ms], null)];
  } finally {
    await close();
  }
}

/** Hashes of passes from all parts of the table. */
function someHashes({ dataDir }: BenchApp, count: number): string[] {
  return inFile(join(dataDir, 'passwright.sqlite'), (client) =>
    client.prepare<[number], string>('SELECT hash FROM passes ORDER BY random() LIMIT ?').pluck().all(count),
  );
}

function inFile<T>(file: string, work: (client: Sqlite.Database) => T): T {
  const client = new Sqlite(file, { timeout: 60_000 });
  try {
    return work(client);
  } finally {
    client.close();
  }
}
