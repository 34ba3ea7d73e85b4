// `npm run bench [-- --quick] [-- name ...]`: runs the benchmarks, prints the table, writes
// results.json beside this file's source. With `--markdown` it writes README.md there as well, of all
// benchmarks, or GROWTH.md of growth; with `--against <commit>` it compares this build with that of
// another commit. A benchmark whose work comes out wrong ends with 1; figures do so only in a
// comparison, because on a shared machine they are noise. With `--profile` it only tells where the time
// of scans goes.
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../src/examples.ts';
import { compareWith } from './against.ts';
import { BENCHMARKS, USUAL } from './benchmarks.ts';
import { writeGrowthPage } from './growth-page.ts';
import { measureAll, writeResults } from './measure.ts';
import { writePage } from './page.ts';
import { installPeers } from './peers-installed.ts';
import { profileScans } from './profile-scans.ts';

const { values, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    against: { type: 'string' },
    profile: { type: 'boolean', default: false },
    /** How often each build is measured in a comparison. */
    turns: { type: 'string', default: '8' },
    /** Where the results go instead. */
    results: { type: 'string', default: join(packageRoot(), 'test', 'bench', 'results.json') },
  },
  allowPositionals: true,
});
const { quick, markdown, against, results: file } = values;
if (values.profile) {
  console.log(await profileScans());
  process.exit();
}
const unknown = positionals.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(BENCHMARKS).join(', ')}.`);
  process.exit(1);
}
if (against !== undefined) {
  const names = positionals.length > 0 ? positionals : USUAL.filter((name) => name !== 'peers');
  const { worse } = await compareWith(against, { names, quick, turns: Number(values.turns) });
  process.exit(worse ? 1 : 0);
}
// A plain run measures the peers when they are there already: it needs no network.
if ((markdown && positionals.length === 0) || positionals.includes('peers')) installPeers();

const results = await measureAll(positionals.length > 0 ? positionals : USUAL, quick);
writeResults(file, results);
const missed = results.results.filter(({ met }) => met === false).length;
const minutes = Object.values(results.took).reduce((sum, seconds) => sum + seconds, 0) / 60;
console.log(
  `\n${results.results.length} rows in ${minutes.toFixed(1)} minutes, ${missed} short of what performance.md wants, ` +
    `load ${loadavg()[0]!.toFixed(1)}.`,
);
// A part of the rows is no page.
const isWhole = results.failures.length === 0;
if (markdown && isWhole && positionals.length === 0) console.log(`Written: ${writePage(results)}`);
if (markdown && isWhole && positionals.includes('growth')) console.log(`Written: ${writeGrowthPage(results)}`);
if (results.failures.length > 0) console.error(`Wrong: ${results.failures.join(', ')}.`);
process.exit(results.failures.length > 0 ? 1 : 0);
