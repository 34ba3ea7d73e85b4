// Runs one benchmark in a process of its own and sends its rows to run.ts: so neither the memory nor
// the compiled code that one benchmark leaves behind changes the figures of the next one.
import { BENCHMARKS } from './benchmarks.ts';
import type { Row } from './row.ts';

/** What a benchmark's process sends. */
export interface Answer {
  readonly rows: readonly Row[];
}

const [name = ''] = process.argv.slice(2);
const rows = await BENCHMARKS[name]!({ quick: false, rounds: 15 });
const answer: Answer = { rows };
process.send!(answer, () => process.exit(0));
