// Slows down guessing of passwords and passcodes: by the caller's network, by network and target,
// and by target alone, because many networks can share one guess.
import { LRUCache } from 'lru-cache';
import type { AppError } from '../../errors.ts';
import {
  type BoundedLimiter,
  boundedLimiter,
  digestOf,
  type LimiterOptions,
  MOST_KEYS,
  type OnRefused,
} from './bounded-limiter.ts';
import { networkOf } from './network.ts';

/**
 * Counts wrong tries. Once they are used up, further tries fail for the rest of a minute (by
 * network), of a quarter of an hour (by network and target), or of a day (by target).
 */
export interface GuessThrottle {
  readonly byNetwork: BoundedLimiter;
  readonly byTarget: BoundedLimiter;
  /**
   * Counts the wrong tries of all strangers together. A four-digit passcode withstands it for
   * months.
   */
  readonly byStrangers: BoundedLimiter;
  /**
   * Networks that had a right try lately, each with its target. They are no strangers, so that
   * nobody else can lock the owner out of where the owner works.
   */
  readonly known: LRUCache<string, true>;
}

/** The wrong tries of strangers that a target allows in a day. */
const MOST_OF_STRANGERS = 100;
const DAY = 24 * 60 * 60;
/** The time that a right try makes a network known, in ms. */
const KNOWN_FOR = 90 * DAY * 1000;

export function createGuessThrottle(mostKeys?: number, onRefused?: OnRefused): GuessThrottle {
  const limiter = (options: LimiterOptions) => boundedLimiter(options, mostKeys, onRefused);
  return {
    byNetwork: limiter({ keyPrefix: 'guesses_network', points: 30, duration: 60 }),
    byTarget: limiter({ keyPrefix: 'guesses_target', points: 10, duration: 15 * 60 }),
    byStrangers: limiter({ keyPrefix: 'guesses_strangers', points: MOST_OF_STRANGERS, duration: DAY }),
    known: new LRUCache({ max: mostKeys ?? MOST_KEYS, ttl: KNOWN_FOR }),
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
  const isKnown = known.has(digestOf(pair));
  // Count the network first: once refused, it adds no targets, of which it could name a new one
  // each time.
  const limits: readonly (readonly [BoundedLimiter, string])[] = [
    [byNetwork, network],
    [byTarget, pair],
    ...(isKnown ? [] : [[byStrangers, target] as const]),
  ];
  for (const [index, [limiter, key]] of limits.entries()) {
    try {
      await limiter.consume(key);
    } catch (refused) {
      // A refused try is no wrong one, so the limits before do not count it.
      for (const [earlier, counted] of limits.slice(0, index)) await earlier.reward(counted);
      // A limiter in memory rejects only when the tries are used up.
      throw refusal(Math.ceil((refused as { readonly msBeforeNext: number }).msBeforeNext / 1000));
    }
  }
  return async () => {
    known.set(digestOf(pair), true);
    await byTarget.delete(pair);
    await byNetwork.reward(network);
    if (!isKnown) await byStrangers.reward(target);
  };
}
