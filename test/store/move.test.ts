// `passwright migrate` on a real SQLite file and a real PostgreSQL: everything arrives, an
// interrupted move goes on, and back again nothing has changed for anybody.
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveAll } from '../../src/store/move/move.ts';
import { postgresTarget } from '../../src/store/move/postgres-side.ts';
import { sqliteSource } from '../../src/store/move/sqlite-side.ts';
import { MOVED } from '../../src/store/move/tables.ts';
import { runCommand } from '../fixtures/commands/run-command.ts';
import { workshopThings } from '../fixtures/http/workshop-things.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';
import { openPackage } from '../fixtures/pass/open-package.ts';
import { type PostgresServer, startPostgres } from '../fixtures/postgres/server.ts';

let folder: string;
const sqlite = (name: string) => `sqlite:${join(folder, name)}`;
let server: PostgresServer;
/** The data folder of a server on SQLite that has stopped, with one of everything. */
let dataDir: string;
let passes: readonly string[];
let answers: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'passwright-move-'));
  server = await startPostgres();
  dataDir = join(folder, 'data');
  const t = await openTestApp({ env: { DATA_DIR: dataDir, DATABASE_URL: sqlite('from.sqlite') } });
  const things = await workshopThings(t);
  const hashes = [things.pass!];
  for (let number = 0; number < 30; number++) {
    const hash = await t.pass(things.card!, { structure_headerFields_points_value: number, note: `ü\u0000 ${number}` });
    await t.install(hash);
    for (let scan = 0; scan < number % 4; scan++) await scanned(t, hash);
    hashes.push(hash);
  }
  passes = hashes;
  answers = await askedOf(t);
  await t.app.close();
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const scanned = (t: TestApp, hashedSerialNumber: string) =>
  t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber, accessType: 7 });

/** What the API and phones are answered about every pass, and the owner about the card. */
async function askedOf(t: TestApp): Promise<Readonly<Record<string, unknown>>> {
  const { store } = t.app.context;
  const found: Record<string, unknown> = {};
  for (const hash of passes) {
    const file = await t.fetch(`/pass/create.php?hashedSerialNumber=${hash}&download=true`);
    const { pass } = (await store.passByHash(hash))!;
    found[hash] = {
      passJson: JSON.stringify(openPackage(new Uint8Array(await file.arrayBuffer())).passJson),
      tracking: await store.tracking(pass.id),
      devices: await store.devicesOf(pass.id),
      pass,
    };
  }
  const { pass } = (await store.passByHash(passes[1]!))!;
  found.counts = await store.templateCounts(pass.templateId);
  found.scans = await store.accessesIn(pass.templateId, 7, [{ from: 0, to: Number.MAX_SAFE_INTEGER }]);
  found.jobs = await store.waitingJobs(1000);
  return found;
}

const opened = (DATABASE_URL: string) => openTestApp({ env: { DATA_DIR: dataDir, DATABASE_URL } });
const without = (all: Readonly<Record<string, unknown>>) => ({ ...all, jobs: undefined });

test('everything moves to PostgreSQL and back, byte for byte, and servers go on on either', async () => {
  const url = await server.create('moved');
  const there = await runCommand(['migrate', '--from', sqlite('from.sqlite'), '--to', url, '--json'], {});
  expect(there).toMatchObject({ code: 0, stderr: '' });
  const moved = JSON.parse(there.stdout) as readonly { readonly table: string; readonly rows: number }[];
  expect(moved.map(({ table }) => table)).toEqual(MOVED.map(({ name }) => name));
  expect(moved.find(({ table }) => table === 'passes')!.rows).toBeGreaterThan(30);

  const t = await opened(url);
  expect(without(await askedOf(t))).toEqual(without(answers));
  const newer = await t.pass((await t.app.context.store.passByHash(passes[0]!))!.template.hash);
  const tag = (await t.app.context.store.passByHash(newer))!.pass;
  // Ids and update tags go on where they were.
  expect(tag.updateTag).toBeGreaterThan(1);
  await scanned(t, passes[1]!);
  await t.app.jobs.settle();
  const before = await askedOf(t);
  await t.app.close();

  const back = await runCommand(['migrate', '--from', url, '--to', sqlite('back.sqlite')], {});
  expect(back).toMatchObject({ code: 0, stdout: expect.stringContaining('both sides are the same') });
  const again = await opened(sqlite('back.sqlite'));
  expect(without(await askedOf(again))).toEqual(without(before));
  const newest = await again.pass((await again.app.context.store.passByHash(passes[0]!))!.template.hash);
  const { pass } = (await again.app.context.store.passByHash(newest))!;
  expect(pass.id).toBeGreaterThan(tag.id);
  expect(pass.updateTag).toBeGreaterThan(tag.updateTag);
  await scanned(again, passes[1]!);
  await again.app.close();
});

test('an interrupted move goes on, and no server uses its database before', async () => {
  const url = await server.create('interrupted');
  const copy = join(folder, 'copy.sqlite');
  await copyFile(join(folder, 'from.sqlite'), copy);
  const [from, to] = [sqliteSource(copy), await postgresTarget(url)];
  let writes = 0;
  const stopping = {
    ...to,
    write: (...given: Parameters<typeof to.write>) => {
      writes += 1;
      if (writes === 6) throw new Error('power cut');
      return to.write(...given);
    },
  };
  await expect(moveAll(from, stopping)).rejects.toThrow('power cut');
  await Promise.all([from.close(), to.close()]);
  await expect(opened(url)).rejects.toThrow(/interrupted: run `passwright migrate` again/);
  const done = await runCommand(['migrate', '--from', `sqlite:${copy}`, '--to', url], {});
  expect(done).toMatchObject({ code: 0, stderr: '' });
  const t = await opened(url);
  expect(without(await askedOf(t))).toEqual(without(answers));
  await t.app.close();
});

test('a database that is in use, filled, or written meanwhile is refused, and nothing is lost', async () => {
  const url = await server.create('used');
  const copy = join(folder, 'other.sqlite');
  await copyFile(join(folder, 'from.sqlite'), copy);
  const t = await opened(url);
  const used = await runCommand(['migrate', '--from', `sqlite:${copy}`, '--to', url], {});
  expect(used).toMatchObject({ code: 1, stderr: expect.stringContaining('Stop all servers first') });
  await t.app.close();
  const filled = await runCommand(['migrate', '--from', `sqlite:${copy}`, '--to', url], {});
  expect(filled).toMatchObject({ code: 1, stderr: expect.stringContaining('Name an empty database') });
  const absent = await runCommand(['migrate', '--from', sqlite('absent.sqlite'), '--to', url], {});
  expect(absent).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no database') });
  const taken = await runCommand(['migrate', '--from', url, '--to', `sqlite:${copy}`], {});
  expect(taken).toMatchObject({ code: 1, stderr: expect.stringContaining('is there already') });
  const odd = await runCommand(['migrate', '--from', 'mysql://x/y', '--to', url], {});
  expect(odd).toMatchObject({ code: 1, stderr: expect.stringContaining('--from: a database is postgres://') });

  const target = await server.create('changed');
  const [from, to] = [sqliteSource(copy), await postgresTarget(target)];
  const late = {
    ...to,
    write: async (...given: Parameters<typeof to.write>) => {
      await to.write(...given);
      if (given[0].name !== 'passes') return;
      const client = new pg.Client({ connectionString: target });
      await client.connect();
      await client.query("UPDATE passes SET overrides = '{}'");
      await client.end();
    },
  };
  await expect(moveAll(from, late)).rejects.toThrow(/The table passes differs after the move/);
  await Promise.all([from.close(), to.close()]);
});

test('the tables of both databases are known to the move', () => {
  const client = new Sqlite(join(folder, 'from.sqlite'), { readonly: true });
  const names = client.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  client.close();
  const apart = ['counters', 'filed_events', 'template_events', 'trace_dictionaries'];
  const own = names.filter((name) => !/^(?:sqlite_|pass_words)/.test(name) && !apart.includes(name));
  expect(own.sort()).toEqual(MOVED.map(({ name }) => name).sort());
});
