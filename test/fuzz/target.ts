// What a fuzz target is, and how one is run: each input is made from the seed, the target's name and
// the input's number, and its CPU time is measured.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AppError } from '../../src/errors.ts';
import { type Random, randomOf } from './random.ts';

/** Whether the code went on with an input, or refused the input with an error of ours. */
export type Verdict = 'accepted' | 'refused';

export interface Opened<I> {
  make(random: Random): I;
  /** Throws what the code throws unless the error is one of ours. */
  send(input: I): Verdict | Promise<Verdict>;
  close?(): Promise<void>;
}

export interface Target {
  readonly name: string;
  /** How many inputs the test suite runs. Longer runs keep these proportions. */
  readonly inputs: number;
  open(): Promise<Opened<any>>;
}

export function target<I>(name: string, inputs: number, open: () => Opened<I> | Promise<Opened<I>>): Target {
  return { name, inputs, open: async () => open() };
}

/** Runs the work; an AppError is an answer, and everything else is a finding. */
export async function asked(work: () => unknown): Promise<Verdict> {
  try {
    await work();
    return 'accepted';
  } catch (error) {
    if (error instanceof AppError) return 'refused';
    throw error;
  }
}

export interface Finding {
  readonly target: string;
  readonly number: number;
  readonly problem: string;
  readonly input: string;
}

export interface Result {
  readonly name: string;
  readonly inputs: number;
  readonly accepted: number;
  /** All inputs together, in ms of CPU. */
  readonly cpu: number;
  readonly slowest: { readonly number: number; readonly ms: number };
  /** Bytes that are still in memory at the end, and were not after the first tenth. */
  readonly grown: number;
  readonly findings: readonly Finding[];
}

export interface RunOptions {
  readonly seed: string;
  /** The number of the first input. */
  readonly from?: number;
  readonly count: number;
  /** When the run ends early, in ms of `performance.now()`. */
  readonly until?: number;
}

/** An answer that takes more CPU than this is a finding. In ms. */
export const SLOW_MS = 1000;
/** Distinct findings that a run keeps. */
const MOST_FINDINGS = 25;

/** Runs the inputs, one after the other. */
export async function runTarget({ name, open }: Target, options: RunOptions): Promise<Result> {
  const { seed, from = 0, count, until = Number.POSITIVE_INFINITY } = options;
  const opened = await open();
  const findings = new Map<string, Finding>();
  const slowest = { number: from, ms: 0 };
  let accepted = 0;
  let inputs = 0;
  let cpu = 0;
  // Caches fill at first, which is no growth.
  const warm = Math.ceil(count / 10);
  let before = 0;
  try {
    for (; inputs < count && performance.now() < until; inputs++) {
      if (inputs === warm) before = heldMemory();
      const number = from + inputs;
      const input = opened.make(randomOf(`${seed} ${name} ${number}`));
      const note = (problem: string) => {
        // The first line of ours, where the error comes from; texts of errors differ.
        const kind = /^ +at .*\/(?:src|grammar|test)\/.*$/m.exec(problem)?.[0] ?? problem.slice(0, 40);
        if (findings.size >= MOST_FINDINGS || findings.has(kind)) return;
        findings.set(kind, { target: name, number, problem, input: shown(input) });
      };
      const start = process.cpuUsage();
      try {
        if ((await opened.send(input)) === 'accepted') accepted += 1;
      } catch (error) {
        note(error instanceof Error ? (error.stack ?? error.message) : `threw ${String(error)}`);
      }
      const { user, system } = process.cpuUsage(start);
      const ms = (user + system) / 1000;
      cpu += ms;
      if (ms > slowest.ms) Object.assign(slowest, { number, ms });
      if (ms > SLOW_MS) note(`the answer took more than ${SLOW_MS} ms of CPU: ${Math.round(ms)} ms`);
    }
    const grown = inputs > warm ? heldMemory() - before : 0;
    return { name, inputs, accepted, cpu, slowest, grown, findings: [...findings.values()] };
  } finally {
    await opened.close?.();
  }
}

/** Bytes in use after everything that can be freed was freed. */
function heldMemory(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

let collect: (() => void) | null = null;

function collectGarbage(): void {
  if (collect === null) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  collect();
}

function shown(input: unknown): string {
  const text = JSON.stringify(input, (_, value) =>
    value instanceof Uint8Array
      ? `base64 ${Buffer.from(value).toString('base64')}`
      : value?.type === 'Buffer'
        ? `base64 ${Buffer.from(value.data).toString('base64')}`
        : value,
  );
  return (text ?? String(input)).slice(0, 4000);
}
