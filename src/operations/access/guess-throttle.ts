// Slows down guessing of passwords and passcodes: by the caller's network, by network and target,
// and by target alone, because many networks can share one guess.
import type { AppError } from '../../errors.ts';
import type { Limit, Limits, Remembered } from '../../ports/limits.ts';
import { networkOf } from './network.ts';

/**
 * Counts wrong tries. Once they are used up, further tries fail for the rest of a minute (by
 * network), of a quarter of an hour (by network and target), or of a day (by target).
 */
export interface GuessThrottle {
  readonly byNetwork: Limit;
  readonly byTarget: Limit;
  /**
   * Counts the wrong tries of all strangers together. A four-digit passcode withstands it for
   * months.
   */
  readonly byStrangers: Limit;
  /**
   * Networks that had a right try lately, each with its target. They are no strangers, so that
   * nobody else can lock the owner out of where the owner works.
   */
  readonly known: Remembered;
}

/** The wrong tries of strangers that a target allows in a day. */
const MOST_OF_STRANGERS = 100;
const DAY = 24 * 60 * 60;
/** The time that a right try makes a network known, in seconds. */
const KNOWN_FOR = 90 * DAY;

/** `of`: what is guessed, such as `login`; each counts for itself. */
export function createGuessThrottle(limits: Limits, of: string): GuessThrottle {
  return {
    byNetwork: limits.limit(`guesses_network ${of}`, { points: 30, seconds: 60 }),
    byTarget: limits.limit(`guesses_target ${of}`, { points: 10, seconds: 15 * 60 }),
    byStrangers: limits.limit(`guesses_strangers ${of}`, { points: MOST_OF_STRANGERS, seconds: DAY }),
    known: limits.remembered(`known ${of}`, KNOWN_FOR),
  };
}

export interface Guess {
  /** The caller's IP address. */
  readonly address: string;
  /** The target of the guess: an account's e-mail address, a pass's hash. */
  readonly target: string;
}

/**
 * Counts a try before it is checked, so that simultaneous tries do not all pass before the first
 * one fails. Returns a function that takes the try back, for a right one. Fails with what `refusal`
 * makes of the seconds until the next try may pass.
 */
export async function countGuess(
  { byNetwork, byTarget, byStrangers, known }: GuessThrottle,
  { address, target }: Guess,
  refusal: (retryAfter: number) => AppError,
): Promise<() => Promise<void>> {
  const network = networkOf(address);
  const pair = `${network} ${target}`;
  const isKnown = await known.has(pair);
  // Count the network first: once refused, it adds no targets, of which it could name a new one
  // each time.
  const counted: readonly (readonly [Limit, string])[] = [
    [byNetwork, network],
    [byTarget, pair],
    ...(isKnown ? [] : [[byStrangers, target] as const]),
  ];
  for (const [index, [limit, key]] of counted.entries()) {
    const wait = await limit.count(key);
    if (wait === 0) continue;
    // A refused try is no wrong one, so the limits before do not count it.
    for (const [earlier, its] of counted.slice(0, index)) await earlier.takeBack(its);
    throw refusal(Math.ceil(wait / 1000));
  }
  return async () => {
    await known.add(pair);
    await byTarget.forget(pair);
    await byNetwork.takeBack(network);
    if (!isKnown) await byStrangers.takeBack(target);
  };
}
