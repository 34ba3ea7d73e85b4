// Guessing passwords and passcodes is slowed down: by the caller's IP address, and by address and what is guessed at.
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { AppError } from '../../errors.ts';

/** Wrong tries that are let through before the door closes for the rest of the minute or quarter of an hour. */
export interface GuessThrottle {
  readonly byAddress: RateLimiterMemory;
  readonly byTarget: RateLimiterMemory;
}

export function createGuessThrottle(): GuessThrottle {
  return {
    byAddress: new RateLimiterMemory({ keyPrefix: 'address', points: 30, duration: 60 }),
    byTarget: new RateLimiterMemory({ keyPrefix: 'target', points: 10, duration: 15 * 60 }),
  };
}

export interface Guess {
  /** The caller's IP address. */
  readonly address: string;
  /** What is guessed at: an account's e-mail address, a pass's hash. */
  readonly target: string;
}

/**
 * Counts a try, before it is looked at: tries that come at the same time must not all get in before the first fails. Answers
 * what takes it back, for one that was right. Fails with what `refusal` makes of the seconds until the next one is let through.
 */
export async function countGuess(
  { byAddress, byTarget }: GuessThrottle,
  { address, target }: Guess,
  refusal: (retryAfter: number) => AppError,
): Promise<() => Promise<void>> {
  const key = `${address} ${target}`;
  try {
    await byTarget.consume(key);
    await byAddress.consume(address);
  } catch (refused) {
    // Kept in memory, it rejects for no other reason than that the tries are used up.
    throw refusal(Math.ceil((refused as { readonly msBeforeNext: number }).msBeforeNext / 1000));
  }
  return async () => {
    await byTarget.delete(key);
    await byAddress.reward(address);
  };
}
