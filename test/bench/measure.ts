// Runs benchmarks one after the other, prints their rows and what each took, and keeps the results.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BENCHMARKS } from './benchmarks.ts';
import { isMet, type Row } from './row.ts';
import type { Answer } from './run-one.ts';
import { printRow, printTitle } from './table.ts';

/** What results.json holds. */
export interface Results {
  /** When the run ended, ISO 8601. */
  readonly at: string;
  readonly quick: boolean;
  readonly machine: {
    readonly node: string;
    readonly cpu: string | undefined;
    readonly cores: number;
    readonly memory: number;
    /** Averages over 1, 5 and 15 minutes, before the first benchmark: the work of others. */
    readonly loadBefore: readonly number[];
    readonly load: readonly number[];
  };
  /** Benchmark -> seconds. */
  readonly took: Readonly<Record<string, number>>;
  /** Benchmarks whose work came out wrong. */
  readonly failures: readonly string[];
  readonly results: readonly (Row & { readonly benchmark: string; readonly met: boolean | null })[];
}

/** Measures these benchmarks. One that fails is printed, and the others still run. */
export async function measureAll(names: readonly string[], quick: boolean): Promise<Results> {
  const loadBefore = loadavg();
  const took: Record<string, number> = {};
  const failures: string[] = [];
  const results: Results['results'][number][] = [];
  printTitle();
  for (const name of names) {
    const started = performance.now();
    const rows = quick ? await measureHere(name) : await measureAlone(name);
    took[name] = (performance.now() - started) / 1000;
    if (rows === null) failures.push(name);
    for (const row of rows ?? []) {
      results.push({ ...row, benchmark: name, met: isMet(row) });
      printRow(row);
    }
    console.log(`  ${rows === null ? 'WRONG: ' : ''}${name} took ${took[name]!.toFixed(1)} s`);
  }
  const cores = availableParallelism();
  const host = { cpu: cpus()[0]?.model, cores, memory: totalmem(), loadBefore, load: loadavg() };
  const machine = { node: process.version, ...host };
  return { at: new Date().toISOString(), quick, machine, took, failures, results };
}

export function writeResults(file: string, results: Results): void {
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}

/**
 * The rows of a quick run, whose figures are rough: a process of its own for each benchmark would read
 * all of the program again, for half of the run's time. Null when the benchmark failed.
 */
async function measureHere(name: string): Promise<readonly Row[] | null> {
  try {
    return await BENCHMARKS[name]!({ quick: true, rounds: 1 });
  } catch (error) {
    console.error(error);
    return null;
  }
}

/** The rows, or null when the benchmark's process failed; it has printed why. */
async function measureAlone(name: string): Promise<readonly Row[] | null> {
  const file = fileURLToPath(new URL(`./run-one${extname(import.meta.url)}`, import.meta.url));
  const child = fork(file, [name]);
  let rows: readonly Row[] | null = null;
  child.once('message', (answer) => {
    rows = (answer as Answer).rows;
  });
  const [code] = await once(child, 'exit');
  return code === 0 ? rows : null;
}
