// Makes, once for a whole run, what many tests need and what takes long to make: the built program,
// and the data folder after a server's first start. Helpers find both through the environment: a
// worker inherits it, and a helper outside vitest does not see it.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { packageRoot } from '../src/examples.ts';
import type { Log } from '../src/ports/log.ts';
import { databases } from './fixtures/postgres/databases.ts';
import { EMPTY, RUN_POSTGRES, STARTED } from './fixtures/postgres/of-run.ts';
import { BUILT, DATA, MADE_ONCE, OWNER, START } from './made.ts';

const run = promisify(execFile);

/**
 * Runs before the first worker starts; the function that it answers runs after the last has ended.
 */
export default async function makeOnce(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'passwright-made-'));
  const postgres = process.env.TEST_STORE === 'postgres' ? await databases() : null;
  const url = await postgres?.server.create(STARTED, EMPTY);
  await Promise.all([build(join(folder, BUILT)), startOnce(join(folder, DATA), url)]);
  process.env[MADE_ONCE] = folder;
  if (url !== undefined) process.env[RUN_POSTGRES] = url.slice(0, url.lastIndexOf('/'));
  return async () => {
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

/**
 * The program as a user has it: built files in dist/, beside package.json and the files that the
 * program reads. TEST_BUILT names a folder that `npm run build` has made so already.
 */
async function build(folder: string): Promise<void> {
  const built = process.env.TEST_BUILT;
  if (built !== undefined) return symlink(built, folder);
  const root = packageRoot();
  await mkdir(folder);
  const beside = ['package.json', 'examples', 'node_modules'];
  await Promise.all(beside.map((name) => symlink(join(root, name), join(folder, name))));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  // `npm run types` checks the types; this only strips them.
  const options = ['--noEmit', 'false', '--noCheck', '--outDir', join(folder, 'dist')];
  for (const project of ['tsconfig.json', 'src/browser']) {
    await run(process.execPath, [compiler, '-p', project, ...options], { cwd: root });
  }
  await run(process.execPath, [join(folder, 'dist/src/bundle.js')]);
}

/** The data of a first start: the secret key, the certificates and the owner's account. */
async function startOnce(dataDir: string, url: string | undefined): Promise<void> {
  const env = { DATA_DIR: dataDir, DATABASE_URL: url, ADMIN_EMAIL: OWNER.email, ADMIN_PASSWORD: OWNER.password };
  const silent: Log = {
    info: () => {},
    warn: () => {},
    error: () => {},
    with: () => silent,
  };
  const clock = { now: () => START };
  const app = await openApp(readConfig(env, false), silent, async () => [], { clock });
  await app.close();
}
