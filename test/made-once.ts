// Makes, once for a whole run, what many tests need and what takes long to make: the built program,
// and the data folder after a server's first start. Helpers find both through the environment: a
// worker inherits it, and a helper outside vitest does not see it.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { packageRoot } from '../src/examples.ts';
import { bundlePrograms } from './bundled-programs.ts';
import { EMPTY, RUN_POSTGRES, STARTED } from './fixtures/postgres/of-run.ts';
import { BUILT, BUNDLED, DATA, MADE_ONCE, OWNER, PROGRAMS, SERVED } from './made.ts';

const run = promisify(execFile);

/**
 * Runs before the first worker starts; the function that it answers runs after the last has ended.
 */
export default async function makeOnce(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'passwright-made-'));
  const postgres = process.env.TEST_STORE === 'postgres' ? await startDatabases() : null;
  const url = await postgres?.server.create(STARTED, EMPTY);
  await build(join(folder, BUILT));
  // The bundles find the packages here that are not in them.
  await symlink(join(packageRoot(), 'node_modules'), join(folder, 'node_modules'));
  await bundlePrograms(join(folder, BUILT, 'dist'), PROGRAMS, join(folder, BUNDLED));
  process.env[MADE_ONCE] = folder;
  await startOnce(folder, url);
  if (url !== undefined) process.env[RUN_POSTGRES] = url.slice(0, url.lastIndexOf('/'));
  return async () => {
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

/** Imported only where a run needs it, because vitest reads the sources of the store for it. */
async function startDatabases() {
  const { databases } = await import('./fixtures/postgres/databases.ts');
  return databases();
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

/** The data of first starts: the secret key, the certificates and the owner's account. */
async function startOnce(folder: string, url: string | undefined): Promise<void> {
  const database = url === undefined ? {} : { DATABASE_URL: url };
  const settings = { ...database, ADMIN_EMAIL: OWNER.email, ADMIN_PASSWORD: OWNER.password };
  const program = fileURLToPath(new URL('start-once.ts', import.meta.url));
  // A database holds one server's data: processes on PostgreSQL have first starts of their own.
  const folders = [DATA, ...(url === undefined ? [SERVED] : [])].map((name) => join(folder, name));
  await run(process.execPath, ['--import', 'tsx', program, ...folders], {
    cwd: packageRoot(),
    env: { PATH: process.env.PATH, [MADE_ONCE]: process.env[MADE_ONCE], ...settings },
  });
}
