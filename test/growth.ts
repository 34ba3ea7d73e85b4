// Measures how the work on an input grows with it: proof that a hostile input is read once, on a
// machine of any speed.
import { expect } from 'vitest';

const TIMES = 4;
/**
 * Less CPU time than this, in ms, is noise; quadratic work exceeds it long before an input is
 * large.
 */
const NOISE_MS = 60;

/**
 * Expects that an input four times as large costs less than eight times the CPU time: linear work
 * costs four times as much, quadratic work sixteen times. The least of three measurements counts,
 * because other work of the process only adds.
 */
export async function expectLinear(work: (size: number) => Promise<unknown>, size: number): Promise<void> {
  const small = await leastCpu(() => work(size));
  const large = await leastCpu(() => work(size * TIMES));
  expect(large, `${small} ms for ${size}, ${large} ms for ${size * TIMES}`).toBeLessThan(
    Math.max(NOISE_MS, small * TIMES * 2),
  );
}

/** Expects that the work costs hardly more when a number in the input is four times as large. */
export async function expectConstant(work: (said: number) => Promise<unknown>, said: number): Promise<void> {
  const small = await leastCpu(() => work(said));
  const large = await leastCpu(() => work(said * TIMES));
  expect(large, `${small} ms for ${said}, ${large} ms for ${said * TIMES}`).toBeLessThan(Math.max(NOISE_MS, small * 2));
}

/** CPU time of this process in user mode, in ms. */
async function leastCpu(work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    const before = process.cpuUsage();
    await work();
    least = Math.min(least, process.cpuUsage(before).user / 1000);
  }
  return least;
}
