// Slows down guessing of passwords and passcodes: by the caller's IP address, and by address and
// target.
import type { AppError } from '../../errors.ts';
import { type BoundedLimiter, boundedLimiter } from './bounded-limiter.ts';

/**
 * Counts wrong tries. Once they are used up, further tries fail for the rest of a minute (by
 * address) or of a quarter of an hour (by target).
 */
export interface GuessThrottle {
  readonly byAddress: BoundedLimiter;
  readonly byTarget: BoundedLimiter;
}

export function createGuessThrottle(mostKeys?: number): GuessThrottle {
  return {
    byAddress: boundedLimiter({ keyPrefix: 'address', points: 30, duration: 60 }, mostKeys),
    byTarget: boundedLimiter({ keyPrefix: 'target', points: 10, duration: 15 * 60 }, mostKeys),
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
  { byAddress, byTarget }: GuessThrottle,
  { address, target }: Guess,
  refusal: (retryAfter: number) => AppError,
): Promise<() => Promise<void>> {
  const key = `${address} ${target}`;
  try {
    // Count the address first: once refused, it adds no targets, of which it could name a new one
    // each time.
    await byAddress.consume(address);
    await byTarget.consume(key).catch(async (refused) => {
      await byAddress.reward(address);
      throw refused;
    });
  } catch (refused) {
    // A limiter in memory rejects only when the tries are used up.
    throw refusal(Math.ceil((refused as { readonly msBeforeNext: number }).msBeforeNext / 1000));
  }
  return async () => {
    await byTarget.delete(key);
    await byAddress.reward(address);
  };
}
