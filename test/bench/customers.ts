// Measures the list and the search of customers over HTTP, among a million passes of twenty cards with
// ten million events: each page has to be there within 50 ms.
import { strictEqual } from 'node:assert';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { MIGRATIONS } from '../../src/store/sqlite/migrations/list.ts';
import { type OwnersBrowser, ownersBrowser } from '../fixtures/http/workshop.ts';
import { openBenchAppIn, overridesOf, SHOP_CARD } from './bench-app.ts';
import { type Effort, limitRow, type Row } from './row.ts';

const CARDS = 20;
const EVENTS_A_PASS = 10;
const ROWS_A_PAGE = 50;
/**
 * In ms of a processor, for a page with everything that is on it: other work on a shared machine does
 * not count, and the database is in memory.
 */
const LONGEST_PAGE = 50;

const FIRST = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Frances', 'Jürgen', 'Zoë', 'Linus'];
const LAST = ['Byron', 'Hopper', 'Turing', 'Dijkstra', 'Liskov', 'Knuth', 'Allen', 'Müller', 'Washburn', 'Torvalds'];

/** What to ask for, and how many rows the first page has. Every pass has an address at example.com. */
const PAGES: readonly (readonly [name: string, query: string, rows: number])[] = [
  ['every customer', '', ROWS_A_PAGE],
  ['customers of a card', 'card', ROWS_A_PAGE],
  ['on a phone', 'phone=yes', ROWS_A_PAGE],
  ['on no phone', 'phone=no', ROWS_A_PAGE],
  ['visited within 30 days', 'visit=month', ROWS_A_PAGE],
  ['not visited for 30 days, on a phone', 'visit=longer&phone=yes', ROWS_A_PAGE],
  ['never visited', 'visit=never', ROWS_A_PAGE],
  ['a word of one pass', 'q=guestLAST', 1],
  ['a word of a tenth of all', 'q=grace', ROWS_A_PAGE],
  ['two words of a tenth each', 'q=grace+muller', ROWS_A_PAGE],
  ['a word of every pass', 'q=%40example', ROWS_A_PAGE],
  ['two letters', 'q=gr', ROWS_A_PAGE],
  ['five letters that begin a word of every pass', 'q=examp+gu', ROWS_A_PAGE],
  ['a word of every pass, of a card, on no phone', 'card&q=example&phone=no', ROWS_A_PAGE],
  // No pass of this card is on a phone, so the page looks at as many as it may.
  ['a word of every pass with a filter that fits none', 'card&q=example&phone=yes', 0],
  ['nobody', 'q=example+nobody', 0],
];

export async function customers({ quick, rounds }: Effort): Promise<Row[]> {
  const count = quick ? 5000 : 1_000_000;
  const bench = await openBenchAppIn(await folderWith(count));
  try {
    const owner = await ownersBrowser(bench.test);
    const rows: Row[] = [];
    for (const [name, query, expected] of PAGES) {
      const address = `/customers?${query.replace(/^card/, `card=${bench.templateHash}`).replace('LAST', String(count))}`;
      strictEqual(rowsOf(await owner.page(address)), expected, name);
      rows.push(await timed(`${name}, ${count.toLocaleString('en')} passes`, owner, address, rounds));
    }
    const deep = await deepPage(owner);
    rows.push(await timed(`the twentieth page, ${count.toLocaleString('en')} passes`, owner, deep, rounds));
    return rows;
  } finally {
    await bench.close();
  }
}

async function timed(name: string, owner: OwnersBrowser, address: string, rounds: number): Promise<Row> {
  const figures: number[] = [];
  for (let round = 0; round < rounds + 2; round++) {
    const started = process.cpuUsage();
    await owner.page(address);
    const { user, system } = process.cpuUsage(started);
    // The first ones read the file and compile the card.
    if (round > 1) figures.push((user + system) / 1000);
  }
  return limitRow(name, figures, { atMost: LONGEST_PAGE });
}

function rowsOf(html: string): number {
  return html.split('class="customerRow"').length - 1;
}

async function deepPage(owner: OwnersBrowser): Promise<string> {
  let address = '/customers';
  for (let page = 1; page < 20; page++) {
    const next = /href="([^"]*)" rel="next"/.exec(await owner.page(address))![1]!;
    address = next.replaceAll('&amp;', '&');
  }
  return address;
}

/** The folder of a database with `count` passes, made once. */
async function folderWith(count: number): Promise<string> {
  const folder = join(tmpdir(), `passwright-bench-customers-v${MIGRATIONS.length}-${count}`);
  if (existsSync(join(folder, 'filled'))) return folder;
  rmSync(folder, { recursive: true, force: true });
  const unfinished = `${folder}-unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished);
  const bench = await openBenchAppIn(unfinished);
  for (let card = 1; card < CARDS; card++) await bench.test.template(SHOP_CARD, { templateName: `Card ${card}` });
  await bench.close();
  fill(join(unfinished, 'passwright.sqlite'), count);
  writeFileSync(join(unfinished, 'filled'), '');
  renameSync(unfinished, folder);
  return folder;
}

function fill(file: string, count: number): void {
  const client = new Sqlite(file);
  try {
    client.pragma('synchronous = OFF');
    client.pragma('foreign_keys = OFF');
    client.pragma('cache_size = -500000');
    // Numbers that triggers keep are not measured here, and triggers take most of the time.
    const triggers = client.prepare<[], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
    );
    const dropped = triggers.all();
    for (const { name } of dropped) client.exec(`DROP TRIGGER ${name}`);
    fillPasses(client, count);
    fillEvents(client, count);
    client.exec(`
      INSERT INTO devices (id, device_library_identifier, pass_type_identifier, push_token, token_at, pushed_tag)
        SELECT id, printf('%032x', id), 'pass.dev.passwright', printf('%064x', id), 0, 0 FROM passes WHERE on_phone = 1;
      INSERT INTO registrations (pass_id, device_id, created_at) SELECT id, id, 0 FROM passes WHERE on_phone = 1`);
    for (const { sql } of dropped) client.exec(sql);
  } finally {
    client.close();
  }
}

/** Half of the passes are on a phone; a third was never scanned, the others within a hundred days. */
function fillPasses(client: Sqlite.Database, count: number): void {
  const templates = client.prepare<[], { id: number; account: number }>(
    'SELECT id, account_id AS account FROM templates ORDER BY id',
  );
  const cards = templates.all();
  const now = Date.now();
  const today = Math.floor(now / 86_400_000);
  const pass = client.prepare(`
    INSERT INTO passes (id, template_id, serial_number, hash, authentication_token, update_tag, created_at, updated_at,
      accessed, access, overrides, on_phone, visited_day)
    VALUES (?, ?, lower(hex(randomblob(16))), lower(hex(randomblob(16))), lower(hex(randomblob(16))), ?, ?, ?, ?, ?, ?, ?, ?)`);
  const words = client.prepare('INSERT INTO pass_words (rowid, words) VALUES (?, ?)');
  inBatches(client, count, (n) => {
    const first = FIRST[n % 10]!;
    const last = LAST[Math.floor(n / 10) % 10]!;
    const card = cards[n % cards.length]!;
    const visited = n % 3 === 0 ? null : now - (n % 100) * 86_400_000;
    const access = visited === null ? {} : { 7: { count: EVENTS_A_PASS, last: visited } };
    const name = `${first} ${last}`;
    const { note: _, ...short } = overridesOf(n);
    const overrides = { ...short, structure_secondaryFields_name_value: name };
    const day = visited === null ? null : today - (n % 100);
    const texts = [n, card.id, n, now, now, visited === null ? 2 : 130, JSON.stringify(access)];
    pass.run(...texts, JSON.stringify(overrides), n % 2, day);
    const plain = name.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
    const number = Array.from(String(n), (_, at) => String(n).slice(at)).filter((part) => part.length > 2);
    words.run(n, `§a${card.account} §t${card.id} ${plain} guest${n} ${number.join(' ')} example com visit of`);
  });
}

/** Round after round, as scans come in, so that the events of one pass lie far apart. */
function fillEvents(client: Sqlite.Database, count: number): void {
  const now = Date.now();
  for (let round = 0; round < EVENTS_A_PASS; round++) {
    for (let from = 1; from <= count; from += 10_000) {
      client.exec(`
        INSERT INTO events (pass_id, of_template, access_type, time, outcome, logged, changed)
        SELECT id, template_id, 7, ${now} - ${EVENTS_A_PASS - round} * 8640000, 'fired', 1, 1
        FROM passes WHERE id BETWEEN ${from} AND ${from + 9999}`);
    }
  }
  // What the trigger of every 256th event does; see migrations/0026-small-events.ts.
  client.exec(`
    INSERT INTO template_events (template_id, event_id) SELECT of_template, id FROM events ORDER BY 1, 2;
    UPDATE filed_events SET last_id = (SELECT max(id) FROM events)`);
}

/** Calls with the numbers 1 to `count`, ten thousand in a transaction. */
function inBatches(client: Sqlite.Database, count: number, make: (n: number) => void): void {
  for (let from = 1; from <= count; from += 10_000) {
    client.exec('BEGIN');
    for (let n = from; n < Math.min(count + 1, from + 10_000); n++) make(n);
    client.exec('COMMIT');
  }
}
