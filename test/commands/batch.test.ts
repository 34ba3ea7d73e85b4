// passwright batch: from a CSV file to a table with links, while a server has the database open.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../fixtures/commands/run-command.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const NAME = 'structure_secondaryFields_name_value';

let t: TestApp;
let template = '';
let folder = '';
beforeAll(async () => {
  t = await openTestApp();
  template = await t.template(pointsTemplate());
  folder = await mkdtemp(join(tmpdir(), 'passwright-batch-'));
});
afterAll(async () => {
  await t.close();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: string[]) =>
  runCommand(['batch', ...args, '--account', OWNER.email, '--template', template], {
    DATA_DIR: t.config.dataDir,
    ROOT_URL: 'http://passes.test',
  });
const rowsOf = (csv: string): Record<string, string>[] => parse(csv, { bom: true, columns: true });
async function fileWith(content: string): Promise<string> {
  const file = join(folder, 'customers.csv');
  await writeFile(file, content);
  return file;
}

test('links come back in the columns of the file, and the server opens them', async () => {
  const { code, stdout, stderr } = await run(await fileWith(`${NAME};note\nAda;a\nGrace;b\n`));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const rows = rowsOf(stdout);
  expect(rows.map((row) => [row[NAME], row.note])).toEqual([
    ['Ada', 'a'],
    ['Grace', 'b'],
  ]);
  const path = new URL(rows[1]!.link!).pathname;
  expect((await t.fetch(path, { headers: { 'user-agent': 'Firefox' } })).status).toBe(302);
});

test('the command itself makes the passes, also into a file', async () => {
  const out = join(folder, 'passes.csv');
  const names = Array.from({ length: 120 }, (_, at) => `Guest ${at}`).join('\n');
  const file = await fileWith(`${NAME}\n${names}\n`);
  expect(await run(file, '--mode', 'passes', '--out', out)).toMatchObject({ code: 0, stdout: '', stderr: '' });
  const rows = rowsOf(await readFile(out, 'utf8'));
  expect(new Set(rows.map((row) => row.hashedSerialNumber)).size).toBe(120);
  const { pass } = (await t.app.context.store.passByHash(rows[119]!.hashedSerialNumber!))!;
  expect(pass.overrides).toEqual({ [NAME]: 'Guest 119' });
  // The server finds nothing left to do.
  expect(await t.jobs()).toEqual([]);
});

test('so many blank passes', async () => {
  const { code, stdout } = await run('--blank', '3');
  expect(code).toBe(0);
  expect(rowsOf(stdout)).toHaveLength(3);
});

test('a faulty file makes nothing, and each mistake is a line with its row and column', async () => {
  const file = await fileWith(`${NAME},backgroundColor\nAda,red\nGrace,nocolour\n`);
  const { code, stdout, stderr } = await run(file);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^row 3, backgroundColor: .*colour/m);
  expect(stderr).toMatch(/One row is wrong, and nothing was made/);
});
