// `npm run bench [-- --quick] [-- name ...]`: runs the benchmarks, prints the table, writes
// results.json beside this file's source. A benchmark whose work comes out wrong ends with 1;
// figures never do, they are noise on a shared machine.
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../src/examples.ts';
import { batches } from './batches.ts';
import { compilation, evaluation, scanRules } from './conditions.ts';
import { customers } from './customers.ts';
import { manyPasses } from './many-passes.ts';
import { passFiles } from './pass-files.ts';
import { pushFanOut } from './push-fan-out.ts';
import { type Benchmark, isMet, type Row } from './row.ts';
import { scanToPush } from './scan-to-push.ts';
import { scans } from './scans.ts';
import { scansOverHttp } from './scans-over-http.ts';
import { printRow, printTitle } from './table.ts';

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  evaluation,
  compilation,
  'scan-rules': scanRules,
  'pass-files': passFiles,
  scans,
  'scans-over-http': scansOverHttp,
  'many-passes': manyPasses,
  customers,
  'push-fan-out': pushFanOut,
  'scan-to-push': scanToPush,
  batches,
};

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const { quick } = values;
const unknown = positionals.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(BENCHMARKS).join(', ')}.`);
  process.exit(1);
}
const names = positionals.length > 0 ? positionals : Object.keys(BENCHMARKS);

const rows: Row[] = [];
const failures: string[] = [];
printTitle();
for (const name of names) {
  try {
    for (const row of await BENCHMARKS[name]!({ quick, rounds: quick ? 3 : 15 })) {
      rows.push(row);
      printRow(row);
    }
  } catch (error) {
    failures.push(name);
    console.error(`${name} FAILED:`, error);
  }
}
const machine = { node: process.version, cpu: cpus()[0]?.model, cores: availableParallelism(), load: loadavg() };
const results = rows.map((row) => ({ ...row, met: isMet(row) }));
const file = join(packageRoot(), 'test', 'bench', 'results.json');
writeFileSync(
  file,
  `${JSON.stringify({ at: new Date().toISOString(), quick, machine, failures, results }, null, 2)}\n`,
);
const missed = rows.filter((row) => isMet(row) === false).length;
console.log(`\n${rows.length} rows, ${missed} short of what performance.md wants, load ${loadavg()[0]!.toFixed(1)}.`);
if (failures.length > 0) console.error(`Wrong: ${failures.join(', ')}.`);
process.exit(failures.length > 0 ? 1 : 0);
