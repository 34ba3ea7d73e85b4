// Measures in turns: on a shared machine a figure alone says little, but figures of the same moment
// share its load. Each round measures every contestant once, in another order each time; a ratio
// compares figures of one round.

/** The median and the quartiles around it. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Contestant -> one figure a round, such as nanoseconds a call. */
export type Rounds<Name extends string> = Readonly<Record<Name, readonly number[]>>;

/**
 * Measures all contestants in turns. Each turn answers its figure; the first round warms up and
 * does not count.
 */
export async function inTurns<Name extends string>(
  rounds: number,
  turns: Readonly<Record<Name, () => Promise<number> | number>>,
): Promise<Rounds<Name>> {
  const names = Object.keys(turns) as Name[];
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round++) {
    const order = names.map((_, index) => names[(index + round) % names.length]!);
    for (const name of order) {
      const figure = await turns[name]();
      if (round > 0) figures[name].push(figure);
    }
  }
  return figures;
}

export function spreadOf(figures: readonly number[]): Spread {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.round((sorted.length - 1) * part)]!;
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/** One figure divided by another, round by round. */
export function ratioOf(dividend: readonly number[], divisor: readonly number[]): Spread {
  return spreadOf(dividend.map((figure, round) => figure / divisor[round]!));
}

/** Nanoseconds a call of a function that takes long enough to be timed by itself. */
export async function timed(calls: number, call: () => Promise<unknown> | unknown): Promise<number> {
  const start = process.hrtime.bigint();
  for (let done = 0; done < calls; done++) await call();
  return Number(process.hrtime.bigint() - start) / calls;
}

/** Nanoseconds of computing a call, on all threads of the process together. */
export async function computed(calls: number, call: () => Promise<unknown> | unknown): Promise<number> {
  const before = process.cpuUsage();
  for (let done = 0; done < calls; done++) await call();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / calls;
}
