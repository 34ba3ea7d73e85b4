// The scripts that back up and restore, run as an operator runs them: SQLite to one of its copies,
// PostgreSQL to a moment.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { packageRoot } from '../../src/examples.ts';
import { afterTest } from '../clean-up.ts';
import { isThere, pathOf, postgresFolders } from '../fixtures/deploy/programs.ts';
import { connect, startServer, temporaryFolder } from '../fixtures/scenarios/processes.ts';
import { login, makeCountingPass, startTill } from '../fixtures/scenarios/till.ts';
import { builtProgram } from '../made.ts';

// Whole servers and other programs start here, beside other tests.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const folder = join(packageRoot(), 'examples/deploy/backup');

test('SQLite: copies while the server is scanned, the newest ones stay, and one of them comes back', async () => {
  const server = await startTill();
  const client = connect(server);
  const clientHash = await login(client);
  const pass = await makeCountingPass(client, clientHash);
  const scan = async (of = client) =>
    (await of.call('trackPassAccess', { clientHash, hashedSerialNumber: pass, accessType: 7 })).scanText;
  const backups = join(await temporaryFolder(), 'backups');
  const env = {
    ...{ PATH: process.env.PATH, DATA_DIR: server.dataDir, BACKUP_DIR: backups, KEEP: '2' },
    PASSWRIGHT: `${process.execPath} ${builtProgram('cli.ts')}`,
  };
  const run = (script: string, ...args: string[]) =>
    execFileSync(join(folder, script), args, { env, encoding: 'utf8', stdio: 'pipe' });
  /** Makes a copy, and gives it the name of an earlier time. */
  const backUpAt = (time: string) => {
    expect(run('sqlite-backup.sh')).toMatch(/It is checked\./);
    const made = readdirSync(backups).find((name) => !name.startsWith('passwright-2020'))!;
    renameSync(join(backups, made), join(backups, `passwright-${time}.sqlite`));
  };

  expect(await scan()).toBe('1');
  backUpAt('20200101T120000Z');
  expect(await scan()).toBe('2');
  backUpAt('20200101T130000Z');
  expect(await scan()).toBe('3');
  backUpAt('20200101T140000Z');
  // The third one has replaced the first.
  expect(readdirSync(backups).sort()).toEqual([
    'passwright-20200101T130000Z.sqlite',
    'passwright-20200101T140000Z.sqlite',
  ]);
  await server.end('SIGTERM');

  expect(() => run('sqlite-restore.sh', '20200101T125959Z')).toThrow(
    /There is no backup of 20200101T125959Z or before/,
  );
  expect(run('sqlite-restore.sh', '20200101T135959Z')).toMatch(/now holds .* 1 pass/);
  const again = await startServer({ DATA_DIR: server.dataDir });
  expect(await scan(connect(again))).toBe('3');
});

const POSTGRES = ['initdb', 'pg_ctl', 'psql', 'pg_basebackup', 'pg_verifybackup', 'pg_archivecleanup'];

test.skipIf(!POSTGRES.every(isThere))(
  'PostgreSQL: a base backup and the log lead to any moment in between',
  async () => {
    const place = mkdtempSync(join(tmpdir(), 'passwright-wal-'));
    afterTest(async () => rmSync(place, { recursive: true, force: true }));
    // PostgreSQL does not run as root: then it is the user of Debian's package.
    const asUser = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--'] : [];
    if (asUser.length > 0) execFileSync('chown', ['postgres', place]);
    chmodSync(place, 0o755);
    const scripts = join(place, 'scripts');
    mkdirSync(scripts);
    for (const name of readdirSync(folder)) {
      copyFileSync(join(folder, name), join(scripts, name));
      chmodSync(join(scripts, name), 0o755);
    }
    const [data, archive, target] = ['data', 'archive', 'restored'].map((name) => join(place, name)) as [
      string,
      string,
      string,
    ];
    const env = {
      PATH: [...postgresFolders(), '/usr/sbin', '/sbin', '/usr/bin', '/bin'].join(':'),
      ...{
        PGHOST: place,
        PGUSER: 'postgres',
        PGDATABASE: 'postgres',
        ARCHIVE_DIR: archive,
        TARGET: target,
        LC_ALL: 'C',
      },
    };
    const run = (...words: string[]) => {
      const [program = '', ...args] = [...asUser, ...words];
      return execFileSync(program, args, { env, cwd: place, encoding: 'utf8', stdio: 'pipe' }).trim();
    };
    const sql = (text: string) =>
      run('psql', '--no-psqlrc', '--tuples-only', '--no-align', '--quiet', '--command', text);
    /** Starts PostgreSQL on a folder; the answer stops it. */
    const begin = async (on: string, settings: readonly string[]) => {
      const options = ['listen_addresses=', `unix_socket_directories=${place}`, 'fsync=off', ...settings];
      const [program = '', ...args] = [
        ...asUser,
        pathOf('postgres')!,
        '-D',
        on,
        ...options.flatMap((it) => ['-c', it]),
      ];
      const child = spawn(program, args, { env, cwd: place, stdio: ['ignore', 'ignore', 'pipe'] });
      const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
      const stop = async () => {
        if (child.exitCode === null) run('pg_ctl', 'stop', '-D', on, '-m', 'fast', '-w');
        await ended;
      };
      afterTest(async () => stop().catch(() => {}));
      let said = '';
      await new Promise<void>((resolve, reject) => {
        child.stderr.setEncoding('utf8').on('data', (text: string) => {
          said += text;
          if (said.includes('database system is ready to accept connections')) resolve();
        });
        void ended.then(() => reject(new Error(`PostgreSQL ended: ${said}`)));
      });
      return stop;
    };

    run(pathOf('initdb')!, '-D', data, '-U', 'postgres', '--auth=trust', '--no-sync');
    const archiving = [
      'wal_level=replica',
      'archive_mode=on',
      `archive_command=${join(scripts, 'archive-wal.sh')} "%p" "%f"`,
    ];
    const stop = await begin(data, archiving);
    sql("CREATE TABLE scans (what text); INSERT INTO scans VALUES ('before the backup')");
    mkdirSync(archive);
    if (asUser.length > 0) execFileSync('chown', ['postgres', archive]);
    expect(run(join(scripts, 'postgres-base.sh'))).toMatch(/archive\/base-\d{8}T\d{6}Z$/);
    sql("INSERT INTO scans VALUES ('after the backup')");
    const moment = sql('SELECT clock_timestamp()');
    sql("INSERT INTO scans VALUES ('after the moment')");
    // Stopping archives the part of the log that is not full yet.
    sql('SELECT pg_switch_wal()');
    await stop();
    expect(readdirSync(join(archive, 'wal')).length).toBeGreaterThan(1);

    expect(run(join(scripts, 'postgres-restore.sh'), moment)).toMatch(/start PostgreSQL on it/);
    const stopRestored = await begin(target, []);
    // It takes writes as soon as the log has been read up to the moment.
    expect(sql('SELECT what FROM scans')).toBe('before the backup\nafter the backup');
    await stopRestored();
    rmSync(target, { recursive: true });

    // Without a time: all that was archived.
    run(join(scripts, 'postgres-restore.sh'));
    const stopWhole = await begin(target, []);
    expect(sql('SELECT what FROM scans')).toBe('before the backup\nafter the backup\nafter the moment');
    await stopWhole();
    expect(() => run(join(scripts, 'postgres-restore.sh'), '2001-01-01 00:00:00+00')).toThrow(/is there already/);
  },
);
