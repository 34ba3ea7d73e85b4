// The SQLite store: the shared suite on real files, and what only SQLite has: pragmas, migrations, the lock.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StoreOpenError } from '../../src/store/open-error.ts';
import { configure, connect } from '../../src/store/sqlite/engine/connection.ts';
import { MIGRATIONS } from '../../src/store/sqlite/migrations/list.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import * as schema from '../../src/store/sqlite/schema.ts';
import * as peopleSchema from '../../src/store/sqlite/schema-people.ts';
import { addPoint, passIn, readPass, templateIn } from '../fixtures/store/fixtures.ts';
import { planCases } from './plans.ts';
import { storeSuite } from './suite.ts';

const HOLDER = fileURLToPath(new URL('../fixtures/store/hold-store.ts', import.meta.url));

/** The statements that any store of this file prepared. */
const prepared = new Set<string>();
let isLooking = false;
const { prepare } = Sqlite.prototype;

let folder = '';
let made = 0;
const newFile = () => join(folder, `${++made}.sqlite`);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'passwright-store-'));
  Sqlite.prototype.prepare = function (this: Sqlite.Database, sql: string) {
    if (!isLooking) prepared.add(sql);
    return prepare.call(this, sql);
  } as typeof prepare;
});
afterAll(() => {
  Sqlite.prototype.prepare = prepare;
  rmSync(folder, { recursive: true });
});

const open = (file: string, exclusive = true) => openSqliteStore({ file, exclusive });

/** Looks at a file as another program would. */
function look<T>(file: string, query: (client: Sqlite.Database) => T): T {
  const client = new Sqlite(file);
  isLooking = true;
  try {
    return query(client);
  } finally {
    isLooking = false;
    client.close();
  }
}

/** Makes the tables of an older version, as its software did. */
function atVersion(client: Sqlite.Database, version: number): void {
  for (const migration of MIGRATIONS.slice(0, version)) client.exec(migration);
  client.pragma('application_id = 1349736308');
  client.pragma(`user_version = ${version}`);
}

/** A new file with the tables of this version: making them for each test takes longer than the test. */
async function migratedFile(): Promise<string> {
  const made = join(folder, 'migrated.sqlite');
  if (!existsSync(made)) await (await open(made)).close();
  const file = newFile();
  copyFileSync(made, file);
  return file;
}

storeSuite('SQLite', async () => open(await migratedFile()));

describe('the SQLite file', () => {
  test('is in WAL mode, and a commit waits for the disk', async () => {
    const file = newFile();
    const client = connect(file, 1234);
    configure(client);
    const pragma = (name: string) => client.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('busy_timeout')).toBe(1234);
    client.close();
  });

  test('a probe really writes, and fails while nothing can be written', async () => {
    const file = newFile();
    const store = await openSqliteStore({ file, exclusive: true, busyTimeout: 0 });
    const other = new Sqlite(file);
    const written = () => other.pragma('data_version', { simple: true });
    const before = written();
    expect(await store.probe()).toEqual({ migrationsMissing: 0 });
    expect(written()).not.toBe(before);
    other.exec('BEGIN IMMEDIATE');
    await expect(store.probe()).rejects.toThrow(/Another program holds the database/);
    other.exec('ROLLBACK; PRAGMA user_version = 0');
    other.close();
    expect(await store.probe()).toEqual({ migrationsMissing: MIGRATIONS.length });
    await store.close();
    await expect(store.probe()).rejects.toThrow(/closed/);
  });

  test('keeps everything over a restart, the counter of update tags included', async () => {
    const file = newFile();
    const first = await open(file);
    await templateIn(first);
    const pass = await passIn(first, 'p1', { overrides: { points: 4 } });
    await first.close();
    const second = await open(file);
    expect(await readPass(second, 'p1')).toEqual(pass);
    expect((await passIn(second, 'p2')).updateTag).toBeGreaterThan(pass.updateTag);
    await second.close();
  });

  test('has the tables and columns that the drizzle schema says', async () => {
    const file = newFile();
    await (await open(file)).close();
    const tables = Object.values({ ...schema, ...peopleSchema }) as SQLiteTable[];
    look(file, (client) => {
      const names = client.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[];
      // drizzle knows no full-text tables, which SQLite keeps in tables of their names.
      const isOurs = (name: string) => !/^(?:sqlite_|pass_words)/.test(name);
      expect(names.filter(isOurs).sort()).toEqual(tables.map((table) => getTableConfig(table).name).sort());
      for (const table of tables) {
        const { name, columns, primaryKeys } = getTableConfig(table);
        const keys = primaryKeys.flatMap((key) => key.columns.map((column) => column.name));
        const declared = columns.map((column) => ({
          name: column.name,
          type: column.getSQLType().toUpperCase(),
          required: column.notNull || column.primary,
          key: column.primary || keys.includes(column.name),
        }));
        const present = (client.pragma(`table_info(${name})`) as TableInfo[]).map((column) => ({
          name: column.name,
          type: column.type,
          required: column.notnull === 1 || column.pk > 0,
          key: column.pk > 0,
        }));
        expect({ name, columns: present }).toEqual({ name, columns: declared });
      }
    });
  });

  test('carries its version, and is left alone by an older one', async () => {
    const file = newFile();
    await (await open(file)).close();
    look(file, (client) => {
      expect(client.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
      client.pragma(`user_version = ${MIGRATIONS.length + 1}`);
    });
    await expect(open(file)).rejects.toThrow(StoreOpenError);
    await expect(open(file)).rejects.toThrow(/written by a newer Passwright/);
    look(file, (client) => client.pragma(`user_version = ${MIGRATIONS.length}`));
    // The refusals have let go of the lock.
    await (await open(file)).close();
  });

  test('of the first version is brought up to date with what is in it', async () => {
    const file = newFile();
    look(file, (client) => {
      atVersion(client, 1);
      client.exec(`
        INSERT INTO accounts VALUES (1, 'a@example.com', 'a@example.com', 'A', 'x', 'pro', NULL, '{}', 0, NULL, NULL, 1);
        INSERT INTO certificates VALUES (1, NULL, 'pass.dev', 'TEAM', x'30', x'31', x'32', 99, 1);
        INSERT INTO templates VALUES (1, 1, 'template-1', 'T', 0, 1, 0, 1, 1, 1);
        INSERT INTO template_versions VALUES (1, 1, '{"type":"coupon"}', 1);
        INSERT INTO passes VALUES (1, 1, 's', 'p1', 't', 2, 1, 1, 0, '{}', '{"points":4}');
      `);
    });
    const store = await open(file);
    const pass = await readPass(store, 'p1');
    expect(pass).toMatchObject({ overrides: { points: 4 }, passTypeIdentifier: null });
    expect((await store.templateByHash('template-1'))?.template.passTypeIdentifier).toBeNull();
    expect(await store.certificateFor(1, null, 1)).toMatchObject({ id: 1, passTypeIdentifier: 'pass.dev' });
    await store.close();
  });

  test('of a version without job keys keeps its jobs, and the ids of jobs that are done stay theirs', async () => {
    const file = newFile();
    const columns = 'id, kind, subject_id, update_tag, run_at, attempts, cursor, told';
    const before = look(file, (client) => {
      atVersion(client, 9);
      client.exec(`
        INSERT INTO jobs (${columns}) VALUES
          (3, 'push_pass', 7, 5, 100, 2, 4, 6), (4, 'expire_pass', 7, 0, 200, 0, 0, 0), (9, 'push_template', 7, 8, 1, 0, 0, 0);
        DELETE FROM jobs WHERE id = 9;
      `);
      return client.prepare(`SELECT ${columns} FROM jobs ORDER BY id`).all();
    });
    const store = await open(file);
    const jobs = await store.waitingJobs(10);
    expect(jobs).toEqual([
      { id: 3, kind: 'push_pass', subjectId: 7, key: '', updateTag: 5, runAt: 100, attempts: 2, cursor: 4, told: 6 },
      { id: 4, kind: 'expire_pass', subjectId: 7, key: '', updateTag: 0, runAt: 200, attempts: 0, cursor: 0, told: 0 },
    ]);
    await templateIn(store);
    await passIn(store, 'p1', { due: [{ kind: 'expire_pass', at: 300 }] });
    const ids = (await store.waitingJobs(10)).map(({ id }) => id);
    expect(ids.slice(0, 2)).toEqual([3, 4]);
    expect(ids[2]).toBeGreaterThan(9);
    await store.close();
    look(file, (client) => {
      expect(client.prepare(`SELECT ${columns} FROM jobs WHERE id < 9 ORDER BY id`).all()).toEqual(before);
    });
  });

  test('of a version that left barcode claims behind has those of its passes alone', async () => {
    const file = newFile();
    const differing = '{"type":"coupon","barcode":{"PSBarcodeKind":"nonReplicable"}}';
    // Each pass: its template, its overrides, the template and message of its claim.
    const passes: readonly [number, string, number, string][] = [
      [1, '{"barcode_message":"A"}', 1, 'A'],
      [1, '{"barcode":{"message":"B"}}', 1, 'B'],
      // Set alone, a message goes before that of all of its barcode.
      [1, '{"barcode_message":"C","barcode":{"message":"X"}}', 1, 'C'],
      // Dropped by an opened form.
      [1, '{"barcode_altText":"x"}', 1, 'D'],
      [1, '{"barcode":null,"barcode_message":null}', 1, 'E'],
      // Moved: to where the message is free, to where another pass has it, without one, to where messages may repeat.
      [1, '{"barcode_message":"F"}', 2, 'F'],
      [1, '{"barcode_message":"A"}', 2, 'A'],
      [1, '{}', 2, 'G'],
      [2, '{"barcode_message":"H"}', 1, 'H'],
      // What SQL does not decide stays: a number's text, and escapes.
      [1, '{"barcode_message":42}', 1, '42'],
      [1, '{"barcode_message":"\\ud800"}', 1, '\uFFFD'],
      // Two that moved with one message: the older one has it.
      [1, '{"barcode_message":"I"}', 3, 'I'],
      [1, '{"barcode_message":"I"}', 2, 'I'],
    ];
    look(file, (client) => {
      atVersion(client, 10);
      client.exec(`INSERT INTO accounts VALUES
        (1, 'a@example.com', 'a@example.com', 'A', 'x', 'pro', NULL, '{}', 0, NULL, NULL, 1, NULL, 0)`);
      for (const [id, passConstructor] of [differing, '{"type":"coupon"}', differing].entries()) {
        client.exec(`
          INSERT INTO templates VALUES (${id + 1}, 1, 'template-${id + 1}', 'T', 0, 2, 0, 1, 1, 1, NULL, 1);
          INSERT INTO template_versions VALUES (${id + 1}, 1, '{}', 1), (${id + 1}, 2, '${passConstructor}', 1);
        `);
      }
      const pass = client.prepare(`INSERT INTO passes (id, template_id, serial_number, hash, authentication_token,
        update_tag, created_at, updated_at, accessed, access, overrides) VALUES (?, ?, ?, ?, 't', 2, 1, 1, 0, '{}', ?)`);
      const claim = client.prepare('INSERT INTO unique_barcodes VALUES (?, ?, ?)');
      for (const [index, [template, overrides, claimed, message]] of passes.entries()) {
        pass.run(index + 1, template, `s${index}`, `p${index + 1}`, overrides);
        claim.run(index + 1, claimed, message);
      }
    });
    await (await open(file)).close();
    look(file, (client) => {
      expect(client.prepare('SELECT * FROM unique_barcodes ORDER BY pass_id').raw().all()).toEqual([
        [1, 1, 'A'],
        [2, 1, 'B'],
        [3, 1, 'C'],
        [6, 1, 'F'],
        [10, 1, '42'],
        [11, 1, '\uFFFD'],
        [12, 1, 'I'],
      ]);
    });
  });

  test('must be a Passwright database', async () => {
    const foreign = newFile();
    look(foreign, (client) => client.exec('CREATE TABLE notes (text)'));
    await expect(open(foreign)).rejects.toThrow(/database of another program/);
    look(foreign, (client) => {
      expect(client.pragma('journal_mode', { simple: true })).toBe('delete');
      expect(client.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()).toBe(1);
    });
    const text = newFile();
    writeFileSync(text, 'This is not a database at all. '.repeat(100));
    await expect(open(text)).rejects.toThrow(/cannot be opened as a database: file is not a database/);
    expect(readFileSync(text, 'utf8')).toContain('not a database at all');
    await expect(open(join(folder, 'absent', 'x.sqlite'))).rejects.toThrow(StoreOpenError);
  });
});

interface TableInfo {
  readonly name: string;
  readonly type: string;
  readonly notnull: 0 | 1;
  readonly pk: number;
}

// Here, when the suite has made all statements.
planCases({ statements: prepared, open, newFile });

describe('the lock of the SQLite file', () => {
  test('keeps a second server out, under any name of the file, and lets tools in', async () => {
    const file = newFile();
    const server = await open(file);
    await templateIn(server);
    await passIn(server, 'p1');
    await expect(open(file)).rejects.toThrow(StoreOpenError);
    await expect(open(file)).rejects.toThrow(`Another Passwright server is using ${file}. Stop it first`);
    const link = newFile();
    symlinkSync(file, link);
    await expect(open(link)).rejects.toThrow(/Another Passwright server/);

    const tool = await open(file, false);
    const both = await Promise.all([server, tool, server, tool].map((store) => store.changePass('p1', addPoint)));
    expect(both.map((outcome) => !outcome.replayed && outcome.result).sort()).toEqual([1, 2, 3, 4]);
    await tool.close();
    expect((await readPass(server, 'p1')).overrides.points).toBe(4);
    await server.close();
    await (await open(file)).close();
  });

  test('keeps tools from migrating under a server', async () => {
    const file = newFile();
    const server = await open(file);
    look(file, (client) => client.pragma('user_version = 0'));
    const tooOld = openSqliteStore({ file, exclusive: false, busyTimeout: 0 });
    await expect(tooOld).rejects.toThrow(/Another Passwright server/);
    look(file, (client) => client.pragma(`user_version = ${MIGRATIONS.length}`));
    await server.close();
    const fresh = newFile();
    const tool = await open(fresh, false);
    const other = await open(fresh, true);
    await Promise.all([tool.close(), other.close()]);
  });

  test('holds between processes, and ends with one that is killed', async () => {
    const file = newFile();
    const holder = spawn(process.execPath, ['--import', 'tsx', HOLDER, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [said] = await once(holder.stdout, 'data');
      expect(String(said).trim()).toBe('open');
      await expect(open(file)).rejects.toThrow(/Another Passwright server/);
    } finally {
      holder.kill('SIGKILL');
    }
    await once(holder, 'exit');
    const next = await open(file);
    // What the killed process was told is written, is.
    expect((await readPass(next, 'p1')).overrides.points).toBe(1);
    await next.close();
    expect(existsSync(`${file}.lock`)).toBe(true);
  });
});
