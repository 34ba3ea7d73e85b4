// Compares this build with that of another commit: both are measured in turns, each time in a
// process of its own with the benchmarks of its own commit, and a row counts as moved only when
// chance does not explain the difference.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../src/examples.ts';
import { spreadOf } from './rounds.ts';
import type { Row } from './row.ts';
import { digits, measuredText, printCells } from './table.ts';

const WIDTHS = [56, 30, 30, 9] as const;
/** Differences below this part are not worth a line, however certain they are. */
const LEAST_DIFFERENCE = 0.03;
/** How seldom chance may call a row moved that did not move. */
const MOST_CHANCE = 0.01;

/** The names that rows had in older commits, where these names differ. */
const FORMER_NAMES: Readonly<Record<string, string>> = {
  'evaluate, to a hand closure': 'evaluate',
  'evaluate, filling a trace, to a hand closure': 'evaluate, filling a trace',
  'render + sign + zip, one thread, to crypto.sign': 'render + sign + zip, 49 KB of images, one thread',
  'the same, all cores, to openssl -multi': 'the same, all cores',
  'scan one at a time, FULL, to a raw loop': 'scan, one at a time',
  'the same on a disk that never waits': 'scan, one at a time, disk that never waits',
  '64 in flight, FULL, to the raw one-by-one rate': 'scan, 64 in flight, FULL',
};

interface Build {
  readonly name: string;
  /** Its work tree. */
  readonly tree: string;
  /** The compiled run.js. */
  readonly program: string;
  readonly options: readonly string[];
  /** The file that a run writes. */
  readonly results: string;
  /** A folder for its temporary files: databases of two builds may differ in their tables. */
  readonly temporary: string;
}

/**
 * Prints each row with the figures of both builds; `worse` is true when one became worse beyond
 * noise. Throws when a build cannot be made or its benchmark fails.
 */
export async function compareWith(
  commit: string,
  { names, quick, turns }: { names: readonly string[]; quick: boolean; turns: number },
): Promise<{ readonly worse: boolean }> {
  const root = packageRoot();
  const id = git(root, 'rev-parse', '--verify', `${commit}^{commit}`);
  const folder = mkdtempSync(join(tmpdir(), 'passwright-against-'));
  const tree = join(folder, 'tree');
  // Control-C ends the child, whose failure then ends this run: the worktree must not stay in git's list.
  const outlive = () => {};
  process.on('SIGINT', outlive);
  git(root, 'worktree', 'add', '--detach', tree, id);
  try {
    const theirs = build(tree, folder, id.slice(0, 9));
    const program = fileURLToPath(new URL('./run.js', import.meta.url));
    const results = join(folder, 'results.json');
    const run = { tree: root, program, options: ['--results', results], results };
    const ours = { name: 'this build', ...run, temporary: temporary(folder, 'ours') };
    console.log(`${turns} turns of each build, medians and quartiles over the turns.\n`);
    printCells(['', theirs.name, ours.name, 'change', ''], WIDTHS);
    let worse = false;
    for (const name of names) worse = compare(name, { ours, theirs, quick, turns }) || worse;
    return { worse };
  } finally {
    git(root, 'worktree', 'remove', '--force', tree);
    rmSync(folder, { recursive: true, force: true });
    process.off('SIGINT', outlive);
  }
}

/** Packages come from this work tree when both want the same ones. */
function build(tree: string, folder: string, name: string): Build {
  const root = packageRoot();
  const lock = (at: string) => readFileSync(join(at, 'package-lock.json'), 'utf8');
  if (lock(tree) === lock(root)) symlinkSync(realpathSync(join(root, 'node_modules')), join(tree, 'node_modules'));
  else run(tree, 'npm', ['ci']);
  run(tree, process.execPath, [join(tree, 'node_modules/typescript/bin/tsc'), '-p', 'test/bench/tsconfig.json']);
  const program = join(tree, 'dist/bench/test/bench/run.js');
  const results = join(tree, 'test/bench/results.json');
  return { name, tree, program, options: [], results, temporary: temporary(folder, 'theirs') };
}

function temporary(folder: string, name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

interface Comparison {
  readonly ours: Build;
  readonly theirs: Build;
  readonly quick: boolean;
  readonly turns: number;
}

/** Prints the rows of one benchmark; true when one of them became worse. */
function compare(benchmark: string, { ours, theirs, quick, turns }: Comparison): boolean {
  const rows = new Map<string, Row>();
  const figures = { ours: new Map<string, number[]>(), theirs: new Map<string, number[]>() };
  const measure = (side: 'ours' | 'theirs') => {
    for (const row of rowsOf(side === 'ours' ? ours : theirs, benchmark, quick)) {
      const key = keyOf(row);
      if (side === 'ours') rows.set(key, row);
      figures[side].set(key, [...(figures[side].get(key) ?? []), row.measured.median]);
    }
  };
  for (let turn = 0; turn < turns; turn++) {
    for (const side of turn % 2 === 0 ? (['theirs', 'ours'] as const) : (['ours', 'theirs'] as const)) measure(side);
  }
  let worse = false;
  for (const [key, row] of rows) {
    const after = figures.ours.get(key)!;
    const before = figures.theirs.get(key) ?? figures.theirs.get(formerKey(row));
    const shown = (of: readonly number[]) => measuredText({ measured: spreadOf(of), unit: row.unit });
    if (before === undefined) {
      printCells([row.name, 'not there', shown(after), '', ''], WIDTHS);
      continue;
    }
    const verdict = verdictOn(before, after, row.better);
    worse ||= verdict === 'WORSE';
    const change = spreadOf(after).median / spreadOf(before).median - 1;
    const signed = `${change >= 0 ? '+' : '-'}${digits(Math.abs(change * 100))}%`;
    printCells([row.name, shown(before), shown(after), signed, verdict], WIDTHS);
  }
  return worse;
}

/**
 * A row moved when its quartiles do not overlap, its medians differ by 3 %, and a sign test on the
 * turns says that chance does so in less than one of a hundred comparisons.
 */
export function verdictOn(
  before: readonly number[],
  after: readonly number[],
  better: Row['better'],
): 'better' | 'WORSE' | '' {
  const [old, now] = [spreadOf(before), spreadOf(after)];
  const apart = now.low > old.high || now.high < old.low;
  const far = Math.abs(now.median - old.median) >= LEAST_DIFFERENCE * Math.abs(old.median);
  const signs = after.map((figure, turn) => Math.sign(figure - before[turn]!)).filter((sign) => sign !== 0);
  const up = signs.filter((sign) => sign > 0).length;
  if (!apart || !far || chance(Math.max(up, signs.length - up), signs.length) > MOST_CHANCE) return '';
  return now.median > old.median === (better === 'more') ? 'better' : 'WORSE';
}

/** How likely at least `most` of `count` coins show the same side. */
function chance(most: number, count: number): number {
  let ways = 1;
  let sum = 0;
  for (let same = count; same >= most && same >= 0; same--) {
    sum += ways;
    ways = (ways * same) / (count - same + 1);
  }
  return Math.min(1, (2 * sum) / 2 ** count);
}

/** One run of one benchmark; a build of a commit that has no such benchmark has no rows. */
function rowsOf(build: Build, benchmark: string, quick: boolean): readonly Row[] {
  const { tree, program, options, results, temporary, name } = build;
  rmSync(results, { force: true });
  const args = [program, ...options, ...(quick ? ['--quick'] : []), benchmark];
  const { status, stderr, stdout } = spawnSync(process.execPath, args, {
    cwd: tree,
    env: { ...process.env, TMPDIR: temporary },
    encoding: 'utf8',
  });
  if (status !== 0 && stderr.includes('There is no benchmark')) return [];
  if (status !== 0 || !existsSync(results)) throw new Error(`${benchmark} failed in ${name}:\n${stdout}${stderr}`);
  return (JSON.parse(readFileSync(results, 'utf8')) as { results: Row[] }).results;
}

/** Names a row with what it is compared with: several rows of one name have different references. */
function keyOf({ name, reference }: Pick<Row, 'name' | 'reference'>): string {
  return `${name} | ${reference.replace(/: [^:]*$/, '')}`;
}

function formerKey({ name, reference }: Row): string {
  return keyOf({ name: FORMER_NAMES[name] ?? name, reference });
}

function git(root: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

function run(folder: string, program: string, args: readonly string[]): void {
  execFileSync(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}
