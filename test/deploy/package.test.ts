// `npm pack`: the package installs into an empty folder elsewhere, and the server in it starts.
import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';
import { packageRoot } from '../../src/examples.ts';
import { afterTest } from '../clean-up.ts';
import { freePort, temporaryFolder } from '../fixtures/scenarios/processes.ts';
import { builtProgram } from '../made.ts';

// Whole servers and other programs start here, beside other tests.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const run = promisify(execFile);
const root = packageRoot();
/** What `npm pack` finds in a checkout after `npm run build`. */
const BESIDE = ['package.json', 'README.md', 'LICENSE', 'examples', 'src/CHANGELOG.md', 'src/http/help/pictures'];

test('the package installs elsewhere, says its version, starts, and is ready', async () => {
  const place = await temporaryFolder();
  const checkout = join(place, 'checkout');
  for (const path of BESIDE) {
    await mkdir(dirname(join(checkout, path)), { recursive: true });
    await cp(join(root, path), join(checkout, path), { recursive: true });
  }
  // What stands in the checkout of an operator and must not leave it.
  await cp(join(root, 'LICENSE'), join(checkout, 'examples/deploy/passwright.env'));
  await cp(dirname(dirname(builtProgram('cli.ts'))), join(checkout, 'dist'), { recursive: true });
  // As the script prepack does: the package installs the versions that were tested.
  await cp(join(root, 'package-lock.json'), join(checkout, 'npm-shrinkwrap.json'));
  const packed = await run('npm', ['pack', '--json', '--ignore-scripts'], {
    cwd: checkout,
    maxBuffer: 64 * 1024 * 1024,
  });
  const [{ filename, files }] = JSON.parse(packed.stdout) as [{ filename: string; files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      'dist/src/cli.js',
      'examples/deploy/Dockerfile',
      'src/CHANGELOG.md',
      'npm-shrinkwrap.json',
    ]),
  );
  expect(paths.filter((path) => /\.env$|^test|\.ts$/.test(path))).toEqual([]);

  const elsewhere = join(place, 'elsewhere');
  await mkdir(elsewhere);
  // Without scripts, because compiling SQLite takes a minute; `npm run check:nodes` does it. Packages
  // come from npm's cache where they are in it.
  const options = ['--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await run('npm', ['install', ...options, join(checkout, filename)], { cwd: elsewhere });
  const modules = join(elsewhere, 'node_modules');
  const nested = join(modules, 'passwright/node_modules');
  const inPackage = await readFile(join(nested, 'better-sqlite3/package.json'), 'utf8').then(
    () => nested,
    () => modules,
  );
  await symlink(join(root, 'node_modules/better-sqlite3/build'), join(inPackage, 'better-sqlite3/build'));

  const { PATH = '', HOME = '' } = process.env;
  const port = await freePort();
  const env = { PATH, HOME, PORT: String(port), DATA_DIR: join(elsewhere, 'data') };
  const program = join(modules, '.bin/passwright');
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const said = (await run(program, ['version'], { env })).stdout;
  expect(said).toMatch(
    new RegExp(
      `^passwright ${version.replaceAll('.', '\\.')}\ncommit .+\nnode ${process.version}\ndatabase version \\d+ `,
    ),
  );

  const child = spawn(program, ['serve'], { cwd: elsewhere, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  afterTest(() => {
    child.kill('SIGKILL');
    return ended;
  });
  let text = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('Passwright is running')) resolve();
    });
    void ended.then((code) => reject(new Error(`The server ended with ${code}: ${text}`)));
  });
  const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
  expect(ready.status).toBe(200);
  // The examples came with it.
  expect(text).toContain('Points on scan');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});
