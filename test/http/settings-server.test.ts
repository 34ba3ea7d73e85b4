// The page of the server: backups are made, listed, streamed and bounded, and a downloaded one restores
// on another machine with the downloaded key.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openContext } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';
import { MOST_ERRORS } from '../../src/recent-errors.ts';
import { runCommand } from '../fixtures/commands/run-command.ts';
import { type SignedIn, signIn } from '../fixtures/http/signed-in.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let owner: SignedIn;
beforeAll(async () => {
  const installation = {
    look: async () => ({
      version: '1.2.3',
      node: 'v22.0.0',
      kind: 'git' as const,
      folder: '/srv/passwright',
      diskFree: 5_000_000_000,
      diskTotal: 20_000_000_000,
      databaseBytes: 1_500_000,
    }),
  };
  t = await openTestApp({ injected: { installation } });
  owner = await signIn(t);
});
afterAll(() => t?.close());

const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const links = (html: string) =>
  [...html.matchAll(/href="(\/settings\/server\/backup\/[^"]+)"/g)].map(([, link]) => link!);

test('facts of the installation, what waits, and the lines of an update', async () => {
  const page = plain(await owner.page('/settings/server'));
  expect(page).toContain('Version 1.2.3');
  expect(page).toContain('v22.0.0');
  expect(page).toContain('5 GB of 20 GB');
  expect(page).toContain('1.5 MB');
  expect(page).toContain('There was no backup yet.');
  expect(page).toContain('There was no error since the server was started.');
  expect(page).toContain('cd /srv/passwright git pull npm ci');
});

test('a backup is made, downloaded with the key, and restored on another machine', async () => {
  const template = await t.template(pointsTemplate());
  const pass = await t.pass(template, { structure_secondaryFields_name_value: 'Ada' });
  const made = await owner.post('/settings/server/backup');
  expect(made.status, await made.clone().text()).toBe(303);
  const page = await owner.page(made.headers.get('location')!);
  expect(plain(page)).toContain('The backup is made and checked.');
  const [link] = links(page);
  const download = await owner.get(link!);
  expect(download.headers.get('content-disposition')).toMatch(/^attachment; filename="passwright-[\d-]+\.sqlite"$/);
  const bytes = Buffer.from(await download.arrayBuffer());
  expect(bytes.length).toBe(Number(download.headers.get('content-length')));
  expect(bytes.subarray(0, 15).toString()).toBe('SQLite format 3');
  expect(await t.app.context.store.lastBackup()).toMatchObject({ time: t.now(), bytes: bytes.length });

  const wrong = await owner.post('/settings/server/key', { current: 'guess' });
  expect(wrong.status).toBe(400);
  expect(plain(await wrong.text())).toContain('This is not the present password.');
  const key = await owner.post('/settings/server/key', { current: OWNER.password });
  expect(key.headers.get('content-disposition')).toMatch(/filename="passwright-[\d-]+\.sqlite\.key"$/);
  const acts = await t.app.context.store.auditOf(t.owner.id, { before: 1e9, count: 3 });
  expect(acts.map(({ what }) => what)).toEqual(['server.key', 'server.download', 'server.backup']);

  const elsewhere = await mkdtemp(join(tmpdir(), 'passwright-restored-'));
  try {
    await writeFile(join(elsewhere, 'backup.sqlite'), bytes);
    await writeFile(join(elsewhere, 'backup.sqlite.key'), Buffer.from(await key.arrayBuffer()));
    const env = { DATA_DIR: join(elsewhere, 'data') };
    const { code, stdout, stderr } = await runCommand(['restore', join(elsewhere, 'backup.sqlite')], env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('1 template');
    const config = readConfig(env, false);
    const { context, close } = await openContext(
      config,
      openLog({ logLevel: 'silent', logFormat: 'json' }, process.stdout),
      {
        exclusive: true,
      },
    );
    expect((await context.store.passByHash(pass))!.pass.overrides).toMatchObject({
      structure_secondaryFields_name_value: 'Ada',
    });
    expect(context.settings.secret).toBe(t.app.context.settings.secret);
    await close();
  } finally {
    await rm(elsewhere, { recursive: true });
  }
});

test('the newest three stay, and nothing else in the folder can be downloaded', async () => {
  for (let made = 0; made < 4; made++) {
    t.advance(1000);
    await owner.post('/settings/server/backup');
  }
  const found = links(await owner.page('/settings/server'));
  expect(found).toHaveLength(3);
  const folder = join(t.config.dataDir, 'backups');
  expect((await readdir(folder)).sort()).toEqual(found.map((link) => link.split('/').at(-1)!).sort());
  await writeFile(join(folder, 'other.txt'), 'secret');
  for (const name of ['other.txt', '..%2Fsecret.key', '%2e%2e%2fsecret.key', 'passwright-2020-01-01-000000.sqlite'])
    expect([name, (await owner.get(`/settings/server/backup/${name}`)).status]).toEqual([name, 404]);
  expect(links(await owner.page('/settings/server'))).toHaveLength(3);
});

test('a backup that fails says why, and leaves no file', async () => {
  const folder = join(t.config.dataDir, 'backups');
  await rm(folder, { recursive: true });
  await writeFile(folder, 'a file in the way');
  const failed = await owner.post('/settings/server/backup');
  expect(failed.status).toBe(500);
  expect(plain(await failed.text())).toContain('The backup could not be made:');
  expect(await readFile(folder, 'utf8')).toBe('a file in the way');
  await rm(folder);
});

test('a backup by command is the last one too', async () => {
  const file = join(t.config.dataDir, 'by-command.sqlite');
  const { code } = await runCommand(['backup', file], { DATA_DIR: t.config.dataDir });
  expect(code).toBe(0);
  expect(await t.app.context.store.lastBackup()).toMatchObject({ file: 'by-command.sqlite' });
});

test('the last errors of the log, newest first and without secrets, as many as fit', async () => {
  const { log } = t.app.context;
  log.error({ err: new Error(`the service refused ${t.clientHash}`) }, 'a job failed');
  log.error({}, 'request failed');
  log.warn({}, 'only a warning');
  const page = plain(await owner.page('/settings/server'));
  expect(page).toMatch(/request failed.*a job failed: the service refused \[secret\]/);
  expect(page).not.toContain('only a warning');
  expect(t.logged.map(([, message]) => message)).toEqual(
    expect.arrayContaining(['a job failed', 'request failed', 'only a warning']),
  );
  for (let number = 1; number <= MOST_ERRORS; number++) log.error({}, `error number ${number}.`);
  const last = plain(await owner.page('/settings/server'));
  expect(last).toContain(`error number ${MOST_ERRORS}.`);
  expect(last).not.toContain('request failed');
});
