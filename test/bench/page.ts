// Writes the page that README links: the table of a whole run, the peers, the machine and the date.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/examples.ts';
import type { Results } from './measure.ts';
import { PEERS, peersAreInstalled, versioned } from './peers-installed.ts';
import { measuredText, verdictText, wantedText } from './table.ts';

/** Load that others may cause without a word on the page. */
const IDLE = 0.5;

/** Answers the path of the page. */
export function writePage(results: Results): string {
  const path = join(packageRoot(), 'test', 'bench', 'README.md');
  writeFileSync(path, pageOf(results));
  return path;
}

export function pageOf(results: Results): string {
  const { results: rows, took, failures } = results;
  const beside = rows.filter(({ benchmark }) => benchmark === 'peers');
  const own = rows.filter(({ benchmark }) => benchmark !== 'peers');
  const missed = own.filter(({ met }) => met === false);
  const minutes = Object.values(took).reduce((sum, seconds) => sum + seconds, 0) / 60;
  return `# What Passwright takes

\`npm run bench -- --markdown\` measures and writes this page; \`npm run bench -- --against <commit>\` measures two builds in turns
and says which rows moved beyond noise; \`npm run bench -- growth --markdown\` writes [what grows](GROWTH.md). [Where the time
goes](PROFILES.md) in the rows that fall short was found by profiles.

${describedRun(results)} It took ${minutes.toFixed(1)} minutes.

On a shared machine a figure alone says little, so most rows are a ratio to a reference that was measured in the same run, in
turns. A figure is the median of the rounds, with the quartiles in brackets. “Wanted” is what the project holds itself to.
${failures.length > 0 ? `\nThese benchmarks failed, because their work came out wrong: ${failures.join(', ')}.\n` : ''}
${missed.length === 0 ? 'Every row is as wanted.' : `${missed.length} of ${own.length} rows fall short: ${missed.map(({ name }) => `“${name.trim()}”`).join(', ')}.`}

${tableOf(own, true)}

## Beside other programs

In the same run where they run. “Signed passes a second”: each library makes the same store card with the same images. The bare
server reads a row, adds a point and writes row and event in one commit, and does nothing else: no rules, accounts or phones.
Sizes are what an installation without development packages puts on the disk.

${tableOf(beside, false)}

${versions()}
`;
}

/** A sentence on the run and its machine. */
export function describedRun({ at, quick, machine }: Results): string {
  const { node, cpu, cores, memory, loadBefore } = machine;
  const load = loadBefore[0]!;
  const shared =
    load > IDLE
      ? ` Others worked on the machine: its load was ${load.toFixed(1)} before the run.`
      : ' The machine was idle.';
  const depth = quick ? 'A quick run, whose figures are rough,' : 'A whole run';
  return `${depth} of ${at.slice(0, 10)} on ${cores} cores of ${cpu ?? 'an unknown processor'} with ${(memory / 2 ** 30).toFixed(0)} GB of memory and Node ${node.slice(1)}.${shared}`;
}

/** Rows as a table of Markdown. */
export function tableOf(rows: Results['results'], hasTargets: boolean): string {
  const heads = ['', 'Passwright', 'reference', 'measured', ...(hasTargets ? ['wanted', ''] : [])];
  const lines = rows.map((row) => [
    row.name.trim(),
    row.ours,
    row.reference,
    measuredText(row),
    ...(hasTargets ? [wantedText(row).replace('<=', 'at most').replace('>=', 'at least'), verdictText(row)] : []),
  ]);
  return [heads, heads.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function versions(): string {
  const root = packageRoot();
  const own = ['better-sqlite3', 'json-rules-engine', '@marcbachmann/cel-js'].map((name) => versioned(root, name));
  const others = peersAreInstalled()
    ? ['passkit-generator', '@walletpass/pass-js', 'fastify'].map((name) => versioned(PEERS, name))
    : [];
  return `Versions: ${[...own, ...others].join(', ')}. pass-js is the newest one that runs on Node 20.`;
}
