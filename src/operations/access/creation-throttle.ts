// Limits the passes that links, forms and calls without a clientHash make from one network, so that
// no program fills the database.
import { AppError } from '../../errors.ts';
import type { Limit, Limits } from '../../ports/limits.ts';
import { networkOf } from './network.ts';

/** The default limit lets a whole office, or a crowd at a stadium's entrance, share an address. */
export const CREATION_LIMIT = 600;
/** In seconds. */
const WINDOW = 60;

export type CreationThrottle = Limit;

/** `limit`: passes a minute and address. */
export function createCreationThrottle(limits: Limits, limit = CREATION_LIMIT): CreationThrottle {
  return limits.limit('creations', { points: limit, seconds: WINDOW });
}

/**
 * Counts a new pass for this IP address's network. Fails with `rate_limited` and `retryAfter` (s).
 */
export async function countCreation(throttle: CreationThrottle, address: string): Promise<void> {
  const wait = await throttle.count(networkOf(address));
  if (wait === 0) return;
  const retryAfter = Math.ceil(wait / 1000);
  throw new AppError('rate_limited', {
    message: `Too many passes were made from your network in a short time. Try again in ${retryAfter} seconds.`,
    beside: { retryAfter },
  });
}
