// Rows kept in memory are those of the database: after a change by this connection, by another one, and after a rollback.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Kept, keptRows } from '../../src/store/sqlite/engine/kept.ts';

let folder: string;
let client: Sqlite.Database;
let kept: Kept;
let reads: number;
let nameOf: (id: number) => string | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'passwright-kept-'));
  client = connect();
  client.exec(`
    CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE templates (id INTEGER PRIMARY KEY, account_id INTEGER REFERENCES accounts (id) ON DELETE CASCADE);
    CREATE TABLE certificates (id INTEGER PRIMARY KEY);
    CREATE TABLE api_keys (id INTEGER PRIMARY KEY);
    CREATE TABLE campaigns (id INTEGER PRIMARY KEY, issued INTEGER, updated_at INTEGER);
    CREATE TABLE template_issues (template_id INTEGER PRIMARY KEY, issued INTEGER, updated_at INTEGER);
    CREATE TABLE rule_uses (template_id INTEGER, place TEXT, since INTEGER);
    CREATE TABLE trace_dictionaries (id INTEGER PRIMARY KEY);
    CREATE TABLE webhooks (id INTEGER PRIMARY KEY, state TEXT, events TEXT, template_hash TEXT, condition TEXT, failing_since INTEGER);
    INSERT INTO webhooks (id) VALUES (1);
    CREATE TABLE passes (id INTEGER PRIMARY KEY);
    INSERT INTO campaigns VALUES (1, 0, 1);
    INSERT INTO accounts VALUES (1, 'Ada'), (2, 'Grace');
    INSERT INTO templates VALUES (1, 2);
  `);
  kept = keptRows(client);
  const select = client.prepare<[number], string>('SELECT name FROM accounts WHERE id = ?').pluck();
  reads = 0;
  nameOf = kept.keeping((id: number) => {
    reads++;
    return select.get(id);
  });
});
afterEach(() => {
  client.close();
  rmSync(folder, { recursive: true });
});

function connect(): Sqlite.Database {
  const database = new Sqlite(join(folder, 'kept.sqlite'));
  database.pragma('journal_mode = WAL');
  database.pragma('foreign_keys = ON');
  return database;
}

test('a row is read once, whatever happens to other tables', () => {
  expect([nameOf(1), nameOf(2), nameOf(1)]).toEqual(['Ada', 'Grace', 'Ada']);
  client.exec('INSERT INTO passes VALUES (1)');
  client.exec('UPDATE campaigns SET issued = issued + 1');
  expect([nameOf(1), nameOf(2)]).toEqual(['Ada', 'Grace']);
  expect(reads).toBe(2);
  client.exec('UPDATE campaigns SET updated_at = 2');
  nameOf(1);
  expect(reads).toBe(3);
  client.exec('UPDATE webhooks SET failing_since = 1');
  nameOf(1);
  expect(reads).toBe(3);
  client.exec("UPDATE webhooks SET condition = 'scanned'");
  nameOf(1);
  expect(reads).toBe(4);
});

test('what is not there is asked for again', () => {
  expect(nameOf(3)).toBeUndefined();
  client.exec("INSERT INTO accounts VALUES (3, 'Barbara')");
  expect(nameOf(3)).toBe('Barbara');
});

test.each([
  "UPDATE accounts SET name = 'Lovelace' WHERE id = 1",
  "INSERT OR REPLACE INTO accounts VALUES (1, 'Lovelace')",
])('a change by this connection shows: %s', (sql) => {
  nameOf(1);
  client.exec(sql);
  expect(nameOf(1)).toBe('Lovelace');
});

test('a deletion shows, and one that follows from another', () => {
  nameOf(2);
  const ownerOf = kept.keeping((id: number) =>
    client.prepare<[number], number>('SELECT account_id FROM templates WHERE id = ?').pluck().get(id),
  );
  expect(ownerOf(1)).toBe(2);
  client.exec('DELETE FROM accounts WHERE id = 2');
  expect([nameOf(2), ownerOf(1)]).toEqual([undefined, undefined]);
});

test('a change by another connection shows once it is committed, when the event loop has turned', async () => {
  nameOf(1);
  const other = connect();
  other.exec("BEGIN; UPDATE accounts SET name = 'Lovelace' WHERE id = 1");
  await turn();
  expect(nameOf(1)).toBe('Ada');
  await turn();
  other.exec('COMMIT');
  expect(nameOf(1)).toBe('Lovelace');
  other.close();
});

test('changes of others are asked for once a turn, however many rows are read, and in each transaction', async () => {
  const asked: string[] = [];
  const counted = new Sqlite(join(folder, 'kept.sqlite'), { verbose: (sql) => asked.push(String(sql)) });
  const rows = keptRows(counted);
  const read = rows.keeping((id: number) => `row ${id}`);
  asked.length = 0;
  for (let id = 0; id < 50; id++) read(id);
  expect(asked).toEqual(['PRAGMA data_version']);
  await turn();
  asked.length = 0;
  counted.exec('BEGIN IMMEDIATE');
  rows.begun();
  for (let id = 0; id < 50; id++) read(id);
  counted.exec('COMMIT');
  read(1);
  expect(asked).toEqual(['BEGIN IMMEDIATE', 'PRAGMA data_version', 'COMMIT']);
  counted.close();
});

test('who watches is told of commits of others and of rollbacks, not of changes by this connection', async () => {
  let told = 0;
  kept.watch(() => {
    told++;
  });
  client.exec("UPDATE accounts SET name = 'Lovelace' WHERE id = 1");
  nameOf(1);
  expect(told).toBe(0);
  kept.undone();
  expect(told).toBe(1);
  await turn();
  const other = connect();
  other.exec('INSERT INTO passes VALUES (1)');
  other.close();
  kept.begun();
  expect(told).toBe(2);
});

test('a transaction sees what another connection changed before it', () => {
  nameOf(1);
  const other = connect();
  other.exec("UPDATE accounts SET name = 'Lovelace' WHERE id = 1");
  other.close();
  client.exec('BEGIN IMMEDIATE');
  kept.begun();
  expect(nameOf(1)).toBe('Lovelace');
  client.exec('COMMIT');
});

test('what was read of a change that is rolled back goes with it', () => {
  client.exec("BEGIN; UPDATE accounts SET name = 'Lovelace' WHERE id = 1");
  expect(nameOf(1)).toBe('Lovelace');
  client.exec('ROLLBACK');
  kept.undone();
  expect(nameOf(1)).toBe('Ada');
});
