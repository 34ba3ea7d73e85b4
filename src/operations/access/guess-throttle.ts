// Guessing passwords and passcodes is slowed down: by the caller's IP address, and by address and what is guessed at.
import type { AppError } from '../../errors.ts';
import { type BoundedLimiter, boundedLimiter } from './bounded-limiter.ts';

/** Wrong tries that are let through before the door closes for the rest of the minute or quarter of an hour. */
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
    // An address that is refused leaves nothing: it could name a new target each time.
    await byAddress.consume(address);
    await byTarget.consume(key).catch(async (refused) => {
      await byAddress.reward(address);
      throw refused;
    });
  } catch (refused) {
    // Kept in memory, it rejects for no other reason than that the tries are used up.
    throw refusal(Math.ceil((refused as { readonly msBeforeNext: number }).msBeforeNext / 1000));
  }
  return async () => {
    await byTarget.delete(key);
    await byAddress.reward(address);
  };
}
