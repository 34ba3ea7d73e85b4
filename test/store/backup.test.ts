// Backup and restore of the SQLite file: one moment of a database in use, checked; and what is no backup changes nothing.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../src/ports/store/store.ts';
import { StoreOpenError } from '../../src/store/open-error.ts';
import { backupDatabase } from '../../src/store/sqlite/engine/backup.ts';
import { type RestoreOptions, restoreDatabase } from '../../src/store/sqlite/engine/restore.ts';
import { MIGRATIONS } from '../../src/store/sqlite/migrations/list.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { addPoint, event, passIn, readPass, templateIn } from '../fixtures/store/fixtures.ts';

let folder = '';
let file = '';
let backup = '';
let server: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'passwright-backup-'));
  file = join(folder, 'passwright.sqlite');
  backup = join(folder, 'backup.sqlite');
  server = await openSqliteStore({ file, exclusive: true });
  await templateIn(server);
  await passIn(server, 'p1', { overrides: { points: 1 }, event: event() });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const noProgress = () => {};
const makeBackup = (more = {}) => backupDatabase({ file, backup, replace: false, onProgress: noProgress, ...more });
const restore = (more: Partial<RestoreOptions> = {}) =>
  restoreDatabase({
    backup,
    file,
    label: 'then',
    replace: true,
    onProgress: noProgress,
    accept: async () => {},
    ...more,
  });

function look<T>(path: string, query: (client: Sqlite.Database) => T): T {
  const client = new Sqlite(path);
  try {
    return query(client);
  } finally {
    client.close();
  }
}

describe('a backup', () => {
  test('is the database of one moment, however much is written meanwhile, and is done in one go', async () => {
    await server.putImage({ hash: 'a'.repeat(64), mediaType: 'image/png', bytes: new Uint8Array(16 * 1024 * 1024) });
    const other = new Sqlite(file);
    const write = other.prepare("UPDATE passes SET overrides = json_set(overrides, '$.points', ?)");
    const seen: number[] = [];
    const facts = await makeBackup({
      onProgress: (done: number) => {
        seen.push(done);
        write.run(1 + seen.length);
      },
    });
    other.close();
    expect(seen.length).toBeGreaterThan(5);
    // A copy that began anew would have fallen back.
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(facts).toMatchObject({ accounts: 1, templates: 1, passes: 1, events: 1, encryptedKeys: [] });
    expect(facts.bytes).toBe(statSync(backup).size);
    expect((await readPass(server, 'p1')).overrides.points).toBe(1 + seen.length);
    const copied = "SELECT json_extract(overrides, '$.points') FROM passes";
    expect(look(backup, (client) => client.prepare(copied).pluck().get())).toBe(1);
    // One file, for its owner's eyes, and nothing beside it.
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.startsWith('backup'))).toEqual(['backup.sqlite']);
    expect(look(backup, (client) => client.pragma('journal_mode', { simple: true }))).toBe('delete');
  });

  test('names the secrets of API keys among what its secret key has to open', async () => {
    const [account] = await server.accounts();
    const apiKey = { accountId: account!.id, ending: '', createdAt: 1 };
    const encryptedSecret = new Uint8Array([1, 0, 255]);
    await server.createApiKey({ ...apiKey, surface: 'passkit', key: 'a', encryptedSecret });
    await server.createApiKey({ ...apiKey, surface: 'pass2u', key: 'b', encryptedSecret: null });
    const { encryptedKeys } = await makeBackup();
    expect(encryptedKeys.map((bytes) => [...bytes])).toEqual([[1, 0, 255]]);
  });

  test('replaces no file unless told to, and never the database itself', async () => {
    await makeBackup();
    await server.changePass('p1', addPoint);
    const before = readFileSync(backup);
    await expect(makeBackup()).rejects.toThrow(/is there already.*--force/);
    await expect(makeBackup({ backup: file, replace: true })).rejects.toThrow(/is the database itself/);
    await expect(makeBackup({ file: join(folder, 'absent.sqlite') })).rejects.toThrow(/There is no database/);
    await expect(makeBackup({ backup: join(folder, 'no', 'x.sqlite') })).rejects.toThrow(/cannot be written/);
    expect(readFileSync(backup)).toEqual(before);
    expect((await makeBackup({ replace: true })).events).toBe(2);
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });
});

describe('a restore', () => {
  test('brings back what the backup had; what was there is kept, and new update tags are beyond all old ones', async () => {
    await makeBackup();
    const { updateTag: tagThen } = await readPass(server, 'p1');
    for (let number = 0; number < 5; number++) await server.changePass('p1', addPoint);
    const after = await readPass(server, 'p1');
    await server.close();
    expect(await restore()).toMatchObject({ facts: { passes: 1, events: 1 }, kept: `${file}.replaced-then` });

    const next = await openSqliteStore({ file, exclusive: true });
    expect(await readPass(next, 'p1')).toMatchObject({ overrides: { points: 1 }, updateTag: tagThen });
    await next.changePass('p1', addPoint);
    expect((await readPass(next, 'p1')).updateTag).toBeGreaterThan(after.updateTag);
    await next.close();
    const kept = await openSqliteStore({ file: `${file}.replaced-then`, exclusive: false });
    expect(await readPass(kept, 'p1')).toEqual(after);
    await kept.close();
  });

  test('is refused while a server runs, or another command has the file open', async () => {
    await makeBackup();
    await server.changePass('p1', addPoint);
    await expect(restore()).rejects.toThrow(/Another Passwright server is using .* Stop it first/);
    await server.close();
    const tool = await openSqliteStore({ file, exclusive: false });
    await expect(restore()).rejects.toThrow(/Another passwright command is using/);
    expect((await readPass(tool, 'p1')).overrides.points).toBe(2);
    await tool.close();
    await expect(restore({ replace: false })).rejects.toThrow(/is there already.*--force/);
    await expect(
      restore({
        accept: async () => {
          throw new Error('not this key');
        },
      }),
    ).rejects.toThrow('not this key');
    const present = await openSqliteStore({ file, exclusive: true });
    expect((await readPass(present, 'p1')).overrides.points).toBe(2);
    await present.close();
    expect(readdirSync(folder).sort()).toEqual(['backup.sqlite', 'passwright.sqlite', 'passwright.sqlite.lock']);
  });

  test('takes the place of a database that is damaged; no log of its is left for the new one', async () => {
    await makeBackup();
    await server.close();
    writeFileSync(file, 'no database any more'.repeat(1000));
    writeFileSync(`${file}-wal`, 'a log');
    writeFileSync(`${file}-shm`, 'stale');
    await restore();
    expect(readFileSync(`${file}.replaced-then`, 'utf8')).toContain('no database any more');
    expect([existsSync(`${file}-wal`), existsSync(`${file}-shm`)]).toEqual([false, false]);
    const next = await openSqliteStore({ file, exclusive: true });
    expect((await readPass(next, 'p1')).overrides.points).toBe(1);
    await next.close();
  });

  test.each<[string, () => void, RegExp]>([
    ['nothing', () => {}, /cannot be opened as a database: unable to open/],
    ['an empty file', () => writeFileSync(backup, ''), /holds no Passwright database/],
    ['a text', () => writeFileSync(backup, 'text '.repeat(2000)), /file is not a database/],
    ['the database of another program', () => look(backup, (c) => c.exec('CREATE TABLE x (y)')), /another program/],
  ])('of %s changes nothing', async (_, make, says) => {
    await server.close();
    make();
    const before = readFileSync(file);
    await expect(restore()).rejects.toThrow(StoreOpenError);
    await expect(restore()).rejects.toThrow(says);
    expect(readFileSync(file)).toEqual(before);
    expect(existsSync(`${file}.restoring`)).toBe(false);
  });

  test.each<[string, (client: Sqlite.Database) => void, RegExp]>([
    ['of a newer version', (client) => client.pragma(`user_version = ${MIGRATIONS.length + 1}`), /newer Passwright/],
    [
      'with rows that belong to nothing',
      (client) => {
        client.pragma('foreign_keys = OFF');
        client.exec('UPDATE passes SET template_id = 999');
      },
      /rows of passes belong to nothing/,
    ],
    [
      'with a damaged index',
      (client) => {
        client.unsafeMode(true);
        client.pragma('writable_schema = ON');
        client.exec(
          "UPDATE sqlite_schema SET sql = 'CREATE INDEX jobs_run_at ON jobs (attempts)' WHERE name = 'jobs_run_at'",
        );
        client.pragma('writable_schema = OFF');
        client.exec(
          "INSERT INTO jobs (kind, subject_id, key, id, update_tag, run_at, attempts) VALUES ('push_pass', 1, '', 1, 1, 5, 0)",
        );
      },
      /The database is damaged: .*jobs_run_at/,
    ],
  ])('of a backup %s changes nothing', async (_, spoil, says) => {
    await makeBackup();
    look(backup, spoil);
    await server.close();
    const before = readFileSync(file);
    await expect(restore()).rejects.toThrow(says);
    expect(readFileSync(file)).toEqual(before);
    expect(existsSync(`${file}.restoring`)).toBe(false);
  });
});
