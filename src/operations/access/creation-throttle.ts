// Limits the passes that links, forms and calls without a clientHash make from one network, so that
// no program fills the database.
import { AppError } from '../../errors.ts';
import { type BoundedLimiter, boundedLimiter, type OnRefused } from './bounded-limiter.ts';
import { networkOf } from './network.ts';

/** The default limit lets a whole office, or a crowd at a stadium's entrance, share an address. */
export const CREATION_LIMIT = 600;
/** In seconds. */
const WINDOW = 60;

export type CreationThrottle = BoundedLimiter;

/** `limit`: passes a minute and address. */
export function createCreationThrottle(
  mostKeys?: number,
  limit = CREATION_LIMIT,
  onRefused?: OnRefused,
): CreationThrottle {
  return boundedLimiter({ keyPrefix: 'creations', points: limit, duration: WINDOW }, mostKeys, onRefused);
}

/**
 * Counts a new pass for this IP address's network. Fails with `rate_limited` and `retryAfter` (s).
 */
export async function countCreation(throttle: CreationThrottle, address: string): Promise<void> {
  try {
    await throttle.consume(networkOf(address));
  } catch (refused) {
    // Kept in memory, it rejects for no other reason than that the points are used up.
    const retryAfter = Math.ceil((refused as { readonly msBeforeNext: number }).msBeforeNext / 1000);
    throw new AppError('rate_limited', {
      message: `Too many passes were made from your network in a short time. Try again in ${retryAfter} seconds.`,
      beside: { retryAfter },
    });
  }
}
