// `npm run fuzz [-- --minutes N | --inputs N] [--seed S] [--target NAME [--from N]]`: runs the
// targets, prints a table and every finding, and ends with 1 when there is one. The same seed makes
// the same inputs, apart from the ids of a new database; `--target NAME --from N --inputs 1` runs one
// of them again.
import { parseArgs } from 'node:util';
import { TARGETS } from './table.ts';
import { type Result, runTarget, SLOW_MS } from './target.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { minutes: text, inputs: text, seed: text, target: text, from: text } });

const chosen = TARGETS.filter(({ name }) => values.target === undefined || name === values.target);
if (chosen.length === 0) {
  process.stderr.write(
    `There is no target "${values.target}"; there are ${TARGETS.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exit(2);
}
const seed = values.seed ?? String(process.pid * 1000 + (process.hrtime()[1] % 1000));
const whole = chosen.reduce((sum, { inputs }) => sum + inputs, 0);
const minutes = values.minutes === undefined ? (values.inputs === undefined ? 10 : null) : Number(values.minutes);
/** Growth that a finding is made of, in bytes: caches with a bound fill slowly. */
const MOST_GROWN = 48 * 1024 * 1024;

process.stdout.write(
  `seed ${seed}\n${line(['target', 'inputs', 'accepted', 'CPU s', 'slowest ms', 'grown MB', 'findings'])}\n`,
);
const results: Result[] = [];
for (const target of chosen) {
  // With a number of minutes, each target has the same part of the time.
  const until = minutes === null ? Number.POSITIVE_INFINITY : performance.now() + (minutes * 60_000) / chosen.length;
  const count = values.inputs === undefined ? 100_000 : Math.ceil((Number(values.inputs) * target.inputs) / whole);
  const result = await runTarget(target, { seed, from: Number(values.from ?? 0), count, until });
  results.push(result);
  process.stdout.write(`${line(row(result))}\n`);
  for (const { number, problem, input } of result.findings) {
    const again = `--target ${target.name} --seed ${seed} --from ${number} --inputs 1`;
    process.stdout.write(`\n${again}\n${problem}\ninput: ${input}\n\n`);
  }
}

function row({ name, inputs, accepted, cpu, slowest, grown, findings }: Result): string[] {
  const numbers = [inputs, accepted, (cpu / 1000).toFixed(1), slowest.ms.toFixed(0), (grown / 2 ** 20).toFixed(1)];
  return [name, ...numbers.map(String), String(findings.length)];
}

function line(cells: readonly string[]): string {
  return cells.map((cell, at) => (at === 0 ? cell.padEnd(12) : cell.padStart(11))).join('');
}

const findings = results.flatMap((result) => result.findings);
const grown = results.filter((result) => result.grown > MOST_GROWN);
for (const { name } of grown) process.stdout.write(`\n${name} holds more memory than at its start\n`);
const total = results.reduce((sum, { inputs }) => sum + inputs, 0);
process.stdout.write(
  `\n${total} inputs, ${findings.length} findings (untyped errors, answers over ${SLOW_MS} ms of CPU), ${grown.length} targets grow\n`,
);
process.exitCode = findings.length + grown.length > 0 ? 1 : 0;
