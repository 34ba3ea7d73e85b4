// How long one request stops everybody else: the longest turn of the event loop, in CPU time of the
// main thread. Wall time would say how busy the machine is.
import { readFileSync } from 'node:fs';

/** CPU time of the main thread in ms; of the whole process where the system does not say. */
export function mainThreadMs(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'latin1').split(' ')[0]) / 1e6;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }
}

/**
 * How often to look, in ms. Short turns in between count as one, which adds no more than this; looking
 * at every turn would compute all the time while a request waits for another process.
 */
const LOOK = 1;

/** Runs the work, and answers the longest turn of the event loop meanwhile, in ms. */
export async function longestStop(work: () => Promise<unknown>): Promise<number> {
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  await turn();
  let longest = 0;
  let last = mainThreadMs();
  let isRunning = true;
  const look = () => {
    const now = mainThreadMs();
    longest = Math.max(longest, now - last);
    last = now;
    if (isRunning) setTimeout(look, LOOK);
  };
  setTimeout(look, LOOK);
  try {
    await work();
    await turn();
  } finally {
    isRunning = false;
  }
  return longest;
}

/** The least of some measurements, because garbage collection and the compiler only add. */
export async function leastStop(work: () => Promise<unknown>, enough: number, rounds = 4): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds && least > enough; round++) least = Math.min(least, await longestStop(work));
  return least;
}
